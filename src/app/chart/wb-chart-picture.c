/* wb-chart-picture.c: the layout on show, its transition and its render nodes
 *
 * The widget makes a layout in its next allocation when the last one was
 * dropped, since what it depends on had changed. The base is what is shown of
 * it, or of the transition to it (see wb-chart-paint.c). While the widget is not
 * visible it asks for no frame, so that only an allocation for another reason
 * makes a layout; changes are then shown without a transition.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-picture.h"

#include <adwaita.h>

#include "support/wb-visibility-tracker.h"
#include "wb-chart-paint.h"
#include "wb-transition.h"

/* The interval of an animation, in milliseconds: a ring of a ripple grows by half a pixel in that time. */
#define MOTION_INTERVAL 125

/* The same for a transition, in microseconds: every second frame at 60 Hz, which halves the CPU time of a
 * board whose charts turn their pages all day. */
#define TRANSITION_INTERVAL (30 * 1000)

struct _WbChartPicture
{
  GtkWidget           *widget;           /* which owns this */
  WbVisibilityTracker *visibility;
  WbChartLayout       *layout;           /* NULL while another one must be made */
  gboolean             jumps;            /* the next layout is shown without a transition */
  WbTransition         transition;
  GskRenderNode       *base;
  guint                transition_tick;
  gint64               transition_time;
  guint                motion_source;
};

/* What is not visible is neither laid out nor drawn. */
static void
queue_draw (WbChartPicture *self)
{
  if (!wb_visibility_tracker_is_visible (self->visibility))
    return;

  if (self->layout == NULL)
    gtk_widget_queue_allocate (self->widget);
  gtk_widget_queue_draw (self->widget);
}

static void
stop_ticking (WbChartPicture *self)
{
  if (self->transition_tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->transition_tick);
  self->transition_tick = 0;
}

static gboolean
transition_tick_cb (GtkWidget     *widget,
                    GdkFrameClock *clock,
                    gpointer       user_data)
{
  WbChartPicture *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - self->transition_time < TRANSITION_INTERVAL)
    return G_SOURCE_CONTINUE;

  self->transition_time = now;
  if (wb_transition_advance (&self->transition, now))
    wb_chart_picture_drop_base (self);
  if (wb_transition_is_running (&self->transition))
    return G_SOURCE_CONTINUE;

  self->transition_tick = 0;
  return G_SOURCE_REMOVE;
}

/* A layout with other data is shown by a transition, one in another size at once. */
static void
begin_transition (WbChartPicture *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->widget);
  gint64 now = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
  gboolean animate = clock != NULL && !self->jumps && wb_visibility_tracker_is_visible (self->visibility) &&
                     adw_get_enable_animations (self->widget);

  wb_transition_set_target (&self->transition, self->layout, animate, now);
  self->jumps = FALSE;

  if (wb_transition_is_running (&self->transition) && self->transition_tick == 0)
    self->transition_tick = gtk_widget_add_tick_callback (self->widget, transition_tick_cb, self, NULL);
}

static gboolean
draw_motion_cb (gpointer user_data)
{
  gtk_widget_queue_draw (((WbChartPicture *) user_data)->widget);

  return G_SOURCE_CONTINUE;
}

/* The animation runs while it is visible, and animations are enabled. */
static void
update_motion (WbChartPicture *self)
{
  guint n_boxes = 0;
  gboolean wanted;

  if (self->layout != NULL)
    wb_chart_layout_get_motion (self->layout, &n_boxes);
  wanted = n_boxes > 0 && wb_visibility_tracker_is_visible (self->visibility) &&
           adw_get_enable_animations (self->widget);

  if (wanted && self->motion_source == 0)
    self->motion_source = g_timeout_add (MOTION_INTERVAL, draw_motion_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->motion_source, g_source_remove);
}

