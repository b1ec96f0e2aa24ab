/* daemon-service.h: what systemd and a service tell each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean daemon_service_notify         (const char  *state);
GSource *daemon_service_start_watchdog (void);
gboolean daemon_service_take_sockets   (GSocket    **ret_http,
                                        GSocket    **ret_ws,
                                        GError     **error);

G_END_DECLS
