/* test-board-plan.c: the charts of a board, the places of errors in its file, and editing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "plan/wb-board-plan.h"

#include <string.h>

#include "german-locale.h"
#include "support/wb-error.h"

static WbBoardPlan *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  WbBoardPlan *plan = wb_board_plan_parse ("board", json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (plan);

  return plan;
}

static void
assert_bad (const char *json,
            const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", json);
  g_assert_null (wb_board_plan_parse ("board", json, strlen (json), &error));
  g_assert_error (error, WB_CORE_ERROR, WB_CORE_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, expected);
}

/* “trend seller | map rank | hot stock”: the datasets, or their titles where they have one. */
static void
assert_plan (WbBoardPlan *plan,
             const char  *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const WbBoardColumn *columns;
  guint n;

  g_assert_nonnull (plan);
  columns = wb_board_plan_get_columns (plan, &n);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? " | " : "");
      for (guint j = 0; j < columns[i].n_charts; j++)
        {
          const WbBoardChart *chart = &columns[i].charts[j];

          g_string_append_printf (text, "%s%s", j > 0 ? " " : "",
                                  chart->title != NULL ? chart->title : chart->dataset);
        }
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Takes the plan. */
static void
assert_next (WbBoardPlan *plan,
             const char  *expected)
{
  assert_plan (plan, expected);
  wb_board_plan_unref (plan);
}

