/* wb-chart-input.c: what hands do to a chart
 *
 * Mouse, wheel, finger and keys come in here, and go out as what the person
 * chose: the view knows no event, and this no drawing.
 *
 * | with     | points by         | acts by      | goes back by | turns pages by |
 * |----------|-------------------|--------------|--------------|----------------|
 * | a mouse  | hovering          | a click      | two clicks   | the wheel      |
 * | a finger | touching, sliding | a tap        | two taps     | the buttons    |
 * | keys     | arrows, Home, End | Enter, space | Escape       | the buttons    |
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-input.h"

#include <math.h>

#include "support/wb-activity-tracker.h"

/* How far a click may go astray between press and release, in logical pixels. A finger needs some. */
#define CLICK_SLOP 12

/* How long what a finger pointed at is kept after it left, in seconds: unlike a pointer it never says that it went. */
#define FINGER_SECONDS 10

struct _WbChartInput
{
  WbChartView *view;            /* which owns this */
  GSList      *controllers;     /* which it owns */

  gboolean     pointed;         /* a pointer is over the chart, or a finger was on it */
  gboolean     by_finger;
  double       x, y;            /* where */

  gboolean     pressed;
  double       press_x, press_y;
  guint32      press_time;      /* milliseconds */
  guint        n_presses;       /* 2 for the second of a double click */
  gboolean     was_drilled;     /* when the first of them began */
  guint        finger_source;
};

static const WbMark *
get_mark (WbChartInput *self,
          int           index)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self->view);
  const WbMark *marks = NULL;
  guint n_marks = 0;

  if (layout != NULL)
    marks = wb_chart_layout_get_marks (layout, &n_marks);

  return index >= 0 && (guint) index < n_marks ? &marks[index] : NULL;
}

static int
find_mark (WbChartInput *self,
           double        x,
           double        y)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self->view);

  return layout != NULL ? wb_chart_layout_hit (layout, x, y) : -1;
}

static gboolean
is_legend (WbChartInput *self,
           int           index)
{
  const WbMark *mark = get_mark (self, index);

  return mark != NULL && mark->kind == WB_MARK_LEGEND;
}

static int
find_legend (WbChartInput *self,
             guint         series)
{
  const WbMark *mark;

  for (int i = 0; (mark = get_mark (self, i)) != NULL; i++)
    if (mark->kind == WB_MARK_LEGEND && mark->series == series)
      return i;

  return -1;
}

/* The keys stay at the entry, to switch the series on again. */
static void
toggle_series (WbChartInput *self,
               guint         series)
{
  wb_chart_view_toggle_series (self->view, series);
  if (!self->pointed)
    wb_chart_view_set_cursor (self->view, find_legend (self, series));
}

/* Switches the series of a legend entry on or off, or goes into a region. */
static gboolean
activate_mark (WbChartInput *self,
               int           index)
{
  const WbMark *mark = get_mark (self, index);
  const char *region = NULL;

  if (mark != NULL)
    region = wb_chart_layout_get_region (wb_chart_view_get_layout (self->view), mark);

  if (region != NULL)
    wb_chart_view_set_region (self->view, region);
  else if (mark != NULL && mark->kind == WB_MARK_LEGEND)
    toggle_series (self, mark->series);
  else
    return FALSE;

  return TRUE;
}

static void
point (WbChartInput *self,
       double        x,
       double        y)
{
  self->pointed = TRUE;
  self->x = x;
  self->y = y;
  g_clear_handle_id (&self->finger_source, g_source_remove);
  wb_chart_view_set_cursor (self->view, find_mark (self, x, y));
}

static void
leave (WbChartInput *self)
{
  g_clear_handle_id (&self->finger_source, g_source_remove);
  self->pointed = FALSE;
  wb_chart_view_set_cursor (self->view, -1);
}

/* A window that opens under the pointer shows no tooltip. */
static void
motion_cb (WbChartInput       *self,
           double              x,
           double              y,
           GtkEventController *motion)
{
  if (!wb_activity_tracker_is_moved (motion) && (!self->pointed || self->by_finger))
    return;

  self->by_finger = FALSE;
  point (self, x, y);
}

