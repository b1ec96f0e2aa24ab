/* delays.c: how long other clients wait under load
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* getloadavg () */
#define _DEFAULT_SOURCE

#include "delays.h"

#include <stdlib.h>

#include "raw-peer.h"

static int
compare_delays (gconstpointer a,
                gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

Delays *
delays_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
delays_free (Delays *self)
{
  g_array_unref (self);
}

void
delays_add (Delays *self,
            gint64  delay)
{
  g_array_append_val (self, delay);
}

void
delays_add_since (Delays *self,
                  gint64  started)
{
  delays_add (self, g_get_monotonic_time () - started);
}

gint64
delays_get_percentile (Delays *self,
                       guint   percent)
{
  g_assert_cmpuint (self->len, >, 0);
  g_array_sort (self, compare_delays);

  return g_array_index (self, gint64, (self->len - 1) * percent / 100);
}

/* On a busy machine everything takes so many times as long. */
static double
get_factor (void)
{
  double load = 0;

  if (getloadavg (&load, 1) != 1)
    load = 0;

  return raw_get_slowness () * MAX (1, load / g_get_num_processors ());
}

gboolean
delays_are_short (Delays     *self,
                  const char *what,
                  guint       p99_ms,
                  guint       most_ms)
{
  double p99 = (double) delays_get_percentile (self, 99) / 1000;
  double most = (double) delays_get_percentile (self, 100) / 1000;
  double factor = get_factor ();

  g_test_message ("%s: %u, half in %.1f ms, 99 %% in %.1f ms, all in %.1f ms; limits times %.1f", what,
                  self->len, (double) delays_get_percentile (self, 50) / 1000, p99, most, factor);

  return p99 <= p99_ms * factor && most <= most_ms * factor;
}
