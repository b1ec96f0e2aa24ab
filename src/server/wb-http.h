/* wb-http.h: the answers of a server to plain HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "wb-source.h"
#include "wb-tokens.h"

G_BEGIN_DECLS

void wb_http_serve  (SoupServerMessage *message,
                     WbSource          *source,
                     WbTokens          *tokens);
void wb_http_refuse (SoupServerMessage *message,
                     guint              status,
                     const char        *reason);

G_END_DECLS
