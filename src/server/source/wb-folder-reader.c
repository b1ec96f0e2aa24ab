/* wb-folder-reader.c: a thread that reads the files of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-folder-reader.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "support/wb-context-thread.h"
#include "support/wb-timer.h"
#include "wb-folder-watch.h"
#include "wb-folder.h"

/* The most names in the queue. Beyond that, the whole folder is scanned again once the queue is empty. */
#define MAX_NAMES 4096

/* The most results that wait for the owner; then the thread waits, since each may hold a dataset. */
#define MAX_RESULTS 64

/* The most results that the owner handles in one dispatch, so that its other sources are not delayed. */
#define SLICE 32

/* A function to call in one of the two threads. */
typedef struct
{
  GFunc          function;
  gpointer       user_data;
  GDestroyNotify destroy;
} Call;

struct _WbFolderReader
{
  char                *path;
  char                *suffix;
  guint                sweep;    /* seconds, 0 for never */
  WbFolderReaderFuncs  funcs;
  gpointer             data;

  GMainContext        *owner;    /* of the thread that receives results */
  WbContextThread     *thread;

  /* Used by the reader's thread only. */
  WbFolderWatch       *watch;
  GSource             *sweep_timer;
  GHashTable          *names;    /* a set of names that wait to be read */
  GQueue               order;    /* the same names, oldest first */
  gboolean             rescan;   /* the whole folder must be scanned again */

  /* Shared by both threads under @mutex. */
  GMutex               mutex;
  GCond                cond;     /* signalled when a member below has changed */
  GQueue               tasks;    /* of Call, for the thread */
  GQueue               results;  /* of Call, for the owner */
  GSource             *taking;   /* NULL if no result waits */
  GError              *error;    /* of the first scan */
  char                *notice;   /* why there are no events */
  gboolean             is_listed;
  gboolean             is_loaded;
  gboolean             is_stopping;
};

static Call *
call_new (GFunc          function,
          gpointer       user_data,
          GDestroyNotify destroy)
{
  Call *call = g_new (Call, 1);

  call->function = function;
  call->user_data = user_data;
  call->destroy = destroy;

  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy != NULL)
    call->destroy (call->user_data);
  g_free (call);
}

static void
reader_clear (gpointer data)
{
  WbFolderReader *self = data;

  g_queue_clear_full (&self->order, g_free);
  g_hash_table_unref (self->names);
  g_queue_clear_full (&self->tasks, call_free);
  g_queue_clear_full (&self->results, call_free);
  g_clear_error (&self->error);
  g_free (self->notice);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  wb_context_thread_free (self->thread);
  g_main_context_unref (self->owner);
  g_free (self->path);
  g_free (self->suffix);
}

static void
reader_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, reader_clear);
}

/* A name is queued once at a time; one that is being read now is queued to be read again. */
static void
queue_names (WbFolderReader *self,
             GHashTable     *names)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      char *copy;

      if (g_hash_table_contains (self->names, name))
        continue;
      if (g_hash_table_size (self->names) >= MAX_NAMES)
        {
          self->rescan = TRUE;
          return;
        }

      copy = g_strdup (name);
      g_hash_table_add (self->names, copy);
      g_queue_push_tail (&self->order, copy);
    }
}

static void
files_changed_cb (GHashTable *names,
                  gboolean    everything,
                  gpointer    user_data)
{
  WbFolderReader *self = user_data;

  if (everything)
    self->funcs.add_known (names, self->data);
  queue_names (self, names);
}

static gboolean
list (WbFolderReader  *self,
      GError         **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean good = wb_folder_list (self->path, self->suffix, WB_FOLDER_ALL, MAX_NAMES / 2, names, error);

  self->rescan = FALSE;
  self->funcs.add_known (names, self->data);
  queue_names (self, names);

  return good;
}

/* Writes to the log when events are missing, and when they are back. */
static void
check_watch (WbFolderReader *self)
{
  g_autofree char *notice = wb_folder_watch_dup_problem (self->watch);
  gboolean changed;

  g_mutex_lock (&self->mutex);
  changed = g_strcmp0 (notice, self->notice) != 0;
  if (changed)
    {
      g_free (self->notice);
      self->notice = g_strdup (notice);
    }
  g_mutex_unlock (&self->mutex);

  if (!changed)
    return;
  if (notice == NULL)
    g_message ("Changes in “%s” are reported by the kernel again", self->path);
  else if (self->sweep == 0)
    g_message ("Changes in “%s” may go unnoticed: %s", self->path, notice);
  else
    g_message ("Changes in “%s” may only be found every %u s: %s", self->path, self->sweep, notice);
}

static gboolean
is_current_cb (gpointer name,
               gpointer value,
               gpointer user_data)
{
  WbFolderReader *self = user_data;

  return self->funcs.is_current (name, self->data);
}

/* Finds what the kernel does not report: changes by other machines, through another link, or by mapped
 * memory. */
