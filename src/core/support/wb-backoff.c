/* wb-backoff.c: exponential backoff with jitter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-backoff.h"

/**
 * wb_backoff_init:
 * @self: (out caller-allocates): a backoff
 * @first: the longest first wait, in seconds
 * @cap: the longest wait of all, in seconds, at least @first
 *
 * Initializes a backoff as after no failure.
 */
void
wb_backoff_init (WbBackoff *self,
                 double     first,
                 double     cap)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first > 0 && cap >= first);

  self->first = first;
  self->cap = cap;
  self->slow = cap;
  self->ceiling = first;
}

/**
 * wb_backoff_set_cap:
 * @self: a backoff
 * @cap: the longest wait of all but those after a rejection, in seconds, at least
 *   the first
 */
void
wb_backoff_set_cap (WbBackoff *self,
                    double     cap)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cap >= self->first);

  self->cap = cap;
  self->ceiling = MIN (self->ceiling, cap);
}

/**
 * wb_backoff_reset:
 * @self: a backoff
 *
 * Starts again with the first wait, after a connection that served.
 */
void
wb_backoff_reset (WbBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->ceiling = self->first;
}

/**
 * wb_backoff_next:
 * @self: a backoff
 * @random: a random number from 0 to below 1
 *
 * Chooses the next wait between 0 and a ceiling that doubles each time up to the
 * cap. The full range spreads the attempts of a thousand displays that lost the
 * same server at the same time.
 *
 * Source: Brooker, “Exponential Backoff And Jitter”, AWS Architecture Blog,
 * 2015, “full jitter”.
 *
 * Returns: the wait, in seconds
 */
double
wb_backoff_next (WbBackoff *self,
                 double     random)
{
  double wait;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (random >= 0 && random < 1, 0);

  wait = random * self->ceiling;
  self->ceiling = MIN (self->ceiling * 2, self->cap);

  return wait;
}

/**
 * wb_backoff_next_slow:
 * @self: a backoff
 * @random: a random number from 0 to below 1
 *
 * Chooses a long wait, from half the longest to the longest: for a server that
 * rejected the client, so that an early attempt would not change anything.
 *
 * Returns: the wait, in seconds
 */
double
wb_backoff_next_slow (WbBackoff *self,
                      double     random)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (random >= 0 && random < 1, 0);

  self->ceiling = self->cap;

  return self->slow * (1 + random) / 2;
}
