/* wb-state-pill.h: the state of a board in a shape, a word and a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_STATE_PILL (wb_state_pill_get_type ())
G_DECLARE_FINAL_TYPE (WbStatePill, wb_state_pill, WB, STATE_PILL, AdwBin)

void wb_state_pill_set (WbStatePill *self,
                        const char  *state,
                        const char  *text,
                        const char  *details);

G_END_DECLS
