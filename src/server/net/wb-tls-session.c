/* wb-tls-session.c: TLS over a socket that never blocks, from the side of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tls-session.h"

#include <gnutls/gnutls.h>

#include "support/wb-token-bucket.h"

/* The longest handshake message that a client may send, in bytes. No client certificates are requested, so it
 * is a ClientHello, which has a few hundred bytes, or some 2 KiB with post-quantum keys. */
#define MAX_HANDSHAKE_MESSAGE (16 * 1024)

/* How many records that carry no data, such as warnings, are passed over in one read. */
#define MAX_PASSED_OVER 8

/* How many records are decrypted in one read: that takes some 150 microseconds. */
#define MAX_RECORDS 32

/* A record costs the same however short it is. Records of less than this many bytes are limited: no protocol
 * that is spoken here needs more of them, and they could use up the processor. */
#define TINY_RECORD 32
static const WbTokenRate tiny_rate = { .per_second = 128, .burst = 512 };

struct _WbTlsSession
{
  gnutls_session_t  session;
  WbCertificate    *certificate;
  gsize             unsent;  /* plain bytes of a record that is encrypted and not wholly written */
  WbTokenBucket     tiny;    /* records */
  gboolean          is_over; /* broken: nothing can be read or written any more */
};

/**
 * wb_tls_session_new:
 * @certificate: the certificate of the server
 * @fd: a socket that does not block; it must stay open as long as the session
 *   uses it
 *
 * Prepares a session. Nothing is read or written yet.
 *
 * Returns: (transfer full) (nullable): a session, or %NULL where GnuTLS has no
 *   memory for it
 */
