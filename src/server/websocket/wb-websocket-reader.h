/* wb-websocket-reader.h: parses the frames of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-websocket-frame.h"

G_BEGIN_DECLS

/**
 * WbWebsocketEventKind:
 * @WB_WEBSOCKET_EVENT_NONE: all bytes are used, and nothing is complete yet
 * @WB_WEBSOCKET_EVENT_TEXT: a message
 * @WB_WEBSOCKET_EVENT_PING: a ping
 * @WB_WEBSOCKET_EVENT_PONG: a pong
 * @WB_WEBSOCKET_EVENT_CLOSE: a close frame
 * @WB_WEBSOCKET_EVENT_VIOLATION: the client broke a rule; nothing after it can be read
 *
 * The events in a stream of frames.
 */
typedef enum
{
  WB_WEBSOCKET_EVENT_NONE,
  WB_WEBSOCKET_EVENT_TEXT,
  WB_WEBSOCKET_EVENT_PING,
  WB_WEBSOCKET_EVENT_PONG,
  WB_WEBSOCKET_EVENT_CLOSE,
  WB_WEBSOCKET_EVENT_VIOLATION,
} WbWebsocketEventKind;

/**
 * WbWebsocketEvent:
 * @kind: what happened
 * @payload: (transfer full) (nullable): the text of a message, or the payload of a
 *   ping or pong
 * @code: of a close what the peer gave, or %WB_CLOSE_NO_STATUS; of a violation
 *   what it must be answered with
 * @reason: of a violation, a text about the rule
 *
 * An event in the stream of a client.
 */
typedef struct
{
  WbWebsocketEventKind  kind;
  GBytes               *payload;
  guint                 code;
  const char           *reason;
} WbWebsocketEvent;

/**
 * WbWebsocketReader:
 *
 * Parses what a client sends, in pieces of any size. It keeps no more of a message
 * than has arrived, and nothing of one that is too long.
 */
typedef struct _WbWebsocketReader WbWebsocketReader;

WbWebsocketReader *wb_websocket_reader_new  (gsize              max_message);
void               wb_websocket_reader_free (WbWebsocketReader *self);
gsize              wb_websocket_reader_feed (WbWebsocketReader *self,
                                             const guint8      *bytes,
                                             gsize              length,
                                             WbWebsocketEvent  *ret_event);

void               wb_websocket_event_clear (WbWebsocketEvent  *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWebsocketReader, wb_websocket_reader_free)

G_END_DECLS
