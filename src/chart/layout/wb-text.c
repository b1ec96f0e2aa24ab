/* wb-text.c: shapes and measures text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-text.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "drawing/wb-color.h"

/* The width of a halo, relative to the height of the text. */
#define HALO 0.3

/* The size of labels, relative to the sides of the frame, so that a larger card can be read from further
 * away: twenty lines fit below each other, and twenty-eight characters of one em next to each other. */
#define HEIGHT_SHARE (1.0 / 20)
#define WIDTH_SHARE  (1.0 / 28)
#define MIN_SIZE     9
#define MAX_SIZE     44

/* The least size of labels in frames of this width or more; smaller frames are thumbnails. In logical
 * pixels. */
#define MIN_CARD_SIZE  11
#define MIN_CARD_WIDTH 200

/* The size of axes and legends, relative to labels. */
#define AXIS_SHARE 0.9

/* The most characters of a label, since shaping a megabyte would take seconds. */
#define MAX_CHARACTERS 200

/* Accents, descenders and Chinese, which give the height of a line. */
#define SAMPLE "ÁŞgjy国"

/* The smallest size of text that is reduced, as a factor and in logical pixels. */
#define LEAST    0.75
#define MIN_TEXT 8.5

/* Text slightly higher than a line keeps its size, so that neighbouring names have one size. */
#define TOO_HIGH 0.99

static PangoContext *
create_pango_context (const WbRenderContext *context,
                      PangoDirection         direction)
{
  PangoFontMap *font_map = context->font_map != NULL ? context->font_map
                                                     : pango_cairo_font_map_get_default ();
  PangoContext *pango_context = pango_font_map_create_context (font_map);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Without hinting, text has the same width in print, at any scale, and in tests. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (pango_context, options);
  cairo_font_options_destroy (options);

  pango_context_set_round_glyph_positions (pango_context, FALSE);
  pango_context_set_base_dir (pango_context, direction);

  return pango_context;
}

static void
measure_line (WbText *self)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->pango_context);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (self->font);

  pango_font_description_set_absolute_size (font, self->size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, SAMPLE, -1);

  double baseline = wb_text_get_baseline (layout) / self->size;
  double height = wb_text_get_height (layout) / self->size;
  self->above = MAX (baseline - WB_TEXT_MIDDLE, 0.5);
  self->below = MAX (height - baseline + WB_TEXT_MIDDLE, 0.5);
}

/**
 * wb_text_new:
 * @context: the parameters for drawing
 *
 * Creates an object that shapes the text of a frame.
 *
 * Returns: (transfer full): the object
 */
WbText *
wb_text_new (const WbRenderContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  WbText *self = g_new0 (WbText, 1);
  double share = MIN (context->width * WIDTH_SHARE, context->height * HEIGHT_SHARE);
  double least = context->width < MIN_CARD_WIDTH ? MIN_SIZE : MIN_CARD_SIZE;
  double text_scale = context->text_scale > 0 ? MIN (context->text_scale, 8) : 1;

  self->size = MAX (CLAMP (share, least, MAX_SIZE) * text_scale, context->axis_size / AXIS_SHARE);
  self->pango_context = create_pango_context (context, context->right_to_left ? PANGO_DIRECTION_RTL
                                                                              : PANGO_DIRECTION_LTR);
  self->number_context = create_pango_context (context, PANGO_DIRECTION_LTR);
  self->font = pango_font_description_new ();
  pango_font_description_set_family (self->font,
                                     context->font_family != NULL ? context->font_family : "sans-serif");
  self->tabular = pango_attr_list_new ();
  pango_attr_list_insert (self->tabular, pango_attr_font_features_new ("tnum=1"));
  measure_line (self);

  return self;
}

/* Shaped texts remain valid. */
void
wb_text_free (WbText *self)
{
  g_return_if_fail (self != NULL);

  pango_attr_list_unref (self->tabular);
  pango_font_description_free (self->font);
  g_object_unref (self->number_context);
  g_object_unref (self->pango_context);
  g_free (self);
}

/**
 * wb_text_get_line:
 * @self: shapes text
 * @scale: size of the text, 1 for labels
 *
 * Gets the height of a line in any script. Lines at this distance do not touch.
 *
 * Returns: logical pixels
 */
double
wb_text_get_line (const WbText *self,
                  double        scale)
{
  return (self->above + self->below) * self->size * scale / TOO_HIGH;
}

/**
 * wb_text_get_least:
 * @self: shapes text
 *
 * Gets the factor down to which labels may be made smaller for want of room.
 * Below 8.5 pixels they cannot be read, so labels that are as small already
 * keep their size.
 *
 * Returns: 0.75 to 1
 */
