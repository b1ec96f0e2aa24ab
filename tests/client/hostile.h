/* hostile.h: a server that sends whatever a test wants, as fast as it is taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Hostile Hostile;

/* One connection of it, in a thread of its own. */
typedef struct
{
  Hostile       *server;
  GIOStream     *stream;
  char          *head;   /* of the request, with its blank line */
  gint64         end;    /* monotonic time after which nothing more is said */
  guint64        n_sent; /* bytes */
} Talk;

/* What it does with a connection whose request it has read. */
typedef void (*TalkFunc) (Talk *talk);

/* Speaks TLS where there is a certificate. */
Hostile *hostile_new       (TalkFunc         function,
                            guint            milliseconds,
                            GTlsCertificate *certificate);
void     hostile_free      (Hostile         *self);
guint    hostile_get_port  (Hostile         *self);
/* How many connections are talked to, or were. */
guint    hostile_count_begun (Hostile       *self);
/* How many of them are over, */
guint    hostile_count       (Hostile       *self);
/* … and how many of these were so before the time was. */
guint    hostile_count_cut   (Hostile       *self);

/* FALSE once the peer is gone or takes no more, or the time is over. */
gboolean talk_say          (Talk            *talk,
                            gconstpointer    bytes,
                            gsize            length);
/* The answer with 101, or NULL if there is no such request. */
char    *talk_dup_answer   (Talk            *talk);
gboolean talk_upgrade      (Talk            *talk);
/* A whole frame of a server, or its header alone where there is no payload. */
gboolean talk_say_frame    (Talk            *talk,
                            guint8           first_byte,
                            const char      *payload,
                            gsize            length);
/* Reads what there is and drops it, without waiting. */
void     talk_hear         (Talk            *talk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hostile, hostile_free)

G_END_DECLS
