/* wb-clock.c: how long ago something was, whatever happened to the clock since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-clock.h"

#include <time.h>

/* 2024-01-01, before any version of this program: a clock that is behind it was never set, as on a board
 * without a battery. In microseconds since 1970. */
#define FIRST_DAY (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)

/* How far a time may lie in the future, since clocks are corrected by little all the time. Microseconds. */
#define TOLERANCE (60 * G_USEC_PER_SEC)

/**
 * wb_clock_get_time:
 *
 * Gets the time since the start of the machine. Unlike the monotonic time of
 * GLib it goes on while the machine sleeps; unlike the real time it cannot be set.
 *
 * Returns: a time in microseconds
 */
gint64
wb_clock_get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * wb_clock_get_age:
 * @time: a time as of wb_clock_get_time(), or %WB_CLOCK_UNKNOWN
 *
 * Returns: the whole seconds since @time, or %WB_CLOCK_AGE_UNKNOWN
 */
gint64
wb_clock_get_age (gint64 time)
{
  if (time == WB_CLOCK_UNKNOWN)
    return WB_CLOCK_AGE_UNKNOWN;

  return (wb_clock_get_time () - time) / G_USEC_PER_SEC;
}

/**
 * wb_clock_to_real:
 * @time: a time as of wb_clock_get_time()
 *
 * Returns: the same by the real time, which outlives the machine's next start, as
 *   that clock is set now; in microseconds since 1970
 */
gint64
wb_clock_to_real (gint64 time)
{
  return g_get_real_time () - (wb_clock_get_time () - time);
}

/**
 * wb_clock_from_real:
 * @real: a real time in the past, in microseconds since 1970
 *
 * Converts a time as the clock is set now. It can only be told where that clock
 * and the one of @real were set at all, and neither is behind the other.
 *
 * Returns: a time as of wb_clock_get_time(), which may be negative, or
 *   %WB_CLOCK_UNKNOWN
 */
gint64
wb_clock_from_real (gint64 real)
{
  gint64 age = g_get_real_time () - real;

  if (real < FIRST_DAY || age < -TOLERANCE)
    return WB_CLOCK_UNKNOWN;

  return wb_clock_get_time () - MAX (age, 0);
}
