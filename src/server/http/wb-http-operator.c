/* wb-http-operator.c: what the operator of a server gets over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-operator.h"

#include "common/wb-address.h"
#include "common/wb-exposition.h"
#include "common/wb-host-names.h"
#include "json/wb-json.h"
#include "wb-http.h"

/* What proxies add when they pass a request on, and what only web pages send. */
static const char *const foreign_headers[] = { "Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin" };

/**
 * wb_http_is_local:
 * @message: a request
 *
 * Checks for a loopback address, and that neither a proxy nor a web page sends the
 * request.
 *
 * Returns: whether the request comes from a program on this machine
 */
gboolean
wb_http_is_local (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  if (!G_IS_INET_SOCKET_ADDRESS (address) || !wb_address_is_loopback (G_INET_SOCKET_ADDRESS (address)))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (foreign_headers); i++)
    if (soup_message_headers_get_list (headers, foreign_headers[i]) != NULL)
      return FALSE;

  /* After DNS rebinding a page sends no Origin, but its own host name. A proxy that adds no header passes on
   * the name by which it was called, which is not that of this machine either. */
  return wb_host_names_are_loopback (message);
}

/**
 * wb_http_answer_health:
 * @message: a request
 * @source: where datasets come from
 * @tell_reason: whether the peer may know what is not ready or not as it should
 *   be, which can name hosts and users
 *
 * Answers 200 if the server is ready for displays, and 503 if its datasets are
 * not there yet. Any answer at all shows that it is alive.
 */
void
wb_http_answer_health (SoupServerMessage *message,
                       WbSource          *source,
                       gboolean           tell_reason)
{
  g_autofree char *trouble = NULL;
  g_autofree char *notice = NULL;
  GString *body;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (WB_IS_SOURCE (source));

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Cache-Control", "no-store");

  trouble = wb_source_dup_trouble (source);
  if (trouble != NULL)
    {
      wb_http_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE,
                      tell_reason ? trouble : "the datasets are not there yet");
      return;
    }

  body = g_string_new ("{\"status\":\"ok\"");
  notice = tell_reason ? wb_source_dup_notice (source) : NULL;
  if (notice != NULL)
    {
      g_string_append (body, ",\"notice\":");
      wb_json_append_string (body, notice, -1);
    }
  g_string_append_c (body, '}');

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, WB_HTTP_JSON, SOUP_MEMORY_TAKE, body->str, body->len);
  g_string_free (body, FALSE);
}

static void
answer_text (SoupServerMessage *message,
             const char        *type,
             GBytes            *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), text);
}

/**
 * wb_http_answer_metrics:
 * @message: a request of an operator
 * @metrics: what the server counts
 * @source: where datasets come from
 * @shared: the text that is shared with answers under way
 *
 * Answers with the numbers, for Prometheus.
 */
void
wb_http_answer_metrics (SoupServerMessage *message,
                        WbMetrics         *metrics,
                        WbSource          *source,
                        WbSharedText      *shared)
{
  g_autoptr (GBytes) text = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (metrics != NULL);
  g_return_if_fail (WB_IS_SOURCE (source));
  g_return_if_fail (shared != NULL);

  text = wb_shared_text_get (shared);
  if (text == NULL)
    {
      g_autofree char *notice = wb_source_dup_notice (source);
      g_autoptr (GBytes) made = wb_metrics_write_prometheus (metrics, notice == NULL);

      text = wb_shared_text_set (shared, made);
    }

  answer_text (message, WB_EXPOSITION_TYPE, text);
}

/**
 * wb_http_answer_displays:
 * @message: a request of an operator
 * @hub: the connected clients
 * @shared: the text that is shared with answers under way
 *
 * Answers with the list of clients (docs/protocol.md, HTTP).
 */
void
wb_http_answer_displays (SoupServerMessage *message,
                         WbHub             *hub,
                         WbSharedText      *shared)
{
  g_autoptr (GBytes) text = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (WB_IS_HUB (hub));
  g_return_if_fail (shared != NULL);

  text = wb_shared_text_get (shared);
  if (text == NULL)
    {
      g_autoptr (GPtrArray) displays = wb_hub_list_displays (hub);
      g_autoptr (GBytes) made = wb_displays_write_json (displays);

      text = wb_shared_text_set (shared, made);
    }

  answer_text (message, WB_HTTP_JSON, text);
}
