/* wb-timer.h: timeouts in the context of the thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GSource *wb_timer_start (guint       milliseconds,
                         GSourceFunc function,
                         gpointer    data);
void     wb_timer_stop  (GSource   **timer);

G_END_DECLS
