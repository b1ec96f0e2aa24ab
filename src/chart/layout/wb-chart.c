/* wb-chart.c: the public functions of charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "drawing/wb-draw.h"
#include "wb-legend.h"
#include "wb-swatch.h"

const WbChart *
wb_chart_lookup (WbChartKind kind)
{
  static const WbChart *const charts[WB_N_CHARTS] = {
    [WB_CHART_TREND] = &wb_trend_chart,
    [WB_CHART_SELLER] = &wb_seller_chart,
    [WB_CHART_MAP] = &wb_map_chart,
    [WB_CHART_RANK] = &wb_rank_chart,
    [WB_CHART_HOT] = &wb_hot_chart,
    [WB_CHART_STOCK] = &wb_stock_chart,
  };

  g_assert (kind < WB_N_CHARTS);

  return charts[kind];
}

/**
 * wb_chart_count_pages:
 * @dataset: a dataset
 *
 * Counts the pages of a dataset: the types of trend, the pages of seller and
 * stock, the windows of rank, the categories of hot.
 *
 * Returns: their number, at least 1
 */
guint
wb_chart_count_pages (WbDataset *dataset)
{
  g_return_val_if_fail (dataset != NULL, 1);

  return wb_chart_lookup (wb_dataset_get_kind (dataset))->count_pages (dataset);
}

/**
 * wb_chart_get_page_seconds:
 * @kind: a chart
 *
 * Gets the time after which a chart advances to its next page.
 *
 * Returns: seconds, or 0 for a chart that does not advance by itself
 */
guint
wb_chart_get_page_seconds (WbChartKind kind)
{
  return wb_chart_lookup (kind)->page_seconds;
}

/**
 * wb_chart_get_default_title:
 * @kind: a chart
 *
 * Gets the title of a chart that has none in its dataset.
 *
 * Returns: (transfer none): the title, translated
 */
const char *
wb_chart_get_default_title (WbChartKind kind)
{
  static const char *const titles[WB_N_CHARTS] = {
    [WB_CHART_TREND] = N_("Sales trend"),
    [WB_CHART_SELLER] = N_("Sales by seller"),
    [WB_CHART_MAP] = N_("Where sellers are"),
    [WB_CHART_RANK] = N_("Sales by region"),
    [WB_CHART_HOT] = N_("Share of hot goods"),
    [WB_CHART_STOCK] = N_("Stock and sales"),
  };

  g_return_val_if_fail ((guint) kind < WB_N_CHARTS, "");

  return _(titles[kind]);
}

/**
 * wb_chart_dup_page_title:
 * @dataset: a dataset
 * @page: a page, modulo the number of pages
 *
 * Gets the title of a page: the title of a type of trend, the name of a
 * category of hot, and the title of the chart if its pages have none.
 *
 * Returns: (transfer full): the title
 */
char *
wb_chart_dup_page_title (WbDataset *dataset,
                         guint      page)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  WbChartKind kind = wb_dataset_get_kind (dataset);
  const WbChart *chart = wb_chart_lookup (kind);
  char *title = NULL;

  if (chart->dup_page_title != NULL)
    title = chart->dup_page_title (dataset, page % chart->count_pages (dataset));

  return title != NULL ? title : g_strdup (wb_chart_get_default_title (kind));
}

/**
 * wb_chart_layout_new_message:
 * @title: the message in a few words
 * @detail: (nullable): a sentence with details
 * @context: the parameters for drawing
 *
 * Lays out a message in place of a chart. It has no marks.
 *
 * Returns: (transfer full): the layout
 */
WbChartLayout *
wb_chart_layout_new_message (const char            *title,
                             const char            *detail,
                             const WbRenderContext *context)
{
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  g_autoptr (WbText) text = wb_text_new (context);
  WbChartLayout *self = wb_layout_new_empty (context);

  self->size = text->size;
  /* Translators: a message and more about it, for a screen reader */
  self->title = detail != NULL && *detail != '\0' ? g_strdup_printf (C_("message", "%s: %s"), title, detail)
                                                  : g_strdup (title);
  wb_notice_fill (self, text, title, detail);
  wb_layout_finish (self);

  return self;
}

