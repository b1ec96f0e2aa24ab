/* wb-transport.c: the bytes of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-transport.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wb-poller.h"
#include "wb-tls-stream.h"

G_STATIC_ASSERT (WB_TRANSPORT_WOULD_BLOCK == WB_TLS_WOULD_BLOCK);
G_STATIC_ASSERT (WB_TRANSPORT_BROKEN == WB_TLS_BROKEN);
G_STATIC_ASSERT (WB_TRANSPORT_MIN_READ >= WB_TLS_MAX_RECORD);

/* More than libsoup reads beyond the end of a request, in bytes. */
#define READ_AHEAD (64 * 1024)

struct _WbTransport
{
  int           fd;
  WbTlsSession *tls;   /* NULL where nothing is encrypted */
  GBytes       *early; /* what came with the handshake and is not read yet */
};

/* libsoup's stream reads ahead, so it may hold what the peer sent right behind its handshake. One read gets
 * all of that. */
static GBytes *
take_early (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  g_autofree guint8 *buffer = NULL;
  gssize n;

  if (!G_IS_POLLABLE_INPUT_STREAM (input) ||
      !g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input)))
    return NULL;

  buffer = g_malloc (READ_AHEAD);
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer, READ_AHEAD, NULL,
                                                NULL);

  return n > 0 ? g_bytes_new (buffer, n) : NULL;
}

/**
 * wb_transport_new:
 * @connection: a connection
 * @plain: its bytes: @connection itself, or a #WbTlsStream on it
 * @stream: what HTTP left behind: @plain, or what was put around it
 *
 * Takes the socket and the TLS session out of their streams, which are many
 * times their size; those can be dropped.
 *
 * Returns: (transfer full) (nullable): a transport, or %NULL where the
 *   connection is closed, or no descriptor is left
 */
WbTransport *
wb_transport_new (GSocketConnection *connection,
                  GIOStream         *plain,
                  GIOStream         *stream)
{
  g_autoptr (WbTransport) self = NULL;
  int fd;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_IO_STREAM (plain), NULL);
  g_return_val_if_fail (G_IS_IO_STREAM (stream), NULL);

  /* A GSocketConnection closes its descriptor when it is freed, so this duplicates it. */
  fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  fd = fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 0) : -1;
  if (fd < 0)
    return NULL;

  self = g_new0 (WbTransport, 1);
  self->fd = fd;
  if (stream != plain)
    self->early = take_early (stream);
  if (!WB_IS_TLS_STREAM (plain))
    return g_steal_pointer (&self);

  self->tls = wb_tls_stream_steal_session (WB_TLS_STREAM (plain));
  if (self->tls == NULL)
    return NULL;
  wb_tls_session_set_fd (self->tls, fd);

  return g_steal_pointer (&self);
}

/**
 * wb_transport_free:
 * @self: (transfer full): a transport
 *
 * Closes the socket, with TLS after a close_notify.
 */
void
wb_transport_free (WbTransport *self)
{
  g_return_if_fail (self != NULL);

  if (self->tls != NULL)
    wb_tls_session_close_notify (self->tls);
  g_clear_pointer (&self->tls, wb_tls_session_free);
  close (self->fd);
  g_clear_pointer (&self->early, g_bytes_unref);
  g_free (self);
}

int
wb_transport_get_fd (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->fd;
}

/**
 * wb_transport_has_early:
 * @self: a transport
 *
 * Returns: whether there is something to read though the socket may have
 *   nothing: what came with the handshake, or is decrypted already
 */
gboolean
wb_transport_has_early (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->early != NULL || (self->tls != NULL && wb_tls_session_has_pending (self->tls));
}

/**
 * wb_transport_can_read:
 * @self: a transport
 *
 * Returns: %FALSE while nothing is read, because what is written has to be
 *   flushed first
 */
gboolean
wb_transport_can_read (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tls == NULL || wb_tls_session_get_unsent (self->tls) == 0;
}

/**
 * wb_transport_has_input:
 * @self: a transport
 *
 * Returns: whether the peer has sent something that was not read yet
 */
