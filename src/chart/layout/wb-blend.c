/* wb-blend.c: transitions between two layouts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-blend.h"

#include <math.h>

#include "drawing/wb-color.h"

/* Enough for both layouts and labels that still fade out after interrupted transitions. */
#define MAX_LABELS 1536

/**
 * wb_blend_number:
 * @from: a number
 * @to: another
 * @progress: 0 to 1
 *
 * Interpolates between two numbers.
 *
 * Returns: the number; exactly @from at 0 and @to at 1
 */
double
wb_blend_number (double from,
                 double to,
                 double progress)
{
  return from * (1 - progress) + to * progress;
}

/**
 * wb_blend_fade_out:
 * @progress: 0 to 1
 *
 * Gets the part of an old item or text that is left: none from the middle of a
 * transition on, so that it is never read as one with the new item in its place.
 *
 * Returns: 1 to 0
 */
double
wb_blend_fade_out (double progress)
{
  return MAX (1 - 2 * progress, 0);
}

double
wb_blend_fade_in (double progress)
{
  return MAX (2 * progress - 1, 0);
}

/**
 * wb_series_mix_blend:
 * @from: a series mix
 * @to: another
 * @progress: 0 to 1
 *
 * Interpolates between two series mixes; each of them counts as its nearest
 * series.
 *
 * Returns: the mix
 */
WbSeriesMix
wb_series_mix_blend (WbSeriesMix from,
                     WbSeriesMix to,
                     double      progress)
{
  return (WbSeriesMix) {
    .from = wb_series_mix_get_series (from),
    .to = wb_series_mix_get_series (to),
    .mix = progress,
  };
}

WbColor
wb_series_mix_get_color (WbSeriesMix      self,
                         const WbPalette *palette)
{
  WbColor color = wb_palette_get_series (palette, self.from);

  if (self.from == self.to)
    return color;

  return wb_color_mix (color, wb_palette_get_series (palette, self.to), self.mix);
}

/**
 * wb_series_mix_get_series:
 * @self: a series mix
 *
 * Gets the nearest series of a mix, for patterns and markers, which cannot be
 * mixed.
 *
 * Returns: a series
 */
guint
wb_series_mix_get_series (WbSeriesMix self)
{
  return self.mix < 0.5 ? self.from : self.to;
}

static const char *
get_name (const GArray *things,
          guint         position)
{
  gsize size = g_array_get_element_size ((GArray *) things);

  /* The name is the first member of each struct. */
  return *(const char *const *) (const void *) (things->data + position * size);
}

/* Creates a join without pairs. */
static WbJoin *
create_join (guint n_from,
             guint n_to)
{
  WbJoin *self = g_new (WbJoin, 1);

  self->n_from = n_from;
  self->n_to = n_to;
  self->of_from = g_new (int, n_from + 1);
  self->of_to = g_new (int, n_to + 1);
  for (guint i = 0; i < n_from; i++)
    self->of_from[i] = -1;
  for (guint i = 0; i < n_to; i++)
    self->of_to[i] = -1;

  return self;
}

/**
 * wb_join_new:
 * @from: the old items: structs whose first member is a name
 * @to: the new items
 *
 * Joins items by name. If a name occurs more than once, the first old item is
 * joined with the first new one, and so on.
 *
 * Returns: (transfer full): the join
 */
WbJoin *
wb_join_new (const GArray *from,
             const GArray *to)
{
  WbJoin *self = create_join (from->len, to->len);
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *next = g_new (guint, from->len + 1);

  /* Indices are stored plus one, so that 0 means none. */
  for (guint i = from->len; i-- > 0; )
    {
      gpointer name = (gpointer) get_name (from, i);

      next[i] = GPOINTER_TO_UINT (g_hash_table_lookup (first, name));
      g_hash_table_replace (first, name, GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < to->len; i++)
    {
      gpointer name = (gpointer) get_name (to, i);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (first, name));

      if (place == 0)
        continue;

      g_hash_table_replace (first, name, GUINT_TO_POINTER (next[place - 1]));
      wb_join_match (self, place - 1, i);
    }

  return self;
}

void
wb_join_free (WbJoin *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->of_from);
  g_free (self->of_to);
  g_free (self);
}

