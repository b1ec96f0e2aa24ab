/* wb-map-labels.c: the names of regions, where they fit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <math.h>

/* Text sizes to try, relative to other labels, and the least size in logical pixels. The last ones are for
 * small regions on a large card, where they are still easy to read. */
static const struct
{
  double scale;
  double least;
} sizes[] = { { 0.62, 8.5 }, { 0.53, 8.5 }, { 0.45, 8.5 }, { 0.38, 11 }, { 0.32, 11 }, { 0.27, 11 } };

/* The height of the letters of a line, and the padding at its sides, in em. */
#define LINE_HEIGHT 0.9
#define SIDE        0.22

/* The number of rows of a label above and below the middle one. */
#define HALF_ROWS 2

/* The most rows in which a region is searched, and the most positions in each stretch of a row. */
#define MAX_ROWS   96
#define MAX_PLACES 12

/* With more dots than this, labels do not avoid dots. */
#define MAX_DOTS 400

/* A crossing of a row with a border. */
typedef struct
{
  int    row;
  double x;
} Crossing;

/* A region in rows. The crossings of row i are those from starts[i] to starts[i + 1], two for each stretch
 * inside. */
typedef struct
{
  double      top;
  double      step;
  int         n_rows;
  GArray     *crossings;
  guint      *starts;
  WbMapPoint  middle;
} Rows;

typedef struct
{
  const WbMapDetails *details;
  const Rows         *rows;
  double              width;
  double              height;
  double              best;
  WbMapPoint          at;
} Search;

static int
compare_crossings_cb (gconstpointer one,
                      gconstpointer other)
{
  const Crossing *a = one;
  const Crossing *b = other;

  if (a->row != b->row)
    return a->row - b->row;

  return a->x < b->x ? -1 : a->x > b->x;
}

static void
add_crossings (Rows       *rows,
               WbMapPoint  a,
               WbMapPoint  b)
{
  double low = MIN (a.y, b.y);
  double high = MAX (a.y, b.y);
  int first = MAX (ceil ((low - rows->top) / rows->step), 0);
  int last = MIN (ceil ((high - rows->top) / rows->step) - 1, rows->n_rows - 1);

  for (int row = first; row <= last; row++)
    {
      double y = rows->top + row * rows->step;

      g_array_append_val (rows->crossings, ((Crossing) { row, a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) }));
    }
}

/* The middle of a region: that of the map, or the centroid of its largest ring. */
static WbMapPoint
find_middle (const WbChartLayout *self,
             const WbMapRegion   *region)
{
  const WbMapDetails *details = self->details;
  WbMapPoint middle = region->middle;
  double largest = 0;

  if (region->geo->has_center)
    {
      middle = wb_map_place (self, region->geo->center.longitude, region->geo->center.latitude);
      if (wb_map_is_inside (details, region, middle.x, middle.y))
        return middle;
    }

  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);
      const WbMapPoint *points = &g_array_index (details->points, WbMapPoint, ring->first);
      double area = 0, x = 0, y = 0;

      for (guint j = 0, k = ring->n_points - 1; j < ring->n_points; k = j++)
        {
          double cross = (points[k].x - points[0].x) * (points[j].y - points[0].y) -
                         (points[j].x - points[0].x) * (points[k].y - points[0].y);

          area += cross;
          x += (points[k].x + points[j].x + points[0].x) * cross / 3;
          y += (points[k].y + points[j].y + points[0].y) * cross / 3;
        }
      if (fabs (area) <= largest)
        continue;
      largest = fabs (area);
      middle = (WbMapPoint) { x / area, y / area };
    }

  return middle;
}

static void
cut_rows (Rows                *rows,
          const WbChartLayout *self,
          const WbMapRegion   *region,
          double               step)
{
  const WbMapDetails *details = self->details;

  rows->step = MAX (step, region->box.height / MAX_ROWS);
  rows->n_rows = CLAMP (region->box.height / rows->step, 1, MAX_ROWS);
  rows->top = region->box.y + (region->box.height - (rows->n_rows - 1) * rows->step) / 2;
  rows->crossings = g_array_new (FALSE, FALSE, sizeof (Crossing));
  rows->middle = find_middle (self, region);

  for (guint i = region->first_ring; i < region->first_ring + region->n_rings; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);
      const WbMapPoint *points = &g_array_index (details->points, WbMapPoint, ring->first);

      for (guint j = 0, k = ring->n_points - 1; j < ring->n_points; k = j++)
        add_crossings (rows, points[k], points[j]);
    }
  g_array_sort (rows->crossings, compare_crossings_cb);

  rows->starts = g_new0 (guint, rows->n_rows + 1);
  for (guint i = 0; i < rows->crossings->len; i++)
    rows->starts[g_array_index (rows->crossings, Crossing, i).row + 1]++;
  for (int i = 0; i < rows->n_rows; i++)
    rows->starts[i + 1] += rows->starts[i];
}

static void
clear_rows (Rows *rows)
{
  g_array_unref (rows->crossings);
  g_free (rows->starts);
}

/* Gets the stretch at @position of a row that is inside; FALSE after the last. */
static gboolean
get_stretch (const Rows *rows,
             int         row,
             guint       position,
             double     *ret_left,
             double     *ret_right)
{
  guint at = rows->starts[row] + 2 * position;

  if (at + 1 >= rows->starts[row + 1])
    return FALSE;

  *ret_left = g_array_index (rows->crossings, Crossing, at).x;
  *ret_right = g_array_index (rows->crossings, Crossing, at + 1).x;

  return TRUE;
}

