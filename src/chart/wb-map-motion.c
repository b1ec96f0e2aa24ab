/* wb-map-motion.c: the ripples around places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-map.h"

#include <math.h>

#include "wb-color.h"

/* How long a ring takes to spread and fade, in microseconds. */
#define PERIOD (3200 * 1000)

/* So many rings are on their way at once. */
#define N_RINGS 2

/* How far they go, in radii of a dot. */
#define REACH 3.2

/* Where there are more places than this ripples would be a boiling sea, and cost as much. */
#define MAX_RIPPLES 160

/* The most boxes; more become one. */
#define MAX_BOXES 64

static double
get_reach (const WbMapDetails *details)
{
  return details->radius * (REACH + 0.3);
}

/* Joins boxes until none overlaps another. */
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

/* Finds what ripples. Boxes are on whole pixels, so that one painted by itself has no soft edges. */
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

/* One ring of every place of a group, as one path: all of a group are at the same stage. */
static void
draw_ring (const WbMapDetails *details,
           guint               group,
           double              stage,
           WbBox               clip,
           cairo_t            *cr,
           const WbFrame      *frame)
{
  double radius = details->radius * (1 + (REACH - 1) * stage);
  WbColor color = wb_color_mix (wb_palette_get_series (frame->palette, group), (WbColor) { 1, 1, 1, 1 }, 0.35);
  WbBox near = wb_box_grow (clip, get_reach (details));

  cairo_new_path (cr);
  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      if (dot->group != group || !wb_box_contains (near, dot->at.x, dot->at.y))
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, dot->at.x, dot->at.y, radius, 0, 2 * G_PI);
    }
  wb_color_use (wb_color_fade (color, 0.9 * (1 - stage)), cr);
  cairo_set_line_width (cr, details->radius * (0.42 - 0.22 * stage));
  cairo_stroke (cr);
}

/* Draws the rings as they are at the time of the frame. Groups take turns. */
void
wb_map_draw_motion (const WbChartLayout *self,
                    cairo_t             *cr,
                    const WbFrame       *frame)
{
  const WbMapDetails *details = self->details;
  double x1, y1, x2, y2;

  if (details->motion->len == 0)
    return;

  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  WbBox clip = { x1, y1, x2 - x1, y2 - y1 };

  for (guint group = 0; group < details->n_groups; group++)
    for (guint i = 0; i < N_RINGS && !wb_layout_is_hidden (self, group); i++)
      {
        double turns = (double) (frame->time % PERIOD) / PERIOD + group * 0.381966 + (double) i / N_RINGS;

        draw_ring (details, group, turns - floor (turns), clip, cr, frame);
      }
}
