/* fuzz-dataset.c: any bytes as a dataset; the first byte chooses the chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "dataset/wb-dataset.h"
#include "json/wb-json.h"
#include "support/wb-error.h"

static void
check_string (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* A number that can be drawn, or no reading. */
static void
check_reading (double number)
{
  g_assert_true (isnan (number) || fabs (number) <= 1e300);
}

static void
check_trend (const WbTrend *trend)
{
  g_assert_cmpuint (trend->n_types, >, 0);

  for (guint i = 0; i < trend->n_labels; i++)
    check_string (trend->labels[i]);

  for (guint i = 0; i < trend->n_types; i++)
    {
      const WbTrendType *type = &trend->types[i];

      check_string (type->key);
      check_string (type->text);
      check_string (type->title);
      check_string (type->unit);
      g_assert_true (isfinite (type->base));

      for (guint j = 0; j < type->n_series; j++)
        {
          check_string (type->series[j].name);
          g_assert_cmpuint (type->series[j].n_values, <=, trend->n_labels);
          for (guint k = 0; k < type->series[j].n_values; k++)
            check_reading (type->series[j].values[k]);
        }
    }
}

static void
check_hot (const WbHotItem *items,
           guint            n_items,
           guint            level)
{
  g_assert_true (level <= 3 || n_items == 0);

  for (guint i = 0; i < n_items; i++)
    {
      check_string (items[i].name);
      check_reading (items[i].value);
      check_hot (items[i].children, items[i].n_children, level + 1);
    }
}

static void
check_places (const WbPlaceGroup *groups,
              guint               n_groups)
{
  for (guint i = 0; i < n_groups; i++)
    {
      check_string (groups[i].name);
      for (guint j = 0; j < groups[i].n_places; j++)
        {
          check_string (groups[i].places[j].name);
          check_reading (groups[i].places[j].value);
          if (isnan (groups[i].places[j].longitude) && isnan (groups[i].places[j].latitude))
            continue;
          g_assert_true (fabs (groups[i].places[j].longitude) <= 180);
          g_assert_true (fabs (groups[i].places[j].latitude) <= 90);
        }
    }
}

static void
check_dataset (WbDataset *dataset)
{
  const WbStockItem *stock;
  const WbValue *values;
  gconstpointer root;
  guint n;

  switch (wb_dataset_get_kind (dataset))
    {
    case WB_CHART_TREND:
      check_trend (wb_dataset_get_trend (dataset));
      break;
    case WB_CHART_HOT:
      root = wb_dataset_get_hot (dataset, &n);
      check_hot (root, n, 1);
      break;
    case WB_CHART_MAP:
      root = wb_dataset_get_places (dataset, &n);
      check_places (root, n);
      break;
    case WB_CHART_STOCK:
      stock = wb_dataset_get_stock (dataset, &n);
      for (guint i = 0; i < n; i++)
        {
          check_reading (stock[i].stock);
          check_reading (stock[i].sales);
        }
      break;
    case WB_CHART_SELLER:
    case WB_CHART_RANK:
    default:
      values = wb_dataset_get_values (dataset, &n);
      for (guint i = 0; i < n; i++)
        check_reading (values[i].value);
      break;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (WbDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  if (size == 0)
    return 0;

  text = (const char *) data + 1;
  size--;
  dataset = wb_dataset_parse (data[0] % WB_N_CHARTS, "fuzz", text, size, &error);

  if (dataset != NULL)
    {
      g_assert_no_error (error);
      g_assert_true (wb_json_check (text, size, NULL));
      check_dataset (dataset);
    }
  else
    {
      g_assert_true (error->domain == WB_CORE_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "fuzz: "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 2000);

      /* A text of the wrong shape is JSON all the same, and the other way round. */
      g_assert_true (wb_json_check (text, size, NULL) == (error->code == WB_CORE_ERROR_SHAPE));
    }

  return 0;
}
