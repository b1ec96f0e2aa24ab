/* wb-http-stream.h: the bytes of a connection, as libsoup gets to read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-request-bounds.h"

G_BEGIN_DECLS

#define WB_TYPE_HTTP_INPUT (wb_http_input_get_type ())
G_DECLARE_FINAL_TYPE (WbHttpInput, wb_http_input, WB, HTTP_INPUT, GFilterInputStream)

/**
 * WbHttpInputEndFunc:
 * @user_data: what wb_http_input_new() got
 *
 * Called when there is nothing more to read from a connection.
 *
 * Returns: whether to hide that, as if more could come
 */
typedef gboolean (*WbHttpInputEndFunc) (gpointer user_data);

/**
 * WbHttpInputClosedFunc:
 * @user_data: what wb_http_input_new() got
 *
 * Called when a connection was closed on this side.
 */
typedef void (*WbHttpInputClosedFunc) (gpointer user_data);

WbHttpInput    *wb_http_input_new       (GIOStream             *base,
                                         WbHttpInputEndFunc     at_end,
                                         WbHttpInputClosedFunc  closed,
                                         gpointer               user_data);
void            wb_http_input_stop      (WbHttpInput           *self);
void            wb_http_input_cut       (WbHttpInput           *self);
gboolean        wb_http_input_is_lost   (WbHttpInput           *self,
                                         guint                  n);
WbRequestFault  wb_http_input_get_fault (WbHttpInput           *self,
                                         guint                  n);
GIOStream      *wb_http_stream_new      (GIOStream             *base,
                                         WbHttpInput           *input);

G_END_DECLS
