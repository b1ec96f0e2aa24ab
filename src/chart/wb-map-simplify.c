/* wb-map-simplify.c: simplifies borders, and draws each of them once
 *
 * A border between two regions is part of the rings of both. Rings are cut at junctions, where more than two
 * lines meet. The resulting pieces are shared by neighbours: each piece is simplified once, so that no gap
 * opens, and is stroked once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <math.h>
#include <string.h>

/* The tolerance of simplification, in device pixels: half of the line width, within these limits. */
#define MIN_TOLERANCE 0.7
#define MAX_TOLERANCE 1.0

/* A point of the map with up to two neighbours; a junction has more. */
typedef struct
{
  WbMapPoint at;
  WbMapPoint neighbours[2];
  guint      n_neighbours;
  gboolean   is_used;
} Node;

typedef struct
{
  WbMapPoint first;
  WbMapPoint second;
} PieceKey;

typedef struct
{
  Node       *nodes;
  guint       mask;
  GHashTable *pieces;
  GArray     *line;
  GArray     *piece;
  GArray     *spans;
  GByteArray *kept;
  double      tolerance;
  cairo_t    *cr;
} Work;

static guint
hash_bytes (gconstpointer bytes,
            gsize         length)
{
  const guint32 *words = bytes;
  guint hash = 2166136261u;

  for (gsize i = 0; i < length / sizeof (guint32); i++)
    hash = (hash ^ words[i]) * 16777619u;

  return hash ^ hash >> 15;
}

static guint
hash_piece_cb (gconstpointer key)
{
  return hash_bytes (key, sizeof (PieceKey));
}

static gboolean
is_equal_piece_cb (gconstpointer one,
                   gconstpointer other)
{
  return memcmp (one, other, sizeof (PieceKey)) == 0;
}

static gboolean
is_same (WbMapPoint one,
         WbMapPoint other)
{
  return one.x == other.x && one.y == other.y;
}

static gboolean
is_before (WbMapPoint one,
           WbMapPoint other)
{
  return one.x < other.x || (one.x == other.x && one.y < other.y);
}

/* Finds the node of a point, or the free entry for it. */
static Node *
find_node (const Work *work,
           WbMapPoint  at)
{
  guint i = hash_bytes (&at, sizeof at) & work->mask;

  while (work->nodes[i].is_used && !is_same (work->nodes[i].at, at))
    i = (i + 1) & work->mask;

  return &work->nodes[i];
}

static void
add_neighbour (const Work *work,
               WbMapPoint  at,
               WbMapPoint  neighbour)
{
  Node *node = find_node (work, at);

  node->is_used = TRUE;
  node->at = at;
  for (guint i = 0; i < MIN (node->n_neighbours, 2); i++)
    if (is_same (node->neighbours[i], neighbour))
      return;

  if (node->n_neighbours < 2)
    node->neighbours[node->n_neighbours] = neighbour;
  node->n_neighbours++;
}

static void
find_junctions (Work               *work,
                const WbMapDetails *details)
{
  guint size = 64;

  while (size < 2 * details->points->len)
    size *= 2;
  work->nodes = g_new0 (Node, size);
  work->mask = size - 1;

  for (guint i = 0; i < details->rings->len; i++)
    {
      const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, i);
      const WbMapPoint *points = &g_array_index (details->points, WbMapPoint, ring->first);

      for (guint j = 0, k = ring->n_points - 1; j < ring->n_points; k = j++)
        {
          add_neighbour (work, points[j], points[k]);
          add_neighbour (work, points[k], points[j]);
        }
    }
}

static double
get_distance (WbMapPoint a,
              WbMapPoint b,
              WbMapPoint point)
{
  double length = hypot (b.x - a.x, b.y - a.y);

  if (length == 0)
    return hypot (point.x - a.x, point.y - a.y);

  return fabs ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) / length;
}

/* Douglas–Peucker: marks the points of the piece that must be kept. */
static void
choose_points (Work *work)
{
  const WbMapPoint *points = (const WbMapPoint *) (gpointer) work->piece->data;
  guint last = work->piece->len - 1;
  guint span[2] = { 0, last };

  g_byte_array_set_size (work->kept, work->piece->len);
  memset (work->kept->data, 0, work->piece->len);
  work->kept->data[0] = work->kept->data[last] = 1;

  g_array_set_size (work->spans, 0);
  g_array_append_val (work->spans, span);
  while (work->spans->len > 0)
    {
      double most = work->tolerance;
      guint farthest = 0;

      memcpy (span, work->spans->data + (work->spans->len - 1) * sizeof span, sizeof span);
      g_array_set_size (work->spans, work->spans->len - 1);
      for (guint i = span[0] + 1; i < span[1]; i++)
        {
          double distance = get_distance (points[span[0]], points[span[1]], points[i]);

          if (distance > most)
            {
              most = distance;
              farthest = i;
            }
        }
      if (farthest == 0)
        continue;

      guint rest[2] = { farthest, span[1] };
      span[1] = farthest;
      work->kept->data[farthest] = 1;
      g_array_append_val (work->spans, span);
      g_array_append_val (work->spans, rest);
    }
}

