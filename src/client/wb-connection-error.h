/* wb-connection-error.h: errors of a connection, as sentences to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

GError *wb_connection_error_from_handshake (const char              *uri,
                                            guint                    status,
                                            GTlsCertificateFlags     flaws,
                                            const char              *proxy,
                                            const GError            *reason);
GError *wb_connection_error_from_status    (const char              *uri,
                                            guint                    status,
                                            const char              *location);
GError *wb_connection_error_from_timeout   (const char              *uri,
                                            gboolean                 reached,
                                            const char              *proxy);
GError *wb_connection_error_from_interim   (const char              *uri);
GError *wb_connection_error_from_protocol  (const char              *uri,
                                            const GError            *reason);
GError *wb_connection_error_from_close     (const char              *uri,
                                            SoupWebsocketConnection *connection);
GError *wb_connection_error_from_silence   (const char              *uri);

G_END_DECLS
