/* server-fixture.h: a server on a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "raw-peer.h"
#include "wb-server.h"

G_BEGIN_DECLS

#define SELLER_JSON "[{\"name\":\"Ann\",\"value\":10},{\"name\":\"Bob\",\"value\":\"7.5\"}]\n"
#define SELLER_STRING \
  "\"[{\\\"name\\\":\\\"Ann\\\",\\\"value\\\":10},{\\\"name\\\":\\\"Bob\\\",\\\"value\\\":\\\"7.5\\\"}]\\n\""

/* What this process has open, for folder_count_files(). */
#define OPEN_FILES "/proc/self/fd"

typedef struct
{
  char            *folder;
  WbServerOptions  options; /* for the next start */
  WbSource        *source;
  WbServer        *server;
  WbTokens        *tokens;  /* what the options point to */
  WbCertificate   *certificate;
} ServerFixture;

void     folder_write          (const char          *folder,
                                const char          *file_name,
                                const char          *content);
void     folder_remove         (const char          *folder);
guint    folder_count_files    (const char          *folder);

void     server_fixture_set_up (ServerFixture       *self,
                                gconstpointer        data);
void     server_fixture_set_up_tls (ServerFixture   *self,
                                    gconstpointer    data);
void     server_fixture_start  (ServerFixture       *self);
void     server_fixture_tear_down (ServerFixture    *self,
                                   gconstpointer     data);
RawPeer *server_fixture_open   (ServerFixture       *self,
                                const char          *headers);
void     server_fixture_wait_for_displays (ServerFixture *self,
                                           guint          n);

G_END_DECLS
