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

/* RFC 6585, 4; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

/* The most characters of a foreign address in a sentence. */
#define MAX_LOCATION 200

static GError *
nothing_answers (const char *uri)
{
  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                      _("Nothing answers at %s: start the server there, or check the address"), uri);
}

/* What a proxy before the server, or another web server, means by a status. */
static GError *
from_status (const char *uri,
             guint       status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_NOT_WEBSOCKET,
                          _("A proxy before %s wants a name and a password, which displays cannot give "
                            "(HTTP status %u): ask who runs it to let displays through"), uri, status);
    case SOUP_STATUS_FORBIDDEN:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("The server at %s, or a proxy before it, does not let this client in "
                            "(HTTP status %u): ask who runs it to allow this computer"), uri, status);
    case SOUP_STATUS_NOT_FOUND:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_NOT_WEBSOCKET,
                          _("A web server answers at %s, but has no board at that path (HTTP status %u): "
                            "check the address, or where the proxy there leads"), uri, status);
    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("A proxy before %s takes no request of this size (HTTP status %u): "
                            "ask who runs it to raise its limit"), uri, status);
    case STATUS_TOO_MANY_REQUESTS:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("A proxy before %s lets clients ask only so often (HTTP status %u): "
                            "ask who runs it to raise its limit"), uri, status);
    case SOUP_STATUS_BAD_GATEWAY:
    case SOUP_STATUS_GATEWAY_TIMEOUT:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("A proxy before %s does not reach the server behind it (HTTP status %u): "
                            "start the server, or check where the proxy leads"), uri, status);
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                          _("The server at %s is full, or a proxy before it has no server now "
                            "(HTTP status %u): try again later"), uri, status);
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

/* GIO reports a proxy that is not there or refuses like a server that does. */
static GError *
from_proxy (const char   *uri,
            const char   *proxy,
            const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                        _("The proxy %s wants a name and a password on the way to %s: write both into its "
                          "address, or list the host in no_proxy"), proxy, uri);

  return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                      _("The proxy %s does not lead to %s (%s): check the proxy of this computer, "
                        "or list the host in no_proxy"), proxy, uri, reason->message);
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
 * @proxy: (nullable): the proxy on the way to the server
 * @reason: the error of GIO or libsoup
 *
 * Returns: (transfer full): the #WbClientError for an attempt that failed
 */
GError *
wb_connection_error_from_handshake (const char           *uri,
                                    guint                 status,
                                    GTlsCertificateFlags  flaws,
                                    const char           *proxy,
                                    const GError         *reason)
{
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  if (reason->domain == G_TLS_ERROR)
    return from_tls (uri, flaws, reason);

  if (proxy != NULL && (reason->domain == G_RESOLVER_ERROR || reason->domain == G_IO_ERROR))
    return from_proxy (uri, proxy, reason);

  if (reason->domain == G_RESOLVER_ERROR)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_REFUSED,
                        _("The host of %s is not known: check the address and the connection of this "
                          "computer"), uri);

  if (reason->domain == G_IO_ERROR)
    return from_io (uri, reason);

  return wb_connection_error_from_status (uri, status, NULL);
}

/**
 * wb_connection_error_from_status:
 * @uri: the server's address
 * @status: the HTTP status of an answer, %SOUP_STATUS_NONE if it was not HTTP
 * @location: (nullable): where the answer redirects to
 *
 * Makes the error for an answer in HTTP that is none of a board server: of a
 * proxy before one, or of another web server. Redirects are not followed, since
 * the token is for the server of the address only.
 *
 * Returns: (transfer full): an error of #WbClientError
 */
GError *
wb_connection_error_from_status (const char *uri,
                                 guint       status,
                                 const char *location)
{
  g_return_val_if_fail (uri != NULL, NULL);

  if (SOUP_STATUS_IS_REDIRECTION (status) && location != NULL)
    {
      g_autofree char *whole = wb_safe_text_dup (location);
      g_autofree char *target = g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), MAX_LOCATION));

      return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_NOT_WEBSOCKET,
                          _("What answers at %s sends clients to %s (HTTP status %u): "
                            "use that address, if it is the server’s"), uri, target, status);
    }

  return from_status (uri, status);
}

/**
 * wb_connection_error_from_timeout:
 * @uri: the server's address
 * @reached: whether there was a TCP connection
 * @proxy: (nullable): the proxy on the way to the server
 *
 * Returns: (transfer full): the #WbClientError for an attempt that timed out
 */
GError *
wb_connection_error_from_timeout (const char *uri,
                                  gboolean    reached,
                                  const char *proxy)
{
  g_return_val_if_fail (uri != NULL, NULL);

  if (proxy != NULL)
    return g_error_new (WB_CLIENT_ERROR, WB_CLIENT_ERROR_SILENT,
                        _("Nothing comes from %s by way of the proxy %s: check both, "
                          "or list the host in no_proxy"), uri, proxy);

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

  return wb_connection_error_from_status (uri, SOUP_STATUS_NONE, NULL);
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
