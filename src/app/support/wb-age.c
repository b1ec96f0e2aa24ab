/* wb-age.c: ages as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-age.h"

#include <glib/gi18n.h>

#include "support/wb-clock.h"

/**
 * wb_age_to_string:
 * @seconds: an age in seconds, or %WB_CLOCK_AGE_UNKNOWN; a negative one counts as 0
 *
 * Formats an age in its largest whole unit: seconds, minutes, hours or days.
 *
 * Returns: (transfer full): such as `3 min old`, or `age unknown`
 */
char *
wb_age_to_string (gint64 seconds)
{
  guint n;

  if (seconds == WB_CLOCK_AGE_UNKNOWN)
    return g_strdup (_("age unknown"));

  seconds = CLAMP (seconds, 0, (gint64) G_MAXINT32);

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%u s old", "%u s old", (guint) seconds), (guint) seconds);

  n = (guint) (seconds / 60);
  if (n < 60)
    return g_strdup_printf (ngettext ("%u min old", "%u min old", n), n);

  n /= 60;
  if (n < 48)
    return g_strdup_printf (ngettext ("%u h old", "%u h old", n), n);

  n /= 24;
  return g_strdup_printf (ngettext ("%u day old", "%u days old", n), n);
}

/**
 * wb_age_describe:
 * @seconds: how old data are, -1 while they are live
 * @problem: (nullable): why there are no newer data
 *
 * Describes the age of data that are not up to date.
 *
 * Returns: (transfer full) (nullable): such as `3 min old`, or %NULL for live data
 *   without a problem
 */
char *
wb_age_describe (gint64      seconds,
                 const char *problem)
{
  if (seconds >= 0)
    return wb_age_to_string (seconds);

  return problem != NULL ? g_strdup (_("Old data")) : NULL;
}
