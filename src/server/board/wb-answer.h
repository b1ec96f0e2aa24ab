/* wb-answer.h: the answer to a getData, as a frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "message/wb-message.h"
#include "source/wb-snapshot.h"
#include "websocket/wb-websocket-frame.h"

G_BEGIN_DECLS

WbWebsocketFrame *wb_answer_new (WbSnapshot *snapshot,
                                 WbMessage  *request,
                                 gboolean    tell_problem);

G_END_DECLS
