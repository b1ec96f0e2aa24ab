/* wb-server-thread.h: the built-in server, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "common/wb-display.h"
#include "wb-server.h"

G_BEGIN_DECLS

typedef struct _WbServerThread WbServerThread;

WbServerThread *wb_server_thread_start                (const char             *data_folder,
                                                       const WbServerOptions  *options,
                                                       GError                **error);
WbServerThread *wb_server_thread_start_somewhere      (const char             *data_folder,
                                                       WbTokens               *tokens,
                                                       gboolean               *ret_usual,
                                                       GError                **error);
void            wb_server_thread_stop                 (WbServerThread         *self);
const char     *wb_server_thread_get_ws_uri           (WbServerThread         *self);
const char     *wb_server_thread_get_http_uri         (WbServerThread         *self);
void            wb_server_thread_list_displays_async  (WbServerThread         *self,
                                                       GCancellable           *cancellable,
                                                       GAsyncReadyCallback     callback,
                                                       gpointer                user_data);
GPtrArray      *wb_server_thread_list_displays_finish (GAsyncResult           *result);
char           *wb_server_thread_dup_samples          (const char             *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbServerThread, wb_server_thread_stop)

G_END_DECLS
