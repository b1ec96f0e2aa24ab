/* wb-tls-stream.c: a TLS session as a stream of GIO
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tls-stream.h"

/* What both directions share; freed with the last of them. */
typedef struct
{
  GSocketConnection *connection;
  WbTlsSession      *session; /* NULL when it was stolen, or the stream is closed */
} Shared;

struct _WbTlsStream
{
  GIOStream parent_instance;

  Shared        *shared;
  GInputStream  *input;
  GOutputStream *output;
};

#define WB_TYPE_TLS_INPUT (wb_tls_input_get_type ())
G_DECLARE_FINAL_TYPE (WbTlsInput, wb_tls_input, WB, TLS_INPUT, GInputStream)

struct _WbTlsInput
{
  GInputStream parent_instance;

  Shared *shared;
};

#define WB_TYPE_TLS_OUTPUT (wb_tls_output_get_type ())
G_DECLARE_FINAL_TYPE (WbTlsOutput, wb_tls_output, WB, TLS_OUTPUT, GOutputStream)

struct _WbTlsOutput
{
  GOutputStream parent_instance;

  Shared *shared;
};

static void wb_tls_input_pollable_init (GPollableInputStreamInterface *iface);
static void wb_tls_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE (WbTlsStream, wb_tls_stream, G_TYPE_IO_STREAM)

G_DEFINE_FINAL_TYPE_WITH_CODE (WbTlsInput, wb_tls_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      wb_tls_input_pollable_init))

G_DEFINE_FINAL_TYPE_WITH_CODE (WbTlsOutput, wb_tls_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      wb_tls_output_pollable_init))

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_pointer (&shared->session, wb_tls_session_free);
  g_object_unref (shared->connection);
}

static GSocket *
get_socket (Shared *shared)
{
  return g_socket_connection_get_socket (shared->connection);
}

/* What a session returns, in the terms of GIO. */
static gssize
to_result (gssize    n,
           GError  **error)
{
  if (n == WB_TLS_WOULD_BLOCK)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "it would block");
  else if (n == WB_TLS_BROKEN)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                         "the TLS session is broken or closed");

  return MAX (n, -1);
}

static gssize
wb_tls_input_read_nonblocking (GPollableInputStream  *pollable,
                               void                  *buffer,
                               gsize                  size,
                               GError               **error)
{
  const Shared *shared = WB_TLS_INPUT (pollable)->shared;
  gssize n;

  n = shared->session != NULL ? wb_tls_session_read (shared->session, buffer, size) : WB_TLS_BROKEN;
  return to_result (n, error);
}

static gssize
wb_tls_input_read (GInputStream  *stream,
                   void          *buffer,
                   gsize          size,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return wb_tls_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, size, error);
}

static gboolean
wb_tls_input_is_readable (GPollableInputStream *pollable)
{
  Shared *shared = WB_TLS_INPUT (pollable)->shared;

  return shared->session == NULL || wb_tls_session_has_pending (shared->session) ||
         g_socket_condition_check (get_socket (shared), G_IO_IN) != 0;
}

/* What is decrypted already is ready now, though the socket may have nothing more. */
static GSource *
wb_tls_input_create_source (GPollableInputStream *pollable,
                            GCancellable         *cancellable)
{
  Shared *shared = WB_TLS_INPUT (pollable)->shared;
  g_autoptr (GSource) ready = NULL;

  if (shared->session == NULL || wb_tls_session_has_pending (shared->session))
    ready = g_timeout_source_new (0);
  else
    ready = g_socket_create_source (get_socket (shared), G_IO_IN, NULL);

  return g_pollable_source_new_full (pollable, ready, cancellable);
}

static void
wb_tls_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->read_nonblocking = wb_tls_input_read_nonblocking;
  iface->is_readable = wb_tls_input_is_readable;
  iface->create_source = wb_tls_input_create_source;
}

static void
wb_tls_input_finalize (GObject *object)
{
  g_rc_box_release_full (WB_TLS_INPUT (object)->shared, shared_clear);

  G_OBJECT_CLASS (wb_tls_input_parent_class)->finalize (object);
}

static void
wb_tls_input_class_init (WbTlsInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_tls_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = wb_tls_input_read;
}

static void
wb_tls_input_init (WbTlsInput *self)
{
}

static gssize
wb_tls_output_write_nonblocking (GPollableOutputStream  *pollable,
                                 const void             *bytes,
                                 gsize                   length,
                                 GError                **error)
{
  const Shared *shared = WB_TLS_OUTPUT (pollable)->shared;
  gssize n;

  if (length == 0)
    return 0;

  n = shared->session != NULL ? wb_tls_session_write (shared->session, bytes, length) : WB_TLS_BROKEN;
  return to_result (n, error);
}

