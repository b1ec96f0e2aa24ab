/* hostile.c: a server that sends any data of a test, as fast as the client reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hostile.h"

#include <string.h>

/* The most connections at once; a client may connect again after a failure. */
#define N_THREADS 8

/* The timeout of a read or a write, in seconds. */
#define PATIENCE 1

#define MAX_HEAD 8192

struct _Hostile
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  TalkFunc         function;
  guint            milliseconds;
  guint            port;
  int              n_begun;
  int              n_talks;
  int              n_cut;
  int              n_under_way;
};

static char *
read_head (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  g_autoptr (GString) head = g_string_new (NULL);
  char c;

  while (head->len < MAX_HEAD && !g_str_has_suffix (head->str, "\r\n\r\n") &&
         g_input_stream_read (input, &c, 1, NULL, NULL) == 1)
    g_string_append_c (head, c);

  return g_string_free (g_steal_pointer (&head), FALSE);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        Hostile                *self)
{
  Talk talk = { .server = self, .stream = g_object_ref (G_IO_STREAM (connection)) };

  g_atomic_int_inc (&self->n_under_way);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), PATIENCE);
  if (self->certificate != NULL)
    {
      g_clear_object (&talk.stream);
      talk.stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      g_object_set (talk.stream, "require-close-notify", FALSE, NULL);
    }

  talk.head = read_head (talk.stream);
  talk.end = g_get_monotonic_time () + (gint64) self->milliseconds * 1000;
  if (*talk.head != '\0')
    {
      g_atomic_int_inc (&self->n_begun);
      self->function (&talk);
      g_atomic_int_add (&self->n_cut, g_get_monotonic_time () < talk.end);
      g_atomic_int_inc (&self->n_talks);
    }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_object_unref (talk.stream);
  g_free (talk.head);
  g_atomic_int_add (&self->n_under_way, -1);

  return TRUE;
}

Hostile *
hostile_new (TalkFunc         function,
             guint            milliseconds,
             GTlsCertificate *certificate)
{
  Hostile *self = g_new0 (Hostile, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->function = function;
  self->milliseconds = milliseconds;
  g_set_object (&self->certificate, certificate);
  self->service = g_threaded_socket_service_new (N_THREADS);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

/* The clients are gone, so that each thread ends. */
void
hostile_free (Hostile *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_atomic_int_get (&self->n_under_way) > 0)
    g_main_context_iteration (NULL, FALSE);

  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_free (self);
}

guint
hostile_get_port (Hostile *self)
{
  return self->port;
}

guint
hostile_count (Hostile *self)
{
  return (guint) g_atomic_int_get (&self->n_talks);
}

guint
hostile_count_begun (Hostile *self)
{
  return (guint) g_atomic_int_get (&self->n_begun);
}

guint
hostile_count_cut (Hostile *self)
{
  return (guint) g_atomic_int_get (&self->n_cut);
}

gboolean
talk_say (Talk          *talk,
          gconstpointer  bytes,
          gsize          length)
{
  GOutputStream *output = g_io_stream_get_output_stream (talk->stream);
  gsize sent = 0;
  gboolean done = g_output_stream_write_all (output, bytes, length, &sent, NULL, NULL);

  talk->n_sent += sent;

  return done && g_get_monotonic_time () < talk->end;
}

char *
talk_dup_answer (Talk *talk)
{
  static const char mark[] = "\r\nSec-WebSocket-Key: ";
  const char *key = strstr (talk->head, mark);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  if (key == NULL)
    return NULL;

  key += strlen (mark);
  g_checksum_update (checksum, (const guchar *) key, strcspn (key, "\r"));
  g_checksum_update (checksum, (const guchar *) "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  return g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: wallboard.v1\r\n\r\n", accept);
}

gboolean
talk_upgrade (Talk *talk)
{
  g_autofree char *answer = talk_dup_answer (talk);

  return answer != NULL && talk_say (talk, answer, strlen (answer));
}

gboolean
talk_say_frame (Talk       *talk,
                guint8      first_byte,
                const char *payload,
                gsize       length)
{
  guint8 header[10] = { first_byte };
  gsize size = 2;

  if (length < 126)
    {
      header[1] = (guint8) length;
    }
  else
    {
      size = length <= G_MAXUINT16 ? 4 : 10;
      header[1] = size == 4 ? 126 : 127;
      for (gsize i = 2; i < size; i++)
        header[i] = (guint8) (length >> 8 * (size - 1 - i));
    }

  return talk_say (talk, header, size) && (payload == NULL || talk_say (talk, payload, length));
}

void
talk_hear (Talk *talk)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (talk->stream));
  char buffer[65536];

  while (g_pollable_input_stream_read_nonblocking (input, buffer, sizeof buffer, NULL, NULL) > 0)
    ;
}
