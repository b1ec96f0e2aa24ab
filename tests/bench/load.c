/* load.c: many clients of a server in one process, which measure it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * load URI CLIENTS [PID]: opens that many connections, then does what its standard input says, a line
 * each, and answers with a line of numbers. The first line that it prints by itself:
 *
 *   connected SECONDS CPU-SECONDS
 *   > fan-out DELIVERIES           one client speaks, all hear it; the next round begins when they have
 *   fan-out DELIVERIES CPU-SECONDS P50 P99 MAX            (milliseconds from the word to each that hears it)
 *   > get SECONDS                  every client asks for a dataset, and again as soon as it has it
 *   get ANSWERS SECONDS CPU-SECONDS P50 P99
 *   > flood RATE SECONDS           one client speaks that often a second; what is heard is counted
 *   flood SENT HEARD CLOSED CODE P50 P99 MAX              (clients that the server closed, and with which code last)
 *   > hear SECONDS                 the same without speaking, beside a process that floods
 *   hear 0 HEARD CLOSED CODE P50 P99 MAX
 *
 * CPU seconds are those of the process PID. With wss:// the clients speak TLS, and believe any certificate.
 */

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gnutls/gnutls.h>
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
#define WORD "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true }"
/* What a flood says, and when: the clock is the same for all processes. */
#define FLOOD_WORD "{\"action\":\"flood\",\"at\":%" G_GINT64_FORMAT "}"
#define FLOOD_BEGINNING "{\"action\":\"flood\",\"at\":"

#define QUESTION "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

/* How many connect at a time. The kernel lets 4096 wait for a server to accept them, and tells the rest to try
 * again after a second, which would be all that is measured. */
#define UNDER_WAY 2000

#define PATIENCE_MS 60000
#define MIN_ROUNDS 20
#define WARM_UP_ROUNDS 5

typedef struct
{
  int               fd;
  gnutls_session_t  tls;     /* NULL in the clear */
  gboolean          is_encrypted;
  gboolean          is_open;
  gboolean          is_closed;
  GByteArray       *rest;    /* what has come of a frame that is not complete */
  gint64            asked_at;
} Client;