/**
 * wb_chart_layout_new:
 * @dataset: the data
 * @selection: (nullable): the selection of the user; its cursor is ignored
 * @context: the parameters for drawing
 *
 * Computes the layout of a chart. An empty dataset gives a message.
 *
 * Returns: (transfer full): the layout
 */
WbChartLayout *
wb_chart_layout_new (WbDataset             *dataset,
                     const WbSelection     *selection,
                     const WbRenderContext *context)
{
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  WbChartKind kind = wb_dataset_get_kind (dataset);
  const WbChart *chart = wb_chart_lookup (kind);

  g_autoptr (WbText) text = wb_text_new (context);
  g_autoptr (WbChartLayout) self = wb_layout_new_empty (context);
  self->chart = chart;
  self->dataset = wb_dataset_ref (dataset);
  self->kind = kind;
  self->page = selection != NULL ? selection->page % chart->count_pages (dataset) : 0;
  self->hidden = selection != NULL ? selection->hidden : 0;
  if (selection != NULL)
    self->style = selection->style;
  self->legend_part = selection != NULL ? selection->legend : 0;
  self->size = text->size;
  self->title = wb_chart_dup_page_title (dataset, self->page);
  self->atlas = context->atlas != NULL ? g_object_ref (context->atlas) : NULL;
  self->region = selection != NULL ? g_strdup (selection->region) : NULL;

  if (!chart->layout (self, text))
    {
      const char *notice = self->notice != NULL ? self->notice : _("There are no numbers to show.");
      /* The chart's title is visible on its card, but the description must include it. */
      WbChartLayout *message = wb_chart_layout_new_message (self->notice != NULL ? self->title : _("No Data"),
                                                            notice, context);

      g_free (message->title);
      message->title = g_strdup_printf (C_("message", "%s: %s"), self->title, notice);
      return message;
    }

  wb_layout_finish (self);

  return g_steal_pointer (&self);
}

/**
 * wb_chart_layout_hit:
 * @self: a layout
 * @x: logical pixels from the left edge of the frame
 * @y: logical pixels from its upper edge
 *
 * Finds the mark at a point: an entry of the legend or an item of the chart.
 * Targets are large: the whole column of a month finds a point, and the whole
 * row of a bar finds the bar.
 *
 * Returns: the index of the mark, or -1
 */
int
wb_chart_layout_hit (WbChartLayout *self,
                     double         x,
                     double         y)
{
  int entry;

  g_return_val_if_fail (self != NULL, -1);

  if (self->target != NULL)
    self = self->target;

  /* Also rejects NaN. */
  if (!(x >= 0 && x <= self->width && y >= 0 && y <= self->height))
    return -1;

  entry = wb_legend_hit (self, x, y);
  if (entry >= 0 || self->chart == NULL)
    return entry;

  return self->chart->hit (self, self->right_to_left ? self->width - x : x, y);
}

/**
 * wb_chart_layout_describe:
 * @self: a layout
 *
 * Describes the picture in one sentence, for screen readers.
 *
 * Returns: (transfer full): the sentence, translated
 */
char *
wb_chart_layout_describe (WbChartLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->target != NULL)
    self = self->target;

  return self->chart != NULL ? self->chart->describe (self) : g_strdup (self->title);
}

/**
 * wb_chart_layout_get_region:
 * @self: a layout
 * @mark: one of its marks
 *
 * Gets the name of the map that a mark opens, for the selection.
 *
 * Returns: (transfer none) (nullable): the name, owned by @self, or %NULL if
 *   there is no more detailed map
 */
const char *
wb_chart_layout_get_region (WbChartLayout *self,
                            const WbMark  *mark)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (mark != NULL, NULL);

  if (mark->kind != WB_MARK_REGION || self->chart == NULL || self->chart->get_region == NULL)
    return NULL;

  return self->chart->get_region (self, mark);
}

/* Mirrors the context if the layout is right to left, so that a chart can draw from left to right. */
static void
begin_mirror (const WbChartLayout *self,
              cairo_t             *cr)
{
  cairo_save (cr);
  if (!self->right_to_left)
    return;

  cairo_translate (cr, self->width, 0);
  cairo_scale (cr, -1, 1);
}

