/* wb-state-pill.c: the state of a board in a shape, a word and a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-state-pill.h"

#include "support/wb-accessible.h"

struct _WbStatePill
{
  AdwBin      parent_instance;

  const char *state;  /* a name of `shapes`, NULL at first */
  GtkImage   *icon;
  GtkLabel   *label;
};

G_DEFINE_FINAL_TYPE (WbStatePill, wb_state_pill, ADW_TYPE_BIN)

/* Each state has a shape besides its colour, which not everybody can tell from the others. */
static const struct
{
  const char *name;
  const char *icon;
} shapes[] = {
  { .name = "live", .icon = "wb-ok-symbolic" },
  { .name = "connecting", .icon = "wb-wait-symbolic" },
  { .name = "partly", .icon = "wb-warning-symbolic" },
  { .name = "old", .icon = "wb-warning-symbolic" },
  { .name = "offline", .icon = "wb-critical-symbolic" },
};

static void
wb_state_pill_class_init (WbStatePillClass *klass)
{
}

static void
wb_state_pill_init (WbStatePill *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "state");
}

/**
 * wb_state_pill_set:
 * @self: a pill
 * @state: `live`, `connecting`, `partly` (old), `old` or `offline`, which is its style class as well
 * @text: the state in a few words
 * @details: (nullable): its tooltip
 *
 * Shows a state.
 */
void
wb_state_pill_set (WbStatePill *self,
                   const char  *state,
                   const char  *text,
                   const char  *details)
{
  g_return_if_fail (WB_IS_STATE_PILL (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_label (self->label, text);
  wb_accessible_set_tooltip (GTK_WIDGET (self->label), details);
  if (g_strcmp0 (state, self->state) == 0)
    return;

  if (self->state != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->state);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_str_equal (shapes[i].name, state))
      {
        self->state = shapes[i].name;
        gtk_image_set_from_icon_name (self->icon, shapes[i].icon);
        gtk_widget_add_css_class (GTK_WIDGET (self), self->state);
      }
}
