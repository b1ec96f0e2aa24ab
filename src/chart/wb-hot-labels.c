/* wb-hot-labels.c: labels around a ring, without overlaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hot.h"

#include <math.h>

#include "drawing/wb-share.h"

#define LABEL_SCALE 0.88

/* In em of a label. */
#define ELBOW     0.7
#define ARM       0.5
#define TEXT_GAP  0.35
#define MIN_WIDTH 2.6

/* Between a name and its percentage in one line. */
#define NUMBER_GAP 0.4

/* The part of its freedom that a leader line uses: with all of it, the line would touch the ring. */
#define LEAN 0.9

/* A label that is not placed yet.
 *
 * Its leader line goes from the middle of the slice to the elbow, on a larger circle, and from there straight
 * to the label. If both have the order of the slices, and if the first part does not enter the ring nor the
 * second one that circle, then lines cross neither the ring nor each other. A label may be so low or high
 * that the line from the nearest point of the circle would enter it. Then the elbow is where the line touches
 * the circle. It can be moved until the first part of the line touches the ring, which limits where the label
 * can be.
 *
 * Angles are those of the right side: from -π/2 above to π/2 below the middle. */
typedef struct
{
  guint  slice;
  double angle;
  double share;
  double low, high;  /* the limits of y */
  double wanted;     /* the best y */
  double y;          /* the middle of its lines */
} Callout;

/* Where the labels of a side go. */
typedef struct
{
  WbHotSide side;
  double    elbow;   /* the distance of elbows from the middle of the ring */
  double    column;  /* the distance of labels from it, across */
  double    top;     /* the area of labels */
  double    bottom;
  double    height;  /* of a label */
} Column;

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
  double a = ((const Callout *) one)->wanted;
  double b = ((const Callout *) other)->wanted;

  return a < b ? -1 : a > b;
}

/* Gets the labels of a side, from top to bottom. */
static GArray *
collect_callouts (const WbHotDetails *details,
                  const Column       *column)
{
  GArray *callouts = g_array_new (FALSE, FALSE, sizeof (Callout));
  double lean = LEAN * acos (details->outer / column->elbow);

  for (guint i = 0; i < details->slices->len; i++)
    {
      const WbHotSlice *slice = get_slice (details, i);

      if (slice->listed || get_side (slice) != column->side)
        continue;

      double angle = asin (sin (get_angle (slice)));
      /* The last possible elbow. Beyond the horizontal, there is no limit. */
      double last = angle < 0 ? MIN (angle + lean, 0) : MAX (angle - lean, 0);
      double tangent = details->y + (column->elbow - column->column * cos (last)) / sin (last);
      Callout callout = {
        .slice = i,
        .angle = angle,
        .share = slice->share,
        .wanted = details->y + sin (angle) * column->elbow,
        .low = column->top + column->height / 2,
        .high = column->bottom - column->height / 2,
      };

      if (last < -1e-6)
        callout.high = MIN (callout.high, tangent);
      else if (last > 1e-6)
        callout.low = MAX (callout.low, tangent);
      g_array_append_val (callouts, callout);
    }
  g_array_sort (callouts, compare_cb);

  return callouts;
}

/* Finds the highest place of each label. Where one would be too low, the smallest of those that press on it
 * is removed. Returns whether all have a place. */
static gboolean
push_down (GArray *callouts,
           double  height)
{
  guint first = 0;

  for (guint i = 0; i < callouts->len; i++)
    {
      Callout *callout = &g_array_index (callouts, Callout, i);
      double above = i > 0 ? g_array_index (callouts, Callout, i - 1).y + height : -G_MAXDOUBLE;

      if (callout->low >= above)
        first = i;
      callout->y = MAX (callout->low, above);
      if (callout->y <= callout->high)
        continue;

      guint smallest = i;
      for (guint j = first; j < i; j++)
        if (g_array_index (callouts, Callout, j).share < g_array_index (callouts, Callout, smallest).share)
          smallest = j;
      g_array_remove_index (callouts, smallest);
      return FALSE;
    }

  return TRUE;
}

