/* wb-window-cards.c: the actions of a window that concern one of its charts
 *
 * Each activates an action of a card, for other programs, which name the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-window-private.h"

#include <glib/gi18n.h>

/* Activates an action of a chart's card; a floating @parameter is taken. */
static void
activate (GtkWidget  *widget,
          const char *chart,
          const char *action,
          GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  g_autoptr (GVariant) sunk = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  GtkWidget *card = wb_board_view_find_card (wb_window_get_board_view (self), chart);
  g_autofree char *text = NULL;

  if (card != NULL)
    {
      gtk_widget_activate_action_variant (card, action, sunk);
      return;
    }

  text = g_strdup_printf (_("There is no chart “%s” on the board"), chart);
  wb_toaster_show (wb_window_get_toaster (self), text);
}

static void
chart_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  const char *chart = g_variant_get_string (parameter, NULL);

  if (g_str_equal (action_name, "win.numbers"))
    activate (widget, chart, "card.table", NULL);
  else if (g_str_equal (action_name, "win.copy-picture"))
    activate (widget, chart, "card.copy", NULL);
  else if (g_str_equal (action_name, "win.save-picture"))
    activate (widget, chart, "card.save", g_variant_new_string ("png"));
  else if (g_str_equal (action_name, "win.save-numbers"))
    activate (widget, chart, "card.save", g_variant_new_string ("csv"));
  else if (g_str_equal (action_name, "win.next-page"))
    activate (widget, chart, "card.turn", g_variant_new_int32 (1));
  else if (g_str_equal (action_name, "win.previous-page"))
    activate (widget, chart, "card.turn", g_variant_new_int32 (-1));
  else
    activate (widget, chart, "card.end-preview", NULL);
}

static void
page_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  const char *chart;
  int page;

  g_variant_get (parameter, "(&si)", &chart, &page);
  activate (widget, chart, "card.page", g_variant_new_int32 (MAX (page, 1) - 1));
}

static void
preview_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  const char *chart, *file;

  g_variant_get (parameter, "(&s&s)", &chart, &file);
  activate (widget, chart, "card.preview-file", g_variant_new_string (file));
}

/* Those of a chart take its name; “win.page” also takes the number of a page, from 1, and “win.preview” a
 * file. */
void
wb_window_install_card_actions (GtkWidgetClass *widget_class)
{
  static const char *const of_a_chart[] = {
    "win.numbers", "win.copy-picture", "win.save-picture", "win.save-numbers",
    "win.next-page", "win.previous-page", "win.end-preview",
  };

  for (guint i = 0; i < G_N_ELEMENTS (of_a_chart); i++)
    gtk_widget_class_install_action (widget_class, of_a_chart[i], "s", chart_cb);
  gtk_widget_class_install_action (widget_class, "win.page", "(si)", page_cb);
  gtk_widget_class_install_action (widget_class, "win.preview", "(ss)", preview_cb);
}