/**
 * wb_join_match:
 * @self: a join
 * @from: an old item without a partner
 * @to: a new item without a partner
 *
 * Joins two items.
 */
void
wb_join_match (WbJoin *self,
               guint   from,
               guint   to)
{
  self->of_from[from] = to;
  self->of_to[to] = from;
}

/**
 * wb_join_keep_order:
 * @self: a join
 *
 * Separates pairs that would have to change their order, for items that are
 * stacked: the old one fades out and the new one fades in.
 */
void
wb_join_keep_order (WbJoin *self)
{
  int last = -1;

  for (guint i = 0; i < self->n_to; i++)
    {
      int from = self->of_to[i];

      if (from > last)
        {
          last = from;
        }
      else if (from >= 0)
        {
          self->of_from[from] = -1;
          self->of_to[i] = -1;
        }
    }
}

/**
 * wb_blend_find_shift:
 * @items: the items of a blended layout: structs whose first member is a name
 * @anchor_offset: the offset of the #WbBlendAnchor in these
 * @place: the position of an item in one of the two layouts
 *
 * Finds the item of a name, or the nearest of several.
 *
 * Returns: the distance of the item from @place; 0 without such an item
 */
WbBlendShift
wb_blend_find_shift (const GArray       *items,
                     gsize               anchor_offset,
                     const WbBlendPlace *place)
{
  gsize size = g_array_get_element_size ((GArray *) items);
  gboolean is_old = place->side == WB_BLEND_OLD;
  double nearest = G_MAXDOUBLE;
  WbBlendShift shift = { 0, 0 };

  for (guint i = 0; i < items->len; i++)
    {
      const WbBlendAnchor *anchor = (gconstpointer) (items->data + i * size + anchor_offset);
      double x = is_old ? anchor->old_x : anchor->new_x;
      double y = is_old ? anchor->old_y : anchor->new_y;

      if (!(is_old ? anchor->is_old : anchor->is_new) || !g_str_equal (get_name (items, i), place->key))
        continue;

      double distance = hypot (x - place->x, y - place->y);
      if (distance >= nearest)
        continue;

      nearest = distance;
      shift = (WbBlendShift) { anchor->x - x, anchor->y - y };
    }

  return shift;
}

/**
 * wb_join_get_order:
 * @self: a join
 *
 * Lists all items: new ones in their order, and each old one without a partner
 * after the one that preceded it.
 *
 * Returns: (transfer full) (element-type WbStep): the items
 */
GArray *
wb_join_get_order (const WbJoin *self)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (WbStep));
  g_autofree gboolean *listed = g_new0 (gboolean, self->n_from + 1);

  for (guint i = 0; i <= self->n_to; i++)
    {
      int from = -1;

      if (i > 0)
        {
          g_array_append_val (steps, ((WbStep) { self->of_to[i - 1], (int) i - 1 }));
          from = self->of_to[i - 1];
          if (from < 0)
            continue;
        }
      for (guint j = from + 1; j < self->n_from && self->of_from[j] < 0 && !listed[j]; j++)
        {
          g_array_append_val (steps, ((WbStep) { (int) j, -1 }));
          listed[j] = TRUE;
        }
    }

  return steps;
}

/* Moves the middle of a box to a position, within the frame. */
static WbBox
move_box (WbBox                box,
          double               x,
          double               y,
          const WbChartLayout *layout)
{
  box.x = CLAMP (x - box.width / 2, 0, MAX (layout->width - box.width, 0));
  box.y = CLAMP (y - box.height / 2, 0, MAX (layout->height - box.height, 0));

  return box;
}

static void
add_label (WbChartLayout *self,
           const WbLabel *label,
           double         x,
           double         y,
           double         alpha)
{
  WbLabel copy = *label;

  if (alpha < WB_BLEND_FAINT || self->labels->len >= MAX_LABELS)
    return;

  copy.box = move_box (label->box, x, y, self);
  copy.alpha = alpha;
  copy.key = label->key != NULL ? g_string_chunk_insert_const (self->strings, label->key) : NULL;
  g_object_ref (copy.layout);
  g_array_append_val (self->labels, copy);
}

