/* wb-number-short.c: compact numbers, such as “1.5M” in English and “150万” in Chinese
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-number.h"

#include <math.h>
#include <string.h>

#define MAX_STEPS 4

/* Beyond this the plain form has an exponent, which is compact enough. */
#define LARGEST 1e15

/* A power of ten and its suffix. */
typedef struct
{
  double      power;
  const char *suffix;
} Step;

typedef struct
{
  const char *language;
  Step        steps[MAX_STEPS];
} Form;

/* The short forms of CLDR, smallest step first. They differ by more than words: Chinese counts in powers of
 * ten thousand, German has no suffix for thousands. Variants of a language precede it. */
static const Form forms[] = {
  { "zh_TW", { { 1e4, "萬" }, { 1e8, "億" }, { 1e12, "兆" } } },
  { "zh_HK", { { 1e4, "萬" }, { 1e8, "億" }, { 1e12, "兆" } } },
  { "zh", { { 1e4, "万" }, { 1e8, "亿" }, { 1e12, "万亿" } } },
  { "ja", { { 1e4, "万" }, { 1e8, "億" }, { 1e12, "兆" } } },
  { "ko", { { 1e3, "천" }, { 1e4, "만" }, { 1e8, "억" }, { 1e12, "조" } } },
  { "ar", { { 1e3, "\u00a0ألف" }, { 1e6, "\u00a0مليون" }, { 1e9, "\u00a0مليار" },
            { 1e12, "\u00a0تريليون" } } },
  { "de", { { 1e6, "\u00a0Mio." }, { 1e9, "\u00a0Mrd." }, { 1e12, "\u00a0Bio." } } },
  { "fr", { { 1e3, "\u00a0k" }, { 1e6, "\u00a0M" }, { 1e9, "\u00a0Md" }, { 1e12, "\u00a0Bn" } } },
  { "", { { 1e3, "K" }, { 1e6, "M" }, { 1e9, "B" }, { 1e12, "T" } } },
};

static gboolean
is_language (const char *locale,
             const char *language)
{
  gsize length = strlen (language);

  return length == 0 || (g_str_has_prefix (locale, language) && !g_ascii_isalpha (locale[length]));
}

/* The suffix follows the language of messages, not the locale of numbers. */
static const Form *
find_form (void)
{
  const char *locale = g_get_language_names ()[0];
  guint i = 0;

  while (!is_language (locale, forms[i].language))
    i++;

  return &forms[i];
}

/* The largest step that a number reaches when it is rounded to so many decimals: 999,999 is 1M, not 1000K. */
static const Step *
find_step (double size,
           guint  digits)
{
  const Form *form = find_form ();
  const Step *step = NULL;
  double power = pow (10, digits);

  for (guint i = 0; i < MAX_STEPS && form->steps[i].suffix != NULL; i++)
    {
      double before = step != NULL ? step->power : 1;

      if (size >= form->steps[i].power ||
          rint (size / before * power) >= form->steps[i].power / before * power)
        step = &form->steps[i];
    }

  return step;
}

static char *
format_step (double      value,
             const Step *step)
{
  g_autofree char *digits = wb_number_format (value / step->power);

  return g_strconcat (digits, step->suffix, NULL);
}

/**
 * wb_number_format_compact:
 * @value: a number
 *
 * Formats a number in a few characters, such as `1.5M`.
 *
 * Returns: (transfer full): the text, in the form of the user's language
 */
char *
wb_number_format_compact (double value)
{
  double size = fabs (value);
  const Step *step = isfinite (value) && size < LARGEST ? find_step (size, 2) : NULL;

  return step != NULL ? format_step (value, step) : wb_number_format (value);
}

/**
 * wb_number_format_shortest:
 * @value: a number
 *
 * Formats a number in the fewest characters that still tell its size: three
 * digits and a suffix at most, such as `123M`.
 *
 * Returns: (transfer full): the text, in the form of the user's language
 */
char *
wb_number_format_shortest (double value)
{
  double size = fabs (value);

  if (!isfinite (value) || size >= LARGEST || size < 1)
    return wb_number_format_compact (value);

  const Step *step = find_step (size, 0);
  double power = step != NULL ? step->power : 1;
  double decimals = size / power >= 99.95 ? 1 : size / power >= 9.995 ? 10 : 100;
  double rounded = rint (value / power * decimals) / decimals;

  return step != NULL ? format_step (rounded * power, step) : wb_number_format (rounded);
}

/**
 * wb_number_format_tick:
 * @value: a tick of an axis
 * @largest: the largest magnitude of its ticks
 *
 * Formats a tick in the form of the largest one, so that all have one suffix:
 * `0.5M` beside `1M`, not `500K`.
 *
 * Returns: (transfer full): the text, in the form of the user's language
 */
char *
wb_number_format_tick (double value,
                       double largest)
{
  const Step *step = largest < LARGEST ? find_step (fabs (largest), 2) : NULL;

  if (value == 0 || !isfinite (value) || (step == NULL && largest < LARGEST))
    return wb_number_format (value);

  return step != NULL ? format_step (value, step) : wb_number_format_power (value);
}
