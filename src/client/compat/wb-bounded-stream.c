/* wb-bounded-stream.c: a stream below libsoup that limits what a server can send
 *
 * libsoup 3.2 collects the fragments of a message without a limit, queues a pong for each ping even if the
 * socket does not accept them, and reads until there is no more data, without returning to the main loop.
 * Between it and the socket, this stream parses the frames, ends the connection when they exceed a limit, and
 * returns to the main loop now and then.
 *
 * libsoup 3.8 limits messages (max-total-message-size). Its development version 3.7.1 still has the other two
 * problems. Once all three are solved, soup_session_websocket_connect_async() can replace this folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-bounded-stream.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "message/wb-message.h"
#include "wb-frame-meter.h"

/* The most bytes of the frames of one message. The headers of its fragments count, since there may be any
 * number of fragments without a payload. */
#define MAX_MESSAGE (WB_MESSAGE_MAX_TO_CLIENT + 1024 * 1024)

/* The most pongs in the queue; each takes up to 300 bytes of memory. libsoup reads 1 KiB at once, which may
 * contain 512 pings. */
#define MAX_PONGS_WAITING 1024

/* The longest time of reading before it returns to the main loop, in microseconds, and the pause that
 * follows, in milliseconds, in which GTK draws. */
#define TURN_TIME (8 * 1000)
#define PAUSE_MS 2

/* The meters, which both streams share. */
typedef struct
{
  WbFrameMeter incoming;
  WbFrameMeter outgoing;
} Meters;

#define WB_TYPE_BOUNDED_INPUT (wb_bounded_input_get_type ())
G_DECLARE_FINAL_TYPE (WbBoundedInput, wb_bounded_input, WB, BOUNDED_INPUT, GInputStream)

struct _WbBoundedInput
{
  GInputStream          parent_instance;

  GPollableInputStream *base;
  Meters               *meters;
  GBytes               *first;      /* data behind the handshake; NULL once it is consumed */
  gint64                turn_start; /* monotonic time, 0 between two turns */
  gboolean              pausing;
};

static void wb_bounded_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbBoundedInput, wb_bounded_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      wb_bounded_input_pollable_init))

#define WB_TYPE_BOUNDED_OUTPUT (wb_bounded_output_get_type ())
G_DECLARE_FINAL_TYPE (WbBoundedOutput, wb_bounded_output, WB, BOUNDED_OUTPUT, GOutputStream)

struct _WbBoundedOutput
{
  GOutputStream          parent_instance;

  GPollableOutputStream *base;
  Meters                *meters;
};

static void wb_bounded_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbBoundedOutput, wb_bounded_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      wb_bounded_output_pollable_init))

struct _WbBoundedStream
{
  GIOStream        parent_instance;

  GIOStream       *base;
  WbBoundedInput  *input;
  WbBoundedOutput *output;
};

G_DEFINE_FINAL_TYPE (WbBoundedStream, wb_bounded_stream, G_TYPE_IO_STREAM)

static gboolean
is_turn_over (WbBoundedInput *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->turn_start == 0)
    self->turn_start = now;

  return now - self->turn_start > TURN_TIME;
}

static gssize
read_first (WbBoundedInput *self,
            void           *buffer,
            gsize           count)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->first, &length);
  GBytes *rest = NULL;

  count = MIN (count, length);
  memcpy (buffer, bytes, count);
  if (count < length)
    rest = g_bytes_new_from_bytes (self->first, count, length - count);
  g_bytes_unref (self->first);
  self->first = rest;

  return (gssize) count;
}

static gboolean
check_pongs (Meters  *meters,
             GError **error)
{
  if (meters->incoming.n_pings <= meters->outgoing.n_pongs + MAX_PONGS_WAITING)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("it does not take the answers to its pings"));
  return FALSE;
}

static gssize
wb_bounded_input_read_nonblocking (GPollableInputStream  *stream,
                                   void                  *buffer,
                                   gsize                  count,
                                   GError               **error)
{
  WbBoundedInput *self = WB_BOUNDED_INPUT (stream);
  gssize length;

  if (is_turn_over (self))
    {
      self->pausing = TRUE;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "the turn is over");
      return -1;
    }

  if (self->first != NULL)
    length = read_first (self, buffer, count);
  else
    length = g_pollable_input_stream_read_nonblocking (self->base, buffer, count, NULL, error);

  if (length > 0 && !(wb_frame_meter_pass (&self->meters->incoming, buffer, (gsize) length, error) &&
                      check_pongs (self->meters, error)))
    return -1;

  return length;
}

static gboolean
wb_bounded_input_is_readable (GPollableInputStream *stream)
{
  WbBoundedInput *self = WB_BOUNDED_INPUT (stream);

  return self->first != NULL || g_pollable_input_stream_is_readable (self->base);
}

static gboolean
wb_bounded_input_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (WB_BOUNDED_INPUT (stream)->base);
}

/* libsoup makes a new source whenever a read would block. */
static GSource *
wb_bounded_input_create_source (GPollableInputStream *stream,
                                GCancellable         *cancellable)
{
  WbBoundedInput *self = WB_BOUNDED_INPUT (stream);
  g_autoptr (GSource) base = NULL;

  if (self->pausing)
    base = g_timeout_source_new (PAUSE_MS);
  else if (self->first != NULL)
    base = g_timeout_source_new (0);
  else
    base = g_pollable_input_stream_create_source (self->base, NULL);
  self->pausing = FALSE;
  self->turn_start = 0;

  return g_pollable_source_new_full (stream, base, cancellable);
}

