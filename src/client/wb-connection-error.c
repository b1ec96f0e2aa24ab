/* wb-connection-error.c: errors of a connection, as sentences to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "message/wb-message.h"
#include "support/wb-safe-text.h"
#include "wb-client-types.h"
#include "wb-connection-error.h"

static GError *
nothing_answers (const char *uri)
{
  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                      _("Nothing answers at %s: start the server there, or check the address"), uri);
}

/* The server answered with HTTP and did not switch to WebSocket. */
static GError *
from_status (const char *uri,
             guint       status)
{
  switch (status)
    {
    case SOUP_STATUS_FORBIDDEN:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("The server at %s does not let this client in: "
                            "ask who runs it to allow this computer"), uri);
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("The server at %s is full: try again later"), uri);
    case SOUP_STATUS_NONE:
    case SOUP_STATUS_SWITCHING_PROTOCOLS:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_NOT_WEBSOCKET,
                          _("What answers at %s is not a board server: check the address and the port"), uri);
    default:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_NOT_WEBSOCKET,
                          _("A web server answers at %s, not a board server (HTTP status %u): "
                            "check the address and the port"), uri, status);
    }
}

/* There may be several flaws. An unknown authority comes first, since such a certificate proves nothing about
 * host and time. */
static GError *
from_certificate (const char           *uri,
                  GTlsCertificateFlags  flaws)
{
  if (flaws & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                        _("The certificate of %s is not trusted: check the address, install the certificate "
                          "of the server’s authority on this computer, or choose its file when you connect"),
                        uri);

  if (flaws & G_TLS_CERTIFICATE_EXPIRED)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                        _("The certificate of %s has expired: renew it on the server, "
                          "or check the date of this computer"), uri);

  if (flaws & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                        _("The certificate of %s is not in force yet: check the date of this computer"), uri);

  if (flaws & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                        _("The certificate of %s is for another host: "
                          "write the address as the certificate names it"), uri);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                      _("The certificate of %s cannot be accepted: ask who runs the server for another one"),
                      uri);
}

static GError *
from_tls (const char           *uri,
          GTlsCertificateFlags  flaws,
          const GError         *reason)
{
  if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return from_certificate (uri, flaws);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                      _("No encrypted connection to %s can be made (%s): check the address, "
                        "which begins with ws:// for a server without encryption"), uri, reason->message);
}

static GError *
from_io (const char   *uri,
         const GError *reason)
{
  switch (reason->code)
    {
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("The network does not lead to %s: check the connection of this computer"), uri);
    case G_IO_ERROR_CONNECTION_CLOSED: /* also CONNECTION_RESET and BROKEN_PIPE */
    case G_IO_ERROR_PARTIAL_INPUT:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                          _("What answers at %s hangs up at once: check the address and the port"), uri);
    default:
      return nothing_answers (uri);
    }
}

/**
 * wb_connection_error_from_handshake:
 * @uri: the server's address
 * @status: the HTTP status of the answer, %SOUP_STATUS_NONE if there was none
 * @flaws: the flaws of the server's certificate
 * @reason: the error of GIO or libsoup
 *
 * Returns: (transfer full): the #WbClientError for an attempt that failed
 */
GError *
wb_connection_error_from_handshake (const char           *uri,
                                    guint                 status,
                                    GTlsCertificateFlags  flaws,
                                    const GError         *reason)
{
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  if (reason->domain == G_TLS_ERROR)
    return from_tls (uri, flaws, reason);

  if (reason->domain == G_RESOLVER_ERROR)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                        _("The host of %s is not known: check the address and the connection of this "
                          "computer"), uri);

  if (reason->domain == G_IO_ERROR)
    return from_io (uri, reason);

  return from_status (uri, status);
}

/**
 * wb_connection_error_from_timeout:
 * @uri: the server's address
 * @reached: whether there was a TCP connection
 *
 * Returns: (transfer full): the #WbClientError for an attempt that timed out
 */
GError *
wb_connection_error_from_timeout (const char *uri,
                                  gboolean    reached)
{
  g_return_val_if_fail (uri != NULL, NULL);

  if (!reached)
    return nothing_answers (uri);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT,
                      _("What listens at %s says nothing: check the port, or restart the server there"), uri);
}

/**
 * wb_connection_error_from_interim:
 * @uri: the server's address
 *
 * Returns: (transfer full): the #WbClientError for an HTTP request with too
 *   many interim responses
 */
GError *
wb_connection_error_from_interim (const char *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  return from_status (uri, SOUP_STATUS_NONE);
}

/**
 * wb_connection_error_from_protocol:
 * @uri: the server's address
 * @reason: the error of libsoup
 *
 * Returns: (transfer full): the #WbClientError for a connection that ended
 *   because of invalid data from the server
 */
GError *
wb_connection_error_from_protocol (const char   *uri,
                                   const GError *reason)
{
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  if (g_error_matches (reason, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG))
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                        _("The server at %s sent more than %d MiB at once: make its datasets smaller"),
                        uri, WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));

  if (reason->domain == SOUP_WEBSOCKET_ERROR)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                        _("The server at %s sent what is not WebSocket (%s)"), uri, reason->message);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                      _("The connection to %s was lost (%s)"), uri, reason->message);
}

/**
 * wb_connection_error_from_close:
 * @uri: the server's address
 * @connection: a connection that the server closed
 *
 * Returns: (transfer full): the #WbClientError for a connection that the server
 *   closed, with its reason if it sent one
 */
GError *
wb_connection_error_from_close (const char              *uri,
                                SoupWebsocketConnection *connection)
{
  gushort code;
  const char *words;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_WEBSOCKET_CONNECTION (connection), NULL);

  code = soup_websocket_connection_get_close_code (connection);
  words = soup_websocket_connection_get_close_data (connection);

  if (words != NULL && *words != '\0')
    {
      g_autofree char *clean = wb_safe_text_dup (words);

      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                          _("The server at %s ended the connection: %s"), uri, clean);
    }

  if (code > SOUP_WEBSOCKET_CLOSE_GOING_AWAY && code != SOUP_WEBSOCKET_CLOSE_NO_STATUS &&
      code != SOUP_WEBSOCKET_CLOSE_ABNORMAL)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                        _("The server at %s ended the connection (code %u)"), uri, (guint) code);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                      _("The server at %s ended the connection"), uri);
}

/**
 * wb_connection_error_from_silence:
 * @uri: the server's address
 *
 * Returns: (transfer full): the #WbClientError for a connection on which no
 *   data came in time
 */
GError *
wb_connection_error_from_silence (const char *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT, _("The server at %s stopped answering"), uri);
}
