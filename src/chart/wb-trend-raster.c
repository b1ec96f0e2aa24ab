/* wb-trend-raster.c: the areas and lines of a trend as an image
 *
 * The time that cairo takes for a line grows with its points and the distance from each to the next: a year
 * of days took 50 ms, five series of minutes 400 ms. Here each column of pixels is painted once, from sampled
 * curves, so that the time hardly depends on the number of points.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trend-private.h"

#include "drawing/wb-draw.h"

/* The least number of samples of a curve for each pixel. */
#define N_SAMPLES 3

/* The resolution of the image in a vector file, in pixels to a logical one. */
#define VECTOR_SCALE 3

/* No image has more pixels than this across or down. */
#define MAX_PIXELS 8192

/* The number of columns that are painted before they are copied. */
#define N_BLOCK 16
#define N_LAYERS 64 /* some MiB on a large screen */

/* The image: its position in logical pixels, its size in device pixels. */
typedef struct
{
  double   x, y;
  double   scale;
  int      width, height;
  guint    n_sub;
  guint    n_samples;
  gboolean is_aligned;
} Frame;

/* What is painted between two curves. There is a y for each sample, in device pixels; NAN for nothing. */
typedef struct
{
  float   *upper;
  float   *lower;
  guint32 *ramp;  /* premultiplied colours of the rows */
} Layer;

/* Layers are painted a number at a time: each has a value for every sample, and there may be thousands. */
typedef struct
{
  const Frame     *frame;
  cairo_surface_t *image;
  GArray          *layers;      /* not painted yet */
  gboolean         is_painted;  /* whether the image has layers */
} Canvas;

/* The coverage of one column by one layer. */
typedef struct
{
  float *parts;  /* of rows that are covered in part */
  float *steps;  /* the change of the number of whole intervals */
  int    first, last;
  int    top, bottom;  /* the rows that any layer of the block covers */
} Cover;

static void
layer_clear (gpointer data)
{
  Layer *layer = data;

  g_free (layer->upper);
  g_free (layer->lower);
  g_free (layer->ramp);
}

/* Places the image over a box so that its pixels are those of the device. */
static Frame
find_frame (cairo_t *cr,
            WbBox    box,
            double   scale)
{
  Frame frame = { box.x, box.y, VECTOR_SCALE };
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (wb_draw_is_pixels (cr))
    {
      double across, down;

      /* What is recorded is played back at the scale of the context. */
      if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_RECORDING)
        across = down = MAX (scale, 1);
      else
        cairo_surface_get_device_scale (cairo_get_target (cr), &across, &down);
      double factor = fabs (matrix.xx) * across;
      frame.is_aligned = matrix.xy == 0 && matrix.yx == 0 && matrix.yy > 0 && factor > 0 &&
                         fabs (factor - matrix.yy * down) < 1e-6;
      frame.scale = frame.is_aligned ? factor : MAX (scale, 1);
      if (frame.is_aligned)
        {
          double x = (matrix.xx * box.x + matrix.x0) * across;
          double y = (matrix.yy * box.y + matrix.y0) * down;
          double left = matrix.xx > 0 ? floor (x) : ceil (x);

          frame.x += (left / across - matrix.x0) / matrix.xx - box.x;
          frame.y += (floor (y) / down - matrix.y0) / matrix.yy - box.y;
        }
    }
  frame.width = CLAMP (ceil ((box.x + box.width - frame.x) * frame.scale), 1, MAX_PIXELS);
  frame.height = CLAMP (ceil ((box.y + box.height - frame.y) * frame.scale), 1, MAX_PIXELS);
  frame.n_sub = CLAMP (ceil (N_SAMPLES / frame.scale), N_SAMPLES, 16);
  frame.n_samples = frame.width * frame.n_sub;

  return frame;
}

/* The position of an x among the samples. */
static double
get_sample (const Frame *frame,
            double       x)
{
  return (x - frame->x) * frame->scale * frame->n_sub - 0.5;
}

static float
get_row (const Frame   *frame,
         const WbScale *scale,
         double         value)
{
  return (wb_scale_map (scale, value) - frame->y) * frame->scale;
}

