/* wb-auth-throttle.h: what wrong tokens cost the address they come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbAuthThrottle:
 *
 * Counts wrong tokens by address, and tells how long to put off the check of the
 * next one. It is the check that is put off, so that right and wrong tokens
 * take the same time. The addresses of an IPv6 network of 64 bits are one. May
 * be used from any thread.
 */
typedef struct _WbAuthThrottle WbAuthThrottle;

/* What the log says where the last free one was wrong. */
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
