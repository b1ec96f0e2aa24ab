/* wb-rank.c: vertical bars, ten at a time, the largest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "layout/wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"
#include "wb-bar-chart.h"

#define WINDOW       10
#define PAGE_SECONDS 2

/* The lower limits of the two upper colours. */
#define HIGH   300
#define MIDDLE 200

/* In em of a label. */
#define PADDING   0.7
#define NAME_GAP  0.45
#define VALUE_GAP 0.3
#define MAX_BAR   3.6
#define BAND_GAP  0.4
#define AXIS_GAP  0.5
#define TICK_ROOM 2.2

/* The width of a bar, relative to its band. */
#define BAR_SHARE 0.52

/* Sizes of text, relative to labels. */
#define VALUE_SCALE 1.0
#define NAME_SCALE  0.88
#define AXIS_SCALE  0.9

/* The size of the sign for a missing reading where no bar has a value. */
#define NONE_SCALE 0.85

/* The smallest text, in logical pixels. */
#define MIN_TEXT 8.5

/* The largest shares of names in the height, for level and for slanted ones, and of a slanted name to the
 * left of the first bar in the width. */
#define NAME_HEIGHT  0.32
#define SLANT_HEIGHT 0.42
#define OVERHANG     0.10

/* The angle of slanted names, and the one for narrow bands. */
#define SLANT (G_PI / 4)
#define STEEP (G_PI / 3)

/* The number of names that are measured. One of MAY_MISFIT names may be cut so that the others can be level;
 * in wide bands all may. */
#define MAX_SAMPLE 100
#define MAY_MISFIT 12
#define WIDE_BAND  6.0

/**
 * RankDetails:
 * @chart: the common part of bar charts
 * @ticks: the ticks of the axis
 * @has_axis: whether there is an axis, since the bars have no values
 * @value_scale: the text size of values, 0 for none
 * @value_form: how values are written
 * @name_scale: the text size of names, 0 for none
 * @name_lines: the most lines of a name; 0 if names are slanted
 * @name_length: the largest length of a slanted name
 * @slant: its angle, in radians
 * @name_step: one of this many bars has a name
 */
typedef struct
{
  WbBarChart    chart;
  WbTicks       ticks;
  gboolean      has_axis;
  double        value_scale;
  WbNumberForm  value_form;
  double        name_scale;
  guint         name_lines;
  double        name_length;
  double        slant;
  guint         name_step;
} RankDetails;

/* A page is a position of the window of ten bars. */
static guint
count_pages (WbDataset *dataset)
{
  guint n_values;

  wb_dataset_get_values (dataset, &n_values);

  return n_values > WINDOW ? n_values - WINDOW + 1 : 1;
}