static void
draw_label (const WbLabel   *label,
            cairo_t         *cr,
            const WbPalette *palette)
{
  PangoRectangle box;

  WbColor color = palette->text;

  if (label->role == WB_TEXT_ROLE_REGION)
    color = palette->region_text;
  else if (label->role == WB_TEXT_ROLE_DIM)
    color = palette->neutral;
  else if (label->role != WB_TEXT_ROLE_TEXT)
    color = palette->muted;

  pango_layout_get_extents (label->layout, NULL, &box);
  cairo_save (cr);
  cairo_translate (cr, label->box.x + label->box.width / 2, label->box.y + label->box.height / 2);
  cairo_rotate (cr, label->angle);
  cairo_move_to (cr, -(box.x + box.width / 2.0) / PANGO_SCALE, -(box.y + box.height / 2.0) / PANGO_SCALE);
  if (label->role == WB_TEXT_ROLE_REGION && palette->contrast == WB_CONTRAST_HIGH)
    wb_text_draw_halo (label->layout, cr, wb_color_fade (palette->region, label->alpha));
  wb_color_use (wb_color_fade (color, label->alpha), cr);
  pango_cairo_show_layout (cr, label->layout);
  cairo_restore (cr);
}

static void
draw_swatch (const WbChartLayout   *self,
             const WbSwatch        *swatch,
             cairo_t               *cr,
             const WbRenderContext *context)
{
  WbSwatchShape shape = self->kind == WB_CHART_MAP ? WB_SWATCH_MARKER
                        : self->kind == WB_CHART_RANK ? WB_SWATCH_RANK : WB_SWATCH_PATCH;

  if (swatch->hidden)
    wb_swatch_draw_hidden (cr, swatch->box, swatch->alpha, context);
  else
    wb_swatch_draw (shape, cr, swatch->box, swatch->series, swatch->alpha, context);
}

/**
 * wb_chart_layout_draw_base:
 * @self: a layout
 * @cr: a context whose units are logical pixels
 * @context: the frame of the layout; colours and scale may differ
 *
 * Draws what depends only on data and size: axes, labels, shapes. The
 * background is not painted; it must have the card colour of the palette.
 */
void
wb_chart_layout_draw_base (WbChartLayout         *self,
                           cairo_t               *cr,
                           const WbRenderContext *context)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (context != NULL && context->palette != NULL);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);

  if (self->chart != NULL)
    {
      begin_mirror (self, cr);
      self->chart->draw_base (self, cr, context);
      cairo_restore (cr);
    }
  for (guint i = 0; i < self->swatches->len; i++)
    draw_swatch (self, &g_array_index (self->swatches, WbSwatch, i), cr, context);
  for (guint i = 0; i < self->labels->len; i++)
    draw_label (&g_array_index (self->labels, WbLabel, i), cr, context->palette);

  cairo_restore (cr);
}

/* Creates and places the tooltip of a mark. Returns %NULL if there is none, or no room for it. */
static WbTooltip *
make_tooltip (const WbChartLayout   *self,
              const WbMark          *mark,
              const WbRenderContext *context,
              WbBox                 *ret_box)
{
  g_autoptr (WbTooltip) tooltip = self->chart->make_tooltip (self, mark);
  WbRenderContext inside = *context;

  inside.width = self->width;
  inside.height = self->height;
  inside.right_to_left = self->right_to_left;
  if (!wb_tooltip_place (tooltip, &inside, mark->box, ret_box))
    return NULL;

  return g_steal_pointer (&tooltip);
}

static WbBox
get_pill (const WbChartLayout *self,
          const WbMark        *mark)
{
  WbBox box = mark->box;

  box.x -= self->size * 0.3;
  box.width += self->size * 0.6;

  return wb_box_clip (box, self->width, self->height);
}

/**
 * wb_chart_layout_draw_overlay:
 * @self: a layout
 * @cr: a context whose units are logical pixels
 * @selection: the selection, with the cursor
 * @context: the frame of the layout
 *
 * Draws what depends on the cursor or on time, over the base.
 */
