/* wb-board-plan.c: the charts of a board, and their places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-plan-private.h"

/*
 *   columns ─┬─ width, charts ─┐
 *            ├─ width, charts ─┼──┐
 *            └ …               │  │
 *   charts   ┌─────────────────┘  │
 *            [ 0 ][ 1 ][ 2 ]      │          all in one array, column after column
 *                      ┌──────────┘
 *                      [ 3 ][ 4 ] …
 */
struct _WbBoardPlan
{
  gatomicrefcount  ref_count;
  GStringChunk    *strings;
  const char      *title;
  guint            n_columns;
  guint            n_charts;
  WbBoardColumn    columns[WB_BOARD_MAX_COLUMNS];
  WbBoardChart     charts[WB_BOARD_MAX_CHARTS];
};

static const char *
keep (WbBoardPlan *self,
      const char  *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

/* The number of charts in all columns of a draft. */
guint
wb_board_draft_count (const WbBoardDraft *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    n += self->columns[i].n_charts;

  return n;
}

/* Makes a draft from a plan, which must live as long as the draft. */
void
wb_board_draft_init (WbBoardDraft *self,
                     WbBoardPlan  *plan)
{
  self->title = plan->title;
  self->n_columns = plan->n_columns;
  for (guint i = 0; i < plan->n_columns; i++)
    {
      self->columns[i].width = plan->columns[i].width;
      self->columns[i].n_charts = plan->columns[i].n_charts;
      for (guint j = 0; j < plan->columns[i].n_charts; j++)
        self->columns[i].charts[j] = plan->columns[i].charts[j];
    }
}

/* Makes a plan from a draft that is within the limits. */
WbBoardPlan *
wb_board_plan_from_draft (const WbBoardDraft *draft)
{
  WbBoardPlan *self = g_new0 (WbBoardPlan, 1);

  g_assert (draft->n_columns > 0 && draft->n_columns <= WB_BOARD_MAX_COLUMNS);
  g_assert (wb_board_draft_count (draft) <= WB_BOARD_MAX_CHARTS);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (256);
  self->title = keep (self, draft->title);
  self->n_columns = draft->n_columns;

  for (guint i = 0; i < draft->n_columns; i++)
    {
      const WbBoardDraftColumn *from = &draft->columns[i];

      g_assert (from->n_charts > 0);
      self->columns[i] = (WbBoardColumn) {
        .width = from->width,
        .charts = &self->charts[self->n_charts],
        .n_charts = from->n_charts,
      };
      for (guint j = 0; j < from->n_charts; j++)
        {
          WbBoardChart *chart = &self->charts[self->n_charts++];

          *chart = from->charts[j];
          chart->dataset = keep (self, chart->dataset);
          chart->title = keep (self, chart->title);
          chart->type = keep (self, chart->type);
        }
    }

  return self;
}

/**
 * wb_board_plan_new_default:
 *
 * Returns: (transfer full): the plan of the legacy board: trend over seller,
 *   map over rank, hot over stock, in columns of 27.6, 41.5 and 27.6
 */
WbBoardPlan *
wb_board_plan_new_default (void)
{
  static const double widths[] = { 27.6, 41.5, 27.6 };
  static const double heights[WB_N_CHARTS] = { 50, 50, 58, 42, 50, 50 };
  WbBoardDraft draft = { .n_columns = G_N_ELEMENTS (widths) };

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      WbBoardDraftColumn *column = &draft.columns[i / 2];

      column->width = widths[i / 2];
      column->charts[column->n_charts++] = (WbBoardChart) {
        .kind = i,
        .dataset = wb_chart_kind_get_name (i),
        .height = heights[i],
      };
    }

  return wb_board_plan_from_draft (&draft);
}

/**
 * wb_board_plan_new_chart:
 * @kind: a chart
 *
 * Returns: (transfer full): the plan of a board with one chart
 */
WbBoardPlan *
wb_board_plan_new_chart (WbChartKind kind)
{
  WbBoardDraft draft = { .n_columns = 1 };

  g_return_val_if_fail ((guint) kind < WB_N_CHARTS, NULL);

  draft.columns[0] = (WbBoardDraftColumn) {
    .width = 1,
    .n_charts = 1,
    .charts = { { .kind = kind, .dataset = wb_chart_kind_get_name (kind), .height = 1 } },
  };

  return wb_board_plan_from_draft (&draft);
}