/* Where a finger was keeps its tooltip for a while. */
static void
leave_cb (WbChartInput *self)
{
  if (!self->by_finger)
    leave (self);
}

static gboolean
finger_gone_cb (gpointer user_data)
{
  WbChartInput *self = user_data;

  self->finger_source = 0;
  self->by_finger = FALSE;
  leave (self);

  return G_SOURCE_REMOVE;
}

static void
finger_begin_cb (WbChartInput *self,
                 double        x,
                 double        y)
{
  self->by_finger = TRUE;
  point (self, x, y);
}

/* A board that scrolls takes what goes up or down for itself, before this hears of it. */
static void
finger_update_cb (WbChartInput   *self,
                  double          dx,
                  double          dy,
                  GtkGestureDrag *drag)
{
  double x, y;

  if (hypot (dx, dy) > CLICK_SLOP)
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  point (self, x + dx, y + dy);
}

static void
finger_end_cb (WbChartInput *self)
{
  if (self->finger_source == 0)
    self->finger_source = g_timeout_add_seconds (FINGER_SECONDS, finger_gone_cb, self);
}

static gboolean
is_near_press (WbChartInput *self,
               double        x,
               double        y)
{
  return hypot (x - self->press_x, y - self->press_y) <= CLICK_SLOP;
}

/* Counts clicks anew, since the gesture forgets the first one whenever it is reset (see release()). */
static void
pressed_cb (WbChartInput       *self,
            int                 n_press,
            double              x,
            double              y,
            GtkEventController *click)
{
  guint32 time = gtk_event_controller_get_current_event_time (click);
  int double_click_time = 400;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->view)), "gtk-double-click-time", &double_click_time, NULL);

  if (self->n_presses == 1 && is_near_press (self, x, y) && time - self->press_time <= (guint32) double_click_time)
    self->n_presses = 2;
  else
    self->n_presses = 1;

  if (self->n_presses == 1)
    self->was_drilled = wb_chart_view_get_region (self->view) != NULL;

  self->pressed = TRUE;
  self->press_x = x;
  self->press_y = y;
  self->press_time = time;
}

/* A click is a press and a release at the same place. GtkGestureClick alone would lose some: after each new layout of
 * the window GTK makes up a motion with the buttons as they are by then. Where that comes between a press and a
 * release that the machine was too busy to hear of in time, it says that no button is down, the gesture starts over,
 * and the release is one without a press to it. */
