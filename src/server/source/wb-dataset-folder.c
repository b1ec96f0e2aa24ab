/* wb-dataset-folder.c: reads and writes the datasets of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-folder.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "common/wb-etag.h"
#include "common/wb-server-error.h"
#include "support/wb-error.h"
#include "support/wb-name.h"
#include "wb-dataset-file.h"
#include "wb-folder.h"

struct _WbDatasetFolder
{
  char              *path;
  WbDatasetNewsFunc  function;
  gpointer           user_data;
  WbLog             *log;         /* not owned; for messages that peers can cause */

  GHashTable        *entries;     /* name → Entry */
  guint64            version;     /* the last version number given to a dataset */
  char              *last_report;
  gboolean           is_missing;  /* a file was left out for want of room since the last rescan */
};

/* One file. */
typedef struct
{
  WbSnapshot     *snapshot;
  WbFileIdentity  identity;   /* of the file that was read last */
  gboolean        is_settled; /* a file of the same identity has the same content */
  gboolean        is_gone;    /* the file does not exist any more */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->snapshot, wb_snapshot_unref);
  g_free (entry);
}

void
wb_dataset_news_free (WbDatasetNews *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_clear_pointer (&self->snapshot, wb_snapshot_unref);
  g_free (self);
}

static void
tell (WbDatasetFolder    *self,
      const char         *name,
      WbSnapshot         *snapshot,
      WbDatasetNewsFlags  flags)
{
  WbDatasetNews *news;

  if (flags == 0)
    return;

  news = g_new0 (WbDatasetNews, 1);
  news->name = g_strdup (name);
  news->snapshot = snapshot != NULL ? wb_snapshot_ref (snapshot) : NULL;
  news->flags = flags;
  self->function (news, self->user_data);
}

/* Logs a problem, but not the same one twice in a row: when a folder disappears, each of its files has the
 * same problem. */
static void
report (WbDatasetFolder *self,
        WbSnapshot      *before,
        WbSnapshot      *after)
{
  const char *problem = wb_snapshot_get_problem (after);

  if (before != NULL && g_strcmp0 (wb_snapshot_get_problem (before), problem) == 0)
    return;

  if (problem != NULL && g_strcmp0 (problem, self->last_report) != 0)
    g_message ("In “%s”: %s", self->path, problem);

  g_free (self->last_report);
  self->last_report = g_strdup (problem);
}

/* Drops datasets whose files do not exist any more, but only when the folder is full. */
static gboolean
has_room (WbDatasetFolder *self)
{
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (self->entries) < WB_DATASET_FOLDER_MAX)
    return TRUE;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (((Entry *) value)->is_gone)
      {
        tell (self, name, NULL, WB_DATASET_NEWS_CHANGED);
        g_hash_table_iter_remove (&iter);
      }

  return g_hash_table_size (self->entries) < WB_DATASET_FOLDER_MAX;
}

/* Returns the snapshot for new content, or for the last good content with a problem. Reuses @before where
 * nothing changed, since making a snapshot of a large dataset takes time. */
static WbSnapshot *
renew (WbDatasetFolder *self,
       WbSnapshot      *before,
       GBytes          *content,
       const char      *problem)
{
  GBytes *last_good = before != NULL ? wb_snapshot_get_bytes (before) : NULL;
  guint64 version = before != NULL ? wb_snapshot_get_version (before) : 0;

  if (content == NULL || (last_good != NULL && g_bytes_equal (content, last_good)))
    content = last_good;
  else
    version = ++self->version;

  if (before != NULL && content == last_good && g_strcmp0 (wb_snapshot_get_problem (before), problem) == 0)
    return wb_snapshot_ref (before);
  if (content != NULL && content == last_good)
    return wb_snapshot_new_like (before, version, problem);

  return wb_snapshot_new (content, version, problem);
}

/* Whether an error is about the content of a file. Such an error remains until the content changes. */
static gboolean
is_about_content (const GError *error)
{
  return error == NULL || error->domain == WB_CORE_ERROR ||
         g_error_matches (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE);
}

/* Reads a file. An unchanged file is not read again. The resulting snapshot is %NULL if the file never
 * existed. */
