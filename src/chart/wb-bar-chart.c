/* wb-bar-chart.c: the common parts of seller and rank
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-bar-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "axes/wb-grid.h"
#include "drawing/wb-draw.h"
#include "drawing/wb-number.h"

/* The size of the note about the scale, relative to labels. */
#define NOTE_SCALE 0.8

static void
free_details_cb (gpointer data)
{
  WbBarChart *self = data;

  wb_ranking_clear (&self->ranking);
  g_clear_pointer (&self->bars.bars, g_array_unref);
  g_clear_pointer (&self->grid, g_array_unref);
  g_free (self);
}

static void
take_details (WbChartLayout *layout,
              WbBarChart    *self)
{
  layout->details = self;
  layout->free_details = free_details_cb;
}

/**
 * wb_bar_chart_begin:
 * @self: (transfer full): the zeroed beginning of a chart's details, from g_new0()
 * @layout: takes over @self
 * @orientation: how the bars are drawn, which decides on their order
 *
 * Starts the layout of a bar chart, and sorts its items.
 *
 * Returns: %FALSE if there are no items
 */
gboolean
wb_bar_chart_begin (WbBarChart        *self,
                    WbChartLayout     *layout,
                    WbBarsOrientation  orientation)
{
  take_details (layout, self);
  wb_bars_init (&self->bars, orientation);
  wb_ranking_init (&self->ranking, layout->dataset, orientation == WB_BARS_UPRIGHT);

  return self->ranking.n_values > 0;
}

/**
 * wb_bar_chart_set_scales:
 * @self: the bars of a layout
 * @bands: the scale across them
 * @scale: the scale along them
 * @ticks: (nullable): the axis of @scale; %NULL for none
 *
 * Sets the scales. To be called before wb_bar_chart_add().
 */
void
wb_bar_chart_set_scales (WbBarChart    *self,
                         WbBands        bands,
                         WbScale        scale,
                         const WbTicks *ticks)
{
  self->bands = bands;
  self->scale = scale;
  self->bars.from = bands.start;
  self->bars.to = bands.start + bands.length;
  self->bars.zero = wb_scale_map (&scale, 0);
  self->bars.zero_line = scale.low < 0;
  self->grid = wb_grid_new (ticks, &scale);
}

/**
 * wb_bar_chart_add:
 * @layout: a layout of bars
 * @place: the place of the item in the ranking
 * @where: a bar with its middle, thickness, track and colours
 *
 * Adds the bar and the mark of an item. Labels that are added next belong to
 * it.
 *
 * Returns: the position of the bar's tip, in logical pixels: that of zero if
 *   there is no reading
 */
double
wb_bar_chart_add (WbChartLayout *layout,
                  guint          place,
                  const WbBar   *where)
{
  WbBarChart *self = layout->details;
  const WbValue *item = wb_ranking_get_item (&self->ranking, place);
  WbBar bar = *where;

  bar.name = item->name;
  bar.foot = bar.tip = self->bars.zero;
  if (!isnan (item->value))
    bar.tip = wb_scale_map (&self->scale, wb_ranking_get_value (&self->ranking, place));
  bar.roundness = self->scale.low < 0;
  bar.alpha = 1;
  bar.track = 1;
  g_array_append_val (self->bars.bars, bar);

  double edge = bar.middle - bar.thickness / 2;
  double least = MIN (bar.foot, bar.tip);
  double length = fabs (bar.tip - bar.foot);
  WbMark mark = {
    .kind = WB_MARK_BAR,
    .series = 0,
    .item = self->ranking.order[place],
    .box = self->bars.orientation == WB_BARS_UPRIGHT ? (WbBox) { edge, least, bar.thickness, length }
                                                     : (WbBox) { least, edge, length, bar.thickness },
    .name = item->name,
    .text = wb_layout_keep (layout, wb_number_format (item->value)),
    .value = item->value,
  };
  wb_layout_add_mark (layout, &mark);
  wb_layout_begin_item (layout, item->name);

  return bar.tip;
}

/**
 * wb_bar_chart_add_note:
 * @layout: a layout of bars
 * @text: shapes text
 * @high: the upper end of the scale
 * @low: its lower end
 * @middle: the vertical position
 *
 * Says that the bars of a page have another scale than those of other pages,
 * see wb_ranking_get_page_range().
 */
