/* hostile.h: a server that sends any data of a test, as fast as the client reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Hostile Hostile;

/* A connection of the server, in a thread of its own. */
typedef struct
{
  Hostile       *server;
  GIOStream     *stream;
  char          *head;   /* of the request, with its blank line */
  gint64         end;    /* monotonic time after which nothing more is sent */
  guint64        n_sent; /* bytes */
} Talk;

/* Handles a connection whose request was read. */
typedef void (*TalkFunc) (Talk *talk);

/* Uses TLS if there is a certificate. */
Hostile  *hostile_new         (TalkFunc         function,
                               guint            milliseconds,
                               GTlsCertificate *certificate);
void      hostile_free        (Hostile         *self);
guint     hostile_get_port    (Hostile         *self);
/* The number of connections so far. */
guint     hostile_count_begun (Hostile         *self);
/* The number of them that have ended, */
guint     hostile_count       (Hostile         *self);
/* … and the number of these that ended before the deadline. */
guint     hostile_count_cut   (Hostile         *self);

/* FALSE once the client is gone or reads no more, or after the deadline. */
gboolean  talk_say            (Talk            *talk,
                               gconstpointer    bytes,
                               gsize            length);
/* The answer with 101, or NULL if it is not a request for a WebSocket. */
char     *talk_dup_answer     (Talk            *talk);
gboolean  talk_upgrade        (Talk            *talk);
/* A frame of a server, or only its header if there is no payload. */
gboolean  talk_say_frame      (Talk            *talk,
                               guint8           first_byte,
                               const char      *payload,
                               gsize            length);
/* Reads and drops the available data, without waiting. */
void      talk_hear           (Talk            *talk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hostile, hostile_free)

G_END_DECLS
