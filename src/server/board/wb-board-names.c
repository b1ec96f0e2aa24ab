/* wb-board-names.c: which charts a board has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-names.h"

#include "plan/wb-board-plan.h"
#include "support/wb-name.h"

struct _WbBoardNames
{
  WbSource    *source;
  GBytes      *plan_text; /* the text that @plan was parsed from; NULL for none */
  WbBoardPlan *plan;      /* NULL if there is none, or it is invalid */
};

/* Parses the plan of the board again if its text has changed. */
static void
renew_plan (WbBoardNames *self)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, WB_BOARD_PLAN_NAME);
  GBytes *text = snapshot != NULL ? wb_snapshot_get_bytes (snapshot) : NULL;

  if (text == self->plan_text)
    return;

  g_clear_pointer (&self->plan_text, g_bytes_unref);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  if (text == NULL)
    return;

  self->plan_text = g_bytes_ref (text);
  self->plan = wb_board_plan_parse (WB_BOARD_PLAN_NAME, g_bytes_get_data (text, NULL),
                                    g_bytes_get_size (text), NULL);
}

static gboolean
has_card (WbBoardNames *self,
          const char   *name)
{
  const WbBoardChart *charts;
  guint n_charts = 0;

  renew_plan (self);
  charts = self->plan != NULL ? wb_board_plan_get_charts (self->plan, &n_charts) : NULL;
  for (guint i = 0; i < n_charts; i++)
    if (wb_board_chart_is_called (&charts[i], name))
      return TRUE;

  return FALSE;
}

static gboolean
has_dataset (WbBoardNames *self,
             const char   *name)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);

  return snapshot != NULL;
}

WbBoardNames *
wb_board_names_new (WbSource *source)
{
  WbBoardNames *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_new0 (WbBoardNames, 1);
  self->source = g_object_ref (source);

  return self;
}

void
wb_board_names_free (WbBoardNames *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->plan_text, g_bytes_unref);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  g_object_unref (self->source);
  g_free (self);
}

/**
 * wb_board_names_have:
 * @self: the names of a board
 * @name: (nullable): the name that a client used for a chart
 *
 * Returns: whether there may be a chart of that name
 */
gboolean
wb_board_names_have (WbBoardNames *self,
                     const char   *name)
{
  WbChartKind kind;

  g_return_val_if_fail (self != NULL, FALSE);

  return wb_name_is_valid (name) &&
         (wb_chart_kind_from_name (name, &kind) || has_card (self, name) || has_dataset (self, name));
}
