/* wb-timer.h: timers in the thread-default main context
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GSource *wb_timer_start   (guint         milliseconds,
                           GSourceFunc   callback,
                           gpointer      user_data);
void     wb_timer_restart (GSource      *timer,
                           guint         milliseconds);
void     wb_timer_stop    (GSource     **timer);

G_END_DECLS