/* Samples a curve from one of its points to the next. */
static void
trace_segment (const Frame          *frame,
               const WbTrendDetails *details,
               const WbTrendCurve   *curve,
               guint                 point,
               float                *rows)
{
  WbTrendSegment segment = wb_trend_get_segment (details, curve, point);
  double first = MAX (ceil (get_sample (frame, segment.x)), 0);
  double last = MIN (floor (get_sample (frame, segment.x + segment.width)), frame->n_samples - 1.0);

  for (double i = first; i <= last; i++)
    {
      double x = frame->x + (i + 0.5) / (frame->scale * frame->n_sub);
      double t = CLAMP ((x - segment.x) / segment.width, 0, 1);
      double rise = segment.to - segment.from;
      /* The cubic Hermite curve. */
      double value = segment.from + t * rise +
                     t * (1 - t) * ((1 - t) * (segment.width * segment.slope_from - rise) -
                                    t * (segment.width * segment.slope_to - rise));

      rows[(guint) i] = get_row (frame, &details->scale, value);
    }
}

/* Samples a curve as far as its level reaches. The sample next to a point has the value of the point, so that
 * no peak is cut. */
static float *
trace (const Frame          *frame,
       const WbTrendDetails *details,
       const WbTrendLevel   *level,
       const WbTrendCurve   *curve)
{
  float *rows = g_new (float, frame->n_samples);

  for (guint i = 0; i < frame->n_samples; i++)
    rows[i] = NAN;
  for (guint i = 0; i + 1 < level->n_curve; i++)
    if (!isnan (level->tops[i]) && !isnan (level->tops[i + 1]) && details->xs[i + 1] > details->xs[i])
      trace_segment (frame, details, curve, i, rows);
  for (guint i = 0; i < level->n_curve; i++)
    {
      double sample = rint (get_sample (frame, details->xs[i]));

      if (!isnan (level->tops[i]) && !wb_trend_is_alone (level, i) &&
          sample >= 0 && sample < frame->n_samples)
        rows[(guint) sample] = get_row (frame, &details->scale, curve->values[i]);
    }

  double end = MAX (ceil (get_sample (frame, level->reach + 0.01)), 0);
  for (guint i = end < frame->n_samples ? end : frame->n_samples; i < frame->n_samples; i++)
    rows[i] = NAN;

  return rows;
}

/* Gets what a round pen covers along a curve. */
static void
stroke (const Frame *frame,
        const float *rows,
        double       radius,
        Layer       *layer)
{
  double pen = MAX (radius * frame->scale, 0.5);
  int reach = pen * frame->n_sub;
  g_autofree float *heights = g_new (float, reach + 1);

  layer->upper = g_new (float, frame->n_samples);
  layer->lower = g_new (float, frame->n_samples);
  for (int i = 0; i <= reach; i++)
    heights[i] = sqrt (MAX (pen * pen - (double) i * i / frame->n_sub / frame->n_sub, 0));

  for (int i = 0; i < (int) frame->n_samples; i++)
    {
      float upper = G_MAXFLOAT;
      float lower = -G_MAXFLOAT;
      int last = MIN (i + reach, (int) frame->n_samples - 1);

      /* Comparisons with NAN are false. */
      for (int j = MAX (i - reach, 0); j <= last; j++)
        {
          float height = heights[ABS (j - i)];

          upper = rows[j] - height < upper ? rows[j] - height : upper;
          lower = rows[j] + height > lower ? rows[j] + height : lower;
        }
      layer->upper[i] = upper < lower ? upper : NAN;
      layer->lower[i] = upper < lower ? lower : NAN;
    }
}

static guint32
premultiply (WbColor color)
{
  guint32 alpha = rint (color.alpha * 255);
  guint32 red = rint (color.red * color.alpha * 255);
  guint32 green = rint (color.green * color.alpha * 255);
  guint32 blue = rint (color.blue * color.alpha * 255);

  return alpha << 24 | red << 16 | green << 8 | blue;
}

