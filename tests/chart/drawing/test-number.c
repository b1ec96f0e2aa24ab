/* test-number.c: formats numbers for the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "drawing/wb-number.h"
#include "german-locale.h"

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
  check (wb_number_format (1234567.89), "1,234,568");
  check (wb_number_format (1e12), "1,000,000,000,000");
}

/* Digits are grouped in the C locale, too. */
static void
test_groups (void)
{
  check (wb_number_format (999), "999");
  check (wb_number_format (-4380.5), "\u22124,380.5");
  check (wb_number_format_fixed (1234567, 2), "1,234,567.00");
  check (wb_number_format_fixed (150e12, 0), "150,000,000,000,000");
}

static void
test_far (void)
{
  check (wb_number_format (1e-9), "1e\u22129");
  check (wb_number_format (1e300), "1e300");
  check (wb_number_format (NAN), "–");
  check (wb_number_format (-INFINITY), "–");
}

static void
test_fixed (void)
{
  check (wb_number_format_fixed (0, 1), "0.0");
  check (wb_number_format_fixed (-0.0001, 1), "0.0");
  check (wb_number_format_fixed (-1.5, 1), "\u22121.5");
  check (wb_number_format_fixed (2e-10, 10), "2e\u221210");
}

static void
test_short (void)
{
  check (wb_number_format_compact (999), "999");
  check (wb_number_format_compact (1500), "1.5K");
  check (wb_number_format_compact (999999), "1M");
  check (wb_number_format_compact (999.996), "1K");
  check (wb_number_format_compact (-2000000), "\u22122M");
  check (wb_number_format_compact (3e9), "3B");
  check (wb_number_format_compact (1e12), "1T");
  check (wb_number_format_compact (1e15), "1e15");
  check (wb_number_format_compact (1e-9), "1e\u22129");
  check (wb_number_format_compact (NAN), "–");
}

/* Three digits and a suffix; digits before the point are never rounded away. */
static void
test_shortest (void)
{
  check (wb_number_format_shortest (1234567), "1.23M");
  check (wb_number_format_shortest (12345678), "12.3M");
  check (wb_number_format_shortest (123456789), "123M");
  check (wb_number_format_shortest (999700), "1M");
  check (wb_number_format_shortest (-999.6), "\u22121K");
  check (wb_number_format_shortest (123.45), "123");
  check (wb_number_format_shortest (0.123), "0.123");
  check (wb_number_format_shortest (1e15), "1e15");
  check (wb_number_format_shortest (NAN), "–");
}

/* All ticks of an axis have the suffix of the largest. */
static void
test_ticks (void)
{
  check (wb_number_format_tick (0, 150e12), "0");
  check (wb_number_format_tick (50e12, 150e12), "50T");
  check (wb_number_format_tick (150e12, 150e12), "150T");
  check (wb_number_format_tick (500e3, 1e6), "0.5M");
  check (wb_number_format_tick (-500, 2e3), "\u22120.5K");
  check (wb_number_format_tick (5e14, 2e15), "5e14");
  check (wb_number_format_tick (0.5, 1), "0.5");
}

/* Compact forms have the steps of each language. */
static void
test_short_languages (void)
{
  static const struct
  {
    const char *language;
    const char *texts[5];
  } rows[] = {
    { "en_GB", { "9K", "15K", "1.5M", "\u2212300M", "2T" } },
    { "zh_CN", { "9,000", "1.5万", "150万", "\u22123亿", "2万亿" } },
    { "zh_TW.UTF-8", { "9,000", "1.5萬", "150萬", "\u22123億", "2兆" } },
    { "ja_JP", { "9,000", "1.5万", "150万", "\u22123億", "2兆" } },
    { "ko", { "9천", "1.5만", "150만", "\u22123억", "2조" } },
    { "ar_EG", { "9\u00a0ألف", "15\u00a0ألف", "1.5\u00a0مليون", "\u2212300\u00a0مليون", "2\u00a0تريليون" } },
    { "de", { "9,000", "15,000", "1.5\u00a0Mio.", "\u2212300\u00a0Mio.", "2\u00a0Bio." } },
    { "fr_FR", { "9\u00a0k", "15\u00a0k", "1.5\u00a0M", "\u2212300\u00a0M", "2\u00a0Bn" } },
  };
  static const double values[] = { 9000, 15000, 1.5e6, -3e8, 2e12 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_setenv ("LANGUAGE", rows[i].language, TRUE);
      for (guint j = 0; j < G_N_ELEMENTS (values); j++)
        check (wb_number_format_compact (values[j]), rows[i].texts[j]);
    }
  g_unsetenv ("LANGUAGE");
}

/* Grouping and decimal point follow the locale, the word for a million the language. */
static void
test_german (void)
{
  GermanLocale german = { 0 };

  if (german_locale_begin (&german))
    {
      g_setenv ("LANGUAGE", "de", TRUE);
      check (wb_number_format (1234567), "1.234.567");
      check (wb_number_format (-1234.5), "\u22121.234,5");
      check (wb_number_format_compact (15000), "15.000");
      check (wb_number_format_compact (1.5e6), "1,5\u00a0Mio.");
      check (wb_number_format_percent (0.325), "32,5%");
      g_unsetenv ("LANGUAGE");
    }
  german_locale_end (&german);
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
  g_test_add_func ("/number/groups", test_groups);
  g_test_add_func ("/number/far", test_far);
  g_test_add_func ("/number/fixed", test_fixed);
  g_test_add_func ("/number/short", test_short);
  g_test_add_func ("/number/shortest", test_shortest);
  g_test_add_func ("/number/ticks", test_ticks);
  g_test_add_func ("/number/short-languages", test_short_languages);
  g_test_add_func ("/number/german", test_german);
  g_test_add_func ("/number/percent", test_percent);
  g_test_add_func ("/number/unit", test_unit);

  return g_test_run ();
}
