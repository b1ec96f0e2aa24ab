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

struct _WbKioskBanner
{
  AdwBin    parent_instance;

  GtkLabel *headline_label;
  GtkLabel *age_label;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (WbKioskBanner, wb_kiosk_banner, ADW_TYPE_BIN)

static void
wb_kiosk_banner_class_init (WbKioskBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/kiosk-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, WbKioskBanner, headline_label);
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
 * @problem: (nullable): what is wrong, %NULL to hide the banner
 * @oldest: since when the oldest data are not live, see wb_clock_get_time(), 0 if there are none
 *
 * Shows the age of the data and the problem of the connection. To be called once
 * a second.
 */
void
wb_kiosk_banner_update (WbKioskBanner *self,
                        WbClient      *client,
                        const char    *problem,
                        gint64         oldest)
{
  const char *headline;
  gboolean online;
  g_autofree char *age = NULL;

  g_return_if_fail (WB_IS_KIOSK_BANNER (self));
  g_return_if_fail (WB_IS_CLIENT (client));

  gtk_widget_set_visible (GTK_WIDGET (self), problem != NULL);
  if (problem == NULL)
    return;

  /* While there is a connection, the cards show how old their data are. */
  online = wb_client_get_status (client) == WB_CLIENT_ONLINE;
  gtk_widget_set_visible (GTK_WIDGET (self->headline_label), !online);
  gtk_widget_set_visible (GTK_WIDGET (self->age_label), !online);

  headline = wb_connection_get_headline (client);
  gtk_label_set_label (self->headline_label, headline != NULL ? headline : _("No connection to the server"));
  gtk_label_set_label (self->problem_label, problem);
  age = oldest != 0 ? wb_age_to_string (wb_clock_get_age (oldest)) : g_strdup (_("No data yet"));
  gtk_label_set_label (self->age_label, age);
}
