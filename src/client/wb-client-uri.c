/* wb-client-uri.c: makes a URI from an address that a person typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-client.h"

/* The default port of a board server, as in the legacy protocol. */
#define DEFAULT_PORT 9998

/* The longest address, in bytes; longer ones would not fit into an error message. */
#define MAX_LENGTH 1024

/* Splits off the scheme, NULL if there is none. Returns FALSE for a scheme that is not supported. */
static gboolean
split_scheme (const char  *text,
              const char **ret_scheme,
              const char **ret_rest)
{
  static const struct
  {
    const char *prefix;
    const char *scheme;
  } schemes[] = {
    { "ws://", "ws" },
    { "wss://", "wss" },
    { "http://", "ws" },
    { "https://", "wss" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize length = strlen (schemes[i].prefix);

      if (g_ascii_strncasecmp (text, schemes[i].prefix, length) == 0)
        {
          *ret_scheme = schemes[i].scheme;
          *ret_rest = text + length;
          return TRUE;
        }
    }

  /* A path begins after a host or a port, so “:/” is part of another scheme: “ftp://host”, “ws:/host”. */
  if (strstr (text, ":/") != NULL)
    return FALSE;

  *ret_scheme = NULL;
  *ret_rest = text;
  return TRUE;
}

/* The colons of an IPv6 address without brackets would be parsed as a port. */
static char *
bracket_address (const char *rest)
{
  if (strchr (rest, ':') != NULL && g_hostname_is_ip_address (rest))
    return g_strdup_printf ("[%s]", rest);

  return g_strdup (rest);
}

static GUri *
parse_rest (const char  *text,
            const char  *scheme,
            const char  *rest,
            GError     **error)
{
  g_autofree char *bracketed = bracket_address (rest);
  g_autofree char *full = g_strdup_printf ("%s://%s", scheme != NULL ? scheme : "ws", bracketed);
  g_autoptr (GUri) uri = NULL;

  /* SOUP_HTTP_URI_FLAGS would set the default port of the scheme. */
  uri = g_uri_parse (full,
                     G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY,
                     NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_port (uri) == 0)
    {
      g_set_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI,
                   _("“%s” cannot be read as an address: write it as “host”, “host:port” or "
                     "“ws://host:port”, with a port from 1 to 65535"),
                   text);
      return NULL;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI,
                           _("An address must not hold a user name or password: give the token by itself"));
      return NULL;
    }

  return g_steal_pointer (&uri);
}

static gboolean
is_host_sane (const char *host)
{
  for (const char *p = host; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p) || g_ascii_iscntrl (*p) || strchr ("\"<>\\^`{|}", *p) != NULL)
        return FALSE;
    }

  return TRUE;
}

static char *
join (GUri       *uri,
      const char *scheme,
      const char *host,
      int         port)
{
  const char *path = g_uri_get_path (uri);

  if (g_str_equal (path, "/"))
    path = "";
  if (port == (g_str_equal (scheme, "wss") ? 443 : 80))
    port = -1;

  return g_uri_join (G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY,
                     scheme, NULL, host, port, path, g_uri_get_query (uri), NULL);
}

/**
 * wb_client_normalize_uri:
 * @text: an address that a person typed
 * @error: return location for an error
 *
 * Makes a URI from the address of a board server.
 *
 * It may be a host, `host:port`, or a URI with `ws`, `wss`, `http` or `https`;
 * the last two become the first two. A host without scheme and port gets port
 * 9998, that of a legacy server; with a scheme, the default port is that of the
 * scheme. Equal addresses get equal URIs, so that they can be compared.
 *
 * Returns: (transfer full): a URI, or %NULL with %WB_CLIENT_ERROR_URI
 */
char *
wb_client_normalize_uri (const char  *text,
                         GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;
  const char *rest;
  int port;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0' || strlen (stripped) > MAX_LENGTH || !g_utf8_validate (stripped, -1, NULL))
    {
      g_set_error_literal (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI,
                           _("There is no address: write one such as “192.168.1.20” or "
                             "“wss://board.example.com”"));
      return NULL;
    }

  if (!split_scheme (stripped, &scheme, &rest))
    {
      g_set_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI,
                   _("“%s” is not the address of a board server: one begins with “ws://” or “wss://”"),
                   stripped);
      return NULL;
    }

  uri = parse_rest (stripped, scheme, rest, error);
  if (uri == NULL)
    return NULL;

  host = g_hostname_to_ascii (g_uri_get_host (uri));
  if (host == NULL || !is_host_sane (host))
    {
      g_set_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_URI,
                   _("“%s” is not the name of a host: check the address"), g_uri_get_host (uri));
      return NULL;
    }

  port = g_uri_get_port (uri);
  if (port == -1 && scheme == NULL)
    port = DEFAULT_PORT;

  return join (uri, scheme != NULL ? scheme : "ws", host, port);
}
