/* wb-map-fit.c: the positions of map, legend and inset on the card
 *
 * Many maps leave a corner free, where the legend fits without making the map smaller. So the room next to
 * the legend is computed from the map's lines, not from their bounding box.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <math.h>

#include "layout/wb-legend.h"

/* In em of a label. */
#define PADDING 0.6
#define GAP     0.8

/* The text size of the legend, relative to labels of other charts, and its least size in logical pixels. */
#define LEGEND_SIZE 0.8
#define MIN_LEGEND  11

/* The largest share of the legend in the width and in the height. */
#define MAX_COLUMN 0.45
#define MAX_ROWS   0.25

/* In a frame beyond this ratio of height to width, map and legend are together in the middle. */
#define TALL 1.5

/* The factor by which a map shrinks in each try, and the number of tries. */
#define SHRINK    0.97
#define MAX_TRIES 40

/* The inset: its height and its distance from the map, relative to the map's height and width; and the least
 * visible height, in logical pixels. China's is just below the Diaoyu islands, so that it is not east of
 * them. */
#define INSET_SHARE 0.22
#define INSET_GAP   0.012
#define MIN_INSET   18

/* The most entries of a legend. */
#define MAX_ENTRIES 64

typedef enum
{
  LEGEND_ROWS,
  LEGEND_COLUMN,
} LegendForm;

/* The areas that the map must not cover. */
typedef struct
{
  const WbChartLayout *self;
  WbMapBounds          bounds;
  WbBox                room;
  WbBox                legend;
  WbBox                heading;
  double               gap;
} Fit;

/* The scale at which a map fits into an area. */
static double
get_scale (double      width,
           double      height,
           WbMapBounds bounds)
{
  double across = width / MAX (bounds.right - bounds.left, 1e-9);
  double down = height / MAX (bounds.top - bounds.bottom, 1e-9);

  return MAX (MIN (across, down), 0);
}

/* The distance of a point from the side where reading starts, in radii of the globe. */
static double
get_indent (const Fit *fit,
            double     x)
{
  return fit->self->right_to_left ? fit->bounds.right - x : x - fit->bounds.left;
}

/* The least distance of the map from that side between two heights; a large number if nothing is there. */
static double
find_indent (const Fit *fit,
             double     bottom,
             double     top)
{
  const WbMapDetails *details = fit->self->details;
  WbMapBounds inset = details->inset_bounds;
  double least = 1e9;

  for (guint i = 0; i < details->rings->len; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);
      const WbMapPoint *points = &g_array_index (details->points, WbMapPoint, ring->first);

      for (guint j = 0, k = ring->n_points - 1; j < ring->n_points; k = j++)
        if (MAX (points[j].y, points[k].y) >= bottom && MIN (points[j].y, points[k].y) <= top)
          least = MIN (least, MIN (get_indent (fit, points[j].x), get_indent (fit, points[k].x)));
    }
  if (inset.top > inset.bottom && inset.top >= bottom && inset.bottom <= top)
    least = MIN (least, get_indent (fit, fit->self->right_to_left ? inset.right : inset.left));

  return least;
}

/* The least x of the map that keeps it clear of a box. */
static double
keep_off (const Fit *fit,
          WbBox      box,
          double     scale,
          double     top)
{
  double low = fit->bounds.top - (box.y + box.height + fit->gap / 2 - top) / scale;
  double high = fit->bounds.top - (box.y - fit->gap / 2 - top) / scale;

  if (box.width <= 0 || scale <= 0)
    return fit->room.x;

  return box.x + box.width + fit->gap - find_indent (fit, low, high) * scale;
}

/* Finds a position for a map of a given scale, as near to the middle of the card as legend and heading allow.
 * Returns whether there is one. */
static gboolean
place_map (const Fit *fit,
           double     scale,
           WbBox     *ret_map)
{
  double width = (fit->bounds.right - fit->bounds.left) * scale;
  double height = (fit->bounds.top - fit->bounds.bottom) * scale;
  double top = fit->room.y + (fit->room.height - height) / 2;
  double x = MAX ((fit->self->width - width) / 2, fit->room.x);

  x = MAX (x, keep_off (fit, fit->legend, scale, top));
  x = MAX (x, keep_off (fit, fit->heading, scale, top));
  *ret_map = (WbBox) { x, top, width, height };

  return x + width <= fit->room.x + fit->room.width + 0.001;
}

