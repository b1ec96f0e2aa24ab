/* wb-pattern.c: fills that can be told apart without their colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-pattern.h"

#include <math.h>

#include "wb-color.h"

/* From one stripe to the next, and the edge of a shape, in em of a label. */
#define STEP    0.5
#define OUTLINE 0.13

/* How thick a stripe is, and how large a dot, beside the step. */
#define STRIPE 0.3
#define DOT    0.3

/* How dense the colour is behind stripes. */
#define WASH 0.24

/* What is more is not seen, and takes for ever. */
#define MAX_STRIPES 4000

/* What the current clip covers. */
typedef struct
{
  double left, top, right, bottom;
} Extent;

/* Stripes of one direction. With a slope of 1 they fall, with -1 they rise; with 0 they are level. */
static void
add_stripes (const Extent *extent,
             double        step,
             double        slope,
             cairo_t      *cr)
{
  double width = extent->right - extent->left;
  double rise = slope * width;
  double first = floor ((extent->top - MAX (rise, 0) - slope * extent->left) / step) * step;
  double last = extent->bottom - MIN (rise, 0) - slope * extent->left + step;

  if (!((last - first) / step < MAX_STRIPES))
    return;

  /* Where each would meet the left edge of the picture: so it is the same stripe, whatever the clip. */
  for (double y = first; y <= last; y += step)
    {
      cairo_move_to (cr, extent->left, y + slope * extent->left);
      cairo_line_to (cr, extent->right, y + slope * extent->right);
    }
}

static void
add_columns (const Extent *extent,
             double        step,
             cairo_t      *cr)
{
  double first = floor (extent->left / step) * step;

  if (!((extent->right - first) / step < MAX_STRIPES))
    return;

  for (double x = first; x <= extent->right + step; x += step)
    {
      cairo_move_to (cr, x, extent->top);
      cairo_line_to (cr, x, extent->bottom);
    }
}

/* Every second row is half a step aside. Each dot is a line of no length with round ends. */
static void
add_dots (const Extent *extent,
          double        step,
          cairo_t      *cr)
{
  double row = step / 2;
  gint64 first = floor (extent->top / row) - 1;
  gint64 last = ceil (extent->bottom / row) + 1;

  if (!((extent->right - extent->left) / step * (last - first) < 100.0 * MAX_STRIPES))
    return;

  for (gint64 i = first; i <= last; i++)
    {
      double aside = (i & 1) != 0 ? step / 2 : 0;

      for (double x = floor (extent->left / step) * step - aside; x <= extent->right + step; x += step)
        {
          cairo_move_to (cr, x, i * row);
          cairo_line_to (cr, x, i * row);
        }
    }
}

/* Stripes lie in the picture, not in the shape: they stay where they are when a shape moves over them, and
 * neither turn with it nor are mirrored, so that they look like those of the legend. */
static void
stand_upright (cairo_t *cr)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  double scale = hypot (matrix.xx, matrix.yx);
  cairo_matrix_t upright = { scale, 0, 0, scale, matrix.x0, matrix.y0 };
  cairo_set_matrix (cr, &upright);
}

static void
draw_stripes (const WbHatch *self,
              cairo_t       *cr)
{
  Extent extent;
  /* On whole pixels, and of whole pixels, level stripes are crisp. */
  double step = MAX (rint (self->step * self->scale), 3) / self->scale;
  double pen = MAX (rint (step * STRIPE * self->scale), 1) / self->scale;
  double odd = fmod (rint (pen * self->scale), 2) / 2 / self->scale;

  stand_upright (cr);
  cairo_translate (cr, odd, odd);
  cairo_clip_extents (cr, &extent.left, &extent.top, &extent.right, &extent.bottom);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_width (cr, pen);

  switch (self->pattern)
    {
    case WB_PATTERN_DOTS:
      add_dots (&extent, step * 1.4, cr);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_width (cr, step * 1.4 * DOT);
      break;

    case WB_PATTERN_LEVEL:
      add_stripes (&extent, step, 0, cr);
      break;

    case WB_PATTERN_UPRIGHT:
      add_columns (&extent, step, cr);
      break;

    case WB_PATTERN_GRID:
      add_stripes (&extent, step * 1.5, 0, cr);
      add_columns (&extent, step * 1.5, cr);
      break;

    case WB_PATTERN_RISING:
      add_stripes (&extent, step * G_SQRT2, -1, cr);
      break;

    case WB_PATTERN_FALLING:
      add_stripes (&extent, step * G_SQRT2, 1, cr);
      break;

    case WB_PATTERN_CROSSED:
      add_stripes (&extent, step * 1.5 * G_SQRT2, -1, cr);
      add_stripes (&extent, step * 1.5 * G_SQRT2, 1, cr);
      break;

    case WB_PATTERN_SOLID:
    default:
      g_assert_not_reached ();
    }
  cairo_stroke (cr);
}

/**
 * wb_hatch_init:
 * @pattern: what it looks like
 * @color: its colour
 * @size: one em of the labels beside it, in logical pixels
 * @scale: device pixels to a logical one
 *
 * Describes a filling with an edge, as thick as goes with text.
 *
 * Returns: the filling
 */
WbHatch
wb_hatch_init (WbPattern pattern,
               WbColor   color,
               double    size,
               double    scale)
{
  return (WbHatch) {
    .pattern = pattern,
    .color = color,
    .step = CLAMP (size * STEP, 4, 40),
    .outline = CLAMP (size * OUTLINE, 1, 6),
    .scale = scale > 0 ? scale : 1,
  };
}

/**
 * wb_hatch_fill:
 * @self: a filling
 * @cr: a context with a path, which is used up
 *
 * Fills the path. Stripes are anchored to the origin of @cr. They are lines
 * under a clip, so that they stay lines in a file.
 */
void
wb_hatch_fill (const WbHatch *self,
               cairo_t       *cr)
{
  if (self->pattern == WB_PATTERN_SOLID)
    {
      wb_color_use (self->color, cr);
      cairo_fill (cr);
      return;
    }

  cairo_path_t *path = cairo_copy_path (cr);
  cairo_save (cr);
  cairo_clip (cr);
  wb_color_use (wb_color_fade (self->color, WASH), cr);
  cairo_paint (cr);

  wb_color_use (self->color, cr);
  cairo_save (cr);
  draw_stripes (self, cr);
  cairo_restore (cr);

  if (self->outline > 0)
    {
      /* Its outer half is clipped away. */
      cairo_append_path (cr, path);
      cairo_set_line_width (cr, 2 * self->outline);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
  cairo_path_destroy (path);
}
