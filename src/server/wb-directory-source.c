/* wb-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-directory-source.h"

#include <glib/gi18n-lib.h>

#include "wb-dataset-file.h"
#include "wb-etag.h"
#include "wb-folder.h"
#include "wb-folder-watch.h"

/* The most datasets that are held. A folder with more is not one that somebody means to show. */
#define MAX_DATASETS 1024

/* The most puts that wait for the disk. */
#define MAX_PUTS 256

struct _WbDirectorySource
{
  GObject parent_instance;

  char          *path;
  GHashTable    *snapshots;  /* name → WbSnapshot */
  guint64        version;
  WbFolderWatch *watch;
  char          *last_report;

  GQueue         puts;       /* of GTask */
  gboolean       is_writing; /* the first of them */
};

/* One dataset on its way to the disk. */
typedef struct
{
  char       *path;
  char       *name;
  GBytes     *content;
  char       *if_match;
  char       *if_none_match;
  guint64     version;  /* it will have */
  WbSnapshot *snapshot; /* what it became */
} Put;

static void source_iface_init (WbSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbDirectorySource, wb_directory_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

static void
put_free (gpointer data)
{
  Put *put = data;

  g_free (put->path);
  g_free (put->name);
  g_bytes_unref (put->content);
  g_free (put->if_match);
  g_free (put->if_none_match);
  g_clear_pointer (&put->snapshot, wb_snapshot_unref);
  g_free (put);
}

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
  g_autoptr (GBytes) bytes = NULL;
  GBytes *last_good = before != NULL ? wb_snapshot_get_bytes (before) : NULL;
  guint64 version = before != NULL ? wb_snapshot_get_version (before) : 0;

  bytes = wb_dataset_file_read (self->path, name, last_good, &error);
  if (bytes != NULL && bytes == last_good)
    return wb_snapshot_new_like (before, version, NULL);
  if (bytes != NULL)
    return wb_snapshot_new (bytes, ++self->version, NULL);

  /* A file that never was good and is gone has left nothing to show. */
  if (last_good == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return NULL;

  return last_good != NULL ? wb_snapshot_new_like (before, version, error->message)
                           : wb_snapshot_new (NULL, version, error->message);
}

/* Takes over what a dataset is now. TRUE if a peer would see a difference. */
static gboolean
take_over (WbDirectorySource *self,
           const char        *name,
           WbSnapshot        *after)
{
  WbSnapshot *before = g_hash_table_lookup (self->snapshots, name);

  if (after == NULL)
    return g_hash_table_remove (self->snapshots, name);

  if (before != NULL && wb_snapshot_equal (before, after))
    return FALSE;

  if (before == NULL && !has_room (self))
    return FALSE;

  report (self, before, after);
  g_hash_table_replace (self->snapshots, g_strdup (name), wb_snapshot_ref (after));
  return TRUE;
}

/* Brings the snapshot of a dataset up to date. TRUE if a peer would see a difference. */
static gboolean
refresh (WbDirectorySource *self,
         const char        *name)
{
  g_autoptr (WbSnapshot) after = look_at (self, name, g_hash_table_lookup (self->snapshots, name));

  return take_over (self, name, after);
}

static void
files_changed_cb (GHashTable *names,
                  gboolean    everything,
                  gpointer    user_data)
{
  g_autoptr (WbDirectorySource) self = g_object_ref (WB_DIRECTORY_SOURCE (user_data));
  GHashTableIter iter;
  gpointer name;

  if (everything)
    {
      g_hash_table_iter_init (&iter, self->snapshots);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_hash_table_add (names, g_strdup (name));
    }

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      WbSnapshot *snapshot;

      if (refresh (self, name))
        wb_source_emit_changed (WB_SOURCE (self), name);

      snapshot = g_hash_table_lookup (self->snapshots, name);
      if (snapshot != NULL && wb_snapshot_get_problem (snapshot) == NULL)
        wb_source_emit_read (WB_SOURCE (self), name);
    }
}

static char **
wb_directory_source_list (WbSource *source)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->snapshots, NULL);

  return g_strdupv ((char **) names);
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

/* In a thread of its own: a slow disk must not hold up the board. */
static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Put *put = task_data;
  GError *error = NULL;

  if (!wb_dataset_file_write (put->path, put->name, put->content, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  put->snapshot = wb_snapshot_new (put->content, put->version, NULL);
  g_task_return_boolean (task, TRUE);
}

/* Shows what was written, unless somebody has replaced the file since. */
static void
show_put (WbDirectorySource *self,
          Put               *put)
{
  g_autoptr (GBytes) content = wb_dataset_file_read (self->path, put->name, put->content, NULL);
  gboolean is_new;

  if (content == put->content)
    is_new = take_over (self, put->name, put->snapshot);
  else
    is_new = refresh (self, put->name);

  if (is_new)
    wb_source_emit_changed (WB_SOURCE (self), put->name);
  if (content != NULL)
    wb_source_emit_read (WB_SOURCE (self), put->name);
}

static void start_next_put (WbDirectorySource *self);

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbDirectorySource) self = user_data;
  g_autoptr (GTask) task = g_queue_pop_head (&self->puts);
  Put *put = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* Who could not write says it to the one who put; the log is for who can change it. */
      if (error->domain == WB_SERVER_ERROR)
        g_message ("%s", error->message);
      g_task_return_error (task, error);
    }
  else
    {
      /* Before the answer: who has it sees the new data everywhere. */
      show_put (self, put);
      g_task_return_pointer (task, g_steal_pointer (&put->snapshot), (GDestroyNotify) wb_snapshot_unref);
    }

  self->is_writing = FALSE;
  start_next_put (self);
}

