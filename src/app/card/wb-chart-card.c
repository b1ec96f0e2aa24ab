/* wb-chart-card.c: a chart with its title, its age and its buttons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-card-private.h"

#include <glib/gi18n.h>

#include "compat/wb-button-names.h"
#include "support/wb-accessible.h"
#include "support/wb-style-class.h"
#include "wb-card-menu.h"
#include "wb-chart-file.h"
#include "wb-table-window.h"

G_DEFINE_FINAL_TYPE (WbChartCard, wb_chart_card, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_FULL_SCREEN_TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_page (WbChartCard *self,
          guint        page)
{
  wb_chart_view_set_page (self->view, page);
  wb_chart_card_update_title (self);
}

static void
turn_pages (WbChartCard *self,
            int          step)
{
  guint n_pages = MAX (wb_chart_card_count_pages (self), 1);

  set_page (self, (wb_chart_card_get_page (self) + (step < 0 ? n_pages - 1 : 1)) % n_pages);
}

/* Not while the user is active in the card, or the data cursor is shown. */
static void
turn_cb (WbChartCard *self)
{
  if (!wb_activity_tracker_is_active (self->activity) && wb_chart_view_get_cursor (self->view) < 0)
    turn_pages (self, 1);
}

/* The page names of this chart are too long for the row of the title. */
static void
place_pager (WbChartCard *self)
{
  if (self->kind != WB_CHART_HOT)
    return;

  gtk_widget_set_halign (GTK_WIDGET (self->pager), GTK_ALIGN_CENTER);
  gtk_box_remove (self->header, GTK_WIDGET (self->pager));
  gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->pager), GTK_WIDGET (self->header));
}

/* Pages only turn if there are several, and the plan does not fix one. */
void
wb_chart_card_update_paging (WbChartCard *self)
{
  wb_page_turner_set_n_pages (self->turner, self->fixed_page > 0 ? 1 : wb_chart_card_count_pages (self));
}

static void
update_view (WbChartCard *self)
{
  if (self->dataset != NULL)
    wb_chart_view_set_dataset (self->view, self->dataset);
  else
    wb_chart_card_update_message (self);
}

static void
update_type_menu (WbChartCard *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const WbTrend *trend;

  if (self->kind != WB_CHART_TREND || self->dataset == NULL)
    return;

  trend = wb_dataset_get_trend (self->dataset);
  for (guint i = 0; i < trend->n_types; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (trend->types[i].text, NULL);

      g_menu_item_set_action_and_target (item, "card.page", "i", (int) i);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->type_button, G_MENU_MODEL (menu));
}

static void
page_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  set_page (WB_CHART_CARD (widget), (guint) MAX (g_variant_get_int32 (parameter), 0));
}

static void
turn_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  turn_pages (WB_CHART_CARD (widget), g_variant_get_int32 (parameter));
}

static void
full_screen_action_cb (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_FULL_SCREEN_TOGGLED], 0, !WB_CHART_CARD (widget)->full_screen);
}

void
wb_chart_card_show_toast (WbChartCard *self,
                          const char  *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
saved_cb (const GError *error,
          gpointer      user_data)
{
  wb_chart_card_show_toast (WB_CHART_CARD (user_data), error != NULL ? error->message : _("Saved"));
}

/* An exported picture shows the same age as the card, or why there are no data. */
static WbExportOptions
get_export_options (WbChartCard *self,
                    const char  *age)
{
  WbExportOptions options = wb_chart_view_get_export_options (self->view);

  options.kind = self->kind;
  options.own_title = self->own_title;
  options.problem = self->problem;
  options.age = age;

  return options;
}

static void
save_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbChartCard *self = WB_CHART_CARD (widget);
  g_autofree char *age = wb_chart_card_dup_age (self);
  WbExportOptions options = get_export_options (self, age);

  if (!wb_export_format_from_name (g_variant_get_string (parameter, NULL), &options.format))
    return;
  if (options.format == WB_EXPORT_CSV && self->dataset == NULL)
    {
      wb_chart_card_show_toast (self, _("There are no numbers yet"));
      return;
    }

  wb_chart_file_save (GTK_WINDOW (gtk_widget_get_root (widget)), self->dataset, &options,
                      saved_cb, g_object_ref (self), g_object_unref);
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbChartCard *self = WB_CHART_CARD (widget);
  g_autofree char *age = wb_chart_card_dup_age (self);
  WbExportOptions options = get_export_options (self, age);
  g_autoptr (GError) error = NULL;

  if (wb_chart_file_copy (gtk_widget_get_clipboard (widget), self->dataset, &options, &error))
    wb_chart_card_show_toast (self, _("Picture copied"));
  else
    wb_chart_card_show_toast (self, error->message);
}

static void
table_action_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbChartCard *self = WB_CHART_CARD (widget);
  g_autoptr (WbTable) table = wb_table_new (self->dataset, wb_chart_card_get_page (self));

  gtk_window_present (GTK_WINDOW (wb_table_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), table)));
}

/* Only the table needs data: a picture can show that there are none. */
static void
update_actions (WbChartCard *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.table", self->dataset != NULL);
}

static void
set_dataset (WbDataset **place,
             WbDataset  *dataset)
{
  if (dataset != NULL)
    wb_dataset_ref (dataset);
  g_clear_pointer (place, wb_dataset_unref);
  *place = dataset;
}

