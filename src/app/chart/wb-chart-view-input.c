/* wb-chart-view-input.c: what a chart view does when the user points, acts and goes back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-view-private.h"

static const WbMark *
get_mark (WbChartView *self,
          int          index)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self);
  const WbMark *marks = NULL;
  guint n_marks = 0;

  if (layout != NULL)
    marks = wb_chart_layout_get_marks (layout, &n_marks);

  return index >= 0 && (guint) index < n_marks ? &marks[index] : NULL;
}

static int
find_mark (WbChartView *self,
           double       x,
           double       y)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self);

  return layout != NULL ? wb_chart_layout_hit (layout, x, y) : -1;
}

static gboolean
is_legend (WbChartView *self,
           int          index)
{
  const WbMark *mark = get_mark (self, index);

  return mark != NULL && (mark->kind == WB_MARK_LEGEND || mark->kind == WB_MARK_MORE);
}

static int
find_legend (WbChartView *self,
             guint        series)
{
  const WbMark *mark;

  for (int i = 0; (mark = get_mark (self, i)) != NULL; i++)
    if (mark->kind == WB_MARK_LEGEND && mark->series == series)
      return i;

  return -1;
}

/* A data cursor of the keys stays at the legend entry, so that the next Enter switches the series on
 * again. */
static void
toggle_series (WbChartView *self,
               guint        series)
{
  double x, y;

  wb_chart_view_toggle_series (self, series);
  if (!wb_chart_input_get_pointer (self->input, &x, &y))
    wb_chart_view_set_cursor (self, find_legend (self, series));
}

/* Shows the next entries of a legend that has no room for all. A cursor of the keys stays at their number. */
static void
turn_legend (WbChartView *self)
{
  double x, y;
  const WbMark *mark;

  wb_chart_view_turn_legend (self);
  if (wb_chart_input_get_pointer (self->input, &x, &y))
    return;

  for (int i = 0; (mark = get_mark (self, i)) != NULL; i++)
    if (mark->kind == WB_MARK_MORE)
      wb_chart_view_set_cursor (self, i);
}

/* Switches the series of a legend entry on or off, shows more entries, or goes into a region. */
static gboolean
activate_mark (WbChartView *self,
               int          index)
{
  const WbMark *mark = get_mark (self, index);
  const char *region = NULL;

  if (mark != NULL)
    region = wb_chart_layout_get_region (wb_chart_view_get_layout (self), mark);

  if (region != NULL)
    wb_chart_view_set_region (self, region);
  else if (mark != NULL && mark->kind == WB_MARK_LEGEND)
    toggle_series (self, mark->series);
  else if (mark != NULL && mark->kind == WB_MARK_MORE)
    turn_legend (self);
  else
    return FALSE;

  return TRUE;
}

static void
pointed_cb (WbChartView *self,
            double       x,
            double       y)
{
  wb_chart_view_set_cursor (self, find_mark (self, x, y));
}

static void
left_cb (WbChartView *self)
{
  wb_chart_view_set_cursor (self, -1);
}

static void
pressed_cb (WbChartView *self,
            guint        n_presses)
{
  if (n_presses == 1)
    self->was_drilled = self->region != NULL;
}

static void
clicked_cb (WbChartView *self,
            double       x,
            double       y,
            guint        n_presses)
{
  int index = find_mark (self, x, y);

  /* The first click of two may have gone into a region, so the second acts only on a legend entry. */
  if (n_presses == 2 && self->was_drilled)
    wb_chart_view_set_region (self, NULL);
  else if (n_presses == 1 || is_legend (self, index))
    activate_mark (self, index);

  /* The keys continue where the pointer was. Not at the press: the board may scroll to the focused chart. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Whether the board is longer than the window. */
static gboolean
is_in_scrolling (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;

  if (scrolled == NULL)
    return FALSE;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment) >
         gtk_adjustment_get_page_size (adjustment);
}

/* The wheel turns pages. On a board that scrolls it scrolls instead, over any chart: one that comes under
 * the pointer must not stop it. Sideways or with Shift it always turns pages. */
static gboolean
scrolled_cb (WbChartView *self,
             int          steps,
             gboolean     sideways)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!wb_chart_view_turns_pages (self) || (!sideways && is_in_scrolling (widget)))
    return GDK_EVENT_PROPAGATE;

  for (int i = 0; i < ABS (steps); i++)
    gtk_widget_activate_action (widget, "card.turn", "i", steps > 0 ? 1 : -1);

  return GDK_EVENT_STOP;
}

/* Moves the data cursor to another mark, around both ends. */
static void
move_cursor (WbChartView *self,
             WbChartKey   key)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self);
  int cursor = wb_chart_view_get_cursor (self);
  guint n_marks = 0;
  int last;

  if (layout != NULL)
    wb_chart_layout_get_marks (layout, &n_marks);
  if (n_marks == 0)
    return;

  last = (int) n_marks - 1;
  if (key == WB_CHART_KEY_FIRST || (key == WB_CHART_KEY_NEXT && (cursor < 0 || cursor >= last)))
    cursor = 0;
  else if (key == WB_CHART_KEY_LAST || (key == WB_CHART_KEY_PREVIOUS && cursor <= 0))
    cursor = last;
  else
    cursor += key == WB_CHART_KEY_NEXT ? 1 : -1;
  wb_chart_view_set_cursor (self, cursor);
}

/* From the data cursor to none, then from a region to the whole map. */
static gboolean
step_back (WbChartView *self)
{
  if (wb_chart_view_get_cursor (self) >= 0)
    wb_chart_view_set_cursor (self, -1);
  else if (self->region != NULL)
    wb_chart_view_set_region (self, NULL);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
key_cb (WbChartView *self,
        int          key)
{
  if (key == WB_CHART_KEY_ACTIVATE)
    return activate_mark (self, wb_chart_view_get_cursor (self));
  if (key == WB_CHART_KEY_BACK)
    return step_back (self);

  move_cursor (self, (WbChartKey) key);

  return GDK_EVENT_STOP;
}

void
wb_chart_view_follow_input (WbChartView *self)
{
  g_signal_connect_swapped (self->input, "pointed", G_CALLBACK (pointed_cb), self);
  g_signal_connect_swapped (self->input, "left", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (self->input, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (self->input, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_swapped (self->input, "scrolled", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_swapped (self->input, "key", G_CALLBACK (key_cb), self);
}

/* Finds the mark at the pointer, -1 for none. */
int
wb_chart_view_find_pointed (WbChartView   *self,
                            WbChartLayout *layout)
{
  double x, y;

  return wb_chart_input_get_pointer (self->input, &x, &y) ? wb_chart_layout_hit (layout, x, y) : -1;
}
