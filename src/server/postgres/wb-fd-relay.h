/* wb-fd-relay.h: limits how much a library reads from its socket at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbFdRelay:
 *
 * A relay for a library that reads its socket until nothing is left, however
 * much that is. It passes on a limited number of bytes in each iteration of the
 * main loop, and counts them.
 */
typedef struct _WbFdRelay WbFdRelay;

/**
 * WbFdRelayFilter:
 * @bytes: (array length=length): what the peer sends next
 * @length: the number of bytes
 * @user_data: the data given with the filter
 *
 * Decides how much of the peer's bytes may pass.
 *
 * Returns: how many of the bytes may pass; after fewer than @length the library
 *   sees the end of the stream, and nothing more is read
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

G_END_DECLS