double
wb_text_get_least (const WbText *self)
{
  return CLAMP (MIN_TEXT / self->size, LEAST, 1);
}

/* Limits the length of a text, and replaces invalid UTF-8. */
static char *
cut (const char  *string,
     WbTextFlags  flags)
{
  g_autofree char *valid = g_utf8_make_valid (string, MIN (strlen (string), 6 * MAX_CHARACTERS));

  if (g_utf8_strlen (valid, -1) <= MAX_CHARACTERS)
    return g_steal_pointer (&valid);

  if (flags & WB_TEXT_CUT_MIDDLE)
    {
      const char *tail = string + strlen (string) - MIN (strlen (string), 3 * MAX_CHARACTERS);
      g_autofree char *end = g_utf8_make_valid (tail, -1);

      *g_utf8_offset_to_pointer (valid, MAX_CHARACTERS / 2) = '\0';

      return g_strconcat (valid, "…", g_utf8_offset_to_pointer (end, g_utf8_strlen (end, -1) -
                                                                     MAX_CHARACTERS / 2), NULL);
    }

  *g_utf8_offset_to_pointer (valid, MAX_CHARACTERS) = '\0';

  return g_strconcat (valid, "…", NULL);
}

static void
set_font (const WbText *self,
          PangoLayout  *layout,
          double        size,
          WbTextFlags   flags)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (self->font);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (flags & WB_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
}

static PangoEllipsizeMode
get_ellipsis (WbTextFlags flags)
{
  return flags & WB_TEXT_CUT_MIDDLE ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END;
}

/* Wraps between words, and within a word that is longer than a line. */
static void
set_wrap (PangoLayout *layout,
          guint        max_lines,
          double       max_width,
          WbTextFlags  flags)
{
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  if (wb_text_get_width (layout) > max_width)
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, get_ellipsis (flags));
  pango_layout_set_height (layout, -(int) max_lines);
}

/* Scripts with tall or stacked marks may be higher than a line; such text is made smaller, so that it does
 * not touch its neighbours. */
static void
fit_height (const WbText *self,
            PangoLayout  *layout,
            double        size,
            WbTextFlags   flags)
{
  PangoRectangle ink;
  PangoRectangle logical;

  pango_layout_get_extents (layout, &ink, &logical);
  double baseline = wb_text_get_baseline (layout);
  double top = (double) MIN (ink.y, logical.y) / PANGO_SCALE;
  double bottom = (double) MAX (ink.y + ink.height, logical.y + logical.height) / PANGO_SCALE;
  double above = baseline - top - WB_TEXT_MIDDLE * size;
  double below = bottom - baseline + WB_TEXT_MIDDLE * size;
  double room = MIN (self->above * size / MAX (above, 1e-3), self->below * size / MAX (below, 1e-3));

  if (room < TOO_HIGH)
    set_font (self, layout, size * MAX (room, 0.25), flags);
}

/* Decides by the first strong letter, as in the bidirectional algorithm. */
static gboolean
has_right_to_left_word (const char *string)
{
  for (; *string != '\0'; string = g_utf8_next_char (string))
    {
      gunichar c = g_utf8_get_char (string);

      if (!g_unichar_isalpha (c))
        continue;

      GUnicodeScript script = g_unichar_get_script (c);

      return script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW ||
             script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA;
    }

  return FALSE;
}

/* A number is written left to right, followed by its unit in the unit's direction: a right-to-left unit is on
 * the left of the number. The minus sign is neutral, so it needs a direction mark to stay with the number. */
static PangoLayout *
create_number (const WbText *self,
               const char   *string)
{
  gboolean is_rtl = has_right_to_left_word (string);
  PangoLayout *layout = pango_layout_new (is_rtl ? self->pango_context : self->number_context);
  g_autofree char *text = is_rtl ? g_strconcat ("\u200e", string, NULL) : g_strdup (string);

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_attributes (layout, self->tabular);
  pango_layout_set_auto_dir (layout, FALSE);

  return layout;
}

/**
 * wb_text_shape:
 * @self: shapes text
 * @string: the text; line breaks count as spaces
 * @scale: size of the text, 1 for labels
 * @flags: its style
 * @max_width: logical pixels; longer text is ellipsized or wrapped
 *
 * Shapes a text for measuring and drawing.
 *
 * Returns: (transfer full): the shaped text
 */
