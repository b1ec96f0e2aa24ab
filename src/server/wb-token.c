/* wb-token.c: the secret that lets a client in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-token.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wb-server.h"

#define DIGEST_SIZE 32

/* The longest token file that is read, in bytes. */
#define MAX_TOKEN_FILE 4096

static void
digest (const char *text,
        guint8      bytes[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST_SIZE;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, bytes, &size);
}

/**
 * wb_token_equal:
 * @token: the right token
 * @candidate: (nullable): what a peer says
 *
 * Compares in a time that tells nothing about how much was right: it is the
 * digests that are compared, each to its end.
 *
 * Returns: whether @candidate is the token
 */
gboolean
wb_token_equal (const char *token,
                const char *candidate)
{
  guint8 expected[DIGEST_SIZE], actual[DIGEST_SIZE];
  guint8 difference = 0;

  g_return_val_if_fail (token != NULL, FALSE);

  if (candidate == NULL)
    return FALSE;

  digest (token, expected);
  digest (candidate, actual);
  for (guint i = 0; i < DIGEST_SIZE; i++)
    difference |= expected[i] ^ actual[i];

  return difference == 0;
}

static gboolean
check_file (int          fd,
            const char  *path,
            GError     **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” is not a regular file"), path);
      return FALSE;
    }

  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” can be used by others than its owner; change that with chmod 600"),
                   path);
      return FALSE;
    }

  return TRUE;
}

/**
 * wb_token_read_file:
 * @path: the path of a file with the token on its first and only line
 * @error: return location for an error
 *
 * Reads the token. A file that others may read is refused: what is in it is no
 * secret.
 *
 * Returns: (transfer full): the token without the white space around it, or
 *   %NULL with %WB_SERVER_ERROR_TOKEN
 */
char *
wb_token_read_file (const char  *path,
                    GError     **error)
{
  char text[MAX_TOKEN_FILE + 1];
  gssize length;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” cannot be opened: %s"), path, g_strerror (errno));
      return NULL;
    }

  if (!check_file (fd, path, error))
    {
      close (fd);
      return NULL;
    }

  length = read (fd, text, MAX_TOKEN_FILE);
  close (fd);
  text[MAX (length, 0)] = '\0';
  g_strstrip (text);

  if (*text == '\0' || strchr (text, '\n') != NULL || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” must hold one line of text: the token"), path);
      return NULL;
    }

  return g_strdup (text);
}
