/* wb-legend.c: the legend of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-legend.h"

#include <math.h>

#include "drawing/wb-number.h"
#include "wb-sample.h"

/* In em of the legend's text. */
#define SWATCH    0.72
#define NAME_GAP  0.42
#define ENTRY_GAP 1.1
#define MIN_NAME  1.8

/* Names are shortened until this many fit next to each other. */
#define MAX_COLUMNS 5

/* The number of bisection steps for balancing rows. */
#define N_HALVINGS 10

/* The least size of a touch target, in logical pixels. */
#define TARGET 24

/* The most entries on show, which bounds the work for thousands of names. */
#define MAX_ENTRIES 64

/* Instead of a series: the number of the entries that have no room. */
#define MORE G_MAXUINT

typedef struct
{
  PangoLayout *shape;
  double       width;
  guint        series;
  guint        row;
} Entry;

static void
clear_entry_cb (gpointer entry)
{
  g_clear_object (&((Entry *) entry)->shape);
}

static guint
get_max_rows (const WbText *text,
              WbBox         room)
{
  return MAX (0, (room.height + 0.001) / wb_legend_get_row (text));
}

/* Distributes the entries to rows. Returns the number of rows. */
static guint
flow (const WbLegend *legend,
      double          gap,
      double          room,
      GArray         *entries)
{
  double x = 0;
  guint row = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);

      if (i > 0 && (legend->in_column || x + entry->width > room + 0.001))
        {
          x = 0;
          row++;
        }
      entry->row = row;
      x += entry->width + gap;
    }

  return entries->len > 0 ? row + 1 : 0;
}

/* Makes rows similarly long. */
static void
balance (const WbLegend *legend,
         double          gap,
         double          room,
         guint           n_rows,
         GArray         *entries)
{
  double low = 0;

  for (guint i = 0; i < N_HALVINGS; i++)
    {
      double middle = (low + room) / 2;

      if (flow (legend, gap, middle, entries) > n_rows)
        low = middle;
      else
        room = middle;
    }

  flow (legend, gap, room, entries);
}

/* Shapes the names. With its swatch, no entry is wider than @cap. */
static void
shape (const WbLegend *legend,
       const WbText   *text,
       double          cap,
       guint           first,
       GHashTable     *twins,
       GArray         *entries)
{
  double em = text->size * WB_LEGEND_SCALE;

  g_array_set_size (entries, 0);
  for (guint i = first; i < MIN (legend->n_names, first + MAX_ENTRIES); i++)
    {
      double fixed = (SWATCH + NAME_GAP) * em;
      /* What has no reading has no slice, so it is only here. */
      g_autofree char *none = legend->values != NULL && isnan (legend->values[i])
                                ? g_strconcat (legend->names[i], " –", NULL) : NULL;
      PangoLayout *name = wb_text_shape (text, none != NULL ? none : legend->names[i], WB_LEGEND_SCALE,
                                         wb_sample_choose_cut (twins, legend->names[i]), cap - fixed);
      Entry entry = { .shape = name, .width = fixed + wb_text_get_width (name), .series = i };

      g_array_append_val (entries, entry);
    }
}

static void
add_entry (const WbLegend *legend,
           WbChartLayout  *layout,
           const WbText   *text,
           Entry          *entry,
           double          x,
           double          top)
{
  double em = text->size * WB_LEGEND_SCALE;
  double row = wb_legend_get_row (text);
  double middle = top + text->above * em;
  guint series = entry->series;
  gboolean hidden = wb_layout_is_hidden (layout, series);
  WbSwatch swatch = {
    .box = { x, middle - SWATCH * em / 2, SWATCH * em, SWATCH * em },
    .series = series,
    .hidden = hidden,
    .alpha = 1,
  };

  if (!wb_layout_add_label (layout, g_steal_pointer (&entry->shape), x + (SWATCH + NAME_GAP) * em, 0, middle,
                            hidden ? WB_TEXT_ROLE_DIM : WB_TEXT_ROLE_TEXT))
    return;

  g_array_append_val (layout->swatches, swatch);

  double value = legend->values != NULL ? legend->values[series] : 0;
  WbMark mark = {
    .kind = WB_MARK_LEGEND,
    .series = series,
    .item = series,
    .box = wb_box_clip ((WbBox) { x, top, entry->width, row }, layout->width, layout->height),
    .name = legend->names[series],
    .text = legend->values != NULL ? wb_layout_keep (layout, wb_number_format (value)) : "",
    .value = value,
  };
  wb_layout_add_mark (layout, &mark);
}

