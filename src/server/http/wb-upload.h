/* wb-upload.h: datasets that come over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "common/wb-metrics.h"
#include "source/wb-source.h"

G_BEGIN_DECLS

/**
 * WbUploads:
 *
 * The uploads of a server that are under way, and the bounds on them. Reference
 * counted, since a message may outlive its server.
 */
typedef struct _WbUploads WbUploads;

WbUploads *wb_uploads_new   (WbSource          *source,
                             WbMetrics         *metrics);
WbUploads *wb_uploads_ref   (WbUploads         *self);
void       wb_uploads_unref (WbUploads         *self);

void       wb_uploads_begin (WbUploads         *self,
                             SoupServerMessage *message,
                             const char        *name);
void       wb_uploads_serve (WbUploads         *self,
                             SoupServerMessage *message);

G_END_DECLS
