/* wb-trend-blend.c: transitions of the trend chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend.h"

/* More points than this are not joined by name. */
#define MAX_NAMED 1024

/* Bounds the levels that fade out when transitions are interrupted again and again. */
#define MAX_LEVELS 256

/* A series of one of the layouts, and where its missing level would be. Values are relative to the scale,
 * since scales may be too different to interpolate between absolute values. */
typedef struct
{
  const WbTrendDetails *details;
  const WbTrendLevel   *level;
  WbTrendStack         *places;
} Side;

/* The parts of a point of a level. */
typedef struct
{
  double top, floor;
  double low, head;
  double slope, floor_slope;
} Place;

/* For a month that only the other layout has, the preceding month is used again. */
static guint
get_point (const GArray *steps,
           guint         position,
           WbBlendSide   side)
{
  for (guint i = position + 1; i-- > 0; )
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);
      int point = side == WB_BLEND_OLD ? step->from : step->to;

      if (point >= 0)
        return point;
    }

  return 0;
}

static double
get_range (const WbTrendDetails *details)
{
  return details->scale.high - details->scale.low;
}

static Place
get_place (const Side *side,
           guint       point)
{
  const WbTrendLevel *level = side->level;
  double range = get_range (side->details);
  double top = level->tops[point];
  double floor = level->floors[point];
  double low = level->lows != NULL ? level->lows[point] : top;
  double head = level->heads != NULL ? level->heads[point] : isnan (top) ? floor : top;

  return (Place) {
    .top = top / range,
    .floor = floor / range,
    .low = low / range,
    .head = head / range,
    .slope = level->tangents[point] / range,
    .floor_slope = level->floor_tangents[point] / range,
  };
}

/* Where a level would be that only the other layout has: on what is below it, without an area. */
static Place
get_missing (const Side   *side,
             guint         point,
             const Place  *other)
{
  const WbTrendStack *stack = &side->places[point];
  double place = wb_trend_stack_place (stack, isnan (other->top) ? NAN : other->top - other->floor);

  return (Place) { .top = place, .floor = place, .low = place, .head = place };
}

static void
blend_point (WbTrendLevel *level,
             guint         point,
             const Place  *before,
             const Place  *after,
             double        progress)
{
  level->tops[point] = wb_blend_number (before->top, after->top, progress);
  level->floors[point] = wb_blend_number (before->floor, after->floor, progress);
  level->tangents[point] = wb_blend_number (before->slope, after->slope, progress);
  level->floor_tangents[point] = wb_blend_number (before->floor_slope, after->floor_slope, progress);
  if (level->lows == NULL)
    return;

  level->lows[point] = wb_blend_number (before->low, after->low, progress);
  level->heads[point] = wb_blend_number (before->head, after->head, progress);
}

/* Puts a level on the places of its layout. */
static void
raise_places (const Side *side,
              guint       point)
{
  if (side->level == NULL)
    return;

  Place place = get_place (side, point);
  WbTrendStack *stack = &side->places[point];

  if (place.top > place.floor)
    stack->last = stack->up = place.top;
  else if (place.top < place.floor)
    stack->last = stack->down = place.low;
}

static GArray *
wrap_names (const char *const *names,
            guint              n_names)
{
  GArray *wrapped = g_array_sized_new (FALSE, FALSE, sizeof (char *), n_names);

  g_array_append_vals (wrapped, names, n_names);

  return wrapped;
}

/* Joins the points of both layouts: by the names of months, or by their positions. */
static GArray *
join_points (const WbTrendDetails *from,
             const WbTrendDetails *to)
{
  if (from->names != NULL && to->names != NULL && MAX (from->n_curve, to->n_curve) <= MAX_NAMED)
    {
      g_autoptr (GArray) old = wrap_names (from->names, from->n_curve);
      g_autoptr (GArray) new = wrap_names (to->names, to->n_curve);
      g_autoptr (WbJoin) join = wb_join_new (old, new);

      wb_join_keep_order (join);
      return wb_join_get_order (join);
    }

  GArray *steps = g_array_sized_new (FALSE, FALSE, sizeof (WbStep), to->n_curve);
  for (guint i = 0; i < to->n_curve; i++)
    {
      guint old = to->n_curve > 1 ? (guint64) i * (from->n_curve - 1) / (to->n_curve - 1) : 0;

      g_array_append_val (steps, ((WbStep) { (int) old, (int) i }));
    }

  return steps;
}

/* Joins series by name, and the rest by colour, as between two types. */
static GArray *
join_levels (const WbTrendDetails *from,
             const WbTrendDetails *to)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (WbTrendLevel));
  g_autoptr (GArray) new = g_array_new (FALSE, FALSE, sizeof (WbTrendLevel));

  g_array_append_vals (old, from->levels, from->n_levels);
  g_array_append_vals (new, to->levels, to->n_levels);
  g_autoptr (WbJoin) join = wb_join_new (old, new);
  for (guint i = 0; i < to->n_levels; i++)
    for (guint j = 0; join->of_to[i] < 0 && j < from->n_levels; j++)
      if (join->of_from[j] < 0 && from->levels[j].series == to->levels[i].series)
        wb_join_match (join, j, i);
  wb_join_keep_order (join);

  return wb_join_get_order (join);
}