/* Adds the piece to the path of borders, unless it was added for the neighbour. */
static void
draw_piece (Work *work)
{
  const WbMapPoint *points = (const WbMapPoint *) (gpointer) work->piece->data;
  guint n_points = work->piece->len;
  PieceKey key = { points[0], points[1] };

  if (g_hash_table_contains (work->pieces, &key))
    return;
  g_hash_table_add (work->pieces, g_memdup2 (&key, sizeof key));

  cairo_new_sub_path (work->cr);
  for (guint i = 0; i < n_points; i++)
    if (work->kept->data[i])
      cairo_line_to (work->cr, points[i].x, points[i].y);
  if (is_same (points[0], points[n_points - 1]))
    cairo_close_path (work->cr);
}

/* Simplifies the piece between two indices, in a canonical direction that does not depend on the ring, and
 * adds it to @points without its last point. */
static void
add_piece (Work   *work,
           guint   from,
           guint   to,
           GArray *points)
{
  const WbMapPoint *line = (const WbMapPoint *) (gpointer) work->line->data;
  guint n = to - from + 1;
  gboolean backwards = is_same (line[from], line[to]) ? is_before (line[to - 1], line[from + 1])
                                                      : is_before (line[to], line[from]);

  g_array_set_size (work->piece, 0);
  for (guint i = 0; i < n; i++)
    g_array_append_val (work->piece, line[backwards ? to - i : from + i]);
  choose_points (work);
  draw_piece (work);

  for (guint i = 0; i < n - 1; i++)
    if (work->kept->data[backwards ? n - 1 - i : i])
      g_array_append_val (points, line[from + i]);
}

/* The index where a ring is cut first: a junction, or otherwise a point that does not depend on the start of
 * the ring. */
static guint
find_start (const Work       *work,
            const WbMapPoint *points,
            guint             n_points)
{
  guint least = 0;

  for (guint i = 0; i < n_points; i++)
    {
      if (find_node (work, points[i])->n_neighbours != 2)
        return i;
      if (is_before (points[i], points[least]))
        least = i;
    }

  return least;
}

static void
simplify_ring (Work             *work,
               const WbMapPoint *points,
               guint             n_points,
               GArray           *simple)
{
  guint start = find_start (work, points, n_points);
  guint from = 0;

  g_array_set_size (work->line, 0);
  g_array_append_vals (work->line, points + start, n_points - start);
  g_array_append_vals (work->line, points, start + 1);

  for (guint to = 1; to <= n_points; to++)
    if (to == n_points || find_node (work, g_array_index (work->line, WbMapPoint, to))->n_neighbours != 2)
      {
        add_piece (work, from, to, simple);
        from = to;
      }
}

/* Simplifies all rings, drops those without an area, and creates the path of borders. */
void
wb_map_simplify (WbChartLayout *self,
                 cairo_t       *cr)
{
  WbMapDetails *details = self->details;
  double half = wb_map_get_border (self) * self->scale / 2;
  Work work = { .tolerance = CLAMP (half, MIN_TOLERANCE, MAX_TOLERANCE) / self->scale, .cr = cr };
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof (WbMapPoint), details->points->len);
  GArray *rings = g_array_sized_new (FALSE, FALSE, sizeof (WbMapRing), details->rings->len);

  work.pieces = g_hash_table_new_full (hash_piece_cb, is_equal_piece_cb, g_free, NULL);
  work.line = g_array_new (FALSE, FALSE, sizeof (WbMapPoint));
  work.piece = g_array_new (FALSE, FALSE, sizeof (WbMapPoint));
  work.spans = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  work.kept = g_byte_array_new ();
  find_junctions (&work, details);

  for (guint i = 0; i < details->regions->len; i++)
    {
      WbMapRegion *region = &g_array_index (details->regions, WbMapRegion, i);
      guint first_ring = rings->len;

      if (region->n_rings > 0)
        {
          const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, region->first_ring);

          region->middle = g_array_index (details->points, WbMapPoint, ring->first);
        }
      for (guint j = region->first_ring; j < region->first_ring + region->n_rings; j++)
        {
          const WbMapRing *ring = &g_array_index (details->rings, WbMapRing, j);
          guint first = points->len;

          simplify_ring (&work, &g_array_index (details->points, WbMapPoint, ring->first), ring->n_points,
                         points);
          if (points->len - first >= 3)
            g_array_append_val (rings, ((WbMapRing) { first, points->len - first }));
          else
            g_array_set_size (points, first);
        }
      region->first_ring = first_ring;
      region->n_rings = rings->len - first_ring;
      if (region->n_rings == 0)
        region->box = (WbBox) { region->middle.x, region->middle.y, 0, 0 };
    }

  g_array_unref (details->points);
  g_array_unref (details->rings);
  details->points = points;
  details->rings = rings;
  g_free (work.nodes);
  g_byte_array_unref (work.kept);
  g_array_unref (work.spans);
  g_array_unref (work.piece);
  g_array_unref (work.line);
  g_hash_table_unref (work.pieces);
}
