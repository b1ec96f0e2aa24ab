/* wb-board-plan-edit.c: changes to a plan
 *
 * Each function makes a new plan within the limits, so that a list of plans is
 * enough for undo. They return NULL if nothing changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/wb-safe-text.h"
#include "wb-board-plan-private.h"

#include <math.h>
#include <string.h>

/* Rounds to the few digits that people write in a file. */
static double
round_share (double share)
{
  return round (share * 100) / 100;
}

/* A new chart gets the average share of the others. Since sums are not exact, it is kept within their
 * range. */
static double
get_mean_height (const WbBoardDraftColumn *column)
{
  double least = WB_BOARD_MAX_SHARE, most = 0, sum = 0;

  for (guint i = 0; i < column->n_charts; i++)
    {
      sum += column->charts[i].height;
      least = MIN (least, column->charts[i].height);
      most = MAX (most, column->charts[i].height);
    }

  return column->n_charts > 0 ? CLAMP (sum / column->n_charts, least, most) : 1;
}

static double
get_mean_width (const WbBoardDraft *draft)
{
  double least = WB_BOARD_MAX_SHARE, most = 0, sum = 0;

  for (guint i = 0; i < draft->n_columns; i++)
    {
      sum += draft->columns[i].width;
      least = MIN (least, draft->columns[i].width);
      most = MAX (most, draft->columns[i].width);
    }

  return CLAMP (sum / draft->n_columns, least, most);
}

static gboolean
insert_column (WbBoardDraft *draft,
               guint         column)
{
  double width = get_mean_width (draft);

  if (draft->n_columns == WB_BOARD_MAX_COLUMNS)
    return FALSE;

  memmove (&draft->columns[column + 1], &draft->columns[column],
           (draft->n_columns - column) * sizeof draft->columns[0]);
  draft->n_columns++;
  draft->columns[column] = (WbBoardDraftColumn) { .width = width };

  return TRUE;
}

static gboolean
insert_chart (WbBoardDraft       *draft,
              const WbBoardChart *chart,
              guint               column,
              guint               row,
              WbBoardTarget       target)
{
  WbBoardDraftColumn *into;
  double height;

  column = MIN (column, target == WB_BOARD_NEW_COLUMN ? draft->n_columns : draft->n_columns - 1);
  if (target == WB_BOARD_NEW_COLUMN && !insert_column (draft, column))
    return FALSE;

  into = &draft->columns[column];
  if (into->n_charts == WB_BOARD_MAX_ROWS || wb_board_draft_count (draft) == WB_BOARD_MAX_CHARTS)
    return FALSE;

  height = get_mean_height (into);
  row = MIN (row, into->n_charts);
  memmove (&into->charts[row + 1], &into->charts[row], (into->n_charts - row) * sizeof into->charts[0]);
  into->charts[row] = *chart;
  into->charts[row].height = height;
  into->n_charts++;

  return TRUE;
}

/* Returns whether the column was removed with its last chart. */
static gboolean
remove_chart (WbBoardDraft *draft,
              guint         column,
              guint         row)
{
  WbBoardDraftColumn *from = &draft->columns[column];

  from->n_charts--;
  memmove (&from->charts[row], &from->charts[row + 1], (from->n_charts - row) * sizeof from->charts[0]);
  if (from->n_charts > 0)
    return FALSE;

  draft->n_columns--;
  memmove (&draft->columns[column], &draft->columns[column + 1],
           (draft->n_columns - column) * sizeof draft->columns[0]);

  return TRUE;
}

/* Moves the border between two neighbours by a fraction of their sum, within the limit that no share is more
 * than WB_BOARD_MAX_RATIO times another. Returns whether it moved. */
static gboolean
move_border (double *one,
             double *next,
             double  part,
             double  least_other,
             double  most_other)
{
  double sum = *one + *next;
  double least_share = MAX (sum / (WB_BOARD_MAX_RATIO + 1), most_other / WB_BOARD_MAX_RATIO);
  double floor_share = MAX (WB_BOARD_MIN_SHARE, least_share);
  double ceiling = least_other > 0 ? MIN (sum, least_other * WB_BOARD_MAX_RATIO) : sum;
  double low = MAX (floor_share, sum - ceiling);
  double high = MIN (sum - floor_share, ceiling);
  double share, rest, least, most;

  /* Rounding must not exceed the limits. */
  low = ceil (low * 100) / 100;
  high = floor (high * 100) / 100;
  if (low > high)
    return FALSE;

  share = CLAMP (round_share (*one + part * sum), low, high);
  rest = round_share (sum - share);
  least = MIN (share, least_other > 0 ? MIN (rest, least_other) : rest);
  most = MAX (share, MAX (rest, most_other));
  if (share == *one || least < WB_BOARD_MIN_SHARE || most > least * WB_BOARD_MAX_RATIO)
    return FALSE;

  *one = share;
  *next = rest;

  return TRUE;
}

