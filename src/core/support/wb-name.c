/* wb-name.c: the names of datasets, and the charts that draw them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-name.h"

/* The name that half of the legacy pages use for the dataset of the hot chart. */
#define OTHER_HOT "hotproduct"

static const char *const chart_names[WB_N_CHARTS] = {
  [WB_CHART_TREND] = "trend",
  [WB_CHART_SELLER] = "seller",
  [WB_CHART_MAP] = "map",
  [WB_CHART_RANK] = "rank",
  [WB_CHART_HOT] = "hot",
  [WB_CHART_STOCK] = "stock",
};

/**
 * wb_name_is_valid:
 * @name: (nullable): a possible name
 *
 * Checks a name against `[A-Za-z0-9_-]{1,64}`.
 *
 * A valid name is safe as the stem of a file name: it has no separator, no dot
 * and no escape that could be decoded to one.
 *
 * Returns: whether @name can name a dataset
 */
gboolean
wb_name_is_valid (const char *name)
{
  gsize length;

  if (name == NULL)
    return FALSE;

  for (length = 0; name[length] != '\0'; length++)
    {
      if (length == WB_NAME_MAX)
        return FALSE;
      if (!g_ascii_isalnum (name[length]) && name[length] != '_' && name[length] != '-')
        return FALSE;
    }

  return length > 0;
}

/**
 * wb_chart_kind_from_name:
 * @name: (nullable): the name of a dataset
 * @ret_kind: (out): the chart that draws it
 *
 * Finds the chart that draws a dataset, which determines the shape of the data.
 *
 * `hotproduct` is the name that existing pages use for the dataset of the hot
 * chart.
 *
 * Returns: %FALSE if the name is none of those of the six charts
 */
gboolean
wb_chart_kind_from_name (const char  *name,
                         WbChartKind *ret_kind)
{
  if (g_strcmp0 (name, OTHER_HOT) == 0)
    name = chart_names[WB_CHART_HOT];

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      if (g_strcmp0 (name, chart_names[i]) == 0)
        {
          *ret_kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * wb_chart_kind_get_name:
 * @kind: a chart
 *
 * Returns: (transfer none): the name of the chart and its dataset in the
 *   protocol, such as `trend`
 */
const char *
wb_chart_kind_get_name (WbChartKind kind)
{
  g_return_val_if_fail (kind < WB_N_CHARTS, NULL);

  return chart_names[kind];
}

/**
 * wb_name_get_other:
 * @name: the name of a dataset
 *
 * Gets the other name that a dataset has in the legacy protocol: that of `hot`
 * is `hotproduct`, and the other way round.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL if there is only one
 */
const char *
wb_name_get_other (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (g_str_equal (name, chart_names[WB_CHART_HOT]))
    return OTHER_HOT;

  return g_str_equal (name, OTHER_HOT) ? chart_names[WB_CHART_HOT] : NULL;
}

/**
 * wb_name_is_same:
 * @one: the name of a dataset
 * @other: the name of a dataset
 *
 * Returns: whether both name the same dataset, see wb_name_get_other()
 */
gboolean
wb_name_is_same (const char *one,
                 const char *other)
{
  g_return_val_if_fail (one != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return g_str_equal (one, other) || g_strcmp0 (wb_name_get_other (one), other) == 0;
}
