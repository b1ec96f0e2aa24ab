/* wb-chart-paint.c: the layers of a chart as render nodes
 *
 * The base (axes, areas, bars, labels) is a node that is kept until data, size
 * or theme change: GTK compares nodes, and does not repaint the same one. The
 * animated parts and the overlay (cursor and tooltip) are small nodes above it.
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
 * @context: the render context of the layout
 * @storage: whether the node has pixels or paths
 *
 * Makes the node of the base.
 *
 * An animation above the base makes GTK repaint the parts below it. With pixels
 * these parts are copied; paths are all drawn again each time. Elsewhere paths
 * are better, since they need no memory for pixels.
 *
 * Returns: (transfer full): a node
 */
GskRenderNode *
wb_chart_paint_base (WbChartLayout         *layout,
                     const WbRenderContext *context,
                     WbPaintStorage         storage)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, context->width, context->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  if (storage == WB_PAINT_PIXELS)
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
 * @snapshot: the snapshot to append to
 * @layout: a layout
 * @context: the render context of the layout, with the current time
 *
 * Paints the animated parts. Each box is a node of its own, so that GTK does not
 * repaint the area between them.
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
      graphene_rect_t box = GRAPHENE_RECT_INIT (boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &box);

      wb_chart_layout_draw_motion (layout, cr, context);
      cairo_destroy (cr);
    }
}

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
