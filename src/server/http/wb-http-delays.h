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
 * WbHttpDelayEnd:
 * @WB_HTTP_DELAY_TIME: its time is over
 * @WB_HTTP_DELAY_HUNG_UP: the peer sends no more, so the request is not worth
 *   any work
 *
 * Why a request waits no longer.
 */
typedef enum
{
  WB_HTTP_DELAY_TIME,
  WB_HTTP_DELAY_HUNG_UP,
} WbHttpDelayEnd;

/**
 * WbHttpDelaysFunc:
 * @message: a request that waits no longer
 * @end: why
 * @user_data: what wb_http_delays_new() got
 *
 * Does what was put off. The request is resumed then.
 */
typedef void (*WbHttpDelaysFunc) (SoupServerMessage *message,
                                  WbHttpDelayEnd     end,
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

G_END_DECLS
