/* wb-directory-source.c: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-directory-source.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "file/wb-file-replace.h"
#include "wb-dataset-file.h"
#include "wb-dataset-folder.h"
#include "wb-folder-reader.h"

/* The most puts that wait for the disk. */
#define MAX_PUTS 256

/* The most lookups of unknown datasets that wait for the disk. Further requests are answered without one: the
 * watch finds a new file within half a second in any case. */
#define MAX_LOOKUPS 64

/* How long a start waits for files to be read, in milliseconds; the rest is read while the server is serving.
 * systemd kills a server that is not ready within 90 seconds. */
#define START_PATIENCE_MS 5000

struct _WbDirectorySource
{
  GObject parent_instance;

  GHashTable      *snapshots; /* name → WbSnapshot */
  guint            n_puts;
  guint            n_lookups;
  gboolean         is_loaded;

  WbFolderReader  *reader;
  WbDatasetFolder *folder;    /* used by the reader's thread only */
  WbLog           *log;       /* used by @folder */
};

static void source_iface_init (WbSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbDirectorySource, wb_directory_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

/* Stores the result of reading a file, in the owner's thread. */
static void
take_news_cb (gpointer data,
              gpointer user_data)
{
  g_autoptr (WbDirectorySource) self = g_object_ref (WB_DIRECTORY_SOURCE (data));
  WbDatasetNews *news = user_data;

  if (news->snapshot != NULL)
    g_hash_table_replace (self->snapshots, g_strdup (news->name), wb_snapshot_ref (news->snapshot));
  else
    g_hash_table_remove (self->snapshots, news->name);

  if (news->flags & WB_DATASET_NEWS_CHANGED)
    wb_source_emit_changed (WB_SOURCE (self), news->name);
  if (news->flags & WB_DATASET_NEWS_READ)
    wb_source_emit_read (WB_SOURCE (self), news->name);
}

/* Runs in the reader's thread. */
static void
post_news (WbDatasetNews *news,
           gpointer       user_data)
{
  WbDirectorySource *self = user_data;

  wb_folder_reader_post (self->reader, take_news_cb, news, (GDestroyNotify) wb_dataset_news_free);
}

/* Runs in the reader's thread. */
static void
read_in_thread (const char *name,
                gpointer    data)
{
  WbDirectorySource *self = data;

  if (wb_dataset_folder_read (self->folder, name))
    wb_folder_reader_rescan (self->reader);
}

/* Runs in the reader's thread. */
static void
add_known_in_thread (GHashTable *names,
                     gpointer    data)
{
  WbDirectorySource *self = data;

  wb_dataset_folder_add_names (self->folder, names);
}

/* Runs in the reader's thread. */
static gboolean
is_current_in_thread (const char *name,
                      gpointer    data)
{
  WbDirectorySource *self = data;

  return wb_dataset_folder_is_current (self->folder, name);
}

/* Runs in the reader's thread. */
static void
sweep_in_thread (gpointer data,
                 gpointer user_data)
{
  wb_file_sweep (user_data, WB_DATASET_FILE_SUFFIX);
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
  WbSnapshot *snapshot = g_hash_table_lookup (self->snapshots, name);

  return snapshot != NULL ? wb_snapshot_ref (snapshot) : NULL;
}

static void
looked_up_cb (gpointer data,
              gpointer user_data)
{
  g_autoptr (WbDirectorySource) self = g_object_ref (WB_DIRECTORY_SOURCE (data));
  const char *const *names = user_data;

  self->n_lookups--;
  wb_source_emit_looked_up (WB_SOURCE (self), names[0]);
}

/* Runs in the reader's thread. */
static void
look_up_in_thread (gpointer data,
                   gpointer user_data)
{
  WbDirectorySource *self = data;
  const char *const *names = user_data;

  for (gsize i = 0; names[i] != NULL; i++)
    read_in_thread (names[i], self);
  wb_folder_reader_post (self->reader, looked_up_cb, g_strdupv ((char **) names),
                         (GDestroyNotify) g_strfreev);
}

static gboolean
wb_directory_source_look_up (WbSource   *source,
                             const char *name,
                             const char *other_name)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  const char *names[] = { name, other_name, NULL };

  if (self->n_lookups >= MAX_LOOKUPS)
    return FALSE;

  self->n_lookups++;
  wb_folder_reader_submit (self->reader, look_up_in_thread, g_strdupv ((char **) names),
                           (GDestroyNotify) g_strfreev);
  return TRUE;
}

/* A put that is under way. */
typedef struct
{
  WbDatasetPut  put;      /* a copy that owns its members */
  GTask        *task;     /* belongs to the owner's thread */
  WbSnapshot   *snapshot; /* the result, or */
  GError       *error;    /* the reason for its failure */
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  g_free ((char *) put->put.name);
  g_bytes_unref (put->put.content);
  g_free ((char *) put->put.if_match);
  g_free ((char *) put->put.if_none_match);
  g_clear_pointer (&put->snapshot, wb_snapshot_unref);
  g_clear_error (&put->error);
  g_free (put);
}