static gssize
wb_tls_output_write (GOutputStream  *stream,
                     const void     *bytes,
                     gsize           length,
                     GCancellable   *cancellable,
                     GError        **error)
{
  return wb_tls_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream), bytes, length, error);
}

static gboolean
wb_tls_output_is_writable (GPollableOutputStream *pollable)
{
  Shared *shared = WB_TLS_OUTPUT (pollable)->shared;

  return shared->session == NULL || g_socket_condition_check (get_socket (shared), G_IO_OUT) != 0;
}

static GSource *
wb_tls_output_create_source (GPollableOutputStream *pollable,
                             GCancellable          *cancellable)
{
  g_autoptr (GSource) ready = g_socket_create_source (get_socket (WB_TLS_OUTPUT (pollable)->shared), G_IO_OUT,
                                                      NULL);

  return g_pollable_source_new_full (pollable, ready, cancellable);
}

static void
wb_tls_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->write_nonblocking = wb_tls_output_write_nonblocking;
  iface->is_writable = wb_tls_output_is_writable;
  iface->create_source = wb_tls_output_create_source;
}

static void
wb_tls_output_finalize (GObject *object)
{
  g_rc_box_release_full (WB_TLS_OUTPUT (object)->shared, shared_clear);

  G_OBJECT_CLASS (wb_tls_output_parent_class)->finalize (object);
}

static void
wb_tls_output_class_init (WbTlsOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_tls_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = wb_tls_output_write;
}

static void
wb_tls_output_init (WbTlsOutput *self)
{
}

static GInputStream *
wb_tls_stream_get_input_stream (GIOStream *stream)
{
  return WB_TLS_STREAM (stream)->input;
}

static GOutputStream *
wb_tls_stream_get_output_stream (GIOStream *stream)
{
  return WB_TLS_STREAM (stream)->output;
}

static gboolean
wb_tls_stream_close (GIOStream     *stream,
                     GCancellable  *cancellable,
                     GError       **error)
{
  WbTlsStream *self = WB_TLS_STREAM (stream);

  wb_tls_stream_close_notify (self);
  g_clear_pointer (&self->shared->session, wb_tls_session_free);

  return g_io_stream_close (G_IO_STREAM (self->shared->connection), cancellable, error);
}

static void
wb_tls_stream_finalize (GObject *object)
{
  WbTlsStream *self = WB_TLS_STREAM (object);

  g_object_unref (self->input);
  g_object_unref (self->output);
  g_rc_box_release_full (self->shared, shared_clear);

  G_OBJECT_CLASS (wb_tls_stream_parent_class)->finalize (object);
}

static void
wb_tls_stream_class_init (WbTlsStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_tls_stream_finalize;
  stream_class->get_input_stream = wb_tls_stream_get_input_stream;
  stream_class->get_output_stream = wb_tls_stream_get_output_stream;
  stream_class->close_fn = wb_tls_stream_close;
}

static void
wb_tls_stream_init (WbTlsStream *self)
{
}

/**
 * wb_tls_stream_new:
 * @connection: a connection
 * @session: (transfer full): the session on its socket, after the handshake
 *
 * Returns: (transfer full): the plain bytes of the connection; closing it closes
 *   the connection
 */
GIOStream *
wb_tls_stream_new (GSocketConnection *connection,
                   WbTlsSession      *session)
{
  WbTlsStream *self;
  Shared *shared;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  shared = g_rc_box_new0 (Shared);
  shared->connection = g_object_ref (connection);
  shared->session = session;

  self = g_object_new (WB_TYPE_TLS_STREAM, NULL);
  self->shared = shared;
  self->input = g_object_new (WB_TYPE_TLS_INPUT, NULL);
  WB_TLS_INPUT (self->input)->shared = g_rc_box_acquire (shared);
  self->output = g_object_new (WB_TYPE_TLS_OUTPUT, NULL);
  WB_TLS_OUTPUT (self->output)->shared = g_rc_box_acquire (shared);

  return G_IO_STREAM (self);
}

/**
 * wb_tls_stream_steal_session:
 * @self: a stream
 *
 * Takes the session out of a stream, which can then be closed without ending
 * it.
 *
 * Returns: (transfer full) (nullable): the session, or %NULL if the stream is
 *   closed
 */
WbTlsSession *
wb_tls_stream_steal_session (WbTlsStream *self)
{
  g_return_val_if_fail (WB_IS_TLS_STREAM (self), NULL);

  return g_steal_pointer (&self->shared->session);
}

/**
 * wb_tls_stream_close_notify:
 * @self: a stream
 *
 * Ends the output, see [func@wb_tls_session_close_notify].
 */
void
wb_tls_stream_close_notify (WbTlsStream *self)
{
  g_return_if_fail (WB_IS_TLS_STREAM (self));

  if (self->shared->session != NULL)
    wb_tls_session_close_notify (self->shared->session);
}