static void
read_entry (WbDatasetFolder *self,
            const char      *name,
            const Entry     *before,
            Entry           *ret_after)
{
  WbSnapshot *known = before != NULL ? before->snapshot : NULL;
  GBytes *last_good = known != NULL ? wb_snapshot_get_bytes (known) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = NULL;
  int fd = wb_dataset_file_open (self->path, name, &ret_after->identity, &error);

  if (fd >= 0)
    {
      if (before != NULL && before->is_settled &&
          wb_file_identity_equal (&before->identity, &ret_after->identity))
        {
          close (fd);
          *ret_after = *before;
          ret_after->snapshot = wb_snapshot_ref (before->snapshot);
          return;
        }

      ret_after->is_settled = wb_file_identity_is_settled (&ret_after->identity);
      content = wb_dataset_file_read (fd, name, last_good, &error);
      close (fd);
    }

  ret_after->is_gone = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  ret_after->is_settled = ret_after->is_settled && is_about_content (error);

  /* A file that never was valid and does not exist any more leaves no snapshot. */
  if (last_good != NULL || !ret_after->is_gone)
    ret_after->snapshot = renew (self, known, content, error != NULL ? error->message : NULL);
}

/* Stores the new state of a dataset, and reports it. */
static void
take_over (WbDatasetFolder *self,
           const char      *name,
           Entry           *after)
{
  Entry *before = g_hash_table_lookup (self->entries, name);
  WbSnapshot *known = before != NULL ? before->snapshot : NULL;
  WbSnapshot *snapshot = after->snapshot;
  WbDatasetNewsFlags flags = 0;

  if (snapshot == NULL)
    {
      if (g_hash_table_remove (self->entries, name))
        tell (self, name, NULL, WB_DATASET_NEWS_CHANGED);
      return;
    }

  report (self, known, snapshot);
  if (known == NULL || !wb_snapshot_equal (known, snapshot))
    flags |= WB_DATASET_NEWS_CHANGED;
  if (wb_snapshot_get_problem (snapshot) == NULL)
    flags |= WB_DATASET_NEWS_READ;
  tell (self, name, snapshot, flags);
  g_hash_table_replace (self->entries, g_strdup (name), g_memdup2 (after, sizeof *after));
  after->snapshot = NULL;
}

/**
 * wb_dataset_folder_new:
 * @path: the absolute path of a folder
 * @function: called with each change
 * @user_data: for @function
 * @log: the log for puts that cannot be written; it must outlive the folder
 *
 * Returns: (transfer full): a folder of which nothing has been read yet
 */
WbDatasetFolder *
wb_dataset_folder_new (const char        *path,
                       WbDatasetNewsFunc  function,
                       gpointer           user_data,
                       WbLog             *log)
{
  WbDatasetFolder *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);
  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (WbDatasetFolder, 1);
  self->path = g_strdup (path);
  self->function = function;
  self->user_data = user_data;
  self->log = log;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);

  return self;
}

void
wb_dataset_folder_free (WbDatasetFolder *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->entries);
  g_free (self->path);
  g_free (self->last_report);
  g_free (self);
}

/**
 * wb_dataset_folder_add_names:
 * @self: a folder
 * @names: (element-type utf8 utf8): a set, which owns its names
 *
 * Adds the names of the datasets that have been read.
 */
void
wb_dataset_folder_add_names (WbDatasetFolder *self,
                             GHashTable      *names)
{
  GHashTableIter iter;
  gpointer name;

  g_return_if_fail (self != NULL);
  g_return_if_fail (names != NULL);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (names, g_strdup (name));
}

/* Reads a file if it changed, and reports that. Returns whether it does not exist any more. */
static gboolean
read_again (WbDatasetFolder *self,
            const char      *name)
{
  const Entry *before = g_hash_table_lookup (self->entries, name);
  Entry after = { 0 };

  if (before == NULL && !has_room (self))
    {
      self->is_missing = TRUE;
      return FALSE;
    }

  read_entry (self, name, before, &after);
  take_over (self, name, &after);

  return after.is_gone;
}

/**
 * wb_dataset_folder_read:
 * @self: a folder
 * @name: a valid name of a dataset
 *
 * Reads NAME.json if it changed, and reports the change.
 *
 * Returns: whether the whole folder should be scanned again, since there is
 *   room for a file that was left out before
 */
gboolean
wb_dataset_folder_read (WbDatasetFolder *self,
                        const char      *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!read_again (self, name) || !self->is_missing)
    return FALSE;

  self->is_missing = FALSE;
  return TRUE;
}

