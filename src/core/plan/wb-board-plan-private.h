/* wb-board-plan-private.h: a plan while it is being made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-board-plan.h"

G_BEGIN_DECLS

typedef struct
{
  double        width;
  guint         n_charts;
  WbBoardChart  charts[WB_BOARD_MAX_ROWS];
} WbBoardDraftColumn;

/* The input for a plan. It does not own its strings. */
typedef struct
{
  const char         *title;
  guint               n_columns;
  WbBoardDraftColumn  columns[WB_BOARD_MAX_COLUMNS];
} WbBoardDraft;

void         wb_board_draft_init      (WbBoardDraft       *self,
                                       WbBoardPlan        *plan);
guint        wb_board_draft_count     (const WbBoardDraft *self);
WbBoardPlan *wb_board_plan_from_draft (const WbBoardDraft *draft);

G_END_DECLS
