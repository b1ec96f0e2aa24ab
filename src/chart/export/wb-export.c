/* wb-export.c: a chart or a board as a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drawing/wb-color.h"
#include "drawing/wb-draw.h"
#include "layout/wb-text.h"
#include "wb-board-geometry.h"
#include "wb-export-card.h"
#include "wb-table.h"

/* Points per pixel: an inch has 72 points and 96 pixels. */
#define POINTS 0.75

/* The size of the title, relative to labels, and to axes where their size is set. */
#define TITLE_SCALE      1.25
#define AXIS_TITLE_SCALE 1.15

/* At the base size of a board, in logical pixels; they grow with it. */
#define BOARD_TITLE_SIZE 16
#define BOARD_RADIUS     12
#define MIN_BOARD_GROWTH 0.7

G_DEFINE_QUARK (wb-chart-error-quark, wb_chart_error)

static const char *const format_names[WB_N_EXPORT_FORMATS] = {
  [WB_EXPORT_PNG] = "png",
  [WB_EXPORT_SVG] = "svg",
  [WB_EXPORT_PDF] = "pdf",
  [WB_EXPORT_CSV] = "csv",
};

/* A surface whose content becomes a file. */
typedef struct
{
  const WbExportOptions *options;
  cairo_surface_t       *surface;
  cairo_t               *cr;
  GByteArray            *bytes;
} Canvas;

static WbRenderContext
make_frame (const WbExportOptions *options)
{
  return (WbRenderContext) {
    .width = options->width,
    .height = options->height,
    /* Vector formats have no device pixels. */
    .scale = options->format == WB_EXPORT_PNG ? options->scale : 1,
    .palette = options->palette != NULL ? options->palette : wb_palette_get (WB_THEME_DARK),
    .font_map = options->font_map,
    .font_family = options->font_family,
    .text_scale = options->text_scale > 0 ? options->text_scale : 1,
    .axis_size = options->axis_size,
    .right_to_left = options->right_to_left,
    .atlas = options->atlas,
  };
}

static gboolean
check_options (const WbExportOptions  *options,
               GError                **error)
{
  double width = options->width;
  double height = options->height;

  if (options->format == WB_EXPORT_PNG)
    {
      width = ceil (width * options->scale);
      height = ceil (height * options->scale);
    }

  /* Also rejects NaN. */
  if (!(options->width >= 1 && options->height >= 1 && width >= 1 && height >= 1))
    {
      g_set_error_literal (error, WB_CHART_ERROR, WB_CHART_ERROR_LIMIT,
                           _("A picture needs a width, a height and a scale above zero"));
      return FALSE;
    }

  if (options->width > WB_EXPORT_MAX_SIDE || options->height > WB_EXPORT_MAX_SIDE ||
      !(width <= WB_EXPORT_MAX_SIDE && height <= WB_EXPORT_MAX_SIDE))
    {
      g_set_error (error, WB_CHART_ERROR, WB_CHART_ERROR_LIMIT,
                   _("A picture of %.0f × %.0f pixels is too large: a side may have %d"),
                   MAX (width, options->width), MAX (height, options->height), WB_EXPORT_MAX_SIDE);
      return FALSE;
    }

  if (options->format == WB_EXPORT_PNG && width * height > WB_EXPORT_MAX_PIXELS)
    {
      g_set_error (error, WB_CHART_ERROR, WB_CHART_ERROR_LIMIT,
                   _("A picture of %.0f × %.0f pixels is too large: it may have %d million in all"),
                   width, height, WB_EXPORT_MAX_PIXELS / 1000000);
      return FALSE;
    }

  return TRUE;
}

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
canvas_open_pdf (Canvas     *self,
                 const char *title)
{
  const WbExportOptions *options = self->options;

  self->surface = cairo_pdf_surface_create_for_stream (write_cb, self->bytes, options->width * POINTS,
                                                       options->height * POINTS);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR,
                                  "Wallboard " APPLICATION_VERSION);
  self->cr = cairo_create (self->surface);
  cairo_scale (self->cr, POINTS, POINTS);
}

static void
canvas_open (Canvas                *self,
             const WbExportOptions *options,
             const char            *title)
{
  *self = (Canvas) { .options = options, .bytes = g_byte_array_new () };

  if (options->format == WB_EXPORT_PDF)
    {
      canvas_open_pdf (self, title);
    }
  else if (options->format == WB_EXPORT_SVG)
    {
      self->surface = cairo_svg_surface_create_for_stream (write_cb, self->bytes, options->width,
                                                           options->height);
      cairo_svg_surface_set_document_unit (self->surface, CAIRO_SVG_UNIT_PX);
      self->cr = cairo_create (self->surface);
    }
  else
    {
      self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ceil (options->width * options->scale),
                                                  ceil (options->height * options->scale));
      self->cr = cairo_create (self->surface);
      cairo_scale (self->cr, options->scale, options->scale);
    }
}

