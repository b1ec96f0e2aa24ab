/* wb-host-names.c: under which names the server is reached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-host-names.h"

#include <netdb.h>
#include <string.h>
#include <unistd.h>

/* What a host name has at most, in bytes (RFC 1035, section 2.3.4), and a zero. */
#define MAX_NAME 256

struct _WbHostNames
{
  char **allowed;   /* NULL for none */
  char  *full_name; /* NULL while it is unknown */
};

static gboolean
is_ipv6 (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
}

/**
 * wb_host_name_parse:
 * @authority: `HOST` or `HOST:PORT`, as in a `Host` header, or behind the
 *   `://` of an origin
 *
 * Returns: (transfer full) (nullable): the host, an IPv6 address without its
 *   brackets. %NULL where the text is anything else: user names, paths, lists and
 *   white space are not allowed there (RFC 9110, section 7.2, and RFC 6454, section
 *   6.2), and can make a foreign host look like an allowed one
 */
char *
wb_host_name_parse (const char *authority)
{
  g_autofree char *host = NULL;
  const char *end;

  g_return_val_if_fail (authority != NULL, NULL);

  if (*authority == '[')
    {
      authority++;
      end = authority + strspn (authority, "0123456789abcdefABCDEF:.");
      host = g_strndup (authority, end - authority);
      if (*end != ']' || !is_ipv6 (host))
        return NULL;
      end++;
    }
  else
    {
      end = authority;
      while (g_ascii_isalnum (*end) || *end == '-' || *end == '.' || *end == '_')
        end++;
      host = g_strndup (authority, end - authority);
    }

  if (*host == '\0')
    return NULL;

  if (*end == ':')
    {
      guint64 port;

      if (!g_ascii_string_to_unsigned (end + 1, 10, 1, G_MAXUINT16, &port, NULL))
        return NULL;
    }
  else if (*end != '\0')
    {
      return NULL;
    }

  return g_steal_pointer (&host);
}

/**
 * wb_host_name_is_loopback:
 * @host: what wb_host_name_parse() gave
 *
 * Returns: whether this is `localhost` or a loopback address
 */
gboolean
wb_host_name_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * wb_host_name_is_valid:
 * @host: what an operator wrote
 *
 * Returns: whether this is the name of a host and nothing more, so that it makes
 *   sense to list it
 */
gboolean
wb_host_name_is_valid (const char *host)
{
  g_autofree char *parsed = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  parsed = wb_host_name_parse (host);
  return g_strcmp0 (parsed, host) == 0;
}

/**
 * wb_host_names_new:
 * @allowed: (nullable) (array zero-terminated=1): more allowed names; copied
 *
 * Returns: (transfer full): the allowed names
 */
WbHostNames *
wb_host_names_new (const char *const *allowed)
{
  WbHostNames *self = g_rc_box_new0 (WbHostNames);

  self->allowed = g_strdupv ((char **) allowed);

  return self;
}

WbHostNames *
wb_host_names_ref (WbHostNames *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
hosts_clear (gpointer data)
{
  WbHostNames *self = data;

  g_strfreev (self->allowed);
  g_free (self->full_name);
}

void
wb_host_names_unref (WbHostNames *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, hosts_clear);
}

static char *
get_name (void)
{
  char name[MAX_NAME] = "";

  return gethostname (name, sizeof name - 1) == 0 ? g_strdup (name) : g_strdup ("");
}

/* The resolver may ask a server that does not answer. */
static void
find_full_name_thread (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_CANONNAME };
  g_autofree char *name = get_name ();
  struct addrinfo *found = NULL;
  char *full_name = NULL;

  if (getaddrinfo (name, NULL, &hints, &found) == 0)
    {
      full_name = g_strdup (found->ai_canonname);
      freeaddrinfo (found);
    }

  g_task_return_pointer (task, full_name, g_free);
}

static void
found_full_name_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (WbHostNames) self = user_data;

  g_free (self->full_name);
  self->full_name = g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * wb_host_names_find_own:
 * @self: allowed names
 *
 * Begins to look up the full name of this machine, which is allowed when the
 * resolver has answered, in the thread-default main context.
 */
