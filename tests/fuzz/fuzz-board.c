/* fuzz-board.c: any bytes as the file of a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "json/wb-json.h"
#include "plan/wb-board-plan.h"
#include "support/wb-error.h"

static void
check_plan (WbBoardPlan *plan)
{
  g_autofree char *json = wb_board_plan_to_json (plan);
  g_autoptr (WbBoardPlan) again = wb_board_plan_parse ("again", json, strlen (json), NULL);
  g_autoptr (WbBoardPlan) moved = NULL;
  const WbBoardChart *charts;
  guint n;

  g_assert_nonnull (again);
  g_assert_true (wb_board_plan_equal (plan, again));

  charts = wb_board_plan_get_charts (plan, &n);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, WB_BOARD_MAX_CHARTS);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (wb_name_is_valid (charts[i].dataset));
      g_assert_true (charts[i].title == NULL || g_utf8_validate (charts[i].title, -1, NULL));
    }
  moved = wb_board_plan_move (plan, n - 1, 0, 0, n % 2 == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBoardPlan) plan = wb_board_plan_parse ("fuzz", (const char *) data, size, &error);

  if (plan != NULL)
    {
      g_assert_no_error (error);
      check_plan (plan);
    }
  else
    {
      g_assert_true (error->domain == WB_CORE_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "fuzz: "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 2000);
      g_assert_true (wb_json_check ((const char *) data, size, NULL) == (error->code == WB_CORE_ERROR_SHAPE));
    }

  return 0;
}
