/* test-board-geometry.c: where the cards of a board are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "wb-board-geometry.h"
#include "wb-box.h"

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

/* The seed's columns, 27.6 : 41.5 : 27.6, and its rows. */
static void
test_wide (void)
{
  WbBoardGeometry board = wb_board_geometry_find (1280, 720, FALSE);

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

static void
test_columns (void)
{
  g_assert_cmpuint (wb_board_geometry_count_columns (900, -1), ==, 3);
  g_assert_cmpuint (wb_board_geometry_count_columns (900, 900), ==, 2);
  g_assert_cmpuint (wb_board_geometry_count_columns (899, 400), ==, 2);
  g_assert_cmpuint (wb_board_geometry_count_columns (640, 400), ==, 2);
  g_assert_cmpuint (wb_board_geometry_count_columns (639, 400), ==, 1);
  g_assert_cmpuint (wb_board_geometry_find (3840, 2160, FALSE).gap, ==, 48);
}

/* Cards fill the board to its edges, keep the gap between each other, and are whole; the other direction is
 * the mirror image. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint run = 0; run < 2000; run++)
    {
      int width = g_rand_int_range (random, 100, 5000);
      int height = g_rand_int_range (random, 300, 5000);
      WbBoardGeometry board = wb_board_geometry_find (width, height, FALSE);
      WbBoardGeometry mirror = wb_board_geometry_find (width, height, TRUE);
      WbBox all = board.cards[0];

      for (guint i = 0; i < WB_N_CHARTS; i++)
        {
          WbBox card = board.cards[i];
          WbBox near = wb_box_grow (card, board.gap - 0.5);

          g_assert_cmpfloat (card.x, ==, floor (card.x));
          g_assert_cmpfloat (card.height, ==, floor (card.height));
          check_box (mirror.cards[i], width - card.x - card.width, card.y, card.width, card.height);
          all = wb_box_union (all, card);
          for (guint j = 0; j < i; j++)
            g_assert_false (wb_box_intersects (near, board.cards[j]));
        }
      check_box (all, 0, 0, width, height);
    }

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      WbBox card = wb_board_geometry_find (0, 0, FALSE).cards[i];

      g_assert_cmpfloat (card.width, >=, 0);
      g_assert_cmpfloat (card.height, >=, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board-geometry/wide", test_wide);
  g_test_add_func ("/board-geometry/columns", test_columns);
  g_test_add_func ("/board-geometry/random", test_random);

  return g_test_run ();
}
