/* test-age.c: ages in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "support/wb-age.h"
#include "support/wb-clock.h"

static void
check (gint64      seconds,
       const char *expected)
{
  g_autofree char *text = wb_age_to_string (seconds);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_units (void)
{
  check (0, "0 s old");
  check (1, "1 s old");
  check (59, "59 s old");
  check (60, "1 min old");
  check (119, "1 min old");
  check (120, "2 min old");
  check (3599, "59 min old");
  check (3600, "1 h old");
  check (47 * 3600 + 3599, "47 h old");
  check (48 * 3600, "2 days old");
  check (400 * 86400, "400 days old");
}

/* A clock that was set back, and one that was never set. */
static void
test_extremes (void)
{
  check (-1, "0 s old");
  check (G_MININT64, "0 s old");
  check (G_MAXINT64 - 1, "24855 days old");
  check (WB_CLOCK_AGE_UNKNOWN, "age unknown");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/age/units", test_units);
  g_test_add_func ("/age/extremes", test_extremes);

  return g_test_run ();
}
