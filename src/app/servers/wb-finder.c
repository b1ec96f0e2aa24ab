/* wb-finder.c: finds servers on the local network by DNS-SD
 *
 * Any computer on the network can advertise anything, so the number of servers
 * is bounded, addresses are validated, and names are shown as plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-finder.h"

#include "support/wb-safe-text.h"
#include "wb-advert.h"
#include "wb-client.h"

#define AVAHI "org.freedesktop.Avahi"

/* Avahi's numbers for any interface, and for IPv4, whose addresses need no scope id. */
#define ANY (-1)
#define IPV4 0

/* How many servers are kept. */
#define N_FOUND 32

typedef struct
{
  char *name;  /* as Avahi reports it */
  char *shown; /* as plain text */
  char *uri;
} Found;

struct _WbFinder
{
  GObject          parent_instance;

  GCancellable    *cancellable;
  GDBusConnection *bus;
  guint            watch;
  guint            subscription;
  GPtrArray       *found;
};

G_DEFINE_FINAL_TYPE (WbFinder, wb_finder, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
found_free (Found *found)
{
  g_free (found->name);
  g_free (found->shown);
  g_free (found->uri);
  g_free (found);
}

static void
forget (WbFinder   *self,
        const char *name)
{
  for (guint i = self->found->len; i > 0; i--)
    {
      const Found *found = g_ptr_array_index (self->found, i - 1);

      if (name == NULL || g_str_equal (found->name, name))
        g_ptr_array_remove_index (self->found, i - 1);
    }
}

static gboolean
is_secure (GVariant *text)
{
  GVariantIter iter;
  GVariant *entry;
  gboolean secure = FALSE;

  g_variant_iter_init (&iter, text);
  while ((entry = g_variant_iter_next_value (&iter)) != NULL)
    {
      gsize length;
      const char *bytes = g_variant_get_fixed_array (entry, &length, 1);

      secure = secure || (length == 5 && memcmp (bytes, "tls=1", 5) == 0);
      g_variant_unref (entry);
    }

  return secure;
}

static void
resolved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WbFinder) self = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) text = NULL;
  g_autofree char *address = NULL;
  g_autofree char *uri = NULL;
  const char *name, *host, *ip;
  gboolean secure;
  guint16 port;
  Found *found;

  if (answer == NULL || !g_variant_is_of_type (answer, G_VARIANT_TYPE ("(iissssisqaayu)")))
    return;

  /* A certificate names the host, so TLS needs its name, not its address. */
  g_variant_get (answer, "(ii&s&s&s&si&sq@aayu)", NULL, NULL, &name, NULL, NULL, &host, NULL, &ip, &port,
                 &text, NULL);
  secure = is_secure (text);
  address = g_strdup_printf ("%s://%s:%u", secure ? "wss" : "ws", secure ? host : ip, (guint) port);
  uri = wb_client_normalize_uri (address, NULL);
  forget (self, name);
  if (uri == NULL || self->found->len >= N_FOUND)
    return;

  found = g_new0 (Found, 1);
  found->name = g_strdup (name);
  found->shown = wb_safe_text_dup (name);
  found->uri = g_steal_pointer (&uri);
  g_ptr_array_add (self->found, found);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
signal_cb (GDBusConnection *bus,
           const char      *sender,
           const char      *path,
           const char      *interface,
           const char      *signal,
           GVariant        *arguments,
           gpointer         user_data)
{
  WbFinder *self = user_data;
  const char *name, *type, *domain;
  int iface;

  if (!g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(iisssu)")))
    return;

  g_variant_get (arguments, "(ii&s&s&su)", &iface, NULL, &name, &type, &domain, NULL);
  if (g_str_equal (signal, "ItemNew"))
    {
      g_dbus_connection_call (bus, AVAHI, "/", AVAHI ".Server", "ResolveService",
                              g_variant_new ("(iisssiu)", iface, IPV4, name, type, domain, IPV4, 0), NULL,
                              G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, resolved_cb,
                              g_object_ref (self));
    }
  else if (g_str_equal (signal, "ItemRemove"))
    {
      forget (self, name);
      g_signal_emit (self, signals[CHANGED], 0);
    }
}

/* Avahi may emit signals before it returns the path of the browser, so this subscribes to those of all
 * browsers. */
static void
appeared_cb (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  WbFinder *self = user_data;

  if (self->subscription == 0)
    self->subscription = g_dbus_connection_signal_subscribe (bus, AVAHI, AVAHI ".ServiceBrowser", NULL, NULL,
                                                             NULL,
                                                             G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, self, NULL);
  g_dbus_connection_call (bus, AVAHI, "/", AVAHI ".Server", "ServiceBrowserNew",
                          g_variant_new ("(iissu)", ANY, IPV4, WB_ADVERT_TYPE, "", 0), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, NULL, NULL);
}

static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  WbFinder *self = user_data;

  if (self->found->len == 0)
    return;

  forget (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
got_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbFinder) self = user_data;

  self->bus = g_bus_get_finish (result, NULL);
  if (self->bus == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->watch = g_bus_watch_name_on_connection (self->bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb, vanished_cb, self, NULL);
}

static void
wb_finder_dispose (GObject *object)
{
  WbFinder *self = WB_FINDER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watch != 0)
    g_bus_unwatch_name (self->watch);
  self->watch = 0;
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (wb_finder_parent_class)->dispose (object);
}

static void
wb_finder_finalize (GObject *object)
{
  WbFinder *self = WB_FINDER (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->found);

  G_OBJECT_CLASS (wb_finder_parent_class)->finalize (object);
}

static void
wb_finder_class_init (WbFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_finder_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_finder_finalize;

  /* WbFinder::changed: a server was added or removed. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_finder_init (WbFinder *self)
{
  self->cancellable = g_cancellable_new ();
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
}

/**
 * wb_finder_new:
 *
 * Starts to browse.
 *
 * Returns: (transfer full): a finder that knows no server yet
 */
WbFinder *
wb_finder_new (void)
{
  WbFinder *self = g_object_new (WB_TYPE_FINDER, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, got_bus_cb, g_object_ref (self));

  return self;
}

guint
wb_finder_get_n (WbFinder *self)
{
  g_return_val_if_fail (WB_IS_FINDER (self), 0);

  return self->found->len;
}

/**
 * wb_finder_get:
 * @self: a finder
 * @position: which server
 * @ret_name: (out) (transfer none): its name, as plain text
 *
 * Returns: (transfer none): the address of the server
 */
const char *
wb_finder_get (WbFinder    *self,
               guint        position,
               const char **ret_name)
{
  const Found *found;

  g_return_val_if_fail (WB_IS_FINDER (self), NULL);
  g_return_val_if_fail (position < self->found->len, NULL);

  found = g_ptr_array_index (self->found, position);
  *ret_name = found->shown;

  return found->uri;
}
