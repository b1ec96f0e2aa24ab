/* bench-hub.c: what it costs to tell something to many clients
 *
 * Two servers in processes of their own do the same work in turn: ours, and a bare epoll loop that knows
 * nothing but to send, which is the floor. One client process holds all connections.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wb-directory-source.h"
#include "wb-server.h"

#define MESSAGE "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}"
#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
#define REPLY   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
#define FRAME_SIZE (2 + strlen (MESSAGE))

/* How many connections are under way at once. */
#define AT_ONCE 500

typedef void (*ServeFunc) (int port_pipe);

typedef struct
{
  const char *name;
  ServeFunc   serve;
} Server;

typedef struct
{
  int   fd;
  gsize received; /* of the handshake, then of the broadcast under way */
} Client;

typedef struct
{
  double connect_wall;  /* seconds */
  double connect_cpu;
  double memory;        /* KiB a connection */
  double cpu;           /* microseconds a delivery */
  double p50;           /* milliseconds */
  double p99;
} Result;

static void
check (gboolean    good,
       const char *what)
{
  if (!good)
    g_error ("%s: %s", what, g_strerror (errno));
}

static void
tell_port (int     port_pipe,
           guint16 port)
{
  check (write (port_pipe, &port, sizeof port) == sizeof port, "pipe");
}

/* The floor. */

typedef struct
{
  int   *clients;
  guint  n_clients;
} Floor;

static void
floor_accept (int listener,
              int poller)
{
  int fd, one = 1;

  while ((fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      check (epoll_ctl (poller, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
    }
}

static void
floor_read (Floor        *self,
            int           fd,
            const guint8 *frame)
{
  char buffer[4096];
  gssize n = recv (fd, buffer, sizeof buffer, 0);

  if (n <= 0)
    {
      close (fd);
      return;
    }

  if (buffer[0] == 'G')
    {
      check (send (fd, REPLY, strlen (REPLY), MSG_NOSIGNAL) > 0, "send");
      self->clients[self->n_clients++] = fd;
      return;
    }

  for (guint i = 0; i < self->n_clients; i++)
    send (self->clients[i], frame, FRAME_SIZE, MSG_NOSIGNAL);
}

static void
serve_floor (int port_pipe)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int poller = epoll_create1 (0);
  struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
  Floor self = { .clients = g_new (int, 65536) };
  guint8 frame[128] = { 0x81, sizeof MESSAGE - 1 };

  memcpy (frame + 2, MESSAGE, strlen (MESSAGE));
  check (bind (listener, (struct sockaddr *) &address, sizeof address) == 0 && listen (listener, 1024) == 0, "listen");
  getsockname (listener, (struct sockaddr *) &address, &length);
  epoll_ctl (poller, EPOLL_CTL_ADD, listener, &event);
  tell_port (port_pipe, ntohs (address.sin_port));

  while (TRUE)
    {
      struct epoll_event events[256];
      int n = epoll_wait (poller, events, 256, -1);

      for (int i = 0; i < n; i++)
        if (events[i].data.fd == listener)
          floor_accept (listener, poller);
        else
          floor_read (&self, events[i].data.fd, frame);
    }
}

static void
serve_ours (int port_pipe)
{
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autofree char *folder = g_dir_make_tmp ("wallboard-bench-XXXXXX", NULL);
  g_autoptr (WbSource) source = wb_directory_source_new (folder, NULL);
  g_autoptr (WbServer) server = wb_server_new (source);
  g_autoptr (GError) error = NULL;

  rmdir (folder);
  options.http = options.ws = "127.0.0.1:0";
  options.max_rate = 0;
  options.max_connections = 0;
  options.max_per_address = 0;
  options.ping = 0;
  if (!wb_server_start (server, &options, &error))
    g_error ("%s", error->message);
  tell_port (port_pipe, (guint16) atoi (strrchr (wb_server_get_ws_uri (server), ':') + 1));

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static pid_t
start (ServeFunc  serve,
       guint16   *ret_port)
{
  int ends[2];
  pid_t pid;

  check (pipe (ends) == 0, "pipe");
  pid = fork ();
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (ends[0]);
      serve (ends[1]);
      _exit (1);
    }

  close (ends[1]);
  check (read (ends[0], ret_port, sizeof *ret_port) == sizeof *ret_port, "server");
  close (ends[0]);

  return pid;
}

static double
now (void)
{
  return g_get_monotonic_time () / 1e6;
}

static double
get_cpu (pid_t pid)
{
  struct timespec time;
  clockid_t clock;

  check (clock_getcpuclockid (pid, &clock) == 0 && clock_gettime (clock, &time) == 0, "clock");

  return time.tv_sec + time.tv_nsec / 1e9;
}

static double
get_memory (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  check (g_file_get_contents (path, &text, NULL, NULL), path);
  line = strstr (text, "\nPrivate_Dirty:");

  return line != NULL ? atof (line + strlen ("\nPrivate_Dirty:")) : 0;
}

static void
begin_connection (Client  *client,
                  int      poller,
                  guint16  port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (port) };
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };

  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check (client->fd >= 0 && connect (client->fd, (struct sockaddr *) &address, sizeof address) == 0, "connect");
  check (send (client->fd, REQUEST, strlen (REQUEST), 0) == (gssize) strlen (REQUEST), "send");
  check (epoll_ctl (poller, EPOLL_CTL_ADD, client->fd, &event) == 0, "epoll_ctl");
}

