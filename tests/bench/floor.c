/* floor.c: a lower bound for the cost of a broadcast server: one epoll loop that only sends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It accepts every handshake, and writes each short frame that one client sends to all clients. It has none
 * of what a real server needs: no limits, state, queue, pings or errors. Like wallboard-server, it prints a
 * line with its addresses when it is ready.
 */

#define _GNU_SOURCE /* accept4 */

#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
#define BACKLOG 4096

typedef struct
{
  int     epoll;
  int     listener;
  GArray *clients;    /* int, descriptors after the handshake */
} Floor;

static void
watch (Floor *self,
       int    fd)
{
  struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
    g_error ("epoll_ctl: %s", g_strerror (errno));
}

static void
accept_all (Floor *self)
{
  int one = 1;
  int fd;

  while ((fd = accept4 (self->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      watch (self, fd);
    }
}

static void
write_all (int         fd,
           const void *bytes,
           gsize       length)
{
  if (write (fd, bytes, length) != (gssize) length)
    g_error ("a client does not read: %s", g_strerror (errno));
}

/* RFC 6455, section 4.2.2. */
static void
shake_hands (Floor      *self,
             int         fd,
             const char *request)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL;
  g_autofree char *reply = NULL;
  const char *key = strstr (request, "Sec-WebSocket-Key: ") + strlen ("Sec-WebSocket-Key: ");
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guint8 *) key, strcspn (key, "\r"));
  g_checksum_update (checksum, (const guint8 *) GUID, strlen (GUID));
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  reply = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
  write_all (fd, reply, strlen (reply));
  g_array_append_val (self->clients, fd);
}

/* Sends a masked text frame of up to 125 bytes to all clients. */
static void
broadcast (Floor        *self,
           const guint8 *frame)
{
  guint8 out[2 + 125] = { frame[0], frame[1] & 0x7f };
  gsize length = out[1];

  for (gsize i = 0; i < length; i++)
    out[2 + i] = frame[6 + i] ^ frame[2 + i % 4];
  for (guint i = 0; i < self->clients->len; i++)
    write_all (g_array_index (self->clients, int, i), out, 2 + length);
}

static void
handle (Floor *self,
        int    fd)
{
  char block[4096];
  gssize n = read (fd, block, sizeof block - 1);

  if (n <= 0)
    {
      close (fd);
      return;
    }

  block[n] = '\0';
  if (g_str_has_prefix (block, "GET "))
    shake_hands (self, fd, block);
  else if ((guint8) block[0] == 0x81)
    broadcast (self, (const guint8 *) block);
}

static guint
listen_anywhere (Floor *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind (self->listener, (struct sockaddr *) &address, sizeof address) < 0 ||
      listen (self->listener, BACKLOG) < 0 ||
      getsockname (self->listener, (struct sockaddr *) &address, &length) < 0)
    g_error ("cannot listen: %s", g_strerror (errno));

  return g_ntohs (address.sin_port);
}

int
main (void)
{
  Floor self = {
    .epoll = epoll_create1 (EPOLL_CLOEXEC),
    .clients = g_array_new (FALSE, FALSE, sizeof (int)),
  };
  guint port = listen_anywhere (&self);

  watch (&self, self.listener);
  g_print ("ready http://127.0.0.1:%u ws://127.0.0.1:%u\n", port, port);

  for (;;)
    {
      struct epoll_event events[512];
      int n = epoll_wait (self.epoll, events, G_N_ELEMENTS (events), -1);

      for (int i = 0; i < n; i++)
        {
          if (events[i].data.fd == self.listener)
            accept_all (&self);
          else
            handle (&self, events[i].data.fd);
        }
    }
}