/* Finishes the file. Returns NULL with an error if that failed. */
static GBytes *
canvas_close (Canvas  *self,
              GError **error)
{
  cairo_status_t status = cairo_status (self->cr);

  cairo_destroy (self->cr);
  if (status == CAIRO_STATUS_SUCCESS && self->options->format == WB_EXPORT_PNG)
    status = cairo_surface_write_to_png_stream (self->surface, write_cb, self->bytes);
  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  cairo_surface_destroy (self->surface);

  GBytes *bytes = g_byte_array_free_to_bytes (self->bytes);
  if (status == CAIRO_STATUS_SUCCESS)
    return bytes;

  g_bytes_unref (bytes);
  g_set_error (error, WB_CHART_ERROR, WB_CHART_ERROR_FAILED, _("The picture could not be drawn: %s"),
               cairo_status_to_string (status));
  return NULL;
}

/* The title of a single chart grows with its labels. */
static double
get_title_size (const WbRenderContext *context)
{
  WbRenderContext free_context = *context;
  free_context.axis_size = 0;
  g_autoptr (WbText) text = wb_text_new (&free_context);

  return MAX (text->size * TITLE_SCALE, context->axis_size * AXIS_TITLE_SCALE);
}

/* Draws a border along the path of a card: a strong one in high contrast, where card and background have one
 * colour. */
static void
draw_border (const WbPalette *palette,
             double           growth,
             cairo_t         *cr)
{
  double width = palette->contrast == WB_CONTRAST_HIGH ? 2 : 1;

  wb_color_use (palette->outline, cr);
  /* The outer half of the line is clipped. */
  cairo_set_line_width (cr, 2 * width * MAX (rint (growth), 1));
  cairo_save (cr);
  cairo_clip_preserve (cr);
  cairo_stroke (cr);
  cairo_restore (cr);
  cairo_new_path (cr);
}

static void
draw_board (const WbExportOptions *options,
            WbBoardPlan           *plan,
            WbDataset *const      *datasets,
            const char *const     *problems,
            cairo_t               *cr)
{
  WbRenderContext context = make_frame (options);
  WbBoardGeometry whole = wb_board_geometry_find (plan, options->width, options->height, FALSE);
  int margin = whole.gap;
  WbBoardGeometry board = wb_board_geometry_find (plan, MAX (options->width - 2 * margin, 0),
                                                  MAX (options->height - 2 * margin, 0),
                                                  options->right_to_left);
  double growth = MAX (board.growth, MIN_BOARD_GROWTH);
  double radius = BOARD_RADIUS * growth;
  guint n_charts;
  const WbBoardChart *charts = wb_board_plan_get_charts (plan, &n_charts);

  wb_color_use (context.palette->ground, cr);
  cairo_paint (cr);

  for (guint i = 0; i < n_charts; i++)
    {
      WbExportCard card = {
        .kind = charts[i].kind,
        .own_title = charts[i].title,
        .page = wb_board_chart_get_page (&charts[i], datasets[i]),
        .style = charts[i].style,
        .dataset = datasets[i],
        .problem = problems != NULL ? problems[i] : NULL,
        .region = options->region,
        .title = options->title,
        .title_size = MAX (BOARD_TITLE_SIZE * growth * context.text_scale,
                           context.axis_size * AXIS_TITLE_SCALE),
      };
      WbBox box = board.cards[i];

      context.width = box.width;
      context.height = box.height;
      cairo_save (cr);
      cairo_translate (cr, margin + box.x, margin + box.y);
      wb_draw_rounded (cr, (WbBox) { 0, 0, box.width, box.height }, radius, radius);
      wb_color_use (context.palette->card, cr);
      cairo_fill_preserve (cr);
      draw_border (context.palette, growth, cr);
      wb_export_card_draw (&card, cr, &context);
      cairo_restore (cr);
    }
}

/**
 * wb_export_format_get_name:
 * @format: a format
 *
 * Gets the name of a format, which is also its file extension.
 *
 * Returns: (transfer none): such as `png`
 */
const char *
wb_export_format_get_name (WbExportFormat format)
{
  g_return_val_if_fail ((guint) format < WB_N_EXPORT_FORMATS, NULL);

  return format_names[format];
}

/**
 * wb_export_format_from_name:
 * @name: (nullable): a name, such as `png`, in any case
 * @ret_format: (out): the format
 *
 * Gets a format by its name.
 *
 * Returns: %FALSE if no format has that name
 */