static void
wb_bounded_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = wb_bounded_input_can_poll;
  iface->is_readable = wb_bounded_input_is_readable;
  iface->create_source = wb_bounded_input_create_source;
  iface->read_nonblocking = wb_bounded_input_read_nonblocking;
}

static void
wb_bounded_input_finalize (GObject *object)
{
  WbBoundedInput *self = WB_BOUNDED_INPUT (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->meters, g_rc_box_release);
  g_clear_pointer (&self->first, g_bytes_unref);

  G_OBJECT_CLASS (wb_bounded_input_parent_class)->finalize (object);
}

static void
wb_bounded_input_class_init (WbBoundedInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_bounded_input_finalize;
}

static void
wb_bounded_input_init (WbBoundedInput *self)
{
}

static gssize
wb_bounded_output_write_nonblocking (GPollableOutputStream  *stream,
                                     const void             *buffer,
                                     gsize                   count,
                                     GError                **error)
{
  WbBoundedOutput *self = WB_BOUNDED_OUTPUT (stream);
  gssize length = g_pollable_output_stream_write_nonblocking (self->base, buffer, count, NULL, error);

  if (length > 0)
    wb_frame_meter_pass (&self->meters->outgoing, buffer, (gsize) length, NULL);

  return length;
}

static gboolean
wb_bounded_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (WB_BOUNDED_OUTPUT (stream)->base);
}

static gboolean
wb_bounded_output_can_poll (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_can_poll (WB_BOUNDED_OUTPUT (stream)->base);
}

static GSource *
wb_bounded_output_create_source (GPollableOutputStream *stream,
                                 GCancellable          *cancellable)
{
  g_autoptr (GSource) base = g_pollable_output_stream_create_source (WB_BOUNDED_OUTPUT (stream)->base, NULL);

  return g_pollable_source_new_full (stream, base, cancellable);
}

static void
wb_bounded_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->can_poll = wb_bounded_output_can_poll;
  iface->is_writable = wb_bounded_output_is_writable;
  iface->create_source = wb_bounded_output_create_source;
  iface->write_nonblocking = wb_bounded_output_write_nonblocking;
}

static void
wb_bounded_output_finalize (GObject *object)
{
  WbBoundedOutput *self = WB_BOUNDED_OUTPUT (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->meters, g_rc_box_release);

  G_OBJECT_CLASS (wb_bounded_output_parent_class)->finalize (object);
}

static void
wb_bounded_output_class_init (WbBoundedOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_bounded_output_finalize;
}

static void
wb_bounded_output_init (WbBoundedOutput *self)
{
}

static GInputStream *
wb_bounded_stream_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (WB_BOUNDED_STREAM (stream)->input);
}

static GOutputStream *
wb_bounded_stream_get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (WB_BOUNDED_STREAM (stream)->output);
}

static gboolean
wb_bounded_stream_close (GIOStream     *stream,
                         GCancellable  *cancellable,
                         GError       **error)
{
  return g_io_stream_close (WB_BOUNDED_STREAM (stream)->base, cancellable, error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
wb_bounded_stream_close_async (GIOStream           *stream,
                               int                  priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, wb_bounded_stream_close_async);
  g_io_stream_close_async (WB_BOUNDED_STREAM (stream)->base, priority, cancellable, closed_cb, task);
}

static gboolean
wb_bounded_stream_close_finish (GIOStream     *stream,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
wb_bounded_stream_finalize (GObject *object)
{
  WbBoundedStream *self = WB_BOUNDED_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (wb_bounded_stream_parent_class)->finalize (object);
}

static void
wb_bounded_stream_class_init (WbBoundedStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_bounded_stream_finalize;
  stream_class->get_input_stream = wb_bounded_stream_get_input_stream;
  stream_class->get_output_stream = wb_bounded_stream_get_output_stream;
  stream_class->close_fn = wb_bounded_stream_close;
  stream_class->close_async = wb_bounded_stream_close_async;
  stream_class->close_finish = wb_bounded_stream_close_finish;
}

static void
wb_bounded_stream_init (WbBoundedStream *self)
{
}

/**
 * wb_bounded_stream_new:
 * @base: a connection after the WebSocket handshake, whose streams can be polled
 * @first: (nullable): the data behind the handshake that was read from it already
 *
 * Makes a stream for soup_websocket_connection_new() that fails, with an error
 * of #SoupWebsocketError or #GIOError, when the server exceeds a limit: with
 * messages longer than %WB_MESSAGE_MAX_TO_CLIENT plus the headers of frames, with
 * pings whose answers it does not read, or with data behind the last frame. It
 * supports only polling.
 *
 * Returns: (transfer full): the stream
 */
GIOStream *
wb_bounded_stream_new (GIOStream *base,
                       GBytes    *first)
{
  WbBoundedStream *self;
  Meters *meters;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);

  meters = g_rc_box_new0 (Meters);
  meters->incoming.max_message = MAX_MESSAGE;
  meters->outgoing.masked = TRUE;

  self = g_object_new (WB_TYPE_BOUNDED_STREAM, NULL);
  self->base = g_object_ref (base);
  self->input = g_object_new (WB_TYPE_BOUNDED_INPUT, NULL);
  self->input->base = g_object_ref (G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (base)));
  self->input->meters = g_rc_box_acquire (meters);
  if (first != NULL && g_bytes_get_size (first) > 0)
    self->input->first = g_bytes_ref (first);
  self->output = g_object_new (WB_TYPE_BOUNDED_OUTPUT, NULL);
  self->output->base = g_object_ref (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (base)));
  self->output->meters = meters;

  return G_IO_STREAM (self);
}
