/* wb-websocket-reader.h: what a client's bytes say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-websocket-frame.h"

G_BEGIN_DECLS

/**
 * WbWebsocketEventKind:
 * @WB_WEBSOCKET_EVENT_NONE: all bytes are taken in, and nothing is complete yet
 * @WB_WEBSOCKET_EVENT_TEXT: a message
 * @WB_WEBSOCKET_EVENT_PING: a ping
 * @WB_WEBSOCKET_EVENT_PONG: a pong
 * @WB_WEBSOCKET_EVENT_CLOSE: a goodbye
 * @WB_WEBSOCKET_EVENT_VIOLATION: the client broke a rule; nothing after it can be read
 *
 * What there is to tell about a stream of frames.
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
 * @payload: (transfer full) (nullable): the text of a message, or what a ping or
 *   pong carries
 * @code: of a close what the peer gave, or %WB_CLOSE_NO_STATUS; of a violation
 *   what it must be answered with
 * @reason: of a violation, the rule in words
 *
 * One thing that a client said.
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
 * Reads what a client sends, byte by byte if it comes like that. It keeps no
 * more of a message than has arrived, and nothing at all of one that is too
 * long.
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
