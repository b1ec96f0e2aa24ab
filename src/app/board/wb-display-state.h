/* wb-display-state.h: what this display shows of the board's state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-client.h"

G_BEGIN_DECLS

#define WB_TYPE_DISPLAY_STATE (wb_display_state_get_type ())

/* The theme and the charts in full screen of this display: those of the board that all displays share, or
 * its own where the settings say so. */
G_DECLARE_FINAL_TYPE (WbDisplayState, wb_display_state, WB, DISPLAY_STATE, GObject)

WbDisplayState *wb_display_state_new                 (GSettings      *settings);
void            wb_display_state_set_client          (WbDisplayState *self,
                                                      WbClient       *client);
WbTheme         wb_display_state_get_theme           (WbDisplayState *self);
WbBoardState   *wb_display_state_get_board           (WbDisplayState *self);
void            wb_display_state_toggle_theme        (WbDisplayState *self);
void            wb_display_state_request_full_screen (WbDisplayState *self,
                                                      const char     *chart_name,
                                                      gboolean        full_screen);

G_END_DECLS
