/* wb-file.c: reads files that another user may have put there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* How much is read at once, in bytes, beyond the reported size of the file. */
#define BLOCK (16 * 1024)

static void
set_kind_error (GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is not a regular file"));
}

static void
set_errno_error (GError **error,
                 int      saved_errno)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), g_strerror (saved_errno));
}

static void
set_length_error (GError **error,
                  gsize    max_size)
{
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, _("it is longer than %u KiB"),
               (guint) (max_size / 1024));
}

/* The null device is a common way to specify an empty file (null(4)). */
static gboolean
is_null_device (const struct stat *info)
{
  return S_ISCHR (info->st_mode) && info->st_rdev == makedev (1, 3);
}

/**
 * wb_file_open:
 * @path: the path of a file
 * @error: return location for an error
 *
 * Opens a regular file, or the null device, for reading. Other files are not
 * opened, so that neither this nor reading blocks, as it would with a named pipe
 * or a terminal.
 *
 * Returns: a descriptor that the caller closes, or -1 with a #GFileError whose
 *   message says why, without the path
 */
int
wb_file_open (const char  *path,
              GError     **error)
{
  struct stat info;
  int fd;

  g_return_val_if_fail (path != NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    {
      /* The result of opening a socket, or a missing terminal. */
      if (errno == ENXIO)
        set_kind_error (error);
      else
        set_errno_error (error, errno);
      return -1;
    }

  if (fstat (fd, &info) != 0 || !(S_ISREG (info.st_mode) || is_null_device (&info)))
    {
      set_kind_error (error);
      close (fd);
      return -1;
    }

  return fd;
}

/* Reads to the end, but no more than @size bytes. Returns the length, or -1 with errno. */
static gssize
read_up_to (int    fd,
            char  *text,
            gsize  size)
{
  gsize length = 0;

  while (length < size)
    {
      gssize n = read (fd, text + length, size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      length += (gsize) n;
    }

  return (gssize) length;
}

/**
 * wb_file_skip_mark:
 * @text: (array length=length): the beginning of a text
 * @length: its length, in bytes
 *
 * Finds where a text begins that an editor or a spreadsheet may have saved with a
 * byte order mark in UTF-8, which is not part of it: JSON.parse() of a page, for
 * one, would refuse it.
 *
 * Returns: 3 behind a mark, else 0
 */
gsize
wb_file_skip_mark (const char *text,
                   gsize       length)
{
  return length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Removes the mark from the beginning of a text, and adds a NUL to its end, for which there is room. Of a
 * secret no part stays behind. */
static void
finish_text (char  *text,
             gsize  length,
             gsize *ret_length)
{
  gsize mark = wb_file_skip_mark (text, length);

  memmove (text, text + mark, length - mark);
  memset (text + length - mark, 0, mark + 1);
  *ret_length = length - mark;
}

/**
 * wb_file_read_fd:
 * @fd: a file from wb_file_open(), or one that is known to be regular
 * @max_size: the largest size, in bytes
 * @ret_length: (out): the length, in bytes
 * @error: return location for an error
 *
 * Reads a file to its end, which may move while another process writes. A byte
 * order mark at its beginning is left out.
 *
 * Returns: (transfer full): the content, followed by a NUL that is not counted, or
 *   %NULL with a #GFileError whose message says why, without the path;
 *   %G_FILE_ERROR_NOSPC if the file is longer than @max_size
 */
char *
wb_file_read_fd (int      fd,
                 gsize    max_size,
                 gsize   *ret_length,
                 GError **error)
{
  g_autofree char *text = NULL;
  struct stat info;
  gsize size, length = 0;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (max_size < G_MAXSIZE / 4, NULL);
  g_return_val_if_fail (ret_length != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  size = fstat (fd, &info) == 0 && info.st_size > 0 ? MIN ((guint64) info.st_size, max_size) + 1 : BLOCK;
  while (TRUE)
    {
      gssize n;

      text = g_realloc (text, size + 1);
      n = read_up_to (fd, text + length, size - length);
      if (n < 0)
        {
          set_errno_error (error, errno);
          return NULL;
        }

      length += (gsize) n;
      if (length > max_size)
        {
          set_length_error (error, max_size);
          return NULL;
        }
      if (length < size)
        break;

      size = MIN (size * 2 + BLOCK, max_size + 1);
    }

  finish_text (text, length, ret_length);
  return g_steal_pointer (&text);
}

/**
 * wb_file_read:
 * @path: the path of a file
 * @max_size: the largest size, in bytes
 * @ret_length: (out): the length, in bytes
 * @error: return location for an error
 *
 * Opens a file with wb_file_open() and reads it with wb_file_read_fd().
 *
 * Returns: (transfer full): the content, followed by a NUL that is not counted, or
 *   %NULL with an error of one of these
 */
char *
wb_file_read (const char  *path,
              gsize        max_size,
              gsize       *ret_length,
              GError     **error)
{
  char *text;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = wb_file_open (path, error);
  if (fd < 0)
    return NULL;

  text = wb_file_read_fd (fd, max_size, ret_length, error);
  close (fd);

  return text;
}

/**
 * wb_file_read_stream:
 * @stream: a stream, such as the standard input
 * @max_size: the most that is read, in bytes
 * @ret_length: (out): the length, in bytes
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads a stream to its end, and waits for it. A byte order mark at its beginning
 * is left out.
 *
 * Returns: (transfer full): the content, with a zero byte behind it that does not
 *   count, or %NULL with an error; %G_FILE_ERROR_NOSPC where it is longer than
 *   @max_size
 */
char *
wb_file_read_stream (GInputStream  *stream,
                     gsize          max_size,
                     gsize         *ret_length,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 block[BLOCK];
  char *text;
  gssize n;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (max_size < G_MAXUINT / 2, NULL);
  g_return_val_if_fail (ret_length != NULL, NULL);

  while ((n = g_input_stream_read (stream, block, sizeof block, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, block, (guint) n);
      if (bytes->len > max_size)
        {
          set_length_error (error, max_size);
          return NULL;
        }
    }
  if (n < 0)
    return NULL;

  n = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  text = (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  finish_text (text, (gsize) n, ret_length);

  return text;
}

/**
 * wb_file_read_gfile:
 * @file: a file, which may be on another computer
 * @max_size: the most that is read, in bytes
 * @ret_length: (out): the length, in bytes
 * @cancellable: (nullable): stops the reading
 * @error: return location for an error
 *
 * Reads a file of this computer with wb_file_read(), and any other one, which GIO
 * makes accessible, with wb_file_read_stream().
 *
 * Returns: (transfer full): the content, with a zero byte behind it that does not
 *   count, or %NULL with an error of one of these
 */
char *
wb_file_read_gfile (GFile         *file,
                    gsize          max_size,
                    gsize         *ret_length,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  if (g_file_is_native (file))
    return wb_file_read (g_file_peek_path (file), max_size, ret_length, error);

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;

  return wb_file_read_stream (G_INPUT_STREAM (stream), max_size, ret_length, cancellable, error);
}