static gboolean
sweep_cb (gpointer user_data)
{
  WbFolderReader *self = user_data;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  wb_folder_list (self->path, self->suffix, WB_FOLDER_ALL, MAX_NAMES / 2, names, NULL);
  self->funcs.add_known (names, self->data);
  if (self->funcs.is_current != NULL)
    g_hash_table_foreach_remove (names, is_current_cb, self);
  queue_names (self, names);
  check_watch (self);

  return G_SOURCE_CONTINUE;
}

static void
set_flag (WbFolderReader *self,
          gboolean       *flag)
{
  g_mutex_lock (&self->mutex);
  *flag = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
run_next_task (WbFolderReader *self,
               gboolean       *ret_is_stopping)
{
  Call *task;

  g_mutex_lock (&self->mutex);
  *ret_is_stopping = self->is_stopping;
  task = *ret_is_stopping ? NULL : g_queue_pop_head (&self->tasks);
  g_mutex_unlock (&self->mutex);

  if (task == NULL)
    return FALSE;

  task->function (self->data, task->user_data);
  call_free (task);
  return TRUE;
}

static gboolean
read_next_name (WbFolderReader *self)
{
  g_autofree char *name = g_queue_pop_head (&self->order);

  if (name == NULL && self->rescan)
    {
      list (self, NULL);
      name = g_queue_pop_head (&self->order);
    }
  if (name == NULL)
    return FALSE;

  g_hash_table_remove (self->names, name);
  self->funcs.read (name, self->data);
  return TRUE;
}

/* Tasks and names alternate, so that neither delays the other. */
static void
work (WbFolderReader *self,
      GMainContext   *context)
{
  gboolean is_stopping = FALSE;

  while (!is_stopping)
    {
      gboolean is_busy = run_next_task (self, &is_stopping);

      if (is_stopping)
        return;
      is_busy |= read_next_name (self);
      if (!is_busy && !self->is_loaded)
        set_flag (self, &self->is_loaded);

      g_main_context_iteration (context, !is_busy);
    }
}

static void
run (WbContextThread *thread,
     gpointer         user_data)
{
  WbFolderReader *self = user_data;
  gboolean good;

  /* The watch is created before the scan, so that no change in between is missed. */
  self->watch = wb_folder_watch_new (self->path, self->suffix, MAX_NAMES / 2, files_changed_cb, self);
  good = list (self, &self->error);
  check_watch (self);
  if (self->sweep > 0)
    self->sweep_timer = wb_timer_start (self->sweep * 1000, sweep_cb, self);
  set_flag (self, &self->is_listed);
  if (good)
    work (self, wb_context_thread_get_context (thread));
  wb_timer_stop (&self->sweep_timer);
  wb_folder_watch_free (self->watch);
}

/* Called with the mutex held; releases it while the result is handled. */
static gboolean
take_result (WbFolderReader *self)
{
  Call *result = self->is_stopping ? NULL : g_queue_pop_head (&self->results);

  if (result == NULL)
    return FALSE;

  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  result->function (self->data, result->user_data);
  call_free (result);
  g_mutex_lock (&self->mutex);

  return TRUE;
}

static gboolean
take_cb (gpointer user_data)
{
  WbFolderReader *self = user_data;
  guint n = 0;
  gboolean go_on;

  /* A result may free the reader. */
  g_atomic_rc_box_acquire (self);

  g_mutex_lock (&self->mutex);
  while (n < SLICE && take_result (self))
    n++;
  go_on = !self->is_stopping && !g_queue_is_empty (&self->results);
  if (!go_on)
    g_clear_pointer (&self->taking, g_source_unref);
  g_mutex_unlock (&self->mutex);

  reader_unref (self);

  return go_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * wb_folder_reader_new:
 * @path: the absolute path of a folder
 * @suffix: the suffix of the files to read, such as `.json`
 * @sweep: the seconds between two looks for changes without an event, 0 for none
 * @funcs: the functions of the reader; copied
 * @data: passed to @funcs, and to submitted and posted functions
 *
 * Creates a reader, which wb_folder_reader_start() starts. Its owner is the
 * thread-default main context.
 *
 * Returns: (transfer full): a reader
 */
WbFolderReader *
wb_folder_reader_new (const char                *path,
                      const char                *suffix,
                      guint                      sweep,
                      const WbFolderReaderFuncs *funcs,
                      gpointer                   data)
{
  WbFolderReader *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);
  g_return_val_if_fail (suffix != NULL, NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  self = g_atomic_rc_box_new0 (WbFolderReader);
  self->path = g_strdup (path);
  self->suffix = g_strdup (suffix);
  self->sweep = sweep;
  self->funcs = *funcs;
  self->data = data;
  self->owner = g_main_context_ref_thread_default ();
  self->thread = wb_context_thread_new ("wallboard-files");
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);

  return self;
}

/**
 * wb_folder_reader_free:
 * @self: (transfer full): a reader
 *
 * Waits for the file that is being read, and ends the thread. Pending tasks and
 * results are dropped.
 */
void
wb_folder_reader_free (WbFolderReader *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  if (self->taking != NULL)
    g_source_destroy (self->taking);
  g_clear_pointer (&self->taking, g_source_unref);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  wb_context_thread_stop (self->thread);
  reader_unref (self);
}

/**
 * wb_folder_reader_start:
 * @self: a new reader
 * @patience: how long to wait for files to be read, in milliseconds
 * @error: return location for an error
 *
 * Begins to watch and to read the folder. Existing files are read before this
 * returns, but it waits no longer than @patience.
 *
 * Returns: %TRUE if the folder could be read, or %FALSE with
 *   %WB_SERVER_ERROR_DATA, or an error of GLib if the system allows no more
 *   threads; the reader can then only be freed
 */
gboolean
wb_folder_reader_start (WbFolderReader  *self,
                        guint            patience,
                        GError         **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) patience * 1000;
  gboolean is_late = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!wb_context_thread_start (self->thread, run, self, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  while (!self->is_listed)
    g_cond_wait (&self->cond, &self->mutex);
  while (self->error == NULL && !is_late)
    {
      if (take_result (self))
        is_late = g_get_monotonic_time () > end;
      else if (self->is_loaded)
        break;
      else
        is_late = !g_cond_wait_until (&self->cond, &self->mutex, end);
    }
  g_mutex_unlock (&self->mutex);

  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * wb_folder_reader_dup_notice:
 * @self: a reader
 *
 * Tells that changes in the folder may be found late, or not at all.
 *
 * Returns: (transfer full) (nullable): a sentence for an operator, without the
 *   path of the folder, or %NULL while the kernel reports changes
 */
char *
wb_folder_reader_dup_notice (WbFolderReader *self)
{
  g_autofree char *notice = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  notice = g_strdup (self->notice);
  g_mutex_unlock (&self->mutex);

  if (notice == NULL)
    return NULL;
  if (self->sweep == 0)
    return g_strdup_printf (_("Changes in the folder may go unnoticed: %s"), notice);

  return g_strdup_printf (ngettext ("Changes in the folder may only be found every %u second: %s",
                                    "Changes in the folder may only be found every %u seconds: %s",
                                    self->sweep),
                          self->sweep, notice);
}

/**
 * wb_folder_reader_is_loaded:
 * @self: a reader
 *
 * Returns: whether all files that existed at the start have been read
 */
gboolean
wb_folder_reader_is_loaded (WbFolderReader *self)
{
  gboolean is_loaded;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  is_loaded = self->is_loaded;
  g_mutex_unlock (&self->mutex);

  return is_loaded;
}

/**
 * wb_folder_reader_submit:
 * @self: a reader
 * @function: called in the reader's thread with the data of the reader and @user_data
 * @user_data: for @function
 * @destroy: (nullable): frees @user_data afterwards, in any thread
 *
 * Called by the owner: runs a function in the reader's thread, before further
 * files are read, and in the order of these calls. The owner must limit the
 * number of pending functions.
 */
void
wb_folder_reader_submit (WbFolderReader *self,
                         GFunc           function,
                         gpointer        user_data,
                         GDestroyNotify  destroy)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (function != NULL);

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->tasks, call_new (function, user_data, destroy));
  g_mutex_unlock (&self->mutex);

  g_main_context_wakeup (wb_context_thread_get_context (self->thread));
}

