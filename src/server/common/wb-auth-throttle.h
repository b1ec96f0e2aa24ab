/* wb-auth-throttle.h: delays the checks of tokens after wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbAuthThrottle:
 *
 * Counts wrong tokens by address, and computes the delay of the next check. The
 * check is delayed and not the answer, so that right and wrong tokens take the same
 * time. The addresses of an IPv6 network of 64 bits count as one. May be used from
 * any thread.
 */
typedef struct _WbAuthThrottle WbAuthThrottle;

/* The message of the log when delays begin. */
#define WB_AUTH_THROTTLE_NOTICE "too many wrong tokens from its address, whose next ones are checked later"

WbAuthThrottle *wb_auth_throttle_new       (void);
WbAuthThrottle *wb_auth_throttle_ref       (WbAuthThrottle *self);
void            wb_auth_throttle_unref     (WbAuthThrottle *self);

gint64          wb_auth_throttle_get_delay (WbAuthThrottle *self,
                                            GInetAddress   *address,
                                            gint64          now);
gboolean        wb_auth_throttle_add_wrong (WbAuthThrottle *self,
                                            GInetAddress   *address,
                                            gint64          now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbAuthThrottle, wb_auth_throttle_unref)

G_END_DECLS
