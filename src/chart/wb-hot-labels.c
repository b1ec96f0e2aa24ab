/* wb-hot-labels.c: labels around a ring, without overlaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hot.h"

#include <math.h>

#include "drawing/wb-number.h"

#define LABEL_SCALE 0.88

/* In em of a label. */
#define ELBOW     0.7
#define ARM       0.5
#define TEXT_GAP  0.35
#define MIN_WIDTH 2.6

/* Between a name and its percentage in one line. */
#define NUMBER_GAP 0.4

/* A label that is not placed yet: its slice, and the middle of its lines. */
typedef struct
{
  guint  slice;
  double y;
} Callout;

static const WbHotSlice *
get_slice (const WbHotDetails *details,
           guint               slice)
{
  return &g_array_index (details->slices, WbHotSlice, slice);
}

static double
get_angle (const WbHotSlice *slice)
{
  return (slice->from + slice->to) / 2;
}

static WbHotSide
get_side (const WbHotSlice *slice)
{
  return cos (get_angle (slice)) >= 0 ? WB_HOT_RIGHT : WB_HOT_LEFT;
}

static int
compare_cb (gconstpointer one,
            gconstpointer other)
{
  double a = ((const Callout *) one)->y;
  double b = ((const Callout *) other)->y;

  return a < b ? -1 : a > b;
}

/* Chooses the labels of one side, from top to bottom; if there are too many, those of the largest slices. */
static GArray *
choose_callouts (const WbHotDetails *details,
                 WbHotSide           side,
                 guint               most,
                 double              radius)
{
  GArray *callouts = g_array_new (FALSE, FALSE, sizeof (Callout));

  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = get_slice (details, i);
      Callout callout = { .slice = i, .y = details->y + sin (get_angle (slice)) * radius };
      guint smallest = 0;

      if (get_side (slice) != side || most == 0)
        continue;

      g_array_append_val (callouts, callout);
      if (callouts->len <= most)
        continue;

      for (guint j = 1; j < callouts->len; j++)
        if (get_slice (details, g_array_index (callouts, Callout, j).slice)->share <
            get_slice (details, g_array_index (callouts, Callout, smallest).slice)->share)
          smallest = j;
      g_array_remove_index (callouts, smallest);
    }
  g_array_sort (callouts, compare_cb);

  return callouts;
}

/* Separates labels: first downwards, then upwards those that are too low. */
static void
push_apart (GArray *callouts,
            double  top,
            double  bottom,
            double  height)
{
  double limit = top + height / 2;

  for (guint i = 0; i < callouts->len; i++)
    {
      Callout *callout = &g_array_index (callouts, Callout, i);

      callout->y = MAX (callout->y, limit);
      limit = callout->y + height;
    }

  limit = bottom - height / 2;
  for (guint i = callouts->len; i-- > 0; )
    {
      Callout *callout = &g_array_index (callouts, Callout, i);

      callout->y = MIN (callout->y, limit);
      limit = callout->y - height;
    }
}

/* The text of a label: a name and a percentage, in one line or in two. */
typedef struct
{
  const char *name;
  const char *share;
  WbHotSide   side;
  double      x;       /* where it is next to the leader line */
  double      y;       /* the middle of its lines */
  double      width;   /* the most it may take */
  guint       n_lines;
} LabelText;

static gboolean
add_part (WbChartLayout   *self,
          const LabelText *label,
          PangoLayout     *shape,
          double           offset,
          double           middle,
          WbTextRole       role)
{
  gboolean is_right = label->side == WB_HOT_RIGHT;

  return wb_layout_add_label (self, shape, is_right ? label->x + offset : label->x - offset, is_right ? 0 : 1,
                              middle, role);
}

/* Adds both in one line. The name is shortened if needed; without enough room for a name, the percentage is
 * left out. */
static gboolean
add_line (WbChartLayout   *self,
          const WbText    *text,
          const LabelText *label,
          double           middle)
{
  double gap = NUMBER_GAP * text->size;
  gboolean is_right = label->side == WB_HOT_RIGHT;
  g_autoptr (PangoLayout) number = wb_text_shape (text, label->share, LABEL_SCALE, WB_TEXT_NUMBER,
                                                  label->width);
  double number_width = wb_text_get_width (number) + gap;

  if (label->width - number_width < MIN_WIDTH * text->size)
    return add_part (self, label, wb_text_shape (text, label->name, LABEL_SCALE, WB_TEXT_PLAIN, label->width),
                     0, middle, WB_TEXT_ROLE_TEXT);

  PangoLayout *shape = wb_text_shape (text, label->name, LABEL_SCALE, WB_TEXT_PLAIN,
                                      label->width - number_width);
  double name_width = wb_text_get_width (shape) + gap;
  if (!add_part (self, label, shape, is_right ? 0 : number_width, middle, WB_TEXT_ROLE_TEXT))
    return FALSE;

  add_part (self, label, g_steal_pointer (&number), is_right ? name_width : 0, middle, WB_TEXT_ROLE_MUTED);

  return TRUE;
}

