/* daemon-service.h: the sockets that systemd hands over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean daemon_service_take_sockets (GSocket **ret_http,
                                      GSocket **ret_ws,
                                      GError  **error);

G_END_DECLS
