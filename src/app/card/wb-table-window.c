/* wb-table-window.c: the numbers of a chart as a table
 *
 * For screen readers, and for exact numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-table-window.h"

struct _WbTableWindow
{
  AdwWindow        parent_instance;

  WbTable         *table;

  AdwWindowTitle  *window_title;
  GtkColumnView   *column_view;
};

G_DEFINE_FINAL_TYPE (WbTableWindow, wb_table_window, ADW_TYPE_WINDOW)

static guint
get_column (GtkSignalListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "wb-column"));
}

static void
setup_cb (WbTableWindow            *self,
          GtkListItem              *item,
          GtkSignalListItemFactory *factory)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean numeric = wb_table_is_numeric (self->table, get_column (factory));

  gtk_label_set_xalign (GTK_LABEL (label), numeric ? 1 : 0);
  if (numeric)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (WbTableWindow            *self,
         GtkListItem              *item,
         GtkSignalListItemFactory *factory)
{
  guint row = gtk_list_item_get_position (item);
  g_autofree char *text = wb_table_dup_text (self->table, row, get_column (factory));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
append_column (WbTableWindow *self,
               guint          column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;

  g_object_set_data (G_OBJECT (factory), "wb-column", GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);

  view_column = gtk_column_view_column_new (wb_table_get_heading (self->table, column), factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, !wb_table_is_numeric (self->table, column));
  gtk_column_view_append_column (self->column_view, view_column);
  g_object_unref (view_column);
}

static void
wb_table_window_dispose (GObject *object)
{
  WbTableWindow *self = WB_TABLE_WINDOW (object);

  g_clear_pointer (&self->table, wb_table_unref);

  G_OBJECT_CLASS (wb_table_window_parent_class)->dispose (object);
}

static void
wb_table_window_class_init (WbTableWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_table_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/table-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbTableWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, WbTableWindow, column_view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
wb_table_window_init (WbTableWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
wb_table_window_new (GtkWindow *parent,
                     WbTable   *table)
{
  WbTableWindow *self = g_object_new (WB_TYPE_TABLE_WINDOW, "transient-for", parent, NULL);
  GtkStringList *rows = gtk_string_list_new (NULL);

  g_return_val_if_fail (table != NULL, NULL);

  self->table = wb_table_ref (table);

  /* Cells are looked up by their position, so the items of the model have no content. */
  for (guint i = 0; i < wb_table_get_n_rows (table); i++)
    gtk_string_list_append (rows, "");
  gtk_column_view_set_model (self->column_view,
                             GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));
  for (guint i = 0; i < wb_table_get_n_columns (table); i++)
    append_column (self, i);
  gtk_window_set_title (GTK_WINDOW (self), wb_table_get_title (table));
  adw_window_title_set_title (self->window_title, wb_table_get_title (table));

  return GTK_WIDGET (self);
}