/**
 * wb_dataset_folder_is_current:
 * @self: a folder
 * @name: a valid name of a dataset
 *
 * Tells, without opening it, whether NAME.json is still the file that was read.
 *
 * Returns: %FALSE if it must be read again, or for the first time
 */
gboolean
wb_dataset_folder_is_current (WbDatasetFolder *self,
                              const char      *name)
{
  const Entry *entry;
  g_autofree char *file_name = NULL;
  WbFileIdentity identity;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  entry = g_hash_table_lookup (self->entries, name);
  if (entry == NULL)
    return FALSE;

  file_name = g_strconcat (name, WB_DATASET_FILE_SUFFIX, NULL);
  if (!wb_folder_stat (self->path, file_name, &identity))
    return entry->is_gone;

  return entry->is_settled && wb_file_identity_equal (&entry->identity, &identity);
}

/* Whether a put is allowed, in the state of the folder at this moment. */
static gboolean
check_put (WbDatasetFolder     *self,
           const WbDatasetPut  *put,
           GError             **error)
{
  const Entry *before = g_hash_table_lookup (self->entries, put->name);
  const char *etag = before != NULL ? wb_snapshot_get_etag (before->snapshot) : NULL;

  if (!wb_etag_may_replace (put->if_match, put->if_none_match, etag))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CONDITION,
                   _("%s was changed in the meantime; read it again first"), put->name);
      return FALSE;
    }

  if (before == NULL && !has_room (self))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_NO_SPACE,
                   _("There are %d datasets already, and no more are served"), WB_DATASET_FOLDER_MAX);
      return FALSE;
    }

  return TRUE;
}

/* The file holds what was written, unless another program has replaced it since. */
static void
take_over_put (WbDatasetFolder      *self,
               const char           *name,
               WbSnapshot           *snapshot,
               const WbFileIdentity *identity)
{
  Entry after = { .snapshot = snapshot, .identity = *identity };

  if (identity->inode != 0)
    {
      wb_snapshot_ref (snapshot);
      take_over (self, name, &after);
    }
  else
    {
      read_again (self, name);
    }
}

/* The name of the file for a put under @name, which may have another name: that of the file that there is, or
 * else the name of the chart. Both are read first, since a file may be new. */
static const char *
find_put_name (WbDatasetFolder *self,
               const char      *name)
{
  const char *other = wb_name_get_other (name);
  WbChartKind kind;

  read_again (self, name);
  if (other == NULL || g_hash_table_contains (self->entries, name))
    return name;

  read_again (self, other);
  if (g_hash_table_contains (self->entries, other) || !wb_chart_kind_from_name (name, &kind))
    return other;

  return wb_chart_kind_get_name (kind);
}

/**
 * wb_dataset_folder_put:
 * @self: a folder
 * @asked: what to put
 * @error: return location for an error
 *
 * Checks a dataset, and replaces its file: the one that wb_source_load() finds
 * under the name, or a new one. The change is reported before this returns.
 *
 * Returns: (transfer full): the dataset as it was put, or %NULL with an error
 *   of %WB_CORE_ERROR or %WB_SERVER_ERROR, see wb_source_put_finish()
 */
WbSnapshot *
wb_dataset_folder_put (WbDatasetFolder     *self,
                       const WbDatasetPut  *asked,
                       GError             **error)
{
  g_autoptr (GError) local_error = NULL;
  WbFileIdentity identity = { 0 };
  WbDatasetPut put;
  const Entry *before;
  WbSnapshot *snapshot;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (asked != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  put = *asked;
  put.name = find_put_name (self, asked->name);
  if (!check_put (self, &put, error))
    return NULL;

  if (!wb_dataset_file_write (self->path, put.name, put.content, &identity, &local_error))
    {
      /* An error about the content goes into the answer. The log is for errors that only the operator can
       * fix; it limits their rate, since peers may put as often as they like. */
      if (!is_about_content (local_error))
        wb_log_event (self->log, NULL, "write", "In “%s”: %s", self->path, local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  before = g_hash_table_lookup (self->entries, put.name);
  snapshot = renew (self, before != NULL ? before->snapshot : NULL, put.content, NULL);
  take_over_put (self, put.name, snapshot, &identity);

  return snapshot;
}
