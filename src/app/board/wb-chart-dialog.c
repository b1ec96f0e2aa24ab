/* wb-chart-dialog.c: asks for a chart, or for its title
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "layout/wb-chart.h"
#include "support/wb-style-class.h"

typedef struct
{
  GtkWidget      *dialog;
  GtkDropDown    *kind;
  GtkEditable    *dataset;
  GtkEditable    *title;
  guint           index;
  WbChartAdded    added;
  WbChartRenamed  renamed;
  gpointer        user_data;
  GDestroyNotify  destroy;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  self->destroy (self->user_data);
  g_free (self);
}

/* An empty name is that of the kind. */
static const char *
get_dataset (Question *self)
{
  const char *name = gtk_editable_get_text (self->dataset);

  return *name != '\0' ? name : wb_chart_kind_get_name (gtk_drop_down_get_selected (self->kind));
}

static void
check_cb (Question *self)
{
  gboolean valid = wb_name_is_valid (get_dataset (self)) &&
                   !g_str_equal (get_dataset (self), WB_BOARD_PLAN_NAME);

  g_object_set (self->dataset, "placeholder-text",
                wb_chart_kind_get_name (gtk_drop_down_get_selected (self->kind)), NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self->dialog), "done", valid);
  wb_style_class_set (GTK_WIDGET (self->dataset), "error", !valid);
}

static void
done_cb (Question *self)
{
  const char *title = gtk_editable_get_text (self->title);
  WbBoardChart chart = { .height = 1 };
  g_autofree char *cut = NULL;

  if (self->renamed != NULL)
    {
      self->renamed (self->index, title, self->user_data);
      return;
    }

  cut = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), WB_BOARD_MAX_TITLE));
  chart.kind = gtk_drop_down_get_selected (self->kind);
  chart.dataset = get_dataset (self);
  chart.title = *cut != '\0' ? cut : NULL;
  self->added (&chart, self->user_data);
}

static GtkWidget *
make_label (const char *text,
            GtkWidget  *labelled)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), labelled);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (labelled), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  -1);

  return label;
}

static GtkEditable *
add_entry (GtkGrid    *grid,
           int         row,
           const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_hexpand (entry, TRUE);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_grid_attach (grid, make_label (text, entry), 0, row, 1, 1);
  gtk_grid_attach (grid, entry, 1, row, 1, 1);

  return GTK_EDITABLE (entry);
}

static Question *
question_new (GtkWindow      *parent,
              const char     *heading,
              const char     *done,
              GtkGrid       **ret_grid,
              gpointer        user_data,
              GDestroyNotify  destroy)
{
  Question *self = g_new0 (Question, 1);
  GtkWidget *grid = gtk_grid_new ();

  self->user_data = user_data;
  self->destroy = destroy;
  self->dialog = adw_message_dialog_new (parent, heading, NULL);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (self->dialog),
                                    "cancel", _("_Cancel"), "done", done, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (self->dialog), "done",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (self->dialog), "done");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel");
  g_signal_connect_swapped (self->dialog, "response::done", G_CALLBACK (done_cb), self);
  g_object_set_data_full (G_OBJECT (self->dialog), "question", self, question_free);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), grid);
  *ret_grid = GTK_GRID (grid);

  return self;
}

/**
 * wb_chart_dialog_add:
 * @parent: a window
 * @callback: called with the chart, whose strings are only valid during the call,
 *   unless the user cancels
 * @user_data: for @callback
 * @destroy: frees @user_data
 *
 * Asks which chart to add.
 */
void
wb_chart_dialog_add (GtkWindow      *parent,
                     WbChartAdded    callback,
                     gpointer        user_data,
                     GDestroyNotify  destroy)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  GtkGrid *grid;
  Question *self = question_new (parent, _("Add a Chart"), _("_Add"), &grid, user_data, destroy);

  self->added = callback;
  for (guint i = 0; i < WB_N_CHARTS; i++)
    gtk_string_list_append (kinds, wb_chart_get_default_title (i));
  self->kind = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&kinds)), NULL));
  gtk_grid_attach (grid, make_label (_("_Kind"), GTK_WIDGET (self->kind)), 0, 0, 1, 1);
  gtk_grid_attach (grid, GTK_WIDGET (self->kind), 1, 0, 1, 1);
  self->dataset = add_entry (grid, 1, _("_Dataset"));
  self->title = add_entry (grid, 2, _("_Title"));
  g_object_set (self->title, "placeholder-text", _("the usual one"), NULL);

  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (check_cb), self);
  g_signal_connect_swapped (self->dataset, "changed", G_CALLBACK (check_cb), self);
  check_cb (self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

/**
 * wb_chart_dialog_rename:
 * @parent: a window
 * @index: for @callback
 * @chart: the chart
 * @callback: called with the title, empty for the default one, unless the user
 *   cancels
 * @user_data: for @callback
 * @destroy: frees @user_data
 *
 * Asks for the title of a chart.
 */
void
wb_chart_dialog_rename (GtkWindow          *parent,
                        guint               index,
                        const WbBoardChart *chart,
                        WbChartRenamed      callback,
                        gpointer            user_data,
                        GDestroyNotify      destroy)
{
  GtkGrid *grid;
  Question *self = question_new (parent, _("Rename the Chart"), _("_Rename"), &grid, user_data, destroy);

  self->index = index;
  self->renamed = callback;
  self->title = add_entry (grid, 0, _("_Title"));
  g_object_set (self->title, "placeholder-text", wb_chart_get_default_title (chart->kind), NULL);
  gtk_editable_set_text (self->title, chart->title != NULL ? chart->title : "");
  gtk_window_present (GTK_WINDOW (self->dialog));
}
