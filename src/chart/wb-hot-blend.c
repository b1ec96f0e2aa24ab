/* wb-hot-blend.c: transitions of the hot chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hot.h"

/* Bounds the slices that fade out when transitions are interrupted again and again. */
#define MAX_SLICES 8192

void
wb_hot_free_details (gpointer details)
{
  WbHotDetails *self = details;

  g_array_unref (self->slices);
  g_array_unref (self->leaders);
  g_free (self);
}

/* Joins slices by name, and the rest by colour: goods of another category have other names, but the same
 * colours. */
static WbJoin *
join_slices (const GArray *from,
             const GArray *to)
{
  WbJoin *join = wb_join_new (from, to);

  for (guint i = 0, j = 0; i < to->len; i++)
    {
      guint item = g_array_index (to, WbHotSlice, i).item;

      if (join->of_to[i] >= 0)
        continue;

      while (j < from->len && (join->of_from[j] >= 0 || g_array_index (from, WbHotSlice, j).item < item))
        j++;
      if (j < from->len && g_array_index (from, WbHotSlice, j).item == item)
        wb_join_match (join, j, i);
    }
  wb_join_keep_order (join);

  return join;
}

/* Interpolates the shares, and divides the ring by these. */
static void
blend_slices (WbChartLayout      *self,
              const WbHotDetails *from,
              const WbHotDetails *to,
              double              progress)
{
  WbHotDetails *details = self->details;
  g_autoptr (WbJoin) join = join_slices (from->slices, to->slices);
  g_autoptr (GArray) steps = wb_join_get_order (join);
  double sum = 0;

  for (guint i = 0; i < steps->len && details->slices->len < MAX_SLICES; i++)
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);
      const WbHotSlice *old = step->from >= 0 ? &g_array_index (from->slices, WbHotSlice, step->from) : NULL;
      const WbHotSlice *new = step->to >= 0 ? &g_array_index (to->slices, WbHotSlice, step->to) : NULL;
      WbHotSlice slice = new != NULL ? *new : *old;

      slice.share = wb_blend_number (old != NULL ? old->share : 0, new != NULL ? new->share : 0, progress);
      if (new == NULL && slice.share < 1e-5)
        continue;

      slice.series_mix = wb_series_mix_blend (old != NULL ? old->series_mix : new->series_mix,
                                              new != NULL ? new->series_mix : old->series_mix, progress);
      slice.name = g_string_chunk_insert_const (self->strings, slice.name);
      slice.from = 2 * G_PI * MIN (sum, 1) - G_PI_2;
      sum += slice.share;
      slice.to = 2 * G_PI * MIN (sum, 1) - G_PI_2;
      g_array_append_val (details->slices, slice);
    }
}

static const WbHotLeader *
get_leader (const WbHotDetails *details,
            int                 position)
{
  return position >= 0 ? &g_array_index (details->leaders, WbHotLeader, position) : NULL;
}

static void
blend_leaders (WbChartLayout      *self,
               const WbHotDetails *from,
               const WbHotDetails *to,
               double              progress)
{
  WbHotDetails *details = self->details;
  g_autoptr (WbJoin) join = wb_join_new (from->leaders, to->leaders);
  g_autoptr (GArray) steps = wb_join_get_order (join);

  for (guint i = 0; i < steps->len && details->leaders->len < MAX_SLICES; i++)
    {
      const WbStep *step = &g_array_index (steps, WbStep, i);
      const WbHotLeader *old = get_leader (from, step->from);
      const WbHotLeader *new = get_leader (to, step->to);
      const WbHotLeader *start = old != NULL ? old : new;
      const WbHotLeader *end = new != NULL ? new : old;
      WbHotLeader leader = *end;

      leader.alpha = wb_blend_number (old != NULL ? old->alpha : 0, new != NULL ? new->alpha : 0, progress);
      if (leader.alpha < WB_BLEND_FAINT)
        continue;

      leader.name = g_string_chunk_insert_const (self->strings, end->name);
      leader.series_mix = wb_series_mix_blend (start->series_mix, end->series_mix, progress);
      for (guint j = 0; j < G_N_ELEMENTS (leader.x); j++)
        {
          leader.x[j] = wb_blend_number (start->x[j], end->x[j], progress);
          leader.y[j] = wb_blend_number (start->y[j], end->y[j], progress);
        }
      g_array_append_val (details->leaders, leader);
    }
}

void
wb_hot_blend (WbChartLayout       *self,
              const WbChartLayout *from,
              const WbChartLayout *to,
              double               progress)
{
  const WbHotDetails *old = from->details;
  const WbHotDetails *new = to->details;
  WbHotDetails *details = g_new0 (WbHotDetails, 1);

  self->details = details;
  self->free_details = wb_hot_free_details;
  details->category = new->category;
  details->x = wb_blend_number (old->x, new->x, progress);
  details->y = wb_blend_number (old->y, new->y, progress);
  details->inner = wb_blend_number (old->inner, new->inner, progress);
  details->outer = wb_blend_number (old->outer, new->outer, progress);
  details->slices = g_array_new (FALSE, FALSE, sizeof (WbHotSlice));
  details->leaders = g_array_new (FALSE, FALSE, sizeof (WbHotLeader));
  blend_slices (self, old, new, progress);
  blend_leaders (self, old, new, progress);
}
