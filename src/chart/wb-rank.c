/* wb-rank.c: vertical bars, ten at a time, the largest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "layout/wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "axes/wb-axis.h"
#include "drawing/wb-number.h"
#include "wb-bar-chart.h"
#include "wb-rank-limits.h"

#define WINDOW       10
#define PAGE_SECONDS 2

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
#define NAME_SCALE  0.88
#define NOTE_SCALE  0.8

/* The size of the sign for a missing reading where no bar has a value. */
#define NONE_SCALE 0.85

/* The largest shares of names in the height, for level and for slanted ones, and of a slanted name to the
 * left of the first bar in the width. */
#define NAME_HEIGHT  0.32
#define SLANT_HEIGHT 0.42
#define OVERHANG     0.10

/* The angle of slanted names, and the one for narrow bands. */
#define SLANT (G_PI / 4)
#define STEEP (G_PI / 3)

/* One of MAY_MISFIT names may be cut so that the others can be level; in wide bands all may, and in less wide
 * ones if that leaves room for more bars. */
#define MAY_MISFIT 12
#define WIDE_BAND  6.0
#define CUT_BAND   3.0

/**
 * RankDetails:
 * @chart: the common part of bar charts
 * @n_bands: the bars that have room
 * @low: the lower end of the scale of the page
 * @high: the upper end
 * @note: the height for a note about the scale above the bars
 * @widths: the widths of the widest values in the size of labels, by form
 * @ticks: the ticks of the axis
 * @has_axis: whether there is an axis, since the bars have no values
 * @value_scale: the text size of values, 0 for none
 * @value_form: how values are written
 * @all_above: whether values below zero are above the line of zero, too, for want of height
 * @name_scale: the text size of names, 0 for none
 * @name_lines: the most lines of a name; 0 if names are slanted
 * @name_length: the largest length of a slanted name
 * @slant: its angle, in radians
 * @name_step: one of this many bars has a name
 */
