/* wb-pager.c: the name or number of a page, between the buttons that turn it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pager.h"

/* Its buttons activate “card.turn” of the card that it is on. */
struct _WbPager
{
  AdwBin    parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (WbPager, wb_pager, ADW_TYPE_BIN)

static void
wb_pager_class_init (WbPagerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/pager.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPager, label);
  gtk_widget_class_set_css_name (widget_class, "pager");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_pager_init (WbPager *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_pager_set_name:
 * @self: a pager
 * @name: the name of the page, can be empty
 *
 * Shows a page by its name.
 */
void
wb_pager_set_name (WbPager    *self,
                   const char *name)
{
  g_return_if_fail (WB_IS_PAGER (self));
  g_return_if_fail (name != NULL);

  gtk_label_set_label (self->label, name);
}

/**
 * wb_pager_set_count:
 * @self: a pager
 * @page: the page, from 0
 * @n_pages: how many there are
 *
 * Shows a page by its number.
 */
void
wb_pager_set_count (WbPager *self,
                    guint    page,
                    guint    n_pages)
{
  gboolean mirrored;
  g_autofree char *count = NULL;

  g_return_if_fail (WB_IS_PAGER (self));

  /* The isolates keep the order of the two numbers in a right-to-left line, as in exported pictures. */
  mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  count = g_strdup_printf (mirrored ? "\u2066%u / %u\u2069" : "%u / %u", page + 1, n_pages);
  gtk_label_set_label (self->label, count);
}