typedef struct
{
  const char         *path;
  struct sockaddr_in  address;
  gnutls_certificate_credentials_t credentials; /* NULL in the clear */
  int                 pid;
  int                 epoll;
  Client             *clients;
  guint               n_clients;
  guint               n_open;
  guint               n_heard;     /* messages in this round */
  gint64              said_at;     /* 0 while datasets are asked for */
  gint64              ask_until;
  gboolean            is_flood;
  guint               n_closed;
  guint               close_code;
  GArray             *delays;      /* double, milliseconds */
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
write_all (Client     *client,
           const void *bytes,
           gsize       length)
{
  gssize n = client->tls != NULL ? gnutls_record_send (client->tls, bytes, length)
                                 : write (client->fd, bytes, length);

  if (n != (gssize) length)
    g_error ("a client could not write: %s", g_strerror (errno));
}

/* A short frame, masked with nothing: what it says is sent as it is. */
static void
send_frame (Client     *client,
            guint8      first,
            const void *payload,
            gsize       length)
{
  guint8 frame[2 + 4 + 125] = { first, 0x80 | (guint8) length };

  g_assert (length <= 125);
  memcpy (frame + 6, payload, length);
  write_all (client, frame, 6 + length);
}

static void
ask (Client *client)
{
  client->asked_at = g_get_monotonic_time ();
  send_frame (client, 0x81, QUESTION, strlen (QUESTION));
}

static void
hear_flood (Load         *self,
            const guint8 *payload,
            gsize         length)
{
  const gsize beginning = strlen (FLOOD_BEGINNING);
  double delay;

  if (length <= beginning || memcmp (payload, FLOOD_BEGINNING, beginning) != 0)
    return;

  delay = (double) (g_get_monotonic_time () - g_ascii_strtoll ((const char *) payload + beginning, NULL, 10)) / 1000;
  self->n_heard++;
  g_array_append_val (self->delays, delay);
}

static void
take_close (Load         *self,
            Client       *client,
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
hear (Load   *self,
      Client *client)
{
  gint64 now = g_get_monotonic_time ();
  double delay = (double) (now - (self->said_at > 0 ? self->said_at : client->asked_at)) / 1000;

  self->n_heard++;
  g_array_append_val (self->delays, delay);
  if (self->said_at == 0 && now < self->ask_until)
    ask (client);
}

/* How long the frame is that begins here, or 0 if that cannot be told yet. */
static gsize
get_frame_size (const guint8 *bytes,
                gsize         length,
                gsize        *ret_header)
{
  gsize header = length < 2 || bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10;
  gsize payload = 0;

  if (length < header)
    return 0;

  *ret_header = header;
  if (header == 2)
    return 2 + bytes[1];

  for (gsize i = 2; i < header; i++)
    payload = payload << 8 | bytes[i];

  return header + payload;
}

/* Gives how many bytes were whole frames. */
static gsize
take_frames (Load         *self,
             Client       *client,
             const guint8 *bytes,
             gsize         length)
{
  gsize used = 0;
  gsize header, size;

  while ((size = get_frame_size (bytes + used, length - used, &header)) > 0 && size <= length - used)
    {
      guint opcode = bytes[used] & 0x0f;

      if (opcode == 0x8)
        take_close (self, client, bytes + used + header);
      else if (opcode == 0x9)
        send_frame (client, 0x8a, bytes + used + header, size - header);
      else if (self->is_flood)
        hear_flood (self, bytes + used + header, size - header);
      else if (opcode == 0x1 || opcode == 0x2)
        hear (self, client);
      used += size;
    }

  return used;
}

static gsize
take_reply (Load         *self,
            Client       *client,
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
take_in (Load         *self,
         Client       *client,
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
    used = take_reply (self, client, bytes, length);
  if (client->is_open)
    used += take_frames (self, client, bytes + used, length - used);

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
watch (Load     *self,
       Client   *client,
       int       operation,
       uint32_t  events)
{
  struct epoll_event event = { .events = events, .data.ptr = client };

  if (epoll_ctl (self->epoll, operation, client->fd, &event) < 0)
    g_error ("epoll_ctl: %s", g_strerror (errno));
}

static void
shake_hands (Load   *self,
             Client *client)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n\r\n", self->path);
  write_all (client, text, strlen (text));
  watch (self, client, EPOLL_CTL_MOD, EPOLLIN);
}

/* Goes on with a handshake of TLS, and then with that of a WebSocket. */
static void
encrypt (Load   *self,
         Client *client)
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
      shake_hands (self, client);
    }
  else if (gnutls_error_is_fatal (result))
    {
      g_error ("no TLS: %s", gnutls_strerror (result));
    }
}

/* 0 at the end, and less than that where there is nothing more for now. */
static gssize
read_some (Client *client,
           guint8 *block,
           gsize   size)
{
  gssize n;

  if (client->tls == NULL)
    {
      n = read (client->fd, block, size);
      return n < 0 && errno != EAGAIN ? 0 : n;
    }

  n = gnutls_record_recv (client->tls, block, size);
  return n < 0 && gnutls_error_is_fatal ((int) n) ? 0 : n;
}

static void
handle (Load               *self,
        struct epoll_event *event)
{
  Client *client = event->data.ptr;
  guint8 block[64 * 1024];
  gssize n;

  if (self->credentials != NULL && !client->is_encrypted)
    {
      encrypt (self, client);
      return;
    }
  if ((event->events & EPOLLOUT) != 0)
    {
      shake_hands (self, client);
      return;
    }

  /* A socket tells nothing of a record that is read already. */
  do
    {
      n = read_some (client, block, sizeof block);
      if (n > 0)
        take_in (self, client, block, (gsize) n);
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
  int n = poll_for (self, PATIENCE_MS);

  if (n == 0)
    g_error ("nothing came in %d seconds: %u of %u clients open, %u messages heard",
             PATIENCE_MS / 1000, self->n_open, self->n_clients, self->n_heard);
}

static void
open_client (Load   *self,
             Client *client)
{
  int one = 1;

  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->fd < 0)
    g_error ("no socket for another client (see ulimit -n): %s", g_strerror (errno));
  setsockopt (client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (client->fd, (struct sockaddr *) &self->address, sizeof self->address) < 0 && errno != EINPROGRESS)
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
      while (n_begun < self->n_clients && n_begun - self->n_open < UNDER_WAY)
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
speak (Load *self)
{
  self->n_heard = 0;
  self->said_at = g_get_monotonic_time ();
  send_frame (&self->clients[0], 0x81, WORD, strlen (WORD));
  while (self->n_heard < self->n_clients)
    poll_once (self);
}

static void
fan_out (Load  *self,
         guint  n_deliveries)
{
  guint n_rounds = MAX (n_deliveries / self->n_clients, MIN_ROUNDS);
  double cpu;

  for (guint i = 0; i < WARM_UP_ROUNDS; i++)
    speak (self);

  g_array_set_size (self->delays, 0);
  cpu = get_cpu (self->pid);
  for (guint i = 0; i < n_rounds; i++)
    speak (self);
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
  self->n_heard = 0;
  self->said_at = 0;
  self->ask_until = started + (gint64) seconds * G_USEC_PER_SEC;
  for (guint i = 0; i < self->n_clients; i++)
    ask (&self->clients[i]);
  while (g_get_monotonic_time () < self->ask_until)
    poll_once (self);

  elapsed = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  cpu = get_cpu (self->pid) - cpu;
  g_array_sort (self->delays, compare_doubles);
  g_print ("get %u %.3f %.6f %.3f %.3f\n", self->n_heard, elapsed, cpu, get_quantile (self->delays, 0.5),
           get_quantile (self->delays, 0.99));
}

/* Says what is due. FALSE if the server takes no more for now; what was not said is not made up for. */
static gboolean
say_flood (Client *client)
{
  g_autofree char *word = g_strdup_printf (FLOOD_WORD, g_get_monotonic_time ());
  gsize length = strlen (word);
  guint8 frame[2 + 4 + 125] = { 0x81, 0x80 | (guint8) length };

  g_assert (length <= 125 && client->tls == NULL);
  memcpy (frame + 6, word, length);

  /* A frame is small, so it goes as a whole or not at all. */
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
  self->n_heard = self->n_closed = self->close_code = 0;
  g_array_set_size (self->delays, 0);
  while ((now = g_get_monotonic_time ()) < until)
    {
      for (; rate > 0 && n_due < (guint) ((now - started) * rate / G_USEC_PER_SEC); n_due++)
        n_sent += say_flood (&self->clients[0]);
      poll_for (self, 1);
    }

  g_array_sort (self->delays, compare_doubles);
  if (self->delays->len == 0)
    g_array_set_size (self->delays, 1);
  g_print ("%s %u %u %u %u %.3f %.3f %.3f\n", name, n_sent, self->n_heard, self->n_closed, self->close_code,
           get_quantile (self->delays, 0.5), get_quantile (self->delays, 0.99), get_quantile (self->delays, 1));
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
obey (Load *self)
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
        g_error ("what is “%s”?", g_strstrip (line));
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
  self.clients = g_new0 (Client, self.n_clients);
  self.delays = g_array_new (FALSE, FALSE, sizeof (double));
  self.epoll = epoll_create1 (EPOLL_CLOEXEC);

  open_all (&self);
  obey (&self);

  return 0;
}
