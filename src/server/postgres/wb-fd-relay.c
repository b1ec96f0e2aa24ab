/* wb-fd-relay.c: limits how much a library reads from its socket at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* For dup3(). */
#define _GNU_SOURCE

#include "config.h"

#include "wb-fd-relay.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/wb-timer.h"

/* The bytes that are moved at a time. The kernel buffers about four times as much. */
#define BLOCK (64 * 1024)

/* One of two directions, with the bytes that were read but not written yet. */
typedef struct
{
  int       from;
  int       to;
  guint8   *block;
  gsize     start;
  gsize     end;
  guint64   total;
  gboolean  is_cut; /* the filter has ended the stream */
  gboolean  ended;

  WbFdRelayFilter filter; /* NULL if all bytes may pass */
  gpointer        user_data;
} Direction;

struct _WbFdRelay
{
  int       peer;  /* the socket of the server */
  int       near;  /* the other end of the library's socket */
  Direction in;
  Direction out;
  GSource  *peer_source;
  GSource  *near_source;
};

static void watch (WbFdRelay *self);

/* Stores bytes that were read. If the filter lets only some pass, the stream ends there. */
static void
take (Direction *self,
      gsize      length)
{
  gsize passed = self->filter != NULL ? self->filter (self->block, length, self->user_data) : length;

  self->start = 0;
  self->end = passed;
  self->total += length;
  self->is_cut = passed < length;
}

/* Shuts down the other side once everything is written. */
static void
end (Direction *self)
{
  self->ended = TRUE;
  shutdown (self->to, SHUT_WR);
}

/* Moves the bytes that can be moved without waiting. Returns FALSE if there were none. */
static gboolean
move (Direction *self)
{
  gboolean moved = FALSE;
  gssize n;

  if (self->start == self->end && !self->is_cut && !self->ended)
    {
      n = read (self->from, self->block, BLOCK);
      if (n > 0)
        {
          take (self, (gsize) n);
          moved = TRUE;
        }
      else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        {
          /* Errors end the stream like its regular end does. */
          end (self);
        }
    }

  if (self->start < self->end)
    {
      n = send (self->to, self->block + self->start, self->end - self->start, MSG_NOSIGNAL);
      if (n > 0)
        {
          self->start += (gsize) n;
          moved = TRUE;
        }
      else if (n < 0 && errno != EAGAIN && errno != EINTR)
        {
          self->start = self->end;
          self->ended = TRUE;
        }
    }

  if (self->is_cut && self->start == self->end && !self->ended)
    end (self);

  return moved;
}

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  WbFdRelay *self = user_data;

  move (&self->in);
  move (&self->out);
  watch (self);

  return G_SOURCE_REMOVE;
}

static void
watch_fd (WbFdRelay  *self,
          GSource   **source,
          int         fd,
          Direction  *from_here,
          Direction  *to_here)
{
  GIOCondition condition = 0;

  wb_timer_stop (source);
  if (from_here->start == from_here->end && !from_here->ended)
    condition |= G_IO_IN;
  if (to_here->start < to_here->end)
    condition |= G_IO_OUT;
  if (condition == 0)
    return;

  *source = g_unix_fd_source_new (fd, condition);
  g_source_set_callback (*source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_attach (*source, g_main_context_get_thread_default ());
}

static void
watch (WbFdRelay *self)
{
  watch_fd (self, &self->peer_source, self->peer, &self->in, &self->out);
  watch_fd (self, &self->near_source, self->near, &self->out, &self->in);
}

/**
 * wb_fd_relay_new:
 * @fd: a connected, non-blocking stream socket that a library uses
 * @error: return location for an error
 *
 * Puts a relay between @fd and its peer: the descriptor number stays the same,
 * but now refers to a socket whose other end is the relay. It works in the
 * thread-default main context.
 *
 * Returns: (transfer full): a relay, or %NULL with an error of %G_IO_ERROR; @fd
 *   is then unchanged
 */
WbFdRelay *
wb_fd_relay_new (int      fd,
                 GError **error)
{
  WbFdRelay *self;
  int ends[2];
  int peer;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  peer = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (peer < 0 || socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      if (peer >= 0)
        close (peer);
      return NULL;
    }

  if (dup3 (ends[0], fd, O_CLOEXEC) < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      close (ends[0]);
      close (ends[1]);
      close (peer);
      return NULL;
    }
  close (ends[0]);

  self = g_new0 (WbFdRelay, 1);
  self->peer = peer;
  self->near = ends[1];
  self->in.from = self->out.to = self->peer;
  self->in.to = self->out.from = self->near;
  self->in.block = g_malloc (BLOCK);
  self->out.block = g_malloc (BLOCK);
  watch (self);

  return self;
}

/**
 * wb_fd_relay_free:
 * @self: (transfer full): a relay
 *
 * Passes on what the library wrote last, if that is possible without waiting,
 * and closes the connection.
 */
void
wb_fd_relay_free (WbFdRelay *self)
{
  g_return_if_fail (self != NULL);

  while (move (&self->out))
    ;

  wb_timer_stop (&self->peer_source);
  wb_timer_stop (&self->near_source);
  close (self->peer);
  close (self->near);
  g_free (self->in.block);
  g_free (self->out.block);
  g_free (self);
}

void
wb_fd_relay_set_filter (WbFdRelay       *self,
                        WbFdRelayFilter  filter,
                        gpointer         user_data)
{
  g_return_if_fail (self != NULL);

  self->in.filter = filter;
  self->in.user_data = user_data;
}

guint64
wb_fd_relay_get_received (WbFdRelay *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->in.total;
}