/* Adds a label. FALSE if there is no room for it. */
static gboolean
add_text (WbChartLayout   *self,
          const WbText    *text,
          const LabelText *label)
{
  double line = wb_text_get_line (text, LABEL_SCALE);
  double middle = label->y - label->n_lines * line / 2 + text->above * text->size * LABEL_SCALE;

  if (label->n_lines == 1)
    return add_line (self, text, label, middle);

  if (!add_part (self, label, wb_text_shape (text, label->name, LABEL_SCALE, WB_TEXT_PLAIN, label->width), 0,
                 middle, WB_TEXT_ROLE_TEXT))
    return FALSE;

  add_part (self, label, wb_text_shape (text, label->share, LABEL_SCALE, WB_TEXT_NUMBER, label->width), 0,
            middle + line, WB_TEXT_ROLE_MUTED);

  return TRUE;
}

static void
layout_side (WbChartLayout *self,
             const WbText  *text,
             WbBox          room,
             WbHotSide      side)
{
  WbHotDetails *details = self->details;
  double em = text->size;
  double line = wb_text_get_line (text, LABEL_SCALE);
  double elbow = details->outer + ELBOW * em;
  double sign = side == WB_HOT_RIGHT ? 1 : -1;
  double column = details->x + sign * (elbow + ARM * em);
  double width = side == WB_HOT_RIGHT ? room.x + room.width - column : column - room.x;

  width -= TEXT_GAP * em;
  if (width < MIN_WIDTH * em)
    return;

  guint most = room.height / line;
  g_autoptr (GArray) callouts = choose_callouts (details, side, most, elbow);
  guint n_lines = callouts->len * 2 <= most ? 2 : 1;
  push_apart (callouts, room.y, room.y + room.height, n_lines * line);

  for (guint i = 0; i < callouts->len; i++)
    {
      const Callout *callout = &g_array_index (callouts, Callout, i);
      const WbHotSlice *slice = get_slice (details, callout->slice);
      double angle = get_angle (slice);
      g_autofree char *share = wb_number_format_percent (slice->share);
      WbHotLeader leader = {
        .name = slice->name,
        .series_mix = slice->series_mix,
        .alpha = 1,
        .x = { details->x + cos (angle) * details->outer, details->x + cos (angle) * elbow, column },
        .y = { details->y + sin (angle) * details->outer, details->y + sin (angle) * elbow, callout->y },
      };
      LabelText label = {
        .name = details->category->children[slice->item].name,
        .share = share,
        .side = side,
        .x = column + sign * TEXT_GAP * em,
        .y = callout->y,
        .width = width,
        .n_lines = n_lines,
      };

      wb_layout_begin_item (self, slice->name);
      if (add_text (self, text, &label))
        g_array_append_val (details->leaders, leader);
    }
}

/**
 * wb_hot_measure_labels:
 * @self: a layout of the hot chart, with its slices
 * @text: shapes text
 * @side: which labels
 * @most: the largest width of interest
 *
 * Measures the preferred width of the labels of a side, at least that of a
 * percentage.
 *
 * Returns: logical pixels, at most @most
 */
double
wb_hot_measure_labels (WbChartLayout *self,
                       const WbText  *text,
                       WbHotSide      side,
                       double         most)
{
  const WbHotDetails *details = self->details;
  double widest = 3 * text->size;

  for (guint i = 0; i < details->slices->len && widest < most; i++)
    {
      const char *name = get_slice (details, i)->name;

      if (get_side (get_slice (details, i)) != side)
        continue;

      g_autoptr (PangoLayout) shape = wb_text_shape (text, name, LABEL_SCALE, WB_TEXT_PLAIN, most);

      widest = MAX (widest, wb_text_get_width (shape));
    }

  return MIN (widest, most);
}

/**
 * wb_hot_layout_labels:
 * @self: a layout of the hot chart, with its ring
 * @text: shapes text
 * @room: the available area for ring and labels
 *
 * Adds labels on both sides of the ring, with leader lines. Labels have the
 * order of their slices, so that leader lines do not cross.
 */
void
wb_hot_layout_labels (WbChartLayout *self,
                      const WbText  *text,
                      WbBox          room)
{
  layout_side (self, text, room, WB_HOT_RIGHT);
  layout_side (self, text, room, WB_HOT_LEFT);
  wb_layout_begin_item (self, NULL);
}
