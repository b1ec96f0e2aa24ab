/* wb-hot.c: shares of the goods in a category, as a ring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-draw.h"
#include "drawing/wb-number.h"
#include "drawing/wb-pattern.h"
#include "drawing/wb-share.h"

/* The radius of the hole, relative to the ring. */
#define HOLE 0.6

/* In em of a label. */
#define LABEL_ROOM  8.5
#define LEADER_ROOM 1.9
#define LIFT        0.35

/* The least radius of a ring with long labels, relative to the width. */
#define MIN_LANDSCAPE 0.195
#define MIN_PORTRAIT  0.19

/* Slices narrower than this, in radians, have no label, since its line would not show which one it means. */
#define MIN_ANGLE 0.035

/* The most attempts to find a layout in which each share is beside the ring or in the legend. */
#define MAX_ATTEMPTS 4

/* The gap between two slices takes at most this part of the narrower one. */
#define GAP_SHARE 0.25

/* The least size of the total, relative to labels. */
#define MIN_TOTAL 0.6

/* The least size of a total that can still be read, in logical pixels. */
#define LEAST_TEXT 8.5

/* Values are limited to this, so that no sum is infinite. */
#define LARGEST 1e300

static guint
count_pages (WbDataset *dataset)
{
  guint n_categories;

  wb_dataset_get_hot (dataset, &n_categories);

  return MAX (n_categories, 1);
}

static char *
dup_page_title (WbDataset *dataset,
                guint      page)
{
  guint n_categories;
  const WbHotItem *categories = wb_dataset_get_hot (dataset, &n_categories);

  if (page >= n_categories || *categories[page].name == '\0')
    return NULL;

  return g_strdup (categories[page].name);
}

/* The value of a slice: 0 if it is negative or hidden, or if there is no reading. */
static double
get_size (const WbChartLayout *self,
          const WbHotDetails  *details,
          guint                item)
{
  double value = details->category->children[item].value;

  return wb_layout_is_hidden (self, item) || !(value > 0) ? 0 : MIN (value, LARGEST);
}

/* Divides the ring, clockwise from the top. */
static void
cut_slices (WbChartLayout *self,
            WbHotDetails  *details)
{
  guint n_children = details->category->n_children;
  g_autofree double *sizes = g_new (double, n_children);
  guint n_readings = 0;
  double sum = 0;

  for (guint i = 0; i < n_children; i++)
    {
      sizes[i] = get_size (self, details, i);
      details->total += sizes[i];
      n_readings += !isnan (details->category->children[i].value);
    }

  g_autofree guint *tenths = wb_share_round (sizes, n_children);
  for (guint i = 0; i < n_children; i++)
    {
      double size = sizes[i];
      if (size <= 0)
        continue;

      WbHotSlice slice = {
        .name = details->category->children[i].name,
        .item = i,
        .series_mix = { i, i, 0 },
        .from = 2 * G_PI * (sum / details->total) - G_PI_2,
        .to = 2 * G_PI * ((sum + size) / details->total) - G_PI_2,
        .share = size / details->total,
        .tenths = tenths[i],
      };
      slice.listed = slice.to - slice.from < MIN_ANGLE;
      sum += size;
      g_array_append_val (details->slices, slice);
    }

  if (n_readings == 0)
    details->total = NAN;
}

/* Makes the ring as large as its labels allow. It is moved from the middle if one side needs less room than
 * the other. If the area is too narrow for labels, the ring fills it. */