/* The number of joined points that a curve reaches. */
static guint
count_reached (const GArray *steps,
               const Side   *old,
               const Side   *new)
{
  guint count = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);

      if ((old->level != NULL && step->from >= 0 && (guint) step->from < old->level->n_curve) ||
          (new->level != NULL && step->to >= 0 && (guint) step->to < new->level->n_curve))
        count = i + 1;
    }

  return count;
}

static void
add_level (WbChartLayout *self,
           const GArray  *points,
           const Side    *old,
           const Side    *new,
           double         progress)
{
  WbTrendDetails *details = self->details;
  WbTrendLevel *level = &details->levels[details->n_levels++];
  const WbTrendLevel *start = old->level != NULL ? old->level : new->level;
  const WbTrendLevel *end = new->level != NULL ? new->level : old->level;

  *level = *end;
  level->name = g_string_chunk_insert_const (self->strings, end->name);
  level->series_mix = wb_series_mix_blend (start->series_mix, end->series_mix, progress);
  level->alpha = wb_blend_number (old->level != NULL ? old->level->alpha : 0,
                                  new->level != NULL ? new->level->alpha : 0, progress);
  level->reach = wb_blend_number (start->reach, end->reach, progress);
  level->n_curve = count_reached (points, old, new);
  level->tops = g_new (double, points->len);
  level->floors = g_new (double, points->len);
  level->tangents = g_new (double, points->len);
  level->floor_tangents = g_new (double, points->len);
  level->lows = details->dense ? g_new (double, points->len) : NULL;
  level->heads = details->dense ? g_new (double, points->len) : NULL;

  for (guint i = 0; i < points->len; i++)
    {
      guint from = get_point (points, i, WB_BLEND_OLD);
      guint to = get_point (points, i, WB_BLEND_NEW);
      Place after = new->level != NULL ? get_place (new, to) : (Place) { 0 };
      Place before = old->level != NULL ? get_place (old, from) : get_missing (old, from, &after);

      if (new->level == NULL)
        after = get_missing (new, to, &before);
      /* Gaps are those of the new layout from the start: a gap has no place to move to or from. */
      if (isnan (before.top) || isnan (after.top))
        before = after;
      blend_point (level, i, &before, &after, progress);
    }
  for (guint i = 0; i < old->details->n_curve; i++)
    raise_places (old, i);
  for (guint i = 0; i < new->details->n_curve; i++)
    raise_places (new, i);
}

static void
add_points (WbChartLayout        *self,
            const WbTrendDetails *from,
            const WbTrendDetails *to,
            const GArray         *points,
            double                progress)
{
  WbTrendDetails *details = self->details;

  details->n_curve = points->len;
  details->xs = g_new (double, points->len);
  if (from->names != NULL && to->names != NULL && points->len <= MAX_NAMED)
    details->names = g_new (const char *, points->len);

  for (guint i = 0; i < points->len; i++)
    {
      const WbStep *step = &g_array_index (points, WbStep, i);
      double before = from->xs[get_point (points, i, WB_BLEND_OLD)];
      double after = to->xs[get_point (points, i, WB_BLEND_NEW)];

      details->xs[i] = wb_blend_number (before, after, progress);
      if (details->names == NULL)
        continue;

      const char *name = step->to >= 0 ? to->names[step->to] : from->names[step->from];
      details->names[i] = g_string_chunk_insert_const (self->strings, name);
    }
}

/**
 * wb_trend_blend:
 * @self: the new layout
 * @from: a layout of the trend chart
 * @to: another
 * @progress: 0 to 1
 *
 * Fills the details of a blended layout. Lines and floors are interpolated; as
 * sums are linear, an area that is not negative in both is not negative between
 * them. A series that only one of them has begins or ends as a line on what is
 * below it.
 */
void
wb_trend_blend (WbChartLayout       *self,
                const WbChartLayout *from,
                const WbChartLayout *to,
                double               progress)
{
  const WbTrendDetails *old = from->details;
  const WbTrendDetails *new = to->details;
  WbTrendDetails *details = g_new0 (WbTrendDetails, 1);
  g_autoptr (GArray) points = join_points (old, new);
  g_autoptr (GArray) steps = join_levels (old, new);

  self->details = details;
  self->free_details = wb_trend_free_details;
  details->type = new->type;
  details->bridged = new->bridged;
  details->dense = old->dense || new->dense;
  double low = wb_blend_number (old->scale.low / get_range (old), new->scale.low / get_range (new), progress);
  details->scale = (WbScale) {
    .low = low,
    .high = low + 1,
    .start = wb_blend_number (old->scale.start, new->scale.start, progress),
    .end = wb_blend_number (old->scale.end, new->scale.end, progress),
  };
  details->grid = wb_grid_blend (old->grid, new->grid, progress);
  add_points (self, old, new, points, progress);

  g_autofree WbTrendStack *old_places = g_new0 (WbTrendStack, old->n_curve + 1);
  g_autofree WbTrendStack *new_places = g_new0 (WbTrendStack, new->n_curve + 1);
  details->levels = g_new0 (WbTrendLevel, steps->len + 1);
  for (guint i = 0; i < steps->len && details->n_levels < MAX_LEVELS; i++)
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);

      if (step->to < 0 && old->levels[step->from].alpha * (1 - progress) < WB_BLEND_FAINT)
        continue;

      Side before = { old, step->from >= 0 ? &old->levels[step->from] : NULL, old_places };
      Side after = { new, step->to >= 0 ? &new->levels[step->to] : NULL, new_places };
      add_level (self, points, &before, &after, progress);
    }
}
