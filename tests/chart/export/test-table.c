/* test-table.c: datasets as rows and columns, and as CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"
#include "german-locale.h"

#include <math.h>
#include <string.h>

#include "export/wb-table-private.h"

#define HOT_SMALL \
  "[{\"name\":\"Drinks\",\"children\":[" \
  "{\"name\":\"Tea\",\"value\":30,\"children\":[" \
  "{\"name\":\"Green\",\"value\":20.5},{\"name\":\"Black\",\"value\":9.5}]}," \
  "{\"name\":\"Coffee\",\"value\":10,\"children\":[]}," \
  "{\"name\":\"Returns\",\"value\":-5,\"children\":[]}]}," \
  "{\"name\":\"Nothing\",\"children\":[{\"name\":\"Zero\",\"value\":0,\"children\":[]}]}]"

static WbTable *
make_table (WbChartKind  kind,
            const char  *json,
            guint        page)
{
  g_autoptr (WbDataset) dataset = fixture_parse (kind, json);

  /* The table holds a reference to the dataset. */
  return wb_table_new (dataset, page);
}

static void
check_csv (WbChartKind  kind,
           const char  *json,
           guint        page,
           const char  *expected)
{
  g_autoptr (WbTable) table = make_table (kind, json, page);
  g_autofree char *csv = wb_table_to_csv (table);

  g_assert_cmpstr (csv, ==, expected);
}

static void
test_kinds (void)
{
  check_csv (WB_CHART_TREND, TREND_SMALL, 0,
             "Month,North (k),South (k)\r\n"
             "January,10,40\r\n"
             "February,30,20.5\r\n"
             "March,20,\r\n");
  check_csv (WB_CHART_SELLER,
             "[{\"name\":\"A\",\"value\":1},{\"name\":\"B\",\"value\":3.25},{\"name\":\"C\",\"value\":1}]", 0,
             "Rank,Seller,Sales\r\n1,B,3.25\r\n2,A,1\r\n3,C,1\r\n");
  check_csv (WB_CHART_RANK, "[{\"name\":\"河南\",\"value\":-2},{\"name\":\"\",\"value\":1e-9}]", 0,
             "Rank,Region,Sales\r\n1,,1e-09\r\n2,河南,-2\r\n");
  check_csv (WB_CHART_HOT, HOT_SMALL, 1,
             "Category,Goods,Sales,Share,Kinds\r\n"
             "Drinks,Tea,30,0.75,Green: 20.5; Black: 9.5\r\n"
             "Drinks,Coffee,10,0.25,\r\n"
             "Drinks,Returns,-5,0,\r\n"
             "Nothing,Zero,0,,\r\n");
  check_csv (WB_CHART_STOCK,
             "[{\"name\":\"Tea\",\"stock\":1,\"sales\":3},{\"name\":\"Air\",\"stock\":0,\"sales\":0}]", 0,
             "Goods,Sold,In stock,Share sold\r\nTea,3,1,0.75\r\nAir,0,0,\r\n");
  check_csv (WB_CHART_MAP,
             "[{\"name\":\"Gold\",\"children\":[{\"name\":\"Beijing\",\"value\":[116.4,39.9]},"
             "{\"name\":\"Hull\",\"value\":[-0.33,53.75]}]},{\"name\":\"Silver\",\"children\":[]}]", 0,
             "Group,Place,Longitude,Latitude\r\nGold,Beijing,116.4,39.9\r\nGold,Hull,-0.33,53.75\r\n");
  check_csv (WB_CHART_SELLER, "[]", 0, "Rank,Seller,Sales\r\n");
}

/* The page of a trend is its type. */
static void
test_page (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  g_autoptr (WbTable) second = wb_table_new (dataset, 1);
  g_autoptr (WbTable) fifth = wb_table_new (dataset, 4);

  g_assert_cmpstr (wb_table_get_title (second), ==, "Title 1");
  g_assert_cmpstr (wb_table_get_title (fifth), ==, "Title 1");
  g_assert_cmpuint (wb_table_get_n_columns (second), ==, 6);
  g_assert_cmpuint (wb_table_get_n_rows (second), ==, 12);
}

static void
check_text (WbTable    *table,
            guint       row,
            guint       column,
            const char *expected)
{
  g_autofree char *text = wb_table_dup_text (table, row, column);

  g_assert_cmpstr (text, ==, expected);
}

