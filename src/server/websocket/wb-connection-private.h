/* wb-connection-private.h: what the parts of a connection share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdatomic.h>

#include "support/wb-token-bucket.h"
#include "wb-connection.h"
#include "wb-outbox.h"
#include "wb-websocket-reader.h"

G_BEGIN_DECLS

/* Reading pauses when more bytes of a client's messages than this wait for the board, and resumes below the
 * second. */
#define WB_CONNECTION_PAUSE  (128 * 1024)
#define WB_CONNECTION_RESUME (32 * 1024)

/* How many datasets a client may always request at once, whatever the rate: those of the largest board
 * (%WB_BOARD_MAX_CHARTS) twice, the board itself, and some more. */
#define WB_CONNECTION_GET_DATA_AT_ONCE 64

/* How long a client has to take the answers before a close frame, and then to answer it, in seconds. */
#define WB_CONNECTION_CLOSE_TIMEOUT 5

/* The approximate overhead of a message or ping on its way, in bytes. */
#define WB_CONNECTION_OVERHEAD 128

typedef enum
{
  STATE_WAITING_FOR_AUTH,
  STATE_OPEN,
  STATE_CLOSING,  /* its close frame is queued or written */
  STATE_ENDED,
} State;

struct _WbConnection
{
  gatomicrefcount          ref_count;

  const WbConnectionRules *rules;
  GInetAddress            *address;      /* NULL where it is unknown */
  char                    *peer;
  gboolean                 speaks_v1;
  gpointer                 owner;        /* the board's alone */

  /* The worker's alone. */
  const WbConnectionHost  *host;
  gpointer                 host_data;
  WbMetricsBatch                 *batch;
  WbTransport             *transport;    /* NULL when it has ended */
  WbTokens                *tokens;       /* NULL where none is asked for */
  const WbToken           *token;        /* one of those, once the client has sent it */
  State                    state;
  WbWebsocketReader           *reader;
  WbOutbox                 outbox;
  WbTokenBucket            rate;
  WbTokenBucket            get_data_rate;
  GIOCondition             condition;    /* what is waited for */
  gboolean                 is_member;
  gboolean                 is_blocked;   /* nothing is written until the socket is ready */
  gboolean                 is_resting;   /* blocked only so that others are served */
  gboolean                 is_leaving;   /* only its close frame matters any more */
  gboolean                 input_broken;      /* what comes cannot be read any more */
  gboolean                 is_paused;    /* what comes is left where it is until the board is done */
  gboolean                 peer_closed;
  WbMessage               *auth;         /* whose token is checked at @check_at; nothing is read before */
  GBytes                  *rest;         /* what was read behind it */
  guint                    close_code;
  gsize                    drained;
  gint64                   now;          /* when the worker woke up; microseconds, monotonic, as all here */
  gint64                   auth_at;      /* deadlines; 0 for none */
  gint64                   check_at;
  gint64                   ping_at;      /* of the next ping, or the end of patience after the last */
  gint64                   next_ping;
  guint64                  taken;        /* what the peer had taken when it was looked at last */
  gint64                   unanswered_ping; /* when the first went out that was not answered, 0 for none */
  gint64                   close_at;
  gint64                   leave_at;     /* when it is closed though it has not taken all of its answers */
  guint                    leave_code;
  char                    *leave_reason;

  /* For any thread. */
  _Atomic gint64           last_heard;
  _Atomic gint             dialect;
  _Atomic gint             right;
  _Atomic gsize            posted;       /* what the board has posted and the worker not read */
  _Atomic gsize            waiting;      /* what is in the outbox */
  _Atomic gsize            unanswered;   /* what the worker has posted and the board not answered */
  _Atomic gboolean         awaits_room;
  _Atomic gboolean         awaits_answer;
};

/* wb-connection.c */
void wb_connection_refuse           (WbConnection     *self,
                                     WbRefusal         refusal,
                                     guint             code,
                                     const char       *reason);

void wb_connection_set_token        (WbConnection     *self,
                                     const WbToken    *token);

/* wb-connection-output.c */
void wb_connection_end              (WbConnection     *self,
                                     guint             code);
void wb_connection_update_condition (WbConnection     *self);
void wb_connection_enqueue          (WbConnection     *self,
                                     WbWebsocketFrame *frame,
                                     gint64            since,
                                     WbFlush           flush);

/* wb-connection-ping.c */
void wb_connection_tick_ping        (WbConnection     *self,
                                     gint64            now);

/* wb-connection-input.c */
void wb_connection_send_no_auth     (WbConnection     *self);
void wb_connection_check_auth       (WbConnection     *self);
void wb_connection_take             (WbConnection     *self,
                                     const guint8     *bytes,
                                     gsize             length);

G_END_DECLS