/* The change was posted before this result, so a client that has its answer finds the new data everywhere. */
static void
put_over_cb (gpointer data,
             gpointer user_data)
{
  WbDirectorySource *self = data;
  Put *put = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&put->task);

  self->n_puts--;
  if (put->snapshot != NULL)
    g_task_return_pointer (task, g_steal_pointer (&put->snapshot), (GDestroyNotify) wb_snapshot_unref);
  else
    g_task_return_error (task, g_steal_pointer (&put->error));
}

/* Runs in the reader's thread. */
static void
put_in_thread (gpointer data,
               gpointer user_data)
{
  WbDirectorySource *self = data;
  Put *put = user_data;

  put->snapshot = wb_dataset_folder_put (self->folder, &put->put, &put->error);
  wb_folder_reader_post (self->reader, put_over_cb, put, put_free);
}

static void
wb_directory_source_put_async (WbSource            *source,
                               const WbDatasetPut  *what,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Put *put;

  g_task_set_source_tag (task, wb_directory_source_put_async);
  if (self->n_puts >= MAX_PUTS)
    {
      g_task_return_new_error (task, WB_SERVER_ERROR, WB_SERVER_ERROR_BUSY,
                               _("Too many datasets wait for the disk; try again in a moment"));
      return;
    }

  put = g_new0 (Put, 1);
  put->put = (WbDatasetPut) {
    .name = g_strdup (what->name),
    .content = g_bytes_ref (what->content),
    .if_match = g_strdup (what->if_match),
    .if_none_match = g_strdup (what->if_none_match),
  };
  put->task = g_steal_pointer (&task);

  self->n_puts++;
  wb_folder_reader_submit (self->reader, put_in_thread, put, NULL);
}

static char *
wb_directory_source_dup_trouble (WbSource *source)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (source);

  self->is_loaded = self->is_loaded || wb_folder_reader_is_loaded (self->reader);

  return self->is_loaded ? NULL : g_strdup (_("The files of the data folder are still being read"));
}

static char *
wb_directory_source_dup_notice (WbSource *source)
{
  return wb_folder_reader_dup_notice (WB_DIRECTORY_SOURCE (source)->reader);
}

static void
wb_directory_source_dispose (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  /* No put is lost here, since one that is under way holds a reference. The reader is set to NULL only after
   * its thread, which uses it, has ended. */
  if (self->reader != NULL)
    wb_folder_reader_free (self->reader);
  self->reader = NULL;

  G_OBJECT_CLASS (wb_directory_source_parent_class)->dispose (object);
}

static void
wb_directory_source_finalize (GObject *object)
{
  WbDirectorySource *self = WB_DIRECTORY_SOURCE (object);

  g_clear_pointer (&self->folder, wb_dataset_folder_free);
  g_clear_pointer (&self->log, wb_log_unref);
  g_clear_pointer (&self->snapshots, g_hash_table_unref);

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
  iface->look_up = wb_directory_source_look_up;
  iface->dup_trouble = wb_directory_source_dup_trouble;
  iface->dup_notice = wb_directory_source_dup_notice;
}

static void
wb_directory_source_init (WbDirectorySource *self)
{
  self->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) wb_snapshot_unref);
}

/**
 * wb_directory_source_new:
 * @path: a folder
 * @sweep: the seconds between two looks for changes that the kernel does not
 *   report, such as %WB_FOLDER_SWEEP, 0 for none
 * @error: return location for an error
 *
 * Serves the files NAME.json of a folder, and watches it. If a file is invalid,
 * incomplete or removed, its last good content stays. The folder itself may be
 * removed and created again. A put is checked and replaces the file atomically.
 * A thread reads and writes the files; signals are emitted in the
 * thread-default main context. Existing files are read, and temporary files of
 * a killed server removed, before this returns, or for at most a few seconds.
 *
 * Returns: (transfer full): a source, or %NULL with %WB_SERVER_ERROR_DATA if
 *   the folder cannot be read now
 */
WbSource *
wb_directory_source_new (const char  *path,
                         guint        sweep,
                         GError     **error)
{
  static const WbFolderReaderFuncs funcs = {
    .read = read_in_thread,
    .add_known = add_known_in_thread,
    .is_current = is_current_in_thread,
  };
  g_autoptr (WbDirectorySource) self = NULL;
  g_autofree char *absolute = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* The working directory of the process may change later. */
  absolute = g_canonicalize_filename (path, NULL);

  self = g_object_new (WB_TYPE_DIRECTORY_SOURCE, NULL);
  self->log = wb_log_new ();
  self->folder = wb_dataset_folder_new (absolute, post_news, self, self->log);
  self->reader = wb_folder_reader_new (absolute, WB_DATASET_FILE_SUFFIX, sweep, &funcs, self);
  wb_folder_reader_submit (self->reader, sweep_in_thread, g_strdup (absolute), g_free);
  if (!wb_folder_reader_start (self->reader, START_PATIENCE_MS, error))
    return NULL;

  return WB_SOURCE (g_steal_pointer (&self));
}