/* Whether the first put may go on, as things are when its turn comes. */
static gboolean
check_put (WbDirectorySource  *self,
           Put                *put,
           GError            **error)
{
  WbSnapshot *before;
  GBytes *last_good;
  const char *etag;

  if (refresh (self, put->name))
    wb_source_emit_changed (WB_SOURCE (self), put->name);

  before = g_hash_table_lookup (self->snapshots, put->name);
  last_good = before != NULL ? wb_snapshot_get_bytes (before) : NULL;
  etag = before != NULL ? wb_snapshot_get_etag (before) : NULL;

  if (!wb_etag_may_replace (put->if_match, put->if_none_match, etag))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CONDITION,
                   _("%s was changed by somebody else in the meantime; read it again first"), put->name);
      return FALSE;
    }

  if (before == NULL && !has_room (self))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_NO_SPACE,
                   _("There are %d datasets already, and no more are served"), MAX_DATASETS);
      return FALSE;
    }

  if (last_good != NULL && g_bytes_equal (last_good, put->content))
    put->version = wb_snapshot_get_version (before);
  else
    put->version = ++self->version;

  return TRUE;
}

static void
start_next_put (WbDirectorySource *self)
{
  GTask *task;

  while (!self->is_writing && (task = g_queue_peek_head (&self->puts)) != NULL)
    {
      Put *put = g_task_get_task_data (task);
      GError *error = NULL;

      if (check_put (self, put, &error))
        {
          /* Without the source: the thread may be the last to let go of this, and a source must go in its own.
           * The task at the head of the queue keeps the put until the thread is through with it. */
          g_autoptr (GTask) writing = g_task_new (NULL, NULL, written_cb, g_object_ref (self));

          g_task_set_source_tag (writing, start_next_put);
          g_task_set_task_data (writing, put, NULL);
          self->is_writing = TRUE;
          g_task_run_in_thread (writing, write_in_thread);
        }
      else
        {
          g_queue_pop_head (&self->puts);
          g_task_return_error (task, error);
          g_object_unref (task);
        }
    }
}

static void
wb_directory_source_put_async (WbSource            *source,
                               const char          *name,
                               GBytes              *content,
                               const char          *if_match,
                               const char          *if_none_match,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Put *put;

  g_task_set_source_tag (task, wb_directory_source_put_async);
  if (g_queue_get_length (&self->puts) >= MAX_PUTS)
    {
      g_task_return_new_error (task, WB_SERVER_ERROR, WB_SERVER_ERROR_BUSY,
                               _("Too many datasets wait for the disk; try again in a moment"));
      return;
    }

  put = g_new0 (Put, 1);
  put->path = g_strdup (self->path);
  put->name = g_strdup (name);
  put->content = g_bytes_ref (content);
  put->if_match = g_strdup (if_match);
  put->if_none_match = g_strdup (if_none_match);
  g_task_set_task_data (task, put, put_free);

  g_queue_push_tail (&self->puts, g_steal_pointer (&task));
  start_next_put (self);
}

static WbSnapshot *
wb_directory_source_put_finish (WbSource      *source,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
wb_directory_source_dispose (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  g_clear_pointer (&self->watch, wb_folder_watch_free);

  G_OBJECT_CLASS (wb_directory_source_parent_class)->dispose (object);
}

static void
wb_directory_source_finalize (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  g_clear_pointer (&self->snapshots, g_hash_table_unref);
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
  iface->put_async = wb_directory_source_put_async;
  iface->put_finish = wb_directory_source_put_finish;
}

static void
wb_directory_source_init (WbDirectorySource *self)
{
  self->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) wb_snapshot_unref);
  g_queue_init (&self->puts);
}

/**
 * wb_directory_source_new:
 * @path: a folder
 * @error: return location for an error
 *
 * Serves the files NAME.json of a folder, and watches it in the thread-default
 * main context. A file that is broken, half written or gone keeps its last
 * good content; the folder itself may go and come back. What is put replaces
 * the file, checked and in one step.
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
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* Absolute: the working directory of a process may change. */
  self = g_object_new (WB_TYPE_DIRECTORY_SOURCE, NULL);
  self->path = g_canonicalize_filename (path, NULL);
  self->watch = wb_folder_watch_new (self->path, WB_DATASET_FILE_SUFFIX, MAX_DATASETS, files_changed_cb, self);

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!wb_folder_list (self->path, WB_DATASET_FILE_SUFFIX, FALSE, MAX_DATASETS, names, error))
    return NULL;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    refresh (self, name);

  return WB_SOURCE (g_steal_pointer (&self));
}