/* Places labels as near to their slices as possible, without overlaps. Those without a place are removed;
 * with many small slices these are found in as many rounds. */
static void
place_callouts (GArray *callouts,
                double  height)
{
  while (!push_down (callouts, height))
    ;

  double limit = G_MAXDOUBLE;
  for (guint i = callouts->len; i-- > 0; )
    {
      Callout *callout = &g_array_index (callouts, Callout, i);

      callout->high = MIN (callout->high, limit);
      limit = callout->high - height;
    }
  for (guint i = 0; i < callouts->len; i++)
    {
      Callout *callout = &g_array_index (callouts, Callout, i);

      if (i > 0)
        callout->y = MAX (callout->low, g_array_index (callouts, Callout, i - 1).y + height);
      /* Rounding must not turn the limits around. */
      callout->y = MIN (MAX (callout->wanted, callout->y), MAX (callout->high, callout->y));
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

/* Adds both in one line. The name is shortened if needed; without enough room for a name, which is also in
 * the legend, it is left out. */
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
    return add_part (self, label, g_steal_pointer (&number), 0, middle, WB_TEXT_ROLE_MUTED);

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

/* Adds the label of a slice and its leader line. */
static void
add_callout (WbChartLayout *self,
             const WbText  *text,
             const Callout *callout,
             const Column  *column,
             LabelText      label)
{
  WbHotDetails *details = self->details;
  WbHotSlice *slice = &g_array_index (details->slices, WbHotSlice, callout->slice);
  g_autofree char *share = wb_share_format (slice->share, slice->tenths);
  double sign = column->side == WB_HOT_RIGHT ? 1 : -1;
  double direction = atan2 (callout->y - details->y, column->column);
  double reach = acos (column->elbow / hypot (callout->y - details->y, column->column));
  double elbow = CLAMP (callout->angle, direction - reach, direction + reach);
  WbHotLeader leader = {
    .name = slice->name,
    .series_mix = slice->series_mix,
    .alpha = 1,
    .x = {
      details->x + sign * cos (callout->angle) * details->outer,
      details->x + sign * cos (elbow) * column->elbow,
      details->x + sign * column->column,
    },
    .y = {
      details->y + sin (callout->angle) * details->outer,
      details->y + sin (elbow) * column->elbow,
      callout->y,
    },
  };

  label.name = details->category->children[slice->item].name;
  label.share = share;
  label.y = callout->y;
  wb_layout_begin_item (self, slice->name);
  slice->labelled = add_text (self, text, &label);
  if (slice->labelled)
    g_array_append_val (details->leaders, leader);
}

/* Labels have two lines if all have room then, or else one. */
static void
layout_side (WbChartLayout *self,
             const WbText  *text,
             WbBox          room,
             WbHotSide      side)
{
  WbHotDetails *details = self->details;
  double em = text->size;
  double line = wb_text_get_line (text, LABEL_SCALE);
  double sign = side == WB_HOT_RIGHT ? 1 : -1;
  Column column = {
    .side = side,
    .elbow = details->outer + ELBOW * em,
    .column = details->outer + (ELBOW + ARM) * em,
    .top = room.y,
    .bottom = room.y + room.height,
  };
  LabelText label = {
    .side = side,
    .x = details->x + sign * (column.column + TEXT_GAP * em),
    .n_lines = 2,
  };
  label.width = side == WB_HOT_RIGHT ? room.x + room.width - label.x : label.x - room.x;
  if (label.width < MIN_WIDTH * em)
    return;

  column.height = 2 * line;
  g_autoptr (GArray) callouts = collect_callouts (details, &column);
  guint n_wanted = callouts->len;
  place_callouts (callouts, column.height);
  if (callouts->len < n_wanted)
    {
      label.n_lines = 1;
      column.height = line;
      g_array_unref (callouts);
      callouts = collect_callouts (details, &column);
      place_callouts (callouts, column.height);
    }

  for (guint i = 0; i < callouts->len; i++)
    add_callout (self, text, &g_array_index (callouts, Callout, i), &column, label);
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

      if (get_slice (details, i)->listed || get_side (get_slice (details, i)) != side)
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
