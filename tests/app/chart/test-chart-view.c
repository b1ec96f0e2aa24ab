/* test-chart-view.c: when a chart view makes its layout and its description
 *
 * The linker replaces wb_chart_layout_new () and wb_chart_layout_describe () by
 * functions of this program (meson.build), which count the calls and make them.
 * So it does with gtk_widget_queue_allocate (), and with
 * wb_chart_input_get_pointer (), which tells of a pointer that is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "chart/wb-chart-input.h"
#include "chart/wb-chart-view.h"

#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  GtkWidget     *window;
  WbChartView   *view;
  GdkFrameClock *clock;
  WbDataset     *other;
  guint          n_paints;
  guint          n_before_paint;   /* layouts that were made before the first of them */
} Fixture;

static guint n_layouts, n_descriptions, n_queued;
static gboolean is_pointed;

WbChartLayout *__real_wb_chart_layout_new      (WbDataset             *dataset,
                                                const WbSelection     *selection,
                                                const WbRenderContext *context);
WbChartLayout *__wrap_wb_chart_layout_new      (WbDataset             *dataset,
                                                const WbSelection     *selection,
                                                const WbRenderContext *context);
char          *__real_wb_chart_layout_describe (WbChartLayout         *self);
char          *__wrap_wb_chart_layout_describe (WbChartLayout         *self);
void           __real_gtk_widget_queue_allocate (GtkWidget            *widget);
void           __wrap_gtk_widget_queue_allocate (GtkWidget            *widget);
gboolean       __wrap_wb_chart_input_get_pointer (WbChartInput        *self,
                                                  double              *ret_x,
                                                  double              *ret_y);

WbChartLayout *
__wrap_wb_chart_layout_new (WbDataset             *dataset,
                            const WbSelection     *selection,
                            const WbRenderContext *context)
{
  n_layouts++;

  return __real_wb_chart_layout_new (dataset, selection, context);
}

char *
__wrap_wb_chart_layout_describe (WbChartLayout *self)
{
  n_descriptions++;

  return __real_wb_chart_layout_describe (self);
}

void
__wrap_gtk_widget_queue_allocate (GtkWidget *widget)
{
  n_queued++;
  __real_gtk_widget_queue_allocate (widget);
}

gboolean
__wrap_wb_chart_input_get_pointer (WbChartInput *self,
                                   double       *ret_x,
                                   double       *ret_y)
{
  *ret_x = 320;
  *ret_y = 200;

  return is_pointed;
}

/* Runs after GTK has laid the window out, and before it paints it. */
static void
layout_cb (Fixture *self)
{
  if (self->n_paints == 0)
    self->n_before_paint = n_layouts;
}

static void
paint_cb (Fixture *self)
{
  self->n_paints++;
}

static gboolean
timeout_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
settle (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, timeout_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_paint (Fixture *self)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (self->n_paints == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
reset_counts (Fixture *self)
{
  n_layouts = n_descriptions = n_queued = 0;
  self->n_paints = self->n_before_paint = 0;
}

static WbDataset *
load (const char *language)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "samples", language, "seller.json",
                                                 NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  WbDataset *dataset;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  dataset = wb_dataset_parse (WB_CHART_SELLER, "seller", text, length, &error);
  g_assert_no_error (error);

  return dataset;
}

static void
set_up (Fixture       *self,
        gconstpointer  user_data)
{
  g_autoptr (WbDataset) dataset = load ("en");

  self->other = load ("zh");
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 640, 400);
  self->view = g_object_new (WB_TYPE_CHART_VIEW, NULL);
  wb_chart_view_set_dataset (self->view, dataset);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  settle (500);

  self->clock = gtk_widget_get_frame_clock (self->window);
  g_signal_connect_data (self->clock, "layout", G_CALLBACK (layout_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->clock, "paint", G_CALLBACK (paint_cb), self);
  reset_counts (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  user_data)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  wb_dataset_unref (self->other);
}

/* Several changes make one layout, before the frame is painted, also while the pointer is at the chart. */
static void
test_data (Fixture       *self,
           gconstpointer  user_data)
{
  is_pointed = user_data != NULL;
  wb_chart_view_set_dataset (self->view, self->other);
  wb_chart_view_set_page (self->view, 1);
  wb_chart_view_toggle_series (self->view, 0);
  wait_for_paint (self);
  settle (100);

  g_assert_cmpuint (self->n_before_paint, ==, 1);
  g_assert_cmpuint (n_layouts, ==, 1);
  g_assert_cmpuint (n_descriptions, ==, is_pointed ? 0 : 1);
  g_assert_cmpint (wb_chart_view_get_cursor (self->view) >= 0, ==, is_pointed);
  is_pointed = FALSE;
}

/* An allocation must not request another one. */
static void
test_size (Fixture       *self,
           gconstpointer  user_data)
{
  gtk_widget_set_margin_start (GTK_WIDGET (self->view), 100);
  wait_for_paint (self);
  settle (100);

  g_assert_cmpuint (self->n_before_paint, ==, 1);
  g_assert_cmpuint (n_layouts, ==, 1);
  g_assert_cmpuint (n_queued, ==, 0);
}

/* A frame that only draws lays out nothing, nor does one in other colours. */
static void
test_draw (Fixture       *self,
           gconstpointer  user_data)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  wb_chart_view_set_colors (self->view, WB_THEME_LIGHT, WB_CONTRAST_NORMAL);
  wait_for_paint (self);
  settle (100);

  g_assert_cmpuint (n_layouts, ==, 0);
  g_assert_cmpuint (n_descriptions, ==, 0);
}

/* What changes while the view is hidden is laid out once it is shown. */
static void
test_hidden (Fixture       *self,
             gconstpointer  user_data)
{
  gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  settle (100);
  reset_counts (self);
  wb_chart_view_set_dataset (self->view, self->other);
  settle (100);
  g_assert_cmpuint (n_layouts, ==, 0);

  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
  settle (100);
  g_assert_cmpuint (n_layouts, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/chart-view/data", Fixture, NULL, set_up, test_data, tear_down);
  g_test_add ("/chart-view/data/pointed", Fixture, "pointed", set_up, test_data, tear_down);
  g_test_add ("/chart-view/size", Fixture, NULL, set_up, test_size, tear_down);
  g_test_add ("/chart-view/draw", Fixture, NULL, set_up, test_draw, tear_down);
  g_test_add ("/chart-view/hidden", Fixture, NULL, set_up, test_hidden, tear_down);

  return g_test_run ();
}
