/* wb-export-card.c: draws a chart and its title for a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-export-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-color.h"
#include "drawing/wb-draw.h"
#include "layout/wb-text.h"

/* In em of the title. */
#define BAND    2.5  /* height of the title's band */
#define MIDDLE  1.4  /* its middle in the band; the chart below has padding of its own */
#define LINE    1.2  /* its height, where the padding does not follow it */
#define PADDING 0.9
#define GAP     1.2
#define MIN_ROOM 8   /* a smaller card has no padding */

/* The same where the size of text is set: a title is then never dropped from a card of a wall. */
#define MIN_WALL_ROOM 4

/* The age next to the title, in a frame. */
#define AGE_SCALE   0.78
#define AGE_PADDING 0.55
#define AGE_GAP     0.8

/* The padding of a chart around its outermost labels, in em of these. */
#define CHART_PADDING 0.55

/* The page, next to the title. */
#define PAGE_SCALE 0.9
#define PAGE_SHARE 0.4 /* at least; more if the title is short */
#define MIN_PAGE   2

/* Returns the name of the page, or else its number. Pages of trend are in its title already, and pages of
 * rank overlap, so that a number would be meaningless. */
static char *
dup_page (const WbExportCard *self,
          WbTextFlags        *ret_flags)
{
  guint n_pages = self->dataset != NULL ? wb_chart_count_pages (self->dataset) : 0;

  *ret_flags = WB_TEXT_PLAIN;
  if (n_pages < 2 || self->kind == WB_CHART_TREND || self->kind == WB_CHART_RANK)
    return NULL;

  g_autofree char *name = wb_chart_dup_page_title (self->dataset, self->page);
  if (g_strcmp0 (name, wb_chart_get_default_title (self->kind)) != 0)
    return g_steal_pointer (&name);

  *ret_flags = WB_TEXT_NUMBER;

  return g_strdup_printf ("%u / %u", self->page % n_pages + 1, n_pages);
}

static double
snap (double length,
      double scale)
{
  return rint (length * scale) / scale;
}

/* Returns the text that marks data as old, or NULL. */
static const char *
get_age (const WbExportCard *self)
{
  if (self->age != NULL || self->dataset == NULL || self->problem == NULL)
    return self->age;

  return _("Old data");
}

/* Where the size of text is set, the padding grows more slowly than the text: 16 pixels at the size of a
 * desk, 40 on a wall that is read from 5 m. */
static double
get_padding (const WbExportCard    *self,
             const WbRenderContext *context)
{
  double padding = PADDING * self->title_size;

  return context->axis_size > 0 ? MIN (padding, 4 * rint ((8 + 0.62 * context->axis_size) / 4)) : padding;
}

/* The middle of the title in its band, and the height of the band. */
static double
get_middle (const WbExportCard    *self,
            const WbRenderContext *context)
{
  if (context->axis_size > 0)
    return get_padding (self, context) + LINE / 2 * self->title_size;

  return MIDDLE * self->title_size;
}

static double
get_band (const WbExportCard    *self,
          const WbRenderContext *context)
{
  if (context->axis_size > 0)
    return 1.2 * get_padding (self, context) + LINE * self->title_size;

  return BAND * self->title_size;
}

/* Draws the age in its frame. The position is counted from the side where reading starts. */
static void
draw_age (const WbExportCard    *self,
          PangoLayout           *shape,
          double                 start,
          cairo_t               *cr,
          const WbRenderContext *context)
{
  double size = self->title_size * AGE_SCALE;
  double middle = get_middle (self, context);
  double width = wb_text_get_width (shape) + 2 * AGE_PADDING * size;
  double height = 1.7 * size;
  double x = context->right_to_left ? context->width - start - width : start;
  WbBox box = { x, middle - height / 2, width, height };

  wb_text_draw (shape, cr, x + AGE_PADDING * size, middle + WB_TEXT_MIDDLE * size, context->palette->text);
  wb_draw_rounded (cr, box, height / 2, height / 2);
  wb_color_use (context->palette->condition[WB_CONDITION_WARNING].fill, cr);
  cairo_set_line_width (cr, MAX (size / 12, 1));
  cairo_stroke (cr);
}

