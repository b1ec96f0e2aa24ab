/* wb-metrics-batch.c: what a worker counts before it updates the metrics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-metrics-batch.h"

/* So many deliveries share one look at the clock; they are some microseconds apart. */
#define AT_ONCE 32

static void
tell_deliveries (WbMetricsBatch *self)
{
  if (self->n_deliveries > 0)
    wb_metrics_add_deliveries (self->metrics, g_get_monotonic_time () - self->since, self->n_deliveries);
  self->n_deliveries = 0;
}

/**
 * wb_metrics_batch_add_delivery:
 * @self: a batch
 * @since: when the message was accepted, in microseconds of the monotonic time
 *
 * Counts a message whose last byte was written to the socket now.
 */
void
wb_metrics_batch_add_delivery (WbMetricsBatch *self,
                               gint64          since)
{
  g_return_if_fail (self != NULL);

  if (self->since != since || self->n_deliveries == AT_ONCE)
    tell_deliveries (self);
  self->since = since;
  self->n_deliveries++;
  self->sent_messages++;
}

void
wb_metrics_batch_flush (WbMetricsBatch *self)
{
  g_return_if_fail (self != NULL);

  tell_deliveries (self);
  if (self->received_messages > 0)
    wb_metrics_add (self->metrics, WB_METRIC_RECEIVED_MESSAGES, self->received_messages);
  if (self->received_bytes > 0)
    wb_metrics_add (self->metrics, WB_METRIC_RECEIVED_BYTES, self->received_bytes);
  if (self->sent_messages > 0)
    wb_metrics_add (self->metrics, WB_METRIC_SENT_MESSAGES, self->sent_messages);
  if (self->sent_bytes > 0)
    wb_metrics_add (self->metrics, WB_METRIC_SENT_BYTES, self->sent_bytes);

  self->received_messages = 0;
  self->received_bytes = 0;
  self->sent_messages = 0;
  self->sent_bytes = 0;
}