/* Returns FALSE if the cell holds no number. */
static gboolean
get_number (WbTable *table,
            guint    row,
            guint    column,
            double  *ret_number)
{
  const WbCell *cell = &g_array_index (table->cells, WbCell, row * table->columns->len + column);

  if (cell->kind != WB_CELL_NUMBER && cell->kind != WB_CELL_SHARE && cell->kind != WB_CELL_PART)
    return FALSE;

  *ret_number = cell->number;

  return TRUE;
}

static void
test_cells (void)
{
  g_autoptr (WbTable) hot = make_table (WB_CHART_HOT, HOT_SMALL, 0);
  g_autoptr (WbTable) trend = make_table (WB_CHART_TREND, TREND_SMALL, 0);
  double number = 7;

  g_assert_cmpstr (wb_table_get_title (hot), ==, "Share of hot goods");
  g_assert_cmpstr (wb_table_get_heading (hot, 3), ==, "Share");
  g_assert_true (wb_table_is_numeric (hot, 3));
  g_assert_false (wb_table_is_numeric (hot, 4));
  check_text (hot, 0, 1, "Tea");
  check_text (hot, 0, 3, "75.0%");
  check_text (hot, 0, 4, "Green: 20.5; Black: 9.5");
  check_text (hot, 2, 2, "\u22125");
  check_text (trend, 1, 2, "20.5");
  check_text (trend, 2, 2, "");

  g_assert_false (get_number (hot, 0, 1, &number));
  g_assert_false (get_number (hot, 3, 3, &number));
  g_assert_false (get_number (trend, 2, 2, &number));
  g_assert_cmpfloat (number, ==, 7);
  g_assert_true (get_number (hot, 0, 3, &number));
  g_assert_cmpfloat (number, ==, 0.75);
}

/* Shares add up to 100 % as those of the ring do; files have the exact ones. */
static void
test_shares (void)
{
  g_autoptr (WbTable) thirds =
    make_table (WB_CHART_HOT, "[{\"name\":\"X\",\"children\":[{\"name\":\"A\",\"value\":1},"
                              "{\"name\":\"B\",\"value\":1},{\"name\":\"C\",\"value\":1},"
                              "{\"name\":\"D\",\"value\":-1},{\"name\":\"E\",\"value\":null}]}]", 0);
  g_autoptr (WbTable) faint =
    make_table (WB_CHART_HOT, "[{\"name\":\"X\",\"children\":[{\"name\":\"A\",\"value\":1000000},"
                              "{\"name\":\"B\",\"value\":1}]}]", 0);
  double number = 0;

  check_text (thirds, 0, 3, "33.4%");
  check_text (thirds, 1, 3, "33.3%");
  check_text (thirds, 2, 3, "33.3%");
  check_text (thirds, 3, 3, "0.0%");
  check_text (thirds, 4, 3, "–");
  check_text (faint, 0, 3, "> 99.9%");
  check_text (faint, 1, 3, "< 0.1%");
  g_assert_true (get_number (thirds, 0, 3, &number));
  g_assert_cmpfloat (number, ==, 1.0 / 3);
}

static void
test_quoting (void)
{
  check_csv (WB_CHART_SELLER,
             "[{\"name\":\"a,b\",\"value\":9},{\"name\":\"say \\\"hi\\\"\",\"value\":8},"
             "{\"name\":\"two\\nlines\",\"value\":7},{\"name\":\" space \",\"value\":6},"
             "{\"name\":\"a;b'c\",\"value\":5}]",
             0,
             "Rank,Seller,Sales\r\n1,\"a,b\",9\r\n2,\"say \"\"hi\"\"\",8\r\n3,\"two\nlines\",7\r\n"
             "4, space ,6\r\n5,a;b'c,5\r\n");
}

/* A spreadsheet must not evaluate names, and must read numbers as such. */
static void
test_formulas (void)
{
  check_csv (WB_CHART_SELLER,
             "[{\"name\":\"=1+1\",\"value\":9},{\"name\":\"+1\",\"value\":8},{\"name\":\"-1\",\"value\":7},"
             "{\"name\":\"@SUM(A1)\",\"value\":6},{\"name\":\"\\t=1\",\"value\":5},"
             "{\"name\":\"  =1\",\"value\":4},"
             "{\"name\":\"＝1\",\"value\":3},{\"name\":\"=\\\"a\\\",b\",\"value\":2},"
             "{\"name\":\"a=b\",\"value\":-1}]",
             0,
             "Rank,Seller,Sales\r\n1,'=1+1,9\r\n2,'+1,8\r\n3,'-1,7\r\n4,'@SUM(A1),6\r\n5,' =1,5\r\n"
             "6,'  =1,4\r\n7,'＝1,3\r\n8,\"'=\"\"a\"\",b\",2\r\n9,a=b,-1\r\n");
}