/**
 * wb_board_plan_add:
 * @self: a plan
 * @chart: the chart to add; its height is ignored
 * @column: the column
 * @row: the place in the column, from 0; past the end for below the others
 * @target: whether to add it to @column, or as a new column before that
 *
 * Returns: (transfer full) (nullable): the plan with that chart, or %NULL if
 *   there is no room
 */
WbBoardPlan *
wb_board_plan_add (WbBoardPlan        *self,
                   const WbBoardChart *chart,
                   guint               column,
                   guint               row,
                   WbBoardTarget       target)
{
  WbBoardDraft draft;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (chart != NULL && wb_name_is_valid (chart->dataset), NULL);

  wb_board_draft_init (&draft, self);

  return insert_chart (&draft, chart, column, row, target) ? wb_board_plan_from_draft (&draft) : NULL;
}

/**
 * wb_board_plan_append:
 * @self: a plan
 * @chart: the chart to add
 *
 * Adds a chart where it fits best: at the end of the column with the fewest
 * charts, or as a new column if there are up to three, each with two or more.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if there is no
 *   room
 */
WbBoardPlan *
wb_board_plan_append (WbBoardPlan        *self,
                      const WbBoardChart *chart)
{
  const WbBoardColumn *columns;
  guint n, least = 0;

  g_return_val_if_fail (self != NULL, NULL);

  columns = wb_board_plan_get_columns (self, &n);
  for (guint i = 1; i < n; i++)
    if (columns[i].n_charts < columns[least].n_charts)
      least = i;
  if (columns[least].n_charts >= 2 && n < 4)
    least = n;

  return wb_board_plan_add (self, chart, least, WB_BOARD_MAX_ROWS,
                            least == n ? WB_BOARD_NEW_COLUMN : WB_BOARD_IN_COLUMN);
}

/**
 * wb_board_plan_remove:
 * @self: a plan
 * @index: of a chart
 *
 * Removes a chart from a board, and its column if that becomes empty.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if it is the last
 *   chart
 */
WbBoardPlan *
wb_board_plan_remove (WbBoardPlan *self,
                      guint        index)
{
  WbBoardDraft draft;
  guint column, row;

  g_return_val_if_fail (self != NULL, NULL);

  wb_board_draft_init (&draft, self);
  if (wb_board_draft_count (&draft) == 1)
    return NULL;

  wb_board_plan_locate (self, index, &column, &row);
  remove_chart (&draft, column, row);

  return wb_board_plan_from_draft (&draft);
}

/**
 * wb_board_plan_move:
 * @self: a plan
 * @index: of a chart
 * @column: the new column, as counted before the move
 * @row: the new place in the column, as counted before the move; past the end for
 *   below the others
 * @target: whether to move it to @column, or to a new column before that
 *
 * Moves a chart, and removes its column if that becomes empty.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if nothing changes
 *   or there is no room
 */
WbBoardPlan *
wb_board_plan_move (WbBoardPlan   *self,
                    guint          index,
                    guint          column,
                    guint          row,
                    WbBoardTarget  target)
{
  g_autoptr (WbBoardPlan) moved = NULL;
  WbBoardDraft draft;
  WbBoardChart chart;
  guint from_column, from_row;
  double width;

  g_return_val_if_fail (self != NULL, NULL);

  wb_board_draft_init (&draft, self);
  wb_board_plan_locate (self, index, &from_column, &from_row);
  chart = draft.columns[from_column].charts[from_row];
  width = draft.columns[from_column].width;

  if (target == WB_BOARD_IN_COLUMN && column == from_column && row > from_row)
    row--;
  if (remove_chart (&draft, from_column, from_row))
    {
      /* A column of one chart that is moved as a whole keeps its width. */
      if (column > from_column)
        column--;
      else if (column == from_column && target == WB_BOARD_IN_COLUMN)
        return NULL;
      if (target == WB_BOARD_IN_COLUMN || draft.n_columns == 0)
        width = 0;
    }
  else
    {
      width = 0;
    }

  if (draft.n_columns == 0 || !insert_chart (&draft, &chart, column, row, target))
    return NULL;
  column = MIN (column, draft.n_columns - 1);
  if (width > 0)
    draft.columns[column].width = width;
  if (target == WB_BOARD_IN_COLUMN && column == from_column)
    draft.columns[column].charts[MIN (row, draft.columns[column].n_charts - 1)].height = chart.height;

  moved = wb_board_plan_from_draft (&draft);

  return wb_board_plan_equal (self, moved) ? NULL : g_steal_pointer (&moved);
}

