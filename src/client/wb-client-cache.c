/* wb-client-cache.c: a client that knows at its start what it knew at its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/wb-timer.h"
#include "wb-cache.h"
#include "wb-client-object.h"

/* The first data are saved at once, since the power may go; then no more often than this, in milliseconds, since
 * a wall often has a memory card that wears out. */
#define FIRST_SAVE_MS 1000
#define SAVE_MS (60 * 1000)

#define THEME_ENTRY "board.theme"

typedef struct
{
  char   *entry;
  char   *text;
  gint64  time;
} Record;

/* What a thread saves. */
typedef struct
{
  WbCache   *cache;
  GPtrArray *records; /* of Record */
} Saving;

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->entry);
  g_free (record->text);
  g_free (record);
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_ptr_array_unref (saving->records);
  wb_cache_unref (saving->cache);
  g_free (saving);
}

static void
save_records (WbCache   *cache,
              GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const Record *record = g_ptr_array_index (records, i);
      g_autoptr (GError) error = NULL;

      if (!wb_cache_save (cache, record->entry, record->text, record->time, &error))
        g_info ("%s", error->message);
    }
}

static void
save_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Saving *saving = task_data;

  save_records (saving->cache, saving->records);
  g_task_return_boolean (task, TRUE);
}

/* The monotonic clock begins anew with each start of the machine. */
static gint64
to_real_time (gint64 monotonic)
{
  return g_get_real_time () - (g_get_monotonic_time () - monotonic);
}

static Record *
make_record (WbClient   *self,
             const char *name)
{
  WbSubscription *subscription = g_hash_table_lookup (self->subscriptions, name);
  Record *record = g_new0 (Record, 1);

  if (subscription != NULL)
    {
      record->entry = g_strconcat (name, ".json", NULL);
      record->text = g_strdup (wb_subscription_get_text (subscription, NULL));
      record->time = to_real_time (wb_subscription_get_time (subscription));
    }
  else
    {
      record->entry = g_strdup (THEME_ENTRY);
      record->text = g_strdup (wb_theme_get_name (wb_board_state_get_theme (self->board)));
      record->time = g_get_real_time ();
    }

  return record;
}

static GPtrArray *
take_records (WbClient *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (record_free);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (records, make_record (self, name));
  g_hash_table_remove_all (self->unsaved);

  return records;
}

static gboolean
save_cb (gpointer user_data)
{
  WbClient *self = user_data;
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  wb_timer_stop (&self->save_timer);
  if (g_hash_table_size (self->unsaved) == 0)
    return G_SOURCE_REMOVE;

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, save_cb);
  saving = g_new0 (Saving, 1);
  saving->cache = wb_cache_ref (self->cache);
  saving->records = take_records (self);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);

  self->save_timer = wb_timer_start (SAVE_MS, save_cb, self);

  return G_SOURCE_REMOVE;
}

/**
 * wb_client_set_cache:
 * @self: a client that is not started and watches nothing
 * @folder: (nullable): where the data of all servers are kept
 *
 * Keeps the last good data of the server in a folder, and begins with those
 * that are there: a display then has something to show before there is a
 * network. wb_client_get_dataset_time() tells how old they are.
 */
void
wb_client_set_cache (WbClient   *self,
                     const char *folder)
{
  g_autofree char *name = NULL;
  g_autoptr (WbMessage) message = NULL;
  WbTheme theme;
  gint64 time;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (self->status == WB_CLIENT_STOPPED && g_hash_table_size (self->subscriptions) == 0);

  g_clear_pointer (&self->cache, wb_cache_unref);
  if (folder == NULL)
    return;

  self->cache = wb_cache_new (folder, self->uri);
  name = wb_cache_load (self->cache, THEME_ENTRY, &time);
  if (name == NULL || !wb_theme_from_name (name, &theme))
    return;

  message = wb_message_new_theme_change (theme);
  wb_client_set_board (self, wb_board_state_apply (self->board, message));
}

/**
 * wb_client_restore_subscription:
 * @self: a client
 * @name: the dataset's name
 * @subscription: its subscription, which knows nothing yet
 *
 * Gives a subscription what is kept of it, if anything is.
 */
void
wb_client_restore_subscription (WbClient       *self,
                                const char     *name,
                                WbSubscription *subscription)
{
  g_autofree char *entry = NULL;
  g_autofree char *text = NULL;
  gint64 time;

  if (self->cache == NULL)
    return;

  entry = g_strconcat (name, ".json", NULL);
  text = wb_cache_load (self->cache, entry, &time);

  /* A clock that was set back must not make old data of tomorrow. */
  if (text != NULL)
    wb_subscription_restore (subscription, text, g_get_monotonic_time () - MAX (g_get_real_time () - time, 0));
}

/**
 * wb_client_remember:
 * @self: a client
 * @name: the dataset that came, or an empty text for the theme
 *
 * Saves what came, soon.
 */
void
wb_client_remember (WbClient   *self,
                    const char *name)
{
  if (self->cache == NULL)
    return;

  g_hash_table_add (self->unsaved, g_strdup (name));
  if (self->save_timer == NULL)
    self->save_timer = wb_timer_start (FIRST_SAVE_MS, save_cb, self);
}

/**
 * wb_client_save_now:
 * @self: a client
 *
 * Saves what is not saved yet.
 */
void
wb_client_save_now (WbClient *self)
{
  g_autoptr (GPtrArray) records = NULL;

  wb_timer_stop (&self->save_timer);
  if (self->cache == NULL)
    return;

  records = take_records (self);
  save_records (self->cache, records);
}
