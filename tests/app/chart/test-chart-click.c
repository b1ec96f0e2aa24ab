/* test-chart-click.c: a click that a busy program hears of late
 *
 * The button is pressed and released by xdotool on the display of the test, as
 * a hand would. In between the test lays the window out and delivers what GTK
 * then makes up, which is what a frame does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>

#include "chart/wb-chart-view.h"

#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  GtkWidget   *window;
  WbChartView *view;
  gboolean     pressed;
  gboolean     released;
} Fixture;

static void
run (const char *command)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
event_cb (GtkEventController *controller,
          GdkEvent           *event,
          Fixture            *self)
{
  self->pressed |= gdk_event_get_event_type (event) == GDK_BUTTON_PRESS;
  self->released |= gdk_event_get_event_type (event) == GDK_BUTTON_RELEASE;

  return GDK_EVENT_PROPAGATE;
}

static void
wait_for (gboolean *condition)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (!*condition)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
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
  wait_for (&over);
}

static void
set_up (Fixture       *self,
        gconstpointer  user_data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "samples", "en", "trend.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (WbDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  GtkEventController *events = gtk_event_controller_legacy_new ();
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  dataset = wb_dataset_parse (WB_CHART_TREND, "trend", text, length, &error);
  g_assert_no_error (error);

  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 640, 400);
  self->view = g_object_new (WB_TYPE_CHART_VIEW, NULL);
  wb_chart_view_set_dataset (self->view, dataset);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  g_signal_connect (events, "event", G_CALLBACK (event_cb), self);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->view), events);
  gtk_window_present (GTK_WINDOW (self->window));
  settle (500);
}

static void
tear_down (Fixture       *self,
           gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
}

/* A series that is switched off has none. */
static guint
count_points (Fixture *self)
{
  guint n_marks, n_points = 0;
  const WbMark *marks = wb_chart_layout_get_marks (wb_chart_view_get_layout (self->view), &n_marks);

  for (guint i = 0; i < n_marks; i++)
    n_points += marks[i].kind == WB_MARK_POINT;

  return n_points;
}

static void
point_at_legend (Fixture *self)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (wb_chart_view_get_layout (self->view), &n_marks);
  const WbMark *entry = &marks[n_marks - 1];
  g_autofree char *command = NULL;
  graphene_point_t place;
  double left, top;

  g_assert_cmpint (entry->kind, ==, WB_MARK_LEGEND);
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (self->view), self->window,
                                           &GRAPHENE_POINT_INIT (entry->box.x + entry->box.width / 2,
                                                                 entry->box.y + entry->box.height / 2),
                                           &place));
  gtk_native_get_surface_transform (GTK_NATIVE (self->window), &left, &top);
  command = g_strdup_printf ("sh -c 'xdotool mousemove --window "
                             "$(xdotool search --onlyvisible --pid %d | tail -n 1) %d %d'",
                             (int) getpid (), (int) (place.x + left), (int) (place.y + top));
  run (command);
  settle (200);
}

static void
test_click (Fixture       *self,
            gconstpointer  user_data)
{
  guint n_points = count_points (self);

  point_at_legend (self);
  run ("xdotool click 1");
  wait_for (&self->released);
  g_assert_cmpuint (count_points (self), <, n_points);
}

static void
test_late (Fixture       *self,
           gconstpointer  user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  guint n_points = count_points (self);

  point_at_legend (self);
  run ("xdotool mousedown 1");
  wait_for (&self->pressed);

  /* The server knows of the release now, and this program does not yet. */
  run ("xdotool mouseup 1");
  gtk_widget_queue_resize (GTK_WIDGET (self->view));
  g_signal_emit_by_name (clock, "layout");
  g_signal_emit_by_name (clock, "flush-events");
  g_signal_emit_by_name (clock, "resume-events");
  g_assert_false (self->released);

  wait_for (&self->released);
  g_assert_cmpuint (count_points (self), <, n_points);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/chart-click/ordinary", Fixture, NULL, set_up, test_click, tear_down);
  g_test_add ("/chart-click/late", Fixture, NULL, set_up, test_late, tear_down);

  return g_test_run ();
}
