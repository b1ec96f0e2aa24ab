/* wb-fd-relay.h: a bounded view on somebody else's socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbFdRelay:
 *
 * Sits between a library and the socket that it reads until nothing is left, in
 * one go, however much that is: it hands over a little each time that the main
 * loop comes round, and counts.
 */
typedef struct _WbFdRelay WbFdRelay;

/**
 * WbFdRelayFilter:
 * @bytes: (array length=length): what the peer sends next
 * @length: how much that is
 * @user_data: what was given with it
 *
 * Decides on what comes from the peer.
 *
 * Returns: how many of the bytes the library may see; after fewer than @length
 *   it sees the end of the stream, and nothing more is read
 */
typedef gsize (*WbFdRelayFilter) (const guint8 *bytes,
                                  gsize         length,
                                  gpointer      user_data);

WbFdRelay *wb_fd_relay_new          (int               fd,
                                     GError          **error);
void       wb_fd_relay_free         (WbFdRelay        *self);
void       wb_fd_relay_set_filter   (WbFdRelay        *self,
                                     WbFdRelayFilter   filter,
                                     gpointer          user_data);
guint64    wb_fd_relay_get_received (WbFdRelay        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFdRelay, wb_fd_relay_free)

G_END_DECLS