static gboolean
looks_alike (const WbLabel *one,
             const WbLabel *other)
{
  return one->layout == other->layout ||
         (one->role == other->role && fabs (one->angle - other->angle) < 1e-6 &&
          fabs (one->box.width - other->box.width) < 0.01 &&
          fabs (one->box.height - other->box.height) < 0.01 &&
          g_str_equal (pango_layout_get_text (one->layout), pango_layout_get_text (other->layout)));
}

/* Joins labels of the same item: first those that look alike, then those of the same part. */
static WbJoin *
join_labels (const GArray *from,
             const GArray *to)
{
  WbJoin *join = create_join (from->len, to->len);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < to->len; i++)
      {
        const WbLabel *label = &g_array_index (to, WbLabel, i);

        for (guint j = 0; join->of_to[i] < 0 && j < from->len; j++)
          {
            const WbLabel *old = &g_array_index (from, WbLabel, j);

            if (join->of_from[j] < 0 && g_strcmp0 (label->key, old->key) == 0 &&
                (pass == 0 ? looks_alike (label, old) : label->key != NULL && label->part == old->part))
              wb_join_match (join, j, i);
          }
      }

  return join;
}

/* Adds a label of only one layout, moved as far as its item. */
static void
fade_label (WbChartLayout *self,
            const WbLabel *label,
            WbBlendSide    side,
            double         alpha)
{
  double x = label->box.x + label->box.width / 2;
  double y = label->box.y + label->box.height / 2;
  WbBlendPlace place = {
    .key = label->key,
    .side = side,
    .x = self->right_to_left ? self->width - x : x,
    .y = y,
  };
  WbBlendShift shift = { 0, 0 };

  if (label->key != NULL && self->chart->find_shift != NULL)
    shift = self->chart->find_shift (self, &place);

  add_label (self, label, self->right_to_left ? x - shift.x : x + shift.x, y + shift.y, label->alpha * alpha);
}

/* Moves a label. If the text changes, the old one fades out and the new one in on the way. */
static void
move_label (WbChartLayout *self,
            const WbLabel *old,
            const WbLabel *new,
            double         progress)
{
  double x = wb_blend_number (old->box.x + old->box.width / 2, new->box.x + new->box.width / 2, progress);
  double y = wb_blend_number (old->box.y + old->box.height / 2, new->box.y + new->box.height / 2, progress);

  if (looks_alike (new, old))
    {
      add_label (self, new, x, y, wb_blend_number (old->alpha, new->alpha, progress));
      return;
    }

  add_label (self, old, x, y, old->alpha * wb_blend_fade_out (progress));
  add_label (self, new, x, y, new->alpha * wb_blend_fade_in (progress));
}

/* In the order of the old layout, like the items. */
static void
blend_labels (WbChartLayout       *self,
              const WbChartLayout *from,
              const WbChartLayout *to,
              double               progress)
{
  g_autoptr (WbJoin) join = join_labels (from->labels, to->labels);

  for (guint i = 0; i < from->labels->len; i++)
    {
      const WbLabel *label = &g_array_index (from->labels, WbLabel, i);

      if (join->of_from[i] >= 0)
        move_label (self, label, &g_array_index (to->labels, WbLabel, join->of_from[i]), progress);
      else
        fade_label (self, label, WB_BLEND_OLD, wb_blend_fade_out (progress));
    }

  for (guint i = 0; i < to->labels->len; i++)
    if (join->of_to[i] < 0)
      fade_label (self, &g_array_index (to->labels, WbLabel, i), WB_BLEND_NEW, wb_blend_fade_in (progress));
}

static void
add_swatch (WbChartLayout  *self,
            const WbSwatch *swatch,
            WbBox           box,
            double          alpha)
{
  WbSwatch copy = *swatch;

  if (alpha < WB_BLEND_FAINT || self->swatches->len >= MAX_LABELS)
    return;

  copy.box = box;
  copy.alpha = alpha;
  g_array_append_val (self->swatches, copy);
}

/* Finds the swatch of the same series and state, or -1. */
static int
find_swatch (const GArray   *swatches,
             const WbSwatch *like)
{
  for (guint i = 0; i < swatches->len; i++)
    {
      const WbSwatch *swatch = &g_array_index (swatches, WbSwatch, i);

      if (swatch->series == like->series && swatch->hidden == like->hidden)
        return i;
    }

  return -1;
}

