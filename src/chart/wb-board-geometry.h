/* wb-board-geometry.h: where the cards of a board are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart.h"

G_BEGIN_DECLS

/* The least width of a board of three columns, in logical pixels. */
#define WB_BOARD_MIN_WIDE 900

/* Between the cards of a board of plain size, in logical pixels. */
#define WB_BOARD_GAP 16

/**
 * WbBoardGeometry:
 * @n_columns: 1 to 3
 * @growth: how much larger its cards are than those of a board of plain size, 1280 × 720; text grows with it
 * @gap: between the cards, in logical pixels
 * @cards: (array fixed-size=6): the card of each #WbChartKind; all numbers are whole
 *
 * A board of a size.
 */
typedef struct
{
  guint  n_columns;
  double growth;
  int    gap;
  WbBox  cards[WB_N_CHARTS];
} WbBoardGeometry;

guint           wb_board_geometry_count_columns (int      width,
                                                 int      height);
WbBoardGeometry wb_board_geometry_find          (int      width,
                                                 int      height,
                                                 gboolean right_to_left);

G_END_DECLS
