/* test-backoff.c: exponential backoff with jitter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/wb-backoff.h"

/* The largest random number below 1, and so the longest wait. */
#define MOST (1.0 - 1e-12)

static void
test_doubles_to_cap (void)
{
  const double ceilings[] = { 0.5, 1, 2, 4, 8, 16, 30, 30, 30 };
  WbBackoff backoff;

  wb_backoff_init (&backoff, 0.5, 30);
  for (gsize i = 0; i < G_N_ELEMENTS (ceilings); i++)
    g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), ceilings[i], 1e-9);

  /* For months. */
  for (guint i = 0; i < 100000; i++)
    g_assert_cmpfloat (wb_backoff_next (&backoff, MOST), <=, 30);
}

/* The jitter is full: from 0 to the ceiling, in proportion. */
static void
test_jitter (void)
{
  WbBackoff backoff;

  wb_backoff_init (&backoff, 0.5, 30);
  g_assert_cmpfloat (wb_backoff_next (&backoff, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, 0.5), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, 0.25), 0.5, 1e-9);
}

static void
test_reset (void)
{
  WbBackoff backoff;

  wb_backoff_init (&backoff, 0.5, 30);
  for (guint i = 0; i < 10; i++)
    wb_backoff_next (&backoff, 0.5);
  wb_backoff_reset (&backoff);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 1, 1e-9);
}

/* A wall that shall be back sooner waits as long as others after a rejection. */
static void
test_cap (void)
{
  WbBackoff backoff;

  wb_backoff_init (&backoff, 0.5, 30);
  wb_backoff_set_cap (&backoff, 10);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (wb_backoff_next (&backoff, MOST), <=, 10);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next_slow (&backoff, 0), 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next_slow (&backoff, MOST), 30, 1e-9);
}

/* After a rejection, the wait is long, and differs between displays; the next one is long as well. */
static void
test_slow (void)
{
  WbBackoff backoff;

  wb_backoff_init (&backoff, 0.5, 30);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next_slow (&backoff, 0), 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next_slow (&backoff, MOST), 30, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 30, 1e-9);
}

/* A cap that is not a power of two times the first wait, and one that equals it. */
static void
test_odd_caps (void)
{
  WbBackoff backoff;

  wb_backoff_init (&backoff, 3, 3);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 3, 1e-9);

  wb_backoff_init (&backoff, 1, 3);
  wb_backoff_next (&backoff, 0);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (wb_backoff_next (&backoff, MOST), 3, 1e-9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/doubles-to-cap", test_doubles_to_cap);
  g_test_add_func ("/backoff/jitter", test_jitter);
  g_test_add_func ("/backoff/reset", test_reset);
  g_test_add_func ("/backoff/cap", test_cap);
  g_test_add_func ("/backoff/slow", test_slow);
  g_test_add_func ("/backoff/odd-caps", test_odd_caps);

  return g_test_run ();
}
