/* wb-folder-watch.c: reports which files of a folder must be read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-folder-watch.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "support/wb-timer.h"
#include "wb-folder.h"

/* Editors save a file in several steps. Changes are reported when nothing has happened for the first time, or
 * after the second if changes never stop. Milliseconds. */
#define QUIET_MS   50
#define AT_MOST_MS 500

/* After so many events at once the kernel may have dropped some (its queue has 16,384 by default), which GIO
 * does not report. Then everything is read again. */
#define MANY_EVENTS 1000

/* linux/magic.h does not have them. */
#define MAGIC_CIFS 0xff534d42
#define MAGIC_FUSE 0x65735546

struct _WbFolderWatch
{
  char              *path;
  char              *suffix;
  guint              max_names;
  WbFolderWatchFunc  function;
  gpointer           user_data;

  GFileMonitor *monitor;        /* of the entries of the folder */
  GFileMonitor *folder_monitor; /* of the folder itself, to see it created again */
  gboolean      is_watched;     /* whether the kernel takes the watch of the entries */

  GHashTable   *dirty;          /* names to read again */
  gboolean      other_files;    /* a file changed that a link may point to */
  gboolean      rescan;         /* read everything again; the folder may be another one */
  guint         n_events;
  GSource      *timer;
  gint64        first_event;
};

static void schedule (WbFolderWatch *self);

static void
monitor_changed_cb (GFileMonitor      *monitor,
                    GFile             *file,
                    GFile             *other_file,
                    GFileMonitorEvent  event,
                    gpointer           user_data)
{
  WbFolderWatch *self = user_data;
  g_autofree char *file_name = g_file_get_basename (file);
  g_autofree char *name = wb_folder_get_name (file_name, self->suffix);

  if (name != NULL)
    g_hash_table_add (self->dirty, g_steal_pointer (&name));
  else
    self->other_files = TRUE;

  self->n_events++;
  schedule (self);
}

static void
folder_changed_cb (GFileMonitor      *monitor,
                   GFile             *file,
                   GFile             *other_file,
                   GFileMonitorEvent  event,
                   gpointer           user_data)
{
  WbFolderWatch *self = user_data;

  self->rescan = TRUE;
  schedule (self);
}

static void
drop_monitor (WbFolderWatch  *self,
              GFileMonitor  **monitor)
{
  if (*monitor == NULL)
    return;

  g_signal_handlers_disconnect_by_data (*monitor, self);
  g_file_monitor_cancel (*monitor);
  g_clear_object (monitor);
}

/* GIO does not report a watch that the kernel refuses, so this tries one first: there is a limit for each
 * user. */
static gboolean
try_watch (const char *path)
{
  int fd = inotify_init1 (IN_CLOEXEC);
  gboolean refused;

  /* The instance that GIO has may be the last one. */
  if (fd < 0)
    return TRUE;

  refused = inotify_add_watch (fd, path, IN_CLOSE_WRITE) < 0 && errno == ENOSPC;
  close (fd);

  return !refused;
}

/* Whether other machines change the files of this file system, which its kernel hears nothing of. */
static gboolean
is_remote (const char *path)
{
  struct statfs info;

  if (statfs (path, &info) != 0)
    return FALSE;

  switch ((guint32) info.f_type)
    {
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case SMB2_SUPER_MAGIC:
    case CEPH_SUPER_MAGIC:
    case AFS_SUPER_MAGIC:
    case V9FS_MAGIC:
    case MAGIC_CIFS:
    case MAGIC_FUSE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Watches the folder that is at the path now. A missing folder is not watched, since GIO would poll for it:
 * the monitor of its parent reports when it is created. */
static void
watch_folder (WbFolderWatch *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->path);

  drop_monitor (self, &self->monitor);
  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return;

  self->is_watched = try_watch (self->path);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    {
      self->is_watched = FALSE;
      return;
    }

  g_file_monitor_set_rate_limit (self->monitor, QUIET_MS / 2);
  g_signal_connect (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self);
}

static gboolean
timer_cb (gpointer user_data)
{
  WbFolderWatch *self = user_data;
  g_autoptr (GHashTable) names = g_steal_pointer (&self->dirty);
  gboolean everything = self->rescan || self->n_events > MANY_EVENTS;

  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  wb_timer_stop (&self->timer);

  /* The watch is created before the scan, so that no change in between is missed. */
  if (self->rescan)
    watch_folder (self);
  if (everything || self->other_files)
    wb_folder_list (self->path, self->suffix, everything ? WB_FOLDER_ALL : WB_FOLDER_LINKS, self->max_names,
                    names, NULL);

  self->rescan = FALSE;
  self->other_files = FALSE;
  self->n_events = 0;

  /* Last, since it may free the watch. */
  if (everything || g_hash_table_size (names) > 0)
    self->function (names, everything, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
schedule (WbFolderWatch *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 waited;

  if (self->timer == NULL)
    self->first_event = now;

  waited = (now - self->first_event) / 1000;
  if (self->timer != NULL && waited > AT_MOST_MS - QUIET_MS)
    return;

  wb_timer_stop (&self->timer);
  self->timer = wb_timer_start (QUIET_MS, timer_cb, self);
}

/**
 * wb_folder_watch_new:
 * @path: the absolute path of a folder, which need not exist now
 * @suffix: the suffix of the files to watch, such as `.json`
 * @max_names: the most names that a scan of the whole folder gives
 * @function: called with changes; not before this returns
 * @user_data: for @function
 *
 * Watches a folder in the thread-default main context. Changes that follow each
 * other closely are reported together. The folder may be removed and created
 * again, or be replaced. All links count as changed when a file changes that
 * does not have the suffix, since they may point to it.
 *
 * Returns: (transfer full): a watch
 */
WbFolderWatch *
wb_folder_watch_new (const char        *path,
                     const char        *suffix,
                     guint              max_names,
                     WbFolderWatchFunc  function,
                     gpointer           user_data)
{
  g_autoptr (GFile) folder = NULL;
  WbFolderWatch *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);
  g_return_val_if_fail (suffix != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbFolderWatch, 1);
  self->path = g_strdup (path);
  self->suffix = g_strdup (suffix);
  self->max_names = max_names;
  self->function = function;
  self->user_data = user_data;
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  folder = g_file_new_for_path (path);
  self->folder_monitor = g_file_monitor_file (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->folder_monitor != NULL)
    g_signal_connect (self->folder_monitor, "changed", G_CALLBACK (folder_changed_cb), self);
  watch_folder (self);

  return self;
}

/**
 * wb_folder_watch_dup_problem:
 * @self: a watch
 *
 * Tells why changes in the folder may go unnoticed.
 *
 * Returns: (transfer full) (nullable): a clause without the path of the folder,
 *   %NULL if the kernel reports them
 */
char *
wb_folder_watch_dup_problem (WbFolderWatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* A folder may have come back without an event; and others may have left the limit, as GIO notices, too. */
  if (self->monitor == NULL)
    watch_folder (self);
  else if (!self->is_watched)
    self->is_watched = try_watch (self->path);

  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return NULL;
  if (!self->is_watched)
    return g_strdup (_("the limit of inotify is used up (fs.inotify.max_user_watches and "
                       "max_user_instances)"));
  if (is_remote (self->path))
    return g_strdup (_("it is on a network file system"));

  return NULL;
}

void
wb_folder_watch_free (WbFolderWatch *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  drop_monitor (self, &self->monitor);
  drop_monitor (self, &self->folder_monitor);
  g_hash_table_unref (self->dirty);
  g_free (self->path);
  g_free (self->suffix);
  g_free (self);
}
