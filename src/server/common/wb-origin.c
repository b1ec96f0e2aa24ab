/* wb-origin.c: the origins of web pages that may connect
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-origin.h"

#include <string.h>

#include "wb-host-names.h"

/* What pages from files send: some browsers the one, some the other. Pages in a sandbox send the second as
 * well, whatever site they are from, so listing the first must not allow it. */
#define FROM_FILE    "file://"
#define FROM_NOWHERE "null"

/* The host of `scheme://host[:port]`, without brackets, or NULL where the text is anything else. */
static char *
origin_get_host (const char *origin)
{
  const char *authority;

  authority = strstr (origin, "://");
  if (authority == NULL || authority == origin)
    return NULL;

  for (const char *p = origin; p < authority; p++)
    if (!g_ascii_isalnum (*p) && strchr ("+-.", *p) == NULL)
      return NULL;

  return wb_host_name_parse (authority + strlen ("://"));
}

/**
 * wb_origin_is_valid:
 * @origin: what an operator wrote
 *
 * Checks whether a browser could send this as its `Origin`, so that it makes sense
 * to list it.
 *
 * Returns: whether @origin has the form `SCHEME://HOST[:PORT]`, or is `file://` or
 *   `null`, which pages from files send
 */
gboolean
wb_origin_is_valid (const char *origin)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (origin != NULL, FALSE);

  if (g_str_equal (origin, FROM_FILE) || g_str_equal (origin, FROM_NOWHERE))
    return TRUE;

  host = origin_get_host (origin);
  return host != NULL;
}

/**
 * wb_origin_is_allowed:
 * @origin: (nullable): the `Origin` header, %NULL where there is none
 * @allowed: (nullable) (array zero-terminated=1): more allowed origins
 *
 * The Origin rule (docs/protocol.md, limits): a peer that is not a web page, a
 * page from this machine, or one that the operator listed. A browser lets any page
 * open a WebSocket to any address, so without this rule a foreign page could read a
 * board on the same network.
 *
 * Returns: whether the peer may connect
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
  return host != NULL && wb_host_name_is_loopback (host);
}