/**
 * wb_board_plan_move_step:
 * @self: a plan
 * @index: of a chart
 * @step: the direction
 *
 * Moves a chart by one step.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if the chart is at
 *   the end
 */
WbBoardPlan *
wb_board_plan_move_step (WbBoardPlan *self,
                         guint        index,
                         WbBoardStep  step)
{
  const WbBoardColumn *columns;
  guint column, row, n;

  g_return_val_if_fail (self != NULL, NULL);

  columns = wb_board_plan_get_columns (self, &n);
  wb_board_plan_locate (self, index, &column, &row);
  switch (step)
    {
    case WB_BOARD_UP:
      return row > 0 ? wb_board_plan_move (self, index, column, row - 1, WB_BOARD_IN_COLUMN) : NULL;
    case WB_BOARD_DOWN:
      if (row + 1 == columns[column].n_charts)
        return NULL;
      return wb_board_plan_move (self, index, column, row + 2, WB_BOARD_IN_COLUMN);
    case WB_BOARD_START:
      return column > 0 ? wb_board_plan_move (self, index, column - 1, row, WB_BOARD_IN_COLUMN)
                        : wb_board_plan_move (self, index, 0, 0, WB_BOARD_NEW_COLUMN);
    case WB_BOARD_END:
    default:
      return column + 1 < n ? wb_board_plan_move (self, index, column + 1, row, WB_BOARD_IN_COLUMN)
                            : wb_board_plan_move (self, index, n, 0, WB_BOARD_NEW_COLUMN);
    }
}

/**
 * wb_board_plan_rename:
 * @self: a plan
 * @index: of a chart
 * @title: (nullable): its title, %NULL or empty for that of its kind
 *
 * Sets the title of a chart, cut to %WB_BOARD_MAX_TITLE characters.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if nothing changes
 */
WbBoardPlan *
wb_board_plan_rename (WbBoardPlan *self,
                      guint        index,
                      const char  *title)
{
  g_autofree char *clean = title != NULL ? wb_safe_text_dup (title) : NULL;
  g_autofree char *cut = NULL;
  WbBoardDraft draft;
  guint column, row;

  g_return_val_if_fail (self != NULL, NULL);

  wb_board_draft_init (&draft, self);
  wb_board_plan_locate (self, index, &column, &row);
  if (clean != NULL && *clean != '\0')
    cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), WB_BOARD_MAX_TITLE));
  if (g_strcmp0 (cut, draft.columns[column].charts[row].title) == 0)
    return NULL;

  draft.columns[column].charts[row].title = cut;

  return wb_board_plan_from_draft (&draft);
}

/**
 * wb_board_plan_widen:
 * @self: a plan
 * @column: a column that is not the last
 * @part: the change, as a fraction of the width of both; negative for narrower
 *
 * Moves the border between a column and the next.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if nothing changes
 */
WbBoardPlan *
wb_board_plan_widen (WbBoardPlan *self,
                     guint        column,
                     double       part)
{
  double least = 0, most = 0;
  WbBoardDraft draft;

  g_return_val_if_fail (self != NULL, NULL);

  wb_board_draft_init (&draft, self);
  if (column + 1 >= draft.n_columns)
    return NULL;

  for (guint i = 0; i < draft.n_columns; i++)
    if (i != column && i != column + 1)
      {
        least = least == 0 ? draft.columns[i].width : MIN (least, draft.columns[i].width);
        most = MAX (most, draft.columns[i].width);
      }

  return move_border (&draft.columns[column].width, &draft.columns[column + 1].width, part, least, most)
           ? wb_board_plan_from_draft (&draft)
           : NULL;
}

/**
 * wb_board_plan_heighten:
 * @self: a plan
 * @index: of a chart that has another below it
 * @part: the change, as a fraction of the height of both; negative for lower
 *
 * Moves the border between a chart and the one below.
 *
 * Returns: (transfer full) (nullable): the new plan, or %NULL if nothing changes
 */
WbBoardPlan *
wb_board_plan_heighten (WbBoardPlan *self,
                        guint        index,
                        double       part)
{
  double least = 0, most = 0;
  WbBoardDraft draft;
  WbBoardChart *charts;
  guint column, row, n;

  g_return_val_if_fail (self != NULL, NULL);

  wb_board_draft_init (&draft, self);
  wb_board_plan_locate (self, index, &column, &row);
  charts = draft.columns[column].charts;
  n = draft.columns[column].n_charts;
  if (row + 1 >= n)
    return NULL;

  for (guint i = 0; i < n; i++)
    if (i != row && i != row + 1)
      {
        least = least == 0 ? charts[i].height : MIN (least, charts[i].height);
        most = MAX (most, charts[i].height);
      }

  return move_border (&charts[row].height, &charts[row + 1].height, part, least, most)
           ? wb_board_plan_from_draft (&draft)
           : NULL;
}
