/* wb-handshake.c: from a request to a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-handshake.h"

#include "common/wb-address.h"
#include "wb-http.h"

/* The key of a handshake: 16 bytes in base64. */
#define KEY_LENGTH 24
#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/* A handshake whose answer is on its way. */
typedef struct
{
  WbHub             *hub;
  GSocketConnection *connection;
  GIOStream         *plain;
} Handshake;

static void
handshake_free (gpointer  data,
                GClosure *closure)
{
  Handshake *handshake = data;

  g_object_unref (handshake->hub);
  g_clear_object (&handshake->plain);
  g_clear_object (&handshake->connection);
  g_free (handshake);
}

static gboolean
offers_subprotocol (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_header_contains (headers, "Sec-WebSocket-Protocol", WB_SUBPROTOCOL);
}

/* The 101 is written, so the peer may send at any time: it is admitted at once. */
static void
written_cb (SoupServerMessage *message,
            gpointer           user_data)
{
  const Handshake *handshake = user_data;
  g_autoptr (SoupServerMessage) kept = g_object_ref (message);
  g_autoptr (WbHub) hub = g_object_ref (handshake->hub);
  g_autoptr (GSocketConnection) connection = g_object_ref (handshake->connection);
  g_autoptr (GIOStream) plain = g_object_ref (handshake->plain);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response_headers = soup_server_message_get_response_headers (message);
  const char *protocol = soup_message_headers_get_one (response_headers, "Sec-WebSocket-Protocol");
  const char *origin = soup_message_headers_get_list (headers, "Origin");
  g_autofree char *peer = wb_handshake_describe_peer (message, origin);
  g_autoptr (WbTransport) transport = NULL;
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  GInetAddress *address = wb_address_get_inet (soup_server_message_get_remote_address (message));

  if (stream != NULL)
    transport = wb_transport_new (connection, plain, stream);

  if (transport == NULL ||
      !wb_hub_admit (hub, g_steal_pointer (&transport), address, peer,
                     g_strcmp0 (protocol, WB_SUBPROTOCOL) == 0))
    wb_log_event (wb_hub_get_log (hub), peer, "room", "cut off, there is no room for it any more");
}

/* Checks what libsoup does not check as RFC 6455, sections 4.2.1 and 4.4, require: that the key is 16
 * bytes in base64, and that a client of another version gets the supported one. FALSE if the message is
 * answered. */
static gboolean
check_handshake (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *version = soup_message_headers_get_one (headers, "Sec-WebSocket-Version");
  const char *key = soup_message_headers_get_one (headers, "Sec-WebSocket-Key");

  if (version != NULL && strcmp (version, "13") != 0)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Sec-WebSocket-Version", "13");
      wb_http_refuse (message, WB_HTTP_UPGRADE_REQUIRED, "this server speaks version 13 of WebSocket");
      return FALSE;
    }

  if (key == NULL || strlen (key) != KEY_LENGTH || !g_str_has_suffix (key, "==") ||
      strspn (key, BASE64) != KEY_LENGTH - 2)
    {
      wb_http_refuse (message, SOUP_STATUS_BAD_REQUEST, "the key must be 16 bytes in base64");
      return FALSE;
    }

  return TRUE;
}

/**
 * wb_handshake_describe_peer:
 * @message: a request
 * @origin: (nullable): the origin of the page that sends it
 *
 * Returns: (transfer full): how the log names a peer: by its address, and by the
 *   page that runs in it
 */
char *
wb_handshake_describe_peer (SoupServerMessage *message,
                            const char        *origin)
{
  g_autofree char *address = wb_address_describe (soup_server_message_get_remote_address (message));
  g_autofree char *origin_text = NULL;

  if (origin == NULL)
    return g_steal_pointer (&address);

  origin_text = g_strescape (origin, NULL);
  return g_strdup_printf ("%s (%.200s)", address, origin_text);
}

/**
 * wb_handshake_is_wanted:
 * @message: a request
 *
 * Returns: whether it is to become a WebSocket
 */
gboolean
wb_handshake_is_wanted (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_server_message_get_method (message) == SOUP_METHOD_GET &&
         soup_message_headers_header_contains (headers, "Upgrade", "websocket");
}

/**
 * wb_handshake_begin:
 * @message: a request to become a WebSocket
 * @limiter: what admitted its connection
 * @hub: what gets the new client
 *
 * Answers the request. The handshake is not left to
 * soup_server_add_websocket_handler(), since it accepts any path, no extension, and
 * a peer that offers only unknown subprotocols.
 */
void
wb_handshake_begin (SoupServerMessage   *message,
                    WbConnectionLimiter *limiter,
                    WbHub               *hub)
{
  char *protocols[] = { (char *) WB_SUBPROTOCOL, NULL };
  Handshake *handshake;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (limiter != NULL);
  g_return_if_fail (WB_IS_HUB (hub));

  if (!check_handshake (message) ||
      !soup_websocket_server_process_handshake (message, NULL,
                                                offers_subprotocol (message) ? protocols : NULL, NULL, NULL))
    return;

  handshake = g_new0 (Handshake, 1);
  handshake->hub = g_object_ref (hub);
  if (wb_connection_limiter_leave (limiter, message, &handshake->connection, &handshake->plain))
    g_signal_connect_data (message, "wrote-informational", G_CALLBACK (written_cb), handshake, handshake_free,
                           0);
  else
    handshake_free (handshake, NULL);
}
