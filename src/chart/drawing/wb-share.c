/* wb-share.c: shares of a whole, in percent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-share.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "wb-number.h"

/* The unit of rounding: a tenth of a percent. */
#define WHOLE 1000

/* What rounding down takes away from a share, in tenths. */
typedef struct
{
  guint  index;
  double rest;
} Remainder;

static int
compare_cb (gconstpointer one,
            gconstpointer other)
{
  const Remainder *a = one;
  const Remainder *b = other;

  if (a->rest != b->rest)
    return a->rest > b->rest ? -1 : 1;

  return a->index < b->index ? -1 : 1;
}

/**
 * wb_share_round:
 * @sizes: (array length=n_sizes): the parts; those that are not above 0 have no share
 * @n_sizes: their number
 *
 * Rounds shares to tenths of a percent that add up to 100 %, by the largest
 * remainder. Shares below a tenth are 0; together they are rounded like one.
 *
 * Returns: (transfer full) (array length=n_sizes): tenths of a percent
 */
guint *
wb_share_round (const double *sizes,
                guint         n_sizes)
{
  guint *tenths = g_new0 (guint, MAX (n_sizes, 1));
  g_autoptr (GArray) remainders = g_array_new (FALSE, FALSE, sizeof (Remainder));
  double total = 0;
  double faint = 0;
  guint sum = 0;

  for (guint i = 0; i < n_sizes; i++)
    if (sizes[i] > 0)
      total += sizes[i];

  for (guint i = 0; i < n_sizes; i++)
    {
      double exact = sizes[i] > 0 ? sizes[i] / total * WHOLE : 0;

      if (exact < 1)
        {
          faint += exact;
          continue;
        }
      /* 0.29 × 1000 is slightly less than 290. */
      tenths[i] = exact + 1e-9;
      sum += tenths[i];
      g_array_append_val (remainders, ((Remainder) { i, exact - tenths[i] }));
    }

  g_array_sort (remainders, compare_cb);
  guint missing = MAX (WHOLE - rint (faint) - sum, 0);
  for (guint i = 0; i < MIN (missing, remainders->len); i++)
    tenths[g_array_index (remainders, Remainder, i).index]++;

  return tenths;
}

/**
 * wb_share_format:
 * @share: a share, 0 to 1
 * @tenths: the same, rounded by wb_share_round()
 *
 * Formats a share in percent. What is not nothing, or not all, does not look
 * like it: “< 0.1%”, “> 99.9%”.
 *
 * Returns: (transfer full): the text, in the locale's form
 */
char *
wb_share_format (double share,
                 guint  tenths)
{
  if (share > 0 && tenths == 0)
    {
      g_autofree char *least = wb_number_format_percent (1.0 / WHOLE);

      /* Translators: a share of less than 0.1 % */
      return g_strdup_printf (C_("share", "< %s"), least);
    }
  if (share < 1 && tenths == WHOLE)
    {
      g_autofree char *most = wb_number_format_percent (1 - 1.0 / WHOLE);

      /* Translators: a share of more than 99.9 % */
      return g_strdup_printf (C_("share", "> %s"), most);
    }

  return wb_number_format_percent ((double) tenths / WHOLE);
}
