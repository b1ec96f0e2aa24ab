/* wb-map-motion.c: the ripples around places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <math.h>

#include "drawing/wb-color.h"

/* The duration of a ripple, in microseconds. */
#define PERIOD (3200 * 1000)

/* The number of simultaneous rings. */
#define N_RINGS 2

/* Their final radius, in radii of a dot. */
#define REACH 3.2

/* Their first radius, in radii of a dot, so that they do not blur its shape; and their opacity in high
 * contrast, where they must not blur the name of a region. */
#define CLEARANCE 2.0
#define CALM      0.7

/* With more places than this there are no ripples, which would be restless and slow. */
#define MAX_RIPPLES 160

/* The most boxes; more are joined into one. */
#define MAX_BOXES 64

/* Ripples are for dots of the usual size; large ones are seen without. */
static gboolean
has_ripples (const WbMapDetails *details,
             const WbMapDot     *dot)
{
  return dot->radius <= details->radius * 1.2;
}

static double
get_reach (const WbMapDetails *details)
{
  return details->radius * (REACH + 0.3);
}

/* Joins boxes until none overlap. */
static void
join_boxes (GArray *boxes)
{
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < boxes->len; i++)
        for (guint j = i + 1; j < boxes->len; j++)
          {
            WbBox *one = &g_array_index (boxes, WbBox, i);
            WbBox other = g_array_index (boxes, WbBox, j);

            if (!wb_box_intersects (*one, other))
              continue;
            *one = wb_box_union (*one, other);
            g_array_remove_index_fast (boxes, j--);
            again = TRUE;
          }
    }
}

/* Finds the areas of ripples. Boxes are on whole device pixels, so that each can be repainted without soft
 * edges. */
void
wb_map_layout_motion (WbChartLayout *self)
{
  WbMapDetails *details = self->details;
  double reach = get_reach (details);

  if (details->dots->len > MAX_RIPPLES)
    return;

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      if (!has_ripples (details, dot))
        continue;

      double x = self->right_to_left ? self->width - dot->at.x : dot->at.x;
      double left = floor (x - reach);
      double top = floor (dot->at.y - reach);
      WbBox box = { left, top, ceil (x + reach) - left, ceil (dot->at.y + reach) - top };

      box = wb_box_clip (box, self->width, self->height);
      g_array_append_val (details->motion, box);
    }
  join_boxes (details->motion);

  while (details->motion->len > MAX_BOXES)
    {
      WbBox last = g_array_index (details->motion, WbBox, details->motion->len - 1);
      WbBox *before = &g_array_index (details->motion, WbBox, details->motion->len - 2);

      *before = wb_box_union (*before, last);
      g_array_set_size (details->motion, details->motion->len - 1);
      join_boxes (details->motion);
    }
}

const WbBox *
wb_map_get_motion (const WbChartLayout *self,
                   guint               *ret_n_boxes)
{
  const WbMapDetails *details = self->details;

  *ret_n_boxes = details->motion->len;

  return (const WbBox *) (gpointer) details->motion->data;
}

/* Draws the rings around one place, from @first radii on, at a given time. The result is a mask for all
 * places of a group, which is three times faster than drawing each. */
static cairo_surface_t *
draw_rings (const WbMapDetails *details,
            double              first,
            double              turns,
            double              scale)
{
  int size = 2 * ceil (get_reach (details) * scale);
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t *cr = cairo_create (mask);

  cairo_translate (cr, size / 2, size / 2);
  cairo_scale (cr, scale, scale);
  for (guint i = 0; i < N_RINGS; i++)
    {
      double stage = turns + (double) i / N_RINGS;

      stage -= floor (stage);
      cairo_arc (cr, 0, 0, details->radius * (first + (REACH - first) * stage), 0, 2 * G_PI);
      cairo_set_source_rgba (cr, 0, 0, 0, 0.9 * (1 - stage));
      cairo_set_line_width (cr, details->radius * (0.42 - 0.22 * stage));
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  cairo_surface_set_device_scale (mask, scale, scale);

  return mask;
}

/* Draws the rings at the time of the context. Groups are offset in time. */
void
wb_map_draw_motion (const WbChartLayout   *self,
                    cairo_t               *cr,
                    const WbRenderContext *context)
{
  const WbMapDetails *details = self->details;
  double half = ceil (get_reach (details) * self->scale) / self->scale;
  double x1, y1, x2, y2;
  gboolean is_high = context->palette->contrast == WB_CONTRAST_HIGH;

  if (details->motion->len == 0)
    return;

  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  WbBox near = wb_box_grow ((WbBox) { x1, y1, x2 - x1, y2 - y1 }, half);

  for (guint group = 0; group < details->n_groups; group++)
    {
      double turns = (double) (context->time % PERIOD) / PERIOD + group * 0.381966;
      WbColor color = wb_palette_get_series (context->palette, group);
      cairo_surface_t *mask = NULL;

      if (is_high)
        color = wb_color_fade (color, CALM);
      else
        color = wb_color_mix (color, (WbColor) { 1, 1, 1, 1 }, 0.35);
      wb_color_use (color, cr);
      for (guint i = 0; i < details->dots->len; i++)
        {
          const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
          double x = self->right_to_left ? self->width - dot->at.x : dot->at.x;

          if (dot->group != group || !has_ripples (details, dot) || !wb_box_contains (near, x, dot->at.y))
            continue;
          if (mask == NULL)
            mask = draw_rings (details, CLEARANCE, turns, self->scale);
          cairo_mask_surface (cr, mask, x - half, dot->at.y - half);
        }
      g_clear_pointer (&mask, cairo_surface_destroy);
    }
}