/* Chooses the largest size and longest form of values that fit above their bars. */
static void
choose_values (RankDetails  *details,
               const WbText *text,
               double        band)
{
  static const struct
  {
    double       scale;
    WbNumberForm form;
  } tries[] = {
    { 1, WB_NUMBER_FULL },
    { 0.85, WB_NUMBER_FULL },
    { 1, WB_NUMBER_COMPACT },
    { 0.85, WB_NUMBER_COMPACT },
    { 0.75, WB_NUMBER_COMPACT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      double scale = tries[i].scale * VALUE_SCALE;
      double room = band - 0.3 * text->size;

      if (scale * text->size < MIN_TEXT ||
          wb_ranking_measure_values (&details->chart.ranking, text, scale, tries[i].form) > room)
        continue;

      details->value_scale = scale;
      details->value_form = tries[i].form;
      return;
    }
}

/* Whether all names of all windows, with few exceptions, fit under their bars. */
static gboolean
names_fit (const RankDetails *details,
           const WbText      *text,
           double             scale,
           double             width,
           guint              n_lines,
           guint              n_misfits)
{
  guint n_values = details->chart.ranking.n_values;
  guint sample = MIN (n_values, MAX_SAMPLE);

  for (guint i = 0; i < sample; i++)
    {
      const char *name = details->chart.ranking.values[(guint64) i * n_values / sample].name;

      if (!wb_text_fits_lines (text, name, scale, width, n_lines) && n_misfits-- == 0)
        return FALSE;
    }

  return TRUE;
}

/* Slants the names, the first of which extends to the left. Returns their height, 0 without names. */
static double
slant_names (WbChartLayout *self,
             RankDetails   *details,
             const WbText  *text,
             double         room)
{
  guint n_bands = MIN (details->chart.ranking.n_values, WINDOW);
  double line = wb_text_get_line (text, NAME_SCALE);
  double slant = self->plot.width / n_bands * sin (SLANT) > 1.2 * line ? SLANT : STEEP;
  double least = 2.5 * text->size;
  double longest = (room - line * cos (slant)) / sin (slant);

  if (longest < least)
    return 0;

  double length = wb_ranking_measure_names (&details->chart.ranking, text, NAME_SCALE, longest);
  double margin = length * cos (slant) - self->plot.x - self->plot.width / n_bands / 2 + line / 2;
  margin = CLAMP (margin, 0, self->width * OVERHANG);
  self->plot.x += margin;
  self->plot.width -= margin;

  double band = self->plot.width / n_bands;
  length = MIN (length, (self->plot.x + band / 2 - line / 2 * sin (slant)) / cos (slant));
  if (length < MIN (least, longest))
    return 0;

  details->name_scale = NAME_SCALE;
  details->name_length = length;
  details->name_step = ceil (line / (band * sin (slant)) - 1e-6);
  details->slant = slant;

  return length * sin (slant) + line * cos (slant);
}

/* Tries level names in one line, smaller, in two lines, and with some cut; otherwise names are slanted.
 * Returns their height. */
static double
choose_names (WbChartLayout *self,
              RankDetails   *details,
              const WbText  *text)
{
  static const struct
  {
    double   scale;
    guint    n_lines;
    gboolean with_misfits;
  } forms[] = {
    { NAME_SCALE, 1, FALSE }, { 0.78, 1, FALSE }, { NAME_SCALE, 2, FALSE }, { 0.78, 2, FALSE },
    { NAME_SCALE, 2, TRUE }, { 0.78, 2, TRUE }, { NAME_SCALE, 1, TRUE }, { 0.78, 1, TRUE },
  };
  double band = self->plot.width / MIN (details->chart.ranking.n_values, WINDOW);
  double room = self->height * NAME_HEIGHT - NAME_GAP * text->size;
  guint few = band > WIDE_BAND * text->size ? MAX_SAMPLE
                                            : MIN (details->chart.ranking.n_values, MAX_SAMPLE) / MAY_MISFIT;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double scale = forms[i].scale;
      guint n_lines = forms[i].n_lines;
      double height = wb_text_get_line (text, scale) * n_lines;

      if (height > room || scale * text->size < MIN_TEXT ||
          !names_fit (details, text, scale, band - BAND_GAP * text->size, n_lines,
                      forms[i].with_misfits ? few : 0))
        continue;

      details->name_scale = scale;
      details->name_lines = n_lines;
      details->name_step = 1;
      return height;
    }

  return slant_names (self, details, text, self->height * SLANT_HEIGHT - NAME_GAP * text->size);
}

