/* load.c: many clients of a server in one process, which measure it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * load URI CLIENTS [PID]: opens CLIENTS connections and prints the first line below. Then it reads commands
 * from its standard input, one a line, and answers each with one line of numbers:
 *
 *   connected SECONDS CPU-SECONDS
 *   > fan-out DELIVERIES           one client sends, all receive it; the next round begins when all have it
 *   fan-out DELIVERIES CPU-SECONDS P50 P99 MAX            (milliseconds from sending to each delivery)
 *   > get SECONDS                  each client requests a dataset, and again as soon as it has the answer
 *   get ANSWERS SECONDS CPU-SECONDS P50 P99
 *   > flood RATE SECONDS           one client sends RATE messages a second, and the deliveries are counted
 *   flood SENT HEARD CLOSED CODE P50 P99 MAX     (clients that the server closed, and the last close code)
 *   > hear SECONDS                 receives without sending, beside a process that floods
 *   hear 0 HEARD CLOSED CODE P50 P99 MAX
 *
 * CPU seconds are those of the process PID. With wss:// the clients use TLS and accept any certificate.
 */

#include "load-client.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="

/* 82 bytes, as in the measurements before. */
#define STATE_MESSAGE \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true }"

/* A message of a flood, with the time of sending: the monotonic clock is the same for all processes. */
#define FLOOD_MESSAGE "{\"action\":\"flood\",\"at\":%" G_GINT64_FORMAT "}"
#define FLOOD_PREFIX "{\"action\":\"flood\",\"at\":"

#define DATA_REQUEST \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

/* How many connect at a time. The kernel queues 4096 connections until the server accepts them. It drops the
 * SYN of the others, which is sent again after a second: only that second would be measured. */
#define MAX_CONNECTING 2000

#define TIMEOUT_MS 60000
#define MIN_ROUNDS 20
#define WARM_UP_ROUNDS 5

typedef struct
{
  const char         *path;
  struct sockaddr_in  address;
  gnutls_certificate_credentials_t credentials; /* NULL without TLS */
  int                 pid;
  int                 epoll;
  LoadClient         *clients;
  guint               n_clients;
  guint               n_open;
  guint               n_received;   /* messages in this round */
  gint64              sent_at;      /* 0 while datasets are requested */
  gint64              request_until;
  gboolean            is_flood;
  guint               n_closed;
  guint               close_code;
  GArray             *delays;       /* double, milliseconds */
} Load;

static double
get_cpu (int pid)
{
  struct timespec time;
  clockid_t clock;

  if (pid == 0)
    return 0;
  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &time) != 0)
    g_error ("there is no process %d", pid);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
request_data (LoadClient *client)
{
  client->requested_at = g_get_monotonic_time ();
  load_client_send (client, 0x81, DATA_REQUEST, strlen (DATA_REQUEST));
}

static void
receive_flood (Load         *self,
            const guint8 *payload,
            gsize         length)
{
  const gsize prefix = strlen (FLOOD_PREFIX);
  gint64 sent_at;
  double delay;

  if (length <= prefix || memcmp (payload, FLOOD_PREFIX, prefix) != 0)
    return;

  sent_at = g_ascii_strtoll ((const char *) payload + prefix, NULL, 10);
  delay = (double) (g_get_monotonic_time () - sent_at) / 1000;
  self->n_received++;
  g_array_append_val (self->delays, delay);
}

static void
receive_close (Load         *self,
               LoadClient   *client,
               const guint8 *payload)
{
  guint code = (guint) payload[0] << 8 | payload[1];

  if (!self->is_flood)
    g_error ("the server closed a connection with code %u", code);

  self->n_closed++;
  self->close_code = code;
  client->is_closed = TRUE;
}

static void
receive_message (Load       *self,
                 LoadClient *client)
{
  gint64 now = g_get_monotonic_time ();
  double delay = (double) (now - (self->sent_at > 0 ? self->sent_at : client->requested_at)) / 1000;

  self->n_received++;
  g_array_append_val (self->delays, delay);
  if (self->sent_at == 0 && now < self->request_until)
    request_data (client);
}

