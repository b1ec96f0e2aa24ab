/* wb-gate-stream.h: a connection whose end libsoup need not see
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-request-scan.h"

G_BEGIN_DECLS

#define WB_TYPE_GATE_INPUT (wb_gate_input_get_type ())
G_DECLARE_FINAL_TYPE (WbGateInput, wb_gate_input, WB, GATE_INPUT, GFilterInputStream)

/**
 * WbGateInputFunc:
 * @user_data: what was handed over
 *
 * Is told that there is nothing more to read from a connection.
 *
 * Returns: whether to keep that to itself, as if more could come
 */
typedef gboolean (*WbGateInputFunc) (gpointer user_data);

/**
 * WbGateClosedFunc:
 * @user_data: what was handed over
 *
 * Is told that a connection was closed on this side.
 */
typedef void (*WbGateClosedFunc) (gpointer user_data);

WbGateInput *wb_gate_input_new     (GIOStream        *base,
                                    WbGateInputFunc   at_end,
                                    WbGateClosedFunc  closed,
                                    gpointer          user_data);
void         wb_gate_input_stop    (WbGateInput      *self);
void         wb_gate_input_cut     (WbGateInput      *self);
gboolean     wb_gate_input_is_lost (WbGateInput      *self);
WbRequestFault
             wb_gate_input_get_fault (WbGateInput    *self,
                                      guint           n);
GIOStream   *wb_gate_stream_new    (GIOStream        *base,
                                    WbGateInput      *input);

G_END_DECLS
