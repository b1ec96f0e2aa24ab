/* wb-board-geometry.h: where the cards of a board are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"
#include "plan/wb-board-plan.h"

G_BEGIN_DECLS

/* The least width of a board of three columns, in logical pixels. */
#define WB_BOARD_MIN_WIDE 900

/* Between the cards of a board of plain size, in logical pixels. */
#define WB_BOARD_GAP 16

/**
 * WbBoardGeometry:
 * @n_columns: in how many columns the cards are
 * @n_rows: how many cards the longest of them has
 * @planned: whether they are where the plan has them; %FALSE where there is no room for its columns, and cards are
 *   placed row by row
 * @growth: how much larger its cards are than those of the usual board at its plain size, 1280 × 720; text grows with it
 * @gap: between the cards, in logical pixels
 * @n_cards: how many there are
 * @cards: (array length=n_cards): the card of each chart of the plan; all numbers are whole
 *
 * A board of a size.
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
