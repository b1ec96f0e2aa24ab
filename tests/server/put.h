/* put.h: datasets that are put over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "server-fixture.h"

G_BEGIN_DECLS

#define NEW_JSON "[{\"name\":\"Cid\",\"value\":3}]"

void      put_send            (RawPeer       *peer,
                               const char    *path,
                               const char    *headers,
                               const char    *body);
RawReply *put_to              (const char    *uri,
                               const char    *path,
                               const char    *headers,
                               const char    *body);
RawReply *put                 (ServerFixture *self,
                               const char    *path,
                               const char    *headers,
                               const char    *body);
char     *put_make_large      (gsize          length);

void      put_assert_status   (RawReply      *reply,
                               guint          status,
                               const char    *says);
void      put_assert_content  (ServerFixture *self,
                               const char    *path,
                               const char    *content);
void      put_assert_refusals (ServerFixture *self,
                               const char    *reason,
                               guint          n);

G_END_DECLS
