/* wb-board-geometry.c: where the cards of a board are
 *
 * Wide, they stand in the columns of the plan; the usual one has the legacy proportions:
 *
 *     ┌ 0 trend ─┐ ┌ 2 map ──────┐ ┌ 4 hot ───┐      27.6 : 41.5 : 27.6
 *     │          │ │             │ │          │
 *     ├ 1 seller ┤ │             │ ├ 5 stock ─┤      side columns cut in half,
 *     │          │ ├ 3 rank ─────┤ │          │      the middle one at 58 %
 *     └──────────┘ └─────────────┘ └──────────┘
 *
 * Narrower or in portrait, they reflow row by row into three or two equal columns, then
 * into one; a last card that would stand alone has the whole row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-geometry.h"

#include <math.h>

#include "drawing/wb-box.h"

/* Logical pixels. */
#define MIN_TWO        640 /* the least width of two columns */
#define MIN_COLUMN     300 /* the least mean width of three and more */
#define MIN_NARROW     180 /* the least width of a column that is narrower than others */
#define MIN_ROW        270 /* the least height of a card of a board that may scroll */
#define MIN_ROW_WIDE   190 /* the least mean height of the cards of a column that stands where it is planned */
#define MIN_LOW        158 /* the least height of a card that is lower than others */
#define MAX_GAP_GROWTH 3   /* the gap grows with the board, but not for ever */

/* The size of a board at which text has its plain size. */
#define PLAIN_WIDTH  1280.0
#define PLAIN_HEIGHT 720.0

/* How much larger than on the usual board text may be where there are fewer cards. */
#define MAX_GROWTH_RATIO 1.4

/* A part of a length, in whole pixels, so that neighbours meet exactly. */
static int
part (int    length,
      double share)
{
  return (int) (length * share + 0.5);
}

static double
sum_widths (const WbBoardColumn *columns,
            guint                n_columns)
{
  double sum = 0;

  for (guint i = 0; i < n_columns; i++)
    sum += columns[i].width;

  return sum;
}

static double
sum_heights (const WbBoardColumn *column)
{
  double sum = 0;

  for (guint i = 0; i < column->n_charts; i++)
    sum += column->charts[i].height;

  return sum;
}

/* Whether the columns of a plan have the room that they need; height is -1 if it is not known yet. */
static gboolean
has_room (WbBoardPlan *plan,
          int          width,
          int          height)
{
  guint n;
  const WbBoardColumn *columns = wb_board_plan_get_columns (plan, &n);
  double least = columns[0].width;

  if (n == 1)
    return TRUE;
  if (n == 2 ? width < MIN_TWO : width < MIN_COLUMN * (int) n || width <= height)
    return FALSE;

  for (guint i = 1; i < n; i++)
    least = MIN (least, columns[i].width);

  return (width - (int) (n - 1) * WB_BOARD_GAP) * least / sum_widths (columns, n) >= MIN_NARROW;
}

/* The same share from either side, so that columns of one width are equal to the pixel: the sides of the usual
 * board are rounded alike, and what is left over is in the middle. */
static int
cut (int    length,
     double before,
     double sum)
{
  return before * 2 <= sum ? part (length, before / sum) : length - part (length, (sum - before) / sum);
}

static void
place_planned (WbBoardGeometry *self,
               WbBoardPlan     *plan,
               int              width,
               int              height)
{
  guint n, index = 0;
  const WbBoardColumn *columns = wb_board_plan_get_columns (plan, &n);
  int inner = MAX (width - (int) (n - 1) * self->gap, 0);
  double all_widths = sum_widths (columns, n);
  double width_before = 0;

  for (guint i = 0; i < n; i++)
    {
      const WbBoardColumn *column = &columns[i];
      int inner_height = MAX (height - (int) (column->n_charts - 1) * self->gap, 0);
      int left = cut (inner, width_before, all_widths);
      int right = i + 1 < n ? cut (inner, width_before + column->width, all_widths) : inner;
      double all_heights = sum_heights (column);
      double height_before = 0;

      for (guint j = 0; j < column->n_charts; j++)
        {
          double height_after = height_before + column->charts[j].height;
          int top = part (inner_height, height_before / all_heights);
          int bottom = j + 1 < column->n_charts ? part (inner_height, height_after / all_heights) : inner_height;

          self->cards[index++] = (WbBox) { left + (int) i * self->gap, top + (int) j * self->gap,
                                           right - left, bottom - top };
          height_before = height_after;
        }
      width_before += column->width;
    }
}

