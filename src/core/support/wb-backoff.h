/* wb-backoff.h: exponential backoff with jitter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbBackoff:
 * @first: the longest first wait, in seconds
 * @cap: the longest wait of all, in seconds
 * @slow: the longest wait after a rejection, in seconds
 * @ceiling: the longest wait that comes next, in seconds
 *
 * Capped exponential backoff with full jitter: a plain value that has neither a
 * clock nor a random number generator.
 */
typedef struct
{
  double first;
  double cap;
  double slow;
  double ceiling;
} WbBackoff;

void   wb_backoff_init      (WbBackoff *self,
                             double     first,
                             double     cap);
void   wb_backoff_set_cap   (WbBackoff *self,
                             double     cap);
void   wb_backoff_reset     (WbBackoff *self);
double wb_backoff_next      (WbBackoff *self,
                             double     random);
double wb_backoff_next_slow (WbBackoff *self,
                             double     random);

G_END_DECLS
