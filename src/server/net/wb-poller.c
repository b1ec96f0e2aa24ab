/* wb-poller.c: very many sockets in one source
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* POLLRDHUP. */
#define _GNU_SOURCE

#include "config.h"

#include "wb-poller.h"

#include <errno.h>
#include <gio/gio.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

/* How many sockets are served in one dispatch of the main context. */
#define AT_ONCE 256

struct _WbPoller
{
  GSource            *source;
  WbPollerFunc        function;
  gpointer            user_data;
  int                 fd;

  /* The events of the current dispatch. Those of a socket that is removed meanwhile are dropped. */
  struct epoll_event *ready;
  int                 n_ready;
};

typedef struct
{
  GSource   parent;
  WbPoller *poller;
} PollerSource;

static guint32
to_events (GIOCondition condition)
{
  return ((condition & G_IO_IN) != 0 ? EPOLLIN | EPOLLRDHUP : 0) |
         ((condition & G_IO_HUP) != 0 ? EPOLLRDHUP : 0) |
         ((condition & G_IO_OUT) != 0 ? EPOLLOUT : 0);
}

static GIOCondition
to_condition (guint32 events)
{
  return ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0 ? G_IO_IN : 0) |
         ((events & EPOLLOUT) != 0 ? G_IO_OUT : 0);
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  WbPoller *self = ((PollerSource *) source)->poller;
  struct epoll_event ready[AT_ONCE];
  int n = epoll_wait (self->fd, ready, AT_ONCE, 0);

  self->ready = ready;
  self->n_ready = n;
  for (int i = 0; i < n; i++)
    if (ready[i].data.ptr != NULL)
      self->function (ready[i].data.ptr, to_condition (ready[i].events), self->user_data);
  self->ready = NULL;
  self->n_ready = 0;
  self->function (NULL, 0, self->user_data);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/**
 * wb_poller_new:
 * @context: where to wait
 * @function: what to call when sockets are ready; it must not free the poller
 * @user_data: passed to @function
 * @error: return location for an error of GIO
 *
 * Returns: (transfer full): a poller without sockets, or %NULL with an error
 */
WbPoller *
wb_poller_new (GMainContext  *context,
               WbPollerFunc   function,
               gpointer       user_data,
               GError       **error)
{
  WbPoller *self;
  int fd;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  fd = epoll_create1 (EPOLL_CLOEXEC);
  if (fd < 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return NULL;
    }

  self = g_new0 (WbPoller, 1);
  self->fd = fd;
  self->function = function;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (PollerSource));
  ((PollerSource *) self->source)->poller = self;
  g_source_set_static_name (self->source, "wallboard-poller");
  g_source_add_unix_fd (self->source, fd, G_IO_IN);
  g_source_attach (self->source, context);

  return self;
}

/**
 * wb_poller_free:
 * @self: (transfer full): a poller
 *
 * Waits no more. The sockets are not touched.
 */
void
wb_poller_free (WbPoller *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->ready == NULL);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  g_free (self);
}

/**
 * wb_poller_add:
 * @self: a poller
 * @fd: a socket
 * @condition: what to wait for, %G_IO_IN, %G_IO_OUT, or %G_IO_HUP for the end of
 *   what the peer sends and nothing else; it is reported as long as it holds
 * @target: passed to the function when it is ready
 *
 * Begins to wait for a socket.
 *
 * Returns: %FALSE if the kernel has no room for it
 */
gboolean
wb_poller_add (WbPoller     *self,
               int           fd,
               GIOCondition  condition,
               gpointer      target)
{
  struct epoll_event event = { .events = to_events (condition), .data.ptr = target };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (target != NULL, FALSE);

  return epoll_ctl (self->fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

/**
 * wb_poller_change:
 * @self: a poller
 * @fd: a socket that was added
 * @condition: what to wait for from now on, as in [func@wb_poller_add]
 * @target: what it was added with
 *
 * Waits for something else.
 */
void
wb_poller_change (WbPoller     *self,
                  int           fd,
                  GIOCondition  condition,
                  gpointer      target)
{
  struct epoll_event event = { .events = to_events (condition), .data.ptr = target };

  g_return_if_fail (self != NULL);

  epoll_ctl (self->fd, EPOLL_CTL_MOD, fd, &event);
}

/**
 * wb_poller_remove:
 * @self: a poller
 * @fd: a socket that was added
 * @target: what it was added with
 *
 * Waits for it no more; call this before it is closed. @target is not handed
 * over again, not even if it was ready at the same time as the one that is
 * being served.
 */
void
wb_poller_remove (WbPoller *self,
                  int       fd,
                  gpointer  target)
{
  g_return_if_fail (self != NULL);

  epoll_ctl (self->fd, EPOLL_CTL_DEL, fd, NULL);
  for (int i = 0; i < self->n_ready; i++)
    if (self->ready[i].data.ptr == target)
      self->ready[i].data.ptr = NULL;
}

/**
 * wb_poller_has_ended:
 * @fd: a socket, of any poller or none
 *
 * Returns: whether the peer sends no more or the connection broke, even if there
 *   is still something to read
 */
gboolean
wb_poller_has_ended (int fd)
{
  struct pollfd state = { .fd = fd, .events = POLLRDHUP };

  return poll (&state, 1, 0) > 0;
}
