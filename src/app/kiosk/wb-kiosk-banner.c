/* wb-kiosk-banner.c: the banner of a kiosk without a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-banner.h"

#include <glib/gi18n.h>

#include "servers/wb-connection-text.h"
#include "support/wb-age.h"
#include "support/wb-clock.h"

/* How long a connection may be lost without a banner, such as while the server is restarted. Microseconds. */
#define PATIENCE (3 * G_USEC_PER_SEC)

struct _WbKioskBanner
{
  AdwBin    parent_instance;

  gint64    lost;          /* when the connection was lost, 0 while there is one */

  GtkLabel *age_label;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (WbKioskBanner, wb_kiosk_banner, ADW_TYPE_BIN)

static void
wb_kiosk_banner_class_init (WbKioskBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/kiosk-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, WbKioskBanner, age_label);
  gtk_widget_class_bind_template_child (widget_class, WbKioskBanner, problem_label);
}

static void
wb_kiosk_banner_init (WbKioskBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_kiosk_banner_update:
 * @self: a banner
 * @client: the client of the kiosk
 * @oldest: when the oldest data arrived, see wb_clock_get_time(), 0 if there are none
 *
 * Shows the age of the data and the problem of the connection, or hides the
 * banner. To be called once a second.
 */
void
wb_kiosk_banner_update (WbKioskBanner *self,
                        WbClient      *client,
                        gint64         oldest)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *age = NULL;
  g_autofree char *problem = NULL;
  gboolean online;

  g_return_if_fail (WB_IS_KIOSK_BANNER (self));
  g_return_if_fail (WB_IS_CLIENT (client));

  online = wb_client_get_status (client) == WB_CLIENT_ONLINE;
  problem = wb_connection_dup_problem (client, now);
  if (online)
    self->lost = 0;
  else if (self->lost == 0)
    self->lost = now;

  gtk_widget_set_visible (GTK_WIDGET (self),
                          online ? problem != NULL : now - self->lost >= PATIENCE);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  /* While there is a connection, each chart shows the age of data that are old. */
  gtk_widget_set_visible (GTK_WIDGET (self->age_label), !online);
  age = oldest != 0 ? wb_age_to_string (wb_clock_get_age (oldest)) : g_strdup (_("No data yet"));
  gtk_label_set_label (self->age_label, age);
  if (problem != NULL)
    gtk_label_set_label (self->problem_label, problem);
}
