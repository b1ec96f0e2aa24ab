/* wb-token-bucket.c: limits how often something may be done
 *
 * This is the generic cell rate algorithm: the bucket is kept as the time at which it is full again, so that
 * it takes eight bytes and no timer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-token-bucket.h"

/* How long it takes until so many tokens are there, in microseconds. */
static gint64
compute_time (WbTokenRate rate,
              guint       n_tokens)
{
  return (gint64) (G_USEC_PER_SEC / rate.per_second) * n_tokens;
}

/* When the bucket would be full again after something that costs so many tokens. */
static gint64
compute_full_at (const WbTokenBucket *self,
                 WbTokenRate          rate,
                 guint                cost,
                 gint64               now)
{
  return MAX (self->full_at, now) + compute_time (rate, cost);
}

/**
 * wb_token_bucket_take:
 * @self: a bucket
 * @rate: how fast it fills, and to what; it may change at any time
 * @cost: how many tokens to take
 * @now: the monotonic time in microseconds
 *
 * Takes tokens out of the bucket, or nothing if there are not enough.
 *
 * Returns: whether there were enough
 */
gboolean
wb_token_bucket_take (WbTokenBucket *self,
                      WbTokenRate    rate,
                      guint          cost,
                      gint64         now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (wb_token_bucket_get_wait (self, rate, cost, now) > 0)
    return FALSE;

  if (rate.per_second > 0)
    self->full_at = compute_full_at (self, rate, cost, now);
  return TRUE;
}

/**
 * wb_token_bucket_get_wait:
 * @self: a bucket
 * @rate: how fast it fills, and to what
 * @cost: how many tokens are wanted
 * @now: the monotonic time in microseconds
 *
 * Returns: in how many microseconds there are enough, 0 if there are now; for
 *   more than the bucket holds this is always more than 0
 */
gint64
wb_token_bucket_get_wait (const WbTokenBucket *self,
                          WbTokenRate          rate,
                          guint                cost,
                          gint64               now)
{
  g_return_val_if_fail (self != NULL, 0);

  if (rate.per_second == 0)
    return 0;

  return MAX (compute_full_at (self, rate, cost, now) - now - compute_time (rate, MAX (rate.burst, 1)), 0);
}