gboolean
wb_export_format_from_name (const char     *name,
                            WbExportFormat *ret_format)
{
  g_return_val_if_fail (ret_format != NULL, FALSE);

  for (guint i = 0; name != NULL && i < WB_N_EXPORT_FORMATS; i++)
    if (g_ascii_strcasecmp (format_names[i], name) == 0)
      {
        *ret_format = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * wb_export_format_from_path:
 * @path: (type filename): a file
 * @ret_format: (out): the format
 *
 * Gets the format of a file from its extension.
 *
 * Returns: %FALSE if the extension is unknown
 */
gboolean
wb_export_format_from_path (const char     *path,
                            WbExportFormat *ret_format)
{
  g_return_val_if_fail (path != NULL, FALSE);

  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  return dot != NULL && wb_export_format_from_name (dot + 1, ret_format);
}

/**
 * wb_export_chart:
 * @dataset: (nullable): the data; without them the picture shows the problem
 * @options: the format and its parameters
 * @error: return location for a #WbChartError
 *
 * Exports a chart: its title, one page as in a window, and its age. CSV
 * contains the table instead; it needs a dataset, and uses only the page of the
 * options.
 *
 * Returns: (transfer full) (nullable): the content of the file
 */
GBytes *
wb_export_chart (WbDataset              *dataset,
                 const WbExportOptions  *options,
                 GError                **error)
{
  g_return_val_if_fail (options != NULL && (guint) options->format < WB_N_EXPORT_FORMATS, NULL);

  if (options->format == WB_EXPORT_CSV)
    {
      g_return_val_if_fail (dataset != NULL, NULL);

      g_autoptr (WbTable) table = wb_table_new (dataset, options->page);
      char *csv = wb_table_to_csv (table);

      return g_bytes_new_take (csv, strlen (csv));
    }

  if (!check_options (options, error))
    return NULL;

  WbRenderContext context = make_frame (options);
  WbExportCard card = {
    .kind = dataset != NULL ? wb_dataset_get_kind (dataset) : options->kind,
    .own_title = options->own_title,
    .dataset = dataset,
    .problem = options->problem,
    .age = options->age,
    .page = options->page,
    .hidden = options->hidden,
    .style = options->style,
    .region = options->region,
    .title = options->title,
    .title_size = get_title_size (&context),
  };
  g_autofree char *title = wb_export_card_dup_title (&card);
  Canvas canvas;

  canvas_open (&canvas, options, title);
  wb_color_use (context.palette->card, canvas.cr);
  cairo_paint (canvas.cr);
  wb_export_card_draw (&card, canvas.cr, &context);

  return canvas_close (&canvas, error);
}

/**
 * wb_export_board:
 * @plan: its charts
 * @datasets: (array) (element-type WbDataset): their data; %NULL for a card that shows its problem
 * @problems: (nullable) (array): sentences that say why there is no dataset, or no newer one, or
 *   %NULL
 * @options: the format, except CSV, and its parameters
 * @error: return location for a #WbChartError
 *
 * Exports a board, with its cards placed as in the app's window.
 *
 * Returns: (transfer full) (nullable): the content of the file
 */
GBytes *
wb_export_board (WbBoardPlan            *plan,
                 WbDataset *const       *datasets,
                 const char *const      *problems,
                 const WbExportOptions  *options,
                 GError                **error)
{
  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (datasets != NULL, NULL);
  g_return_val_if_fail (options != NULL && (guint) options->format < WB_N_EXPORT_FORMATS, NULL);

  Canvas canvas;

  if (options->format == WB_EXPORT_CSV)
    {
      g_set_error_literal (error, WB_CHART_ERROR, WB_CHART_ERROR_FORMAT,
                           _("A CSV file holds one table and a board has many: choose one chart"));
      return NULL;
    }
  if (!check_options (options, error))
    return NULL;

  canvas_open (&canvas, options, "Wallboard");
  draw_board (options, plan, datasets, problems, canvas.cr);

  return canvas_close (&canvas, error);
}

/**
 * wb_export_save:
 * @bytes: the new content
 * @path: (type filename): the file
 * @error: return location for a #GIOError
 *
 * Replaces a file atomically; after an error the old file is unchanged. The
 * target of a symbolic link is replaced, not the link. An entry that is no
 * regular file, such as `/dev/null`, is an error.
 *
 * Returns: %FALSE with an error if it could not be written
 */
gboolean
wb_export_save (GBytes      *bytes,
                const char  *path,
                GError     **error)
{
  g_return_val_if_fail (bytes != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  /* Given a link, GIO would write into the target in place. */
  g_autofree char *target = realpath (path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (target != NULL ? target : path);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error))
    return TRUE;

  g_prefix_error (error, _("“%s” cannot be written: "), path);
  return FALSE;
}