gboolean
wb_transport_has_input (WbTransport *self)
{
  guint8 byte;

  g_return_val_if_fail (self != NULL, FALSE);

  return wb_transport_has_early (self) || recv (self->fd, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/**
 * wb_transport_has_ended:
 * @self: a transport
 *
 * Returns: whether the peer sends no more than what was not read yet, or the
 *   connection broke
 */
gboolean
wb_transport_has_ended (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return wb_poller_has_ended (self->fd);
}

static gssize
read_early (WbTransport *self,
            guint8      *buffer,
            gsize        size)
{
  g_autoptr (GBytes) early = g_steal_pointer (&self->early);
  gsize length;
  gconstpointer bytes = g_bytes_get_data (early, &length);
  gsize n = MIN (length, size);

  memcpy (buffer, bytes, n);
  if (n < length)
    self->early = g_bytes_new_from_bytes (early, n, length - n);

  return n;
}

static gssize
from_errno (void)
{
  return errno == EAGAIN || errno == EINTR ? WB_TRANSPORT_WOULD_BLOCK : WB_TRANSPORT_BROKEN;
}

/**
 * wb_transport_read:
 * @self: a transport
 * @buffer: (out caller-allocates) (array length=size): where to put the bytes
 * @size: how many there is room for, at least %WB_TRANSPORT_MIN_READ
 *
 * Reads what is there.
 *
 * Returns: how many bytes, 0 at the end of the stream,
 *   %WB_TRANSPORT_WOULD_BLOCK or %WB_TRANSPORT_BROKEN
 */
gssize
wb_transport_read (WbTransport *self,
                   guint8      *buffer,
                   gsize        size)
{
  gssize n;

  g_return_val_if_fail (self != NULL, WB_TRANSPORT_BROKEN);
  g_return_val_if_fail (buffer != NULL && size >= WB_TRANSPORT_MIN_READ, WB_TRANSPORT_BROKEN);

  if (self->early != NULL)
    return read_early (self, buffer, size);
  if (self->tls != NULL)
    return wb_tls_session_read (self->tls, buffer, size);

  n = recv (self->fd, buffer, size, MSG_DONTWAIT);

  return n >= 0 ? n : from_errno ();
}

/* What is written together: small frames share a record, a large one takes several. */
static gsize
gather_record (const struct iovec *vectors,
               guint               n_vectors,
               guint8             *record)
{
  gsize length = 0;

  for (guint i = 0; i < n_vectors && length < WB_TLS_MAX_RECORD; i++)
    {
      gsize n = MIN (vectors[i].iov_len, WB_TLS_MAX_RECORD - length);

      memcpy (record + length, vectors[i].iov_base, n);
      length += n;
    }

  return length;
}

/* A record that is encrypted counts as written, though the socket may have no room for the end of it: another
 * one cannot take its place any more. The queue that it comes from may then forget its bytes. */
static gssize
write_record (WbTransport        *self,
              const struct iovec *vectors,
              guint               n_vectors)
{
  guint8 record[WB_TLS_MAX_RECORD];
  gsize length;
  gssize n = wb_tls_session_flush (self->tls);

  if (n < 0)
    return n;

  length = gather_record (vectors, n_vectors, record);
  n = wb_tls_session_write (self->tls, record, length);

  return n == WB_TLS_WOULD_BLOCK ? (gssize) wb_tls_session_get_unsent (self->tls) : n;
}

/**
 * wb_transport_write:
 * @self: a transport
 * @vectors: (array length=n_vectors): what to write
 * @n_vectors: how many, at least one
 *
 * Writes as much as is possible without blocking. What is written may wait to be flushed, see
 * [func@wb_transport_flush].
 *
 * Returns: how many bytes, %WB_TRANSPORT_WOULD_BLOCK or %WB_TRANSPORT_BROKEN
 */
gssize
wb_transport_write (WbTransport        *self,
                    const struct iovec *vectors,
                    guint               n_vectors)
{
  struct msghdr message = { .msg_iov = (struct iovec *) vectors, .msg_iovlen = n_vectors };
  gssize n;

  g_return_val_if_fail (self != NULL, WB_TRANSPORT_BROKEN);
  g_return_val_if_fail (n_vectors > 0, WB_TRANSPORT_BROKEN);

  if (self->tls != NULL)
    return write_record (self, vectors, n_vectors);

  if (n_vectors == 1)
    n = send (self->fd, vectors[0].iov_base, vectors[0].iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
  else
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);

  return n >= 0 ? n : from_errno ();
}

/**
 * wb_transport_flush:
 * @self: a transport
 *
 * Writes what is encrypted and counts as written, but found no room in the
 * socket.
 *
 * Returns: 0 where nothing of it is left, %WB_TRANSPORT_WOULD_BLOCK or
 *   %WB_TRANSPORT_BROKEN
 */
gssize
wb_transport_flush (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, WB_TRANSPORT_BROKEN);

  return self->tls != NULL ? wb_tls_session_flush (self->tls) : 0;
}

/**
 * wb_transport_get_taken:
 * @self: a transport
 *
 * Returns: how many bytes the peer has acknowledged since the beginning of the
 *   connection, or 0 if nothing is on its way
 */
guint64
wb_transport_get_taken (WbTransport *self)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;
  int queued = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (ioctl (self->fd, SIOCOUTQ, &queued) != 0 || queued == 0 ||
      getsockopt (self->fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return 0;

  return info.tcpi_bytes_acked;
}

/**
 * wb_transport_shutdown:
 * @self: a transport
 *
 * Ends the output. It can still be read from.
 */
void
wb_transport_shutdown (WbTransport *self)
{
  g_return_if_fail (self != NULL);

  if (self->tls != NULL)
    wb_tls_session_close_notify (self->tls);
  shutdown (self->fd, SHUT_WR);
}
