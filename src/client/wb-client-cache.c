/* wb-client-cache.c: saves the last data of a client, and restores it at the next start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "support/wb-clock.h"
#include "support/wb-timer.h"
#include "wb-client-private.h"

/* Data is saved soon after it first came, in case of a power failure, and then only this often, in
 * milliseconds, since writing wears out the memory cards that kiosks often have. */
#define FIRST_SAVE_MS 1000
#define SAVE_MS (60 * 1000)

#define THEME_ENTRY "board.theme"
#define MANNERS_ENTRY "server.manners"

static void
flush_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  wb_cache_flush (task_data);
  g_task_return_boolean (task, TRUE);
}

/* Does nothing if there is no text: the dataset may have been dropped since, and watched again. */
static void
queue_dataset (WbClient   *self,
               const char *key)
{
  WbSubscription *subscription = g_hash_table_lookup (self->subscriptions, key);
  GBytes *text = subscription != NULL ? wb_subscription_get_text (subscription) : NULL;
  g_autofree char *entry = g_strconcat (key, ".json", NULL);

  if (text != NULL && wb_subscription_get_time (subscription) != WB_CLOCK_UNKNOWN)
    wb_cache_queue (self->cache, entry, text, wb_clock_to_real (wb_subscription_get_time (subscription)));
}

static void
queue_theme (WbClient *self)
{
  const char *theme = wb_theme_get_name (wb_board_state_get_theme (self->board));
  g_autoptr (GBytes) text = g_bytes_new_static (theme, strlen (theme));

  wb_cache_queue (self->cache, THEME_ENTRY, text, g_get_real_time ());
}

static void
queue_manners (WbClient *self)
{
  g_autoptr (GBytes) text = wb_client_dup_manners (self);

  wb_cache_queue (self->cache, MANNERS_ENTRY, text, g_get_real_time ());
}

static void
queue_unsaved (WbClient *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (*(const char *) key == '\0')
      {
        queue_theme (self);
        queue_manners (self);
      }
    else
      queue_dataset (self, key);
  g_hash_table_remove_all (self->unsaved);
}

static gboolean
save_cb (gpointer user_data)
{
  WbClient *self = user_data;
  g_autoptr (GTask) task = NULL;

  wb_timer_stop (&self->save_timer);
  if (g_hash_table_size (self->unsaved) == 0)
    return G_SOURCE_REMOVE;

  queue_unsaved (self);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, save_cb);
  g_task_set_task_data (task, wb_cache_ref (self->cache), (GDestroyNotify) wb_cache_unref);
  g_task_run_in_thread (task, flush_in_thread);

  self->save_timer = wb_timer_start (SAVE_MS, save_cb, self);

  return G_SOURCE_REMOVE;
}

/**
 * wb_client_set_cache:
 * @self: a client that is not started and watches nothing
 * @folder: (nullable): the folder for the data of all servers
 *
 * Saves the last good data of the server in a folder, and restores what is saved
 * there, so that a display has data to show before it is connected.
 * wb_subscription_get_time() tells how old it is.
 */
void
wb_client_set_cache (WbClient   *self,
                     const char *folder)
{
  g_autoptr (GBytes) manners = NULL;
  g_autoptr (GBytes) name = NULL;
  g_autoptr (WbMessage) message = NULL;
  WbTheme theme;
  gint64 time;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (self->status == WB_CLIENT_STOPPED && g_hash_table_size (self->subscriptions) == 0);

  g_clear_pointer (&self->cache, wb_cache_unref);
  if (folder == NULL)
    return;

  self->cache = wb_cache_new (folder, self->uri);
  manners = wb_cache_load (self->cache, MANNERS_ENTRY, &time);
  if (manners != NULL)
    wb_client_load_manners (self, g_bytes_get_data (manners, NULL));

  name = wb_cache_load (self->cache, THEME_ENTRY, &time);
  if (name == NULL || !wb_theme_from_name (g_bytes_get_data (name, NULL), &theme))
    return;

  message = wb_message_new_theme_change (theme);
  wb_client_set_board (self, wb_board_state_apply (self->board, message));
}

/**
 * wb_client_restore_subscription:
 * @self: a client
 * @key: the key of a subscription
 * @subscription: the subscription, without data
 *
 * Restores the data of a subscription from the cache, if there is any.
 */
void
wb_client_restore_subscription (WbClient       *self,
                                const char     *key,
                                WbSubscription *subscription)
{
  g_autoptr (GPtrArray) siblings = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *entry = NULL;
  gint64 time;

  if (self->cache == NULL)
    return;

  entry = g_strconcat (key, ".json", NULL);
  text = wb_cache_load (self->cache, entry, &time);
  if (text == NULL)
    return;

  siblings = wb_client_find_subscriptions (self, wb_subscription_get_name (subscription));
  wb_subscription_restore (subscription, text, siblings, time);
}

/**
 * wb_client_remember:
 * @self: a client
 * @key: the key of a subscription with new data, or an empty string for the theme
 *   and what is known of the server
 *
 * Schedules data to be saved.
 */
void
wb_client_remember (WbClient   *self,
                    const char *key)
{
  if (self->cache == NULL)
    return;

  g_hash_table_add (self->unsaved, g_strdup (key));
  if (self->save_timer == NULL)
    self->save_timer = wb_timer_start (FIRST_SAVE_MS, save_cb, self);
}

/**
 * wb_client_remember_all:
 * @self: a client
 *
 * Schedules all data to be saved soon, because the times that were saved with
 * them are those of a wrong clock.
 */
void
wb_client_remember_all (WbClient *self)
{
  GHashTableIter iter;
  gpointer key;

  wb_timer_stop (&self->save_timer);
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    wb_client_remember (self, key);
}

/**
 * wb_client_save_now:
 * @self: a client
 *
 * Saves all data that is scheduled to be saved, also what a thread is still
 * saving. This waits for the disk.
 */
void
wb_client_save_now (WbClient *self)
{
  wb_timer_stop (&self->save_timer);
  if (self->cache == NULL)
    return;

  queue_unsaved (self);
  wb_cache_flush (self->cache);
}
