/* wb-http.h: the answers of a server to plain HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "wb-source.h"
#include "wb-tokens.h"
#include "wb-upload.h"

G_BEGIN_DECLS

void wb_http_prepare            (SoupServerMessage *message,
                                 WbUploads         *uploads,
                                 WbTokens          *tokens);
void wb_http_serve              (SoupServerMessage *message,
                                 WbSource          *source,
                                 WbUploads         *uploads,
                                 WbTokens          *tokens);
void wb_http_refuse             (SoupServerMessage *message,
                                 guint              status,
                                 const char        *reason);
void wb_http_add_common_headers (SoupServerMessage *message,
                                 gint64             started);

G_END_DECLS
