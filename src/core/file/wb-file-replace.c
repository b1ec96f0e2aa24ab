/* wb-file-replace.c: replaces a file in one step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-file-replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "support/wb-name.h"

/* The number of random names to try for a new file. */
#define MAX_TRIES 16

/* A new file is named .NAME.wb-XXXXXXXX, with hexadecimal digits, until it is complete. Editors and backup
 * programs do not use such names. */
#define NEW_MARK ".wb-"
#define N_DIGITS 8

/* On a file system without locks, a new file of this age counts as abandoned, in seconds. */
#define ABANDONED_AGE_S 60

/* The attribute that holds the access list of a file (acl(5)), and its longest value in bytes: the kernel's
 * XATTR_SIZE_MAX. */
#define ACL_NAME "system.posix_acl_access"
#define MAX_ACL 65536

/**
 * wb_file_write_all:
 * @fd: an open file, pipe or terminal
 * @content: what to write
 *
 * Returns: whether all of it is written; if not, errno says why
 */
gboolean
wb_file_write_all (int     fd,
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

  return TRUE;
}

/* The lock tells wb_file_sweep() in another process that the file is in use; the kernel releases it when
 * the process ends. Returns FALSE if such a sweep has removed the file already. */
static gboolean
claim (int fd)
{
  struct stat info;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return FALSE;

  return fstat (fd, &info) == 0 && info.st_nlink > 0;
}

/* Creates a file beside the one that it will replace; its name is not a valid one of a dataset. */
static int
create_new_file (int          folder_fd,
                 const char  *name,
                 mode_t       mode,
                 char       **ret_new_name)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *new_name = g_strdup_printf (".%s" NEW_MARK "%08x", name, g_random_int ());
      int fd = openat (folder_fd, new_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

      if (fd < 0 && errno != EEXIST)
        return -1;
      if (fd >= 0 && claim (fd))
        {
          *ret_new_name = g_steal_pointer (&new_name);
          return fd;
        }
      if (fd >= 0)
        {
          unlinkat (folder_fd, new_name, 0);
          close (fd);
          errno = EEXIST;
        }
    }

  return -1;
}

/* Reads the access list of a file that may be open with O_PATH, which fgetxattr() does not support.
 * Returns its length in bytes, 0 if the file has none, or -1 if that cannot be determined. */
static gssize
read_acl (int   fd,
          char *acl)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  gssize length = getxattr (path, ACL_NAME, acl, MAX_ACL);

  return length < 0 && (errno == ENODATA || errno == EOPNOTSUPP) ? 0 : length;
}

/* Gives a file the access list of another. If that has none, the list is removed that a new file gets in a
 * folder with a default list. A list holds the rights of the file's group, so it is not kept for another
 * group. */
static gboolean
keep_acl (int      fd,
          int      old_fd,
          gboolean is_same_group)
{
  g_autofree char *acl = g_malloc (MAX_ACL);
  gssize length = read_acl (old_fd, acl);

  if (length > 0)
    return is_same_group && fsetxattr (fd, ACL_NAME, acl, (gsize) length, 0) == 0;

  return length == 0 &&
         (fremovexattr (fd, ACL_NAME) == 0 || errno == ENODATA || errno == EOPNOTSUPP);
}

/* Gives a file the owner, the group, the access list and the mode of another, as far as this process is
 * permitted to. Where that fails, access never grows: a new group, and all others, get the rights that
 * both the old group and others had; and without its list, a file is accessible to its owner only, since
 * the group bits of a file with a list are the upper limit for all named users, and not the rights of the
 * group. */
static gboolean
keep_access (int fd,
             int old_fd)
{
  struct stat new, old;
  gboolean is_same_group;
  mode_t mode;

  if (fstat (fd, &new) != 0 || fstat (old_fd, &old) != 0)
    return FALSE;

  mode = old.st_mode & 0777;
  is_same_group = new.st_gid == old.st_gid || fchown (fd, (uid_t) -1, old.st_gid) == 0;
  if (!is_same_group)
    {
      mode_t common = mode & (mode >> 3) & 0007;

      mode = (mode & 0700) | common << 3 | common;
    }
  if (new.st_uid != old.st_uid && fchown (fd, old.st_uid, (gid_t) -1) != 0)
    g_debug ("The owner of a file cannot be kept: %s", g_strerror (errno));
  if (!keep_acl (fd, old_fd, is_same_group))
    mode &= 0700;

  return fchmod (fd, mode) == 0;
}

/* Some file systems report errors of writing only at close(). The copy keeps the lock. */
static gboolean
close_copy (int *fd)
{
  int copy = fcntl (*fd, F_DUPFD_CLOEXEC, 0);
  int saved_errno = errno;
  gboolean good = close (*fd) == 0;

  *fd = copy;
  if (good && copy < 0)
    errno = saved_errno;

  return good && copy >= 0;
}

