/* wb-service.h: notifications to a service manager
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  wb_service_notify             (const char *state);
gboolean  wb_service_names_this_process (const char *variable);
GSource  *wb_service_start_watchdog     (void);

G_END_DECLS