typedef struct
{
  WbBarChart    chart;
  guint         n_bands;
  double        low;
  double        high;
  double        note;
  double        widths[WB_NUMBER_N_FORMS];
  WbTicks       ticks;
  gboolean      has_axis;
  double        value_scale;
  WbNumberForm  value_form;
  gboolean      all_above;
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

/* The room for values of a size at the end of bars of one sign. */
static double
get_value_room (const WbText *text,
                double        scale)
{
  return scale > 0 ? wb_text_get_line (text, scale) + VALUE_GAP * text->size : 0;
}

/* Chooses the longest form and largest size of values that fit above their bars. */
static void
choose_values (RankDetails  *details,
               const WbText *text,
               double        band,
               double        height)
{
  double least = wb_text_get_least (text);
  const double scales[] = { 1, MAX (0.85, least), least };
  double room = band - 0.3 * text->size;

  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
      if (details->widths[form] * scales[i] <= room &&
          get_value_room (text, scales[i]) <= height)
        {
          details->value_scale = scales[i];
          details->value_form = form;
          details->all_above = 2.5 * get_value_room (text, scales[i]) > height;
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
  const GPtrArray *longest = details->chart.ranking.longest;

  for (guint i = 0; i < longest->len; i++)
    if (!wb_text_fits_lines (text, g_ptr_array_index (longest, i), scale, width, n_lines) && n_misfits-- == 0)
      return FALSE;

  return TRUE;
}

/* Slants the names, the first of which extends to the left. Returns their height, 0 without names. */
static double
slant_names (WbChartLayout *self,
             RankDetails   *details,
             const WbText  *text,
             double         room)
{
  guint n_bands = details->n_bands;
  double scale = MAX (NAME_SCALE, wb_text_get_least (text));
  double line = wb_text_get_line (text, scale);
  double slant = self->plot.width / n_bands * sin (SLANT) > 1.2 * line ? SLANT : STEEP;
  double least = 2.5 * text->size;
  double longest = (room - line * cos (slant)) / sin (slant);

  if (longest < least)
    return 0;

  double length = wb_ranking_measure_names (&details->chart.ranking, text, scale, longest);
  double margin = length * cos (slant) - self->plot.x - self->plot.width / n_bands / 2 + line / 2;
  margin = CLAMP (margin, 0, self->width * OVERHANG);
  self->plot.x += margin;
  self->plot.width -= margin;

  double band = self->plot.width / n_bands;
  length = MIN (length, (self->plot.x + band / 2 - line / 2 * sin (slant)) / cos (slant));
  if (length < MIN (least, longest))
    return 0;

  details->name_scale = scale;
  details->name_lines = 0;
  details->name_length = length;
  details->slant = slant;

  return length * sin (slant) + line * cos (slant);
}

/* Leaves out names where slanted ones would overlap. */
static void
choose_step (RankDetails  *details,
             const WbText *text,
             double        band)
{
  double line = wb_text_get_line (text, details->name_scale);

  details->name_step = ceil (line / (band * sin (details->slant)) - 1e-6);
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
  double band = self->plot.width / details->n_bands;
  gboolean may_cut = details->n_bands < MIN (details->chart.ranking.n_values, WINDOW);
  double room = self->height * NAME_HEIGHT - NAME_GAP * text->size;
  guint few = details->chart.ranking.n_values / MAY_MISFIT;
  if (band > (may_cut ? CUT_BAND : WIDE_BAND) * text->size)
    few = G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double scale = MAX (forms[i].scale, wb_text_get_least (text));
      guint n_lines = forms[i].n_lines;
      double height = wb_text_get_line (text, scale) * n_lines;

      if (height > room ||
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

/* Adds an axis if bars have no room for values, and the axis has. Its numbers are compact, since it is there
 * for want of room. */
static void
layout_axis (WbChartLayout *self,
             RankDetails   *details,
             const WbText  *text,
             double         names)
{
  double line = wb_text_get_line (text, WB_AXIS_SCALE);
  double height = self->height - names;
  double widest;

  if (height < 3 * line || self->width < 9 * text->size)
    return;

  details->ticks = wb_ticks_find (details->low, details->high,
                                  CLAMP (1 + height / (TICK_ROOM * text->size), 2, 6));
  g_autoptr (GPtrArray) shapes = wb_axis_shape (&details->ticks, text, 0, &widest);

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
  double above = MAX (text->above * text->size * WB_AXIS_SCALE - self->plot.y, 0);
  self->plot.y += MIN (above, self->plot.height);
  self->plot.height -= MIN (above, self->plot.height);
}

static WbScale
find_scale (const WbChartLayout *self,
            const RankDetails   *details,
            const WbText        *text)
{
  double low = details->low, high = details->high;
  double bottom = self->plot.y + self->plot.height;
  double value = get_value_room (text, details->value_scale);

  return (WbScale) {
    .low = details->has_axis ? wb_ticks_get_low (&details->ticks) : low,
    .high = details->has_axis ? wb_ticks_get_high (&details->ticks) : low == high ? 1 : high,
    .start = bottom - (low < 0 && !details->all_above ? value : 0),
    .end = self->plot.y + (high > 0 || low == 0 || details->all_above ? value : 0),
  };
}

static void
add_ticks (WbChartLayout     *self,
           const RankDetails *details,
           const WbText      *text)
{
  double widest;
  g_autoptr (GPtrArray) shapes = wb_axis_shape (&details->ticks, text, 0, &widest);

  for (guint i = 0; i < shapes->len; i++)
    wb_layout_add_label (self, g_object_ref (g_ptr_array_index (shapes, i)),
                         self->plot.x - AXIS_GAP * text->size, 1,
                         wb_scale_map (&details->chart.scale, wb_ticks_get (&details->ticks, i)),
                         WB_TEXT_ROLE_MUTED);
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

  if (value < 0 && details->all_above)
    tip = details->chart.bars.zero;
  gboolean is_below = value < 0 && !details->all_above;
  wb_layout_add_label (self, shape, middle, 0.5,
                       is_below ? tip + gap + text->above * size : tip - gap - text->below * size,
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
  WbTextFlags cut = wb_sample_choose_cut (details->chart.ranking.twins, name);

  if (details->name_lines > 0)
    wb_layout_add_block (self, wb_text_shape_lines (text, name, details->name_scale, cut, width,
                                                    details->name_lines),
                         middle, top, WB_TEXT_ROLE_TEXT);
  else
    wb_layout_add_slanted (self, wb_text_shape (text, name, details->name_scale, cut,
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

  bar.fills[1 + wb_rank_find_color (&self->style, item->value)] = 1;
  double tip = wb_bar_chart_add (self, place, &bar);

  /* An empty column would look like 0, so a missing reading is always said. */
  if (details->value_scale > 0 || isnan (item->value))
    add_value (self, details, text, item->value, bar.middle, tip);
  if (details->name_scale > 0 && place % details->name_step == 0)
    add_name (self, details, text, item->name, bar.middle);
}

/* Chooses the texts for some bars in a plot. Returns whether all of them have a name, and a value or an
 * axis. */
static gboolean
try_bands (WbChartLayout *self,
           RankDetails   *details,
           const WbText  *text,
           WbBox          plot,
           guint          n_bands)
{
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double names = 0;

  /* What has no room is counted above the bars. */
  if (details->note == 0 && n_bands < MIN (details->chart.ranking.n_values, WINDOW))
    {
      double note = MIN (wb_text_get_line (text, NOTE_SCALE), plot.height);

      plot.y += note;
      plot.height -= note;
    }
  self->plot = plot;
  details->n_bands = n_bands;
  details->has_axis = FALSE;
  details->value_scale = details->name_scale = 0;
  details->name_lines = details->name_step = 0;
  if (self->height >= 6 * text->size && self->width >= 6 * text->size)
    names = choose_names (self, details, text);
  if (names > 0)
    self->plot.height = MAX (self->height - names - NAME_GAP * text->size - padding / 2 - plot.y, 0);
  choose_values (details, text, self->plot.width / n_bands, self->plot.height);
  if (details->value_scale == 0)
    layout_axis (self, details, text, self->plot.y - padding + names);
  if (names > 0 && details->name_lines == 0)
    choose_step (details, text, self->plot.width / n_bands);

  return names > 0 && details->name_step == 1 && (details->value_scale > 0 || details->has_axis);
}

/* Text gets smaller, names are wrapped or slanted and values shortened or read from an axis; then there are
 * fewer bars. */
static void
choose_bands (WbChartLayout *self,
              RankDetails   *details,
              const WbText  *text)
{
  WbBox plot = self->plot;
  guint most = MIN (details->chart.ranking.n_values, WINDOW);

  for (WbNumberForm form = 0; form < WB_NUMBER_N_FORMS; form++)
    details->widths[form] = wb_ranking_measure_values (&details->chart.ranking, text, form);
  if (self->height >= 6 * text->size && self->width >= 6 * text->size)
    for (guint n_bands = most; n_bands > 0; n_bands--)
      if (try_bands (self, details, text, plot, n_bands))
        return;

  try_bands (self, details, text, plot, most);
}

/* Says above the bars that other pages have another scale, and how many bars have no room. */
static void
add_notes (WbChartLayout     *self,
           const RankDetails *details,
           const WbText      *text,
           gboolean           is_own)
{
  double middle = self->plot.y - wb_text_get_line (text, NOTE_SCALE) / 2;
  guint n_more = MIN (details->chart.ranking.n_values, WINDOW) - details->n_bands;

  if (n_more > 0)
    wb_layout_add_more (self, text, n_more, self->width - PADDING * text->size, 1, middle);
  if (is_own)
    wb_bar_chart_add_note (self, text, details->high, details->low, middle);
}

static gboolean
layout (WbChartLayout *self,
        const WbText  *text)
{
  RankDetails *details = g_new0 (RankDetails, 1);
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);

  if (!wb_bar_chart_begin (&details->chart, self, WB_BARS_UPRIGHT))
    return FALSE;

  guint first = self->page;
  guint n = MIN (details->chart.ranking.n_values, WINDOW);
  gboolean is_own = wb_ranking_get_page_range (&details->chart.ranking, first, n,
                                               self->style.common_scale, &details->low, &details->high);
  details->note = is_own && self->height >= 6 * text->size ? wb_text_get_line (text, NOTE_SCALE) : 0;
  double key = wb_rank_measure_key (&self->style, text, self->width - 2 * padding, self->height);
  self->plot = (WbBox) { padding, padding + key + details->note, self->width - 2 * padding,
                         MAX (self->height - 2 * padding - key - details->note, 0) };
  choose_bands (self, details, text);

  WbBands bands = { .start = self->plot.x, .length = self->plot.width, .n_bands = details->n_bands };
  wb_bar_chart_set_scales (&details->chart, bands, find_scale (self, details, text),
                           details->has_axis ? &details->ticks : NULL);

  for (guint i = 0; i < details->n_bands; i++)
    add_bar (self, text, i, first + i);
  wb_layout_begin_item (self, NULL);
  if (details->has_axis)
    add_ticks (self, details, text);
  add_notes (self, details, text, is_own && details->note > 0);
  if (key > 0)
    wb_rank_add_key (self, text, padding, padding);

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
