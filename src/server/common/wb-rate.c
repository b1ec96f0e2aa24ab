/* wb-rate.c: how often somebody may do something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-rate.h"

/**
 * wb_rate_take:
 * @self: a bucket, all zeros at first
 * @per_second: how many tokens come in a second, 0 for as many as anybody wants
 * @burst: how many fit in
 * @now: the monotonic time in microseconds
 *
 * Takes a token. The bucket is kept as the time at which it is full again (the
 * generic cell rate algorithm), so that it needs no timer and eight bytes.
 *
 * Returns: whether there was one
 */
gboolean
wb_rate_take (WbRate *self,
              guint   per_second,
              guint   burst,
              gint64  now)
{
  gint64 interval, full_at;

  g_return_val_if_fail (self != NULL, FALSE);

  if (per_second == 0)
    return TRUE;

  interval = G_USEC_PER_SEC / per_second;
  full_at = MAX (self->full_at, now) + interval;
  if (full_at - now > interval * MAX (burst, 1))
    return FALSE;

  self->full_at = full_at;
  return TRUE;
}