/* Adds the number of the entries that have no room. */
static void
add_more (WbChartLayout *layout,
          const WbText  *text,
          Entry         *entry,
          double         x,
          double         top)
{
  WbMark mark = {
    .kind = WB_MARK_MORE,
    .box = wb_box_clip ((WbBox) { x, top, entry->width, wb_legend_get_row (text) }, layout->width,
                        layout->height),
    .name = wb_layout_keep (layout, g_strdup (pango_layout_get_text (entry->shape))),
    .text = "",
  };

  if (wb_layout_add_label (layout, g_steal_pointer (&entry->shape), x, 0,
                           top + text->above * text->size * WB_LEGEND_SCALE, WB_TEXT_ROLE_MUTED))
    wb_layout_add_mark (layout, &mark);
}

/* The width of the row that starts with the entry @first. */
static double
measure_row (GArray *entries,
             guint   first,
             double  gap)
{
  guint row = g_array_index (entries, Entry, first).row;
  double width = -gap;

  for (guint i = first; i < entries->len && g_array_index (entries, Entry, i).row == row; i++)
    width += gap + g_array_index (entries, Entry, i).width;

  return width;
}

double
wb_legend_get_row (const WbText *text)
{
  return wb_text_get_line (text, WB_LEGEND_SCALE);
}

/* Shapes the names from @first on and distributes them to rows; they are shortened step by step until all
 * have room. Returns the number of rows. */
static guint
try_columns (const WbLegend *legend,
             const WbText   *text,
             WbBox           room,
             guint           first,
             GHashTable     *twins,
             GArray         *entries)
{
  double em = text->size * WB_LEGEND_SCALE;
  double gap = ENTRY_GAP * em;
  double smallest = (SWATCH + NAME_GAP + MIN_NAME) * em;
  guint max_rows = get_max_rows (text, room);
  guint n_rows = 0;

  for (guint n_columns = 1; n_columns <= (legend->in_column ? 1 : MAX_COLUMNS); n_columns++)
    {
      shape (legend, text, MAX ((room.width + gap) / n_columns - gap, smallest), first, twins, entries);
      n_rows = flow (legend, gap, room.width, entries);
      if (n_rows <= max_rows)
        break;
    }

  return n_rows;
}

/* Keeps as many entries as leave room for the number of the others, which is added as the last entry. Returns
 * how many names are left. */
static guint
keep_entries (const WbLegend *legend,
              const WbText   *text,
              WbBox           room,
              GArray         *entries)
{
  double gap = ENTRY_GAP * text->size * WB_LEGEND_SCALE;
  guint max_rows = get_max_rows (text, room);
  PangoLayout *shape = wb_layout_shape_more (text, legend->n_names);
  Entry more = { .shape = shape, .width = wb_text_get_width (shape), .series = MORE };
  guint n_kept = entries->len;

  g_array_append_val (entries, more);
  while (n_kept > 0 && flow (legend, gap, room.width, entries) > max_rows)
    {
      n_kept--;
      g_array_remove_index (entries, n_kept);
    }

  Entry *last = &g_array_index (entries, Entry, n_kept);
  g_set_object (&last->shape, NULL);
  last->shape = wb_layout_shape_more (text, legend->n_names - n_kept);
  last->width = wb_text_get_width (last->shape);
  flow (legend, gap, room.width, entries);

  return n_kept;
}

/* Chooses the entries on show: all, or a part of them and the number of the others. Returns the number of
 * rows. */
