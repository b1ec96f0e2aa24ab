/* wb-client-unusable.c: messages that a client cannot use are counted and mark what they are about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json/wb-json.h"
#include "support/wb-safe-text.h"
#include "wb-client-private.h"

/* How long a message that cannot be used marks the connection, and how rarely such messages are reported. */
#define MARKED_USEC (60 * G_USEC_PER_SEC)

/* The longest value of a member that is looked for in a broken message, in bytes. */
#define VALUE_MAX 128

#define BOM "\xef\xbb\xbf"

/* Finds a string in a message that is not valid JSON. The result is only compared with known names. */
static char *
find_string (const char *text,
             gsize       length,
             const char *name)
{
  g_autofree char *key = g_strdup_printf ("\"%s\"", name);
  const char *end = text + length;
  const char *here = g_strstr_len (text, (gssize) length, key);
  const char *close;

  if (here == NULL)
    return NULL;

  for (here += strlen (key); here < end && strchr (" \t\r\n:", *here) != NULL; here++)
    ;
  if (here == end || *here != '"')
    return NULL;

  here++;
  close = memchr (here, '"', MIN ((gsize) (end - here), VALUE_MAX));

  return close != NULL ? g_strndup (here, close - here) : NULL;
}

/* The name of the dataset that a broken message may be an answer about, or NULL. */
static char *
guess_name (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *action = find_string (text, length, "action");

  return g_strcmp0 (action, "getData") == 0 ? find_string (text, length, "chartName") : NULL;
}

/* The first character of a text that is neither white space nor a byte order mark, 0 for none. */
static char
get_first (const char *text,
           gsize       length)
{
  gsize at = length >= strlen (BOM) && memcmp (text, BOM, strlen (BOM)) == 0 ? strlen (BOM) : 0;

  while (at < length && strchr (" \t\r\n", text[at]) != NULL)
    at++;

  return at < length ? text[at] : '\0';
}

/* Whether a text was never meant as JSON. Some legacy servers send words, such as a greeting. */
static gboolean
is_words (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  char first = get_first (text, length);

  return first == '\0' || (first != '{' && first != '[' && g_utf8_validate_len (text, length, NULL) &&
                           !wb_json_check (text, length, NULL));
}

static gboolean
mark_subscriptions (WbClient   *self,
                    const char *name,
                    const char *reason)
{
  g_autoptr (GPtrArray) subscriptions = wb_client_find_answered (self, name);
  g_autofree char *watched = NULL;

  if (subscriptions->len == 0)
    return FALSE;

  watched = g_strdup (wb_subscription_get_name (g_ptr_array_index (subscriptions, 0)));
  for (guint i = 0; i < subscriptions->len; i++)
    {
      g_autofree char *sentence = g_strdup_printf ("%s: %s", watched, reason);

      wb_subscription_set_problem (g_ptr_array_index (subscriptions, i), sentence);
    }
  g_signal_emit_by_name (self, "dataset-changed", watched);

  return TRUE;
}

/**
 * wb_client_count_unusable:
 * @self: a client
 * @reason: why a message cannot be used
 *
 * Counts a message, and emits #WbClient::unusable, but not for each of many.
 */
void
wb_client_count_unusable (WbClient   *self,
                          const char *reason)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *clean = wb_safe_text_dup (reason);
  g_autofree char *sentence = NULL;

  self->n_unusable++;
  if (self->unusable_told != 0 && now - self->unusable_told < MARKED_USEC)
    return;

  self->unusable_told = now;
  sentence = g_strdup_printf ("%s sent a message that cannot be used (%u so far): %s", self->uri,
                              self->n_unusable, clean);
  g_signal_emit_by_name (self, "unusable", sentence);
}

/**
 * wb_client_mark_trouble:
 * @self: a client
 * @reason: why a message cannot be used
 *
 * Marks the connection with a message that belongs to no dataset.
 */
void
wb_client_mark_trouble (WbClient   *self,
                        const char *reason)
{
  g_free (self->trouble);
  self->trouble = wb_safe_text_dup (reason);
  self->trouble_time = g_get_monotonic_time ();
}

/**
 * wb_client_take_unusable:
 * @self: a client
 * @bytes: a message that is not one of the protocol
 * @reason: why
 *
 * Marks the dataset that a message is about, or the connection. Words of a legacy
 * server, such as a greeting, are no error.
 */
void
wb_client_take_unusable (WbClient   *self,
                         GBytes     *bytes,
                         const char *reason)
{
  g_autofree char *name = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (self->server == NULL && is_words (bytes))
    {
      g_debug ("%s sent a text that is not JSON", self->uri);
      return;
    }

  name = guess_name (bytes);
  wb_client_count_unusable (self, reason);
  if ((name == NULL || !mark_subscriptions (self, name, reason)) && get_first (text, length) == '{')
    wb_client_mark_trouble (self, reason);
}

/**
 * wb_client_dup_trouble:
 * @self: a client
 *
 * Describes the messages of the last minute that could not be used and belong to
 * no dataset. Those that belong to one are its problem.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL if there were none
 */
char *
wb_client_dup_trouble (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  if (self->trouble == NULL || self->status != WB_CLIENT_ONLINE ||
      g_get_monotonic_time () - self->trouble_time > MARKED_USEC)
    return NULL;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u message of the server could not be used: %s",
                                       "%u messages of the server could not be used; the last one: %s",
                                       self->n_unusable),
                          self->n_unusable, self->trouble);
}
