/* wb-kiosk-input.c: pointer, touch and keys in the window of a kiosk
 *
 * One controller gets every event before any widget. So a locked kiosk passes
 * no event on, and the gesture to leave is the same whatever the charts do with
 * a key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-input.h"

/* How long Escape or a corner is held to leave, and after what part of that a hint is shown, in
 * milliseconds. */
#define HOLD_MS 3000
#define HINT_MS 1000

/* The side of the corner areas, in logical pixels: large enough for a finger. */
#define CORNER 72

struct _WbKioskInput
{
  GObject             parent_instance;

  GtkWidget          *window;       /* which owns this */
  GtkEventController *controller;
  guint               pointer_seconds;
  gboolean            lock;
  gboolean            takes_keys;
  gboolean            passes_all;   /* while the PIN pad is open */
  double              x, y;         /* of the pointer */
  guint               hide_source;
  guint               hold_source;
  gboolean            hinted;
  gboolean            has_left;     /* the key that did it may still be down */
};

G_DEFINE_FINAL_TYPE (WbKioskInput, wb_kiosk_input, G_TYPE_OBJECT)

enum
{
  SIGNAL_KEY,
  SIGNAL_TOUCHED,
  SIGNAL_HOLDING,
  SIGNAL_LEAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
hide_cb (gpointer user_data)
{
  WbKioskInput *self = user_data;

  self->hide_source = 0;
  gtk_widget_set_cursor_from_name (self->window, "none");

  return G_SOURCE_REMOVE;
}

static void
rest_pointer (WbKioskInput *self)
{
  g_clear_handle_id (&self->hide_source, g_source_remove);
  if (self->pointer_seconds > 0)
    self->hide_source = g_timeout_add_seconds (self->pointer_seconds, hide_cb, self);
}

/* A compositor also sends a motion to a window that opens under a pointer at rest. */
static void
move_pointer (WbKioskInput *self,
              double        x,
              double        y)
{
  if (x == self->x && y == self->y)
    return;

  self->x = x;
  self->y = y;
  gtk_widget_set_cursor (self->window, NULL);
  rest_pointer (self);
}

static void
end_hold (WbKioskInput *self)
{
  g_clear_handle_id (&self->hold_source, g_source_remove);
  if (self->hinted)
    {
      self->hinted = FALSE;
      g_signal_emit (self, signals[SIGNAL_HOLDING], 0, FALSE);
    }
}

static gboolean
held_cb (gpointer user_data)
{
  g_autoptr (WbKioskInput) self = g_object_ref (user_data);

  self->hold_source = 0;
  end_hold (self);
  self->has_left = TRUE;
  g_signal_emit (self, signals[SIGNAL_LEAVE], 0);

  return G_SOURCE_REMOVE;
}

static gboolean
hint_cb (gpointer user_data)
{
  WbKioskInput *self = user_data;

  self->hold_source = g_timeout_add (HOLD_MS - HINT_MS, held_cb, self);
  self->hinted = TRUE;
  g_signal_emit (self, signals[SIGNAL_HOLDING], 0, TRUE);

  return G_SOURCE_REMOVE;
}

static void
begin_hold (WbKioskInput *self)
{
  if (self->hold_source == 0 && !self->passes_all)
    self->hold_source = g_timeout_add (HINT_MS, hint_cb, self);
}

static gboolean
is_in_corner (WbKioskInput *self,
              double        x,
              double        y)
{
  int width = gtk_widget_get_width (self->window);
  int height = gtk_widget_get_height (self->window);

  return (x < CORNER || x >= width - CORNER) && (y < CORNER || y >= height - CORNER);
}

/* Returns whether to stop the propagation of the key. */
static gboolean
press_key (WbKioskInput *self,
           guint         key)
{
  if (key == GDK_KEY_Escape)
    {
      begin_hold (self);
      return self->lock;
    }
  if (self->lock)
    return TRUE;
  if (!self->takes_keys)
    return FALSE;

  switch (key)
    {
    case GDK_KEY_space:
      g_signal_emit (self, signals[SIGNAL_KEY], 0, 0);
      return TRUE;
    case GDK_KEY_Left:
      g_signal_emit (self, signals[SIGNAL_KEY], 0, -1);
      return TRUE;
    case GDK_KEY_Right:
      g_signal_emit (self, signals[SIGNAL_KEY], 0, 1);
      return TRUE;
    default:
      g_signal_emit (self, signals[SIGNAL_TOUCHED], 0);
      return FALSE;
    }
}

static void
press (WbKioskInput *self,
       double        x,
       double        y)
{
  if (is_in_corner (self, x, y))
    begin_hold (self);
  if (!self->lock)
    g_signal_emit (self, signals[SIGNAL_TOUCHED], 0);
}

static gboolean
event_cb (WbKioskInput *self,
          GdkEvent     *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double x = 0, y = 0;

  gdk_event_get_position (event, &x, &y);

  switch ((guint) type)
    {
    case GDK_KEY_PRESS:
      return self->has_left || (!self->passes_all && press_key (self, gdk_key_event_get_keyval (event)));
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      press (self, x, y);
      break;
    case GDK_MOTION_NOTIFY:
    case GDK_TOUCH_UPDATE:
      if (type == GDK_MOTION_NOTIFY)
        move_pointer (self, x, y);
      if (self->hold_source != 0 && (gdk_event_get_modifier_state (event) & GDK_BUTTON1_MASK) != 0 &&
          !is_in_corner (self, x, y))
        end_hold (self);
      return FALSE;
    case GDK_KEY_RELEASE:
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      end_hold (self);
      self->has_left = FALSE;
      break;
    case GDK_SCROLL:
      break;
    default:
      return FALSE;
    }

  return self->lock && !self->passes_all;
}

static void
wb_kiosk_input_dispose (GObject *object)
{
  WbKioskInput *self = WB_KIOSK_INPUT (object);

  g_clear_handle_id (&self->hide_source, g_source_remove);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  if (self->controller != NULL)
    g_signal_handlers_disconnect_by_data (self->controller, self);
  self->controller = NULL;

  G_OBJECT_CLASS (wb_kiosk_input_parent_class)->dispose (object);
}

static void
wb_kiosk_input_class_init (WbKioskInputClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_kiosk_input_dispose;

  /**
   * WbKioskInput::key:
   * @step: 1 for the next item, -1 for the one before, 0 to pause
   *
   * A key turns or pauses the rotation.
   */
  signals[SIGNAL_KEY] = g_signal_new ("key", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                      G_TYPE_INT);

  /* WbKioskInput::touched: a key, a button or a finger was pressed, in a kiosk that is not locked. */
  signals[SIGNAL_TOUCHED] = g_signal_new ("touched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  /**
   * WbKioskInput::holding:
   * @holding: whether Escape or a corner is held down
   *
   * The gesture to leave begins, or is over.
   */
  signals[SIGNAL_HOLDING] = g_signal_new ("holding", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /* WbKioskInput::leave: Escape or a corner was held long enough to leave the kiosk. */
  signals[SIGNAL_LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                        0);
}

static void
wb_kiosk_input_init (WbKioskInput *self)
{
  self->x = -1;
  self->y = -1;
}

/**
 * wb_kiosk_input_new:
 * @window: the window of a kiosk, which outlives this
 * @pointer_seconds: after how many seconds a pointer at rest is hidden, 0 for
 *   never
 * @lock: whether to pass no event on
 *
 * Watches pointer, touch and keys in a window.
 *
 * Returns: (transfer full): an object that emits signals
 */
WbKioskInput *
wb_kiosk_input_new (GtkWidget *window,
                    guint      pointer_seconds,
                    gboolean   lock)
{
  WbKioskInput *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (WB_TYPE_KIOSK_INPUT, NULL);
  self->window = window;
  self->pointer_seconds = pointer_seconds;
  self->lock = lock;
  self->controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (self->controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->controller, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (window, self->controller);
  rest_pointer (self);

  return self;
}

/**
 * wb_kiosk_input_set_takes_keys:
 * @self: an input
 * @takes_keys: whether Space and the arrows turn a rotation
 *
 * Takes these keys from the charts, or leaves them to the charts.
 */
void
wb_kiosk_input_set_takes_keys (WbKioskInput *self,
                               gboolean      takes_keys)
{
  g_return_if_fail (WB_IS_KIOSK_INPUT (self));

  self->takes_keys = takes_keys;
}

/**
 * wb_kiosk_input_set_passes_all:
 * @self: an input
 * @passes_all: whether to pass every event on
 *
 * Passes events of a locked kiosk on, to let an operator type the PIN.
 */
void
wb_kiosk_input_set_passes_all (WbKioskInput *self,
                               gboolean      passes_all)
{
  g_return_if_fail (WB_IS_KIOSK_INPUT (self));

  self->passes_all = passes_all;
  end_hold (self);
}
