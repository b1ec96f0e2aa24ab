/* wb-idle-close.h: closes connections that end between two requests
 *
 * libsoup 3.2 forgets such a connection without closing it, so that each client that asks once and hangs up
 * would cost a descriptor until the process ends. libsoup 3.4 closes it, which makes this file unnecessary.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * WbIdleClose:
 *
 * The deferred close of one connection. It begins as zeros.
 */
typedef struct
{
  /*< private >*/
  SoupServerMessage *last;   /* the message by which the connection is taken away from libsoup */
  GSource           *source;
} WbIdleClose;

void     wb_idle_close_set_last (WbIdleClose       *self,
                                 SoupServerMessage *message);
gboolean wb_idle_close_hide_end (WbIdleClose       *self);
void     wb_idle_close_clear    (WbIdleClose       *self);

G_END_DECLS