static void
release (WbChartInput *self,
         double        x,
         double        y)
{
  int index;

  if (!self->pressed)
    return;

  self->pressed = FALSE;
  if (!is_near_press (self, x, y))
    return;

  /* The first click of two may have gone into a region, so the second means what is there only in a legend. */
  index = find_mark (self, x, y);
  if (self->n_presses == 2 && self->was_drilled)
    wb_chart_view_set_region (self->view, NULL);
  else if (self->n_presses == 1 || is_legend (self, index))
    activate_mark (self, index);

  /* The keys go on where the pointer was. Not with the press: the board may scroll to where the focus is. */
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
released_cb (WbChartInput *self,
             int           n_press,
             double        x,
             double        y)
{
  release (self, x, y);
}

static void
unpaired_release_cb (WbChartInput     *self,
                     double            x,
                     double            y,
                     guint             button,
                     GdkEventSequence *sequence)
{
  if (button == GDK_BUTTON_PRIMARY || sequence != NULL)
    release (self, x, y);
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

/* The wheel turns what also turns by itself. On a board that scrolls it scrolls, wherever the pointer is: a chart that
 * comes by under it must not stop it. There, as elsewhere, sideways or with Shift it turns pages. */
static gboolean
scroll_cb (WbChartInput       *self,
           double              dx,
           double              dy,
           GtkEventController *scroll)
{
  GtkWidget *widget = GTK_WIDGET (self->view);
  gboolean shift = (gtk_event_controller_get_current_event_state (scroll) & GDK_SHIFT_MASK) != 0;
  gboolean sideways = shift || fabs (dx) > fabs (dy);
  double steps = fabs (dx) > fabs (dy) ? dx : dy;

  if (!wb_chart_view_turns_pages (self->view) || (!sideways && is_in_scrolling (widget)))
    return GDK_EVENT_PROPAGATE;

  if (fabs (dx) > fabs (dy) && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    steps = -steps;
  for (int i = 0; i < (int) fabs (steps); i++)
    gtk_widget_activate_action (widget, "card.turn", "i", steps > 0 ? 1 : -1);

  return GDK_EVENT_STOP;
}

/* Moves the data cursor by a mark, around both ends. */
static void
move_cursor (WbChartInput *self,
             int           cursor,
             int           step)
{
  WbChartLayout *layout = wb_chart_view_get_layout (self->view);
  guint n_marks = 0;

  if (layout != NULL)
    wb_chart_layout_get_marks (layout, &n_marks);
  if (n_marks == 0)
    return;

  if (cursor < 0)
    cursor = step > 0 ? -1 : (int) n_marks;
  wb_chart_view_set_cursor (self->view, (cursor + step + (int) n_marks) % (int) n_marks);
}

/* From the data cursor to none, from a region to the whole map. */
static gboolean
step_back (WbChartInput *self)
{
  if (wb_chart_view_get_cursor (self->view) >= 0)
    wb_chart_view_set_cursor (self->view, -1);
  else if (wb_chart_view_get_region (self->view) != NULL)
    wb_chart_view_set_region (self->view, NULL);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (WbChartInput    *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  GtkWidget *widget = GTK_WIDGET (self->view);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int cursor = wb_chart_view_get_cursor (self->view);

  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Up:
      move_cursor (self, cursor, right_to_left && key == GDK_KEY_Left ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_Down:
      move_cursor (self, cursor, right_to_left && key == GDK_KEY_Right ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      return activate_mark (self, cursor);
    case GDK_KEY_Home:
    case GDK_KEY_End:
      move_cursor (self, -1, key == GDK_KEY_Home ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_t:
    case GDK_KEY_T:
      gtk_widget_activate_action (widget, "card.table", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      return step_back (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Whoever goes on with Tab takes the data cursor along; one who only looks at another window comes back to it. */
static void
focus_left_cb (WbChartInput *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));

  if (!self->pointed && root != NULL && gtk_root_get_focus (root) != GTK_WIDGET (self->view))
    wb_chart_view_set_cursor (self->view, -1);
}

static void
add_controller (WbChartInput       *self,
                GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
  self->controllers = g_slist_prepend (self->controllers, controller);
}

static void
add_pointing (WbChartInput *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES |
                                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  add_controller (self, motion);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add_controller (self, scroll);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (click, "unpaired-release", G_CALLBACK (unpaired_release_cb), self);
  add_controller (self, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (drag), TRUE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (finger_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (finger_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (finger_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (finger_end_cb), self);
  add_controller (self, GTK_EVENT_CONTROLLER (drag));
}

/**
 * wb_chart_input_new:
 * @view: a view, which must own what this returns
 *
 * Listens to mouse, wheel, finger and keys at a view.
 *
 * Returns: (transfer full): what listens
 */
WbChartInput *
wb_chart_input_new (WbChartView *view)
{
  WbChartInput *self;
  GtkEventController *keys;
  GtkEventController *focus;

  g_return_val_if_fail (WB_IS_CHART_VIEW (view), NULL);

  self = g_new0 (WbChartInput, 1);
  self->view = view;
  add_pointing (self);

  keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  add_controller (self, keys);

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  add_controller (self, focus);

  return self;
}

/**
 * wb_chart_input_free:
 * @self: what listens
 *
 * Listens no longer.
 */
void
wb_chart_input_free (WbChartInput *self)
{
  g_return_if_fail (self != NULL);

  for (GSList *link = self->controllers; link != NULL; link = link->next)
    gtk_widget_remove_controller (GTK_WIDGET (self->view), link->data);
  g_slist_free (self->controllers);
  g_clear_handle_id (&self->finger_source, g_source_remove);
  g_free (self);
}

/**
 * wb_chart_input_refresh:
 * @self: what listens
 *
 * Says that the chart shows something else, to find what the pointer is at now.
 */
void
wb_chart_input_refresh (WbChartInput *self)
{
  g_return_if_fail (self != NULL);

  wb_chart_view_set_cursor (self->view, self->pointed ? find_mark (self, self->x, self->y) : -1);
}