void
wb_host_names_find_own (WbHostNames *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, NULL, found_full_name_cb, wb_host_names_ref (self));
  g_task_run_in_thread (task, find_full_name_thread);
}

static gboolean
is_own (WbHostNames *self,
        const char  *host)
{
  g_autofree char *name = get_name ();

  return g_ascii_strcasecmp (host, name) == 0 ||
         (self->full_name != NULL && g_ascii_strcasecmp (host, self->full_name) == 0);
}

static gboolean
is_allowed (WbHostNames *self,
            const char  *host)
{
  for (gsize i = 0; self->allowed != NULL && self->allowed[i] != NULL; i++)
    {
      const char *allowed = self->allowed[i];
      gsize length = strlen (allowed);

      if (length > 1 && allowed[length - 1] == '.')
        length--;
      if (strlen (host) == length && g_ascii_strncasecmp (host, allowed, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * wb_host_names_have:
 * @self: allowed names
 * @authority: a `Host` header, or the authority in the target of a request
 *
 * The host rule (docs/protocol.md, limits). A web page can make the name of its
 * own host point at this machine (DNS rebinding). Then the browser takes the server
 * for the host of the page and sends no `Origin` with a `GET`, but it does send the
 * name. So without tokens a name is allowed only if no name server of the internet
 * can make it point here: an address, a name without a dot, the name of this
 * machine, one of the local network (`*.local`, RFC 6762), and those that the
 * operator listed. The port does not matter, nor does a dot at the end.
 *
 * Returns: whether a request for this host may be served
 */
gboolean
wb_host_names_have (WbHostNames *self,
                    const char  *authority)
{
  g_autofree char *host = NULL;
  g_autofree char *lower = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (authority != NULL, FALSE);

  host = wb_host_name_parse (authority);
  if (host == NULL)
    return FALSE;

  if (g_hostname_is_ip_address (host))
    return TRUE;

  length = strlen (host);
  if (length > 1 && host[length - 1] == '.')
    host[length - 1] = '\0';

  lower = g_ascii_strdown (host, -1);

  return strchr (lower, '.') == NULL || g_str_has_suffix (lower, ".local") || is_own (self, host) ||
         is_allowed (self, host);
}

static gboolean
is_loopback (WbHostNames *unused,
             const char  *authority)
{
  g_autofree char *host = wb_host_name_parse (authority);

  return host != NULL && wb_host_name_is_loopback (host);
}

/* Whether the function accepts all names by which a request calls the server. There are several where a
 * `Host` is repeated, and where the target is an absolute URI, which then decides (RFC 9112, section
 * 3.2.2). */
static gboolean
check_names (SoupServerMessage *message,
             gboolean         (*is_good) (WbHostNames *, const char *),
             WbHostNames       *self)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *target = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *authority = NULL;
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gboolean has_host = FALSE;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Host") == 0)
      {
        has_host = TRUE;
        if (!is_good (self, value))
          return FALSE;
      }

  /* Without either, libsoup puts the address of the socket in their place. */
  if (target == NULL)
    return !has_host;

  authority = strchr (target, ':') != NULL ? g_strdup_printf ("[%s]", target) : g_strdup (target);
  return is_good (self, authority);
}

/**
 * wb_host_names_match:
 * @self: allowed names
 * @message: a request whose header is there
 *
 * Returns: whether it is for an allowed host, see [func@wb_host_names_have]. A
 *   request of HTTP/1.0 without a name is
 */
gboolean
wb_host_names_match (WbHostNames       *self,
                     SoupServerMessage *message)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  return check_names (message, wb_host_names_have, self);
}

/**
 * wb_host_names_are_loopback:
 * @message: a request whose header is there
 *
 * Returns: whether it is for `localhost` or a loopback address
 */
gboolean
wb_host_names_are_loopback (SoupServerMessage *message)
{
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  return check_names (message, is_loopback, NULL);
}