/* Connects all, as many at a time as a storm would bring. */
static void
connect_all (Client  *clients,
             guint    n,
             int      poller,
             guint16  port)
{
  guint begun = 0, done = 0;

  while (done < n)
    {
      struct epoll_event events[256];
      int n_events;

      while (begun < n && begun - done < AT_ONCE)
        begin_connection (&clients[begun++], poller, port);

      n_events = epoll_wait (poller, events, 256, 10000);
      check (n_events > 0, "the server does not answer");
      for (int i = 0; i < n_events; i++)
        {
          Client *client = events[i].data.ptr;
          char buffer[1024];
          gssize got = recv (client->fd, buffer, sizeof buffer, MSG_DONTWAIT);

          check (got > 12 && memcmp (buffer + 9, "101", 3) == 0 && memcmp (buffer + got - 4, "\r\n\r\n", 4) == 0,
                 "handshake");
          done++;
        }
    }
}

/* One message to all. Writes down how long each took to come, in milliseconds. */
static void
broadcast (Client *clients,
           guint   n,
           int     poller,
           GArray *latencies)
{
  guint8 frame[128] = { 0x81, 0x80 | (sizeof MESSAGE - 1) };
  double started = now ();
  guint left = n;

  memcpy (frame + 6, MESSAGE, strlen (MESSAGE));
  for (guint i = 0; i < n; i++)
    clients[i].received = 0;
  check (send (clients[0].fd, frame, 6 + strlen (MESSAGE), 0) > 0, "send");

  while (left > 0)
    {
      struct epoll_event events[256];
      int n_events = epoll_wait (poller, events, 256, 10000);

      check (n_events > 0, "a message is missing");
      for (int i = 0; i < n_events; i++)
        {
          Client *client = events[i].data.ptr;
          char buffer[1024];
          gssize got = recv (client->fd, buffer, sizeof buffer, MSG_DONTWAIT);

          check (got > 0, "recv");
          client->received += got;
          if (client->received == FRAME_SIZE)
            {
              double latency = (now () - started) * 1e3;

              g_array_append_val (latencies, latency);
              left--;
            }
        }
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

static Result
measure (const Server *server,
         guint         n,
         guint         n_deliveries)
{
  g_autofree Client *clients = g_new0 (Client, n);
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_rounds = MAX (n_deliveries / n, 10);
  int poller = epoll_create1 (EPOLL_CLOEXEC);
  Result result = { 0 };
  double wall, cpu, memory;
  guint16 port;
  pid_t pid = start (server->serve, &port);

  memory = get_memory (pid);
  wall = now ();
  cpu = get_cpu (pid);
  connect_all (clients, n, poller, port);
  result.connect_wall = now () - wall;
  broadcast (clients, n, poller, latencies);
  result.connect_cpu = get_cpu (pid) - cpu;
  for (guint i = 0; i < 5; i++)
    broadcast (clients, n, poller, latencies);
  result.memory = (get_memory (pid) - memory) / n;

  g_array_set_size (latencies, 0);
  cpu = get_cpu (pid);
  for (guint i = 0; i < n_rounds; i++)
    broadcast (clients, n, poller, latencies);
  result.cpu = (get_cpu (pid) - cpu) * 1e6 / ((double) n * n_rounds);
  g_array_sort (latencies, compare);
  result.p50 = g_array_index (latencies, double, latencies->len / 2);
  result.p99 = g_array_index (latencies, double, latencies->len * 99 / 100);

  for (guint i = 0; i < n; i++)
    close (clients[i].fd);
  close (poller);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);

  return result;
}

static int
parse_count (const char *text)
{
  int n = atoi (text);

  if (n <= 0)
    g_error ("“%s” is no number of clients", text);

  return n;
}

/* Usage: bench-hub [CLIENTS…] */
int
main (int    argc,
      char **argv)
{
  static const Server servers[] = { { "floor", serve_floor }, { "wallboard", serve_ours } };
  static const char *const usual[] = { "10", "100", "500", "1000", "5000" };
  struct rlimit limit;
  guint n_counts = argc > 1 ? (guint) argc - 1 : (guint) G_N_ELEMENTS (usual);

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  signal (SIGPIPE, SIG_IGN);

  printf ("%-10s %8s %10s %10s %10s %10s %10s %10s\n", "server", "clients", "connect s", "CPU s", "KiB/conn",
          "µs/deliv", "p50 ms", "p99 ms");
  for (guint i = 0; i < n_counts; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (servers); j++)
      {
        guint n = parse_count (argc > 1 ? argv[1 + i] : usual[i]);
        Result result = measure (&servers[j], n, 200000);

        printf ("%-10s %8u %10.2f %10.2f %10.1f %10.2f %10.2f %10.2f\n", servers[j].name, n, result.connect_wall,
                result.connect_cpu, result.memory, result.cpu, result.p50, result.p99);
        fflush (stdout);
      }

  return EXIT_SUCCESS;
}