/**
 * wb_folder_reader_rescan:
 * @self: a reader
 *
 * Called in the reader's thread: scans the whole folder again once the queue is
 * empty.
 */
void
wb_folder_reader_rescan (WbFolderReader *self)
{
  g_return_if_fail (self != NULL);

  self->rescan = TRUE;
}

/**
 * wb_folder_reader_post:
 * @self: a reader
 * @function: called in the owner's main context with the data of the reader and @user_data
 * @user_data: for @function
 * @destroy: (nullable): frees @user_data afterwards, in any thread
 *
 * Called in the reader's thread: passes a result to the owner. Results are
 * handled in the order of these calls. Waits while too many results are
 * pending.
 */
void
wb_folder_reader_post (WbFolderReader *self,
                       GFunc           function,
                       gpointer        user_data,
                       GDestroyNotify  destroy)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (function != NULL);

  g_mutex_lock (&self->mutex);
  while (g_queue_get_length (&self->results) >= MAX_RESULTS && !self->is_stopping)
    g_cond_wait (&self->cond, &self->mutex);

  g_queue_push_tail (&self->results, call_new (function, user_data, destroy));
  g_cond_broadcast (&self->cond);
  if (self->taking == NULL && !self->is_stopping)
    {
      self->taking = g_idle_source_new ();
      g_source_set_priority (self->taking, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->taking, take_cb, self, NULL);
      g_source_attach (self->taking, self->owner);
    }
  g_mutex_unlock (&self->mutex);
}
