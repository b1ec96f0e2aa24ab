/* wb-host.h: the built-in server, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-display.h"
#include "wb-server.h"

G_BEGIN_DECLS

typedef struct _WbHost WbHost;

WbHost     *wb_host_start       (const char             *data_folder,
                                 const WbServerOptions  *options,
                                 GError                **error);
WbHost     *wb_host_start_somewhere (const char          *data_folder,
                                 WbTokens               *tokens,
                                 gboolean               *ret_usual,
                                 GError                **error);
void        wb_host_stop        (WbHost                 *self);
const char *wb_host_get_ws_uri  (WbHost                 *self);
const char *wb_host_get_http_uri (WbHost                *self);
void        wb_host_list_displays_async (WbHost         *self,
                                 GCancellable           *cancellable,
                                 GAsyncReadyCallback     callback,
                                 gpointer                user_data);
GPtrArray  *wb_host_list_displays_finish (GAsyncResult  *result);
char       *wb_host_dup_samples (const char             *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHost, wb_host_stop)

G_END_DECLS
