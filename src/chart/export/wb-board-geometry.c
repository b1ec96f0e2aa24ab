/* wb-board-geometry.c: positions of the cards of a board
 *
 * A wide board has the columns of its plan; the default one has the legacy proportions:
 *
 *     ┌ 0 trend ─┐ ┌ 2 map ──────┐ ┌ 4 hot ───┐      27.6 : 41.5 : 27.6
 *     │          │ │             │ │          │
 *     ├ 1 seller ┤ │             │ ├ 5 stock ─┤      side columns cut in half,
 *     │          │ ├ 3 rank ─────┤ │          │      the middle one at 58 %
 *     └──────────┘ └─────────────┘ └──────────┘
 *
 * On narrower boards and in portrait, cards are placed row by row in three or two equal columns, or in one; a
 * single last card takes the whole row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-geometry.h"

#include <math.h>

#include "drawing/wb-box.h"

/* Logical pixels. */
#define MIN_TWO        640 /* the least width of two columns */
#define MIN_COLUMN     300 /* the least mean width of three or more columns */
#define MIN_NARROW     180 /* the least width of a column that is narrower than others */
#define MIN_ROW        270 /* the least height of a card of a scrollable board */
#define MIN_ROW_WIDE   190 /* the least mean height of cards in a planned column */
#define MIN_LOW        158 /* the least height of a card that is lower than others */
#define MAX_GAP_GROWTH 3   /* the largest factor for the gap */

/* The base size of a board, at which text has its default size. */
#define PLAIN_WIDTH  1280.0
#define PLAIN_HEIGHT 720.0

/* The largest growth of text on boards with fewer cards, relative to the default board. */
#define MAX_GROWTH_RATIO 1.4

/* Divides a length into parts of whole pixels without gaps. */
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

/* Whether there is room for the columns of a plan; @height is -1 if it is not known yet. */
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

/* Rounds a share the same way from either side, so that columns of equal width are equal to the pixel: the
 * remainder of the default board is in the middle. */
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
          int bottom = j + 1 < column->n_charts ? part (inner_height, height_after / all_heights)
                                                : inner_height;

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

/* Whether cards in two columns would be too low. */
static gboolean
is_low (guint n_cards,
        int   height)
{
  return height < (int) ((n_cards + 1) / 2) * (MIN_ROW_WIDE + WB_BOARD_GAP);
}

/* Chooses the number of columns and rows. */
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

  if (width >= WB_BOARD_MIN_WIDE && n > 2 && (width > height || is_low (self->n_cards, height)))
    self->n_columns = 3;
  else
    self->n_columns = width >= MIN_TWO ? 2 : 1;
  self->n_columns = MIN (self->n_columns, self->n_cards);
  self->n_rows = (self->n_cards + self->n_columns - 1) / self->n_columns;
}

/* The size of a card relative to the base size with three columns of two. Fewer cards allow larger text, up
 * to a limit. */
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
 * @plan: the charts of the board
 * @width: of the board, in logical pixels
 * @height: of the board
 * @right_to_left: whether it is mirrored
 *
 * Computes the positions of the cards of a board, which they fill to its edges.
 * If it is too small, cards have no width or height.
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
 * @plan: the charts of a board
 * @width: of the board, in logical pixels
 *
 * Computes the least height of a board for readable cards.
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
