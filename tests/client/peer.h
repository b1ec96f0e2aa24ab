/* peer.h: the Node server of peer.js, for tests, and waiting for what happens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Turns the main loop until a condition holds; the test fails if that takes longer than anything should. */
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

/* A turn of the main loop, which does not sleep for long. */
void  wait_a_turn   (void);
/* Lets things happen for a while, where the test is that nothing does. */
void  wait_for      (guint       milliseconds);
/* For the end of a program that spoke TLS: lets the threads go that are only kept for later. */
void  let_threads_end (void);

typedef struct _Peer Peer;

/* Whether there is no Node with `ws`, so that the test is skipped. */
gboolean    peer_is_missing (void);

Peer       *peer_new        (const char *options);
void        peer_free       (Peer       *self);
guint       peer_get_port   (Peer       *self);
char       *peer_dup_uri    (Peer       *self);
void        peer_command    (Peer       *self,
                             const char *command);
/* Waits for the next line that begins so, and drops those before it. */
char       *peer_expect     (Peer       *self,
                             const char *prefix);
/* How many lines that begin so wait to be looked at. */
guint       peer_count      (Peer       *self,
                             const char *prefix);
void        peer_forget     (Peer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

G_END_DECLS