static void
place_ring (WbChartLayout *self,
            WbHotDetails  *details,
            const WbText  *text,
            WbBox          room)
{
  double side = MIN (room.width, room.height);
  double share = room.width < room.height ? MIN_PORTRAIT : MIN_LANDSCAPE;
  double left = wb_hot_measure_labels (self, text, WB_HOT_LEFT, LABEL_ROOM * text->size);
  double right = wb_hot_measure_labels (self, text, WB_HOT_RIGHT, LABEL_ROOM * text->size);
  double beside = (room.width - left - right) / 2 - LEADER_ROOM * text->size;
  double slack = 0;
  double lift = LIFT * text->size;
  double outer = MIN (room.height / 2 - 1.1 * text->size, MAX (beside, room.width * share));

  if (room.width / 2 - outer < 4.5 * text->size || outer < 2.2 * text->size)
    outer = side / 2 - lift;
  else
    slack = MAX (room.width / 2 - outer - 4.5 * text->size, 0);

  /* It is moved as little as possible. */
  double least = LEADER_ROOM * text->size + outer;
  double middle = CLAMP (room.width / 2, MIN (left + least, room.width - right - least),
                         MAX (left + least, room.width - right - least));
  details->x = room.x + CLAMP (middle, room.width / 2 - slack, room.width / 2 + slack);
  details->y = room.y + room.height / 2;
  details->outer = MAX (outer, 0);
  details->inner = details->outer * HOLE;
  self->plot = (WbBox) {
    details->x - details->outer, details->y - details->outer, 2 * details->outer, 2 * details->outer,
  };
}

/* Shapes the total for a width: shrunk, or otherwise in a shorter form. The shortest may have the width @most
 * and the size @shortest. */
static PangoLayout *
shape_total (const WbText *text,
             double        total,
             double        width,
             double        most,
             double        shortest,
             double       *scale)
{
  WbTextFlags flags = WB_TEXT_NUMBER | WB_TEXT_BOLD;
  double least = MIN (*scale, 0.85);

  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    {
      g_autofree char *number = wb_number_format_in (total, form);
      g_autoptr (PangoLayout) shape = wb_text_shape (text, number, *scale, flags, G_MAXINT16);
      gboolean is_last = form == WB_NUMBER_N_FORMS - 1;
      double fitting = *scale * MIN ((is_last ? most : width) / wb_text_get_width (shape), 1);

      if (is_last)
        least = MIN (least, shortest);
      if (fitting < least)
        continue;
      if (fitting == *scale)
        return g_steal_pointer (&shape);

      *scale = fitting;
      return wb_text_shape (text, number, fitting, flags, G_MAXINT16);
    }

  return NULL;
}

/* Adds the total, in the hole, with a caption if there is room for it. */
static void
layout_total (WbChartLayout *self,
              WbHotDetails  *details,
              const WbText  *text)
{
  double width = details->inner * 1.5;
  double height = details->inner * 1.6;
  double scale = CLAMP (details->inner / text->size / 2.4, 0.9, 3);

  scale = MIN (scale, height / wb_text_get_line (text, 1));
  /* Large text may shrink further than the usual one. */
  double least = MIN (MIN_TOTAL, LEAST_TEXT / text->size);
  PangoLayout *shape = NULL;
  if (scale >= least)
    shape = shape_total (text, details->total, width, details->inner * 1.9, least, &scale);
  if (shape == NULL)
    return;

  /* Both are moved down a little, since digits have no descenders. */
  gboolean has_caption = wb_text_get_line (text, scale + 0.85) <= height &&
                         wb_text_get_width (shape) <= width;
  double line = wb_text_get_line (text, 0.5 * scale + 0.425);
  double lower = has_caption ? 0.15 * text->size * scale : 0;
  wb_layout_add_label (self, shape, details->x, 0.5, details->y - (has_caption ? line / 2 : 0) + lower,
                       WB_TEXT_ROLE_TEXT);
  if (has_caption)
    wb_layout_add_label (self, wb_text_shape (text, _("Total"), 0.85, WB_TEXT_PLAIN, width), details->x, 0.5,
                         details->y + line / 2 + lower, WB_TEXT_ROLE_MUTED);
}