WbTlsSession *
wb_tls_session_new (WbCertificate *certificate,
                    int            fd)
{
  WbTlsSession *self;
  gnutls_session_t session;

  g_return_val_if_fail (certificate != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);

  if (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
    return NULL;

  self = g_new0 (WbTlsSession, 1);
  self->session = session;
  self->certificate = wb_certificate_ref (certificate);
  wb_certificate_apply (certificate, session);
  gnutls_handshake_set_max_packet_length (session, MAX_HANDSHAKE_MESSAGE);
  /* The time limit is the caller's. */
  gnutls_handshake_set_timeout (session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_transport_set_int (session, fd);

  return self;
}

/**
 * wb_tls_session_free:
 * @self: (transfer full): a session
 *
 * Frees a session without a close_notify. The socket is not closed.
 */
void
wb_tls_session_free (WbTlsSession *self)
{
  g_return_if_fail (self != NULL);

  gnutls_deinit (self->session);
  wb_certificate_unref (self->certificate);
  g_free (self);
}

/**
 * wb_tls_session_set_fd:
 * @self: a session
 * @fd: another descriptor of the same socket
 *
 * Uses another descriptor from now on.
 */
void
wb_tls_session_set_fd (WbTlsSession *self,
                       int           fd)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (fd >= 0);

  gnutls_transport_set_int (self->session, fd);
}

/**
 * wb_tls_session_handshake:
 * @self: a session
 * @ret_problem: (out) (transfer none): why it failed, where it did
 *
 * Continues the handshake as far as the received data allow.
 *
 * Returns: what it needs next
 */
WbTlsStep
wb_tls_session_handshake (WbTlsSession  *self,
                          const char   **ret_problem)
{
  int result;

  g_return_val_if_fail (self != NULL, WB_TLS_STEP_FAILED);
  g_return_val_if_fail (ret_problem != NULL, WB_TLS_STEP_FAILED);

  result = gnutls_handshake (self->session);
  if (result == GNUTLS_E_SUCCESS)
    return WB_TLS_STEP_DONE;

  /* An error that is not fatal is a warning of the peer; its next message decides. */
  if (!gnutls_error_is_fatal (result))
    return gnutls_record_get_direction (self->session) == 1 ? WB_TLS_STEP_WANTS_WRITE
                                                            : WB_TLS_STEP_WANTS_READ;

  /* The peer may show its user the reason; whether the alert arrives does not matter. */
  gnutls_alert_send_appropriate (self->session, result);
  self->is_over = TRUE;
  *ret_problem = gnutls_strerror (result);

  return WB_TLS_STEP_FAILED;
}

static gssize
read_record (WbTlsSession *self,
             guint8       *buffer,
             gsize         size)
{
  for (guint i = 0; i < MAX_PASSED_OVER; i++)
    {
      gssize n = gnutls_record_recv (self->session, buffer, size);

      if (n >= TINY_RECORD || n == 0)
        return n;
      if (n > 0 && (gnutls_record_check_pending (self->session) > 0 ||
                    wb_token_bucket_take (&self->tiny, tiny_rate, 1, g_get_monotonic_time ())))
        return n;
      if (n > 0)
        break;
      if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
        return WB_TLS_WOULD_BLOCK;
      /* A peer may hang up without a close_notify: in the protocols above, messages have lengths. */
      if (n == GNUTLS_E_PREMATURE_TERMINATION)
        return 0;
      /* A client could renegotiate without end, and no browser does it at all. */
      if (n == GNUTLS_E_REHANDSHAKE || gnutls_error_is_fatal ((int) n))
        break;
    }

  self->is_over = TRUE;
  return WB_TLS_BROKEN;
}

/**
 * wb_tls_session_read:
 * @self: a session after its handshake
 * @buffer: (out caller-allocates) (array length=size): where to put the bytes
 * @size: how many there is room for
 *
 * Reads some of what has arrived, up to the first record for which there might
 * not be enough room. Nothing is read while a record waits to be flushed.
 *
 * Returns: how many bytes, 0 at the end, %WB_TLS_WOULD_BLOCK or %WB_TLS_BROKEN
 */
gssize
wb_tls_session_read (WbTlsSession *self,
                     guint8       *buffer,
                     gsize         size)
{
  gsize length = 0;
  guint n_records = 0;

  g_return_val_if_fail (self != NULL, WB_TLS_BROKEN);
  g_return_val_if_fail (buffer != NULL && size > 0, WB_TLS_BROKEN);

  if (self->is_over)
    return WB_TLS_BROKEN;

  /* GnuTLS 3.7 to 3.8 cannot continue a partly sent record after it has read a KeyUpdate of the peer (RFC
   * 8446, section 4.6.3). */
  if (self->unsent > 0 && wb_tls_session_flush (self) != 0)
    return self->is_over ? WB_TLS_BROKEN : WB_TLS_WOULD_BLOCK;

  do
    {
      gssize n = read_record (self, buffer + length, size - length);

      if (n <= 0)
        return length > 0 ? (gssize) length : n;
      length += (gsize) n;
    }
  while (size - length >= MIN (WB_TLS_MAX_RECORD, size / 2) && ++n_records < MAX_RECORDS);

  return (gssize) length;
}

/**
 * wb_tls_session_has_pending:
 * @self: a session after its handshake
 *
 * Returns: whether decrypted bytes are waiting, which polling the socket does not
 *   show; never after a read with room for %WB_TLS_MAX_RECORD bytes
 */
gboolean
wb_tls_session_has_pending (WbTlsSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return gnutls_record_check_pending (self->session) > 0;
}

static gssize
send_record (WbTlsSession *self,
             const guint8 *bytes,
             gsize         length)
{
  gssize n = gnutls_record_send (self->session, bytes, length);

  if (n >= 0)
    {
      self->unsent = 0;
      return n;
    }
  if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
    return WB_TLS_WOULD_BLOCK;

  self->is_over = TRUE;
  self->unsent = 0;
  return WB_TLS_BROKEN;
}

/**
 * wb_tls_session_write:
 * @self: a session after its handshake
 * @bytes: (array length=length): what to write
 * @length: how much, at least 1
 *
 * Writes a record. Where that would block, the encrypted record is kept, and the
 * caller tries again with the same bytes or calls [func@wb_tls_session_flush].
 *
 * Returns: how many bytes of @bytes are written, %WB_TLS_WOULD_BLOCK or
 *   %WB_TLS_BROKEN
 */
gssize
wb_tls_session_write (WbTlsSession *self,
                      const guint8 *bytes,
                      gsize         length)
{
  gsize unsent;
  gssize n;

  g_return_val_if_fail (self != NULL, WB_TLS_BROKEN);
  g_return_val_if_fail (bytes != NULL && length > 0, WB_TLS_BROKEN);

  if (self->is_over)
    return WB_TLS_BROKEN;

  g_return_val_if_fail (self->unsent <= length, WB_TLS_BROKEN);

  unsent = self->unsent;
  if (unsent > 0)
    {
      n = wb_tls_session_flush (self);
      return n < 0 ? n : (gssize) unsent;
    }

  length = MIN (length, gnutls_record_get_max_size (self->session));
  n = send_record (self, bytes, length);
  if (n == WB_TLS_WOULD_BLOCK)
    self->unsent = length;

  return n;
}

/**
 * wb_tls_session_flush:
 * @self: a session after its handshake
 *
 * Writes the rest of a record for which there was no room.
 *
 * Returns: 0 where nothing is left of it, %WB_TLS_WOULD_BLOCK or %WB_TLS_BROKEN
 */
gssize
wb_tls_session_flush (WbTlsSession *self)
{
  gssize n;

  g_return_val_if_fail (self != NULL, WB_TLS_BROKEN);

  if (self->is_over)
    return WB_TLS_BROKEN;
  if (self->unsent == 0)
    return 0;

  /* Without bytes, GnuTLS continues with the record that it keeps. */
  n = send_record (self, NULL, 0);

  return MIN (n, 0);
}

/**
 * wb_tls_session_get_unsent:
 * @self: a session
 *
 * Returns: how many plain bytes there are in a record that waits to be flushed
 */
gsize
wb_tls_session_get_unsent (WbTlsSession *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->unsent;
}

/**
 * wb_tls_session_close_notify:
 * @self: a session after its handshake
 *
 * Ends the output with a close_notify (RFC 8446, section 6.1), unless a record is
 * partly sent. Nothing can be written after that.
 */
void
wb_tls_session_close_notify (WbTlsSession *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_over || self->unsent > 0)
    return;

  gnutls_bye (self->session, GNUTLS_SHUT_WR);
}
