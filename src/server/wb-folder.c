/* wb-folder.c: reads and replaces the files of one folder, and no others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wb-name.h"
#include "wb-server.h"

/* How often a way that others change at this moment is tried, and a name for a new file is made up. */
#define MAX_TRIES 16

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
                 _("The data folder “%s” cannot be read: %s; the last data stay until it is back"),
                 folder, g_strerror (saved_errno));

  return fd;
}

/* Opens a file wherever its links lead, as long as that is below the folder: the kernel sees to it, so that
 * nobody can change a link between a look at it and the opening (openat2(2), since Linux 5.6). Where there is
 * no such call, no link is followed at all. */
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
set_open_error (GError    **error,
                const char *folder,
                const char *file_name,
                int         saved_errno)
{
  if (saved_errno == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _("%s is no longer in “%s”; the last data stay until it is back"), file_name, folder);
  else if (saved_errno == ELOOP || saved_errno == EXDEV)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s in “%s” is a symbolic link that leads elsewhere; put the file itself there, or a "
                   "relative link to a file in the same folder"),
                 file_name, folder);
  else
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                 _("%s in “%s” cannot be opened: %s"), file_name, folder, g_strerror (saved_errno));
}

/* Every open goes through the folder's path, so that a folder which was replaced is found again. */
static int
open_file (const char  *folder,
           const char  *file_name,
           GError     **error)
{
  struct stat info;
  int folder_fd, fd, saved_errno;

  folder_fd = open_folder (folder, error);
  if (folder_fd < 0)
    return -1;

  /* Without O_NONBLOCK, a named pipe would hold up the whole server. */
  fd = open_below (folder_fd, file_name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  saved_errno = errno;
  close (folder_fd);
  if (fd < 0)
    {
      set_open_error (error, folder, file_name, saved_errno);
      return -1;
    }

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                   _("%s in “%s” is not a regular file; put a file there"), file_name, folder);
      return -1;
    }

  return fd;
}

/* Reads to the end, which may move while somebody writes, but never past the limit. */
static GBytes *
read_all (int          fd,
          const char  *file_name,
          gsize        max_size,
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
                       _("%s cannot be read: %s"), file_name, g_strerror (errno));
          return NULL;
        }
      if (n == 0)
        break;
      if (content->len + (gsize) n > max_size)
        {
          g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE,
                       _("%s is larger than %d KiB; a chart needs far less"),
                       file_name, (int) (max_size / 1024));
          return NULL;
        }
      g_byte_array_append (content, block, n);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/**
 * wb_folder_get_name:
 * @file_name: the name of a file, without its folder
 * @suffix: what ends the names of the files that count, such as `.json`
 *
 * Finds the dataset that a file is for.
 *
 * Returns: (transfer full) (nullable): its name, or %NULL if the file is not
 *   called NAME and @suffix with a valid name
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
 * @suffix: what ends the names of the files that count
 * @links_only: whether to leave out what is no symbolic link
 * @max_names: how many names @names may have
 * @names: (element-type utf8 utf8): a set, which owns its names
 * @error: return location for an error
 *
 * Adds the names of the datasets that have files in a folder.
 *
 * Returns: %TRUE if the folder was read, or %FALSE with %WB_SERVER_ERROR_DATA
 */
gboolean
wb_folder_list (const char  *folder,
                const char  *suffix,
                gboolean     links_only,
                guint        max_names,
                GHashTable  *names,
                GError     **error)
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

      /* Some file systems do not tell the type here; then a look too many does no harm. */
      if (!links_only || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN)
        name = wb_folder_get_name (entry->d_name, suffix);
      if (name != NULL)
        g_hash_table_add (names, name);
    }

  closedir (dir);
  return TRUE;
}

/**
 * wb_folder_read:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @max_size: the largest file that is read, in bytes
 * @error: return location for an error
 *
 * Reads a file. Only a regular file is read, and only one that is below the
 * folder, through whatever links.
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
  int fd;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (file_name != NULL && strchr (file_name, '/') == NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fd = open_file (folder, file_name, error);
  if (fd < 0)
    return NULL;

  bytes = read_all (fd, file_name, max_size, error);
  close (fd);

  return bytes;
}

static void
set_write_error (GError    **error,
                 const char *folder,
                 const char *file_name,
                 int         saved_errno)
{
  gboolean is_full = saved_errno == ENOSPC || saved_errno == EDQUOT || saved_errno == EFBIG;

  g_set_error (error, WB_SERVER_ERROR, is_full ? WB_SERVER_ERROR_NO_SPACE : WB_SERVER_ERROR_DATA,
               _("%s cannot be written in “%s”: %s; the last data stay"),
               file_name, folder, g_strerror (saved_errno));
}

static gboolean
write_all (int     fd,
           GBytes *content)
{
  gsize length;
  const char *rest = g_bytes_get_data (content, &length);

  while (length > 0)
    {
      gssize n = write (fd, rest, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      rest += n;
      length -= (gsize) n;
    }

  return fsync (fd) == 0;
}

/* A file beside the one that it will replace, under a name that nobody takes for a dataset. */
static int
create_new_file (int          folder_fd,
                 const char  *file_name,
                 char       **ret_new_name)
{
  int fd = -1;

  for (guint i = 0; i < MAX_TRIES && fd < 0; i++)
    {
      g_autofree char *new_name = g_strdup_printf (".%s.%08x", file_name, g_random_int ());

      fd = openat (folder_fd, new_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
      if (fd >= 0)
        *ret_new_name = g_steal_pointer (&new_name);
      else if (errno != EEXIST)
        break;
    }

  return fd;
}

static gboolean
replace_file (int         folder_fd,
              const char *file_name,
              GBytes     *content)
{
  g_autofree char *new_name = NULL;
  struct stat info;
  gboolean good;
  int fd, saved_errno;

  fd = create_new_file (folder_fd, file_name, &new_name);
  if (fd < 0)
    return FALSE;

  good = write_all (fd, content);
  if (good && fstatat (folder_fd, file_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (info.st_mode))
    good = fchmod (fd, info.st_mode & 0777) == 0;
  saved_errno = errno;

  /* Some file systems say only here that the content did not arrive. */
  if (close (fd) != 0 && good)
    {
      saved_errno = errno;
      good = FALSE;
    }

  if (good && renameat (folder_fd, new_name, folder_fd, file_name) != 0)
    {
      saved_errno = errno;
      good = FALSE;
    }

  if (!good)
    unlinkat (folder_fd, new_name, 0);
  errno = saved_errno;

  return good;
}

/**
 * wb_folder_write:
 * @folder: the path of a folder
 * @file_name: the name of a file in it
 * @content: what it shall hold
 * @error: return location for an error
 *
 * Replaces a file as a whole, or makes a new one: who reads it gets all of the
 * old content or all of the new one, also after the machine lost power. A
 * link is replaced, not followed. This waits for the disk.
 *
 * Returns: %TRUE if the content is there to stay, or %FALSE with
 *   %WB_SERVER_ERROR_NO_SPACE or %WB_SERVER_ERROR_DATA and the old file
 */
gboolean
wb_folder_write (const char  *folder,
                 const char  *file_name,
                 GBytes      *content,
                 GError     **error)
{
  gboolean good;
  int folder_fd;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (file_name != NULL && strchr (file_name, '/') == NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  good = folder_fd >= 0 && replace_file (folder_fd, file_name, content);
  if (!good)
    set_write_error (error, folder, file_name, errno);

  /* The content is safe by now; this makes its name so, too. Not every file system can. */
  if (good)
    fsync (folder_fd);
  if (folder_fd >= 0)
    close (folder_fd);

  return good;
}
