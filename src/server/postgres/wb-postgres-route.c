/* wb-postgres-route.c: resolves the host names in the address of a database
 *
 * libpq connects without blocking, except that it waits for the resolver. The main loop must not block while
 * a name server does not answer, so names are resolved here first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-route.h"

#include <libpq-fe.h>

/* The most addresses that are tried. */
#define MAX_ADDRESSES 16

#define DEFAULT_PORT "5432"

typedef struct
{
  char      **hosts;
  char      **ports;
  guint       n_ports;
  guint       next;       /* the index of the next host to resolve */
  GPtrArray  *out_hosts;
  GPtrArray  *out_addresses;
  GPtrArray  *out_ports;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_strfreev (search->hosts);
  g_strfreev (search->ports);
  g_ptr_array_unref (search->out_hosts);
  g_ptr_array_unref (search->out_addresses);
  g_ptr_array_unref (search->out_ports);
  g_free (search);
}

/* A folder with a socket, an abstract socket and a numeric address need no resolver. */
static gboolean
is_name (const char *host)
{
  return *host != '\0' && *host != '/' && *host != '@' && !g_hostname_is_ip_address (host);
}

static gboolean
has_names (char **hosts)
{
  for (gsize i = 0; hosts[i] != NULL; i++)
    if (is_name (hosts[i]))
      return TRUE;

  return FALSE;
}

/* The options that libpq combines from the address, the environment and the service file. It gives them only
 * after an attempt to connect, which an unknown TLS mode makes fail before anything is sent. */
static PQconninfoOption *
read_options (const char *address)
{
  const char *const keywords[] = { "dbname", "sslmode", NULL };
  const char *const values[] = { address, "none of them", NULL };
  PGconn *probe = PQconnectStartParams (keywords, values, 1);
  PQconninfoOption *options = PQconninfo (probe);

  PQfinish (probe);
  return options;
}

static const char *
find_option (const PQconninfoOption *options,
             const char             *keyword)
{
  for (const PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
    if (strcmp (option->keyword, keyword) == 0)
      return option->val != NULL ? option->val : "";

  return "";
}

static void look_up_next (GTask *task);

static void
add_address (Search     *search,
             const char *host,
             const char *address)
{
  const char *port = search->ports[search->n_ports > 1 ? search->next : 0];

  if (search->out_hosts->len >= MAX_ADDRESSES)
    return;

  g_ptr_array_add (search->out_hosts, g_strdup (host));
  g_ptr_array_add (search->out_addresses, g_strdup (address));
  g_ptr_array_add (search->out_ports, g_strdup (port != NULL && *port != '\0' ? port : DEFAULT_PORT));
}

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);

  for (const GList *l = addresses; l != NULL; l = l->next)
    {
      g_autofree char *address = g_inet_address_to_string (l->data);

      add_address (search, search->hosts[search->next], address);
    }
  g_resolver_free_addresses (addresses);

  /* If one of several hosts is unknown, the others are still used. */
  search->next++;
  if (addresses == NULL && search->hosts[search->next] == NULL && search->out_hosts->len == 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    look_up_next (task);
}

static char *
join (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);

  return g_strjoinv (",", (char **) texts->pdata);
}

static void
look_up_next (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const char *host;
  WbPostgresRoute *route;

  while ((host = search->hosts[search->next]) != NULL && !is_name (host))
    {
      /* A host that is a folder has an empty address: libpq then uses the folder. */
      add_address (search, host, g_hostname_is_ip_address (host) ? host : "");
      search->next++;
    }

  if (host != NULL)
    {
      g_autoptr (GResolver) resolver = g_resolver_get_default ();

      g_resolver_lookup_by_name_async (resolver, host, g_task_get_cancellable (task), looked_up_cb,
                                       g_object_ref (task));
      return;
    }

  route = g_new0 (WbPostgresRoute, 1);
  route->host = join (search->out_hosts);
  route->hostaddr = join (search->out_addresses);
  route->port = join (search->out_ports);
  g_task_return_pointer (task, route, (GDestroyNotify) wb_postgres_route_free);
}

/**
 * wb_postgres_route_find_async:
 * @address: a connection string or URI, or the name of a database
 * @cancellable: (nullable): cancels the operation
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Resolves the host names of an address, including those that libpq takes from
 * elsewhere. A name with several addresses becomes several hosts, which libpq
 * tries in turn.
 */
void
wb_postgres_route_find_async (const char          *address,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_auto (GStrv) hosts = NULL;
  PQconninfoOption *options;
  Search *search;

  g_return_if_fail (address != NULL);

  g_task_set_source_tag (task, wb_postgres_route_find_async);
  options = read_options (address);
  hosts = g_strsplit (find_option (options, "host"), ",", -1);

  /* With `hostaddr`, the names are resolved already. */
  if (*find_option (options, "hostaddr") != '\0' || !has_names (hosts))
    {
      g_task_return_pointer (task, g_new0 (WbPostgresRoute, 1), (GDestroyNotify) wb_postgres_route_free);
      PQconninfoFree (options);
      return;
    }

  search = g_new0 (Search, 1);
  search->ports = g_strsplit (find_option (options, "port"), ",", -1);
  search->n_ports = g_strv_length (search->ports);
  search->hosts = g_steal_pointer (&hosts);
  search->out_hosts = g_ptr_array_new_with_free_func (g_free);
  search->out_addresses = g_ptr_array_new_with_free_func (g_free);
  search->out_ports = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, search, search_free);
  PQconninfoFree (options);

  /* If the numbers of ports and hosts differ, libpq reports the error. */
  if (search->n_ports > 1 && search->n_ports != g_strv_length (search->hosts))
    g_task_return_pointer (task, g_new0 (WbPostgresRoute, 1), (GDestroyNotify) wb_postgres_route_free);
  else
    look_up_next (task);
}

/**
 * wb_postgres_route_find_finish:
 * @result: the argument of the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the route, or %NULL with an error of
 *   %G_RESOLVER_ERROR or %G_IO_ERROR
 */
WbPostgresRoute *
wb_postgres_route_find_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
wb_postgres_route_free (WbPostgresRoute *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->host);
  g_free (self->hostaddr);
  g_free (self->port);
  g_free (self);
}
