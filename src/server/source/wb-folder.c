/* wb-folder.c: reads and replaces the files of one folder, and no others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* For O_PATH. */
#define _GNU_SOURCE

#include "config.h"

#include "wb-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/wb-server-error.h"
#include "file/wb-file-replace.h"
#include "file/wb-file.h"
#include "support/wb-name.h"

/* How often an open is retried while another process changes the path. */
#define MAX_TRIES 16

/* The mode of a new file, before the umask is applied. */
#define NEW_MODE 0666

/* Errors reach every client that may see the data, so they name the file but not the path of the folder. The
 * log adds that for the operator. */
static int
open_folder (const char  *folder,
             GError     **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int saved_errno = errno;

  if (fd < 0)
    g_set_error (error,
                 saved_errno == ENOENT ? G_IO_ERROR : WB_SERVER_ERROR,
                 saved_errno == ENOENT ? (int) G_IO_ERROR_NOT_FOUND : (int) WB_SERVER_ERROR_DATA,
                 _("The data folder cannot be read: %s; the last data stay until it is back"),
                 g_strerror (saved_errno));

  return fd;
}

/* Opens a file, following links as long as they stay below the folder. The kernel checks this, so that no
 * link can change between check and use (openat2(2), since Linux 5.6). Without that call, no link is
 * followed. */
static int
open_below (int         folder_fd,
            const char *file_name,
            int         flags)
{
  struct open_how how = { .flags = (guint64) flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
  int fd;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      fd = (int) syscall (SYS_openat2, folder_fd, file_name, &how, sizeof how);
      if (fd >= 0 || errno != EAGAIN)
        break;
    }

  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    fd = openat (folder_fd, file_name, flags | O_NOFOLLOW);

  return fd;
}

static void
set_kind_error (GError     **error,
                const char  *file_name)
{
  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
               _("%s is not a regular file; put a file there"), file_name);
}

static void
set_open_error (GError     **error,
                const char  *file_name,
                int          saved_errno)
{
  if (saved_errno == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _("%s is no longer in the data folder; the last data stay until it is back"), file_name);
  else if (saved_errno == ELOOP || saved_errno == EXDEV)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s is a symbolic link that leads elsewhere; put the file itself there, or a "
                   "relative link to a file in the same folder"),
                 file_name);
  else if (saved_errno == ENXIO)
    set_kind_error (error, file_name);
  else
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s cannot be opened: %s"), file_name, g_strerror (saved_errno));
}

/**
 * wb_folder_get_name:
 * @file_name: the name of a file, without its folder
 * @suffix: the suffix of dataset files, such as `.json`
 *
 * Returns: (transfer full) (nullable): the name of the dataset in the file, or
 *   %NULL if the file is not called NAME and @suffix with a valid name
 */
char *
wb_folder_get_name (const char *file_name,
                    const char *suffix)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (file_name != NULL, NULL);
  g_return_val_if_fail (suffix != NULL, NULL);

  if (!g_str_has_suffix (file_name, suffix))
    return NULL;

  name = g_strndup (file_name, strlen (file_name) - strlen (suffix));
  return wb_name_is_valid (name) ? g_steal_pointer (&name) : NULL;
}

/**
 * wb_folder_list:
 * @folder: the path of a folder
 * @suffix: the suffix of dataset files
 * @entries: all of them, or symbolic links only
 * @max_names: the largest size of @names
 * @names: (element-type utf8 utf8): a set, which owns its names
 * @error: return location for an error
 *
 * Adds the names of the datasets that have files in a folder.
 *
 * Returns: %TRUE if the folder was read, or %FALSE with %WB_SERVER_ERROR_DATA
 */
