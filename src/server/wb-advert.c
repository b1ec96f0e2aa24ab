/* wb-advert.c: announces a server on the local network
 *
 * It uses the D-Bus interface of Avahi. Without Avahi nothing happens; when
 * Avahi starts later, the server is announced then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-advert.h"

#define AVAHI "org.freedesktop.Avahi"

/* Avahi's “any interface” and “any protocol”. */
#define ANY (-1)

struct _WbAdvert
{
  GObject       parent_instance;

  GCancellable *cancellable;
  guint         watch;
  guint16       port;
  gboolean      secure;
};

G_DEFINE_FINAL_TYPE (WbAdvert, wb_advert, G_TYPE_OBJECT)

static void
call_group (GDBusConnection *bus,
            const char      *group,
            const char      *method,
            GVariant        *arguments)
{
  g_dbus_connection_call (bus, AVAHI, group, AVAHI ".EntryGroup", method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

/* Two servers on one machine differ by their ports. Avahi does what is asked for in that order. */
static void
group_made_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (WbAdvert) self = user_data;
  GDBusConnection *bus = G_DBUS_CONNECTION (source);
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (bus, result, NULL);
  g_autofree char *name = NULL;
  const char *group;
  GVariantBuilder text;

  if (answer == NULL || !g_variant_is_of_type (answer, G_VARIANT_TYPE ("(o)")))
    return;

  g_variant_get (answer, "(&o)", &group);
  name = g_strdup_printf ("%.40s (%u)", g_get_host_name (), (guint) self->port);
  g_variant_builder_init (&text, G_VARIANT_TYPE ("aay"));
  if (self->secure)
    g_variant_builder_add_value (&text, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "tls=1", 5, 1));

  call_group (bus, group, "AddService",
              g_variant_new ("(iiussssqaay)", ANY, ANY, 0, name, WB_ADVERT_TYPE, "", "", self->port, &text));
  call_group (bus, group, "Commit", NULL);
}

static void
appeared_cb (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  WbAdvert *self = user_data;

  g_dbus_connection_call (bus, AVAHI, "/", AVAHI ".Server", "EntryGroupNew", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, group_made_cb,
                          g_object_ref (self));
}

static void
got_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  WbAdvert *self = user_data;
  g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_finish (result, NULL);

  if (bus != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_dbus_connection_set_exit_on_close (bus, FALSE);
      self->watch = g_bus_watch_name_on_connection (bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                    NULL, self, NULL);
    }
  g_object_unref (self);
}

static void
wb_advert_dispose (GObject *object)
{
  WbAdvert *self = WB_ADVERT (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watch != 0)
    g_bus_unwatch_name (self->watch);
  self->watch = 0;

  G_OBJECT_CLASS (wb_advert_parent_class)->dispose (object);
}

static void
wb_advert_finalize (GObject *object)
{
  g_object_unref (WB_ADVERT (object)->cancellable);

  G_OBJECT_CLASS (wb_advert_parent_class)->finalize (object);
}

static void
wb_advert_class_init (WbAdvertClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_advert_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_advert_finalize;
}

static void
wb_advert_init (WbAdvert *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * wb_advert_new:
 * @ws_uri: where displays connect to
 *
 * Announces a server, unless it listens on loopback. Works in the thread-default
 * main context. The entry has its own connection to the bus, so that it is
 * removed with the object.
 *
 * Returns: (transfer full) (nullable): the entry, %NULL for a server on loopback
 */
WbAdvert *
wb_advert_new (const char *ws_uri)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) host = NULL;
  g_autofree char *address = NULL;
  WbAdvert *self;

  g_return_val_if_fail (ws_uri != NULL, NULL);

  uri = g_uri_parse (ws_uri, G_URI_FLAGS_NONE, NULL);
  host = uri != NULL ? g_inet_address_new_from_string (g_uri_get_host (uri)) : NULL;
  if (host == NULL || g_inet_address_get_is_loopback (host))
    return NULL;

  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  if (address == NULL)
    return NULL;

  self = g_object_new (WB_TYPE_ADVERT, NULL);
  self->port = (guint16) g_uri_get_port (uri);
  self->secure = g_str_equal (g_uri_get_scheme (uri), "wss");
  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, self->cancellable, got_bus_cb, g_object_ref (self));

  return self;
}