/* Shows the preview, or the live data. */
void
wb_chart_card_show_data (WbChartCard *self)
{
  WbDataset *wanted = self->preview != NULL ? self->preview : self->live;
  gboolean changed = wanted != self->dataset;

  if (changed)
    set_dataset (&self->dataset, wanted);

  /* Before the view gets the data, so that there is no transition between pages. */
  if (changed)
    wb_chart_card_choose_page (self);
  update_view (self);
  wb_chart_card_update_state (self);
  if (changed)
    {
      update_actions (self);
      update_type_menu (self);
      wb_chart_card_update_title (self);
      wb_chart_card_update_paging (self);
    }
  wb_chart_card_update_preview (self);
}

static void
show_full_screen (WbChartCard *self)
{
  wb_style_class_set (GTK_WIDGET (self), "alone", self->full_screen);
  gtk_button_set_icon_name (self->full_screen_button,
                            self->full_screen ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->full_screen_button),
                               self->full_screen ? _("Back to the Board") : _("Show in Full Screen"));
  wb_chart_card_name_button (self);
}

static void
wb_chart_card_dispose (GObject *object)
{
  WbChartCard *self = WB_CHART_CARD (object);

  g_clear_object (&self->turner);
  g_clear_object (&self->activity);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_pointer (&self->live, wb_dataset_unref);
  g_clear_pointer (&self->preview, wb_dataset_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->obstacle, g_free);
  g_clear_pointer (&self->preview_name, g_free);
  g_clear_pointer (&self->own_title, g_free);
  g_clear_pointer (&self->plan_type, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (wb_chart_card_parent_class)->dispose (object);
}

static void
wb_chart_card_class_init (WbChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_chart_card_dispose;

  /**
   * WbChartCard::full-screen-toggled:
   * @full_screen: whether its chart should fill the board
   *
   * The user asks for full screen, or back. The card does not change by itself.
   */
  signals[SIGNAL_FULL_SCREEN_TOGGLED] =
    g_signal_new ("full-screen-toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "card.page", "i", page_action_cb);
  gtk_widget_class_install_action (widget_class, "card.turn", "i", turn_action_cb);
  gtk_widget_class_install_action (widget_class, "card.full-screen", NULL, full_screen_action_cb);
  gtk_widget_class_install_action (widget_class, "card.save", "s", save_action_cb);
  gtk_widget_class_install_action (widget_class, "card.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "card.table", NULL, table_action_cb);
  wb_chart_card_install_preview (widget_class);

  g_type_ensure (WB_TYPE_CHART_VIEW);
  g_type_ensure (WB_TYPE_PAGER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, box);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, type_button);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, type_label);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, header);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, pager);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, mark);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, mark_icon);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, age_label);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, problem_label);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, preview_bar);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, preview_label);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, full_screen_button);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, view);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, menu_button);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chartcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_chart_card_init (WbChartCard *self)
{
  self->age = -1;

  gtk_widget_init_template (GTK_WIDGET (self));
  wb_card_menu_attach (GTK_WIDGET (self), self->menu_button);
  self->activity = wb_activity_tracker_new (GTK_WIDGET (self));
  g_signal_connect_object (self->view, "region-changed", G_CALLBACK (wb_chart_card_update_title), self,
                           G_CONNECT_SWAPPED);
  wb_button_names_update (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.preview", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.preview-file", FALSE);
  wb_chart_card_update_preview (self);
}

/**
 * wb_chart_card_new:
 * @kind: a chart
 * @settings: the app's settings, with the interval in which its pages turn
 *
 * Creates a card that has no data yet.
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
wb_chart_card_new (WbChartKind  kind,
                   GSettings   *settings)
{
  WbChartCard *self = g_object_new (WB_TYPE_CHART_CARD, NULL);

  self->kind = kind;
  self->turner = wb_page_turner_new (GTK_WIDGET (self), kind, settings);
  g_signal_connect_object (self->turner, "turn", G_CALLBACK (turn_cb), self, G_CONNECT_SWAPPED);
  place_pager (self);
  update_actions (self);
  wb_chart_card_update_title (self);
  update_view (self);
  show_full_screen (self);

  return GTK_WIDGET (self);
}

/**
 * wb_chart_card_set_data:
 * @self: a card
 * @dataset: (nullable): the last good data
 * @problem: (nullable): why there are none, or none newer
 *
 * Shows data, or keeps them until the preview ends.
 */
void
wb_chart_card_set_data (WbChartCard *self,
                        WbDataset   *dataset,
                        const char  *problem)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  if (dataset != self->live)
    {
      set_dataset (&self->live, dataset);
      self->live_waits = self->preview != NULL;
    }
  if (g_strcmp0 (problem, self->problem) != 0)
    {
      g_free (self->problem);
      self->problem = g_strdup (problem);
    }

  wb_chart_card_show_data (self);
}

void
wb_chart_card_set_colors (WbChartCard *self,
                          WbTheme      theme,
                          WbContrast   contrast)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  wb_chart_view_set_colors (self->view, theme, contrast);
}

/**
 * wb_chart_card_set_full_screen:
 * @self: a card
 * @full_screen: whether the card fills the board
 *
 * Sets what the button of the card offers.
 */
void
wb_chart_card_set_full_screen (WbChartCard *self,
                               gboolean     full_screen)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  if (self->full_screen == full_screen)
    return;

  self->full_screen = full_screen;
  show_full_screen (self);
}

/**
 * wb_chart_card_is_settled:
 * @self: a card
 *
 * Returns: %FALSE while the card waits for its first data
 */
gboolean
wb_chart_card_is_settled (WbChartCard *self)
{
  g_return_val_if_fail (WB_IS_CHART_CARD (self), FALSE);

  return self->dataset != NULL;
}
