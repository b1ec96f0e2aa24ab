/* wb-ctl-picture.h: the command line options for a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "export/wb-export.h"

G_BEGIN_DECLS

/**
 * WbCtlPicture:
 * @chart: (nullable): the name of a chart
 * @board: whether to draw the whole board
 * @data: (nullable) (type filename): a file or a folder; %NULL for the data of a server
 * @size: (nullable): width and height
 * @scale: (nullable): device pixels to a logical one
 * @text_scale: (nullable): a factor for the size of text
 * @distance: (nullable): how far away it is read
 * @diagonal: (nullable): that of the screen that shows it
 * @theme: (nullable): the name of a theme
 * @contrast_name: (nullable): the name of a contrast
 * @page: (nullable): the page, from 1
 * @maps: (nullable) (type filename): a folder of the user's maps
 * @region: (nullable): the name of a map
 * @title: whether cards have a title
 * @right_to_left: whether it is mirrored
 * @format: (nullable): the name of a format
 * @output: (nullable) (type filename): a file, or `-`
 * @kind: the chart; set by wb_ctl_picture_check()
 * @contrast: the contrast; set by wb_ctl_picture_check()
 * @options: how to draw; set by wb_ctl_picture_check()
 *
 * The options for a picture, as strings and as parsed values.
 */
typedef struct
{
  char            *chart;
  gboolean         board;
  char            *data;
  char            *size;
  char            *scale;
  char            *text_scale;
  char            *distance;
  char            *diagonal;
  char            *theme;
  char            *contrast_name;
  char            *page;
  char            *maps;
  char            *region;
  gboolean         title;
  gboolean         right_to_left;
  char            *format;
  char            *output;

  WbChartKind      kind;
  WbContrast       contrast;
  WbExportOptions  options;
} WbCtlPicture;

#define WB_CTL_PICTURE_INIT { .title = TRUE, .options = WB_EXPORT_OPTIONS_INIT }

void          wb_ctl_picture_clear     (WbCtlPicture        *self);
GOptionGroup *wb_ctl_picture_new_group (WbCtlPicture        *self);
gboolean      wb_ctl_picture_is_given  (const WbCtlPicture  *self);
gboolean      wb_ctl_picture_check     (WbCtlPicture        *self,
                                        GError             **error);

G_END_DECLS
