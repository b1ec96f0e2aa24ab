/* guesses-fixture.h: a server with tokens, and an address that has sent too many wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "daemon-fixture.h"

G_BEGIN_DECLS

#define LOOK   "look-5fJq2TnWc8Rd"
#define CHANGE "change-9sKe4VbYm1Xz"
#define WRONG  "look-7hLp3GwQt6Ua"
#define AUTH(token) "{\"type\":\"auth\",\"data\":\"" token "\"}"
#define AUTH_OK AUTH ("auth ok")
#define NO_AUTH "{\"type\":\"noAuth\"}"
#define BEARER(token) "Authorization: Bearer " token "\r\n"

/* The address that tries tokens, and another one. */
#define ATTACKER "127.0.0.1"
#define OTHER    "127.0.0.2"

/* An address has ten wrong tokens free. After so many in all the next check waits for 1.6 s, which is longer
 * than the timeouts that the tests set. */
#define N_WRONG 14
#define DELAY_MS 1600

/* A port of the server, and when a client that guesses there stops, in microseconds of the monotonic time. */
typedef struct
{
  guint16  port;
  gboolean is_http;
  gint64   until;
} GuessesTarget;

/* The options of a server that puts off checks; its other timeouts are shorter than that. */
extern const char *const guesses_limited[];

void     guesses_start         (DaemonFixture       *self,
                                const char *const   *arguments);
RawPeer *guesses_open          (DaemonFixture       *self,
                                const char          *source);

/* From then on the next check of the attacker waits. */
void     guesses_exhaust       (DaemonFixture       *self);

/* How long it takes until the right token is accepted, in milliseconds. */
gint64   guesses_enter         (DaemonFixture       *self,
                                const char          *source);
gint64   guesses_get_ms_since  (gint64               started);

/* The limit is scaled for slow machines. */
void     guesses_assert_below  (gint64               ms,
                                gint64               limit);
double   guesses_count_checks  (DaemonFixture       *self);

guint16  guesses_get_port      (const char          *uri);

/* Returns a socket, or -1 if there is no connection. */
int      guesses_dial          (const GuessesTarget *self);

/* Sends a wrong token, over HTTP or WebSocket. */
void     guesses_guess         (const GuessesTarget *self,
                                int                  fd);

/* Reads until the connection ends, or a refusal has come over HTTP. */
void     guesses_await_refusal (const GuessesTarget *self,
                                int                  fd);

G_END_DECLS