static void
add_marks (WbChartLayout      *self,
           const WbHotDetails *details)
{
  double middle = (details->inner + details->outer) / 2;
  double radius = (details->outer - details->inner) / 4;

  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);
      const WbHotItem *item = &details->category->children[slice->item];
      double angle = (slice->from + slice->to) / 2;
      g_autofree char *value = wb_number_format (item->value);
      g_autofree char *share = wb_share_format (slice->share, slice->tenths);

      WbMark mark = {
        .kind = WB_MARK_SLICE,
        .series = slice->item,
        .item = slice->item,
        .box = { details->x + cos (angle) * middle - radius, details->y + sin (angle) * middle - radius,
                 2 * radius, 2 * radius },
        .name = item->name,
        /* Translators: a value and its percentage */
        .text = wb_layout_keep (self, g_strdup_printf (C_("value and share", "%s (%s)"), value, share)),
        .value = item->value,
      };
      wb_layout_add_mark (self, &mark);
    }
}

/* Moves the shares of slices without a label to the legend. Returns whether there are new ones. */
static gboolean
list_unlabelled (WbHotDetails *details)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < details->slices->len; i++)
    {
      WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);

      changed = changed || (!slice->labelled && !slice->listed);
      slice->listed = slice->listed || !slice->labelled;
      slice->labelled = FALSE;
    }

  return changed;
}

/* The larger the legend, the less room is there for labels, so this may take several attempts. */
static void
arrange (WbChartLayout *self,
         const WbText  *text)
{
  WbHotDetails *details = self->details;
  guint n_attempts = 0;

  do
    {
      g_array_set_size (self->labels, 0);
      g_array_set_size (self->swatches, 0);
      g_array_set_size (self->legend, 0);
      g_array_set_size (details->leaders, 0);
      wb_layout_begin_item (self, NULL);
      WbBox room = wb_hot_layout_legend (self, text);
      place_ring (self, details, text, room);
      layout_total (self, details, text);
      wb_hot_layout_labels (self, text, room);
    }
  while (list_unlabelled (details) && ++n_attempts < MAX_ATTEMPTS);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  WbHotDetails *details = g_new0 (WbHotDetails, 1);
  guint n_categories;
  const WbHotItem *categories = wb_dataset_get_hot (self->dataset, &n_categories);

  self->details = details;
  self->free_details = wb_hot_free_details;
  details->slices = g_array_new (FALSE, FALSE, sizeof (WbHotSlice));
  details->leaders = g_array_new (FALSE, FALSE, sizeof (WbHotLeader));
  if (self->page >= n_categories || categories[self->page].n_children == 0)
    return FALSE;

  details->category = &categories[self->page];
  cut_slices (self, details);
  arrange (self, text);
  add_marks (self, details);

  return TRUE;
}

static void
draw_leaders (const WbChartLayout   *self,
              cairo_t               *cr,
              const WbRenderContext *context)
{
  const WbHotDetails *details = self->details;

  cairo_set_line_width (cr, CLAMP (self->size / 14, 1, 3));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < details->leaders->len; i++)
    {
      const WbHotLeader *leader = &g_array_index (details->leaders, WbHotLeader, i);

      cairo_new_path (cr);
      for (guint j = 0; j < G_N_ELEMENTS (leader->x); j++)
        cairo_line_to (cr, leader->x[j], leader->y[j]);
      wb_color_use (wb_color_fade (wb_series_mix_get_color (leader->series_mix, context->palette),
                                   leader->alpha), cr);
      cairo_stroke (cr);
    }
}

static void
fill_slice (const WbChartLayout   *self,
            const WbHotSlice      *slice,
            double                 outer,
            WbSeriesMix            series_mix,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  const WbHotDetails *details = self->details;
  WbColor color = wb_series_mix_get_color (series_mix, context->palette);
  WbPattern pattern = wb_palette_get_pattern (context->palette, wb_series_mix_get_series (series_mix));
  WbHatch hatch = wb_hatch_init (pattern, color, self->size, context->scale);

  wb_draw_sector (cr, (WbSector) { details->x, details->y, details->inner, outer, slice->from, slice->to });
  wb_hatch_fill (&hatch, cr);
}

