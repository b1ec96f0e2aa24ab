/* wb-pattern.c: fill patterns that differ without colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pattern.h"

#include <math.h>

#include "wb-color.h"
#include "wb-draw.h"

/* The distance of stripes, and the width of the edge of a shape, in em of a label. */
#define STEP    0.5
#define OUTLINE 0.13

/* The width of a stripe and the size of a dot, relative to the step. */
#define STRIPE 0.3
#define DOT    0.3

/* The opacity of the colour behind stripes. */
#define WASH 0.24

/* More stripes would not be visible, and take too long. */
#define MAX_STRIPES 4000

/* The extents of the current clip. */
typedef struct
{
  double left, top, right, bottom;
} Extent;

/* Adds stripes of one direction. A @slope of 1 makes them fall, -1 rise, and 0 horizontal. */
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

  /* Stripes are counted at the left edge of the picture, so that they do not depend on the clip. */
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

/* Every second row is shifted by half a step. Each dot is a line of zero length with round caps. */
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

/* The period of a pattern in both directions: a whole number of device pixels, so that horizontal stripes are
 * crisp and tiles have no seams. */
static double
get_period (const WbHatch *self)
{
  static const double periods[WB_N_PATTERNS] = {
    [WB_PATTERN_RISING] = G_SQRT2,
    [WB_PATTERN_DOTS] = 1.4,
    [WB_PATTERN_LEVEL] = 1,
    [WB_PATTERN_CROSSED] = 1.5 * G_SQRT2,
    [WB_PATTERN_UPRIGHT] = 1,
    [WB_PATTERN_FALLING] = G_SQRT2,
    [WB_PATTERN_GRID] = 1.5,
  };

  return MAX (rint (self->step * periods[self->pattern] * self->scale), 3) / self->scale;
}

static void
draw_stripes (const WbHatch *self,
              const Extent  *extent,
              cairo_t       *cr)
{
  double period = get_period (self);
  double pen = MAX (rint (self->step * STRIPE * self->scale), 1) / self->scale;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_width (cr, pen);
  switch (self->pattern)
    {
    case WB_PATTERN_DOTS:
      add_dots (extent, period, cr);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_width (cr, period * DOT);
      break;

    case WB_PATTERN_LEVEL:
      add_stripes (extent, period, 0, cr);
      break;

    case WB_PATTERN_UPRIGHT:
      add_columns (extent, period, cr);
      break;

    case WB_PATTERN_GRID:
      add_stripes (extent, period, 0, cr);
      add_columns (extent, period, cr);
      break;

    case WB_PATTERN_RISING:
      add_stripes (extent, period, -1, cr);
      break;

    case WB_PATTERN_FALLING:
      add_stripes (extent, period, 1, cr);
      break;

    case WB_PATTERN_CROSSED:
      add_stripes (extent, period, -1, cr);
      add_stripes (extent, period, 1, cr);
      break;

    case WB_PATTERN_SOLID:
    case WB_N_PATTERNS:
    default:
      g_assert_not_reached ();
    }
  wb_color_use (self->color, cr);
  cairo_stroke (cr);
}

/* The offset of a stripe from the origin: a stripe that is an odd number of pixels wide then covers whole
 * pixels. */
static double
get_offset (const WbHatch *self)
{
  double pen = MAX (rint (self->step * STRIPE * self->scale), 1);

  return fmod (pen, 2) / 2 / self->scale;
}

/* Removes rotation and mirroring from the matrix. Stripes are fixed to the picture: they do not move, turn or
 * mirror with a shape, so that they look like those in the legend. */
static void
remove_rotation (cairo_t *cr)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  double scale = hypot (matrix.xx, matrix.yx);
  cairo_matrix_t upright = { scale, 0, 0, scale, matrix.x0, matrix.y0 };
  cairo_set_matrix (cr, &upright);
}

/* Draws one period of the pattern. */
static cairo_pattern_t *
make_tile (const WbHatch *self)
{
  double period = get_period (self);
  int side = rint (period * self->scale);
  Extent extent = { -period, -period, 2 * period, 2 * period };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, self->scale, self->scale);
  cairo_translate (cr, get_offset (self), get_offset (self));
  wb_color_use (wb_color_fade (self->color, WASH), cr);
  cairo_paint (cr);
  draw_stripes (self, &extent, cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (surface, self->scale, self->scale);

  cairo_pattern_t *tile = cairo_pattern_create_for_surface (surface);
  cairo_surface_destroy (surface);
  cairo_pattern_set_extend (tile, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (tile, CAIRO_FILTER_NEAREST);

  return tile;
}

/* Fills the path with tiles, which is several times faster than clipped lines. */
static void
fill_tiled (const WbHatch *self,
            cairo_t       *cr)
{
  cairo_pattern_t *tile = make_tile (self);
  cairo_matrix_t matrix;

  /* Source and path keep their positions when the matrix changes. */
  cairo_get_matrix (cr, &matrix);
  remove_rotation (cr);
  cairo_set_source (cr, tile);
  cairo_set_matrix (cr, &matrix);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (tile);
}

/* Fills the path with lines, for vector files. */
static void
fill_lines (const WbHatch *self,
            cairo_t       *cr)
{
  cairo_path_t *path = cairo_copy_path (cr);
  Extent extent;

  wb_color_use (wb_color_fade (self->color, WASH), cr);
  cairo_fill_preserve (cr);
  cairo_save (cr);
  cairo_clip (cr);
  remove_rotation (cr);
  cairo_translate (cr, get_offset (self), get_offset (self));
  cairo_clip_extents (cr, &extent.left, &extent.top, &extent.right, &extent.bottom);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  draw_stripes (self, &extent, cr);
  cairo_restore (cr);
  cairo_append_path (cr, path);
  cairo_path_destroy (path);
}

/**
 * wb_hatch_init:
 * @pattern: the pattern
 * @color: its colour
 * @size: one em of the labels beside it, in logical pixels
 * @scale: device pixels to a logical one
 *
 * Initialises a fill with stripes and an edge that match the size of text.
 *
 * Returns: the fill
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
 * @self: a fill
 * @cr: a context with a path, which is cleared
 *
 * Fills the path. Stripes are anchored to the origin of @cr. In vector files
 * they are drawn as lines.
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

  if (wb_draw_is_pixels (cr))
    fill_tiled (self, cr);
  else
    fill_lines (self, cr);

  if (self->outline > 0)
    {
      /* The outer half of the line is clipped. */
      cairo_save (cr);
      cairo_clip_preserve (cr);
      wb_color_use (self->color, cr);
      cairo_set_line_width (cr, 2 * self->outline);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
  cairo_new_path (cr);
}