void
wb_chart_layout_draw_overlay (WbChartLayout         *self,
                              cairo_t               *cr,
                              const WbSelection     *selection,
                              const WbRenderContext *context)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (selection != NULL);
  g_return_if_fail (context != NULL && context->palette != NULL);

  if (self->target != NULL)
    self = self->target;

  const WbMark *mark = wb_layout_get_mark (self, selection->cursor);
  if (mark == NULL)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);

  if (wb_mark_is_in_legend (mark))
    {
      wb_draw_rounded (cr, get_pill (self, mark), mark->box.height / 2, mark->box.height / 2);
      wb_color_use (wb_color_fade (context->palette->text, 0.1), cr);
      cairo_fill (cr);
    }
  else
    {
      WbBox box;

      begin_mirror (self, cr);
      self->chart->draw_highlight (self, cr, mark, context);
      cairo_restore (cr);

      g_autoptr (WbTooltip) tooltip = make_tooltip (self, mark, context, &box);
      if (tooltip != NULL)
        {
          WbRenderContext inside = *context;

          inside.right_to_left = self->right_to_left;
          wb_tooltip_draw (tooltip, cr, &inside);
        }
    }

  cairo_restore (cr);
}

/**
 * wb_chart_layout_get_overlay:
 * @self: a layout
 * @selection: the selection, with the cursor
 * @context: the frame of the layout
 * @ret_box: (out): the area of the overlay, within the frame
 *
 * Computes the area to repaint when the overlay changes.
 *
 * Returns: %FALSE if the overlay paints nothing
 */
gboolean
wb_chart_layout_get_overlay (WbChartLayout         *self,
                             const WbSelection     *selection,
                             const WbRenderContext *context,
                             WbBox                 *ret_box)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (selection != NULL, FALSE);
  g_return_val_if_fail (context != NULL, FALSE);
  g_return_val_if_fail (ret_box != NULL, FALSE);

  if (self->target != NULL)
    self = self->target;

  const WbMark *mark = wb_layout_get_mark (self, selection->cursor);
  WbBox box;
  WbBox tooltip_box;

  if (mark == NULL)
    return FALSE;

  if (wb_mark_is_in_legend (mark))
    {
      box = get_pill (self, mark);
    }
  else
    {
      box = self->chart->get_highlight (self, mark);
      if (self->right_to_left)
        box = wb_box_mirror (box, self->width);

      g_autoptr (WbTooltip) tooltip = make_tooltip (self, mark, context, &tooltip_box);
      if (tooltip != NULL)
        box = wb_box_union (box, tooltip_box);
    }

  /* Antialiasing may touch neighbouring pixels. */
  *ret_box = wb_box_clip (wb_box_round_out (box, self->scale), self->width, self->height);

  return TRUE;
}

/**
 * wb_chart_layout_get_motion:
 * @self: a layout
 * @ret_n_boxes: (out): their number, 0 without animations
 *
 * Gets the areas of animations: around each place of a map. The boxes do not
 * overlap, so that each can be repainted under its own clip while the rest
 * stays unchanged.
 *
 * Returns: (transfer none) (array length=ret_n_boxes): the boxes, owned by
 *   @self
 */
const WbBox *
wb_chart_layout_get_motion (WbChartLayout *self,
                            guint         *ret_n_boxes)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_boxes != NULL, NULL);

  *ret_n_boxes = 0;
  if (self->chart == NULL || self->chart->get_motion == NULL)
    return NULL;

  return self->chart->get_motion (self, ret_n_boxes);
}

/**
 * wb_chart_layout_draw_motion:
 * @self: a layout
 * @cr: a context whose units are logical pixels; only the area of its clip is drawn
 * @context: the frame of the layout, with the time
 *
 * Draws the animations, over the base and under the overlay.
 */
void
wb_chart_layout_draw_motion (WbChartLayout         *self,
                             cairo_t               *cr,
                             const WbRenderContext *context)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (context != NULL && context->palette != NULL);

  if (self->chart == NULL || self->chart->draw_motion == NULL)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  self->chart->draw_motion (self, cr, context);
  cairo_restore (cr);
}