static void
draw_empty (const WbHotDetails *details,
            cairo_t            *cr,
            const WbPalette    *palette)
{
  wb_draw_sector (cr, (WbSector) { details->x, details->y, details->inner, details->outer, 0, 2 * G_PI });
  wb_color_use (palette->shade, cr);
  cairo_fill_preserve (cr);
  if (palette->contrast == WB_CONTRAST_HIGH)
    {
      wb_color_use (palette->outline, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

/* Gaps in the colour of the card separate slices of similar colours. They are thinner between narrow slices,
 * which they would hide. */
static void
draw_gaps (const WbHotDetails *details,
           cairo_t            *cr,
           const WbPalette    *palette)
{
  double from = details->inner - 1;
  double to = details->outer + 1;
  double widest = CLAMP (details->outer / 60, 1, 4);

  wb_color_use (palette->card, cr);
  for (guint i = 0; i < details->slices->len && details->slices->len > 1; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);
      const WbHotSlice *before = &g_array_index (details->slices, WbHotSlice,
                                                 i > 0 ? i - 1 : details->slices->len - 1);
      double narrower = MIN (slice->to - slice->from, before->to - before->from);
      double c = cos (slice->from);
      double s = sin (slice->from);

      cairo_set_line_width (cr, MIN (widest, GAP_SHARE * narrower * details->inner));
      cairo_move_to (cr, details->x + c * from, details->y + s * from);
      cairo_line_to (cr, details->x + c * to, details->y + s * to);
      cairo_stroke (cr);
    }
}

static void
draw_base (const WbChartLayout   *self,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  const WbHotDetails *details = self->details;

  if (details->slices->len == 0 ||
      g_array_index (details->slices, WbHotSlice, details->slices->len - 1).to < 1.5 * G_PI - 1e-3)
    draw_empty (details, cr, context->palette);

  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);

      fill_slice (self, slice, details->outer, slice->series_mix, cr, context);
    }

  draw_gaps (details, cr, context->palette);
  draw_leaders (self, cr, context);
}

static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const WbHotDetails *details = self->details;
  double radius = hypot (x - details->x, y - details->y);
  double angle = atan2 (y - details->y, x - details->x);

  if (radius < details->inner || radius > details->outer + LIFT * self->size)
    return -1;

  /* Slices start at the top. */
  if (angle < -G_PI_2)
    angle += 2 * G_PI;
  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);

      if (angle >= slice->from && angle <= slice->to)
        return i;
    }

  return -1;
}

static const WbHotSlice *
find_slice (const WbHotDetails *details,
            guint               item)
{
  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);

      if (slice->item == item)
        return slice;
    }

  g_return_val_if_reached (NULL);
}

/* The bounding box of a sector: its corners, and the extremes of its arc. */
static WbBox
get_highlight (const WbChartLayout *self,
               const WbMark        *mark)
{
  const WbHotDetails *details = self->details;
  const WbHotSlice *slice = find_slice (details, mark->item);
  double inner = details->inner;
  double outer = details->outer + LIFT * self->size;
  double angles[8] = { slice->from, slice->to };
  guint n_angles = 2;
  WbBox box = { details->x + cos (slice->from) * inner, details->y + sin (slice->from) * inner, 0, 0 };

  for (int quarter = 0; quarter <= 3; quarter++)
    if (quarter * G_PI_2 > slice->from && quarter * G_PI_2 < slice->to)
      angles[n_angles++] = quarter * G_PI_2;
  for (guint i = 0; i < n_angles; i++)
    {
      double c = cos (angles[i]);
      double s = sin (angles[i]);

      box = wb_box_union (box, (WbBox) { details->x + c * outer, details->y + s * outer, 0, 0 });
      box = wb_box_union (box, (WbBox) { details->x + c * inner, details->y + s * inner, 0, 0 });
    }

  return wb_box_grow (box, 2);
}

