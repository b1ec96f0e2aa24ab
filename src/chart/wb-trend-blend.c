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

/* A series of one of the layouts, by its thickness above the level below. Values are relative to the scale,
 * since scales may be too different to interpolate between absolute values. */
typedef struct
{
  const WbTrendDetails *details;
  const WbTrendLevel   *level;
  const WbTrendLevel   *below;
} Band;

static Band
get_band (const WbTrendDetails *details,
          int                   position)
{
  const WbTrendLevel *level = position >= 0 ? &details->levels[position] : NULL;

  return (Band) { details, level, position > 0 ? level - 1 : NULL };
}

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

static double
get_thickness (const Band *band,
               guint       point)
{
  if (band->level == NULL)
    return 0;

  return (band->level->tops[point] - (band->below != NULL ? band->below->tops[point] : 0)) /
         get_range (band->details);
}

/* The distance of the lowest sum of a point from the highest: 0 if a point is one month. */
static double
get_depth (const Band *band,
           guint       point)
{
  if (band->level == NULL || band->level->lows == NULL)
    return 0;

  return (band->level->tops[point] - band->level->lows[point]) / get_range (band->details);
}

static double
get_slope (const Band *band,
           guint       point)
{
  if (band->level == NULL)
    return 0;

  return (band->level->tangents[point] - (band->below != NULL ? band->below->tangents[point] : 0)) /
         get_range (band->details);
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
               const Band   *old,
               const Band   *new)
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
           Band           old,
           Band           new,
           double         progress)
{
  WbTrendDetails *details = self->details;
  WbTrendLevel *level = &details->levels[details->n_levels];
  const WbTrendLevel *below = details->n_levels > 0 ? level - 1 : NULL;
  const WbTrendLevel *start = old.level != NULL ? old.level : new.level;
  const WbTrendLevel *end = new.level != NULL ? new.level : old.level;

  *level = *end;
  level->name = g_string_chunk_insert_const (self->strings, end->name);
  level->series_mix = wb_series_mix_blend (start->series_mix, end->series_mix, progress);
  level->alpha = wb_blend_number (old.level != NULL ? old.level->alpha : 0,
                                  new.level != NULL ? new.level->alpha : 0, progress);
  level->reach = wb_blend_number (start->reach, end->reach, progress);
  level->n_curve = count_reached (points, &old, &new);
  level->tops = g_new (double, points->len);
  level->lows = details->dense ? g_new (double, points->len) : NULL;
  level->tangents = g_new (double, points->len);
  details->n_levels++;

  for (guint i = 0; i < points->len; i++)
    {
      guint before = get_point (points, i, WB_BLEND_OLD);
      guint after = get_point (points, i, WB_BLEND_NEW);

      level->tops[i] = (below != NULL ? below->tops[i] : 0) +
                       wb_blend_number (get_thickness (&old, before), get_thickness (&new, after), progress);
      level->tangents[i] = (below != NULL ? below->tangents[i] : 0) +
                           wb_blend_number (get_slope (&old, before), get_slope (&new, after), progress);
      if (details->dense)
        level->lows[i] = level->tops[i] -
                         wb_blend_number (get_depth (&old, before), get_depth (&new, after), progress);
    }
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
 * Fills the details of a blended layout. The thickness of each series is
 * interpolated, and the series are stacked again. So an area between two that
 * are not negative is not negative, either.
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

  details->levels = g_new0 (WbTrendLevel, steps->len + 1);
  for (guint i = 0; i < steps->len && details->n_levels < MAX_LEVELS; i++)
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);

      if (step->to < 0 && old->levels[step->from].alpha * (1 - progress) < WB_BLEND_FAINT)
        continue;

      add_level (self, points, get_band (old, step->from), get_band (new, step->to), progress);
    }
}
