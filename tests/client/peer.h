/* peer.h: the Node server of peer.js, for tests, and waiting for what happens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main loop until a condition holds; the test fails after 20 seconds. */
#define wait_until(condition) \
  G_STMT_START \
    { \
      gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; \
      while (!(condition)) \
        { \
          if (g_get_monotonic_time () > deadline) \
            g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #condition); \
          wait_a_turn (); \
        } \
    } \
  G_STMT_END

/* An iteration of the main loop that does not sleep for long. */
void wait_a_turn     (void);
/* Runs the main loop for a while, to test that nothing happens. */
void wait_for        (guint milliseconds);
/* For the end of a program that used TLS: ends idle threads. */
void let_threads_end (void);

typedef struct _Peer Peer;

/* Whether there is no Node with `ws`, so that the test is skipped. */
gboolean  peer_is_missing (void);

Peer     *peer_new        (const char *options);
void      peer_free       (Peer       *self);
guint     peer_get_port   (Peer       *self);
char     *peer_dup_uri    (Peer       *self);
void      peer_command    (Peer       *self,
                           const char *command);
/* Waits for the next line with a prefix, and drops those before it. */
char     *peer_expect     (Peer       *self,
                           const char *prefix);
/* The number of lines with a prefix that were not read yet. */
guint     peer_count      (Peer       *self,
                           const char *prefix);
void      peer_forget     (Peer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

G_END_DECLS