/* Returns the size of the complete frames. */
static gsize
receive_frames (Load         *self,
                LoadClient   *client,
                const guint8 *bytes,
                gsize         length)
{
  gsize used = 0;
  gsize header, size;

  while ((size = load_frame_get_size (bytes + used, length - used, &header)) > 0 && size <= length - used)
    {
      guint opcode = bytes[used] & 0x0f;

      if (opcode == 0x8)
        receive_close (self, client, bytes + used + header);
      else if (opcode == 0x9)
        load_client_send (client, 0x8a, bytes + used + header, size - header);
      else if (self->is_flood)
        receive_flood (self, bytes + used + header, size - header);
      else if (opcode == 0x1 || opcode == 0x2)
        receive_message (self, client);
      used += size;
    }

  return used;
}

static gsize
receive_handshake (Load         *self,
                   LoadClient   *client,
                   const guint8 *bytes,
                   gsize         length)
{
  const char *end = g_strstr_len ((const char *) bytes, length, "\r\n\r\n");

  if (end == NULL)
    return 0;
  if (strncmp ((const char *) bytes, "HTTP/1.1 101", 12) != 0)
    g_error ("the server refused a connection: %.*s", (int) MIN (length, 40), bytes);

  client->is_open = TRUE;
  self->n_open++;

  return (const guint8 *) end + 4 - bytes;
}

static void
receive_bytes (Load         *self,
               LoadClient   *client,
               const guint8 *bytes,
               gsize         length)
{
  gsize used = 0;

  if (client->rest != NULL)
    {
      g_byte_array_append (client->rest, bytes, length);
      bytes = client->rest->data;
      length = client->rest->len;
    }

  if (!client->is_open)
    used = receive_handshake (self, client, bytes, length);
  if (client->is_open)
    used += receive_frames (self, client, bytes + used, length - used);

  if (client->rest != NULL)
    g_byte_array_remove_range (client->rest, 0, used);
  else if (used < length)
    {
      client->rest = g_byte_array_new ();
      g_byte_array_append (client->rest, bytes + used, length - used);
    }
  if (client->rest != NULL && client->rest->len == 0)
    g_clear_pointer (&client->rest, g_byte_array_unref);
}

static void
watch (Load       *self,
       LoadClient *client,
       int         operation,
       uint32_t    events)
{
  struct epoll_event event = { .events = events, .data.ptr = client };

  if (epoll_ctl (self->epoll, operation, client->fd, &event) < 0)
    g_error ("epoll_ctl: %s", g_strerror (errno));
}

static void
send_handshake (Load       *self,
                LoadClient *client)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n"
                          "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n\r\n", self->path);
  load_client_write (client, text, strlen (text));
  watch (self, client, EPOLL_CTL_MOD, EPOLLIN);
}

/* Continues the TLS handshake, and then begins that of the WebSocket. */
static void
shake_tls (Load       *self,
           LoadClient *client)
{
  int result;

  if (client->tls == NULL)
    {
      gnutls_init (&client->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
      gnutls_set_default_priority (client->tls);
      gnutls_credentials_set (client->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
      gnutls_transport_set_int (client->tls, client->fd);
      watch (self, client, EPOLL_CTL_MOD, EPOLLIN);
    }

  result = gnutls_handshake (client->tls);
  if (result == 0)
    {
      client->is_encrypted = TRUE;
      send_handshake (self, client);
    }
  else if (gnutls_error_is_fatal (result))
    {
      g_error ("no TLS: %s", gnutls_strerror (result));
    }
}

static void
handle (Load               *self,
        struct epoll_event *event)
{
  LoadClient *client = event->data.ptr;
  guint8 block[64 * 1024];
  gssize n;

  if (self->credentials != NULL && !client->is_encrypted)
    {
      shake_tls (self, client);
      return;
    }
  if ((event->events & EPOLLOUT) != 0)
    {
      send_handshake (self, client);
      return;
    }

  /* GnuTLS may hold records that epoll no longer reports. */
  do
    {
      n = load_client_read (client, block, sizeof block);
      if (n > 0)
        receive_bytes (self, client, block, (gsize) n);
    }
  while (n > 0 && client->tls != NULL);

  if (client->is_closed || (n == 0 && self->is_flood))
    {
      self->n_closed += client->is_closed ? 0 : 1;
      epoll_ctl (self->epoll, EPOLL_CTL_DEL, client->fd, NULL);
      close (client->fd);
    }
  else if (n == 0)
    {
      g_error ("the server ended a connection");
    }
}

static int
poll_for (Load *self,
          int   milliseconds)
{
  struct epoll_event events[512];
  int n = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), milliseconds);

  for (int i = 0; i < n; i++)
    handle (self, &events[i]);

  return n;
}

