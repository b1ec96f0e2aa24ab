/* test-board-geometry.c: positions of the cards of a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "drawing/wb-box.h"
#include "export/wb-board-geometry.h"

static WbBoardPlan *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  WbBoardPlan *plan = wb_board_plan_parse ("board", json, strlen (json), &error);

  g_assert_no_error (error);

  return plan;
}

static void
check_box (WbBox  box,
           double x,
           double y,
           double width,
           double height)
{
  g_assert_cmpfloat (box.x, ==, x);
  g_assert_cmpfloat (box.y, ==, y);
  g_assert_cmpfloat (box.width, ==, width);
  g_assert_cmpfloat (box.height, ==, height);
}

/* The legacy page's columns, 27.6 : 41.5 : 27.6, and its rows. */
static void
test_wide (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  WbBoardGeometry board = wb_board_geometry_find (plan, 1280, 720, FALSE);

  g_assert_cmpuint (board.n_columns, ==, 3);
  g_assert_cmpfloat (board.growth, ==, 1);
  g_assert_cmpint (board.gap, ==, 16);
  check_box (board.cards[WB_CHART_TREND], 0, 0, 356, 352);
  check_box (board.cards[WB_CHART_SELLER], 0, 368, 356, 352);
  check_box (board.cards[WB_CHART_MAP], 372, 0, 536, 408);
  check_box (board.cards[WB_CHART_RANK], 372, 424, 536, 296);
  check_box (board.cards[WB_CHART_HOT], 924, 0, 356, 352);
  check_box (board.cards[WB_CHART_STOCK], 924, 368, 356, 352);
}

static guint
count_columns (WbBoardPlan *plan,
               int          width,
               int          height)
{
  return wb_board_geometry_find (plan, width, height, FALSE).n_columns;
}

static void
test_columns (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();

  g_assert_cmpuint (count_columns (plan, 900, 899), ==, 3);
  g_assert_cmpuint (count_columns (plan, 900, 900), ==, 2);
  g_assert_cmpuint (count_columns (plan, 899, 400), ==, 2);
  g_assert_cmpuint (count_columns (plan, 640, 400), ==, 2);
  g_assert_cmpuint (count_columns (plan, 639, 400), ==, 1);
  g_assert_cmpint (wb_board_geometry_find (plan, 3840, 2160, FALSE).gap, ==, 48);

  /* Two rows of 190 and the gap between; one of 270 on a scrollable board. */
  g_assert_cmpint (wb_board_geometry_least_height (plan, 1280), ==, 396);
  g_assert_cmpint (wb_board_geometry_least_height (plan, 800), ==, 3 * 270 + 2 * 16);
  g_assert_cmpint (wb_board_geometry_least_height (plan, 400), ==, 6 * 270 + 5 * 16);
}

#define MAP  "{\"chart\":\"map\"}"
#define MAP4 "{\"charts\":[" MAP "," MAP "," MAP "," MAP "]}"

/* The plan is followed if there is room; text grows with fewer cards, up to a limit. */
static void
test_plans (void)
{
  g_autoptr (WbBoardPlan) one = parse ("{\"columns\":[{\"charts\":[" MAP "]}]}");
  g_autoptr (WbBoardPlan) sides = parse ("{\"columns\":[{\"width\":1,\"charts\":[" MAP "]},{\"width\":3,"
                                         "\"charts\":[" MAP ",{\"chart\":\"hot\",\"height\":3}]}]}");
  g_autoptr (WbBoardPlan) many = parse ("{\"columns\":[" MAP4 "," MAP4 "," MAP4 "," MAP4 "," MAP4 "]}");
  WbBoardGeometry board = wb_board_geometry_find (one, 1280, 720, FALSE);

  g_assert_cmpuint (board.n_cards, ==, 1);
  g_assert_cmpfloat (board.growth, ==, 1.4);
  check_box (board.cards[0], 0, 0, 1280, 720);
  g_assert_cmpuint (count_columns (one, 300, 900), ==, 1);

  board = wb_board_geometry_find (sides, 1216, 720, FALSE);
  g_assert_cmpuint (board.n_cards, ==, 3);
  check_box (board.cards[0], 0, 0, 300, 720);
  check_box (board.cards[1], 316, 0, 900, 176);
  check_box (board.cards[2], 316, 192, 900, 528);
  /* Too narrow for the first column: cards are placed row by row, and the last one takes a whole row. */
  board = wb_board_geometry_find (sides, 656, 720, FALSE);
  check_box (board.cards[1], 336, 0, 320, 352);
  check_box (board.cards[2], 0, 368, 656, 352);
  g_assert_cmpint (wb_board_geometry_least_height (sides, 1216), ==, 4 * 158 + 16);

  board = wb_board_geometry_find (many, 1920, 1080, FALSE);
  g_assert_true (board.planned);
  g_assert_cmpuint (board.n_columns, ==, 5);
  g_assert_cmpuint (board.n_rows, ==, 4);
  g_assert_cmpuint (count_columns (many, 1400, 800), ==, 3);
  g_assert_cmpuint (count_columns (many, 1080, 1920), ==, 3);
  g_assert_cmpuint (count_columns (many, 1080, 3000), ==, 2);
}

