/* wb-poller.h: very many sockets in one source
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbPoller:
 *
 * Waits for sockets. A main context looks at each of its sources whenever it
 * wakes up; this is one source, and looks only at what is ready.
 */
typedef struct _WbPoller WbPoller;

/**
 * WbPollerFunc:
 * @target: (nullable): what was added with the socket, or %NULL after the last
 *   of those that are ready
 * @condition: what it is ready for, %G_IO_IN or %G_IO_OUT or both; an error or
 *   the end of a connection counts as %G_IO_IN
 * @user_data: the data of the function
 *
 * Called when a socket is ready. It may add and remove sockets.
 */
typedef void (*WbPollerFunc) (gpointer     target,
                              GIOCondition condition,
                              gpointer     user_data);

WbPoller *wb_poller_new    (GMainContext  *context,
                            WbPollerFunc   function,
                            gpointer       user_data,
                            GError       **error);
void      wb_poller_free   (WbPoller      *self);
gboolean  wb_poller_add    (WbPoller      *self,
                            int            fd,
                            GIOCondition   condition,
                            gpointer       target);
void      wb_poller_change (WbPoller      *self,
                            int            fd,
                            GIOCondition   condition,
                            gpointer       target);
void      wb_poller_remove (WbPoller      *self,
                            int            fd,
                            gpointer       target);
gboolean  wb_poller_has_ended
                           (int            fd);

G_END_DECLS