static void
poll_once (Load *self)
{
  int n = poll_for (self, TIMEOUT_MS);

  if (n == 0)
    g_error ("received nothing for %d seconds: %u of %u clients open, %u messages received",
             TIMEOUT_MS / 1000, self->n_open, self->n_clients, self->n_received);
}

static void
open_client (Load       *self,
             LoadClient *client)
{
  int one = 1;

  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->fd < 0)
    g_error ("no socket for another client (see ulimit -n): %s", g_strerror (errno));
  setsockopt (client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (client->fd, (struct sockaddr *) &self->address, sizeof self->address) < 0 &&
      errno != EINPROGRESS)
    g_error ("cannot connect: %s", g_strerror (errno));
  watch (self, client, EPOLL_CTL_ADD, EPOLLOUT);
}

static void
open_all (Load *self)
{
  gint64 started = g_get_monotonic_time ();
  double cpu = get_cpu (self->pid);
  guint n_begun = 0;

  while (self->n_open < self->n_clients)
    {
      while (n_begun < self->n_clients && n_begun - self->n_open < MAX_CONNECTING)
        open_client (self, &self->clients[n_begun++]);
      poll_once (self);
    }

  g_print ("connected %.3f %.6f\n", (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC,
           get_cpu (self->pid) - cpu);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_quantile (GArray *sorted,
              double  share)
{
  return g_array_index (sorted, double, (guint) (share * (sorted->len - 1)));
}

static void
run_round (Load *self)
{
  self->n_received = 0;
  self->sent_at = g_get_monotonic_time ();
  load_client_send (&self->clients[0], 0x81, STATE_MESSAGE, strlen (STATE_MESSAGE));
  while (self->n_received < self->n_clients)
    poll_once (self);
}

static void
fan_out (Load  *self,
         guint  n_deliveries)
{
  guint n_rounds = MAX (n_deliveries / self->n_clients, MIN_ROUNDS);
  double cpu;

  for (guint i = 0; i < WARM_UP_ROUNDS; i++)
    run_round (self);

  g_array_set_size (self->delays, 0);
  cpu = get_cpu (self->pid);
  for (guint i = 0; i < n_rounds; i++)
    run_round (self);
  cpu = get_cpu (self->pid) - cpu;

  g_array_sort (self->delays, compare_doubles);
  g_print ("fan-out %u %.6f %.3f %.3f %.3f\n", self->delays->len, cpu, get_quantile (self->delays, 0.5),
           get_quantile (self->delays, 0.99), get_quantile (self->delays, 1));
}

static void
get (Load  *self,
     guint  seconds)
{
  gint64 started = g_get_monotonic_time ();
  double cpu = get_cpu (self->pid);
  double elapsed;

  g_array_set_size (self->delays, 0);
  self->n_received = 0;
  self->sent_at = 0;
  self->request_until = started + (gint64) seconds * G_USEC_PER_SEC;
  for (guint i = 0; i < self->n_clients; i++)
    request_data (&self->clients[i]);
  while (g_get_monotonic_time () < self->request_until)
    poll_once (self);

  elapsed = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  cpu = get_cpu (self->pid) - cpu;
  g_array_sort (self->delays, compare_doubles);
  g_print ("get %u %.3f %.6f %.3f %.3f\n", self->n_received, elapsed, cpu, get_quantile (self->delays, 0.5),
           get_quantile (self->delays, 0.99));
}

/* Sends one message. FALSE if the socket is full: the message is then dropped and not sent later. */
static gboolean
send_flood (LoadClient *client)
{
  g_autofree char *message = g_strdup_printf (FLOOD_MESSAGE, g_get_monotonic_time ());
  gsize length = strlen (message);
  guint8 frame[2 + 4 + 125] = { 0x81, 0x80 | (guint8) length };

  g_assert (length <= 125 && client->tls == NULL);
  memcpy (frame + 6, message, length);

  /* A frame is small: the kernel takes it as a whole or not at all. */
  return write (client->fd, frame, 6 + length) > 0;
}

static void
flood (Load       *self,
       const char *name,
       guint       rate,
       guint       seconds)
{
  gint64 started = g_get_monotonic_time ();
  gint64 until = started + (gint64) seconds * G_USEC_PER_SEC;
  guint n_due = 0, n_sent = 0;
  gint64 now;

  self->is_flood = TRUE;
  self->n_received = self->n_closed = self->close_code = 0;
  g_array_set_size (self->delays, 0);
  while ((now = g_get_monotonic_time ()) < until)
    {
      for (; rate > 0 && n_due < (guint) ((now - started) * rate / G_USEC_PER_SEC); n_due++)
        n_sent += send_flood (&self->clients[0]);
      poll_for (self, 1);
    }

  g_array_sort (self->delays, compare_doubles);
  if (self->delays->len == 0)
    g_array_set_size (self->delays, 1);
  g_print ("%s %u %u %u %u %.3f %.3f %.3f\n", name,
           n_sent, self->n_received, self->n_closed, self->close_code,
           get_quantile (self->delays, 0.5), get_quantile (self->delays, 0.99),
           get_quantile (self->delays, 1));
}

static void
parse_uri (Load       *self,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, &error);

  if (uri == NULL)
    g_error ("%s", error->message);

  if (g_strcmp0 (g_uri_get_scheme (uri), "wss") == 0)
    gnutls_certificate_allocate_credentials (&self->credentials);
  self->address.sin_family = AF_INET;
  self->address.sin_port = g_htons (g_uri_get_port (uri));
  self->address.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  self->path = g_intern_string (*g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/");
}

static void
run_commands (Load *self)
{
  char line[80];
  guint number, seconds;

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      if (sscanf (line, "fan-out %u", &number) == 1)
        fan_out (self, number);
      else if (sscanf (line, "get %u", &number) == 1)
        get (self, number);
      else if (sscanf (line, "flood %u %u", &number, &seconds) == 2)
        flood (self, "flood", number, seconds);
      else if (sscanf (line, "hear %u", &seconds) == 1)
        flood (self, "hear", 0, seconds);
      else
        g_error ("unknown command “%s”", g_strstrip (line));
    }
}

int
main (int   argc,
      char *argv[])
{
  Load self = { 0 };

  if (argc < 3)
    {
      g_printerr ("usage: %s URI CLIENTS [PID]\n", argv[0]);
      return 2;
    }

  setvbuf (stdout, NULL, _IOLBF, 0);
  parse_uri (&self, argv[1]);
  self.n_clients = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  self.pid = argc > 3 ? (int) g_ascii_strtoll (argv[3], NULL, 10) : 0;
  self.clients = g_new0 (LoadClient, self.n_clients);
  self.delays = g_array_new (FALSE, FALSE, sizeof (double));
  self.epoll = epoll_create1 (EPOLL_CLOEXEC);

  open_all (&self);
  run_commands (&self);

  return 0;
}
