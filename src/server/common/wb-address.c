/* wb-address.c: where to listen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-address.h"

#include <glib/gi18n-lib.h>

#include "wb-server-error.h"

/* What of an IPv6 address names the network, in bytes. */
#define IPV6_NETWORK 8

static GInetAddress *
parse_host (const char *host,
            gboolean    bracketed)
{
  g_autoptr (GInetAddress) address = NULL;
  GSocketFamily wanted = bracketed ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;

  /* Names other than “localhost” would have to be resolved, which takes time and may give several
   * addresses. */
  if (!bracketed && g_ascii_strcasecmp (host, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  address = g_inet_address_new_from_string (host);
  if (address == NULL || g_inet_address_get_family (address) != wanted)
    return NULL;

  return g_steal_pointer (&address);
}

/* Splits at the last colon outside of brackets. FALSE where there is none. */
static gboolean
split_port (const char  *text,
            char       **ret_host,
            gboolean    *ret_bracketed,
            const char **ret_port)
{
  const char *end;

  if (*text == '[')
    {
      end = strchr (text, ']');
      if (end == NULL || end[1] != ':')
        return FALSE;

      *ret_host = g_strndup (text + 1, end - text - 1);
      *ret_bracketed = TRUE;
      *ret_port = end + 2;
      return TRUE;
    }

  end = strchr (text, ':');
  if (end == NULL || strchr (end + 1, ':') != NULL)
    return FALSE;

  *ret_host = g_strndup (text, end - text);
  *ret_bracketed = FALSE;
  *ret_port = end + 1;
  return TRUE;
}

/**
 * wb_address_parse:
 * @text: `HOST:PORT`, HOST being an IPv4 address, an IPv6 address in
 *   brackets, or `localhost`
 * @error: return location for an error
 *
 * Reads an address to listen on. Port 0 stands for a free one.
 *
 * Returns: (transfer full): the address, or %NULL with
 *   %WB_SERVER_ERROR_ADDRESS
 */
GInetSocketAddress *
wb_address_parse (const char  *text,
                  GError     **error)
{
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;
  gboolean bracketed;
  const char *port_text;
  guint64 port;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!split_port (text, &host, &bracketed, &port_text))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS,
                   _("“%s” is not an address to listen on; write HOST:PORT, such as 127.0.0.1:8888 or "
                     "[::1]:8888"),
                   text);
      return NULL;
    }

  if (!g_ascii_string_to_unsigned (port_text, 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS,
                   _("“%s” in “%s” is not a port; write a number from 0 to 65535, 0 for a free port"),
                   port_text, text);
      return NULL;
    }

  address = parse_host (host, bracketed);
  if (address == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_ADDRESS,
                   _("“%s” in “%s” is not an address of a network interface; write an IPv4 address, an "
                     "IPv6 address in brackets, or localhost"),
                   host, text);
      return NULL;
    }

  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (address, (guint16) port));
}

/**
 * wb_address_get_inet:
 * @address: an address
 *
 * Returns: (transfer none) (nullable): the address of the host, or %NULL if
 *   @address is not one of TCP
 */
GInetAddress *
wb_address_get_inet (GSocketAddress *address)
{
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;

  return g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
}

/**
 * wb_address_to_string:
 * @address: an address
 *
 * Writes an address as [func@wb_address_parse] reads it.
 *
 * Returns: (transfer full): `HOST:PORT`, an IPv6 address in brackets
 */
char *
wb_address_to_string (GInetSocketAddress *address)
{
  g_autofree char *host = NULL;
  GInetAddress *inet;
  guint port;

  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), NULL);

  inet = g_inet_socket_address_get_address (address);
  host = g_inet_address_to_string (inet);
  port = g_inet_socket_address_get_port (address);

  if (g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("[%s]:%u", host, port);

  return g_strdup_printf ("%s:%u", host, port);
}

/**
 * wb_address_describe:
 * @address: (nullable): the address of a peer
 *
 * Returns: (transfer full): how the log names it
 */
char *
wb_address_describe (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) ? wb_address_to_string (G_INET_SOCKET_ADDRESS (address))
                                            : g_strdup ("unknown");
}

/**
 * wb_address_is_loopback:
 * @address: an address
 *
 * Returns: whether only this machine can reach @address
 */
gboolean
wb_address_is_loopback (GInetSocketAddress *address)
{
  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), FALSE);

  return g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address));
}

/**
 * wb_address_get_network:
 * @address: (nullable): an address, %NULL if it is unknown
 *
 * Finds out which part of an address limits go by: all of an IPv4 address, and of
 * an IPv6 address the first 64 bits, since one machine can have all that begin with
 * these.
 *
 * Returns: (transfer full): the bytes, empty for %NULL
 */
GBytes *
wb_address_get_network (GInetAddress *address)
{
  gsize size;

  if (address == NULL)
    return g_bytes_new_static ("", 0);

  size = g_inet_address_get_native_size (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    size = IPV6_NETWORK;

  return g_bytes_new (g_inet_address_to_bytes (address), size);
}

/**
 * wb_address_is_same:
 * @address: an address
 * @other: another address
 *
 * Checks whether listening on both would fail.
 * Port 0 is never the same as port 0: each takes a free one.
 *
 * Returns: whether both name the same fixed port of the same host
 */
gboolean
wb_address_is_same (GInetSocketAddress *address,
                    GInetSocketAddress *other)
{
  guint16 port;

  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), FALSE);
  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (other), FALSE);

  port = g_inet_socket_address_get_port (address);

  return port != 0 &&
         port == g_inet_socket_address_get_port (other) &&
         g_inet_address_equal (g_inet_socket_address_get_address (address),
                                  g_inet_socket_address_get_address (other));
}
