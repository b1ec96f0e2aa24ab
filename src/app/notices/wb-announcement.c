/* wb-announcement.c: a text that a screen reader speaks, and perhaps a large banner
 *
 * An accessible alert that is always mapped (compat/wb-announce.c says why).
 * Where a toast shows the text, nothing is painted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-announcement.h"

#include "compat/wb-announce.h"
#include "compat/wb-button-names.h"

/* As long as a toast, and long enough to be read across a room. Seconds. */
#define HEARD_SECONDS 5
#define BANNER_SECONDS 30

struct _WbAnnouncement
{
  AdwBin     parent_instance;

  guint      timer;

  GtkWidget *box;
  GtkLabel  *label;
};

G_DEFINE_FINAL_TYPE (WbAnnouncement, wb_announcement, ADW_TYPE_BIN)

static gboolean
timer_cb (gpointer user_data)
{
  WbAnnouncement *self = user_data;

  self->timer = 0;
  wb_announcement_hide (self);

  return G_SOURCE_REMOVE;
}

static void
wb_announcement_dispose (GObject *object)
{
  g_clear_handle_id (&WB_ANNOUNCEMENT (object)->timer, g_source_remove);

  G_OBJECT_CLASS (wb_announcement_parent_class)->dispose (object);
}

static void
wb_announcement_class_init (WbAnnouncementClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_announcement_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/announcement.ui");
  gtk_widget_class_bind_template_child (widget_class, WbAnnouncement, box);
  gtk_widget_class_bind_template_child (widget_class, WbAnnouncement, label);
  gtk_widget_class_bind_template_callback (widget_class, wb_announcement_hide);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
wb_announcement_init (WbAnnouncement *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_button_names_update (GTK_WIDGET (self));
}

/**
 * wb_announcement_say:
 * @self: an announcement
 * @text: the text, which is not markup
 * @style: whether it is visible as well
 *
 * Announces a text, in place of the one before.
 */
void
wb_announcement_say (WbAnnouncement      *self,
                     const char          *text,
                     WbAnnouncementStyle  style)
{
  g_return_if_fail (WB_IS_ANNOUNCEMENT (self));
  g_return_if_fail (text != NULL);

  wb_announcement_hide (self);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_can_target (GTK_WIDGET (self), style == WB_ANNOUNCEMENT_CLOSABLE);
  gtk_widget_set_visible (self->box, style != WB_ANNOUNCEMENT_HEARD);
  wb_announce (GTK_WIDGET (self), text);
  self->timer = g_timeout_add_seconds (style == WB_ANNOUNCEMENT_HEARD ? HEARD_SECONDS : BANNER_SECONDS,
                                       timer_cb, self);
}

void
wb_announcement_hide (WbAnnouncement *self)
{
  g_return_if_fail (WB_IS_ANNOUNCEMENT (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_set_visible (self->box, FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}
