/* wb-export-card.h: a chart with its title, as a file shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"

G_BEGIN_DECLS

/**
 * WbExportCard:
 * @kind: a chart
 * @dataset: (nullable): what it shows
 * @problem: (nullable): why there is no dataset, or none newer, a sentence; without either it is loading
 * @age: (nullable): how old the dataset is, in words, where it is not live
 * @page: see #WbSelection
 * @hidden: see #WbSelection
 * @region: (nullable): see #WbSelection
 * @own_title: (nullable): its title, %NULL for the usual one
 * @title: whether it has a band with its title
 * @title_size: of the title, in logical pixels for one em
 *
 * What is on a card.
 */
typedef struct
{
  WbChartKind  kind;
  WbDataset   *dataset;
  const char  *problem;
  const char  *age;
  guint        page;
  guint64      hidden;
  const char  *region;
  const char  *own_title;
  gboolean     title;
  double       title_size;
} WbExportCard;

char *wb_export_card_dup_title (const WbExportCard    *self);
void  wb_export_card_draw      (const WbExportCard    *self,
                                cairo_t               *cr,
                                const WbRenderContext *context);

G_END_DECLS
