/* wb-http.h: the answers of a server to plain HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "board/wb-hub.h"
#include "common/wb-auth-throttle.h"
#include "common/wb-metrics.h"
#include "common/wb-shared-text.h"
#include "common/wb-tokens.h"
#include "source/wb-source.h"
#include "wb-upload.h"

G_BEGIN_DECLS

/* The media type of most answers. */
#define WB_HTTP_JSON "application/json; charset=utf-8"

/* RFC 6585, section 5, and RFC 9110, section 15.5.22; libsoup has no names for them. */
#define WB_HTTP_HEADER_TOO_LARGE 431
#define WB_HTTP_UPGRADE_REQUIRED 426

/**
 * WbHttpContext:
 * @source: where datasets come from
 * @uploads: where they go to
 * @tokens: (nullable): a reader of datasets needs one of these
 * @metrics: what the server counts
 * @log: where refusals are logged
 * @throttle: (nullable): what delays the check of a token, %NULL for nothing
 * @hub: the connected clients
 * @metrics_text: what is answered for /metrics; made by the server
 * @displays_text: and for /displays
 *
 * What answers are made from.
 */
typedef struct
{
  WbSource  *source;
  WbUploads *uploads;
  WbTokens  *tokens;
  WbMetrics *metrics;
  WbLog     *log;
  WbAuthThrottle *throttle;
  WbHub     *hub;

  WbSharedText *metrics_text;
  WbSharedText *displays_text;
} WbHttpContext;

gint64 wb_http_get_delay          (SoupServerMessage   *message,
                                   const WbHttpContext *context);
void   wb_http_prepare            (SoupServerMessage   *message,
                                   const WbHttpContext *context);
void   wb_http_serve              (SoupServerMessage   *message,
                                   const WbHttpContext *context);
void   wb_http_refuse             (SoupServerMessage   *message,
                                   guint                status,
                                   const char          *reason);
void   wb_http_add_common_headers (SoupServerMessage   *message,
                                   gint64               started);
void   wb_http_set_no_content     (SoupServerMessage   *message);

G_END_DECLS
