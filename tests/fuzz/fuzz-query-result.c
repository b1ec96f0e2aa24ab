/* fuzz-query-result.c: any rows, columns, types and bytes as the answer of a database
 *
 * Four bytes come before the value: rows, columns, type, and the chart (with its highest bit: an SQL NULL).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "common/wb-server-error.h"
#include "dataset/wb-dataset.h"
#include "file/wb-file.h"
#include "json/wb-json.h"
#include "postgres/wb-query-result.h"
#include "support/wb-error.h"

#define HEAD 4

static const guint types[] = {
  WB_QUERY_TYPE_TEXT, WB_QUERY_TYPE_JSON, WB_QUERY_TYPE_UNKNOWN, WB_QUERY_TYPE_VARCHAR, WB_QUERY_TYPE_JSONB,
  0, 16, 17, 23, 1700, G_MAXUINT,
};

static void
check_content (const char          *name,
               const WbQueryResult *result,
               GBytes              *content)
{
  gsize length;
  const char *text = g_bytes_get_data (content, &length);
  g_autoptr (WbDataset) dataset = NULL;
  WbChartKind kind;
  gsize mark = wb_file_skip_mark (result->value, result->length);

  /* Only one value gets through, as it came but for a byte order mark, and only what a display can draw. */
  g_assert_cmpuint (result->n_rows, ==, 1);
  g_assert_cmpuint (result->n_columns, ==, 1);
  g_assert_cmpmem (text, length, result->value + mark, result->length - mark);
  g_assert_true (wb_json_check (text, length, NULL));
  if (wb_chart_kind_from_name (name, &kind))
    {
      dataset = wb_dataset_parse (kind, name, text, length, NULL);
      g_assert_nonnull (dataset);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const char *const names[] = {
    "trend", "seller", "map", "rank", "hot", "stock", "hotproduct", "my-own_1",
  };
  g_autoptr (WbSnapshot) content = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  WbQueryResult result;

  if (size < HEAD)
    return 0;

  name = names[(data[3] & 0x7f) % G_N_ELEMENTS (names)];
  result.n_rows = data[0];
  result.n_columns = data[1];
  result.type = types[data[2] % G_N_ELEMENTS (types)];
  result.value = (data[3] & 0x80) != 0 ? NULL : (const char *) data + HEAD;
  result.length = result.value != NULL ? size - HEAD : 0;

  content = wb_query_result_read (&result, name, &error);
  if (content != NULL)
    {
      g_assert_no_error (error);
      check_content (name, &result, wb_snapshot_get_bytes (content));
    }
  else
    {
      g_assert_true (error->domain == WB_CORE_ERROR || error->domain == WB_SERVER_ERROR);
      g_assert_true (g_str_has_prefix (error->message, name));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 2000);
    }

  return 0;
}
