/* wb-activity-tracker.c: whether a user is active in a widget
 *
 * A user is active while the pointer is over the widget and was moved there, or
 * while keys brought the focus into it. Neither pointer nor focus alone are
 * enough: a window may open under a pointer at rest, GTK focuses the first widget
 * of a window and leaves the focus at the last click, and a kiosk must not stop
 * for that. Nor is :focus-visible, which GTK drops after three seconds while the
 * user still reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-activity-tracker.h"

struct _WbActivityTracker
{
  GObject   parent_instance;

  gboolean  pointed;
  gboolean  keyed;
};

G_DEFINE_FINAL_TYPE (WbActivityTracker, wb_activity_tracker, G_TYPE_OBJECT)

static void
motion_cb (WbActivityTracker  *self,
           double              x,
           double              y,
           GtkEventController *motion)
{
  if (wb_activity_tracker_is_moved (motion))
    self->pointed = TRUE;
}

static void
pointer_left_cb (WbActivityTracker *self)
{
  self->pointed = FALSE;
}

/* The key that moves the focus here is pressed in the widget before, and released in this one. */
static void
key_released_cb (WbActivityTracker *self,
                 guint              key,
                 guint              code,
                 GdkModifierType    state)
{
  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return;

  switch (key)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Home:
    case GDK_KEY_End:
      self->keyed = TRUE;
      break;
    default:
      break;
    }
}

static void
focus_left_cb (WbActivityTracker *self)
{
  self->keyed = FALSE;
}

static void
wb_activity_tracker_class_init (WbActivityTrackerClass *klass)
{
}

static void
wb_activity_tracker_init (WbActivityTracker *self)
{
}

/**
 * wb_activity_tracker_new:
 * @widget: a widget, which must own what this returns
 *
 * Watches whether a user is active in a widget or its children.
 *
 * Returns: (transfer full): a tracker
 */
WbActivityTracker *
wb_activity_tracker_new (GtkWidget *widget)
{
  WbActivityTracker *self;
  GtkEventController *motion;
  GtkEventController *keys;
  GtkEventController *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (WB_TYPE_ACTIVITY_TRACKER, NULL);

  /* Children may claim motions and keys, so this gets them in the capture phase. */
  motion = gtk_event_controller_motion_new ();
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (pointer_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, motion);

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-released", G_CALLBACK (key_released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);

  return self;
}

/**
 * wb_activity_tracker_is_active:
 * @self: a tracker
 *
 * Returns: whether the pointer was moved over the widget, or keys brought the
 *   focus into it
 */
gboolean
wb_activity_tracker_is_active (WbActivityTracker *self)
{
  g_return_val_if_fail (WB_IS_ACTIVITY_TRACKER (self), FALSE);

  return self->pointed || self->keyed;
}

/**
 * wb_activity_tracker_is_moved:
 * @motion: a motion controller that emits “motion”
 *
 * Checks whether the pointer itself was moved. GTK also synthesises a motion,
 * without a time, when a widget moved under the pointer.
 *
 * Returns: %FALSE for a synthesised motion
 */
gboolean
wb_activity_tracker_is_moved (GtkEventController *motion)
{
  g_return_val_if_fail (GTK_IS_EVENT_CONTROLLER_MOTION (motion), FALSE);

  return gtk_event_controller_get_current_event_time (motion) != GDK_CURRENT_TIME;
}
