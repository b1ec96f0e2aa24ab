/* wb-metrics-batch.h: what a worker counts before it updates the metrics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-metrics.h"

G_BEGIN_DECLS

/**
 * WbMetricsBatch:
 *
 * Counts in plain numbers of one thread: threads that add to shared ones with
 * every frame spend more time on that than on the frame.
 */
typedef struct
{
  WbMetrics *metrics;           /* (nullable) (unowned) */
  guint64    received_messages;
  guint64    received_bytes;
  guint64    sent_messages;
  guint64    sent_bytes;

  /*< private >*/
  gint64     since;             /* when all deliveries that are not flushed yet were accepted */
  guint      n_deliveries;
} WbMetricsBatch;

void wb_metrics_batch_add_delivery (WbMetricsBatch *self,
                                    gint64          since);
void wb_metrics_batch_flush        (WbMetricsBatch *self);

G_END_DECLS
