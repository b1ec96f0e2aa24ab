/* wb-number.c: formats numbers for the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-number.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers beyond these limits get an exponent. */
#define LARGEST_PLAIN  1e15
#define SMALLEST_PLAIN 1e-6

/* The most decimals of a plain number. */
#define MAX_DIGITS 9

/* Converts a text from the encoding of the locale, and frees it. */
static char *
to_utf8 (char *text)
{
  g_autofree char *owned = text;

  if (g_get_charset (NULL))
    return g_steal_pointer (&owned);

  char *utf8 = g_locale_to_utf8 (owned, -1, NULL, NULL, NULL);

  return utf8 != NULL ? utf8 : g_utf8_make_valid (owned, -1);
}

/* Formats an absolute value with an exponent: 1e−9, not 1e-09 as in C. */
static char *
format_power (double size)
{
  g_autofree char *text = g_strdup_printf ("%.3g", size);
  const char *exponent = strchr (text, 'e');

  if (exponent == NULL)
    return to_utf8 (g_steal_pointer (&text));

  int power = atoi (exponent + 1);

  return to_utf8 (g_strdup_printf ("%.*se%s%d", (int) (exponent - text), text, power < 0 ? "\u2212" : "",
                                   abs (power)));
}

/* Whether the locale of numbers is that of C, which units, cron and containers have. It groups no digits. */
static gboolean
is_c_locale (void)
{
  const char *locale = setlocale (LC_NUMERIC, NULL);

  return locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX") ||
         g_str_has_prefix (locale, "C.");
}

/* The groups of English, whose decimal point the C locale has, too. Takes @text. */
static char *
group_digits (char *text)
{
  g_autofree char *owned = text;
  gsize n_digits = strspn (text, "0123456789");
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, text[i]);
    }
  g_string_append (grouped, text + n_digits);

  return g_string_free (grouped, FALSE);
}

static char *
format_plain (double size,
              guint  digits)
{
  char *text = g_strdup_printf ("%'.*f", (int) MIN (digits, MAX_DIGITS), size);

  return is_c_locale () ? group_digits (text) : to_utf8 (text);
}

/* The number of decimals without trailing zeros, at most @max_digits. */
static guint
count_digits (double size,
              guint  max_digits)
{
  double tolerance = 0.5 * pow (10, -(double) max_digits);

  for (guint digits = 0; digits < max_digits; digits++)
    {
      double power = pow (10, digits);

      if (fabs (rint (size * power) / power - size) < tolerance * 0.999)
        return digits;
    }

  return max_digits;
}

/* Prepends a typographic minus sign to a negative number, unless it is rounded to zero. Takes @size. */
static char *
add_sign (double  value,
          char   *size)
{
  if (!(value < 0) || strpbrk (size, "123456789") == NULL)
    return size;

  char *text = g_strconcat ("\u2212", size, NULL);
  g_free (size);

  return text;
}

/**
 * wb_number_format_fixed:
 * @value: a number
 * @digits: how many decimals, at most nine
 *
 * Formats a number with a fixed number of decimals, as for the ticks of an
 * axis.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_number_format_fixed (double value,
                        guint  digits)
{
  double size = fabs (value);

  if (!isfinite (value))
    return g_strdup ("–");

  return add_sign (value, size < LARGEST_PLAIN && digits <= MAX_DIGITS ? format_plain (size, digits)
                                                                        : format_power (size));
}

/**
 * wb_number_format:
 * @value: a number
 *
 * Formats a number with decimals that suit its size: at most two, none from a
 * million on, and three significant digits below one.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_number_format (double value)
{
  double size = fabs (value);
  guint digits = 2;

  if (!isfinite (value))
    return g_strdup ("–");
  if (size != 0 && (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN))
    return add_sign (value, format_power (size));

  if (size >= 1e6)
    digits = 0;
  else if (size != 0 && size < 1)
    digits = 2 - floor (log10 (size));

  return add_sign (value, format_plain (size, count_digits (size, digits)));
}

/**
 * wb_number_format_power:
 * @value: a number
 *
 * Formats a number with three significant digits and an exponent.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_number_format_power (double value)
{
  return isfinite (value) ? add_sign (value, format_power (fabs (value))) : g_strdup ("–");
}

char *
wb_number_format_in (double       value,
                     WbNumberForm form)
{
  switch (form)
    {
    case WB_NUMBER_COMPACT:
      return wb_number_format_compact (value);
    case WB_NUMBER_SHORTEST:
      return wb_number_format_shortest (value);
    case WB_NUMBER_FULL:
    default:
      return wb_number_format (value);
    }
}

/**
 * wb_number_format_percent:
 * @share: a share, 0 to 1, or %NAN if it is not known
 *
 * Formats a share in percent, with one decimal except for 100 %.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_number_format_percent (double share)
{
  g_autofree char *digits = wb_number_format_fixed (share * 100, share < 1 ? 1 : 0);

  if (isnan (share))
    return g_steal_pointer (&digits);

  /* Translators: a number in percent */
  return g_strdup_printf (_("%s%%"), digits);
}

/**
 * wb_number_format_with_unit:
 * @value: a number
 * @unit: (nullable): its unit, may be empty
 *
 * Formats a number and its unit.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_number_format_with_unit (double      value,
                            const char *unit)
{
  g_autofree char *digits = wb_number_format (value);

  if (unit == NULL || *unit == '\0' || isnan (value))
    return g_steal_pointer (&digits);

  /* Translators: a number and its unit */
  return g_strdup_printf (C_("number and unit", "%s %s"), digits, unit);
}