/* Adds an axis if bars have no room for values, and the axis has. */
static void
layout_axis (WbChartLayout *self,
             RankDetails   *details,
             const WbText  *text,
             double         names)
{
  double line = wb_text_get_line (text, AXIS_SCALE);
  double height = self->height - names;
  double widest = 0;
  double low, high;

  if (height < 3 * line || self->width < 9 * text->size)
    return;

  wb_ranking_get_range (&details->chart.ranking, &low, &high);
  details->ticks = wb_ticks_find (low, high, CLAMP (1 + height / (TICK_ROOM * text->size), 2, 6));
  for (guint i = 0; i < details->ticks.n_ticks; i++)
    {
      g_autofree char *string = wb_number_format_compact (wb_ticks_get (&details->ticks, i));
      g_autoptr (PangoLayout) shape = wb_text_shape (text, string, AXIS_SCALE, WB_TEXT_NUMBER, G_MAXINT16);

      widest = MAX (widest, wb_text_get_width (shape));
    }

  double gutter = widest + AXIS_GAP * text->size;
  if (gutter > self->plot.width * 0.3)
    return;

  /* There may be room already because of a slanted name. */
  double padding = MIN (PADDING * text->size, self->width / 4);
  double margin = MAX (padding + gutter - self->plot.x, 0);
  self->plot.x += margin;
  self->plot.width -= margin;
  details->has_axis = TRUE;

  /* Half of the label of the highest tick is above the plot. */
  double above = MAX (text->above * text->size * AXIS_SCALE - self->plot.y, 0);
  self->plot.y += MIN (above, self->plot.height);
  self->plot.height -= MIN (above, self->plot.height);
}

/* All windows have one scale, so that a bar keeps its height when the window moves. */
static WbScale
find_scale (WbChartLayout *self,
            RankDetails   *details,
            const WbText  *text)
{
  double low, high;
  double bottom = self->plot.y + self->plot.height;
  double value = details->value_scale > 0 ? wb_text_get_line (text, details->value_scale) +
                                            VALUE_GAP * text->size : 0;

  wb_ranking_get_range (&details->chart.ranking, &low, &high);
  if (2 * value > self->plot.height)
    value = details->value_scale = 0;

  return (WbScale) {
    .low = details->has_axis ? wb_ticks_get_low (&details->ticks) : low,
    .high = details->has_axis ? wb_ticks_get_high (&details->ticks) : low == high ? 1 : high,
    .start = bottom - (low < 0 ? value : 0),
    .end = self->plot.y + (high > 0 || low == 0 ? value : 0),
  };
}

static void
add_ticks (WbChartLayout     *self,
           const RankDetails *details,
           const WbText      *text)
{
  for (guint i = 0; i < details->ticks.n_ticks; i++)
    {
      double tick = wb_ticks_get (&details->ticks, i);
      g_autofree char *string = wb_number_format_compact (tick);

      wb_layout_add_label (self, wb_text_shape (text, string, AXIS_SCALE, WB_TEXT_NUMBER, G_MAXINT16),
                           self->plot.x - AXIS_GAP * text->size, 1,
                           wb_scale_map (&details->chart.scale, tick), WB_TEXT_ROLE_MUTED);
    }
}

static guint
get_fill (double value)
{
  return 1 + (value > HIGH ? 0 : value > MIDDLE ? 1 : 2);
}

static void
add_value (WbChartLayout     *self,
           const RankDetails *details,
           const WbText      *text,
           double             value,
           double             middle,
           double             tip)
{
  g_autofree char *string = wb_number_format_in (value, details->value_form);
  double scale = details->value_scale > 0 ? details->value_scale : NONE_SCALE;
  PangoLayout *shape = wb_text_shape (text, string, scale, WB_TEXT_NUMBER | WB_TEXT_BOLD, G_MAXINT16);
  double size = text->size * scale;
  double gap = VALUE_GAP * text->size;

  wb_layout_add_label (self, shape, middle, 0.5,
                       value < 0 ? tip + gap + text->above * size : tip - gap - text->below * size,
                       isnan (value) ? WB_TEXT_ROLE_MUTED : WB_TEXT_ROLE_TEXT);
}

static void
add_name (WbChartLayout     *self,
          const RankDetails *details,
          const WbText      *text,
          const char        *name,
          double             middle)
{
  double top = self->plot.y + self->plot.height + NAME_GAP * text->size;
  double width = wb_bands_get_width (&details->chart.bands) - BAND_GAP * text->size;

  if (details->name_lines > 0)
    wb_layout_add_block (self, wb_text_shape_lines (text, name, details->name_scale, WB_TEXT_PLAIN, width,
                                                    details->name_lines),
                         middle, top, WB_TEXT_ROLE_TEXT);
  else
    wb_layout_add_slanted (self, wb_text_shape (text, name, details->name_scale, WB_TEXT_PLAIN,
                                                details->name_length),
                           middle, top, details->slant, WB_TEXT_ROLE_TEXT);
}

