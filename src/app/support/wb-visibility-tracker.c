/* wb-visibility-tracker.c: whether a widget is visible to the user
 *
 * Everything with a timer (pages, ripples, transitions, clock and ages) runs
 * only while its widget is visible, so that a board in a hidden window needs no
 * CPU time.
 *
 * What is known depends on the display. A widget that is not mapped and a
 * minimised window are not visible. Wayland compositors report to GTK 4.12 and
 * later that other windows cover a window (“suspended”). GTK < 4.12: they only
 * stop sending frames, which saves the drawing but not the timers. X11 does not
 * report it: a window with an alpha channel, as GTK's are, is redirected by the
 * Composite extension and always counts as unobscured, with or without a
 * compositing manager. There, and on a monitor that is off, a widget counts as
 * visible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-visibility-tracker.h"

struct _WbVisibilityTracker
{
  GObject     parent_instance;

  GtkWidget  *widget;       /* which owns this */
  GdkSurface *surface;      /* while the widget is mapped */
  gboolean    visible;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbVisibilityTracker, wb_visibility_tracker, G_TYPE_OBJECT)

static gboolean
is_hidden (GdkSurface *surface)
{
  GdkToplevelState hidden = GDK_TOPLEVEL_STATE_MINIMIZED;

  if (!GDK_IS_TOPLEVEL (surface))
    return FALSE;

#if GTK_CHECK_VERSION (4, 12, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  hidden |= GDK_TOPLEVEL_STATE_SUSPENDED;
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif

  return (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & hidden) != 0;
}

static void
update (WbVisibilityTracker *self)
{
  gboolean visible = self->surface != NULL && !is_hidden (self->surface);

  if (visible == self->visible)
    return;

  self->visible = visible;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget_surface (WbVisibilityTracker *self)
{
  if (self->surface == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
}

static void
map_cb (WbVisibilityTracker *self)
{
  forget_surface (self);
  self->surface = g_object_ref (gtk_native_get_surface (gtk_widget_get_native (self->widget)));
  if (GDK_IS_TOPLEVEL (self->surface))
    g_signal_connect_object (self->surface, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
unmap_cb (WbVisibilityTracker *self)
{
  forget_surface (self);
  update (self);
}

static void
wb_visibility_tracker_dispose (GObject *object)
{
  forget_surface (WB_VISIBILITY_TRACKER (object));

  G_OBJECT_CLASS (wb_visibility_tracker_parent_class)->dispose (object);
}

static void
wb_visibility_tracker_class_init (WbVisibilityTrackerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_visibility_tracker_dispose;

  /* WbVisibilityTracker::changed: the widget became visible, or is no longer. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_visibility_tracker_init (WbVisibilityTracker *self)
{
}

/**
 * wb_visibility_tracker_new:
 * @widget: a widget that is not mapped yet, which must own what this returns
 *
 * Watches whether a widget is visible to the user.
 *
 * Returns: (transfer full): a tracker
 */
WbVisibilityTracker *
wb_visibility_tracker_new (GtkWidget *widget)
{
  WbVisibilityTracker *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (WB_TYPE_VISIBILITY_TRACKER, NULL);
  self->widget = widget;
  g_signal_connect_object (widget, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (unmap_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * wb_visibility_tracker_is_visible:
 * @self: a tracker
 *
 * Returns: whether the widget is visible, as far as the display reports it
 */
gboolean
wb_visibility_tracker_is_visible (WbVisibilityTracker *self)
{
  g_return_val_if_fail (WB_IS_VISIBILITY_TRACKER (self), FALSE);

  return self->visible;
}
