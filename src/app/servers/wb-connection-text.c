/* wb-connection-text.c: the state of a connection as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-connection-text.h"

#include <glib/gi18n.h>

#include "json/wb-json.h"
#include "support/wb-safe-text.h"

static gboolean
is_refused (WbClient *client)
{
  return g_error_matches (wb_client_get_problem (client), WB_CLIENT_ERROR, WB_CLIENT_ERROR_TOKEN);
}

/**
 * wb_connection_get_state_text:
 * @client: a client
 *
 * Names the state of a connection in a word or two.
 *
 * Returns: such as `Live`
 */
const char *
wb_connection_get_state_text (WbClient *client)
{
  g_autofree char *trouble = wb_client_dup_trouble (client);

  switch (wb_client_get_status (client))
    {
    case WB_CLIENT_ONLINE:
      if (trouble != NULL)
        return _("Live, with errors");
      return wb_client_get_in_step (client) ? _("Live") : _("Live, out of step");
    case WB_CLIENT_CONNECTING:
    case WB_CLIENT_WAITING:
      if (is_refused (client))
        return _("Refused");
      return wb_client_get_problem (client) != NULL ? _("Reconnecting…") : _("Connecting…");
    case WB_CLIENT_STOPPED:
    default:
      return _("Not connected");
    }
}

/**
 * wb_connection_get_state_class:
 * @client: a client
 *
 * Gets the style class for the state of a connection.
 *
 * Returns: `live`, `connecting` or `offline`
 */
const char *
wb_connection_get_state_class (WbClient *client)
{
  g_autofree char *trouble = wb_client_dup_trouble (client);

  switch (wb_client_get_status (client))
    {
    case WB_CLIENT_ONLINE:
      return wb_client_get_in_step (client) && trouble == NULL ? "live" : "connecting";
    case WB_CLIENT_CONNECTING:
      return wb_client_get_problem (client) != NULL ? "offline" : "connecting";
    case WB_CLIENT_WAITING:
    case WB_CLIENT_STOPPED:
    default:
      return "offline";
    }
}

/**
 * wb_connection_get_headline:
 * @client: a client
 *
 * Says why no data come, in large letters.
 *
 * Returns: (nullable): a sentence without a full stop, %NULL while nothing is wrong
 */
const char *
wb_connection_get_headline (WbClient *client)
{
  if (wb_client_get_problem (client) == NULL || wb_client_get_status (client) == WB_CLIENT_ONLINE)
    return NULL;

  return is_refused (client) ? _("The server refuses this display") : _("No connection to the server");
}

/**
 * wb_connection_wants_token:
 * @client: a client
 *
 * Returns: whether the server wants another token before anything else can help
 */
gboolean
wb_connection_wants_token (WbClient *client)
{
  return wb_client_get_status (client) != WB_CLIENT_ONLINE && is_refused (client);
}

/**
 * wb_connection_dup_problem:
 * @client: a client
 * @now: the monotonic time, in microseconds
 *
 * Describes the problem of a connection: why there is none, and when the next
 * attempt is, or which messages could not be used.
 *
 * Returns: (transfer full) (nullable): one or two sentences, %NULL without a
 *   problem
 */
char *
wb_connection_dup_problem (WbClient *client,
                           gint64    now)
{
  const GError *problem = wb_client_get_problem (client);
  WbClientStatus status = wb_client_get_status (client);
  gint64 seconds;

  if (status == WB_CLIENT_ONLINE)
    return wb_client_dup_trouble (client);
  if (problem == NULL || status == WB_CLIENT_STOPPED)
    return NULL;

  seconds = (wb_client_get_retry_time (client) - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  if (status == WB_CLIENT_CONNECTING || seconds <= 0)
    return g_strdup_printf (_("%s. Trying again…"), problem->message);

  return g_strdup_printf (ngettext ("%s. Trying again in %u second.", "%s. Trying again in %u seconds.",
                                    (gulong) seconds),
                          problem->message, (guint) seconds);
}

/**
 * wb_connection_dup_refusal:
 * @body: the body of an answer to PUT
 * @status: its HTTP status, not one of success
 *
 * Describes why a server refused a PUT.
 *
 * Returns: (transfer full): a clause without a full stop
 */
char *
wb_connection_dup_refusal (GBytes *body,
                           guint   status)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root = length > 0 ? wb_json_parse (text, length, NULL) : NULL;
  const char *message = NULL;

  if (status == 401 || status == 403)
    return g_strdup (_("connect with a token that may change the board"));
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    message = json_object_get_string_member_with_default (json_node_get_object (root), "message", NULL);

  return message != NULL ? wb_safe_text_dup (message)
                         : g_strdup_printf (_("it answered with status %u"), status);
}

static void
unusable_cb (WbClient   *client,
             const char *sentence,
             gpointer    user_data)
{
  g_message ("%s", sentence);
}

/**
 * wb_connection_log_unusable:
 * @client: a client
 *
 * Logs, from now on, that messages of the server cannot be used.
 */
void
wb_connection_log_unusable (WbClient *client)
{
  g_return_if_fail (WB_IS_CLIENT (client));

  g_signal_connect (client, "unusable", G_CALLBACK (unusable_cb), NULL);
}