/* The age is never cut off: it has priority over the title, and both over the page. */
static void
draw_title (const WbExportCard    *self,
            const WbText          *text,
            cairo_t               *cr,
            const WbRenderContext *context)
{
  double scale = self->title_size / text->size;
  double padding = get_padding (self, context);
  double room = context->width - 2 * padding;
  double middle = get_middle (self, context);
  g_autofree char *title = self->title ? wb_export_card_dup_title (self) : g_strdup ("");
  const char *age = get_age (self);
  g_autoptr (PangoLayout) age_shape = NULL;
  double age_width = 0;

  if (age != NULL)
    {
      age_shape = wb_text_shape (text, age, scale * AGE_SCALE, WB_TEXT_PLAIN, room);
      age_width = wb_text_get_width (age_shape) + (2 * AGE_PADDING * AGE_SCALE + AGE_GAP) * self->title_size;
    }

  /* Without an age, a long title leaves room for the page. */
  WbTextFlags flags = WB_TEXT_PLAIN;
  g_autofree char *page = self->title ? dup_page (self, &flags) : NULL;
  g_autoptr (PangoLayout) page_shape = NULL;
  double reserved = 0;
  if (page != NULL && age == NULL)
    {
      page_shape = wb_text_shape (text, page, scale * PAGE_SCALE, flags, room * PAGE_SHARE);
      reserved = wb_text_get_width (page_shape) + GAP * self->title_size;
    }

  g_autoptr (PangoLayout) shape = wb_text_shape (text, title, scale, WB_TEXT_BOLD,
                                                 MAX (room - age_width - reserved, 0));

  /* On a wall the page is the first to go. */
  if (context->axis_size > 0 && page != NULL && pango_layout_is_ellipsized (shape))
    {
      g_clear_pointer (&page, g_free);
      g_set_object (&shape, NULL);
      shape = wb_text_shape (text, title, scale, WB_TEXT_BOLD, MAX (room - age_width, 0));
    }
  double width = wb_text_get_width (shape);

  wb_text_draw (shape, cr, context->right_to_left ? context->width - padding - width : padding,
                middle + WB_TEXT_MIDDLE * self->title_size, context->palette->text);
  if (age_shape != NULL)
    draw_age (self, age_shape, padding + (width > 0 ? width + AGE_GAP * self->title_size : 0), cr, context);

  double left = room - width - age_width - GAP * self->title_size;
  if (page == NULL || left < MIN_PAGE * self->title_size)
    return;

  g_set_object (&page_shape, NULL);
  page_shape = wb_text_shape (text, page, scale * PAGE_SCALE, flags, left);
  width = wb_text_get_width (page_shape);
  wb_text_draw (page_shape, cr, context->right_to_left ? padding : context->width - padding - width,
                middle + self->title_size * PAGE_SCALE * WB_TEXT_MIDDLE, context->palette->muted);
}

/**
 * wb_export_card_dup_title:
 * @self: a card
 *
 * Gets the title of a card: its own title, the title of the type of a trend, or
 * that of the chart.
 *
 * Returns: (transfer full): the title
 */
char *
wb_export_card_dup_title (const WbExportCard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->own_title != NULL)
    return g_strdup (self->own_title);
  if (self->kind == WB_CHART_TREND && self->dataset != NULL)
    return wb_chart_dup_page_title (self->dataset, self->page);

  return g_strdup (wb_chart_get_default_title (self->kind));
}

/**
 * wb_export_card_draw:
 * @self: a card
 * @cr: a context whose units are logical pixels
 * @context: the size of the card, and how to draw
 *
 * Draws the content of a card without ripples. The background is not painted.
 */
void
wb_export_card_draw (const WbExportCard    *self,
                     cairo_t               *cr,
                     const WbRenderContext *context)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (context != NULL && context->palette != NULL);

  WbSelection selection = {
    .page = self->page,
    .hidden = self->hidden,
    .style = self->style,
    .cursor = -1,
    .region = self->region,
  };
  WbRenderContext inside = *context;
  double least = context->axis_size > 0 ? MIN_WALL_ROOM : MIN_ROOM;
  double margin = 0;
  double band = 0;
  g_autoptr (WbChartLayout) layout = NULL;

  if ((self->title || get_age (self) != NULL) &&
      MIN (context->width, context->height) >= least * self->title_size)
    {
      g_autoptr (WbText) text = wb_text_new (context);

      draw_title (self, text, cr, context);
      /* Chart and title are aligned, and hairlines stay on whole device pixels. */
      margin = snap (MAX (get_padding (self, context) - CHART_PADDING * text->size, 0), context->scale);
      band = snap (get_band (self, context), context->scale);
    }

  inside.width = MAX (context->width - 2 * margin, 0);
  inside.height = MAX (context->height - band - margin / 2, 0);
  if (self->dataset != NULL)
    layout = wb_chart_layout_new (self->dataset, &selection, &inside);
  else if (self->problem != NULL)
    layout = wb_chart_layout_new_message (_("No Data"), self->problem, &inside);
  else
    layout = wb_chart_layout_new_message (_("Loading…"), NULL, &inside);

  cairo_save (cr);
  cairo_translate (cr, margin, band);
  wb_chart_layout_draw_base (layout, cr, &inside);
  cairo_restore (cr);
}
