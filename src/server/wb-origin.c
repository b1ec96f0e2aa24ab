/* wb-origin.c: which web pages may talk to the server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-origin.h"

#include <gio/gio.h>

/* The host of `scheme://host[:port]`, without brackets. NULL where the text is anything else: user names,
 * paths, lists and white space have no place in an origin (RFC 6454, section 6.2), and each of them has
 * served to make a foreign host look like a known one. */
static char *
origin_get_host (const char *origin)
{
  const char *authority, *host, *end, *rest;

  g_assert (origin != NULL);

  authority = strstr (origin, "://");
  if (authority == NULL || authority == origin)
    return NULL;

  for (const char *p = origin; p < authority; p++)
    if (!g_ascii_isalnum (*p) && strchr ("+-.", *p) == NULL)
      return NULL;

  host = authority + strlen ("://");
  if (*host == '[')
    {
      host++;
      end = host + strspn (host, "0123456789abcdefABCDEF:.");
      if (*end != ']')
        return NULL;
      rest = end + 1;
    }
  else
    {
      end = host;
      while (g_ascii_isalnum (*end) || *end == '-' || *end == '.' || *end == '_')
        end++;
      rest = end;
    }

  if (end == host)
    return NULL;

  if (*rest == ':')
    {
      guint64 port;

      if (!g_ascii_string_to_unsigned (rest + 1, 10, 1, G_MAXUINT16, &port, NULL))
        return NULL;
    }
  else if (*rest != '\0')
    {
      return NULL;
    }

  return g_strndup (host, end - host);
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_assert (host != NULL);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * wb_origin_is_valid:
 * @origin: what an operator wrote
 *
 * Tells whether a browser could send this as its `Origin`: then it makes sense
 * to list it. `null`, which pages from files and sandboxes send, counts.
 *
 * Returns: whether @origin has the form `SCHEME://HOST[:PORT]` or is `null`
 */
gboolean
wb_origin_is_valid (const char *origin)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (origin != NULL, FALSE);

  if (strcmp (origin, "null") == 0)
    return TRUE;

  host = origin_get_host (origin);
  return host != NULL;
}

/**
 * wb_origin_is_allowed:
 * @origin: (nullable): the `Origin` header, %NULL where there is none
 * @allowed: (nullable) (array zero-terminated=1): origins let in besides
 *
 * The Origin rule (docs/protocol.md, limits): a peer that is no web page, a
 * page from this machine, or one that the operator listed. A browser lets any
 * page open a WebSocket to any address, so this is what keeps a stranger's
 * page from reading a board on the same network.
 *
 * Returns: whether the peer may talk to the server
 */
gboolean
wb_origin_is_allowed (const char        *origin,
                      const char *const *allowed)
{
  g_autofree char *host = NULL;

  if (origin == NULL)
    return TRUE;

  for (gsize i = 0; allowed != NULL && allowed[i] != NULL; i++)
    if (g_ascii_strcasecmp (origin, allowed[i]) == 0)
      return TRUE;

  host = origin_get_host (origin);
  return host != NULL && host_is_loopback (host);
}
