/* test-vision.c: colours in the eyes of people with colour blindness
 *
 * Differences are those of CIEDE2000, by Sharma, Wu and Dalal (2005). Colour blindness is simulated as by
 * Machado, Oliveira and Fernandes (2009) at full severity, in linear light.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "drawing/wb-color.h"
#include "drawing/wb-palette.h"

typedef enum
{
  NORMAL,
  DEUTERANOPIA,
  PROTANOPIA,
  TRITANOPIA,
  N_VISIONS,
} Vision;

static const double matrices[N_VISIONS][3][3] = {
  [NORMAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  [DEUTERANOPIA] = {
    { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 },
  },
  [PROTANOPIA] = {
    { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 },
  },
  [TRITANOPIA] = {
    { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 },
  },
};

/* A colour of CIELAB under the white point D65. */
typedef struct
{
  double light, a, b;
} Lab;

static double
to_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
to_response (double share)
{
  return share > 216 / 24389.0 ? cbrt (share) : (24389 / 27.0 * share + 16) / 116;
}

/* What an eye sees of a colour. */
static Lab
see (WbColor color,
     Vision  vision)
{
  double light[] = { to_light (color.red), to_light (color.green), to_light (color.blue) };
  double seen[3];

  for (guint i = 0; i < 3; i++)
    {
      const double *row = matrices[vision][i];

      seen[i] = CLAMP (row[0] * light[0] + row[1] * light[1] + row[2] * light[2], 0, 1);
    }

  double x = to_response ((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
  double y = to_response (0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
  double z = to_response ((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);

  return (Lab) { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
to_radians (double degrees)
{
  return degrees * G_PI / 180;
}

static double
to_hue (double b,
        double a)
{
  double degrees = atan2 (b, a) * 180 / G_PI;

  return degrees < 0 ? degrees + 360 : degrees;
}

/* How the eye's sense of a chroma saturates. */
static double
saturate (double chroma)
{
  double seventh = pow (chroma, 7);

  return sqrt (seventh / (seventh + pow (25, 7)));
}

static double
average_hue (double one,
             double other)
{
  double sum = one + other;

  if (fabs (one - other) <= 180)
    return sum / 2;

  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

/* The difference of CIEDE2000: 1 is just visible side by side. */
static double
get_difference (Lab one,
                Lab other)
{
  double stretch = 1.5 - 0.5 * saturate ((hypot (one.a, one.b) + hypot (other.a, other.b)) / 2);
  double chroma1 = hypot (one.a * stretch, one.b);
  double chroma2 = hypot (other.a * stretch, other.b);
  double hue1 = to_hue (one.b, one.a * stretch);
  double hue2 = to_hue (other.b, other.a * stretch);
  double gray = chroma1 * chroma2 == 0;
  double turn = gray ? 0 : fmod (hue2 - hue1 + 540, 360) - 180;
  double hue = gray ? hue1 + hue2 : average_hue (hue1, hue2);
  double chroma = (chroma1 + chroma2) / 2;
  double away = pow ((one.light + other.light) / 2 - 50, 2);
  double t = 1 - 0.17 * cos (to_radians (hue - 30)) + 0.24 * cos (to_radians (2 * hue)) +
             0.32 * cos (to_radians (3 * hue + 6)) - 0.20 * cos (to_radians (4 * hue - 63));
  double by_light = (other.light - one.light) / (1 + 0.015 * away / sqrt (20 + away));
  double by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma);
  double by_hue = 2 * sqrt (chroma1 * chroma2) * sin (to_radians (turn / 2)) / (1 + 0.015 * chroma * t);
  double rotation = -2 * saturate (chroma) * sin (to_radians (60 * exp (-pow ((hue - 275) / 25, 2))));

  return sqrt (by_light * by_light + by_chroma * by_chroma + by_hue * by_hue + rotation * by_chroma * by_hue);
}

/* Pairs from the paper, with hues on both sides of zero, and grays. */
static void
test_formula (void)
{
  static const struct
  {
    Lab    one, other;
    double difference;
  } pairs[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, -1.3802, -84.2814 }, { 50, 0, -82.7485 }, 1.0000 },
    { { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
    { { 50, 2.49, -0.001 }, { 50, -2.49, 0.0011 }, 7.2195 },
    { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
    { { 50, 2.5, 0 }, { 58, 24, 15 }, 19.4535 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpfloat_with_epsilon (get_difference (pairs[i].one, pairs[i].other), pairs[i].difference, 1e-4);
}

/* The least difference of any two of some colours. */
static double
find_least (const WbColor *colors,
            guint          n,
            Vision         vision)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      least = MIN (least, get_difference (see (colors[i], vision), see (colors[j], vision)));

  return least;
}

typedef struct
{
  WbTheme    theme;
  WbContrast contrast;
  double     five[N_VISIONS];
  double     all[N_VISIONS];
} Case;

static const Case cases[] = {
  { WB_THEME_DARK, WB_CONTRAST_NORMAL, { 26.0, 15.3, 15.2, 15.3 }, { 18.6, 10.3, 10.1, 10.3 } },
  { WB_THEME_LIGHT, WB_CONTRAST_NORMAL, { 18.2, 15.5, 15.2, 15.2 }, { 18.2, 10.2, 10.1, 11.3 } },
  { WB_THEME_DARK, WB_CONTRAST_HIGH, { 23.9, 15.2, 18.2, 15.1 }, { 20.4, 10.2, 10.3, 10.1 } },
  { WB_THEME_LIGHT, WB_CONTRAST_HIGH, { 18.3, 15.9, 15.1, 15.2 }, { 17.9, 10.1, 10.2, 10.2 } },
};

static void
test_series (gconstpointer data)
{
  const Case *item = data;
  const WbPalette *palette = wb_palette_lookup (item->theme, item->contrast);
  WbColor colors[WB_PALETTE_N_SERIES];

  for (guint i = 0; i < WB_PALETTE_N_SERIES; i++)
    colors[i] = wb_palette_get_series (palette, i);

  g_assert_cmpint (WB_PALETTE_N_SERIES, ==, 8);
  for (Vision vision = NORMAL; vision < N_VISIONS; vision++)
    {
      g_assert_cmpfloat (find_least (colors, 5, vision), >=, item->five[vision]);
      g_assert_cmpfloat (find_least (colors, WB_PALETTE_N_SERIES, vision), >=, item->all[vision]);
    }
}

static void
test_conditions (gconstpointer data)
{
  WbTheme theme = GPOINTER_TO_INT (data);
  const WbPalette *palette = wb_palette_get (theme);
  WbColor colors[WB_N_CONDITIONS];

  for (guint i = 0; i < WB_N_CONDITIONS; i++)
    colors[i] = palette->condition[i].fill;

  for (Vision vision = NORMAL; vision < N_VISIONS; vision++)
    g_assert_cmpfloat (find_least (colors, WB_N_CONDITIONS, vision), >=,
                       theme == WB_THEME_DARK ? 11.1 : 13.3);
}

/* Steps beside each other differ, and those of an amount get lighter or darker all the way. */
static void
test_ramps (gconstpointer data)
{
  static const double least[N_VISIONS] = { 8.6, 6.8, 6.7, 5.9 };
  const WbPalette *palette = wb_palette_get (GPOINTER_TO_INT (data));
  double sign = GPOINTER_TO_INT (data) == WB_THEME_DARK ? 1 : -1;

  for (WbRamp ramp = 0; ramp < WB_N_RAMPS; ramp++)
    for (guint i = 1; i < WB_PALETTE_N_STEPS; i++)
      {
        const WbColor *pair = &palette->ramp[ramp][i - 1];

        for (Vision vision = NORMAL; vision < N_VISIONS; vision++)
          g_assert_cmpfloat (find_least (pair, 2, vision), >=, least[vision]);
        if (ramp != WB_RAMP_DIFFERENCE)
          g_assert_cmpfloat (sign * (see (pair[1], NORMAL).light - see (pair[0], NORMAL).light), >, 5);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision/formula", test_formula);
  g_test_add_data_func ("/vision/series/dark", &cases[0], test_series);
  g_test_add_data_func ("/vision/series/light", &cases[1], test_series);
  g_test_add_data_func ("/vision/series/dark-high", &cases[2], test_series);
  g_test_add_data_func ("/vision/series/light-high", &cases[3], test_series);
  g_test_add_data_func ("/vision/conditions/dark", GINT_TO_POINTER (WB_THEME_DARK), test_conditions);
  g_test_add_data_func ("/vision/conditions/light", GINT_TO_POINTER (WB_THEME_LIGHT), test_conditions);
  g_test_add_data_func ("/vision/ramps/dark", GINT_TO_POINTER (WB_THEME_DARK), test_ramps);
  g_test_add_data_func ("/vision/ramps/light", GINT_TO_POINTER (WB_THEME_LIGHT), test_ramps);

  return g_test_run ();
}