/* Makes the colours of all rows: from one colour at the top of an area to another at its bottom. */
static guint32 *
make_ramp (const Frame *frame,
           WbColor      start,
           WbColor      end,
           WbBox        area)
{
  guint32 *ramp = g_new (guint32, frame->height);

  for (int row = 0; row < frame->height; row++)
    {
      double y = frame->y + (row + 0.5) / frame->scale;
      double share = CLAMP ((y - area.y) / MAX (area.height, 1), 0, 1);

      ramp[row] = premultiply (wb_color_mix (start, end, share));
    }

  return ramp;
}

static void
cover_interval (Cover *cover,
                int    height,
                float  upper,
                float  lower)
{
  if (!(lower > 0) || !(upper < height))
    return;

  upper = MAX (upper, 0);
  lower = MIN (lower, height);
  int first = upper;
  int last = lower;
  cover->first = MIN (cover->first, first);
  cover->last = MAX (cover->last, last);
  if (first == last)
    {
      cover->parts[first] += lower - upper;
      return;
    }
  cover->parts[first] += first + 1 - upper;
  cover->parts[last] += lower - last;
  cover->steps[first + 1] += 1;
  cover->steps[last] -= 1;
}

static inline guint32
scale_pixel (guint32 pixel,
             guint32 factor)
{
  guint32 even = (pixel & 0xff00ff) * factor + 0x800080;
  guint32 odd = (pixel >> 8 & 0xff00ff) * factor + 0x800080;

  even = (even + (even >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
  odd = (odd + (odd >> 8 & 0xff00ff)) & 0xff00ff00;

  return even | odd;
}

/* Paints the covered rows of a column, and clears the coverage. */
static void
paint_cover (Cover         *cover,
             const Frame   *frame,
             const guint32 *ramp,
             guint32       *pixels)
{
  float scale = 255.0f / frame->n_sub;
  float n_whole = 0;
  guint32 whole = 0;

  for (int row = cover->first; row <= MIN (cover->last, frame->height - 1); row++)
    {
      if (cover->steps[row] != 0)
        {
          n_whole += cover->steps[row];
          whole = n_whole * scale + 0.5f;
          cover->steps[row] = 0;
        }
      guint32 share = whole;
      if (cover->parts[row] != 0)
        {
          share = (n_whole + cover->parts[row]) * scale + 0.5f;
          cover->parts[row] = 0;
        }
      if (share == 0)
        continue;

      guint32 color = share >= 255 ? ramp[row] : scale_pixel (ramp[row], share);
      pixels[row] = pixels[row] == 0 || color >> 24 == 255
                      ? color
                      : color + scale_pixel (pixels[row], 255 - (color >> 24));
    }
  cover->top = MIN (cover->top, cover->first);
  cover->bottom = MAX (cover->bottom, MIN (cover->last, frame->height - 1));
  cover->steps[frame->height] = 0;
  cover->parts[frame->height] = 0;
}

/* Paints all layers of a column. */
static void
paint_column (const Frame  *frame,
              const GArray *layers,
              int           column,
              Cover        *cover,
              guint32      *pixels)
{
  for (guint i = 0; i < layers->len; i++)
    {
      const Layer *layer = &g_array_index (layers, Layer, i);

      cover->first = frame->height;
      cover->last = -1;
      for (guint j = column * frame->n_sub; j < (column + 1) * frame->n_sub; j++)
        cover_interval (cover, frame->height, MIN (layer->upper[j], layer->lower[j]),
                        MAX (layer->upper[j], layer->lower[j]));
      paint_cover (cover, frame, layer->ramp, pixels);
    }
}

/* Paints the layers that wait over those in the image. Columns are copied by the number that shares a line of
 * the processor's cache: single pixels of a column are far from each other. */
static void
paint_layers (Canvas *self)
{
  const Frame *frame = self->frame;
  int stride = cairo_image_surface_get_stride (self->image) / 4;
  guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (self->image);
  g_autofree float *parts = g_new0 (float, frame->height + 1);
  g_autofree float *steps = g_new0 (float, frame->height + 1);
  g_autofree guint32 *block = g_new0 (guint32, (gsize) N_BLOCK * frame->height);
  Cover cover = { .parts = parts, .steps = steps };

  if (pixels == NULL)
    return;

  cairo_surface_flush (self->image);
  for (int left = 0; left < frame->width; left += N_BLOCK)
    {
      int n_columns = MIN (N_BLOCK, frame->width - left);

      cover.top = frame->height;
      cover.bottom = -1;
      for (int row = 0; self->is_painted && row < frame->height; row++)
        for (int i = 0; i < n_columns; i++)
          block[(gsize) i * frame->height + row] = pixels[(gsize) row * stride + left + i];
      for (int i = 0; i < n_columns; i++)
        paint_column (frame, self->layers, left + i, &cover, block + (gsize) i * frame->height);
      for (int row = cover.top; row <= cover.bottom; row++)
        for (int i = 0; i < n_columns; i++)
          {
            pixels[(gsize) row * stride + left + i] = block[(gsize) i * frame->height + row];
            block[(gsize) i * frame->height + row] = 0;
          }
    }
  cairo_surface_mark_dirty (self->image);
  self->is_painted = TRUE;
  g_array_set_size (self->layers, 0);
}

static void
add_layer (Canvas *self,
           Layer   layer)
{
  g_array_append_val (self->layers, layer);
  if (self->layers->len >= N_LAYERS)
    paint_layers (self);
}

/* Paints what still waits. Returns: (transfer full): the image. */
static cairo_surface_t *
finish_canvas (Canvas *self)
{
  paint_layers (self);
  g_array_unref (self->layers);

  return self->image;
}

/* Makes the image the source, at its place. */
static void
use_image (const Frame     *frame,
           cairo_surface_t *image,
           cairo_t         *cr)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (image);
  cairo_matrix_t matrix;

  cairo_matrix_init_scale (&matrix, frame->scale, frame->scale);
  cairo_matrix_translate (&matrix, -frame->x, -frame->y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, frame->is_aligned ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_set_source (cr, pattern);
  cairo_pattern_destroy (pattern);
}

static WbBox
get_box (const Frame *frame)
{
  return (WbBox) { frame->x, frame->y, frame->width / frame->scale, frame->height / frame->scale };
}

static Canvas
new_canvas (const Frame *frame)
{
  Canvas canvas = {
    .frame = frame,
    .image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, frame->width, frame->height),
    .layers = g_array_new (FALSE, TRUE, sizeof (Layer)),
  };

  g_array_set_clear_func (canvas.layers, layer_clear);

  return canvas;
}

static void
add_area (const Frame          *frame,
          const WbTrendDetails *details,
          const WbTrendLevel   *level,
          const WbTrendFill    *fill,
          Canvas               *canvas)
{
  WbTrendCurve floor = { level->floors, level->floor_tangents, level->tops };
  WbTrendCurve head = { level->heads != NULL ? level->heads : level->tops, level->tangents, level->tops };
  Layer layer = {
    .upper = trace (frame, details, level, &head),
    .lower = trace (frame, details, level, &floor),
    .ramp = make_ramp (frame, fill->start, fill->end, fill->area),
  };

  add_layer (canvas, layer);
}

static void
add_band (const Frame          *frame,
          const WbTrendDetails *details,
          const WbTrendLevel   *level,
          WbColor               color,
          Canvas               *canvas)
{
  WbTrendCurve top = { level->tops, level->tangents, level->tops };
  WbTrendCurve low = { level->lows, level->tangents, level->tops };
  Layer layer = {
    .upper = trace (frame, details, level, &top),
    .lower = trace (frame, details, level, &low),
    .ramp = make_ramp (frame, color, color, get_box (frame)),
  };

  add_layer (canvas, layer);
}

/* A line, and larger points where a column has no neighbour. */
static void
add_line (const Frame          *frame,
          const WbTrendDetails *details,
          const WbTrendLevel   *level,
          double                width,
          WbColor               color,
          Canvas               *canvas)
{
  WbTrendCurve top = { level->tops, level->tangents, level->tops };
  g_autofree float *rows = trace (frame, details, level, &top);
  Layer line = { .ramp = make_ramp (frame, color, color, get_box (frame)) };
  gboolean has_points = FALSE;

  stroke (frame, rows, width / 2, &line);
  add_layer (canvas, line);
  if (!details->dense)
    return;

  for (guint i = 0; i < frame->n_samples; i++)
    rows[i] = NAN;
  for (guint i = 0; i < level->n_curve; i++)
    {
      double sample = rint (get_sample (frame, details->xs[i]));

      if (!wb_trend_is_alone (level, i) || details->xs[i] > level->reach + 0.01 || sample < 0 ||
          sample >= frame->n_samples)
        continue;
      rows[(guint) sample] = get_row (frame, &details->scale, level->tops[i]);
      has_points = TRUE;
    }
  if (!has_points)
    return;

  Layer points = { .ramp = make_ramp (frame, color, color, get_box (frame)) };
  stroke (frame, rows, width * WB_TREND_POINT, &points);
  add_layer (canvas, points);
}

/* Fills the area of a level with its pattern. */
static void
fill_hatched (const Frame          *frame,
              const WbTrendDetails *details,
              const WbTrendLevel   *level,
              const WbHatch        *hatch,
              cairo_t              *cr)
{
  Canvas canvas = new_canvas (frame);
  WbBox box = get_box (frame);
  WbColor white = { 1, 1, 1, 1 };

  add_area (frame, details, level, &(WbTrendFill) { white, white, box }, &canvas);
  cairo_surface_t *mask = finish_canvas (&canvas);
  cairo_save (cr);
  cairo_push_group (cr);
  cairo_rectangle (cr, box.x, box.y, box.width, box.height);
  wb_hatch_fill (hatch, cr);
  cairo_pattern_t *pattern = cairo_pop_group (cr);
  use_image (frame, mask, cr);
  cairo_pattern_t *shape = cairo_pattern_reference (cairo_get_source (cr));
  cairo_set_source (cr, pattern);
  cairo_mask (cr, shape);
  cairo_restore (cr);
  cairo_pattern_destroy (shape);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (mask);
}

/* Draws areas, bands and lines of a trend whose points are close to each other. */
void
wb_trend_draw_raster (const WbChartLayout   *self,
                      cairo_t               *cr,
                      const WbRenderContext *context)
{
  const WbTrendDetails *details = self->details;
  gboolean is_high = context->palette->contrast == WB_CONTRAST_HIGH;
  double pen = wb_trend_get_pen (self);
  WbBox box = wb_box_clip (wb_box_grow (self->right_to_left ? wb_box_mirror (self->plot, self->width)
                                                            : self->plot, pen * 2),
                           self->width, self->height);
  Frame frame = find_frame (cr, box, context->scale);
  Canvas canvas = new_canvas (&frame);

  for (guint i = 0; i < details->n_levels; i++)
    {
      const WbTrendLevel *level = &details->levels[i];
      WbTrendFill fill = wb_trend_get_fill (details, level, context->palette);
      WbHatch hatch = wb_trend_get_hatch (self, level, context);

      if (is_high)
        fill_hatched (&frame, details, level, &hatch, cr);
      else
        add_area (&frame, details, level, &fill, &canvas);
    }
  for (guint i = 0; details->dense && i < details->n_levels; i++)
    add_band (&frame, details, &details->levels[i],
              wb_color_fade (wb_trend_get_color (&details->levels[i], context->palette), WB_TREND_BAND),
              &canvas);
  for (guint i = 0; is_high && i < details->n_levels; i++)
    add_line (&frame, details, &details->levels[i], pen * (1 + 2 * WB_TREND_CASING),
              wb_color_fade (context->palette->card, details->levels[i].alpha), &canvas);
  for (guint i = 0; i < details->n_levels; i++)
    add_line (&frame, details, &details->levels[i], pen,
              wb_trend_get_color (&details->levels[i], context->palette), &canvas);

  cairo_surface_t *image = finish_canvas (&canvas);
  cairo_save (cr);
  use_image (&frame, image, cr);
  cairo_rectangle (cr, frame.x, frame.y, frame.width / frame.scale, frame.height / frame.scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}
