/* wb-export.h: a chart or a board as a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "layout/wb-chart.h"
#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

/* The longest side of a picture: logical pixels, and device pixels of a PNG. */
#define WB_EXPORT_MAX_SIDE 16384

/* The most device pixels of a PNG: 512 MiB of memory, enough for an 8K board at scale 2. */
#define WB_EXPORT_MAX_PIXELS (128 * 1024 * 1024)

/**
 * WbChartError:
 * @WB_CHART_ERROR_LIMIT: the picture would be too large
 * @WB_CHART_ERROR_FORMAT: an unknown format, or one that does not support the request
 * @WB_CHART_ERROR_FAILED: an error of cairo, usually lack of memory
 *
 * The error codes of the chart layer.
 *
 * The message of an error is one translated sentence without a full stop.
 */
typedef enum
{
  WB_CHART_ERROR_LIMIT,
  WB_CHART_ERROR_FORMAT,
  WB_CHART_ERROR_FAILED,
} WbChartError;

#define WB_CHART_ERROR (wb_chart_error_quark ())
GQuark wb_chart_error_quark (void);

/**
 * WbExportFormat:
 * @WB_EXPORT_PNG: device pixels; the only format that uses the scale
 * @WB_EXPORT_SVG: a drawing whose unit is the CSS pixel; text is glyphs
 * @WB_EXPORT_PDF: one page of 3/4 point a pixel (96 pixels an inch); text can be searched and
 *   copied
 * @WB_EXPORT_CSV: the numbers of one chart, see wb_table_to_csv()
 *
 * The format of a file.
 */
typedef enum
{
  WB_EXPORT_PNG,
  WB_EXPORT_SVG,
  WB_EXPORT_PDF,
  WB_EXPORT_CSV,
} WbExportFormat;

#define WB_N_EXPORT_FORMATS 4

/**
 * WbExportOptions:
 * @format: the format of the file
 * @width: in logical pixels, 1 to %WB_EXPORT_MAX_SIDE
 * @height: in logical pixels, 1 to %WB_EXPORT_MAX_SIDE
 * @scale: device pixels to a logical one, for PNG
 * @palette: (nullable): the colours; %NULL is the dark theme
 * @page: the page of a chart, see #WbSelection; a board shows the first page of each chart
 * @hidden: the series of a chart that are switched off, see #WbSelection
 * @style: see #WbSelection; a board has it for each chart
 * @title: whether cards have a band with their title
 * @own_title: (nullable): the title of a chart, %NULL for the default
 * @kind: the chart, for use without a dataset
 * @problem: (nullable): a sentence that says why a chart has no dataset, or no newer one
 * @age: (nullable): a text with the age of the dataset of a chart, if it is not live
 * @font_map: (nullable): where fonts come from; %NULL for the default of pangocairo
 * @font_family: (nullable): %NULL is `sans-serif`
 * @text_scale: a factor for the size of text, 0.25 to 8
 * @axis_size: the least size of text of axes, see #WbRenderContext
 * @right_to_left: whether it is mirrored
 * @atlas: (nullable): the source of maps; without it the map chart shows a message
 * @region: (nullable): the map that is shown, see #WbSelection
 *
 * The parameters of an export.
 */
typedef struct
{
  WbExportFormat   format;
  int              width;
  int              height;
  double           scale;
  const WbPalette *palette;
  guint            page;
  guint64          hidden;
  WbChartStyle     style;
  gboolean         title;
  const char      *own_title;
  WbChartKind      kind;
  const char      *problem;
  const char      *age;
  PangoFontMap    *font_map;
  const char      *font_family;
  double           text_scale;
  double           axis_size;
  gboolean         right_to_left;
  WbAtlas         *atlas;
  const char      *region;
} WbExportOptions;

#define WB_EXPORT_OPTIONS_INIT \
  { .format = WB_EXPORT_PNG, .width = 1920, .height = 1080, .scale = 1, .text_scale = 1, .title = TRUE }

const char *wb_export_format_get_name  (WbExportFormat          format);
gboolean    wb_export_format_from_name (const char             *name,
                                        WbExportFormat         *ret_format);
gboolean    wb_export_format_from_path (const char             *path,
                                        WbExportFormat         *ret_format);

GBytes     *wb_export_chart            (WbDataset              *dataset,
                                        const WbExportOptions  *options,
                                        GError                **error);
GBytes     *wb_export_board            (WbBoardPlan            *plan,
                                        WbDataset *const       *datasets,
                                        const char *const      *problems,
                                        const WbExportOptions  *options,
                                        GError                **error);
gboolean    wb_export_save             (GBytes                 *bytes,
                                        const char             *path,
                                        GError                **error);

G_END_DECLS