/* Finds the largest map that fits next to legend and heading. */
static WbBox
fit_beside (const Fit *fit)
{
  double column = MAX (fit->legend.width, fit->heading.width) + fit->gap;
  double least = get_scale (fit->room.width - column, fit->room.height, fit->bounds);
  double scale = get_scale (fit->room.width, fit->room.height, fit->bounds);
  WbBox map;

  for (guint i = 0; i < MAX_TRIES && (i == 0 || scale > least); i++, scale *= SHRINK)
    if (place_map (fit, scale, &map))
      return map;

  map.width = (fit->bounds.right - fit->bounds.left) * least;
  map.height = (fit->bounds.top - fit->bounds.bottom) * least;
  map.x = fit->room.x + fit->room.width - map.width;
  map.y = fit->room.y + (fit->room.height - map.height) / 2;

  return map;
}

/* Measures the width of the legend as a column, and its number of lines as rows. */
static double
measure_legend (const WbMapDetails *details,
                const WbText       *text,
                double              width,
                guint              *ret_n_rows)
{
  double em = text->size * WB_LEGEND_SCALE;
  double widest = 0;
  double sum = 0;

  for (guint i = 0; i < MIN (details->n_groups, MAX_ENTRIES); i++)
    {
      g_autoptr (PangoLayout) shape = wb_text_shape (text, details->groups[i].name, WB_LEGEND_SCALE,
                                                     WB_TEXT_PLAIN, width);
      double entry = wb_text_get_width (shape) + 1.2 * em;

      widest = MAX (widest, entry);
      sum += entry + 1.1 * em;
    }
  *ret_n_rows = MAX (1, ceil (sum / MAX (width, 1)));

  return widest;
}

static void
add_legend (WbChartLayout *self,
            const WbText  *text,
            WbBox          room,
            LegendForm     form)
{
  const WbMapDetails *details = self->details;
  g_autofree const char **names = g_new (const char *, details->n_groups);
  g_autofree double *values = g_new (double, details->n_groups);
  WbLegend legend = {
    .names = names,
    .n_names = details->n_groups,
    .values = values,
    .align = form == LEGEND_COLUMN ? 0 : 0.5,
    .valign = 1,
    .in_column = form == LEGEND_COLUMN,
  };

  for (guint i = 0; i < details->n_groups; i++)
    {
      names[i] = details->groups[i].name;
      values[i] = details->groups[i].n_places;
    }
  wb_legend_layout (&legend, self, text, room, NULL);
}

/* Adds the name of a province at the top of the area. Returns its box. */
static WbBox
add_heading (WbChartLayout *self,
             const WbText  *text,
             WbBox          room)
{
  WbMapDetails *details = self->details;

  if (details->heading == NULL || room.width < 2 * text->size)
    return (WbBox) { room.x, room.y, 0, 0 };

  PangoLayout *shape = wb_text_shape (text, details->heading, 1, WB_TEXT_BOLD, room.width);
  WbBox box = { room.x, room.y, wb_text_get_width (shape), wb_text_get_line (text, 1) };
  if (!wb_layout_add_label (self, shape, room.x, 0, room.y + text->above * text->size, WB_TEXT_ROLE_TEXT))
    box.width = 0;

  return box;
}

/* Places legend below and heading above, or both next to the map, whichever allows a larger map. Returns the
 * map's box in left-to-right coordinates. */
