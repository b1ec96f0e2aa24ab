/* wb-layout.c: the marks and labels of a layout
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"

/* The size of the label that counts what has no room, relative to labels. */
#define MORE_SCALE 0.8

/* Bounds the search for overlaps; no chart has nearly as many labels. */
#define MAX_LABELS 512

G_DEFINE_BOXED_TYPE (WbChartLayout, wb_chart_layout, wb_chart_layout_ref, wb_chart_layout_unref)

static void
clear_label_cb (gpointer label)
{
  g_clear_object (&((WbLabel *) label)->layout);
}

WbChartLayout *
wb_layout_new_empty (const WbRenderContext *context)
{
  WbChartLayout *self = g_new0 (WbChartLayout, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->width = MAX (context->width, 0);
  self->height = MAX (context->height, 0);
  self->scale = context->scale > 0 ? context->scale : 1;
  self->right_to_left = context->right_to_left;
  self->marks = g_array_new (FALSE, FALSE, sizeof (WbMark));
  self->legend = g_array_new (FALSE, FALSE, sizeof (WbMark));
  self->labels = g_array_new (FALSE, FALSE, sizeof (WbLabel));
  g_array_set_clear_func (self->labels, clear_label_cb);
  self->swatches = g_array_new (FALSE, FALSE, sizeof (WbSwatch));
  self->strings = g_string_chunk_new (1024);

  return self;
}

WbChartLayout *
wb_chart_layout_ref (WbChartLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_chart_layout_unref (WbChartLayout *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->free_details != NULL)
    self->free_details (self->details);
  g_string_chunk_free (self->strings);
  g_array_unref (self->swatches);
  g_array_unref (self->labels);
  g_array_unref (self->legend);
  g_array_unref (self->marks);
  g_free (self->title);
  g_clear_pointer (&self->target, wb_chart_layout_unref);
  g_free (self->notice);
  g_free (self->region);
  g_clear_object (&self->atlas);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_free (self);
}

gboolean
wb_mark_is_in_legend (const WbMark *self)
{
  return self->kind == WB_MARK_LEGEND || self->kind == WB_MARK_MORE;
}

gboolean
wb_layout_is_hidden (const WbChartLayout *self,
                     guint                series)
{
  return series < 64 && (self->hidden >> series & 1) != 0;
}

/**
 * wb_layout_keep:
 * @self: a layout
 * @string: (transfer full): a string
 *
 * Transfers a string to the layout.
 *
 * Returns: (transfer none): the string, valid as long as @self
 */
const char *
wb_layout_keep (WbChartLayout *self,
                char          *string)
{
  const char *kept = g_string_chunk_insert (self->strings, string);

  g_free (string);

  return kept;
}

/**
 * wb_layout_add_mark:
 * @self: a layout
 * @mark: a mark; its strings must be owned by the layout or its dataset
 *
 * Adds a mark, in left-to-right coordinates. Marks of the legend are appended
 * by wb_layout_finish().
 */
void
wb_layout_add_mark (WbChartLayout *self,
                    const WbMark  *mark)
{
  g_array_append_vals (wb_mark_is_in_legend (mark) ? self->legend : self->marks, mark, 1);
}

/**
 * wb_layout_get_mark:
 * @self: a layout
 * @position: a cursor
 *
 * Gets a mark. It may have no strings yet, if the chart creates these on
 * demand.
 *
 * Returns: (transfer none) (nullable): the mark, or %NULL if the cursor is on
 *   none
 */
const WbMark *
wb_layout_get_mark (const WbChartLayout *self,
                    int                  position)
{
  if (position < 0 || (guint) position >= self->marks->len)
    return NULL;

  return &g_array_index (self->marks, WbMark, position);
}

/**
 * wb_layout_get_mark_box:
 * @self: a layout
 * @mark: one of its marks
 *
 * Gets the box of a mark in left-to-right coordinates.
 *
 * Returns: the box
 */
WbBox
wb_layout_get_mark_box (const WbChartLayout *self,
                        const WbMark        *mark)
{
  return self->right_to_left ? wb_box_mirror (mark->box, self->width) : mark->box;
}

/**
 * wb_layout_get_highlight:
 * @self: a layout
 * @mark: one of its marks
 *
 * Gets the area of a highlight that follows the box of its mark.
 *
 * Returns: a box, in left-to-right coordinates
 */
WbBox
wb_layout_get_highlight (const WbChartLayout *self,
                         const WbMark        *mark)
{
  return wb_box_grow (wb_layout_get_mark_box (self, mark), 2);
}

/**
 * wb_label_overlaps:
 * @self: a label
 * @other: another
 *
 * Checks whether two labels overlap. Labels of the same slant are compared
 * along it, others by their boxes.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_label_overlaps (const WbLabel *self,
                   const WbLabel *other)
{
  if (!wb_box_intersects (self->box, other->box))
    return FALSE;
  if (self->angle == 0 || self->angle != other->angle)
    return TRUE;

  double x = other->box.x + other->box.width / 2 - self->box.x - self->box.width / 2;
  double y = other->box.y + other->box.height / 2 - self->box.y - self->box.height / 2;
  double along = x * cos (self->angle) + y * sin (self->angle);
  double across = y * cos (self->angle) - x * sin (self->angle);
  WbBox one = { 0, 0, wb_text_get_width (self->layout), wb_text_get_height (self->layout) };
  WbBox two = { 0, 0, wb_text_get_width (other->layout), wb_text_get_height (other->layout) };

  two.x = along + (one.width - two.width) / 2;
  two.y = across + (one.height - two.height) / 2;

  return wb_box_intersects (one, two);
}

/* Adds a label, unless it is not completely in the frame or overlaps another one. */
static gboolean
add_label (WbChartLayout *self,
           PangoLayout   *layout,
           WbBox          box,
           double         angle,
           WbTextRole     role)
{
  WbLabel label = {
    .layout = layout,
    .box = box,
    .angle = angle,
    .role = role,
    .key = self->label_key,
    .part = self->label_part++,
    .alpha = 1,
  };
  gboolean fits = wb_box_is_inside (box, self->width, self->height) && self->labels->len < MAX_LABELS;

  for (guint i = 0; fits && i < self->labels->len; i++)
    fits = !wb_label_overlaps (&g_array_index (self->labels, WbLabel, i), &label);

  if (fits)
    g_array_append_val (self->labels, label);
  else
    g_object_unref (layout);

  return fits;
}

/**
 * wb_layout_add_label:
 * @self: a layout
 * @layout: (transfer full): a line of text
 * @x: its horizontal position, in logical pixels
 * @align: the part of the text at @x: 0 for its left end, 1 for its right end
 * @middle: the vertical position of the middle of a capital letter
 * @role: its colour
 *
 * Adds a label, in left-to-right coordinates, unless it is not completely in
 * the frame or overlaps another one. Labels of the same size and middle share a
 * baseline in all scripts.
 *
 * Returns: whether it was added
 */
gboolean
wb_layout_add_label (WbChartLayout *self,
                     PangoLayout   *layout,
                     double         x,
                     double         align,
                     double         middle,
                     WbTextRole     role)
{
  double width = wb_text_get_width (layout);
  const PangoFontDescription *font = pango_layout_get_font_description (layout);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double top = middle + WB_TEXT_MIDDLE * size - wb_text_get_baseline (layout);

  return add_label (self, layout, (WbBox) { x - align * width, top, width, wb_text_get_height (layout) },
                    0, role);
}

/**
 * wb_layout_add_block:
 * @self: a layout
 * @layout: (transfer full): wrapped text
 * @x: the horizontal position of its middle
 * @top: its upper edge
 * @role: its colour
 *
 * Adds a label of several lines, in left-to-right coordinates, if there is
 * room.
 *
 * Returns: whether it was added
 */
gboolean
wb_layout_add_block (WbChartLayout *self,
                     PangoLayout   *layout,
                     double         x,
                     double         top,
                     WbTextRole     role)
{
  double width = wb_text_get_width (layout);

  return add_label (self, layout, (WbBox) { x - width / 2, top, width, wb_text_get_height (layout) }, 0,
                    role);
}

/**
 * wb_layout_add_slanted:
 * @self: a layout
 * @layout: (transfer full): a line of text
 * @x: the horizontal position that its end points at
 * @top: the upper edge of its box
 * @angle: its slope, in radians: more than 0, at most π/2
 * @role: its colour
 *
 * Adds a label that rises towards its end, in left-to-right coordinates, if
 * there is room.
 *
 * Returns: whether it was added
 */
gboolean
wb_layout_add_slanted (WbChartLayout *self,
                       PangoLayout   *layout,
                       double         x,
                       double         top,
                       double         angle,
                       WbTextRole     role)
{
  double width = wb_text_get_width (layout);
  double height = wb_text_get_height (layout);
  double right = x + height / 2 * sin (angle);
  WbBox box = {
    .y = top,
    .width = width * cos (angle) + height * sin (angle),
    .height = width * sin (angle) + height * cos (angle),
  };

  box.x = right - box.width;

  return add_label (self, layout, box, -angle, role);
}

/**
 * wb_layout_shape_more:
 * @text: shapes text
 * @n_more: how many items have no room
 *
 * Shapes a label that says how many more there are, such as “+3”.
 *
 * Returns: (transfer full): the shaped text
 */
PangoLayout *
wb_layout_shape_more (const WbText *text,
                      guint         n_more)
{
  g_autofree char *number = wb_number_format (n_more);
  /* Translators: so many more, for which there is no room */
  g_autofree char *more = g_strdup_printf (_("+%s"), number);

  return wb_text_shape (text, more, MAX (MORE_SCALE, wb_text_get_least (text)), WB_TEXT_NUMBER, G_MAXINT16);
}

/**
 * wb_layout_add_more:
 * @self: a layout
 * @text: shapes text
 * @n_more: how many items have no room
 * @x: the horizontal position of the label
 * @align: as in wb_layout_add_label()
 * @middle: as in wb_layout_add_label()
 *
 * Adds a label that says how many more there are, such as “+3”.
 *
 * Returns: whether it was added
 */
gboolean
wb_layout_add_more (WbChartLayout *self,
                    const WbText  *text,
                    guint          n_more,
                    double         x,
                    double         align,
                    double         middle)
{
  return wb_layout_add_label (self, wb_layout_shape_more (text, n_more), x, align, middle,
                              WB_TEXT_ROLE_MUTED);
}

static void
mirror (WbChartLayout *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      WbMark *mark = &g_array_index (self->marks, WbMark, i);
      mark->box = wb_box_mirror (mark->box, self->width);
    }
  for (guint i = 0; i < self->labels->len; i++)
    {
      WbLabel *label = &g_array_index (self->labels, WbLabel, i);
      label->box = wb_box_mirror (label->box, self->width);
      label->angle = -label->angle;
    }
  for (guint i = 0; i < self->swatches->len; i++)
    {
      WbSwatch *swatch = &g_array_index (self->swatches, WbSwatch, i);
      swatch->box = wb_box_mirror (swatch->box, self->width);
    }
  self->plot = wb_box_mirror (self->plot, self->width);
}

