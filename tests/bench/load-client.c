/* load-client.c: one connection of load.c, in the clear or with TLS, and the frames on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "load-client.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
load_client_write (LoadClient *self,
                   const void *bytes,
                   gsize       length)
{
  gssize n = self->tls != NULL ? gnutls_record_send (self->tls, bytes, length)
                               : write (self->fd, bytes, length);

  if (n != (gssize) length)
    g_error ("a client could not write: %s", g_strerror (errno));
}

/* Sends a short frame. The mask is zero, so the payload is sent as it is. */
void
load_client_send (LoadClient *self,
                  guint8      first,
                  const void *payload,
                  gsize       length)
{
  guint8 frame[2 + 4 + 125] = { first, 0x80 | (guint8) length };

  g_assert (length <= 125);
  memcpy (frame + 6, payload, length);
  load_client_write (self, frame, 6 + length);
}

/* Returns 0 at the end of the stream, and less where nothing can be read for now. */
gssize
load_client_read (LoadClient *self,
                  guint8     *block,
                  gsize       size)
{
  gssize n;

  if (self->tls == NULL)
    {
      n = read (self->fd, block, size);
      return n < 0 && errno != EAGAIN ? 0 : n;
    }

  n = gnutls_record_recv (self->tls, block, size);
  return n < 0 && gnutls_error_is_fatal ((int) n) ? 0 : n;
}

/* The size of the frame that begins at bytes, or 0 while its header is incomplete. */
gsize
load_frame_get_size (const guint8 *bytes,
                     gsize         length,
                     gsize        *ret_header)
{
  gsize header = length < 2 || bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10;
  gsize payload = 0;

  if (length < header)
    return 0;

  *ret_header = header;
  if (header == 2)
    return 2 + bytes[1];

  for (gsize i = 2; i < header; i++)
    payload = payload << 8 | bytes[i];

  return header + payload;
}
