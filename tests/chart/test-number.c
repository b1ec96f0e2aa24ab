/* test-number.c: numbers as a person of the locale writes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "wb-number.h"

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_plain (void)
{
  check (wb_number_format (0), "0");
  check (wb_number_format (-0.0), "0");
  check (wb_number_format (300.65), "300.65");
  check (wb_number_format (155.1), "155.1");
  check (wb_number_format (12), "12");
  check (wb_number_format (-12.5), "\u221212.5");
  check (wb_number_format (0.1 + 0.2), "0.3");
  check (wb_number_format (1 / 3.0), "0.333");
  check (wb_number_format (0.00012345), "0.000123");
  check (wb_number_format (99.999), "100");
  check (wb_number_format (1234567.89), "1234568");
  check (wb_number_format (1e12), "1000000000000");
}

static void
test_far (void)
{
  check (wb_number_format (1e-9), "1e-09");
  check (wb_number_format (1e300), "1e+300");
  check (wb_number_format (NAN), "–");
  check (wb_number_format (-INFINITY), "–");
}

static void
test_fixed (void)
{
  check (wb_number_format_fixed (0, 1), "0.0");
  check (wb_number_format_fixed (-0.0001, 1), "0.0");
  check (wb_number_format_fixed (-1.5, 1), "\u22121.5");
  check (wb_number_format_fixed (2e-10, 10), "2e-10");
}

static void
test_compact (void)
{
  check (wb_number_format_compact (999), "999");
  check (wb_number_format_compact (1500), "1.5k");
  check (wb_number_format_compact (-2000000), "\u22122M");
  check (wb_number_format_compact (3e9), "3G");
  check (wb_number_format_compact (1e12), "1T");
}

static void
test_percent (void)
{
  check (wb_number_format_percent (0.325), "32.5%");
  check (wb_number_format_percent (1), "100%");
  check (wb_number_format_percent (0), "0.0%");
}

static void
test_unit (void)
{
  check (wb_number_format_with_unit (300.65, "万"), "300.65 万");
  check (wb_number_format_with_unit (3, ""), "3");
  check (wb_number_format_with_unit (3, NULL), "3");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/plain", test_plain);
  g_test_add_func ("/number/far", test_far);
  g_test_add_func ("/number/fixed", test_fixed);
  g_test_add_func ("/number/compact", test_compact);
  g_test_add_func ("/number/percent", test_percent);
  g_test_add_func ("/number/unit", test_unit);

  return g_test_run ();
}
