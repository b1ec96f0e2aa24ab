/* wb-chart-paint.c: the depths of a chart as render nodes
 *
 * The base (axes, areas, bars, labels) is a node that is kept until data, size
 * or theme change: GTK sees the same node again and paints nothing of it. What
 * moves by itself and the overlay (cursor and tooltip) are nodes of their own
 * above it, only as large as what they paint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-paint.h"

#include <math.h>

static cairo_surface_t *
draw_image (WbChartLayout         *layout,
            const WbRenderContext *context)
{
  int width = (int) ceil (context->width * context->scale);
  int height = (int) ceil (context->height * context->scale);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr;

  cairo_surface_set_device_scale (image, context->scale, context->scale);
  cr = cairo_create (image);
  wb_chart_layout_draw_base (layout, cr, context);
  cairo_destroy (cr);

  return image;
}

/**
 * wb_chart_paint_base:
 * @layout: a layout
 * @context: its frame
 * @as_image: whether to keep pixels rather than paths
 *
 * Makes the node of a base.
 *
 * Under something that moves the base is painted anew wherever that was; of an
 * image these parts are copied, while paths are all drawn again each time.
 * Elsewhere paths are better: they cost no memory.
 *
 * Returns: (transfer full): a node
 */
GskRenderNode *
wb_chart_paint_base (WbChartLayout         *layout,
                     const WbRenderContext *context,
                     gboolean               as_image)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, context->width, context->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  if (as_image)
    {
      cairo_surface_t *image = draw_image (layout, context);

      cairo_set_source_surface (cr, image, 0, 0);
      cairo_paint (cr);
      cairo_surface_destroy (image);
    }
  else
    wb_chart_layout_draw_base (layout, cr, context);

  cairo_destroy (cr);

  return node;
}

/**
 * wb_chart_paint_motion:
 * @snapshot: where to paint
 * @layout: a layout
 * @context: its frame, with the time
 *
 * Paints what moves by itself. Each box is a node of its own, so that GTK
 * repaints these and not what lies between them.
 */
void
wb_chart_paint_motion (GtkSnapshot           *snapshot,
                       WbChartLayout         *layout,
                       const WbRenderContext *context)
{
  guint n_boxes;
  const WbBox *boxes = wb_chart_layout_get_motion (layout, &n_boxes);

  for (guint i = 0; i < n_boxes; i++)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (boxes[i].x, boxes[i].y,
                                                                              boxes[i].width, boxes[i].height));

      wb_chart_layout_draw_motion (layout, cr, context);
      cairo_destroy (cr);
    }
}

/**
 * wb_chart_paint_overlay:
 * @snapshot: where to paint
 * @layout: a layout
 * @selection: what the person points at
 * @context: its frame
 *
 * Paints the cursor and its tooltip, if there are any.
 */
void
wb_chart_paint_overlay (GtkSnapshot           *snapshot,
                        WbChartLayout         *layout,
                        const WbSelection     *selection,
                        const WbRenderContext *context)
{
  WbBox box;
  cairo_t *cr;

  if (!wb_chart_layout_get_overlay (layout, selection, context, &box))
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (box.x, box.y, box.width, box.height));
  wb_chart_layout_draw_overlay (layout, cr, selection, context);
  cairo_destroy (cr);
}
