/* wb-hot-legend.c: the legend of a ring, and what has no slice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"
#include "drawing/wb-share.h"
#include "layout/wb-legend.h"

/* In em of a label. */
#define PADDING 0.6

/* From this aspect ratio on, the legend is next to the ring, with a limited share of the width. A frame
 * narrower than this many em has no labels, which needs less room. */
#define WIDE            1.95
#define WIDE_UNLABELLED 1.55
#define UNLABELLED      24
#define LEGEND_SHARE    0.36

/* In frames beyond these aspect ratios, the rest is left empty. */
#define TALL  1.2
#define BROAD 2.1

/* The most names of goods without a slice, and the size of their text. */
#define MAX_OMITTED   3
#define OMITTED_SCALE 0.8

/* An entry of a slice without a label. */
static char *
format_entry (const WbHotSlice *slice)
{
  g_autofree char *share = wb_share_format (slice->share, slice->tenths);

  /* Translators: a name and its percentage */
  return g_strdup_printf (C_("name and share", "%s %s"), slice->name, share);
}

/* Adds the legend, next to the ring or below. Returns the area for ring and labels. */
static WbBox
place_entries (WbChartLayout *self,
               const WbText  *text,
               WbLegend      *legend)
{
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  /* In a tall or broad frame, ring and legend are together in the middle. */
  double width = MIN (self->width, BROAD * self->height);
  double height = MIN (self->height, TALL * self->width);
  double top = (self->height - height) / 2;
  double left = (self->width - width) / 2;
  WbBox room = { left + padding, top + padding, width - 2 * padding, height - 2 * padding };
  double row = wb_legend_get_row (text);

  if (self->height < 6 * row)
    return room;

  double wide = self->width < UNLABELLED * text->size ? WIDE_UNLABELLED : WIDE;
  if (self->width > wide * self->height)
    {
      double most = MIN (width * LEGEND_SHARE, 13 * text->size);
      double legend_width;

      legend->in_column = TRUE;
      legend->valign = 0.5;
      legend->align = 1;
      WbBox side = { room.x + room.width - most, room.y, most, room.height };
      wb_legend_layout (legend, self, text, side, &legend_width);
      room.width -= legend_width + text->size;
    }
  else
    {
      double most = MAX (height * 0.2, height < 10 * row ? row : 2 * row);
      WbBox below = { room.x, room.y + room.height - most, room.width, most };
      room.height -= wb_legend_layout (legend, self, text, below, NULL) + 0.5 * text->size;
    }

  return room;
}

static WbBox
layout_entries (WbChartLayout *self,
                const WbText  *text)
{
  const WbHotDetails *details = self->details;
  const WbHotItem *category = details->category;
  g_autofree const char **names = g_new (const char *, category->n_children);
  g_autofree double *values = g_new (double, category->n_children);
  WbLegend legend = {
    .names = names,
    .n_names = category->n_children,
    .values = values,
    .align = 0.5,
    .valign = 1,
  };

  for (guint i = 0; i < category->n_children; i++)
    {
      names[i] = category->children[i].name;
      values[i] = category->children[i].value;
    }
  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, i);

      if (slice->listed)
        names[slice->item] = wb_layout_keep (self, format_entry (slice));
    }

  return place_entries (self, text, &legend);
}

/**
 * wb_hot_dup_omitted:
 * @self: a layout of the hot chart
 *
 * Names the goods that have no slice because their value is not above 0. Those
 * without a reading are marked in the legend.
 *
 * Returns: (transfer full) (nullable): a few words, %NULL if there are none
 */
char *
wb_hot_dup_omitted (const WbChartLayout *self)
{
  const WbHotDetails *details = self->details;
  const WbHotItem *category = details->category;
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_omitted = 0;

  for (guint i = 0; i < category->n_children; i++)
    {
      const WbHotItem *item = &category->children[i];

      if (!(item->value <= 0) || wb_layout_is_hidden (self, i) || n_omitted++ >= MAX_OMITTED)
        continue;

      g_autofree char *value = wb_number_format (item->value);
      g_string_append_printf (names, "%s%s %s", names->len > 0 ? ", " : "", item->name, value);
    }
  if (n_omitted == 0)
    return NULL;
  if (n_omitted > MAX_OMITTED)
    g_string_append_printf (names, " +%u", n_omitted - MAX_OMITTED);

  /* Translators: names of goods with their values, which are 0 or negative */
  return g_strdup_printf (_("No slice: %s"), names->str);
}

/**
 * wb_hot_layout_legend:
 * @self: a layout of the hot chart, with its slices
 * @text: shapes text
 *
 * Adds the legend, next to the ring or below, and a line about goods without a
 * slice.
 *
 * Returns: the area for ring and labels
 */
WbBox
wb_hot_layout_legend (WbChartLayout *self,
                      const WbText  *text)
{
  WbBox room = layout_entries (self, text);
  g_autofree char *omitted = wb_hot_dup_omitted (self);
  double line = wb_text_get_line (text, OMITTED_SCALE);

  if (omitted == NULL || self->height < 6 * wb_legend_get_row (text) || room.width < line)
    return room;

  double middle = room.y + room.height - line + text->above * text->size * OMITTED_SCALE;
  if (wb_layout_add_label (self, wb_text_shape (text, omitted, OMITTED_SCALE, WB_TEXT_PLAIN, room.width),
                           room.x + room.width / 2, 0.5, middle, WB_TEXT_ROLE_MUTED))
    room.height = MAX (room.height - line, 0);

  return room;
}