static void
test_default (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  const WbBoardColumn *columns;
  guint n;

  assert_plan (plan, "trend seller | map rank | hot stock");
  g_assert_null (wb_board_plan_get_title (plan));
  columns = wb_board_plan_get_columns (plan, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (columns[0].width, ==, 27.6);
  g_assert_cmpfloat (columns[1].width, ==, 41.5);
  g_assert_cmpfloat (columns[1].charts[0].height, ==, 58);
  g_assert_cmpfloat (columns[1].charts[1].height, ==, 42);
}

static void
test_parse (void)
{
  g_autoptr (WbBoardPlan) plan = parse (
    "{\"title\":\"Lager\",\"columns\":[{\"width\":\"2.5\",\"charts\":["
    "{\"chart\":\"seller\",\"dataset\":\"seller-north\","
    "\"title\":\"Norden\",\"height\":3,\"page\":2},{\"chart\":\"hotproduct\"}]},"
    "{\"charts\":[{\"chart\":\"trend\",\"type\":\"commodity\",\"title\":null}]}]}");
  const WbBoardColumn *columns;
  const WbBoardChart *charts;
  guint n, column, row;

  g_assert_cmpstr (wb_board_plan_get_title (plan), ==, "Lager");
  columns = wb_board_plan_get_columns (plan, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (columns[0].width, ==, 2.5);
  g_assert_cmpfloat (columns[1].width, ==, 1);
  g_assert_cmpuint (columns[0].n_charts, ==, 2);

  charts = wb_board_plan_get_charts (plan, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (charts[0].kind, ==, WB_CHART_SELLER);
  g_assert_cmpstr (charts[0].dataset, ==, "seller-north");
  g_assert_cmpstr (charts[0].title, ==, "Norden");
  g_assert_cmpfloat (charts[0].height, ==, 3);
  g_assert_cmpuint (charts[0].page, ==, 2);
  g_assert_cmpint (charts[1].kind, ==, WB_CHART_HOT);
  g_assert_cmpstr (charts[1].dataset, ==, "hot");
  g_assert_cmpuint (charts[1].page, ==, 0);
  g_assert_cmpstr (charts[2].type, ==, "commodity");
  g_assert_null (charts[2].title);

  wb_board_plan_locate (plan, 2, &column, &row);
  g_assert_cmpuint (column, ==, 1);
  g_assert_cmpuint (row, ==, 0);
}

#define ONE(chart) "{\"columns\":[{\"charts\":[" chart "]}]}"

/* What a board says of the drawing of a chart. */
static void
test_bad_style (void)
{
  assert_bad (ONE ("{\"chart\":\"map\",\"gaps\":\"bridge\"}"),
              "board: columns[0].charts[0].gaps: only the chart trend has gaps");
  assert_bad (ONE ("{\"chart\":\"trend\",\"gaps\":\"dashed\"}"),
              "board: columns[0].charts[0].gaps: expected open or bridge");
  assert_bad (ONE ("{\"chart\":\"trend\",\"scale\":\"common\"}"),
              "board: columns[0].charts[0].scale: only seller and rank have a scale of all pages");
  assert_bad (ONE ("{\"chart\":\"rank\",\"scale\":\"log\"}"),
              "board: columns[0].charts[0].scale: expected own or common");
  assert_bad (ONE ("{\"chart\":\"seller\",\"limits\":[1,2]}"),
              "board: columns[0].charts[0].limits: only the chart rank has limits");
  assert_bad (ONE ("{\"chart\":\"rank\",\"limits\":200}"),
              "board: columns[0].charts[0].limits: expected an array, got a number");
  assert_bad (ONE ("{\"chart\":\"rank\",\"limits\":[1,2,3]}"),
              "board: columns[0].charts[0].limits: expected at most 2 of them, got 3");
  assert_bad (ONE ("{\"chart\":\"rank\",\"limits\":[1,true]}"),
              "board: columns[0].charts[0].limits[1]: expected a number, got a boolean");
  assert_bad (ONE ("{\"chart\":\"rank\",\"limits\":[300,200]}"),
              "board: columns[0].charts[0].limits[1]: expected a larger number than the one before");
}

static void
test_bad (void)
{
  g_autoptr (GString) many = g_string_new ("{\"columns\":[");

  assert_bad ("[]", "board: expected an object, got an array");
  assert_bad ("{}", "board: columns: expected an array, got nothing");
  assert_bad ("{\"columns\":[]}", "board: columns: expected 1 to 8 of them, got 0");
  assert_bad ("{\"columns\":[{\"charts\":[]}]}", "board: columns[0].charts: expected 1 to 8 of them, got 0");
  assert_bad ("{\"columns\":[{}]}", "board: columns[0].charts: expected an array, got nothing");
  assert_bad ("{\"colums\":[]}", "board: colums: there is no such member here, only title, columns");
  assert_bad (ONE ("{}"), "board: columns[0].charts[0].chart: expected a string, got nothing");
  assert_bad (ONE ("{\"chart\":\"pie\"}"),
              "board: columns[0].charts[0].chart: expected trend, seller, map, rank, hot or stock");
  assert_bad (ONE ("{\"chart\":\"map\"},{\"chart\":\"map\",\"dataset\":\"a/b\"}"),
              "board: columns[0].charts[1].dataset: expected a name of 1 to 64 letters, digits, - and _");
  assert_bad (ONE ("{\"chart\":\"map\",\"dataset\":\"board\"}"),
              "board: columns[0].charts[0].dataset: this dataset is the board itself");
  assert_bad (ONE ("{\"chart\":\"map\",\"data\":\"x\"}"),
              "board: columns[0].charts[0].data: there is no such member here, only chart, dataset, title, "
              "height, "
              "page, type, gaps, scale, limits");
  assert_bad (ONE ("{\"chart\":\"map\",\"height\":0}"),
              "board: columns[0].charts[0].height: expected a number from 0.1 to 1000, got 0");
  assert_bad (ONE ("{\"chart\":\"map\",\"height\":null}"),
              "board: columns[0].charts[0].height: expected a number, got null");
  assert_bad (ONE ("{\"chart\":\"map\",\"page\":1.5}"),
              "board: columns[0].charts[0].page: expected a whole number from 1 to 999");
  assert_bad (ONE ("{\"chart\":\"map\",\"type\":\"x\"}"),
              "board: columns[0].charts[0].type: only the chart trend has types");
  assert_bad (ONE ("{\"chart\":\"map\",\"title\":\"a\\nb\"}"),
              "board: columns[0].charts[0].title: expected one line of text, got a control character");
  assert_bad (ONE ("{\"chart\":\"map\",\"height\":1},{\"chart\":\"rank\",\"height\":11}"),
              "board: columns[0].charts: the largest height is more than 10 times the smallest");
  assert_bad ("{\"columns\":[{\"width\":1,\"charts\":[{\"chart\":\"map\"}]},{\"width\":10.5,\"charts\":"
              "[{\"chart\":\"map\"}]}]}",
              "board: columns: the largest width is more than 10 times the smallest");

  for (guint i = 0; i < 4; i++)
    {
      g_string_append (many, i > 0 ? ",{\"charts\":[" : "{\"charts\":[");
      for (guint j = 0; j < 7; j++)
        g_string_append (many, j > 0 ? ",{\"chart\":\"map\"}" : "{\"chart\":\"map\"}");
      g_string_append (many, "]}");
    }
  g_string_append (many, "]}");
  assert_bad (many->str, "board: columns: expected at most 24 charts in all, got 28");
}

static void
assert_round_trip (WbBoardPlan *plan)
{
  g_autofree char *json = wb_board_plan_to_json (plan);
  g_autoptr (WbBoardPlan) again = parse (json);
  g_autofree char *json_again = wb_board_plan_to_json (again);

  g_assert_true (wb_board_plan_equal (plan, again));
  g_assert_cmpstr (json, ==, json_again);
}

static void
test_round_trip (void)
{
  g_autoptr (WbBoardPlan) standard = wb_board_plan_new_default ();
  g_autoptr (WbBoardPlan) odd = parse (
    "{\"title\":\"A \\\"B\\\" \\u4e2d\",\"columns\":[{\"width\":0.30000000000000004,\"charts\":["
    "{\"chart\":\"trend\","
    "\"dataset\":\"t\",\"type\":\"map\",\"gaps\":\"bridge\",\"page\":3,\"title\":\"\\\\\"},"
    "{\"chart\":\"seller\",\"scale\":\"common\"},{\"chart\":\"rank\",\"limits\":[-0.1,1e9]},"
    "{\"chart\":\"rank\",\"dataset\":\"r\",\"limits\":[]}]}]}");

  assert_round_trip (standard);
  assert_round_trip (odd);
  g_assert_false (wb_board_plan_equal (standard, odd));

  g_autoptr (WbBoardPlan) one = parse (ONE ("{\"chart\":\"rank\",\"limits\":[50]}"));
  g_autoptr (WbBoardPlan) other = parse (ONE ("{\"chart\":\"rank\",\"limits\":[60]}"));
  g_autoptr (WbBoardPlan) none = parse (ONE ("{\"chart\":\"rank\",\"limits\":[]}"));
  g_autoptr (WbBoardPlan) usual = parse (ONE ("{\"chart\":\"rank\"}"));
  g_assert_false (wb_board_plan_equal (one, other));
  g_assert_false (wb_board_plan_equal (none, usual));

  g_autoptr (WbBoardPlan) common = parse (ONE ("{\"chart\":\"rank\",\"scale\":\"common\"}"));
  g_autoptr (WbBoardPlan) own = parse (ONE ("{\"chart\":\"rank\",\"scale\":\"own\"}"));
  g_assert_false (wb_board_plan_equal (common, usual));
  g_assert_true (wb_board_plan_equal (own, usual));
}

static void
test_german (void)
{
  GermanLocale locale;

  if (!german_locale_begin (&locale))
    {
      g_test_skip ("there is no such locale");
      return;
    }
  test_round_trip ();
  german_locale_end (&locale);
}

static void
test_move (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  g_autoptr (WbBoardPlan) one = parse (ONE ("{\"chart\":\"map\"}"));
  g_autoptr (WbBoardPlan) row = parse ("{\"columns\":[{\"width\":1,\"charts\":[{\"chart\":\"map\"}]},"
                                       "{\"width\":2,\"charts\":[{\"chart\":\"hot\"}]},"
                                       "{\"width\":3,\"charts\":[{\"chart\":\"rank\"}]}]}");
  g_autoptr (WbBoardPlan) last = NULL;
  const WbBoardColumn *columns;
  guint n;

  assert_next (wb_board_plan_move (plan, 0, 0, 2, WB_BOARD_IN_COLUMN), "seller trend | map rank | hot stock");
  assert_next (wb_board_plan_move (plan, 1, 0, 0, WB_BOARD_IN_COLUMN), "seller trend | map rank | hot stock");
  assert_next (wb_board_plan_move (plan, 0, 2, 1, WB_BOARD_IN_COLUMN), "seller | map rank | hot trend stock");
  assert_next (wb_board_plan_move (plan, 5, 0, 99, WB_BOARD_IN_COLUMN),
               "trend seller stock | map rank | hot");
  assert_next (wb_board_plan_move (plan, 0, 3, 0, WB_BOARD_NEW_COLUMN),
               "seller | map rank | hot stock | trend");
  assert_next (wb_board_plan_move (plan, 5, 0, 0, WB_BOARD_NEW_COLUMN),
               "stock | trend seller | map rank | hot");
  g_assert_null (wb_board_plan_move (plan, 0, 0, 0, WB_BOARD_IN_COLUMN));
  g_assert_null (wb_board_plan_move (plan, 0, 0, 1, WB_BOARD_IN_COLUMN));
  g_assert_null (wb_board_plan_move (one, 0, 0, 0, WB_BOARD_NEW_COLUMN));

  /* A column that is removed with its only chart, and one that moves as a whole. */
  assert_next (wb_board_plan_move (row, 0, 1, 9, WB_BOARD_IN_COLUMN), "hot map | rank");
  assert_next (wb_board_plan_move (row, 2, 0, 0, WB_BOARD_IN_COLUMN), "rank map | hot");
  last = wb_board_plan_move (row, 0, 3, 0, WB_BOARD_NEW_COLUMN);
  assert_plan (last, "hot | rank | map");
  columns = wb_board_plan_get_columns (last, &n);
  g_assert_cmpfloat (columns[2].width, ==, 1);
  g_assert_null (wb_board_plan_move (row, 0, 0, 0, WB_BOARD_NEW_COLUMN));
  g_assert_null (wb_board_plan_move (row, 0, 1, 0, WB_BOARD_NEW_COLUMN));
}

static void
test_add_and_remove (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  const WbBoardChart chart = { WB_CHART_SELLER, "seller-north", "North", 0, 0, NULL };
  g_autoptr (WbBoardPlan) full = parse (ONE ("{\"chart\":\"map\"}"));
  guint n = 1;

  assert_next (wb_board_plan_add (plan, &chart, 0, 1, WB_BOARD_IN_COLUMN),
               "trend North seller | map rank | hot stock");
  assert_next (wb_board_plan_add (plan, &chart, 3, 0, WB_BOARD_NEW_COLUMN),
               "trend seller | map rank | hot stock | North");
  assert_next (wb_board_plan_remove (plan, 2), "trend seller | rank | hot stock");
  g_assert_null (wb_board_plan_remove (full, 0));
  assert_next (wb_board_plan_rename (plan, 0, "Sales"), "Sales seller | map rank | hot stock");
  g_assert_null (wb_board_plan_rename (plan, 0, ""));

  /* Up to the limits. */
  for (WbBoardPlan *next; (next = wb_board_plan_add (full, &chart, n / 8, 99, n % 8 == 0)) != NULL; n++)
    {
      wb_board_plan_unref (full);
      full = next;
      assert_round_trip (full);
    }
  g_assert_cmpuint (n, ==, 24);
}

static void
test_resize (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  g_autoptr (WbBoardPlan) wider = wb_board_plan_widen (plan, 0, 0.1);
  g_autoptr (WbBoardPlan) lower = wb_board_plan_heighten (plan, 2, -0.08);
  const WbBoardColumn *columns;
  guint n;

  columns = wb_board_plan_get_columns (wider, &n);
  g_assert_cmpfloat (columns[0].width, ==, 34.51);
  g_assert_cmpfloat (columns[1].width, ==, 34.59);
  g_assert_cmpfloat (columns[2].width, ==, 27.6);
  columns = wb_board_plan_get_columns (lower, &n);
  g_assert_cmpfloat (columns[1].charts[0].height, ==, 50);
  g_assert_cmpfloat (columns[1].charts[1].height, ==, 50);
  g_assert_null (wb_board_plan_widen (plan, 2, 0.1));
  g_assert_null (wb_board_plan_heighten (plan, 1, 0.1));
}

static void
test_steps (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  const WbBoardChart chart = { WB_CHART_SELLER, "x", NULL, 0, 0, NULL };
  g_autoptr (WbBoardPlan) four = wb_board_plan_append (plan, &chart);

  assert_next (wb_board_plan_move_step (plan, 0, WB_BOARD_DOWN), "seller trend | map rank | hot stock");
  assert_next (wb_board_plan_move_step (plan, 1, WB_BOARD_UP), "seller trend | map rank | hot stock");
  assert_next (wb_board_plan_move_step (plan, 1, WB_BOARD_END), "trend | map seller rank | hot stock");
  assert_next (wb_board_plan_move_step (plan, 2, WB_BOARD_START), "map trend seller | rank | hot stock");
  assert_next (wb_board_plan_move_step (plan, 0, WB_BOARD_START), "trend | seller | map rank | hot stock");
  assert_next (wb_board_plan_move_step (plan, 5, WB_BOARD_END), "trend seller | map rank | hot | stock");
  g_assert_null (wb_board_plan_move_step (plan, 0, WB_BOARD_UP));
  g_assert_null (wb_board_plan_move_step (plan, 1, WB_BOARD_DOWN));

  assert_plan (four, "trend seller | map rank | hot stock | x");
  assert_next (wb_board_plan_append (four, &chart), "trend seller | map rank | hot stock | x x");
}

/* After random changes, the file of the result can be read. */
static void
test_random (void)
{
  static const WbBoardChart chart = { WB_CHART_STOCK, "x", NULL, 0, 0, NULL };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  WbBoardPlan *plan = wb_board_plan_new_default ();

  for (guint i = 0; i < 5000; i++)
    {
      guint n, n_columns, index, column, row;
      WbBoardPlan *next = NULL;

      wb_board_plan_get_charts (plan, &n);
      wb_board_plan_get_columns (plan, &n_columns);
      index = g_rand_int_range (random, 0, (gint32) n);
      column = g_rand_int_range (random, 0, (gint32) n_columns + 2);
      row = g_rand_int_range (random, 0, 10);
      switch (g_rand_int_range (random, 0, 6))
        {
        case 0:
          next = wb_board_plan_add (plan, &chart, column, row, g_rand_boolean (random));
          break;
        case 1:
          next = wb_board_plan_remove (plan, index);
          break;
        case 2:
          next = wb_board_plan_widen (plan, column, g_rand_double_range (random, -1, 1));
          break;
        case 3:
          next = wb_board_plan_heighten (plan, index, g_rand_double_range (random, -1, 1));
          break;
        default:
          next = wb_board_plan_move (plan, index, column, row, g_rand_boolean (random));
        }
      if (next == NULL)
        continue;
      wb_board_plan_unref (plan);
      plan = next;
      assert_round_trip (plan);
    }
  wb_board_plan_unref (plan);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board-plan/default", test_default);
  g_test_add_func ("/board-plan/parse", test_parse);
  g_test_add_func ("/board-plan/bad", test_bad);
  g_test_add_func ("/board-plan/bad-style", test_bad_style);
  g_test_add_func ("/board-plan/round-trip", test_round_trip);
  g_test_add_func ("/board-plan/move", test_move);
  g_test_add_func ("/board-plan/add-and-remove", test_add_and_remove);
  g_test_add_func ("/board-plan/resize", test_resize);
  g_test_add_func ("/board-plan/steps", test_steps);
  g_test_add_func ("/board-plan/random", test_random);
  g_test_add_func ("/board-plan/german", test_german);

  return g_test_run ();
}
