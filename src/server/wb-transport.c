/* wb-transport.c: the bytes of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-transport.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* More than libsoup reads ahead of the end of a request. */
#define READ_AHEAD (64 * 1024)

struct _WbTransport
{
  int     fd;
  GBytes *early; /* what came with the handshake and is not read yet */
};

/* libsoup's stream reads ahead, so it may hold what the peer sent right behind its handshake. One read gets
 * all of that. */
static GBytes *
take_early (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  g_autofree guint8 *buffer = NULL;
  gssize n;

  if (!G_IS_POLLABLE_INPUT_STREAM (input)
      || !g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input)))
    return NULL;

  buffer = g_malloc (READ_AHEAD);
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer, READ_AHEAD, NULL, NULL);

  return n > 0 ? g_bytes_new (buffer, n) : NULL;
}

/**
 * wb_transport_new:
 * @connection: a connection
 * @stream: what HTTP left behind: @connection, or what was put around it
 *
 * Takes the socket out of its connection, whose objects are many times its
 * size; they can be dropped.
 *
 * Returns: (transfer full) (nullable): a transport, or %NULL where the
 *   connection is closed, or no descriptor is left
 */
WbTransport *
wb_transport_new (GSocketConnection *connection,
                  GIOStream         *stream)
{
  WbTransport *self;
  int fd;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_IO_STREAM (stream), NULL);

  /* A socket connection closes its descriptor when it goes, so this is another one for the same socket. */
  fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  fd = fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 0) : -1;
  if (fd < 0)
    return NULL;

  self = g_new0 (WbTransport, 1);
  self->fd = fd;
  if (stream != G_IO_STREAM (connection))
    self->early = take_early (stream);

  return self;
}

/**
 * wb_transport_free:
 * @self: (transfer full): a transport
 *
 * Closes the socket.
 */
void
wb_transport_free (WbTransport *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_clear_pointer (&self->early, g_bytes_unref);
  g_free (self);
}

/**
 * wb_transport_get_fd:
 * @self: a transport
 *
 * Returns: the socket, to wait for
 */
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
 *   nothing: what came with the handshake
 */
gboolean
wb_transport_has_early (WbTransport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->early != NULL;
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
 * @size: how many there is room for
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
  g_return_val_if_fail (buffer != NULL && size > 0, WB_TRANSPORT_BROKEN);

  if (self->early != NULL)
    return read_early (self, buffer, size);

  n = recv (self->fd, buffer, size, MSG_DONTWAIT);

  return n >= 0 ? n : from_errno ();
}

/**
 * wb_transport_write:
 * @self: a transport
 * @vectors: (array length=n_vectors): what to write
 * @n_vectors: how many, at least one
 *
 * Writes as much as goes at once.
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

  if (n_vectors == 1)
    n = send (self->fd, vectors[0].iov_base, vectors[0].iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
  else
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);

  return n >= 0 ? n : from_errno ();
}

/**
 * wb_transport_shutdown:
 * @self: a transport
 *
 * Tells the peer that nothing more comes. It can still be read from.
 */
void
wb_transport_shutdown (WbTransport *self)
{
  g_return_if_fail (self != NULL);

  shutdown (self->fd, SHUT_WR);
}
