/* wb-http-operator.h: what the operator of a server gets over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "board/wb-hub.h"
#include "common/wb-metrics.h"
#include "common/wb-shared-text.h"
#include "source/wb-source.h"

G_BEGIN_DECLS

gboolean wb_http_is_local        (SoupServerMessage *message);
void     wb_http_answer_health   (SoupServerMessage *message,
                                  WbSource          *source,
                                  gboolean           tell_reason);
void     wb_http_answer_metrics  (SoupServerMessage *message,
                                  WbMetrics         *metrics,
                                  WbSource          *source,
                                  WbSharedText      *shared);
void     wb_http_answer_displays (SoupServerMessage *message,
                                  WbHub             *hub,
                                  WbSharedText      *shared);

G_END_DECLS
