/* wb-websocket-frame.h: a WebSocket frame as bytes, from a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/uio.h>

#include "websocket/wb-websocket-header.h"

G_BEGIN_DECLS

/**
 * WbCloseCode:
 * @WB_CLOSE_NORMAL: the client ends normally
 * @WB_CLOSE_GOING_AWAY: the server stops, or the page of the client is left
 * @WB_CLOSE_PROTOCOL_ERROR: frames that break RFC 6455
 * @WB_CLOSE_UNSUPPORTED: frames that are not text
 * @WB_CLOSE_NO_STATUS: a close frame without a code; never on the wire
 * @WB_CLOSE_ABNORMAL: no close frame; never on the wire
 * @WB_CLOSE_BAD_DATA: text that is not UTF-8
 * @WB_CLOSE_POLICY: not allowed here
 * @WB_CLOSE_TOO_BIG: a message that is too long
 * @WB_CLOSE_RESTART: the client should reconnect
 * @WB_CLOSE_TRY_LATER: the client does not keep up
 *
 * Why a connection ends (RFC 6455, section 7.4.1, and IANA's registry).
 */
typedef enum
{
  WB_CLOSE_NORMAL = 1000,
  WB_CLOSE_GOING_AWAY = 1001,
  WB_CLOSE_PROTOCOL_ERROR = 1002,
  WB_CLOSE_UNSUPPORTED = 1003,
  WB_CLOSE_NO_STATUS = 1005,
  WB_CLOSE_ABNORMAL = 1006,
  WB_CLOSE_BAD_DATA = 1007,
  WB_CLOSE_POLICY = 1008,
  WB_CLOSE_TOO_BIG = 1009,
  WB_CLOSE_RESTART = 1012,
  WB_CLOSE_TRY_LATER = 1013,
} WbCloseCode;

/* The most parts that a frame has: its header and beginning, what it shares with others, its end. */
#define WB_WEBSOCKET_MAX_PARTS 3

/**
 * WbWebsocketFrame:
 *
 * A frame as a server sends it, made for one client or for many: an immutable,
 * reference counted value that may be used from any thread. A large text in it is
 * shared and not copied.
 */
typedef struct _WbWebsocketFrame WbWebsocketFrame;

WbWebsocketFrame *wb_websocket_frame_new                 (WbWebsocketOpcode       opcode,
                                                          gconstpointer           payload,
                                                          gsize                   length);
WbWebsocketFrame *wb_websocket_frame_new_text            (GBytes                 *text);
WbWebsocketFrame *wb_websocket_frame_new_around          (const char             *before,
                                                          GBytes                 *shared,
                                                          const char             *after);
WbWebsocketFrame *wb_websocket_frame_new_close           (guint                   code,
                                                          const char             *reason);
WbWebsocketFrame *wb_websocket_frame_ref                 (WbWebsocketFrame       *self);
void              wb_websocket_frame_unref               (WbWebsocketFrame       *self);

gsize             wb_websocket_frame_get_size            (const WbWebsocketFrame *self);
guint             wb_websocket_frame_gather              (const WbWebsocketFrame *self,
                                                          gsize                   skip,
                                                          struct iovec           *ret_vectors,
                                                          guint                   max_vectors);

gboolean          wb_websocket_frame_is_valid_close_code (guint                   code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWebsocketFrame, wb_websocket_frame_unref)

G_END_DECLS
