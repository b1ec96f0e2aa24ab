/* wb-tooltip.c: a box of text next to a mark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tooltip.h"

#include <math.h>

#include "drawing/wb-draw.h"

/* In em of a label. */
#define TITLE_SCALE 0.95
#define ROW_SCALE   0.88
#define PADDING     0.6
#define COLUMN_GAP  1.0
#define SWATCH      0.5
#define DISTANCE    0.7
#define SHADOW      0.28

#define MAX_SHARE 0.9

typedef struct
{
  int          series;
  char        *name;
  char        *value;
  gboolean     is_chosen;
  PangoLayout *name_shape;
  PangoLayout *value_shape;
} Row;

struct _WbTooltip
{
  char         *title;
  WbSwatchShape shape;
  PangoLayout  *title_shape;
  GArray       *rows;
  guint         first;
  guint         n_shown;
  double        em;
  double        line;
  double        above;
  double        title_line;
  double        values;
  WbBox         box;
};

static void
clear_row_cb (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->name_shape);
  g_clear_object (&row->value_shape);
  g_free (row->name);
  g_free (row->value);
}

WbTooltip *
wb_tooltip_new (const char *title)
{
  WbTooltip *self = g_new0 (WbTooltip, 1);

  self->title = g_strdup (title);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row_cb);

  return self;
}

/* By default swatches are patches. */
void
wb_tooltip_set_swatch (WbTooltip     *self,
                       WbSwatchShape  shape)
{
  g_return_if_fail (self != NULL);

  self->shape = shape;
}

void
wb_tooltip_free (WbTooltip *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->title_shape);
  g_array_unref (self->rows);
  g_free (self->title);
  g_free (self);
}

/**
 * wb_tooltip_add:
 * @self: a tooltip
 * @series: the series whose colour is shown, or %WB_TOOLTIP_NO_SERIES
 * @name: the text at the start of the line
 * @value: the text at its end
 * @emphasis: whether the line is about the mark itself
 *
 * Adds a line.
 */
void
wb_tooltip_add (WbTooltip         *self,
                int                series,
                const char        *name,
                const char        *value,
                WbTooltipEmphasis  emphasis)
{
  Row row = { .series = series, .is_chosen = emphasis == WB_TOOLTIP_CHOSEN };

  g_return_if_fail (self != NULL);

  row.name = g_strdup (name);
  row.value = g_strdup (value);
  g_array_append_val (self->rows, row);
}

/* Chooses the lines to show if not all fit: a range that includes the chosen one. */
static void
choose_rows (WbTooltip *self,
             double     room)
{
  guint fitting = MAX (0, room / self->line);

  self->n_shown = MIN (fitting, self->rows->len);
  self->first = 0;
  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, Row, i).is_chosen && i >= self->n_shown)
      self->first = i + 1 - self->n_shown;
}

/* Shapes the visible lines, and returns their width. */
static double
shape_rows (WbTooltip    *self,
            const WbText *text,
            double        room)
{
  double swatch = 0;
  double names = 0;
  double values = 0;

  for (guint i = self->first; i < self->first + self->n_shown; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      WbTextFlags bold = row->is_chosen ? WB_TEXT_BOLD : WB_TEXT_PLAIN;

      if (row->series != WB_TOOLTIP_NO_SERIES)
        swatch = (SWATCH + 0.4) * self->em;
      row->value_shape = wb_text_shape (text, row->value, ROW_SCALE, WB_TEXT_NUMBER | bold, room * 0.6);
      values = MAX (values, wb_text_get_width (row->value_shape));
    }
  for (guint i = self->first; i < self->first + self->n_shown; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      WbTextFlags bold = row->is_chosen ? WB_TEXT_BOLD : WB_TEXT_PLAIN;

      row->name_shape = wb_text_shape (text, row->name, ROW_SCALE, bold,
                                       MAX (room - values - swatch - COLUMN_GAP * self->em, 0));
      names = MAX (names, wb_text_get_width (row->name_shape));
    }

  self->values = values;

  return swatch + names + COLUMN_GAP * self->em + values;
}

/* Places the box next to the mark, in reading direction; otherwise on the other side, or anywhere in the
 * frame. */
static void
move_beside (WbTooltip             *self,
             const WbRenderContext *context,
             WbBox                  beside)
{
  double gap = DISTANCE * self->em;
  double edge = SHADOW * self->em;
  double before = beside.x - gap - self->box.width;
  double after = beside.x + beside.width + gap;
  double last = context->width - edge - self->box.width;
  gboolean fits_before = before >= edge;
  gboolean fits_after = after <= last;

  if (context->right_to_left)
    self->box.x = fits_before ? before : fits_after ? after : before;
  else
    self->box.x = fits_after ? after : fits_before ? before : after;

  self->box.x = CLAMP (self->box.x, edge, MAX (edge, last));
  self->box.y = beside.y + beside.height / 2 - self->box.height / 2;
  self->box.y = CLAMP (self->box.y, edge, MAX (edge, context->height - edge - self->box.height));
}

/**
 * wb_tooltip_place:
 * @self: a tooltip with all its lines
 * @context: the frame
 * @beside: the box of the mark
 * @ret_box: (out): the area that will be painted
 *
 * Shapes the text of a tooltip and computes its position.
 *
 * Returns: %FALSE if the frame is too small
 */