static void
test_locale (void)
{
  GermanLocale locale;

  if (german_locale_begin (&locale))
    {
      g_autoptr (WbTable) table = make_table (WB_CHART_SELLER, "[{\"name\":\"A\",\"value\":1.5}]", 0);
      g_autofree char *text = wb_table_dup_text (table, 0, 2);
      g_autofree char *csv = wb_table_to_csv (table);

      g_assert_cmpstr (text, ==, "1,5");
      g_assert_cmpstr (csv, ==, "Rank,Seller,Sales\r\n1,A,1.5\r\n");
    }
  german_locale_end (&locale);
}

/* Reads one field and its separator according to RFC 4180. */
static char *
read_field (const char **at,
            gboolean    *ret_last)
{
  GString *field = g_string_new (NULL);
  gboolean quoted = **at == '"';

  *at += quoted;
  while (quoted || (**at != ',' && **at != '\r'))
    {
      g_assert_cmpint (**at, !=, '\0');
      if (**at == '"')
        {
          g_assert_true (quoted);
          ++*at;
          if (**at != '"')
            break;
        }
      g_string_append_c (field, *(*at)++);
    }

  *ret_last = **at == '\r';
  if (*ret_last)
    g_assert_cmpint (*++*at, ==, '\n');
  else
    g_assert_cmpint (**at, ==, ',');
  ++*at;

  return g_string_free (field, FALSE);
}

/* The numbers of the kinds of goods are exact in CSV only. */
static gboolean
has_kinds (WbTable *table,
           guint    column)
{
  return g_str_equal (wb_table_get_heading (table, column), "Kinds");
}

static void
check_field (WbTable    *table,
             guint       row,
             guint       column,
             const char *field)
{
  g_autofree char *text = wb_table_dup_text (table, row, column);
  double number;

  if (get_number (table, row, column, &number) && isnan (number))
    g_assert_cmpstr (field, ==, "");
  else if (get_number (table, row, column, &number))
    g_assert_cmpfloat (g_ascii_strtod (field, NULL), ==, number);
  else if (*field == '\'' && g_strcmp0 (field, text) != 0)
    g_assert_cmpstr (field + 1, ==, text);
  else
    g_assert_cmpstr (field, ==, text);
}

/* CSV preserves the values of any dataset, numbers to the last bit; a missing one is empty. */
static void
test_round_trip (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT };
  g_autoptr (GRand) random = g_rand_new_with_seed (4180);

  for (guint run = 0; run < 400; run++)
    {
      g_autoptr (WbDataset) dataset = fixture_random (kinds[run % G_N_ELEMENTS (kinds)], random);
      g_autoptr (WbTable) table = wb_table_new (dataset, g_rand_int_range (random, 0, 5));
      g_autofree char *csv = wb_table_to_csv (table);
      guint n_columns = wb_table_get_n_columns (table);
      guint n_fields = (wb_table_get_n_rows (table) + 1) * n_columns;
      const char *at = csv;

      g_assert_true (g_utf8_validate (csv, -1, NULL));
      for (guint i = 0; i < n_fields; i++)
        {
          gboolean last;
          g_autofree char *field = read_field (&at, &last);

          g_assert_cmpint (last, ==, i % n_columns == n_columns - 1);
          if (i >= n_columns && !has_kinds (table, i % n_columns))
            check_field (table, i / n_columns - 1, i % n_columns, field);
        }
      g_assert_cmpstr (at, ==, "");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table/kinds", test_kinds);
  g_test_add_func ("/table/page", test_page);
  g_test_add_func ("/table/cells", test_cells);
  g_test_add_func ("/table/shares", test_shares);
  g_test_add_func ("/table/quoting", test_quoting);
  g_test_add_func ("/table/formulas", test_formulas);
  g_test_add_func ("/table/locale", test_locale);
  g_test_add_func ("/table/round-trip", test_round_trip);

  return g_test_run ();
}
