/* wb-chart-input.c: mouse, wheel, touch and keys at a chart
 *
 * Turns events into signals. The view connects to them, and decides what they
 * mean for its chart.
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

/* How far press and release of a click may be apart, in logical pixels. A finger needs some tolerance. */
#define CLICK_SLOP 12

/* How long the point of a touch is kept after its end, in seconds: a finger, unlike a pointer, has no
 * “leave”. */
#define FINGER_SECONDS 10

struct _WbChartInput
{
  GObject      parent_instance;

  GtkWidget   *widget;          /* which owns this */
  GSList      *controllers;     /* owned by the widget */

  gboolean     pointed;         /* a pointer is over the chart, or a finger was on it */
  gboolean     by_finger;
  double       x, y;            /* where */

  gboolean     pressed;
  double       press_x, press_y;
  guint32      press_time;      /* milliseconds */
  guint        n_presses;       /* 2 for the second of a double click */
  guint        finger_source;
};

G_DEFINE_FINAL_TYPE (WbChartInput, wb_chart_input, G_TYPE_OBJECT)

enum
{
  POINTED,
  LEFT,
  PRESSED,
  CLICKED,
  SCROLLED,
  KEY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
point (WbChartInput *self,
       double        x,
       double        y)
{
  self->pointed = TRUE;
  self->x = x;
  self->y = y;
  g_clear_handle_id (&self->finger_source, g_source_remove);
  g_signal_emit (self, signals[POINTED], 0, x, y);
}

static void
leave (WbChartInput *self)
{
  g_clear_handle_id (&self->finger_source, g_source_remove);
  self->pointed = FALSE;
  g_signal_emit (self, signals[LEFT], 0);
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

/* The tooltip of a touch stays for a while. */
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

/* A scrolling board claims vertical drags before this is called. */
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

/* Counts clicks itself, since a reset gesture forgets the first one (see release()). */
static void
pressed_cb (WbChartInput       *self,
            int                 n_press,
            double              x,
            double              y,
            GtkEventController *click)
{
  guint32 time = gtk_event_controller_get_current_event_time (click);
  int double_click_time = 400;

  g_object_get (gtk_widget_get_settings (self->widget), "gtk-double-click-time", &double_click_time, NULL);

  if (self->n_presses == 1 && is_near_press (self, x, y) &&
      time - self->press_time <= (guint32) double_click_time)
    self->n_presses = 2;
  else
    self->n_presses = 1;

  self->pressed = TRUE;
  self->press_x = x;
  self->press_y = y;
  self->press_time = time;
  g_signal_emit (self, signals[PRESSED], 0, self->n_presses);
}

/* A click is a press and a release at the same place. GtkGestureClick alone would lose some: after each
 * layout of the window GTK synthesises a motion with the current button state. If it comes between a press
 * and a release that the busy main loop has not dispatched yet, it reports no button as down, the gesture
 * is reset, and the release is unpaired. */
static void
release (WbChartInput *self,
         double        x,
         double        y)
{
  if (!self->pressed)
    return;

  self->pressed = FALSE;
  if (is_near_press (self, x, y))
    g_signal_emit (self, signals[CLICKED], 0, x, y, self->n_presses);
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

static gboolean
scroll_cb (WbChartInput       *self,
           double              dx,
           double              dy,
           GtkEventController *scroll)
{
  gboolean horizontal = fabs (dx) > fabs (dy);
  gboolean shift = (gtk_event_controller_get_current_event_state (scroll) & GDK_SHIFT_MASK) != 0;
  double steps = horizontal ? dx : dy;
  gboolean handled = FALSE;

  if (horizontal && gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL)
    steps = -steps;
  g_signal_emit (self, signals[SCROLLED], 0, (int) steps, horizontal || shift, &handled);

  return handled;
}

static gboolean
emit_key (WbChartInput *self,
          WbChartKey    key)
{
  gboolean handled = FALSE;

  g_signal_emit (self, signals[KEY], 0, (int) key, &handled);

  return handled;
}

static gboolean
key_pressed_cb (WbChartInput    *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  gboolean right_to_left = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;

  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
      return emit_key (self, right_to_left ? WB_CHART_KEY_NEXT : WB_CHART_KEY_PREVIOUS);
    case GDK_KEY_Up:
      return emit_key (self, WB_CHART_KEY_PREVIOUS);
    case GDK_KEY_Right:
      return emit_key (self, right_to_left ? WB_CHART_KEY_PREVIOUS : WB_CHART_KEY_NEXT);
    case GDK_KEY_Down:
      return emit_key (self, WB_CHART_KEY_NEXT);
    case GDK_KEY_Home:
      return emit_key (self, WB_CHART_KEY_FIRST);
    case GDK_KEY_End:
      return emit_key (self, WB_CHART_KEY_LAST);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      return emit_key (self, WB_CHART_KEY_ACTIVATE);
    case GDK_KEY_t:
    case GDK_KEY_T:
      gtk_widget_activate_action (self->widget, "card.table", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      return emit_key (self, WB_CHART_KEY_BACK);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Moving the focus on with Tab ends the data cursor. It stays while another window is active. */
static void
focus_left_cb (WbChartInput *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);

  if (!self->pointed && root != NULL && gtk_root_get_focus (root) != self->widget)
    g_signal_emit (self, signals[LEFT], 0);
}

static void
add_controller (WbChartInput       *self,
                GtkEventController *controller)
{
  gtk_widget_add_controller (self->widget, controller);
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

static void
wb_chart_input_dispose (GObject *object)
{
  WbChartInput *self = WB_CHART_INPUT (object);

  for (GSList *link = self->controllers; link != NULL; link = link->next)
    gtk_widget_remove_controller (self->widget, link->data);
  g_clear_pointer (&self->controllers, g_slist_free);
  g_clear_handle_id (&self->finger_source, g_source_remove);

  G_OBJECT_CLASS (wb_chart_input_parent_class)->dispose (object);
}

static void
wb_chart_input_class_init (WbChartInputClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_chart_input_dispose;

  /**
   * WbChartInput::pointed:
   * @x: where, in logical pixels of the widget
   * @y: where
   *
   * The pointer was moved to a point, or a finger touches it.
   */
  signals[POINTED] = g_signal_new ("pointed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  /* WbChartInput::left: the pointer or the keyboard focus went elsewhere. */
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * WbChartInput::pressed:
   * @n_presses: 2 for the second of a double click
   *
   * The button was pressed, or a tap begins.
   */
  signals[PRESSED] = g_signal_new ("pressed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * WbChartInput::clicked:
   * @x: where, in logical pixels of the widget
   * @y: where
   * @n_presses: 2 for the second of a double click
   *
   * The button was pressed and released at a point.
   */
  signals[CLICKED] = g_signal_new ("clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_UINT);

  /**
   * WbChartInput::scrolled:
   * @steps: of the wheel, negative ones go back
   * @sideways: whether the wheel was turned sideways, or with Shift
   *
   * Returns: whether to stop the propagation of the event
   */
  signals[SCROLLED] = g_signal_new ("scrolled", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                    NULL, NULL, G_TYPE_BOOLEAN, 2, G_TYPE_INT, G_TYPE_BOOLEAN);

  /**
   * WbChartInput::key:
   * @key: a #WbChartKey
   *
   * Returns: whether to stop the propagation of the event
   */
  signals[KEY] = g_signal_new ("key", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                               NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_INT);
}

static void
wb_chart_input_init (WbChartInput *self)
{
}

/**
 * wb_chart_input_new:
 * @widget: a widget, which must own what this returns
 *
 * Watches mouse, wheel, touch and keys at a widget.
 *
 * Returns: (transfer full): an object that emits signals
 */
WbChartInput *
wb_chart_input_new (GtkWidget *widget)
{
  WbChartInput *self;
  GtkEventController *keys;
  GtkEventController *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (WB_TYPE_CHART_INPUT, NULL);
  self->widget = widget;
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
 * wb_chart_input_get_pointer:
 * @self: an input
 * @ret_x: (out): where the pointer is, in logical pixels of the widget
 * @ret_y: (out): where it is
 *
 * Returns: %FALSE if neither pointer nor finger is at the widget
 */
gboolean
wb_chart_input_get_pointer (WbChartInput *self,
                            double       *ret_x,
                            double       *ret_y)
{
  g_return_val_if_fail (WB_IS_CHART_INPUT (self), FALSE);

  *ret_x = self->x;
  *ret_y = self->y;

  return self->pointed;
}