WbBoardPlan *
wb_board_plan_ref (WbBoardPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_board_plan_unref (WbBoardPlan *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_string_chunk_free (self->strings);
  g_free (self);
}

static gboolean
is_same_chart (const WbBoardChart *one,
               const WbBoardChart *other)
{
  return one->kind == other->kind && one->height == other->height && one->page == other->page &&
         wb_chart_style_equal (&one->style, &other->style) &&
         g_str_equal (one->dataset, other->dataset) &&
         g_strcmp0 (one->title, other->title) == 0 &&
         g_strcmp0 (one->type, other->type) == 0;
}

/**
 * wb_board_plan_equal:
 * @self: a plan
 * @other: another
 *
 * Returns: whether the boards of both look the same
 */
gboolean
wb_board_plan_equal (WbBoardPlan *self,
                     WbBoardPlan *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (self->n_columns != other->n_columns || self->n_charts != other->n_charts ||
      g_strcmp0 (self->title, other->title) != 0)
    return FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].width != other->columns[i].width ||
        self->columns[i].n_charts != other->columns[i].n_charts)
      return FALSE;

  for (guint i = 0; i < self->n_charts; i++)
    if (!is_same_chart (&self->charts[i], &other->charts[i]))
      return FALSE;

  return TRUE;
}

/**
 * wb_board_plan_get_title:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the title of the board, %NULL for the
 *   default one
 */
const char *
wb_board_plan_get_title (WbBoardPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/**
 * wb_board_plan_get_columns:
 * @self: a plan
 * @ret_n_columns: (out): their number, at least 1
 *
 * Returns: (transfer none) (array length=ret_n_columns): the columns of the
 *   board, in reading order
 */
const WbBoardColumn *
wb_board_plan_get_columns (WbBoardPlan *self,
                           guint       *ret_n_columns)
{
  g_return_val_if_fail (self != NULL, NULL);

  *ret_n_columns = self->n_columns;

  return self->columns;
}

/**
 * wb_board_plan_get_charts:
 * @self: a plan
 * @ret_n_charts: (out): their number, at least 1
 *
 * Returns: (transfer none) (array length=ret_n_charts): all charts of the
 *   board, column after column
 */
const WbBoardChart *
wb_board_plan_get_charts (WbBoardPlan *self,
                          guint       *ret_n_charts)
{
  g_return_val_if_fail (self != NULL, NULL);

  *ret_n_charts = self->n_charts;

  return self->charts;
}

/**
 * wb_board_plan_locate:
 * @self: a plan
 * @index: of a chart among all
 * @ret_column: (out): its column
 * @ret_row: (out): its place in the column
 */
void
wb_board_plan_locate (WbBoardPlan *self,
                      guint        index,
                      guint       *ret_column,
                      guint       *ret_row)
{
  guint column = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_charts);

  while (index >= self->columns[column].n_charts)
    index -= self->columns[column++].n_charts;

  *ret_column = column;
  *ret_row = index;
}

/**
 * wb_board_plan_has:
 * @self: a plan
 * @chart: a chart of any plan
 *
 * Returns: whether the board shows the same data in the same kind of chart, at
 *   any place
 */
gboolean
wb_board_plan_has (WbBoardPlan        *self,
                   const WbBoardChart *chart)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (chart != NULL, FALSE);

  for (guint i = 0; i < self->n_charts; i++)
    if (self->charts[i].kind == chart->kind && g_str_equal (self->charts[i].dataset, chart->dataset))
      return TRUE;

  return FALSE;
}

/**
 * wb_board_chart_is_called:
 * @self: a chart of a board
 * @name: the name of a chart in a message
 *
 * Checks whether a name means this chart: the name of its dataset, or another
 * that legacy pages use for it (`hotproduct` is also `hot`).
 *
 * Returns: %TRUE if it does
 */
gboolean
wb_board_chart_is_called (const WbBoardChart *self,
                          const char         *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return wb_name_is_same (self->dataset, name);
}

/**
 * wb_board_chart_get_page:
 * @self: a chart of a board
 * @dataset: (nullable): the data of the chart
 *
 * Returns: the initial page of the chart, counted from 0: the one of its plan,
 *   or that of the type of a trend
 */
guint
wb_board_chart_get_page (const WbBoardChart *self,
                         WbDataset          *dataset)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->type != NULL && dataset != NULL && wb_dataset_get_kind (dataset) == WB_CHART_TREND)
    {
      const WbTrend *trend = wb_dataset_get_trend (dataset);

      for (guint i = 0; i < trend->n_types; i++)
        if (g_str_equal (trend->types[i].key, self->type))
          return i;
    }

  return self->page > 0 ? self->page - 1 : 0;
}