/**
 * wb_layout_begin_item:
 * @self: a layout
 * @key: (nullable): the name of an item, owned by the layout or its dataset
 *
 * Sets the item of the following labels, so that they move with it in a
 * transition.
 */
void
wb_layout_begin_item (WbChartLayout *self,
                      const char    *key)
{
  self->label_key = key;
  self->label_part = 0;
}

/**
 * wb_layout_finish:
 * @self: a complete layout
 *
 * Appends the marks of the legend to the others, and mirrors a right-to-left
 * layout.
 */
void
wb_layout_finish (WbChartLayout *self)
{
  self->n_items = self->marks->len;
  g_array_append_vals (self->marks, self->legend->data, self->legend->len);
  g_array_set_size (self->legend, 0);
  if (self->right_to_left)
    mirror (self);
}

/**
 * wb_chart_layout_get_marks:
 * @self: a layout
 * @ret_n_marks: (out): their number
 *
 * Gets all marks: the items in reading order, then the entries of the legend.
 * Of points closer than a pixel there is one mark per series and pixel column.
 * This may create the strings of the marks, so call it in one thread before
 * several threads use the layout.
 *
 * Returns: (transfer none) (array length=ret_n_marks): the marks, owned by
 *   @self
 */
const WbMark *
wb_chart_layout_get_marks (WbChartLayout *self,
                           guint         *ret_n_marks)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_marks != NULL, NULL);

  /* A blended layout has the marks of the new one. */
  if (self->target != NULL)
    self = self->target;

  if (!self->named && self->chart != NULL && self->chart->name_marks != NULL)
    self->chart->name_marks (self);
  self->named = TRUE;
  *ret_n_marks = self->marks->len;

  return (const WbMark *) self->marks->data;
}

/**
 * wb_chart_layout_get_labels:
 * @self: a layout
 * @ret_n_labels: (out): their number
 *
 * Gets all labels, for tests.
 *
 * Returns: (transfer none) (array length=ret_n_labels): the labels, owned by
 *   @self
 */
const WbLabel *
wb_chart_layout_get_labels (WbChartLayout *self,
                            guint         *ret_n_labels)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_labels != NULL, NULL);

  *ret_n_labels = self->labels->len;

  return (const WbLabel *) self->labels->data;
}

/**
 * wb_chart_layout_get_plot:
 * @self: a layout
 *
 * Gets the area of values, without axes and legend.
 *
 * Returns: its box; empty for a message
 */
WbBox
wb_chart_layout_get_plot (WbChartLayout *self)
{
  g_return_val_if_fail (self != NULL, ((WbBox) { 0, 0, 0, 0 }));

  return self->plot;
}