gboolean
wb_tooltip_place (WbTooltip             *self,
                  const WbRenderContext *context,
                  WbBox                  beside,
                  WbBox                 *ret_box)
{
  g_autoptr (WbText) text = wb_text_new (context);

  self->em = text->size;
  self->line = wb_text_get_line (text, ROW_SCALE);
  self->above = text->above * text->size;
  self->title_line = wb_text_get_line (text, TITLE_SCALE);

  double padding = PADDING * self->em;
  double edge = SHADOW * self->em;
  double room = MIN (context->width * MAX_SHARE, context->width - 2 * edge) - 2 * padding;
  double height = context->height - 2 * edge - 2 * padding - self->title_line;
  if (room < 3 * self->em || height < 0)
    return FALSE;

  choose_rows (self, height);
  double width = self->n_shown > 0 ? shape_rows (self, text, room) : 0;
  self->title_shape = wb_text_shape (text, self->title, TITLE_SCALE, WB_TEXT_BOLD, room);
  width = MAX (width, wb_text_get_width (self->title_shape));

  self->box.width = MIN (width, room) + 2 * padding;
  self->box.height = self->title_line + self->n_shown * self->line + 2 * padding;
  move_beside (self, context, beside);
  *ret_box = wb_box_clip (wb_box_grow (self->box, edge), context->width, context->height);

  return TRUE;
}

/* Fills a rounded box except for its middle, which the tooltip covers. Curved shapes are slow to fill, so
 * straight sides are drawn as rectangles aligned to pixels. */
static void
draw_ring (cairo_t *cr,
           WbBox    box,
           double   radius)
{
  double top = ceil (box.y + radius);
  double bottom = floor (box.y + box.height - radius);
  double right = box.x + box.width;

  cairo_arc (cr, box.x + radius, box.y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_arc (cr, right - radius, box.y + radius, radius, 3 * G_PI_2, 2 * G_PI);
  cairo_line_to (cr, right, top);
  cairo_line_to (cr, box.x, top);
  cairo_close_path (cr);
  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, box.y + box.height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, box.x + radius, box.y + box.height - radius, radius, G_PI_2, G_PI);
  cairo_line_to (cr, box.x, bottom);
  cairo_line_to (cr, right, bottom);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_rectangle (cr, box.x, top, radius, bottom - top);
  cairo_rectangle (cr, right - radius, top, radius, bottom - top);
  cairo_fill (cr);
}

static void
draw_ground (const WbTooltip *self,
             cairo_t         *cr,
             const WbPalette *palette)
{
  double radius = 0.4 * self->em;
  double edge = SHADOW * self->em;

  /* A few rings give a soft shadow without computing a blur. */
  cairo_set_source_rgba (cr, 0, 0, 0, 0.045);
  for (guint i = 0; i < 4; i++)
    draw_ring (cr, wb_box_grow (self->box, edge * (4 - i) / 4), radius + edge);

  wb_draw_rounded (cr, self->box, radius, radius);
  wb_color_use (palette->tooltip, cr);
  cairo_fill_preserve (cr);
  wb_color_use (palette->contrast == WB_CONTRAST_HIGH ? palette->outline : palette->line, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_row (const WbTooltip       *self,
          const Row             *row,
          cairo_t               *cr,
          const WbRenderContext *context,
          double                 middle)
{
  const WbPalette *palette = context->palette;
  double left = self->box.x + PADDING * self->em;
  double right = self->box.x + self->box.width - PADDING * self->em;
  double swatch = row->series != WB_TOOLTIP_NO_SERIES ? SWATCH * self->em : 0;
  double indent = swatch > 0 ? swatch + 0.4 * self->em : 0;
  double baseline = middle + WB_TEXT_MIDDLE * self->em * ROW_SCALE;
  double name = wb_text_get_width (row->name_shape);
  double value = wb_text_get_width (row->value_shape);
  gboolean mirrored = context->right_to_left;

  if (swatch > 0)
    {
      WbBox box = { mirrored ? right - swatch : left, middle - swatch / 2, swatch, swatch };

      wb_swatch_draw (self->shape, cr, box, row->series, 1, context);
    }
  wb_text_draw (row->name_shape, cr, mirrored ? right - indent - name : left + indent, baseline,
                row->is_chosen ? palette->text : palette->muted);
  /* Values are aligned to the end of their column, so that digits line up. */
  wb_text_draw (row->value_shape, cr, (mirrored ? left + self->values : right) - value, baseline,
                palette->text);
}

void
wb_tooltip_draw (const WbTooltip       *self,
                 cairo_t               *cr,
                 const WbRenderContext *context)
{
  double top = self->box.y + PADDING * self->em;
  double title = wb_text_get_width (self->title_shape);
  double x = context->right_to_left ? self->box.x + self->box.width - PADDING * self->em - title
                                  : self->box.x + PADDING * self->em;

  draw_ground (self, cr, context->palette);
  wb_text_draw (self->title_shape, cr, x, top + (self->above + WB_TEXT_MIDDLE * self->em) * TITLE_SCALE,
                context->palette->text);
  top += self->title_line;

  for (guint i = 0; i < self->n_shown; i++)
    draw_row (self, &g_array_index (self->rows, Row, self->first + i), cr, context,
              top + i * self->line + self->above * ROW_SCALE);
}
