/* wb-secret-file.c: reads files that hold secrets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-secret-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wb-file.h"

/* Whether systemd made the file for this service alone (LoadCredential=). Its mode does not tell who may use
 * it: the access list by which a service that is not root reads it shows as rights of the group. */
static gboolean
is_credential (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *credential = wb_secret_file_build_credential_path (name);
  g_autofree char *folder = credential != NULL ? g_path_get_dirname (credential) : NULL;
  g_autofree char *parent = g_path_get_dirname (path);

  return g_strcmp0 (folder, parent) == 0;
}

static gboolean
check_mode (int          fd,
            const char  *path,
            GError     **error)
{
  struct stat info;

  if (is_credential (path))
    return TRUE;

  if (fstat (fd, &info) != 0)
    {
      int code = errno;

      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
      return FALSE;
    }

  if (S_ISREG (info.st_mode) && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                           _("it can be used by others than its owner; change that with chmod 600"));
      return FALSE;
    }

  return TRUE;
}

/**
 * wb_secret_file_build_credential_path:
 * @name: the name of a credential of systemd (`LoadCredential=NAME:…`)
 *
 * Returns: (transfer full) (nullable): the path of its file, which may not exist,
 *   or %NULL if this service has no credentials
 */
char *
wb_secret_file_build_credential_path (const char *name)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");

  g_return_val_if_fail (name != NULL, NULL);

  return folder != NULL && *folder != '\0' ? g_build_filename (folder, name, NULL) : NULL;
}

/**
 * wb_secret_file_read:
 * @path: the path of a file with secrets, of at most %WB_SECRET_FILE_MAX bytes
 * @ret_length: (out): the length, in bytes
 * @error: return location for a #GFileError
 *
 * Reads a file whose mode gives no rights to its group and to others: they may
 * already have read or changed one with a looser mode. Who owns it is not
 * checked. A credential of systemd is accepted with any mode. Neither opening nor
 * reading waits, see wb_file_open().
 *
 * Returns: (transfer full): the content, with a zero byte behind it that does not
 *   count, or %NULL with an error whose message says why, without the path
 */
char *
wb_secret_file_read (const char  *path,
                     gsize       *ret_length,
                     GError     **error)
{
  char *text = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (ret_length != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fd = wb_file_open (path, error);
  if (fd < 0)
    return NULL;

  if (check_mode (fd, path, error))
    text = wb_file_read_fd (fd, WB_SECRET_FILE_MAX, ret_length, error);
  close (fd);

  return text;
}

/**
 * wb_secret_file_read_token:
 * @path: the path of a file with one token
 * @error: return location for a #GFileError
 *
 * Reads a token of at most %WB_SECRET_MAX bytes of UTF-8, the only line of its
 * file. White space around it, such as the end of the line, is not part of it. A
 * file with more lines is refused, since it is likely to be another file.
 *
 * Returns: (transfer full): the token, or %NULL with an error whose message says
 *   why, without the path
 */
char *
wb_secret_file_read_token (const char  *path,
                           GError     **error)
{
  gsize length;
  char *text = wb_secret_file_read (path, &length, error);

  if (text == NULL)
    return NULL;

  if (strlen (text) == length && g_utf8_validate (text, -1, NULL))
    {
      g_strstrip (text);
      if (*text != '\0' && strlen (text) <= WB_SECRET_MAX && strpbrk (text, "\r\n") == NULL)
        return text;
    }

  explicit_bzero (text, length);
  g_free (text);
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                       _("it holds no token; put it there on one line"));
  return NULL;
}
