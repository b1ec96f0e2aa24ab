/* wb-chart-view-private.h: what the files of a chart view share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-input.h"
#include "wb-chart-picture.h"
#include "wb-chart-view.h"

G_BEGIN_DECLS

struct _WbChartView
{
  GtkWidget       parent_instance;

  WbDataset      *dataset;
  char           *message_title;
  char           *message_detail;
  char           *description;    /* the accessible one */
  char           *font_family;
  int             width, height;  /* of the layout */
  WbTheme         theme;
  WbContrast      contrast;
  WbSelection     selection;
  gboolean        cursor_dropped; /* the next layout finds the data cursor at the pointer */
  char           *region;         /* NULL for the whole map */
  gboolean        was_drilled;    /* a region was on show at the first press of a double click */
  WbAtlas        *atlas;

  WbChartPicture *picture;
  WbChartInput   *input;
};

void wb_chart_view_follow_input (WbChartView   *self);
int  wb_chart_view_find_pointed (WbChartView   *self,
                                 WbChartLayout *layout);

G_END_DECLS