/* Gets the identity of the file after it was renamed, if its name still leads to it. */
static void
identify (int             folder_fd,
          const char     *name,
          int             fd,
          WbFileIdentity *ret_identity)
{
  struct stat own, info;

  memset (ret_identity, 0, sizeof *ret_identity);
  if (fstat (fd, &own) == 0 && fstatat (folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
      own.st_dev == info.st_dev && own.st_ino == info.st_ino)
    wb_file_identity_init (ret_identity, &own);
}

/**
 * wb_file_replace:
 * @folder_fd: a folder
 * @name: the name of a file in it
 * @content: its new content
 * @old_fd: a file whose mode, access list, group and owner to keep, -1 for none;
 *   it may be open with O_PATH
 * @new_mode: the mode if there is no @old_fd; the umask of the process applies
 * @ret_identity: (out) (optional): the identity of the new file
 *
 * Replaces a file in one step, or creates it: readers get either the old or the
 * new content as a whole, even after a power failure. The new content is never
 * readable with less than the final access rights. A link is replaced, not
 * followed. This waits for the disk.
 *
 * Returns: whether the new content is stored; if not, errno says why, and the
 *   old file is unchanged
 */
gboolean
wb_file_replace (int             folder_fd,
                 const char     *name,
                 GBytes         *content,
                 int             old_fd,
                 mode_t          new_mode,
                 WbFileIdentity *ret_identity)
{
  g_autofree char *new_name = NULL;
  gboolean good;
  int fd, saved_errno;

  g_return_val_if_fail (folder_fd >= 0, FALSE);
  g_return_val_if_fail (name != NULL && strchr (name, '/') == NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);

  fd = create_new_file (folder_fd, name, old_fd >= 0 ? 0600 : new_mode, &new_name);
  if (fd < 0)
    return FALSE;

  good = wb_file_write_all (fd, content) &&
         (old_fd < 0 || keep_access (fd, old_fd)) &&
         fsync (fd) == 0 &&
         close_copy (&fd) &&
         renameat (folder_fd, new_name, folder_fd, name) == 0;
  saved_errno = errno;

  if (!good)
    unlinkat (folder_fd, new_name, 0);
  else if (ret_identity != NULL)
    identify (folder_fd, name, fd, ret_identity);
  if (fd >= 0)
    close (fd);
  errno = saved_errno;

  return good;
}

/* Tells whether a name is one of create_new_file(). */
static gboolean
is_new_name (const char *file_name,
             const char *suffix)
{
  const char *mark = g_strrstr (file_name, NEW_MARK);
  const char *digits = mark != NULL ? mark + strlen (NEW_MARK) : NULL;
  g_autofree char *stem = NULL;

  if (mark == NULL || *file_name != '.' || mark == file_name ||
      strlen (digits) != N_DIGITS || strspn (digits, "0123456789abcdef") != N_DIGITS)
    return FALSE;

  if (suffix == NULL)
    return TRUE;

  stem = g_strndup (file_name + 1, (gsize) (mark - file_name) - 1);
  if (!g_str_has_suffix (stem, suffix))
    return FALSE;
  stem[strlen (stem) - strlen (suffix)] = '\0';

  return wb_name_is_valid (stem);
}

static gboolean
is_abandoned (int                fd,
              const struct stat *info)
{
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  return errno != EWOULDBLOCK && g_get_real_time () / G_USEC_PER_SEC - info->st_mtim.tv_sec > ABANDONED_AGE_S;
}

static void
sweep_file (int         folder_fd,
            const char *file_name)
{
  struct stat info, named;
  int fd = openat (folder_fd, file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    return;

  /* In the meantime, the name may have been removed or given to another file. */
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && is_abandoned (fd, &info) &&
      fstatat (folder_fd, file_name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
      info.st_dev == named.st_dev && info.st_ino == named.st_ino &&
      unlinkat (folder_fd, file_name, 0) == 0)
    g_info ("“%s” was left behind incomplete, and is removed", file_name);

  close (fd);
}

/**
 * wb_file_sweep:
 * @folder: the path of a folder
 * @suffix: (nullable): the suffix of the files that are replaced there, such as
 *   `.json`, whose names without it are those of datasets; %NULL for any names
 *
 * Removes the files that wb_file_replace() left in a folder when its process was
 * killed. Files that another process is writing stay, as do all others.
 */
void
wb_file_sweep (const char *folder,
               const char *suffix)
{
  const struct dirent *entry;
  DIR *dir;

  g_return_if_fail (folder != NULL);

  dir = opendir (folder);
  if (dir == NULL)
    return;

  while ((entry = readdir (dir)) != NULL)
    if (is_new_name (entry->d_name, suffix))
      sweep_file (dirfd (dir), entry->d_name);

  closedir (dir);
}
