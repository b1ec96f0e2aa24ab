/* load-client.h: one connection of load.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

typedef struct
{
  int               fd;
  gnutls_session_t  tls;     /* NULL without TLS */
  gboolean          is_encrypted;
  gboolean          is_open;
  gboolean          is_closed;
  GByteArray       *rest;    /* the received part of an incomplete frame */
  gint64            requested_at;
} LoadClient;

void   load_client_write   (LoadClient   *self,
                            const void   *bytes,
                            gsize         length);
void   load_client_send    (LoadClient   *self,
                            guint8        first,
                            const void   *payload,
                            gsize         length);
gssize load_client_read    (LoadClient   *self,
                            guint8       *block,
                            gsize         size);
gsize  load_frame_get_size (const guint8 *bytes,
                            gsize         length,
                            gsize        *ret_header);
