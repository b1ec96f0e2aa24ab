/* wb-token-bucket.h: limits how often something may be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbTokenRate:
 * @per_second: how many tokens come in a second, 0 for no limit
 * @burst: how many tokens the bucket holds; 0 counts as 1
 */
typedef struct
{
  guint per_second;
  guint burst;
} WbTokenRate;

/**
 * WbTokenBucket:
 *
 * A token bucket: it fills at a rate, and what is done takes tokens out of it.
 * A plain value without a clock. It begins as zeros, which is a full bucket.
 */
typedef struct
{
  /*< private >*/
  gint64 full_at; /* microseconds: when the bucket is full again if nothing is taken */
} WbTokenBucket;

gboolean wb_token_bucket_take     (WbTokenBucket       *self,
                                   WbTokenRate          rate,
                                   guint                cost,
                                   gint64               now);
gint64   wb_token_bucket_get_wait (const WbTokenBucket *self,
                                   WbTokenRate          rate,
                                   guint                cost,
                                   gint64               now);

G_END_DECLS
