/* test-viewing.c: the size of text that can be read from a distance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/wb-viewing.h"

#define INCH 25.4

static void
test_size (void)
{
  static const struct
  {
    double distance, inches, width, height, size;
  } cases[] = {
    { 650, 24, 1920, 1080, 16 }, { 3000, 55, 1920, 1080, 32 },
    { 5000, 55, 1920, 1080, 53 }, { 8000, 55, 1920, 1080, 84 },
    /* A pixel of half the size, and a screen on its side. */
    { 5000, 55, 3840, 2160, 105 }, { 5000, 55, 1080, 1920, 53 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (wb_viewing_get_text_size (cases[i].distance, cases[i].inches * INCH, cases[i].width,
                                                 cases[i].height), ==, cases[i].size);
}

static void
test_lengths (void)
{
  static const struct
  {
    const char *text;
    double      millimetres;
  } good[] = {
    { "5m", 5000 }, { "5.5 m", 5500 }, { "350cm", 3500 }, { "1400mm", 1400 }, { "55in", 1397 },
    { "16ft", 4876.8 },
  };
  static const char *const bad[] = {
    "", "5", "m", "5,5m", "-5m", "5 metres", "5m ", " 5m", "infm", "nanm", "0m", "0x5m", "1mm", "900000m",
    "1e400m",
  };
  double length = -1;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (wb_viewing_parse_length (good[i].text, &length));
      g_assert_cmpfloat_with_epsilon (length, good[i].millimetres, 1e-6);
    }
  length = -1;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (wb_viewing_parse_length (bad[i], &length));
  g_assert_cmpfloat (length, ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewing/size", test_size);
  g_test_add_func ("/viewing/lengths", test_lengths);

  return g_test_run ();
}