static guint
choose_entries (const WbLegend *legend,
                WbChartLayout  *layout,
                const WbText   *text,
                WbBox           room,
                GArray         *entries)
{
  WbSample sample = { legend->names, sizeof (char *), legend->n_names };
  g_autoptr (GHashTable) twins = wb_sample_find_twins (&sample);
  guint max_rows = get_max_rows (text, room);
  guint n_rows = try_columns (legend, text, room, 0, twins, entries);
  guint first = 0;

  if (n_rows <= max_rows && legend->n_names <= MAX_ENTRIES)
    {
      if (n_rows > 1)
        balance (legend, ENTRY_GAP * text->size * WB_LEGEND_SCALE, room.width, n_rows, entries);
      return n_rows;
    }

  guint n_kept = keep_entries (legend, text, room, entries);
  for (guint part = 0; part < layout->legend_part && n_kept > 0; part++)
    {
      first = first + n_kept < legend->n_names ? first + n_kept : 0;
      try_columns (legend, text, room, first, twins, entries);
      n_kept = keep_entries (legend, text, room, entries);
    }

  return g_array_index (entries, Entry, entries->len - 1).row + 1;
}

/**
 * wb_legend_layout:
 * @legend: the entries
 * @layout: the layout
 * @text: shapes text
 * @room: the available area
 * @ret_width: (out) (optional): its width, in logical pixels
 *
 * Adds a legend to a layout. Names are distributed to lines. If there are too
 * many lines, names are shortened step by step. If there is still no room for
 * all, an entry such as “+80” counts the others, and shows them when it is
 * activated.
 *
 * Returns: its height, in logical pixels
 */
double
wb_legend_layout (const WbLegend *legend,
                  WbChartLayout  *layout,
                  const WbText   *text,
                  WbBox           room,
                  double         *ret_width)
{
  double em = text->size * WB_LEGEND_SCALE;
  double gap = ENTRY_GAP * em;
  double row_height = wb_legend_get_row (text);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  double widest = 0;

  g_array_set_clear_func (entries, clear_entry_cb);
  if (ret_width != NULL)
    *ret_width = 0;
  if (legend->n_names == 0 || get_max_rows (text, room) == 0 ||
      room.width < (SWATCH + NAME_GAP + MIN_NAME) * em)
    return 0;

  guint n_rows = choose_entries (legend, layout, text, room, entries);
  room.y += (room.height - n_rows * row_height) * legend->valign;

  for (guint i = 0; i < entries->len; i++)
    widest = MAX (widest, measure_row (entries, i, gap));

  for (guint i = 0; i < entries->len; )
    {
      guint row = g_array_index (entries, Entry, i).row;
      double width = legend->in_column ? widest : measure_row (entries, i, gap);
      double x = room.x + (room.width - width) * legend->align;

      for (; i < entries->len && g_array_index (entries, Entry, i).row == row; i++)
        {
          Entry *entry = &g_array_index (entries, Entry, i);

          if (entry->series == MORE)
            add_more (layout, text, entry, x, room.y + row * row_height);
          else
            add_entry (legend, layout, text, entry, x, room.y + row * row_height);
          x += entry->width + gap;
        }
    }

  if (ret_width != NULL)
    *ret_width = widest;

  return n_rows * row_height;
}

/**
 * wb_legend_hit:
 * @layout: a layout
 * @x: logical pixels from its left edge
 * @y: logical pixels from its upper edge
 *
 * Finds the entry of the legend at a point. Targets of small entries are
 * enlarged for touch; where two overlap, the nearer one is used.
 *
 * Returns: the index of the mark, or -1
 */
int
wb_legend_hit (WbChartLayout *layout,
               double         x,
               double         y)
{
  double nearest = G_MAXDOUBLE;
  int found = -1;

  for (guint i = layout->n_items; i < layout->marks->len; i++)
    {
      WbBox box = g_array_index (layout->marks, WbMark, i).box;
      double beside = fabs (x - box.x - box.width / 2);
      double above = fabs (y - box.y - box.height / 2);
      double distance = MAX (beside - box.width / 2, 0) + MAX (above - box.height / 2, 0);

      if (beside > MAX (box.width, TARGET) / 2 || above > MAX (box.height, TARGET) / 2 || distance >= nearest)
        continue;

      nearest = distance;
      found = i;
    }

  return found;
}
