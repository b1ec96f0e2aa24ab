/* wb-client-names.c: requests datasets as a server can bear it, and marks those that do not come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "support/wb-timer.h"
#include "wb-client-private.h"

/* A line of what is remembered of a server, before those of the names. */
#define WORD "word "

static gboolean
due_cb (gpointer user_data)
{
  WbClient *self = user_data;

  wb_timer_stop (&self->names_timer);
  wb_client_advance_names (self);

  return G_SOURCE_REMOVE;
}

static const char *
get_sentence (WbAskedTrouble trouble)
{
  switch (trouble)
    {
    case WB_ASKED_SILENT:
      return _("the server has not answered the request for these data");
    case WB_ASKED_ENDED:
      return _("the server ended the connection when it was asked for these data, so it is not asked again");
    case WB_ASKED_FINE:
    default:
      return NULL;
    }
}

/* Marks the subscriptions that wait in vain. */
static void
mark_missing (WbClient *self,
              gint64    now)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer subscription;

  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &subscription))
    {
      const char *name = wb_subscription_get_name (subscription);
      const char *sentence = get_sentence (wb_asked_names_get_trouble (self->names, name, now));

      if (sentence != NULL && wb_subscription_set_problem (subscription, sentence))
        g_ptr_array_add (changed, g_strdup (name));
    }

  /* Handlers may change the subscriptions. */
  for (guint i = 0; i < changed->len; i++)
    g_signal_emit_by_name (self, "dataset-changed", (const char *) g_ptr_array_index (changed, i));
}

/**
 * wb_client_advance_names:
 * @self: a client
 *
 * Requests what may be requested now, see #WbAskedNames.
 */
void
wb_client_advance_names (WbClient *self)
{
  g_autoptr (WbClient) kept = g_object_ref (self);
  gint64 now = g_get_monotonic_time ();
  const char *name;
  gint64 due;

  wb_timer_stop (&self->names_timer);
  if (self->status != WB_CLIENT_ONLINE)
    return;

  while ((name = wb_asked_names_next (self->names, now)) != NULL)
    wb_pacer_ask (self->pacer, name);

  due = wb_asked_names_get_due (self->names, now);
  if (due > 0)
    self->names_timer = wb_timer_start ((guint) ((due - now) / 1000) + 1, due_cb, self);
  mark_missing (self, now);
}

/**
 * wb_client_note_cut:
 * @self: a client that was online
 *
 * Notes that the server ended the connection.
 */
void
wb_client_note_cut (WbClient *self)
{
  self->asks_otherwise = wb_asked_names_end (self->names, g_get_monotonic_time ());
  if (self->asks_otherwise)
    wb_client_remember (self, "");
}

/**
 * wb_client_get_asks_otherwise:
 * @self: a client
 *
 * Tells whether the server ended the last connection on a request, so that the
 * next one begins with other requests, and may bring the data. See #WbAskedNames.
 *
 * Returns: whether that is so
 */
gboolean
wb_client_get_asks_otherwise (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  return self->asks_otherwise;
}

/**
 * wb_client_dup_manners:
 * @self: a client
 *
 * Writes down what is known of the server, for the next start.
 *
 * Returns: (transfer full): a text for wb_client_load_manners()
 */
GBytes *
wb_client_dup_manners (WbClient *self)
{
  GString *text = g_string_new (NULL);

  for (guint topic = 0; topic < WB_N_TOPICS; topic++)
    if (self->words[topic] != WB_WORD_MAIN)
      g_string_append_printf (text, WORD "%s\n", wb_word_to_string (topic, self->words[topic]));
  wb_asked_names_append (self->names, text);

  return g_string_free_to_bytes (text);
}

/**
 * wb_client_load_manners:
 * @self: a client
 * @text: a text of wb_client_dup_manners()
 *
 * Restores what was known of the server.
 */
void
wb_client_load_manners (WbClient   *self,
                        const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  WbTopic topic;
  WbWord word;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], WORD))
      wb_asked_names_load (self->names, lines[i]);
    else if (wb_word_from_string (lines[i] + strlen (WORD), &topic, &word))
      self->words[topic] = word;
}