static WbBox
arrange (WbChartLayout *self,
         const WbText  *text,
         WbMapBounds    bounds)
{
  WbMapDetails *details = self->details;
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  WbText small = *text;
  small.size = MIN (MAX (LEGEND_SIZE * text->size, MIN_LEGEND), text->size);
  double row = wb_legend_get_row (&small);
  double height = MIN (self->height - details->footer, TALL * self->width);
  double top = (self->height - details->footer - height) / 2;
  WbBox room = { padding, top + padding, MAX (self->width - 2 * padding, 0),
                 MAX (height - 2 * padding, 0) };
  Fit fit = { .self = self, .bounds = bounds, .room = room, .gap = GAP * text->size };
  guint n_rows;

  if (self->height < 6 * row)
    return fit_beside (&fit);

  double heading = details->heading != NULL ? wb_text_get_line (text, 1) : 0;
  double column = MIN (measure_legend (details, &small, room.width, &n_rows), MAX_COLUMN * self->width);
  double side = MIN (MIN (details->n_groups, MAX_ENTRIES) * row, MAX (room.height - heading, 0));
  double below = MIN (n_rows * row, MAX (MAX_ROWS * self->height, row));

  fit.legend = (WbBox) { room.x, room.y + room.height - side, column, side };
  fit.heading = (WbBox) { room.x, room.y, heading > 0 ? MAX_COLUMN * self->width : 0, heading };
  WbBox beside = fit_beside (&fit);
  double scale = get_scale (room.width, room.height - below - heading - fit.gap / 2, bounds);
  if (beside.height > 1.02 * (bounds.top - bounds.bottom) * scale)
    {
      add_heading (self, text, fit.heading);
      fit.legend.width += 0.5;
      add_legend (self, &small, fit.legend, LEGEND_COLUMN);
      details->legend = fit.legend;
      return beside;
    }

  fit.legend = (WbBox) { 0, 0, 0, 0 };
  fit.heading = fit.legend;
  /* Free space is above and below, not in between. */
  double most = (bounds.top - bounds.bottom) * scale + below + heading + fit.gap;
  room.y += MAX (room.height - most, 0) / 2;
  room.height = MIN (room.height, most);
  details->legend = (WbBox) { room.x, room.y + room.height - below, room.width, below };
  add_heading (self, text, room);
  add_legend (self, &small, details->legend, LEGEND_ROWS);
  fit.room.y = room.y + heading;
  fit.room.height = MAX (room.height - heading - below - fit.gap / 2, 0);

  return fit_beside (&fit);
}

/* Places the inset in a corner, clear of the map. Returns the bounds of both. */
WbMapBounds
wb_map_place_inset (WbMapDetails *details,
                    WbMapBounds   bounds)
{
  guint n_regions;
  const WbGeoRegion *regions = wb_geo_get_regions (details->geo, &n_regions);
  const WbGeoRegion *drawing = NULL;

  for (guint i = 0; i < n_regions && drawing == NULL; i++)
    if (regions[i].inset_width > 0)
      drawing = &regions[i];
  if (drawing == NULL)
    return bounds;

  double height = INSET_SHARE * (bounds.top - bounds.bottom);
  double width = MIN (height * drawing->inset_width / drawing->inset_height,
                      (bounds.right - bounds.left) / 2);
  double gap = INSET_GAP * (bounds.right - bounds.left);
  double left = bounds.right - width;

  for (guint i = 0; i < details->points->len; i++)
    {
      const WbMapPoint *point = &g_array_index (details->points, WbMapPoint, i);

      if (point->y <= bounds.bottom + height + gap)
        left = MAX (left, point->x + gap);
    }

  details->drawing = drawing;
  details->inset_bounds = (WbMapBounds) { left, left + width, bounds.bottom, bounds.bottom + height };
  bounds.right = MAX (bounds.right, left + width);

  return bounds;
}

/* Arranges the card, and sets the plot and the scale of the map. */
void
wb_map_fit (WbChartLayout *self,
            const WbText  *text,
            WbMapBounds    bounds)
{
  WbMapDetails *details = self->details;
  WbBox map = arrange (self, text, bounds);
  WbMapBounds inset = details->inset_bounds;

  self->plot = wb_box_clip (wb_box_grow (map, text->size / 2), self->width, self->height);
  if (self->right_to_left)
    map = wb_box_mirror (map, self->width);
  details->scale = MAX (map.width / MAX (bounds.right - bounds.left, 1e-9),
                        map.height / MAX (bounds.top - bounds.bottom, 1e-9));
  details->x = map.x - bounds.left * details->scale;
  details->y = map.y + bounds.top * details->scale;

  double height = (inset.top - inset.bottom) * details->scale;
  if (details->drawing != NULL && height >= MIN_INSET)
    wb_map_shape_inset (self, details->drawing,
                        (WbBox) { details->x + inset.left * details->scale,
                                  details->y - inset.top * details->scale,
                                  (inset.right - inset.left) * details->scale, height });
}
