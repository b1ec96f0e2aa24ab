/* wb-http-delays.h: requests that wait for a while
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * WbHttpDelays:
 *
 * Requests that are not read from and not answered until their time is over, or
 * their connection is. One timer and one poller serve them all: a main context
 * looks at each of its sources whenever it wakes up.
 */
typedef struct _WbHttpDelays WbHttpDelays;

/**
 * WbHttpDelaysFunc:
 * @message: a request whose time is over
 * @has_ended: whether the peer sends no more, so that what was put off had
 *   better not be done
 * @user_data: what was handed over
 *
 * Does what was put off; the request goes on then.
 */
typedef void (*WbHttpDelaysFunc) (SoupServerMessage *message,
                                  gboolean           has_ended,
                                  gpointer           user_data);

WbHttpDelays *wb_http_delays_new  (WbHttpDelaysFunc    function,
                                   gpointer            user_data,
                                   GError            **error);
void          wb_http_delays_free (WbHttpDelays       *self);
void          wb_http_delays_add  (WbHttpDelays       *self,
                                   SoupServerMessage  *message,
                                   GSocket            *socket,
                                   gint64              delay);
void          wb_http_delays_end  (WbHttpDelays       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHttpDelays, wb_http_delays_free)

G_END_DECLS