void
wb_bar_chart_add_note (WbChartLayout *layout,
                       const WbText  *text,
                       double         high,
                       double         low,
                       double         middle)
{
  g_autofree char *number = wb_number_format_compact (MAX (high, -low));
  /* Translators: the largest value that has room on the scale of a page */
  g_autofree char *note = g_strdup_printf (_("Scale to %s"), number);
  double scale = MAX (NOTE_SCALE, wb_text_get_least (text));

  double margin = MIN (text->size, layout->width / 4);

  wb_layout_add_label (layout, wb_text_shape (text, note, scale, WB_TEXT_PLAIN, layout->width - 2 * margin),
                       margin, 0, middle, WB_TEXT_ROLE_MUTED);
}

void
wb_bar_chart_draw_base (const WbChartLayout   *layout,
                        cairo_t               *cr,
                        const WbRenderContext *context)
{
  const WbBarChart *self = layout->details;

  wb_bars_draw (&self->bars, cr, context);
  wb_grid_draw (self->grid, self->bars.from, self->bars.to, cr, context);
}

void
wb_bar_chart_draw_highlight (const WbChartLayout   *layout,
                             cairo_t               *cr,
                             const WbMark          *mark,
                             const WbRenderContext *context)
{
  const WbBarChart *self = layout->details;
  WbBox box = wb_layout_get_mark_box (layout, mark);

  /* An upright bar is drawn as a lying one rotated by 90°. */
  if (self->bars.orientation == WB_BARS_UPRIGHT)
    box = (WbBox) { -box.y - box.height, box.x, box.height, box.width };
  if (box.width <= 0)
    return;

  double radius = box.height / 2;
  double start = mark->value < 0 ? radius : 0;

  cairo_save (cr);
  if (self->bars.orientation == WB_BARS_UPRIGHT)
    cairo_rotate (cr, -G_PI_2);
  wb_draw_rounded (cr, box, start, radius - start);
  cairo_restore (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.14);
  cairo_fill_preserve (cr);
  wb_color_use (context->palette->text, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/**
 * wb_bar_chart_make_tooltip:
 * @layout: a layout of bars
 * @mark: of a bar
 *
 * Creates the tooltip of a bar, with its value and its place among those that
 * have one, counted from the largest.
 *
 * Returns: (transfer full): the tooltip
 */
WbTooltip *
wb_bar_chart_make_tooltip (const WbChartLayout *layout,
                           const WbMark        *mark)
{
  const WbBarChart *self = layout->details;
  WbTooltip *tooltip = wb_tooltip_new (mark->name);
  guint found = wb_ranking_find (&self->ranking, mark->item);
  /* Translators: a place among so many, such as “3 of 38” */
  g_autofree char *place =
    g_strdup_printf (_("%u of %u"), self->ranking.descending ? found + 1 : self->ranking.n_values - found,
                     self->ranking.n_readings);

  wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Sales"), mark->text, WB_TOOLTIP_CHOSEN);
  if (!isnan (mark->value))
    wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, _("Place"), place, WB_TOOLTIP_PLAIN);

  return tooltip;
}

void
wb_bar_chart_blend (WbChartLayout       *layout,
                    const WbChartLayout *from,
                    const WbChartLayout *to,
                    double               progress)
{
  WbBarChart *self = g_new0 (WbBarChart, 1);
  const WbBarChart *old = from->details;
  const WbBarChart *new = to->details;

  take_details (layout, self);
  wb_bars_blend (&self->bars, layout, &old->bars, &new->bars, progress);
  self->grid = wb_grid_blend (old->grid, new->grid, progress);
}

/* Items move across bars only. */
WbBlendShift
wb_bar_chart_find_shift (const WbChartLayout *layout,
                         const WbBlendPlace  *place)
{
  const WbBars *bars = &((const WbBarChart *) layout->details)->bars;
  gboolean upright = bars->orientation == WB_BARS_UPRIGHT;
  WbBlendPlace across = { .key = place->key, .side = place->side, .x = upright ? place->x : place->y };
  WbBlendShift shift = wb_blend_find_shift (bars->bars, G_STRUCT_OFFSET (WbBar, anchor), &across);

  return upright ? shift : (WbBlendShift) { 0, shift.x };
}
