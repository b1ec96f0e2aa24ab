/* wb-board-plan.h: the charts of a board, and their places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "dataset/wb-dataset.h"
#include "plan/wb-chart-style.h"

G_BEGIN_DECLS

/* The dataset that holds the plan of a board. */
#define WB_BOARD_PLAN_NAME "board"

#define WB_BOARD_MAX_COLUMNS   8
#define WB_BOARD_MAX_ROWS      8    /* the most charts of a column */
#define WB_BOARD_MAX_CHARTS    24
#define WB_BOARD_MAX_TITLE     120  /* characters */
#define WB_BOARD_MAX_PAGE      999
#define WB_BOARD_MIN_SHARE     0.1
#define WB_BOARD_MAX_SHARE     1000
#define WB_BOARD_MAX_RATIO     10   /* between two widths of a board, and two heights of a column */

/**
 * WbBoardChart:
 * @kind: the kind of chart
 * @dataset: the name of its dataset
 * @title: (nullable): its title, %NULL for that of the kind
 * @height: its share of the column, relative to the others in it
 * @page: the page to show, counted from 1; 0 to show all in turn
 * @type: (nullable): the key of the type that a trend shows, %NULL for its first
 * @style: how its data is drawn
 *
 * One chart of a board.
 */
typedef struct
{
  WbChartKind   kind;
  const char   *dataset;
  const char   *title;
  double        height;
  guint         page;
  const char   *type;
  WbChartStyle  style;
} WbBoardChart;

/**
 * WbBoardColumn:
 * @width: its share of the board, relative to the others
 * @charts: (array length=n_charts): from top to bottom
 * @n_charts: their number, at least 1
 *
 * One column of a board.
 */
typedef struct
{
  double              width;
  const WbBoardChart *charts;
  guint               n_charts;
} WbBoardColumn;

/**
 * WbBoardStep:
 * @WB_BOARD_UP: above the previous chart
 * @WB_BOARD_DOWN: below the next chart
 * @WB_BOARD_START: into the previous column, or into a new first one
 * @WB_BOARD_END: into the next column, or into a new last one
 *
 * The direction of a move by one step.
 */
typedef enum
{
  WB_BOARD_UP,
  WB_BOARD_DOWN,
  WB_BOARD_START,
  WB_BOARD_END,
} WbBoardStep;

/**
 * WbBoardTarget:
 * @WB_BOARD_IN_COLUMN: into an existing column
 * @WB_BOARD_NEW_COLUMN: as a new column
 *
 * Where a chart is added or moved to.
 */
typedef enum
{
  WB_BOARD_IN_COLUMN,
  WB_BOARD_NEW_COLUMN,
} WbBoardTarget;

/**
 * WbBoardPlan:
 *
 * The charts of a board, their columns and sizes: an immutable, reference counted
 * value. Charts are counted down the first column, then down the next. The
 * format of its file is in docs/board-file.md. What its functions return lives as
 * long as the plan.
 */
typedef struct _WbBoardPlan WbBoardPlan;

WbBoardPlan         *wb_board_plan_new_default (void);
WbBoardPlan         *wb_board_plan_new_chart   (WbChartKind          kind);
WbBoardPlan         *wb_board_plan_parse       (const char          *name,
                                                const char          *json,
                                                gsize                length,
                                                GError             **error);
char                *wb_board_plan_to_json     (WbBoardPlan         *self);
WbBoardPlan         *wb_board_plan_ref         (WbBoardPlan         *self);
void                 wb_board_plan_unref       (WbBoardPlan         *self);
gboolean             wb_board_plan_equal       (WbBoardPlan         *self,
                                                WbBoardPlan         *other);

const char          *wb_board_plan_get_title   (WbBoardPlan         *self);
const WbBoardColumn *wb_board_plan_get_columns (WbBoardPlan         *self,
                                                guint               *ret_n_columns);
const WbBoardChart  *wb_board_plan_get_charts  (WbBoardPlan         *self,
                                                guint               *ret_n_charts);
void                 wb_board_plan_locate      (WbBoardPlan         *self,
                                                guint                index,
                                                guint               *ret_column,
                                                guint               *ret_row);

gboolean             wb_board_plan_has         (WbBoardPlan         *self,
                                                const WbBoardChart  *chart);
gboolean             wb_board_chart_is_called  (const WbBoardChart  *self,
                                                const char          *name);
guint                wb_board_chart_get_page   (const WbBoardChart  *self,
                                                WbDataset           *dataset);

WbBoardPlan         *wb_board_plan_add         (WbBoardPlan         *self,
                                                const WbBoardChart  *chart,
                                                guint                column,
                                                guint                row,
                                                WbBoardTarget        target);
WbBoardPlan         *wb_board_plan_append      (WbBoardPlan         *self,
                                                const WbBoardChart  *chart);
WbBoardPlan         *wb_board_plan_remove      (WbBoardPlan         *self,
                                                guint                index);
WbBoardPlan         *wb_board_plan_move        (WbBoardPlan         *self,
                                                guint                index,
                                                guint                column,
                                                guint                row,
                                                WbBoardTarget        target);
WbBoardPlan         *wb_board_plan_move_step   (WbBoardPlan         *self,
                                                guint                index,
                                                WbBoardStep          step);
WbBoardPlan         *wb_board_plan_rename      (WbBoardPlan         *self,
                                                guint                index,
                                                const char          *title);
WbBoardPlan         *wb_board_plan_widen       (WbBoardPlan         *self,
                                                guint                column,
                                                double               part);
WbBoardPlan         *wb_board_plan_heighten    (WbBoardPlan         *self,
                                                guint                index,
                                                double               part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbBoardPlan, wb_board_plan_unref)

G_END_DECLS
