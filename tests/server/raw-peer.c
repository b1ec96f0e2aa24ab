/* raw-peer.c: a peer that speaks in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "raw-peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* The example of RFC 6455, section 1.3, and what must be answered to it. */
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

struct _RawPeer
{
  GIOStream  *stream; /* of TLS, or of the socket itself */
  GSource    *source; /* wakes the main context when there is something to read */
  GByteArray *incoming;
  gboolean    ended;
};

static gboolean
wake_cb (GObject  *stream,
         gpointer  user_data)
{
  return G_SOURCE_REMOVE;
}

guint
raw_get_slowness (void)
{
  const char *factor = g_getenv ("WALLBOARD_PATIENCE");
  guint slowness = factor != NULL ? (guint) g_ascii_strtoull (factor, NULL, 10) : 1;

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
  slowness *= 4;
#endif

  return slowness;
}

guint
raw_get_patience (void)
{
  return 10000 * raw_get_slowness ();
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("waited in vain for %u ms", raw_get_patience ());

  return G_SOURCE_REMOVE;
}

void
raw_wait_until (RawCondition condition,
                gpointer     user_data)
{
  guint timeout = g_timeout_add (raw_get_patience (), too_late_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (timeout);
}

void
raw_let_threads_end (void)
{
  /* LeakSanitizer stumbles over the thread-local storage that gnutls has in them; GLib calls them unused
   * after half a second. */
  g_usleep (700 * 1000);
  g_thread_pool_stop_unused_threads ();
  g_usleep (50 * 1000);
}

static GPollableInputStream *
get_input (RawPeer *self)
{
  return G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));
}

static GPollableOutputStream *
get_output (RawPeer *self)
{
  return G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
}

/* Takes in what has arrived. TRUE if there was something new, be it the end. */
static gboolean
take_in (RawPeer *self)
{
  g_autoptr (GError) error = NULL;
  char block[64 * 1024];
  gssize n;

  if (self->ended)
    return FALSE;

  n = g_pollable_input_stream_read_nonblocking (get_input (self), block, sizeof block, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;

  if (n <= 0)
    self->ended = TRUE;
  else
    g_byte_array_append (self->incoming, (guint8 *) block, n);

  return TRUE;
}

typedef struct
{
  RawPeer *peer;
  gsize    length;
} Want;

static gboolean
has_enough (gpointer user_data)
{
  Want *want = user_data;
  RawPeer *self = want->peer;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }

  while (self->incoming->len < want->length && take_in (self))
    ;
  if (self->incoming->len >= want->length || self->ended)
    return TRUE;

  self->source = g_pollable_input_stream_create_source (get_input (self), NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (wake_cb), NULL, NULL);
  g_source_attach (self->source, NULL);

  return FALSE;
}

/* Waits until so many bytes are there. FALSE if the server ends the connection before. */
static gboolean
wait_for (RawPeer *self,
          gsize    length)
{
  Want want = { self, length };

  raw_wait_until (has_enough, &want);

  return self->incoming->len >= length;
}

/* Waits until so many bytes are there. NULL if the server ends the connection before. */
const guint8 *
raw_peer_peek (RawPeer *self,
               gsize    length)
{
  return wait_for (self, length) ? self->incoming->data : NULL;
}

/* Drops bytes that were peeked at. */
void
raw_peer_skip (RawPeer *self,
               gsize    length)
{
  g_byte_array_remove_range (self->incoming, 0, length);
}

typedef struct
{
  gboolean is_over;
  GError  *error;
} Handshake;

static void
shook_hands_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Handshake *handshake = user_data;

  g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &handshake->error);
  handshake->is_over = TRUE;
}

static gboolean
is_handshake_over (gpointer user_data)
{
  return ((Handshake *) user_data)->is_over;
}

/* Certificates are checked by the tests of the client; a raw peer accepts any. */
static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  flags,
           gpointer              user_data)
{
  return TRUE;
}

/* TRUE if the server speaks TLS, too. */
gboolean
raw_peer_encrypt (RawPeer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) plain = self->stream;
  Handshake handshake = { 0 };
  gboolean good;

  self->stream = g_tls_client_connection_new (plain, NULL, &error);
  g_assert_no_error (error);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (self->stream), TRUE);
  g_signal_connect (self->stream, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT, NULL, shook_hands_cb,
                                    &handshake);
  raw_wait_until (is_handshake_over, &handshake);
  good = handshake.error == NULL;
  g_clear_error (&handshake.error);

  return good;
}

GTlsCertificate *
raw_peer_get_certificate (RawPeer *self)
{
  return g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (self->stream));
}

/* Connects from an address of this machine, or any with NULL, with a receive buffer of so many bytes, or as
 * many as the system likes with 0. */
RawPeer *
raw_peer_connect_from (const char *uri,
                       const char *source,
                       int         receive_buffer)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  RawPeer *self = g_new0 (RawPeer, 1);

  g_assert_nonnull (parsed);
  address = g_inet_socket_address_new_from_string (g_uri_get_host (parsed), g_uri_get_port (parsed));
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  if (source != NULL)
    {
      g_autoptr (GSocketAddress) from = g_inet_socket_address_new_from_string (source, 0);

      g_socket_bind (socket, from, FALSE, &error);
      g_assert_no_error (error);
    }
  if (receive_buffer > 0)
    {
      g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, receive_buffer, &error);
      g_assert_no_error (error);
    }

  /* The kernel accepts for the server, so this does not wait for it. */
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  self->stream = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  self->incoming = g_byte_array_new ();
  if (g_str_has_prefix (uri, "https:") || g_str_has_prefix (uri, "wss:"))
    g_assert_true (raw_peer_encrypt (self));

  return self;
}

