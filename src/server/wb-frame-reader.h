/* wb-frame-reader.h: what a client's bytes say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-frame.h"

G_BEGIN_DECLS

/**
 * WbFrameEventKind:
 * @WB_FRAME_EVENT_NONE: all bytes are taken in, and nothing is complete yet
 * @WB_FRAME_EVENT_TEXT: a message
 * @WB_FRAME_EVENT_PING: a ping
 * @WB_FRAME_EVENT_PONG: a pong
 * @WB_FRAME_EVENT_CLOSE: a goodbye
 * @WB_FRAME_EVENT_VIOLATION: the client broke a rule; nothing after it can be read
 *
 * What there is to tell about a stream of frames.
 */
typedef enum
{
  WB_FRAME_EVENT_NONE,
  WB_FRAME_EVENT_TEXT,
  WB_FRAME_EVENT_PING,
  WB_FRAME_EVENT_PONG,
  WB_FRAME_EVENT_CLOSE,
  WB_FRAME_EVENT_VIOLATION,
} WbFrameEventKind;

/**
 * WbFrameEvent:
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
  WbFrameEventKind  kind;
  GBytes           *payload;
  guint             code;
  const char       *reason;
} WbFrameEvent;

/**
 * WbFrameReader:
 *
 * Reads what a client sends, byte by byte if it comes like that. It keeps no
 * more of a message than has arrived, and nothing at all of one that is too
 * long.
 */
typedef struct _WbFrameReader WbFrameReader;

WbFrameReader *wb_frame_reader_new  (gsize          max_message);
void           wb_frame_reader_free (WbFrameReader *self);
gsize          wb_frame_reader_feed (WbFrameReader *self,
                                     const guint8  *bytes,
                                     gsize          length,
                                     WbFrameEvent  *ret_event);

void           wb_frame_event_clear (WbFrameEvent  *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFrameReader, wb_frame_reader_free)

G_END_DECLS