static void
draw_highlight (const WbChartLayout   *self,
                cairo_t               *cr,
                const WbMark          *mark,
                const WbRenderContext *context)
{
  const WbHotDetails *details = self->details;
  const WbHotSlice *slice = find_slice (details, mark->item);
  double outer = details->outer + LIFT * self->size;
  WbSector sector = { details->x, details->y, details->inner, outer, slice->from, slice->to };

  if (context->palette->contrast == WB_CONTRAST_HIGH)
    {
      fill_slice (self, slice, outer, (WbSeriesMix) { .from = slice->item, .to = slice->item }, cr, context);
      wb_draw_sector (cr, sector);
      wb_color_use (context->palette->text, cr);
      cairo_set_line_width (cr, 2.5);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (cr);
      return;
    }

  /* Lightened with a single fill, since it is large and redrawn as the pointer moves. */
  wb_draw_sector (cr, sector);
  wb_color_use (wb_color_mix (wb_palette_get_series (context->palette, slice->item), (WbColor) { 1, 1, 1, 1 },
                              0.16), cr);
  cairo_fill (cr);
}

/* The third level is in percent of its own sum, as on the legacy page, so that its lines add up to the
 * slice. */
static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const WbHotDetails *details = self->details;
  const WbHotItem *item = &details->category->children[mark->item];
  WbTooltip *tooltip = wb_tooltip_new (mark->name);
  g_autofree double *sizes = g_new (double, MAX (item->n_children, 1));
  double total = 0;

  wb_tooltip_add (tooltip, mark->series, _("Sales"), mark->text, WB_TOOLTIP_CHOSEN);
  for (guint i = 0; i < item->n_children; i++)
    {
      sizes[i] = item->children[i].value > 0 ? MIN (item->children[i].value, LARGEST) : 0;
      total += sizes[i];
    }
  g_autofree guint *tenths = wb_share_round (sizes, item->n_children);
  for (guint i = 0; i < item->n_children; i++)
    {
      gboolean has_reading = !isnan (item->children[i].value);
      g_autofree char *share = has_reading ? wb_share_format (sizes[i] / total, tenths[i])
                                           : wb_number_format_percent (NAN);

      if (total <= 0 && has_reading)
        continue;

      wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, item->children[i].name, share, WB_TOOLTIP_PLAIN);
    }

  return tooltip;
}

static char *
describe (const WbChartLayout *self)
{
  const WbHotDetails *details = self->details;
  guint n_goods = details->category->n_children;
  const WbMark *largest = NULL;
  g_autofree char *total = wb_number_format (details->total);
  g_autofree char *goods = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u item", "%u items", n_goods),
                                            n_goods);

  for (guint i = 0; i < self->n_items; i++)
    {
      const WbMark *mark = wb_layout_get_mark (self, i);

      if (largest == NULL || mark->value > largest->value)
        largest = mark;
    }

  g_autofree char *sentence =
    largest == NULL
      /* Translators: a category, “5 items”, a number */
      ? g_strdup_printf (_("%s: %s, total %s"), self->title, goods, total)
      /* Translators: a category, “5 items”, a number, a name, a value with its percentage */
      : g_strdup_printf (_("%s: %s, total %s, largest %s, %s"), self->title, goods, total, largest->name,
                         largest->text);
  g_autofree char *omitted = wb_hot_dup_omitted (self);
  if (omitted == NULL)
    return g_steal_pointer (&sentence);

  /* Translators: two sentences, without their periods */
  return g_strdup_printf (C_("sentences", "%s. %s"), sentence, omitted);
}

const WbChart wb_hot_chart = {
  .count_pages = count_pages,
  .dup_page_title = dup_page_title,
  .layout = layout,
  .draw_base = draw_base,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .blend = wb_hot_blend,
};
