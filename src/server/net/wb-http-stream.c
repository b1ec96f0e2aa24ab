/* wb-http-stream.c: the bytes of a connection, as libsoup gets to read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http-stream.h"

/* How many bytes are read before the main context serves other connections: libsoup reads a body for as long
 * as there is more of it. Each read counts as at least so many bytes. */
#define MAX_TURN  (16 * 1024)
#define MIN_COUNT 1024

struct _WbHttpInput
{
  GFilterInputStream parent_instance;

  GIOStream             *base;
  WbHttpInputEndFunc     at_end;
  WbHttpInputClosedFunc  closed;
  gpointer               user_data;
  WbRequestBounds        bounds;
  gsize                  n_turn; /* bytes read in this dispatch */
  gboolean               is_cut; /* nothing more is read */
};

static void wb_http_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbHttpInput, wb_http_input, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      wb_http_input_pollable_init))

static GPollableInputStream *
get_base (gpointer self)
{
  return G_POLLABLE_INPUT_STREAM (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self)));
}

static gboolean
wb_http_input_can_poll (GPollableInputStream *pollable)
{
  return g_pollable_input_stream_can_poll (get_base (pollable));
}

static gboolean
wb_http_input_is_readable (GPollableInputStream *pollable)
{
  return g_pollable_input_stream_is_readable (get_base (pollable));
}

static GSource *
wb_http_input_create_source (GPollableInputStream *pollable,
                             GCancellable         *cancellable)
{
  g_autoptr (GSource) base = g_pollable_input_stream_create_source (get_base (pollable), cancellable);

  /* libsoup waits for another dispatch. */
  WB_HTTP_INPUT (pollable)->n_turn = 0;

  return g_pollable_source_new_full (pollable, base, NULL);
}

/* Reads within the bounds of a request. */
static gssize
read_some (WbHttpInput  *self,
           void         *buffer,
           gsize         size,
           GError      **error)
{
  gssize n;

  if (self->is_cut)
    return 0;
  if (self->n_turn >= MAX_TURN)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "other connections are served first");
      return -1;
    }

  n = g_pollable_input_stream_read_nonblocking (get_base (self), buffer, size, NULL, error);
  if (n <= 0)
    return n;

  self->n_turn += MAX ((gsize) n, MIN_COUNT);
  n = (gssize) wb_request_bounds_take (&self->bounds, buffer, (gsize) n);
  if (self->bounds.n_excess > WB_REQUEST_MAX_EXCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "the request is far too long");
      return -1;
    }
  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "all of it was discarded");
      return -1;
    }

  return n;
}

static gssize
wb_http_input_read_nonblocking (GPollableInputStream  *pollable,
                                void                  *buffer,
                                gsize                  size,
                                GError               **error)
{
  WbHttpInput *self = WB_HTTP_INPUT (pollable);
  g_autoptr (GError) local_error = NULL;
  gssize n = read_some (self, buffer, size, &local_error);
  gboolean would_block = n < 0 && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  if (n <= 0 && !would_block && self->at_end != NULL && self->at_end (self->user_data))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing to read");
      return -1;
    }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return n;
}

static void
wb_http_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = wb_http_input_can_poll;
  iface->is_readable = wb_http_input_is_readable;
  iface->create_source = wb_http_input_create_source;
  iface->read_nonblocking = wb_http_input_read_nonblocking;
}

/* A GSimpleIOStream closes its two streams, and not the stream that they belong to. */
static gboolean
wb_http_input_close (GInputStream  *stream,
                     GCancellable  *cancellable,
                     GError       **error)
{
  WbHttpInput *self = WB_HTTP_INPUT (stream);
  gboolean good = g_io_stream_close (self->base, cancellable, error);

  if (self->closed != NULL)
    self->closed (self->user_data);

  return good;
}

static void
wb_http_input_finalize (GObject *object)
{
  WbHttpInput *self = WB_HTTP_INPUT (object);

  g_object_unref (self->base);

  G_OBJECT_CLASS (wb_http_input_parent_class)->finalize (object);
}

static void
wb_http_input_class_init (WbHttpInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_http_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->close_fn = wb_http_input_close;
}

static void
wb_http_input_init (WbHttpInput *self)
{
}

/**
 * wb_http_input_new:
 * @base: the plain bytes of a connection
 * @at_end: what to call when the connection ends
 * @closed: what to call when it is closed on this side
 * @user_data: passed to both
 *
 * Returns: (transfer full): the input of the connection
 */
WbHttpInput *
wb_http_input_new (GIOStream             *base,
                   WbHttpInputEndFunc     at_end,
                   WbHttpInputClosedFunc  closed,
                   gpointer               user_data)
{
  WbHttpInput *self;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);
  g_return_val_if_fail (at_end != NULL, NULL);
  g_return_val_if_fail (closed != NULL, NULL);

  self = g_object_new (WB_TYPE_HTTP_INPUT,
                       "base-stream", g_io_stream_get_input_stream (base),
                       "close-base-stream", FALSE,
                       NULL);
  self->base = g_object_ref (base);
  self->at_end = at_end;
  self->closed = closed;
  self->user_data = user_data;

  return self;
}

/**
 * wb_http_input_stop:
 * @self: an input
 *
 * Calls no function from now on.
 */
void
wb_http_input_stop (WbHttpInput *self)
{
  g_return_if_fail (WB_IS_HTTP_INPUT (self));

  self->at_end = NULL;
  self->closed = NULL;
}

/**
 * wb_http_input_cut:
 * @self: an input
 *
 * Ends it here. What the peer has sent and is not read yet is lost.
 */
void
wb_http_input_cut (WbHttpInput *self)
{
  g_return_if_fail (WB_IS_HTTP_INPUT (self));

  self->is_cut = TRUE;
}

/**
 * wb_http_input_is_lost:
 * @self: an input
 * @n: which request of the connection, from 1
 *
 * Returns: whether the end of this request is unknown, so that no other may
 *   follow it
 */
gboolean
wb_http_input_is_lost (WbHttpInput *self,
                       guint        n)
{
  g_return_val_if_fail (WB_IS_HTTP_INPUT (self), FALSE);

  return n == self->bounds.n_requests && self->bounds.state == WB_REQUEST_BOUNDS_LOST;
}

/**
 * wb_http_input_get_fault:
 * @self: an input
 * @n: which request of the connection, from 1
 *
 * Returns: why this request, whose header was read, must not be served
 */
WbRequestFault
wb_http_input_get_fault (WbHttpInput *self,
                         guint        n)
{
  g_return_val_if_fail (WB_IS_HTTP_INPUT (self), WB_REQUEST_FAULT_NONE);

  return n == self->bounds.n_requests ? self->bounds.fault : WB_REQUEST_FAULT_NONE;
}

/**
 * wb_http_stream_new:
 * @base: the plain bytes of a connection
 * @input: the input of the connection
 *
 * Returns: (transfer full): both directions of the connection; closing it closes
 *   the connection
 */
GIOStream *
wb_http_stream_new (GIOStream   *base,
                    WbHttpInput *input)
{
  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);
  g_return_val_if_fail (WB_IS_HTTP_INPUT (input), NULL);

  return g_simple_io_stream_new (G_INPUT_STREAM (input), g_io_stream_get_output_stream (base));
}
