/* wb-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-directory-source.h"

#include <glib/gi18n-lib.h>

#include "wb-dataset-file.h"
#include "wb-name.h"
#include "wb-timer.h"

/* An editor needs several steps to save a file. They are over when nothing happened for the first time; a
 * file that is written to without end is looked at after the second. Milliseconds. */
#define QUIET_MS   50
#define AT_MOST_MS 500

/* The most datasets that are held. A folder with more is not one that somebody means to show. */
#define MAX_DATASETS 1024

struct _WbDirectorySource
{
  GObject parent_instance;

  char         *path;
  GHashTable   *snapshots;      /* name → WbSnapshot */
  guint64       version;

  GFileMonitor *monitor;        /* what is in the folder */
  GFileMonitor *folder_monitor; /* the folder itself: sees it come back */

  GHashTable   *dirty;          /* names to look at again */
  gboolean      rescan;         /* look at everything again, in what may be another folder */
  GSource      *timer;
  gint64        first_event;

  char         *last_report;
};

static void source_iface_init (WbSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbDirectorySource, wb_directory_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

static void schedule (WbDirectorySource *self);

/* Says what is wrong, once: when a folder goes, all its files have the same to say. */
static void
report (WbDirectorySource *self,
        WbSnapshot        *before,
        WbSnapshot        *after)
{
  const char *problem = wb_snapshot_get_problem (after);

  if (before != NULL && g_strcmp0 (wb_snapshot_get_problem (before), problem) == 0)
    return;

  if (problem != NULL && g_strcmp0 (problem, self->last_report) != 0)
    g_message ("%s", problem);

  g_free (self->last_report);
  self->last_report = g_strdup (problem);
}

static gboolean
snapshot_is_gone (gpointer key,
                  gpointer value,
                  gpointer user_data)
{
  WbDirectorySource *self = user_data;
  g_autofree char *file_name = g_strconcat (key, WB_DATASET_FILE_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (self->path, file_name, NULL);

  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_room (WbDirectorySource *self)
{
  if (g_hash_table_size (self->snapshots) >= MAX_DATASETS)
    g_hash_table_foreach_remove (self->snapshots, snapshot_is_gone, self);

  return g_hash_table_size (self->snapshots) < MAX_DATASETS;
}

/* What a look at the file makes of what was known before. NULL if there is nothing to know. */
static WbSnapshot *
look_at (WbDirectorySource *self,
         const char        *name,
         WbSnapshot        *before)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = wb_dataset_file_read (self->path, name, &error);
  GBytes *last_good = before != NULL ? wb_snapshot_get_bytes (before) : NULL;
  guint64 version = before != NULL ? wb_snapshot_get_version (before) : 0;

  if (bytes != NULL)
    {
      if (last_good == NULL || !g_bytes_equal (bytes, last_good))
        version = ++self->version;
      return wb_snapshot_new (bytes, version, NULL);
    }

  /* A file that never was good and is gone has left nothing to show. */
  if (last_good == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return NULL;

  return wb_snapshot_new (last_good, version, error->message);
}

/* Brings the snapshot of a dataset up to date. TRUE if a peer would see a difference. */
static gboolean
refresh (WbDirectorySource *self,
         const char        *name)
{
  WbSnapshot *before = g_hash_table_lookup (self->snapshots, name);
  g_autoptr (WbSnapshot) after = NULL;

  after = look_at (self, name, before);
  if (after == NULL)
    return g_hash_table_remove (self->snapshots, name);

  if (before != NULL && wb_snapshot_equal (before, after))
    return FALSE;

  if (before == NULL && !has_room (self))
    return FALSE;

  report (self, before, after);
  g_hash_table_replace (self->snapshots, g_strdup (name), g_steal_pointer (&after));
  return TRUE;
}

/* Adds what is in the folder to a set of names. */
static gboolean
collect_names (WbDirectorySource  *self,
               GHashTable         *names,
               GError            **error)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, error);
  const char *file_name;

  if (folder == NULL)
    return FALSE;

  while ((file_name = g_dir_read_name (folder)) != NULL && g_hash_table_size (names) < MAX_DATASETS)
    {
      char *name = wb_dataset_file_get_name (file_name);

      if (name != NULL)
        g_hash_table_add (names, name);
    }

  return TRUE;
}

static void
monitor_changed_cb (GFileMonitor      *monitor,
                    GFile             *file,
                    GFile             *other_file,
                    GFileMonitorEvent  event,
                    gpointer           user_data)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (user_data);
  g_autofree char *file_name = g_file_get_basename (file);
  g_autofree char *name = wb_dataset_file_get_name (file_name);

  if (name == NULL)
    return;

  g_hash_table_add (self->dirty, g_steal_pointer (&name));
  schedule (self);
}

