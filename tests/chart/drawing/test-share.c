/* test-share.c: percentages that add up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "drawing/wb-share.h"

#define MAX_SIZES 8

static void
test_words (void)
{
  static const struct
  {
    double      sizes[MAX_SIZES];
    guint       n_sizes;
    const char *words;
  } cases[] = {
    { { 1, 1, 1 }, 3, "33.4% 33.3% 33.3%" },
    { { 1, 1, 1, 1, 1, 1 }, 6, "16.7% 16.7% 16.7% 16.7% 16.6% 16.6%" },
    { { 25, 50, 0, -5, 25 }, 5, "25.0% 50.0% 0.0% 0.0% 25.0%" },
    { { 29, 71 }, 2, "29.0% 71.0%" },
    { { 7 }, 1, "100%" },
    { { 1e6, 1 }, 2, "> 99.9% < 0.1%" },
    { { 99.9, 0.1 / 3, 0.1 / 3, 0.1 / 3 }, 4, "99.9% < 0.1% < 0.1% < 0.1%" },
    { { 1e300, 1e300, NAN }, 3, "50.0% 50.0% 0.0%" },
    { { 0, -1 }, 2, "0.0% 0.0%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint *tenths = wb_share_round (cases[i].sizes, cases[i].n_sizes);
      g_autoptr (GString) words = g_string_new (NULL);
      double total = 0;

      for (guint j = 0; j < cases[i].n_sizes; j++)
        total += MAX (cases[i].sizes[j], 0);
      for (guint j = 0; j < cases[i].n_sizes; j++)
        {
          double share = cases[i].sizes[j] > 0 ? cases[i].sizes[j] / total : 0;
          g_autofree char *word = wb_share_format (share, tenths[j]);

          g_string_append_printf (words, "%s%s", j > 0 ? " " : "", word);
        }
      g_assert_cmpstr (words->str, ==, cases[i].words);
    }
}

/* What is shown adds up to 100, except for the sum of those below 0.1 %; none is off by a tenth or more. */
static void
test_sum (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 2000; run++)
    {
      guint n = g_rand_int_range (random, 1, 60);
      double spread = g_rand_double_range (random, 0, 12);
      g_autofree double *sizes = g_new (double, n);
      double total = 0, faint = 0;
      guint sum = 0;

      for (guint i = 0; i < n; i++)
        {
          sizes[i] = floor (exp (g_rand_double_range (random, 0, spread)));
          total += sizes[i];
        }
      g_autofree guint *tenths = wb_share_round (sizes, n);
      for (guint i = 0; i < n; i++)
        {
          double exact = sizes[i] / total * 1000;

          sum += tenths[i];
          faint += tenths[i] == 0 ? exact : 0;
          g_assert_cmpfloat (fabs (tenths[i] - exact), <, 1 + 1e-6);
        }
      g_assert_cmpfloat (fabs (1000 - faint - sum), <=, 0.5 + 1e-6);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/share/words", test_words);
  g_test_add_func ("/share/sum", test_sum);

  return g_test_run ();
}