/* Whether the pointer would find a place instead of the region at a point. */
static gboolean
is_near_dot (const WbMapDetails *details,
             WbMapPoint          at)
{
  for (guint i = 0; i < MIN (details->dots->len, MAX_DOTS); i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      if (hypot (dot->at.x - at.x, dot->at.y - at.y) <= MAX (details->radius * 3.2, dot->radius * 1.4))
        return TRUE;
    }

  return FALSE;
}

/* A point of a region without a label: its middle, or otherwise the middle of the longest stretch, preferably
 * clear of dots. */
static WbMapPoint
find_inner_point (const WbMapDetails *details,
                  const WbMapRegion  *region,
                  const Rows         *rows)
{
  const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, region->first_ring);
  WbMapPoint best = g_array_index (details->points, WbMapPoint, ring->first);
  double most = -1;
  double left, right;

  if (wb_map_is_inside (details, region, rows->middle.x, rows->middle.y) &&
      !is_near_dot (details, rows->middle))
    return rows->middle;

  for (int row = 0; row < rows->n_rows; row++)
    for (guint i = 0; get_stretch (rows, row, i, &left, &right); i++)
      {
        WbMapPoint point = { (left + right) / 2, rows->top + row * rows->step };
        double length = (right - left) * (is_near_dot (details, point) ? 0.01 : 1);

        if (length <= most)
          continue;
        most = length;
        best = point;
      }

  return best;
}

static gboolean
is_free (const Search *search,
         double        x,
         double        y)
{
  const WbMapDetails *details = search->details;
  WbBox box = { x - search->width / 2, y - search->height / 2, search->width, search->height };

  if (details->dots->len > MAX_DOTS)
    return TRUE;

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      if (wb_box_contains (wb_box_grow (box, dot->radius * 1.2), dot->at.x, dot->at.y))
        return FALSE;
    }

  return TRUE;
}

/* Tries positions in a stretch that is inside in all rows of the label, the nearest to the middle first. */
static void
try_stretch (Search *search,
             double  y,
             double  left,
             double  right)
{
  WbMapPoint middle = search->rows->middle;
  double low = left + search->width / 2;
  double high = right - search->width / 2;

  if (low > high)
    return;

  double nearest = CLAMP (middle.x, low, high);
  double step = MAX (search->width / 4, (high - low) / MAX_PLACES);
  for (int i = 0; i <= 2 * MAX_PLACES; i++)
    {
      double x = nearest + (i % 2 == 0 ? 1 : -1) * ((i + 1) / 2) * step;
      double away = hypot (x - middle.x, y - middle.y);

      if (x < low || x > high || away >= search->best || !is_free (search, x, y))
        continue;
      search->best = away;
      search->at = (WbMapPoint) { x, y };
    }
}

/* Searches stretches that are inside in all rows of a label, from @row on; in the preceding rows, the stretch
 * from @left to @right is inside. */
static void
search_rows (Search *search,
             int     middle,
             int     row,
             double  left,
             double  right)
{
  double from, to;

  if (right - left < search->width)
    return;
  if (row > middle + HALF_ROWS)
    {
      try_stretch (search, search->rows->top + middle * search->rows->step, left, right);
      return;
    }

  for (guint i = 0; get_stretch (search->rows, row, i, &from, &to); i++)
    search_rows (search, middle, row + 1, MAX (left, from), MIN (right, to));
}

static gboolean
find_place (Search *search)
{
  search->best = G_MAXDOUBLE;
  for (int row = HALF_ROWS; row < search->rows->n_rows - HALF_ROWS; row++)
    search_rows (search, row, row - HALF_ROWS, -G_MAXDOUBLE, G_MAXDOUBLE);

  return search->best < G_MAXDOUBLE;
}

/* Tries to place a name at a size. Returns whether that succeeded. */
static gboolean
try_label (WbChartLayout *self,
           const WbText  *text,
           WbMapRegion   *region,
           double         scale)
{
  const WbMapDetails *details = self->details;
  double em = text->size * scale;
  Rows rows;
  Search search = { .details = details, .rows = &rows, .height = LINE_HEIGHT * em };

  if (region->box.height < search.height || region->box.width < em)
    return FALSE;

  g_autoptr (PangoLayout) shape = wb_text_shape (text, wb_map_get_name (details, region->geo), scale,
                                                 WB_TEXT_PLAIN, G_MAXINT16);
  search.width = wb_text_get_width (shape) + 2 * SIDE * em;
  if (search.width > region->box.width)
    return FALSE;

  cut_rows (&rows, self, region, search.height / (2 * HALF_ROWS));
  gboolean found = find_place (&search);
  clear_rows (&rows);
  if (!found || !wb_layout_add_label (self, g_steal_pointer (&shape), search.at.x, 0.5, search.at.y,
                                      WB_TEXT_ROLE_REGION))
    return FALSE;

  region->middle = search.at;

  return TRUE;
}

/* Adds the names of regions inside them, clear of dots, and sets the middle of each region. */
void
wb_map_layout_labels (WbChartLayout *self,
                      const WbText  *text)
{
  WbMapDetails *details = self->details;

  for (guint i = 0; i < details->regions->len; i++)
    {
      WbMapRegion *region = &g_array_index (details->regions, WbMapRegion, i);
      gboolean labelled = region->n_rings == 0 || *region->geo->name == '\0';

      if (region->n_rings > 0)
        {
          Rows rows;

          cut_rows (&rows, self, region, MAX (region->box.height / 12, 1));
          region->middle = find_inner_point (details, region, &rows);
          clear_rows (&rows);
        }
      for (guint j = 0; j < G_N_ELEMENTS (sizes) && !labelled; j++)
        labelled = text->size * sizes[j].scale >= sizes[j].least &&
                   try_label (self, text, region, sizes[j].scale);
    }
}