static void
place_rows (WbBoardGeometry *self,
            int              width,
            int              height)
{
  int n_columns = (int) self->n_columns;
  int n_rows = (int) self->n_rows;
  int inner_height = MAX (height - (n_rows - 1) * self->gap, 0);

  for (int i = 0; i < (int) self->n_cards; i++)
    {
      int row = i / n_columns;
      int column = i % n_columns;
      int n_here = MIN ((int) self->n_cards - row * n_columns, n_columns);
      int inner_width = MAX (width - (n_here - 1) * self->gap, 0);

      self->cards[i] = (WbBox) {
        .x = inner_width * column / n_here + column * self->gap,
        .y = inner_height * row / n_rows + row * self->gap,
        .width = inner_width * (column + 1) / n_here - inner_width * column / n_here,
        .height = inner_height * (row + 1) / n_rows - inner_height * row / n_rows,
      };
    }
}

/* Whether cards in two columns would be too low to be read. */
static gboolean
is_low (guint n_cards,
        int   height)
{
  return height < (int) ((n_cards + 1) / 2) * (MIN_ROW_WIDE + WB_BOARD_GAP);
}

/* Finds in how many columns and rows the cards are. */
static void
count (WbBoardGeometry *self,
       WbBoardPlan     *plan,
       int              width,
       int              height)
{
  guint n;
  const WbBoardColumn *columns = wb_board_plan_get_columns (plan, &n);

  wb_board_plan_get_charts (plan, &self->n_cards);
  self->planned = has_room (plan, width, height);
  if (self->planned)
    {
      self->n_columns = n;
      self->n_rows = 0;
      for (guint i = 0; i < n; i++)
        self->n_rows = MAX (self->n_rows, columns[i].n_charts);
      return;
    }

  self->n_columns = width >= WB_BOARD_MIN_WIDE && n > 2 && (width > height || is_low (self->n_cards, height)) ? 3
                    : width >= MIN_TWO ? 2 : 1;
  self->n_columns = MIN (self->n_columns, self->n_cards);
  self->n_rows = (self->n_cards + self->n_columns - 1) / self->n_columns;
}

/* How much larger a card is than on a board of plain size, which has three columns of two. Fewer cards have room
 * for larger text, which need not be all used up. */
static double
get_growth (const WbBoardGeometry *self,
            int                    width,
            int                    height)
{
  double usual = MIN (width / PLAIN_WIDTH, height / PLAIN_HEIGHT);
  double mine = MIN (width * 3.0 / self->n_columns / PLAIN_WIDTH, height * 2.0 / self->n_rows / PLAIN_HEIGHT);

  return self->planned ? MIN (mine, usual * MAX_GROWTH_RATIO) : mine;
}

/**
 * wb_board_geometry_find:
 * @plan: which charts the board has
 * @width: of the board, in logical pixels
 * @height: of the board
 * @right_to_left: whether it is mirrored
 *
 * Finds where the cards of a board are. They fill it to its edges. A board
 * that is too small for them has cards without width or height.
 *
 * Returns: the geometry
 */
WbBoardGeometry
wb_board_geometry_find (WbBoardPlan *plan,
                        int          width,
                        int          height,
                        gboolean     right_to_left)
{
  WbBoardGeometry self = { 0 };

  g_return_val_if_fail (plan != NULL, self);

  count (&self, plan, width, height);
  self.growth = get_growth (&self, width, height);
  self.gap = part (WB_BOARD_GAP, CLAMP (self.growth, 1, MAX_GAP_GROWTH));

  if (self.planned)
    place_planned (&self, plan, width, height);
  else
    place_rows (&self, width, height);

  for (guint i = 0; i < self.n_cards; i++)
    {
      self.cards[i].width = MAX (self.cards[i].width, 0);
      self.cards[i].height = MAX (self.cards[i].height, 0);
      if (right_to_left)
        self.cards[i] = wb_box_mirror (self.cards[i], width);
    }

  return self;
}

/**
 * wb_board_geometry_least_height:
 * @plan: which charts a board has
 * @width: of the board, in logical pixels
 *
 * Finds how high a board of a width must be for its cards to be read.
 *
 * Returns: the height in logical pixels
 */
int
wb_board_geometry_least_height (WbBoardPlan *plan,
                                int          width)
{
  WbBoardGeometry self = { 0 };
  const WbBoardColumn *columns;
  double least = 0;
  int row;
  guint n;

  g_return_val_if_fail (plan != NULL, 0);

  count (&self, plan, width, -1);
  row = self.n_columns < 3 && self.n_cards > self.n_columns ? MIN_ROW : MIN_ROW_WIDE;
  if (!self.planned)
    return (int) self.n_rows * (row + WB_BOARD_GAP) - WB_BOARD_GAP;

  columns = wb_board_plan_get_columns (plan, &n);
  for (guint i = 0; i < n; i++)
    {
      int gaps = (int) (columns[i].n_charts - 1) * WB_BOARD_GAP;
      double sum = sum_heights (&columns[i]);

      least = MAX (least, (int) columns[i].n_charts * row + gaps);
      for (guint j = 0; j < columns[i].n_charts; j++)
        least = MAX (least, MIN_LOW * sum / columns[i].charts[j].height + gaps);
    }

  return (int) ceil (least);
}