/* A random plan, as made by editing. */
static WbBoardPlan *
make_plan (GRand *random)
{
  WbBoardPlan *plan = wb_board_plan_new_default ();

  for (gint32 i = g_rand_int_range (random, 0, 60); i > 0; i--)
    {
      static const WbBoardChart chart = { WB_CHART_STOCK, "x", NULL, 0, 0, NULL };
      WbBoardPlan *next;
      guint n;

      wb_board_plan_get_charts (plan, &n);
      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          next = wb_board_plan_add (plan, &chart, g_rand_int_range (random, 0, 9), 0,
                                    g_rand_boolean (random));
          break;
        case 1:
          next = wb_board_plan_remove (plan, g_rand_int_range (random, 0, (gint32) n));
          break;
        case 2:
          next = wb_board_plan_widen (plan, g_rand_int_range (random, 0, 8),
                                      g_rand_double_range (random, -0.4, 0.4));
          break;
        default:
          next = wb_board_plan_heighten (plan, g_rand_int_range (random, 0, (gint32) n),
                                         g_rand_double_range (random, -0.4, 0.4));
        }
      if (next != NULL)
        {
          wb_board_plan_unref (plan);
          plan = next;
        }
    }

  return plan;
}

/* Cards fill the board to its edges, with the gap between them and whole numbers; the other direction is
 * mirrored. At the least height of a board, cards are readable. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint run = 0; run < 2000; run++)
    {
      g_autoptr (WbBoardPlan) plan = make_plan (random);
      int width = g_rand_int_range (random, 100, 5000);
      int height = wb_board_geometry_least_height (plan, width) + g_rand_int_range (random, 0, 3000);
      WbBoardGeometry board = wb_board_geometry_find (plan, width, height, FALSE);
      WbBoardGeometry mirror = wb_board_geometry_find (plan, width, height, TRUE);
      WbBox all = board.cards[0];

      for (guint i = 0; i < board.n_cards; i++)
        {
          WbBox card = board.cards[i];
          WbBox near = wb_box_grow (card, board.gap - 0.5);

          g_assert_cmpfloat (card.x, ==, floor (card.x));
          g_assert_cmpfloat (card.height, ==, floor (card.height));
          if (width >= 240)
            g_assert_cmpfloat (card.width, >=, 170);
          g_assert_cmpfloat (card.height, >=, 120);
          check_box (mirror.cards[i], width - card.x - card.width, card.y, card.width, card.height);
          all = wb_box_union (all, card);
          for (guint j = 0; j < i; j++)
            g_assert_false (wb_box_intersects (near, board.cards[j]));
        }
      check_box (all, 0, 0, width, height);
    }
}

/* Any small size is handled. */
static void
test_nothing (void)
{
  g_autoptr (WbBoardPlan) plan = wb_board_plan_new_default ();
  WbBoardGeometry board = wb_board_geometry_find (plan, 0, 0, FALSE);

  for (guint i = 0; i < board.n_cards; i++)
    {
      g_assert_cmpfloat (board.cards[i].width, >=, 0);
      g_assert_cmpfloat (board.cards[i].height, >=, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board-geometry/wide", test_wide);
  g_test_add_func ("/board-geometry/columns", test_columns);
  g_test_add_func ("/board-geometry/plans", test_plans);
  g_test_add_func ("/board-geometry/nothing", test_nothing);
  g_test_add_func ("/board-geometry/random", test_random);

  return g_test_run ();
}