static void
add_bar (WbChartLayout *self,
         const WbText  *text,
         guint          position,
         guint          place)
{
  const RankDetails *details = self->details;
  const WbValue *item = wb_ranking_get_item (&details->chart.ranking, place);
  WbBar bar = {
    .middle = wb_bands_get_middle (&details->chart.bands, position),
    .thickness = MIN (wb_bands_get_width (&details->chart.bands) * BAR_SHARE, MAX_BAR * text->size),
    .start = self->plot.y + self->plot.height,
    .end = self->plot.y,
  };

  bar.fills[get_fill (item->value)] = 1;
  double tip = wb_bar_chart_add (self, place, &bar);

  /* An empty column would look like 0, so a missing reading is always said. */
  if (details->value_scale > 0 || isnan (item->value))
    add_value (self, details, text, item->value, bar.middle, tip);
  if (details->name_scale > 0 && place % details->name_step == 0)
    add_name (self, details, text, item->name, bar.middle);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  RankDetails *details = g_new0 (RankDetails, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double names = 0;

  if (!wb_bar_chart_begin (&details->chart, self, WB_BARS_UPRIGHT))
    return FALSE;

  guint n_bands = MIN (details->chart.ranking.n_values, WINDOW);
  self->plot = (WbBox) { padding, padding, self->width - 2 * padding, self->height - 2 * padding };
  if (self->height >= 6 * text->size && self->width >= 6 * text->size)
    names = choose_names (self, details, text);
  if (names > 0)
    self->plot.height = MAX (self->height - names - NAME_GAP * text->size - padding * 1.5, 0);
  choose_values (details, text, self->plot.width / n_bands);
  if (details->value_scale == 0)
    layout_axis (self, details, text, names);

  WbBands bands = { .start = self->plot.x, .length = self->plot.width, .n_bands = n_bands };
  wb_bar_chart_set_scales (&details->chart, bands, find_scale (self, details, text),
                           details->has_axis ? &details->ticks : NULL);

  guint first = self->page;
  for (guint i = 0; i < n_bands; i++)
    add_bar (self, text, i, first + i);
  wb_layout_begin_item (self, NULL);
  if (details->has_axis)
    add_ticks (self, details, text);

  return TRUE;
}

/* The whole column belongs to its bar, with value and name. */
static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const RankDetails *details = self->details;

  if (x < details->chart.bands.start || x > details->chart.bands.start + details->chart.bands.length)
    return -1;

  return MIN (wb_bands_find (&details->chart.bands, x), self->n_items - 1);
}

static char *
describe (const WbChartLayout *self)
{
  const RankDetails *details = self->details;
  guint n_values = details->chart.ranking.n_values;
  const WbMark *highest = wb_layout_get_mark (self, 0);
  g_autofree char *regions = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u region", "%u regions",
                                                           n_values), n_values);

  /* Translators: a title, “31 regions”, the first and the last place on show, a name, a value */
  return g_strdup_printf (_("%s: %s, places %u to %u, highest %s, %s"), self->title, regions, self->page + 1,
                          self->page + self->n_items, highest->name, highest->text);
}

const WbChart wb_rank_chart = {
  .page_seconds = PAGE_SECONDS,
  .count_pages = count_pages,
  .layout = layout,
  .draw_base = wb_bar_chart_draw_base,
  .hit = hit,
  .get_highlight = wb_layout_get_highlight,
  .draw_highlight = wb_bar_chart_draw_highlight,
  .make_tooltip = wb_bar_chart_make_tooltip,
  .describe = describe,
  .blend = wb_bar_chart_blend,
  .find_shift = wb_bar_chart_find_shift,
};
