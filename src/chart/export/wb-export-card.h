/* wb-export-card.h: draws a chart and its title for a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"

G_BEGIN_DECLS

/**
 * WbExportCard:
 * @kind: a chart
 * @dataset: (nullable): its data
 * @problem: (nullable): a sentence that says why there is no dataset, or no newer one; without
 *   dataset and problem, the chart is loading
 * @age: (nullable): a text with the age of the dataset, if it is not live
 * @page: see #WbSelection
 * @hidden: see #WbSelection
 * @style: see #WbSelection
 * @region: (nullable): see #WbSelection
 * @own_title: (nullable): its title, %NULL for the default
 * @title: whether it has a band with its title
 * @title_size: one em of the title, in logical pixels
 *
 * The content of a card.
 */
typedef struct
{
  WbChartKind   kind;
  WbDataset    *dataset;
  const char   *problem;
  const char   *age;
  guint         page;
  guint64       hidden;
  WbChartStyle  style;
  const char   *region;
  const char   *own_title;
  gboolean      title;
  double        title_size;
} WbExportCard;

char *wb_export_card_dup_title (const WbExportCard    *self);
void  wb_export_card_draw      (const WbExportCard    *self,
                                cairo_t               *cr,
                                const WbRenderContext *context);

G_END_DECLS
