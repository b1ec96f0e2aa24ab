/* wb-board-geometry.h: positions of the cards of a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"
#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

/* The least width of a board of three columns, in logical pixels. */
#define WB_BOARD_MIN_WIDE 900

/* The gap between cards at the base size, in logical pixels. */
#define WB_BOARD_GAP 16

/**
 * WbBoardGeometry:
 * @n_columns: the number of columns
 * @n_rows: the number of cards in the longest column
 * @planned: whether cards are in the columns of the plan; %FALSE if there is no room for these, and
 *   cards are placed row by row
 * @growth: the size of cards relative to those of the default board at its base size, 1280 × 720;
 *   text grows with it
 * @gap: between the cards, in logical pixels
 * @n_cards: the number of cards
 * @cards: (array length=n_cards): the card of each chart of the plan; all numbers are whole
 *
 * The layout of the cards of a board.
 */
typedef struct
{
  guint    n_columns;
  guint    n_rows;
  gboolean planned;
  double   growth;
  int      gap;
  guint    n_cards;
  WbBox    cards[WB_BOARD_MAX_CHARTS];
} WbBoardGeometry;

WbBoardGeometry wb_board_geometry_find         (WbBoardPlan *plan,
                                                int          width,
                                                int          height,
                                                gboolean     right_to_left);
int             wb_board_geometry_least_height (WbBoardPlan *plan,
                                                int          width);

G_END_DECLS
