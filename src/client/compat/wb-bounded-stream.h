/* wb-bounded-stream.h: a stream below libsoup that limits what a server can send
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_TYPE_BOUNDED_STREAM (wb_bounded_stream_get_type ())
G_DECLARE_FINAL_TYPE (WbBoundedStream, wb_bounded_stream, WB, BOUNDED_STREAM, GIOStream)

GIOStream *wb_bounded_stream_new (GIOStream *base,
                                  GBytes    *first);

G_END_DECLS