gboolean
wb_folder_list (const char       *folder,
                const char       *suffix,
                WbFolderEntries   entries,
                guint             max_names,
                GHashTable       *names,
                GError          **error)
{
  const struct dirent *entry;
  DIR *dir;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (suffix != NULL, FALSE);
  g_return_val_if_fail (names != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  dir = opendir (folder);
  if (dir == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                   _("The data folder “%s” cannot be read: %s; name a folder that you may read"),
                   folder, g_strerror (errno));
      return FALSE;
    }

  while ((entry = readdir (dir)) != NULL && g_hash_table_size (names) < max_names)
    {
      char *name = NULL;

      /* Some file systems do not report the type here; such entries count as links. */
      if (entries == WB_FOLDER_ALL || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
        name = wb_folder_get_name (entry->d_name, suffix);
      if (name != NULL)
        g_hash_table_add (names, name);
    }

  closedir (dir);
  return TRUE;
}

/**
 * wb_folder_stat:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @ret_identity: (out): which file it is
 *
 * Tells which file there is, without opening it.
 *
 * Returns: %FALSE if there is none
 */
gboolean
wb_folder_stat (const char     *folder,
                const char     *file_name,
                WbFileIdentity *ret_identity)
{
  g_autofree char *path = NULL;
  struct stat info;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (file_name != NULL && strchr (file_name, '/') == NULL, FALSE);
  g_return_val_if_fail (ret_identity != NULL, FALSE);

  path = g_build_filename (folder, file_name, NULL);
  if (stat (path, &info) != 0)
    return FALSE;

  wb_file_identity_init (ret_identity, &info);

  return TRUE;
}

/**
 * wb_folder_open:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @ret_identity: (out) (optional): which file it is
 * @error: return location for an error
 *
 * Opens a regular file for reading. Links are followed if they stay below the
 * folder. The folder is opened by its path each time, so that a folder that was
 * replaced is found.
 *
 * Returns: a descriptor that the caller closes, or -1 with
 *   %G_IO_ERROR_NOT_FOUND if there is no such file, or %WB_SERVER_ERROR_DATA
 */
int
wb_folder_open (const char      *folder,
                const char      *file_name,
                WbFileIdentity  *ret_identity,
                GError         **error)
{
  struct stat info;
  int folder_fd, fd, saved_errno;

  g_return_val_if_fail (folder != NULL, -1);
  g_return_val_if_fail (file_name != NULL && strchr (file_name, '/') == NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  folder_fd = open_folder (folder, error);
  if (folder_fd < 0)
    return -1;

  /* Without O_NONBLOCK, opening a named pipe would block. */
  fd = open_below (folder_fd, file_name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  saved_errno = errno;
  close (folder_fd);
  if (fd < 0)
    {
      set_open_error (error, file_name, saved_errno);
      return -1;
    }

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      set_kind_error (error, file_name);
      return -1;
    }

  if (ret_identity != NULL)
    wb_file_identity_init (ret_identity, &info);

  return fd;
}

/**
 * wb_folder_read_fd:
 * @fd: a file that wb_folder_open() gave
 * @file_name: its name, for errors
 * @max_size: the largest file that is read, in bytes
 * @error: return location for an error
 *
 * Reads a file to its end.
 *
 * Returns: (transfer full): its content, or %NULL with
 *   %WB_SERVER_ERROR_TOO_LARGE, or %WB_SERVER_ERROR_DATA if it cannot be read
 */
GBytes *
wb_folder_read_fd (int          fd,
                   const char  *file_name,
                   gsize        max_size,
                   GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length;
  char *text;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = wb_file_read_fd (fd, max_size, &length, &local_error);
  if (text != NULL)
    return g_bytes_new_take (text, length);

  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE,
                 _("%s is larger than %d KiB; a chart needs far less"), file_name, (int) (max_size / 1024));
  else
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s cannot be read: %s"), file_name, local_error->message);
  return NULL;
}

/**
 * wb_folder_read:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @max_size: the largest file that is read, in bytes
 * @error: return location for an error
 *
 * Reads a file that wb_folder_open() opens.
 *
 * Returns: (transfer full): its content, or %NULL with %G_IO_ERROR_NOT_FOUND if
 *   there is no such file, %WB_SERVER_ERROR_TOO_LARGE, or %WB_SERVER_ERROR_DATA
 *   if it cannot be read
 */
GBytes *
wb_folder_read (const char  *folder,
                const char  *file_name,
                gsize        max_size,
                GError     **error)
{
  GBytes *bytes;
  int fd = wb_folder_open (folder, file_name, NULL, error);

  if (fd < 0)
    return NULL;

  bytes = wb_folder_read_fd (fd, file_name, max_size, error);
  close (fd);

  return bytes;
}

static void
set_write_error (GError     **error,
                 const char  *file_name,
                 int          saved_errno)
{
  gboolean is_full = saved_errno == ENOSPC || saved_errno == EDQUOT || saved_errno == EFBIG;

  g_set_error (error, WB_SERVER_ERROR, is_full ? WB_SERVER_ERROR_NO_SPACE : WB_SERVER_ERROR_DATA,
               _("%s cannot be written: %s; the last data stay"), file_name, g_strerror (saved_errno));
}

/* Opens the file that is to be replaced, following links, and finds the mode for a new file if there is none.
 * If the old one cannot be opened, or is no regular file (a link out of the folder, for example), its
 * permissions are unknown: then only the owner may read the new file. */
static int
open_old_file (int         folder_fd,
               const char *file_name,
               mode_t     *ret_new_mode)
{
  struct stat info;
  int fd = open_below (folder_fd, file_name, O_PATH | O_CLOEXEC);

  *ret_new_mode = fd < 0 && errno == ENOENT ? NEW_MODE : 0600;
  if (fd >= 0 && (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)))
    {
      close (fd);
      fd = -1;
    }

  return fd;
}

/**
 * wb_folder_write:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @content: its new content
 * @ret_identity: (out) (optional): which file it is now, see wb_file_replace()
 * @error: return location for an error
 *
 * Replaces a file atomically with wb_file_replace(), or creates one with mode
 * 0666 less the umask. An entry that is no regular file in the folder is
 * replaced by a file that only its owner may read. This waits for the disk.
 *
 * Returns: %TRUE if the content is on the disk, or %FALSE with
 *   %WB_SERVER_ERROR_NO_SPACE or %WB_SERVER_ERROR_DATA; the old file is then
 *   unchanged
 */
gboolean
wb_folder_write (const char      *folder,
                 const char      *file_name,
                 GBytes          *content,
                 WbFileIdentity  *ret_identity,
                 GError         **error)
{
  mode_t new_mode = NEW_MODE;
  gboolean good;
  int folder_fd, old_fd = -1;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (file_name != NULL && strchr (file_name, '/') == NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd >= 0)
    old_fd = open_old_file (folder_fd, file_name, &new_mode);
  good = folder_fd >= 0 && wb_file_replace (folder_fd, file_name, content, old_fd, new_mode, ret_identity);
  if (!good)
    set_write_error (error, file_name, errno);

  /* The content is on the disk; this writes the directory entry as well. Not every file system supports it,
   * so errors are ignored. */
  if (good)
    fsync (folder_fd);
  if (old_fd >= 0)
    close (old_fd);
  if (folder_fd >= 0)
    close (folder_fd);

  return good;
}
