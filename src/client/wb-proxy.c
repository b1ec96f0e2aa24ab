/* wb-proxy.c: whether a server is reached through a proxy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-proxy.h"

#include <string.h>

#define DIRECT "direct://"

struct _WbProxy
{
  GObject  parent_instance;

  char    *used;
};

static void resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbProxy, wb_proxy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_iface_init))

/* RFC 4193: fc00::/7, which GIO does not count among the local addresses of a site. */
static gboolean
is_unique_local (GInetAddress *address)
{
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
         (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc;
}

/* Whether the host is this machine or in its own network, which a proxy for the outside does not know. */
static gboolean
is_near (const char *host)
{
  g_autofree char *bare = g_strndup (host, strcspn (host, "%")); /* without the zone of an IPv6 address */
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (bare);

  if (address == NULL)
    return strchr (host, '.') == NULL || g_str_has_suffix (host, ".local") ||
           g_str_has_suffix (host, ".localhost");

  return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
         g_inet_address_get_is_site_local (address) || is_unique_local (address);
}

static gboolean
is_in_domain (const char *host,
              const char *domain)
{
  gsize host_length = strlen (host), length;

  if (g_str_has_prefix (domain, "*."))
    domain++;
  if (*domain == '.')
    domain++;
  length = strlen (domain);
  if (length == 0 || host_length < length ||
      g_ascii_strcasecmp (host + host_length - length, domain) != 0)
    return FALSE;

  return host_length == length || host[host_length - length - 1] == '.';
}

/* Programs read no_proxy as a list of domains that include their hosts; libproxy takes a name there for that
 * one host. */
static gboolean
is_excepted (const char *host)
{
  const char *list = g_getenv ("no_proxy");
  g_auto (GStrv) domains = NULL;

  if (list == NULL)
    list = g_getenv ("NO_PROXY");
  if (list == NULL)
    return FALSE;

  domains = g_strsplit_set (list, ", ", -1);
  for (gsize i = 0; domains[i] != NULL; i++)
    {
      domains[i][strcspn (domains[i], ":")] = '\0'; /* the port of one that has one */
      if (g_str_equal (domains[i], "*") || is_in_domain (host, domains[i]))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_direct (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  return host != NULL && (is_near (host) || is_excepted (host));
}

/* The proxy of a WebSocket is that of the HTTP request it begins with. */
static char *
to_http (const char *uri)
{
  return g_str_has_prefix (uri, "ws") ? g_strconcat ("http", uri + strlen ("ws"), NULL) : g_strdup (uri);
}

static char **
list_direct (void)
{
  return g_strsplit (DIRECT, " ", -1);
}

/* Without name and password, since it is shown. */
static char *
strip_password (const char *proxy)
{
  g_autoptr (GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO) : g_strdup ("");
}

static char **
take_proxies (WbProxy *self,
              char   **proxies)
{
  g_clear_pointer (&self->used, g_free);
  if (proxies != NULL && proxies[0] != NULL && !g_str_equal (proxies[0], DIRECT))
    self->used = strip_password (proxies[0]);

  return proxies;
}

static gboolean
wb_proxy_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
wb_proxy_lookup (GProxyResolver  *resolver,
                 const char      *uri,
                 GCancellable    *cancellable,
                 GError         **error)
{
  g_autofree char *http = to_http (uri);

  if (is_direct (uri))
    return list_direct ();

  return take_proxies (WB_PROXY (resolver),
                       g_proxy_resolver_lookup (g_proxy_resolver_get_default (), http, cancellable, error));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, take_proxies (g_task_get_source_object (task), proxies),
                           (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
wb_proxy_lookup_async (GProxyResolver      *resolver,
                       const char          *uri,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  g_autofree char *http = to_http (uri);

  g_task_set_source_tag (task, wb_proxy_lookup_async);
  if (is_direct (uri))
    g_task_return_pointer (task, list_direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), http, cancellable, looked_up_cb,
                                   g_steal_pointer (&task));
}

static char **
wb_proxy_lookup_finish (GProxyResolver  *resolver,
                        GAsyncResult    *result,
                        GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = wb_proxy_is_supported;
  iface->lookup = wb_proxy_lookup;
  iface->lookup_async = wb_proxy_lookup_async;
  iface->lookup_finish = wb_proxy_lookup_finish;
}

static void
wb_proxy_finalize (GObject *object)
{
  g_clear_pointer (&WB_PROXY (object)->used, g_free);

  G_OBJECT_CLASS (wb_proxy_parent_class)->finalize (object);
}

static void
wb_proxy_class_init (WbProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_proxy_finalize;
}

static void
wb_proxy_init (WbProxy *self)
{
}

/**
 * wb_proxy_new:
 *
 * Makes a resolver for one connection. This machine, private and link-local
 * addresses, names without a dot, `*.local` and the hosts of `no_proxy` are
 * reached without a proxy; for others the settings of the desktop and the
 * environment hold.
 *
 * Returns: (transfer full): the resolver
 */
WbProxy *
wb_proxy_new (void)
{
  return g_object_new (WB_TYPE_PROXY, NULL);
}

/**
 * wb_proxy_get_used:
 * @self: a resolver
 *
 * Gets the proxy that the last lookup gave.
 *
 * Returns: (transfer none) (nullable): its URI without name and password, %NULL
 *   if there is none
 */
const char *
wb_proxy_get_used (WbProxy *self)
{
  g_return_val_if_fail (WB_IS_PROXY (self), NULL);

  return self->used;
}
