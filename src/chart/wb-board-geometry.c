/* wb-board-geometry.c: where the cards of a board are
 *
 * Wide, the six cards stand in three columns of the seed's proportions:
 *
 *     ┌ 0 trend ─┐ ┌ 2 map ──────┐ ┌ 4 hot ───┐      27.6 : 41.5 : 27.6
 *     │          │ │             │ │          │
 *     ├ 1 seller ┤ │             │ ├ 5 stock ─┤      side columns cut in half,
 *     │          │ ├ 3 rank ─────┤ │          │      the middle one at 58 %
 *     └──────────┘ └─────────────┘ └──────────┘
 *
 * Narrower or in portrait, they reflow row by row into two equal columns, then
 * into one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-board-geometry.h"

#include "wb-box.h"

/* Logical pixels. */
#define MIN_TWO        640 /* the least width of two columns */
#define MAX_GAP_GROWTH 3   /* the gap grows with the board, but not for ever */

/* The size of a board at which text has its plain size. */
#define PLAIN_WIDTH  1280.0
#define PLAIN_HEIGHT 720.0

/* A part of a length, in whole pixels, so that neighbours meet exactly. */
static int
part (int    length,
      double share)
{
  return (int) (length * share + 0.5);
}

static WbBox
place_wide (guint index,
            int   width,
            int   height,
            int   gap)
{
  static const double shares[] = { 27.6 / 96.7, 41.5 / 96.7, 27.6 / 96.7 };
  guint column = index / 2;
  int inner = width - 2 * gap;
  int side = part (inner, shares[0]);
  int split = part (height - gap, column == 1 ? 0.58 : 0.5);

  return (WbBox) {
    .x = column == 0 ? 0 : column == 1 ? side + gap : width - side,
    .y = index % 2 == 0 ? 0 : split + gap,
    .width = column == 1 ? inner - 2 * side : side,
    .height = index % 2 == 0 ? split : height - gap - split,
  };
}

static WbBox
place_rows (guint index,
            int   n_columns,
            int   width,
            int   height,
            int   gap)
{
  int n_rows = (WB_N_CHARTS + n_columns - 1) / n_columns;
  int column = (int) index % n_columns;
  int row = (int) index / n_columns;
  int inner_width = width - (n_columns - 1) * gap;
  int inner_height = height - (n_rows - 1) * gap;

  return (WbBox) {
    .x = inner_width * column / n_columns + column * gap,
    .y = inner_height * row / n_rows + row * gap,
    .width = inner_width * (column + 1) / n_columns - inner_width * column / n_columns,
    .height = inner_height * (row + 1) / n_rows - inner_height * row / n_rows,
  };
}

/* How much larger a card is than on a board of plain size, which has three columns of two. */
static double
get_growth (guint n_columns,
            int   width,
            int   height)
{
  double n_rows = (double) WB_N_CHARTS / n_columns;

  return MIN (width * 3.0 / n_columns / PLAIN_WIDTH, height * 2.0 / n_rows / PLAIN_HEIGHT);
}

/**
 * wb_board_geometry_count_columns:
 * @width: of a board, in logical pixels
 * @height: of the board, or -1 if it is not known yet
 *
 * Finds how many columns a board has. One that is not as high as wide, or of a
 * height that is not known yet, may have three.
 *
 * Returns: 1 to 3
 */
guint
wb_board_geometry_count_columns (int width,
                                 int height)
{
  return width >= WB_BOARD_MIN_WIDE && width > height ? 3 : width >= MIN_TWO ? 2 : 1;
}

/**
 * wb_board_geometry_find:
 * @width: of a board, in logical pixels
 * @height: of the board
 * @right_to_left: whether it is mirrored
 *
 * Finds where the cards of a board are. They fill it to its edges. A board
 * that is too small for them has cards without width or height.
 *
 * Returns: the geometry
 */
WbBoardGeometry
wb_board_geometry_find (int      width,
                        int      height,
                        gboolean right_to_left)
{
  WbBoardGeometry self = { .n_columns = wb_board_geometry_count_columns (width, height) };

  self.growth = get_growth (self.n_columns, width, height);
  self.gap = part (WB_BOARD_GAP, CLAMP (self.growth, 1, MAX_GAP_GROWTH));

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      WbBox box = self.n_columns == 3 ? place_wide (i, width, height, self.gap)
                                      : place_rows (i, self.n_columns, width, height, self.gap);

      box.width = MAX (box.width, 0);
      box.height = MAX (box.height, 0);
      self.cards[i] = right_to_left ? wb_box_mirror (box, width) : box;
    }

  return self;
}