static void
visible_cb (WbChartPicture *self)
{
  if (!wb_visibility_tracker_is_visible (self->visibility))
    {
      stop_ticking (self);
      if (wb_transition_is_running (&self->transition))
        {
          wb_transition_set_target (&self->transition, self->transition.to, FALSE, self->transition_time);
          wb_chart_picture_drop_base (self);
        }
      self->jumps = TRUE;
    }

  update_motion (self);
  queue_draw (self);
}

/**
 * wb_chart_picture_new:
 * @widget: a widget that is not mapped yet, which must own what this returns
 *
 * Returns: (transfer full): a picture without a layout
 */
WbChartPicture *
wb_chart_picture_new (GtkWidget *widget)
{
  WbChartPicture *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (WbChartPicture, 1);
  self->widget = widget;
  self->visibility = wb_visibility_tracker_new (widget);
  g_signal_connect_swapped (self->visibility, "changed", G_CALLBACK (visible_cb), self);

  return self;
}

void
wb_chart_picture_free (WbChartPicture *self)
{
  g_return_if_fail (self != NULL);

  stop_ticking (self);
  g_clear_handle_id (&self->motion_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->visibility, self);
  g_clear_object (&self->visibility);
  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  wb_transition_clear (&self->transition);
  g_clear_pointer (&self->base, gsk_render_node_unref);
  g_free (self);
}

/**
 * wb_chart_picture_get_layout:
 * @self: a picture
 *
 * Returns: (transfer none) (nullable): the layout, %NULL if another one must be
 *   made
 */
WbChartLayout *
wb_chart_picture_get_layout (WbChartPicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->layout;
}

/**
 * wb_chart_picture_take_layout:
 * @self: a picture without a layout
 * @layout: (transfer full): a layout
 *
 * Shows a layout, by a transition or at once.
 */
void
wb_chart_picture_take_layout (WbChartPicture *self,
                              WbChartLayout  *layout)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->layout == NULL);
  g_return_if_fail (layout != NULL);

  self->layout = layout;
  begin_transition (self);
  update_motion (self);
}

/**
 * wb_chart_picture_drop_layout:
 * @self: a picture
 *
 * Drops the layout, and asks the widget to make another one.
 */
void
wb_chart_picture_drop_layout (WbChartPicture *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  wb_chart_picture_drop_base (self);
}

/**
 * wb_chart_picture_drop_base:
 * @self: a picture
 *
 * Paints the layout anew, as in other colours.
 */
void
wb_chart_picture_drop_base (WbChartPicture *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->base, gsk_render_node_unref);
  queue_draw (self);
}

/**
 * wb_chart_picture_jump:
 * @self: a picture
 *
 * Drops the layout, and shows the next one, in another size, without a
 * transition. For use in an allocation, during which no other one must be
 * requested; GTK draws a widget of another size anyway.
 */
void
wb_chart_picture_jump (WbChartPicture *self)
{
  g_return_if_fail (self != NULL);

  self->jumps = TRUE;
  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  g_clear_pointer (&self->base, gsk_render_node_unref);
}

/**
 * wb_chart_picture_snapshot:
 * @self: a picture with a layout
 * @snapshot: the snapshot to append to
 * @selection: the data cursor
 * @context: the render context of the layout
 *
 * Paints the layout, or its current step of the transition.
 */
void
wb_chart_picture_snapshot (WbChartPicture        *self,
                           GtkSnapshot           *snapshot,
                           const WbSelection     *selection,
                           const WbRenderContext *context)
{
  WbPaintStorage storage = WB_PAINT_PATHS;
  gboolean moving;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->layout != NULL);

  moving = self->motion_source != 0;
  if (moving && !wb_transition_is_running (&self->transition))
    storage = WB_PAINT_PIXELS;
  if (self->base == NULL)
    self->base = wb_chart_paint_base (self->transition.shown, context, storage);
  gtk_snapshot_append_node (snapshot, self->base);

  /* Without animation, the base shows these parts at rest. */
  if (moving)
    wb_chart_paint_motion (snapshot, self->layout, context);
  wb_chart_paint_overlay (snapshot, self->layout, selection, context);
}
