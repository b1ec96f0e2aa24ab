/* wb-websocket-header.h: the header of a WebSocket frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two bytes, eight of length, four of mask. */
#define WB_WEBSOCKET_MAX_HEADER 14

/* The longest payload of a control frame (RFC 6455, section 5.5). */
#define WB_WEBSOCKET_MAX_CONTROL 125

/**
 * WbWebsocketOpcode:
 * @WB_WEBSOCKET_CONTINUATION: more of a message
 * @WB_WEBSOCKET_TEXT: a message in UTF-8, or its beginning
 * @WB_WEBSOCKET_BINARY: a message in bytes; never sent here
 * @WB_WEBSOCKET_CLOSE: the end of one direction
 * @WB_WEBSOCKET_PING: asks for a pong
 * @WB_WEBSOCKET_PONG: the answer to a ping
 *
 * What a frame is (RFC 6455, section 5.2).
 */
typedef enum
{
  WB_WEBSOCKET_CONTINUATION = 0x0,
  WB_WEBSOCKET_TEXT = 0x1,
  WB_WEBSOCKET_BINARY = 0x2,
  WB_WEBSOCKET_CLOSE = 0x8,
  WB_WEBSOCKET_PING = 0x9,
  WB_WEBSOCKET_PONG = 0xA,
} WbWebsocketOpcode;

/**
 * WbWebsocketHeader:
 * @bytes: the beginning of a frame (RFC 6455, section 5.2)
 * @n_bytes: how many bytes of it are there
 *
 * The header of a frame, as far as it has come. It begins as zeros. All but the
 * length and the mask is known from the first two bytes.
 */
typedef struct
{
  guint8 bytes[WB_WEBSOCKET_MAX_HEADER];
  guint  n_bytes;
} WbWebsocketHeader;

gboolean          wb_websocket_header_add             (WbWebsocketHeader       *self,
                                                       guint8                   byte);
gboolean          wb_websocket_header_is_complete     (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_is_final        (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_has_reserved    (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_is_masked       (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_is_control      (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_exceeds_control (const WbWebsocketHeader *self);
WbWebsocketOpcode wb_websocket_header_get_opcode      (const WbWebsocketHeader *self);
guint64           wb_websocket_header_get_length      (const WbWebsocketHeader *self);
gboolean          wb_websocket_header_is_minimal      (const WbWebsocketHeader *self);
const guint8     *wb_websocket_header_get_mask        (const WbWebsocketHeader *self);

gsize             wb_websocket_header_write           (guint8                  *bytes,
                                                       WbWebsocketOpcode        opcode,
                                                       guint64                  length);

G_END_DECLS