static void
blend_swatches (WbChartLayout       *self,
                const WbChartLayout *from,
                const WbChartLayout *to,
                double               progress)
{
  for (guint i = 0; i < from->swatches->len; i++)
    {
      const WbSwatch *swatch = &g_array_index (from->swatches, WbSwatch, i);

      if (find_swatch (to->swatches, swatch) < 0)
        add_swatch (self, swatch, swatch->box, swatch->alpha * (1 - progress));
    }

  for (guint i = 0; i < to->swatches->len; i++)
    {
      const WbSwatch *swatch = &g_array_index (to->swatches, WbSwatch, i);
      int place = find_swatch (from->swatches, swatch);

      if (place < 0)
        {
          add_swatch (self, swatch, swatch->box, swatch->alpha * progress);
          continue;
        }

      const WbSwatch *old = &g_array_index (from->swatches, WbSwatch, place);
      WbBox box = {
        wb_blend_number (old->box.x, swatch->box.x, progress),
        wb_blend_number (old->box.y, swatch->box.y, progress),
        swatch->box.width, swatch->box.height,
      };
      add_swatch (self, swatch, box, wb_blend_number (old->alpha, swatch->alpha, progress));
    }
}

static gboolean
can_blend (const WbChartLayout *from,
           const WbChartLayout *to)
{
  return to->chart != NULL && to->chart == from->chart && to->chart->blend != NULL &&
         from->width == to->width && from->height == to->height && from->right_to_left == to->right_to_left;
}

/**
 * wb_chart_layout_blend:
 * @from: the visible layout, which may itself be a blended one
 * @to: the new layout
 * @progress: the eased progress of the transition, 0 to 1
 *
 * Creates a layout between two layouts of one chart. Items that are in both, by
 * name, move and change their size; new ones grow and old ones shrink. The
 * result can be drawn like any layout. Its marks, hits, overlay and description
 * are those of @to, so that the pointer finds what will be there. A blended
 * layout can be the start of another transition, so a transition can be
 * interrupted at any time.
 *
 * Layouts of different charts, sizes or directions cannot be blended.
 *
 * Returns: (transfer full): the layout: @from itself at 0, and @to itself at 1
 *   or if the two cannot be blended
 */
WbChartLayout *
wb_chart_layout_blend (WbChartLayout *from,
                       WbChartLayout *to,
                       double         progress)
{
  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  if (to->target != NULL)
    to = to->target;
  if (!(progress < 1) || from == to || !can_blend (from, to))
    return wb_chart_layout_ref (to);
  if (progress <= 0)
    return wb_chart_layout_ref (from);

  WbRenderContext context = { .width = to->width, .height = to->height, .right_to_left = to->right_to_left };
  WbChartLayout *self = wb_layout_new_empty (&context);
  self->target = wb_chart_layout_ref (to);
  self->chart = to->chart;
  self->dataset = wb_dataset_ref (to->dataset);
  self->kind = to->kind;
  self->page = to->page;
  self->hidden = to->hidden;
  self->size = wb_blend_number (from->size, to->size, progress);
  self->title = g_strdup (to->title);
  self->plot = (WbBox) {
    wb_blend_number (from->plot.x, to->plot.x, progress),
    wb_blend_number (from->plot.y, to->plot.y, progress),
    wb_blend_number (from->plot.width, to->plot.width, progress),
    wb_blend_number (from->plot.height, to->plot.height, progress),
  };

  self->chart->blend (self, from, to, progress);
  blend_labels (self, from, to, progress);
  blend_swatches (self, from, to, progress);

  return self;
}

/**
 * wb_chart_ease:
 * @time: the elapsed share of the duration of a transition, 0 to 1
 *
 * Eases a transition with a cubic function, in and out.
 *
 * Returns: the progress, 0 to 1
 */
double
wb_chart_ease (double time)
{
  if (!(time > 0))
    return 0;
  if (time >= 1)
    return 1;

  return time < 0.5 ? 4 * pow (time, 3) : 1 - 4 * pow (1 - time, 3);
}