static void
folder_changed_cb (GFileMonitor      *monitor,
                   GFile             *file,
                   GFile             *other_file,
                   GFileMonitorEvent  event,
                   gpointer           user_data)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (user_data);

  self->rescan = TRUE;
  schedule (self);
}

/* Watches the folder that has the path now. One that is missing is not watched, since GIO would poll for it:
 * the monitor of its parent tells when it is back. */
static void
watch_folder (WbDirectorySource *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->path);
  g_autoptr (GError) error = NULL;

  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_clear_object (&self->monitor);
    }

  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    return;

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor == NULL)
    {
      g_message ("Changes in “%s” go unnoticed: %s", self->path, error->message);
      return;
    }

  g_file_monitor_set_rate_limit (self->monitor, QUIET_MS / 2);
  g_signal_connect (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self);
}

static gboolean
timer_cb (gpointer user_data)
{
  g_autoptr (WbDirectorySource) self = g_object_ref (WB_DIRECTORY_SOURCE (user_data));
  g_autoptr (GHashTable) names = g_steal_pointer (&self->dirty);
  GHashTableIter iter;
  gpointer name;

  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  wb_timer_stop (&self->timer);

  if (self->rescan)
    {
      self->rescan = FALSE;
      /* The watch comes first: what is written after the scan is then seen by it. */
      watch_folder (self);
      collect_names (self, names, NULL);
      g_hash_table_iter_init (&iter, self->snapshots);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_hash_table_add (names, g_strdup (name));
    }

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (refresh (self, name))
      wb_source_emit_changed (WB_SOURCE (self), name);

  return G_SOURCE_REMOVE;
}

static void
schedule (WbDirectorySource *self)
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

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
wb_directory_source_list (WbSource *source)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->snapshots);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static WbSnapshot *
wb_directory_source_load (WbSource   *source,
                          const char *name)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  WbSnapshot *snapshot;

  snapshot = g_hash_table_lookup (self->snapshots, name);
  if (snapshot == NULL)
    {
      /* A file may be there that the monitor has not told of yet. Who waits for it must not be forgotten. */
      if (refresh (self, name))
        wb_source_emit_changed (source, name);
      snapshot = g_hash_table_lookup (self->snapshots, name);
    }

  return snapshot != NULL ? wb_snapshot_ref (snapshot) : NULL;
}

static void
wb_directory_source_dispose (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  wb_timer_stop (&self->timer);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  if (self->folder_monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->folder_monitor, self);
  g_clear_object (&self->monitor);
  g_clear_object (&self->folder_monitor);

  G_OBJECT_CLASS (wb_directory_source_parent_class)->dispose (object);
}

static void
wb_directory_source_finalize (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  g_clear_pointer (&self->snapshots, g_hash_table_unref);
  g_clear_pointer (&self->dirty, g_hash_table_unref);
  g_free (self->path);
  g_free (self->last_report);

  G_OBJECT_CLASS (wb_directory_source_parent_class)->finalize (object);
}

static void
wb_directory_source_class_init (WbDirectorySourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_directory_source_dispose;
  object_class->finalize = wb_directory_source_finalize;
}

static void
source_iface_init (WbSourceInterface *iface)
{
  iface->list = wb_directory_source_list;
  iface->load = wb_directory_source_load;
}

static void
wb_directory_source_init (WbDirectorySource *self)
{
  self->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) wb_snapshot_unref);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * wb_directory_source_new:
 * @path: a folder
 * @error: return location for an error
 *
 * Serves the files NAME.json of a folder, and watches it in the thread-default
 * main context. A file that is broken, half written or gone keeps its last
 * good content; the folder itself may go and come back.
 *
 * Returns: (transfer full): a source, or %NULL with %WB_SERVER_ERROR_DATA if the
 *   folder cannot be read now
 */
WbSource *
wb_directory_source_new (const char  *path,
                         GError     **error)
{
  g_autoptr (WbDirectorySource) self = NULL;
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFile) folder = NULL;
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* Absolute: the working directory of a process may change. */
  self = g_object_new (WB_TYPE_DIRECTORY_SOURCE, NULL);
  self->path = g_canonicalize_filename (path, NULL);

  folder = g_file_new_for_path (self->path);
  self->folder_monitor = g_file_monitor_file (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->folder_monitor != NULL)
    g_signal_connect (self->folder_monitor, "changed", G_CALLBACK (folder_changed_cb), self);
  watch_folder (self);

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!collect_names (self, names, &local_error))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                   _("The data folder cannot be read: %s; name a folder of JSON files that you may read"),
                   local_error->message);
      return NULL;
    }

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    refresh (self, name);

  return WB_SOURCE (g_steal_pointer (&self));
}