RawPeer *
raw_peer_connect (const char *uri)
{
  return raw_peer_connect_from (uri, NULL, 0);
}

void
raw_peer_free (RawPeer *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  g_object_unref (self->stream);
  g_byte_array_unref (self->incoming);
  g_free (self);
}

void
raw_peer_write (RawPeer    *self,
                const void *bytes,
                gsize       length)
{
  const char *rest = bytes;

  while (length > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (get_output (self), rest, length, NULL, &error);

      /* The reader may be this thread or another one. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          if (!g_main_context_iteration (NULL, FALSE))
            g_usleep (100);
          continue;
        }

      /* A server may close the connection at any time. */
      if (n < 0)
        return;

      rest += n;
      length -= n;
    }
}

/* As much as can be written without blocking. Returns how much that was. */
gsize
raw_peer_write_some (RawPeer    *self,
                     const void *bytes,
                     gsize       length)
{
  gssize n = g_pollable_output_stream_write_nonblocking (get_output (self), bytes, length, NULL, NULL);

  return MAX (n, 0);
}

static gboolean
is_readable (gpointer user_data)
{
  RawPeer *self = user_data;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  if (g_pollable_input_stream_is_readable (get_input (self)))
    return TRUE;

  self->source = g_pollable_input_stream_create_source (get_input (self), NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (wake_cb), NULL, NULL);
  g_source_attach (self->source, NULL);

  return FALSE;
}

/* Waits until something more has arrived, be it the end, and reads nothing of it. */
void
raw_peer_wait_for_more (RawPeer *self)
{
  raw_wait_until (is_readable, self);
}

gboolean
raw_peer_is_cut_off (RawPeer *self)
{
  return !wait_for (self, self->incoming->len + 1);
}

/* Reads to the end of the connection. Returns the number of bytes. */
gsize
raw_peer_drain (RawPeer *self)
{
  while (wait_for (self, self->incoming->len + 1))
    ;

  return self->incoming->len;
}

/* Reads at most so many bytes and throws them away, without waiting. FALSE at the end of the connection. */
gboolean
raw_peer_read_some (RawPeer *self,
                    gsize    size)
{
  g_autofree char *block = g_malloc (size);
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (get_input (self), block, size, NULL, &error);

  return n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static gboolean
find_head (RawPeer *self,
           gsize   *ret_length)
{
  const char *end = NULL;

  if (self->incoming->len > 0)
    end = g_strstr_len ((char *) self->incoming->data, self->incoming->len, "\r\n\r\n");
  if (end == NULL)
    return FALSE;

  *ret_length = end + 4 - (char *) self->incoming->data;
  return TRUE;
}

RawReply *
raw_peer_read_reply (RawPeer  *self,
                     gboolean  has_body)
{
  RawReply *reply = g_new0 (RawReply, 1);
  g_autofree char *length_text = NULL;
  gsize head_length;
  gsize length;

  while (!find_head (self, &head_length))
    g_assert_true (wait_for (self, self->incoming->len + 1));

  reply->head = g_strndup ((char *) self->incoming->data, head_length);
  g_assert_true (g_str_has_prefix (reply->head, "HTTP/1.1 ") || g_str_has_prefix (reply->head, "HTTP/1.0 "));
  reply->status = (guint) g_ascii_strtoull (reply->head + strlen ("HTTP/1.1 "), NULL, 10);

  length_text = raw_reply_dup_header (reply, "Content-Length");
  length = has_body && length_text != NULL ? (gsize) g_ascii_strtoull (length_text, NULL, 10) : 0;
  g_assert_true (wait_for (self, head_length + length));
  reply->body = g_strndup ((char *) self->incoming->data + head_length, length);
  g_byte_array_remove_range (self->incoming, 0, head_length + length);

  return reply;
}

RawReply *
raw_request (const char *uri,
             const char *method,
             const char *path,
             const char *headers)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (uri);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", method, path,
                          headers != NULL ? headers : "");
  raw_peer_write (peer, text, strlen (text));

  return raw_peer_read_reply (peer, strcmp (method, "HEAD") != 0);
}

char *
raw_reply_dup_header (RawReply   *reply,
                      const char *name)
{
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  for (gsize i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], prefix, strlen (prefix)) == 0)
      return g_strdup (lines[i] + strlen (prefix));

  return NULL;
}

void
raw_reply_free (RawReply *reply)
{
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

RawReply *
raw_peer_shake_hands (RawPeer    *self,
                      const char *path,
                      const char *headers)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n%s\r\n",
                          path, headers != NULL ? headers : "");
  raw_peer_write (self, text, strlen (text));

  return raw_peer_read_reply (self, TRUE);
}

RawPeer *
raw_peer_open (const char *uri,
               const char *headers)
{
  RawPeer *self = raw_peer_connect (uri);
  g_autoptr (RawReply) reply = raw_peer_shake_hands (self, "/", headers);
  g_autofree char *accept = raw_reply_dup_header (reply, "Sec-WebSocket-Accept");

  g_assert_cmpuint (reply->status, ==, 101);
  g_assert_cmpstr (accept, ==, ACCEPT);

  return self;
}