PangoLayout *
wb_text_shape (const WbText *self,
               const char   *string,
               double        scale,
               WbTextFlags   flags,
               double        max_width)
{
  g_return_val_if_fail (self != NULL && string != NULL, NULL);

  g_autofree char *text = cut (string, flags);
  gboolean is_number = (flags & WB_TEXT_NUMBER) != 0;
  PangoLayout *layout = is_number ? create_number (self, text) : pango_layout_new (self->pango_context);
  double size = MAX (self->size * scale, 1);

  set_font (self, layout, size, flags);
  if (!is_number)
    pango_layout_set_text (layout, text, -1);

  if (flags & WB_TEXT_WRAP)
    {
      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_width (layout, MAX (max_width, 1) * PANGO_SCALE);
      return layout;
    }

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (wb_text_get_width (layout) > max_width)
    {
      pango_layout_set_ellipsize (layout, get_ellipsis (flags));
      pango_layout_set_width (layout, MAX (max_width, 0) * PANGO_SCALE);
    }
  fit_height (self, layout, size, flags);

  return layout;
}

/**
 * wb_text_shape_lines:
 * @self: shapes text
 * @string: the text; line breaks count as spaces
 * @scale: size of the text, 1 for labels
 * @flags: its style
 * @max_width: logical pixels
 * @max_lines: the most lines
 *
 * Shapes a centred text that wraps between words, and within words longer than
 * a line. Text beyond the last line is ellipsized.
 *
 * Returns: (transfer full): the shaped text
 */
PangoLayout *
wb_text_shape_lines (const WbText *self,
                     const char   *string,
                     double        scale,
                     WbTextFlags   flags,
                     double        max_width,
                     guint         max_lines)
{
  PangoLayout *layout = wb_text_shape (self, string, scale, flags | WB_TEXT_WRAP, max_width);
  double room = wb_text_get_line (self, scale) * max_lines;
  PangoRectangle ink;

  set_wrap (layout, max_lines, MAX (max_width, 1), flags);

  /* Stacked marks must not touch what is above or below. */
  pango_layout_get_extents (layout, &ink, NULL);
  double height = MAX ((double) ink.height / PANGO_SCALE, wb_text_get_height (layout));
  if (height > room * 1.01)
    set_font (self, layout, MAX (self->size * scale, 1) * MAX (room / height, 0.25), flags);

  return layout;
}

/**
 * wb_text_fits_lines:
 * @self: shapes text
 * @string: a text
 * @scale: size of the text, 1 for labels
 * @max_width: logical pixels
 * @max_lines: the most lines
 *
 * Checks whether wb_text_shape_lines() shows the whole text without breaking a
 * word.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_text_fits_lines (const WbText *self,
                    const char   *string,
                    double        scale,
                    double        max_width,
                    guint         max_lines)
{
  g_autoptr (PangoLayout) layout = wb_text_shape_lines (self, string, scale, WB_TEXT_PLAIN, max_width,
                                                        max_lines);

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);

  return pango_layout_get_line_count (layout) <= (int) max_lines && wb_text_get_width (layout) <= max_width;
}

/* In logical pixels, like the height. */
double
wb_text_get_width (PangoLayout *layout)
{
  PangoRectangle box;

  pango_layout_get_extents (layout, NULL, &box);

  return (double) box.width / PANGO_SCALE;
}

double
wb_text_get_height (PangoLayout *layout)
{
  PangoRectangle box;

  pango_layout_get_extents (layout, NULL, &box);

  return (double) box.height / PANGO_SCALE;
}

/**
 * wb_text_get_baseline:
 * @layout: a shaped text
 *
 * Gets the distance from the top of a text to its first baseline.
 *
 * Returns: logical pixels
 */
double
wb_text_get_baseline (PangoLayout *layout)
{
  return (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
}

/**
 * wb_text_draw:
 * @layout: a shaped text
 * @cr: a context
 * @x: the left edge of the text, in logical pixels
 * @baseline: the y of its first baseline
 * @color: its colour
 *
 * Draws a text.
 */
void
wb_text_draw (PangoLayout *layout,
              cairo_t     *cr,
              double       x,
              double       baseline,
              WbColor      color)
{
  PangoRectangle box;

  pango_layout_get_extents (layout, NULL, &box);
  wb_color_use (color, cr);
  cairo_move_to (cr, x - (double) box.x / PANGO_SCALE, baseline - wb_text_get_baseline (layout));
  pango_cairo_show_layout (cr, layout);
}

/**
 * wb_text_draw_halo:
 * @layout: a shaped text
 * @cr: a context, at the position of the text
 * @color: of the background
 *
 * Draws a halo that separates lines from a text, which is drawn next at the
 * same position.
 */
void
wb_text_draw_halo (PangoLayout *layout,
                   cairo_t     *cr,
                   WbColor      color)
{
  double x, y;

  cairo_get_current_point (cr, &x, &y);
  pango_cairo_layout_path (cr, layout);
  wb_color_use (color, cr);
  cairo_set_line_width (cr, HALO * wb_text_get_height (layout));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_move_to (cr, x, y);
}
