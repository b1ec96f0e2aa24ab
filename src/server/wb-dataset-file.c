/* wb-dataset-file.c: one dataset in a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wb-dataset.h"
#include "wb-json.h"
#include "wb-message.h"
#include "wb-server.h"

static void
set_open_error (GError    **error,
                const char *folder,
                const char *name,
                int         saved_errno)
{
  if (saved_errno == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _("%s.json is no longer in “%s”; the last data stay until it is back"), name, folder);
  else if (saved_errno == ELOOP)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.json in “%s” is a symbolic link, and links are not followed; put the file itself "
                   "there"),
                 name, folder);
  else
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s.json in “%s” cannot be opened: %s"), name, folder, g_strerror (saved_errno));
}

/* Opens NAME.json for reading, and nothing but a regular file that is itself in the folder. Every open goes
 * through the folder's path, so that a folder which was replaced is found again. */
static int
open_file (const char  *folder,
           const char  *name,
           GError     **error)
{
  g_autofree char *file_name = g_strconcat (name, WB_DATASET_FILE_SUFFIX, NULL);
  struct stat info;
  int folder_fd, fd, saved_errno;

  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd < 0)
    {
      saved_errno = errno;
      g_set_error (error,
                   saved_errno == ENOENT ? G_IO_ERROR : WB_SERVER_ERROR,
                   saved_errno == ENOENT ? (int) G_IO_ERROR_NOT_FOUND : (int) WB_SERVER_ERROR_DATA,
                   _("The data folder “%s” cannot be read: %s; the last data stay until it is back"),
                   folder, g_strerror (saved_errno));
      return -1;
    }

  /* Without O_NONBLOCK, a named pipe would hold up the whole server. */
  fd = openat (folder_fd, file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  saved_errno = errno;
  close (folder_fd);
  if (fd < 0)
    {
      set_open_error (error, folder, name, saved_errno);
      return -1;
    }

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                   _("%s.json in “%s” is not a regular file; put a file there"), name, folder);
      return -1;
    }

  return fd;
}

/* Reads to the end, which may move while somebody writes, but never past the limit. */
static GBytes *
read_all (int          fd,
          const char  *name,
          GError     **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint8 block[64 * 1024];
  gssize n;

  while (TRUE)
    {
      n = read (fd, block, sizeof block);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                       _("%s.json cannot be read: %s"), name, g_strerror (errno));
          return NULL;
        }
      if (n == 0)
        break;
      if (content->len + (gsize) n > WB_DATASET_FILE_MAX)
        {
          g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                       _("%s.json is larger than %d MiB; a chart needs far less"),
                       name, WB_DATASET_FILE_MAX / (1024 * 1024));
          return NULL;
        }
      g_byte_array_append (content, block, n);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/* The dataset travels as a JSON string, which makes two bytes and more of every quote and line end. An answer
 * that a client must refuse would make it reconnect for ever. */
static gboolean
check_escaped_size (const char  *name,
                    const char  *text,
                    gsize        length,
                    GError     **error)
{
  gsize escaped = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      escaped += c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' ? 2 : c < 0x20 ? 6 : 1;
    }

  if (escaped + WB_MESSAGE_MAX_TO_SERVER <= WB_MESSAGE_MAX_TO_CLIENT)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
               _("%s.json does not fit into a message of %d MiB; a chart needs far less"),
               name, WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));
  return FALSE;
}

static gboolean
check_content (const char  *name,
               GBytes      *bytes,
               GError     **error)
{
  g_autoptr (WbDataset) dataset = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  WbChartKind kind;

  if (text == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA, _("%s.json is empty"), name);
      return FALSE;
    }

  if (wb_chart_kind_from_name (name, &kind))
    {
      dataset = wb_dataset_parse (kind, name, text, length, error);
      if (dataset == NULL)
        return FALSE;
    }
  else if (!wb_json_check (text, length, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  return check_escaped_size (name, text, length, error);
}

/**
 * wb_dataset_file_get_name:
 * @file_name: the name of a file, without its folder
 *
 * Finds the dataset that a file holds.
 *
 * Returns: (transfer full) (nullable): its name, or %NULL if the file is not
 *   called NAME.json with a valid name
 */
char *
wb_dataset_file_get_name (const char *file_name)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (file_name != NULL, NULL);

  if (!g_str_has_suffix (file_name, WB_DATASET_FILE_SUFFIX))
    return NULL;

  name = g_strndup (file_name, strlen (file_name) - strlen (WB_DATASET_FILE_SUFFIX));
  return wb_name_is_valid (name) ? g_steal_pointer (&name) : NULL;
}

/**
 * wb_dataset_file_read:
 * @folder: the path of a folder
 * @name: a valid name of a dataset
 * @error: return location for an error
 *
 * Reads NAME.json in @folder and checks it: the shape that its chart needs
 * where a chart has that name, JSON otherwise. Only a regular file is read,
 * never through a symbolic link, and not more than %WB_DATASET_FILE_MAX bytes.
 *
 * Returns: (transfer full): the JSON as it stands in the file, or %NULL with
 *   %G_IO_ERROR_NOT_FOUND if there is no such file, %WB_SERVER_ERROR_DATA if it
 *   cannot be read, or an error of %WB_CORE_ERROR if its content will not do
 */
GBytes *
wb_dataset_file_read (const char  *folder,
                      const char  *name,
                      GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int fd;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (wb_name_is_valid (name), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fd = open_file (folder, name, error);
  if (fd < 0)
    return NULL;

  bytes = read_all (fd, name, error);
  close (fd);
  if (bytes == NULL || !check_content (name, bytes, error))
    return NULL;

  return g_steal_pointer (&bytes);
}
