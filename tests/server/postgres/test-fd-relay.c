/* test-fd-relay.c: limited portions, and all bytes in the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "postgres/wb-fd-relay.h"

#include <sys/socket.h>
#include <unistd.h>

#include "postgres/wb-postgres-frames.h"

#define LENGTH (8 * 1024 * 1024)

/* The most bytes that the kernel buffers. */
#define WINDOW (1024 * 1024)

typedef struct
{
  int        library;   /* the socket of the library */
  int        peer; /* the socket of its peer */
  WbFdRelay *relay;
  gsize      sent;
  gsize      received;
  gboolean   ended;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), ==, 0);
  self->library = ends[0];
  self->peer = ends[1];
  self->relay = wb_fd_relay_new (self->library, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->relay, wb_fd_relay_free);
  if (self->library >= 0)
    close (self->library);
  if (self->peer >= 0)
    close (self->peer);
}

/* The value of a byte follows from its position. */
static guint8
get_byte (gsize position)
{
  return (guint8) (position * 31 + position / 251);
}

static void
send_some (Fixture *self,
           int      fd)
{
  guint8 block[50000];
  gsize length = MIN (sizeof block, LENGTH - self->sent);
  gssize n;

  for (gsize i = 0; i < length; i++)
    block[i] = get_byte (self->sent + i);
  n = length > 0 ? send (fd, block, length, MSG_NOSIGNAL) : 0;
  if (n > 0)
    self->sent += (gsize) n;
}

/* Reads like libpq, until nothing is left. */
static gsize
receive_all (Fixture *self,
             int      fd)
{
  guint8 block[30000];
  gsize before = self->received;
  gssize n;

  while ((n = read (fd, block, sizeof block)) > 0)
    for (gssize i = 0; i < n; i++)
      g_assert_cmphex (block[i], ==, get_byte (self->received++));
  if (n == 0)
    self->ended = TRUE;

  return self->received - before;
}

static void
test_in (Fixture       *self,
         gconstpointer  data)
{
  gsize most = 0;

  while (self->received < LENGTH)
    {
      send_some (self, self->peer);
      g_main_context_iteration (NULL, FALSE);
      most = MAX (most, receive_all (self, self->library));
    }

  g_assert_cmpuint (most, <=, WINDOW);
  g_assert_cmpuint (wb_fd_relay_get_received (self->relay), ==, LENGTH);
}

static void
test_out (Fixture       *self,
          gconstpointer  data)
{
  while (self->received < LENGTH)
    {
      send_some (self, self->library);
      g_main_context_iteration (NULL, FALSE);
      receive_all (self, self->peer);
    }

  g_assert_cmpuint (wb_fd_relay_get_received (self->relay), ==, 0);
}

/* Memory does not grow for a peer that does not read. */
static void
test_stuck (Fixture       *self,
            gconstpointer  data)
{
  gsize before = 1;

  while (before != self->sent)
    {
      before = self->sent;
      for (guint i = 0; i < 100; i++)
        {
          send_some (self, self->peer);
          g_main_context_iteration (NULL, FALSE);
        }
    }
  g_assert_cmpuint (self->sent, <=, 2 * WINDOW);
}

static gboolean
has_ended (gpointer user_data)
{
  Fixture *self = user_data;

  receive_all (self, self->library);
  return self->ended;
}

/* The end of the stream follows the last byte. */
static void
test_end (Fixture       *self,
          gconstpointer  data)
{
  send_some (self, self->peer);
  close (self->peer);
  self->peer = -1;
  while (!has_ended (self))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (self->received, ==, self->sent);
}

/* Bytes written just before the relay is freed still arrive. */
static void
test_last_words (Fixture       *self,
                 gconstpointer  data)
{
  send_some (self, self->library);
  close (self->library);
  self->library = -1;
  g_clear_pointer (&self->relay, wb_fd_relay_free);
  receive_all (self, self->peer);
  g_assert_cmpuint (self->received, ==, self->sent);
  g_assert_true (self->ended);
}

static gsize
let_pass_cb (const guint8 *bytes,
             gsize         length,
             gpointer      user_data)
{
  gsize *left = user_data;
  gsize n = MIN (*left, length);

  *left -= n;
  return n;
}

/* After a filter has stopped bytes, the stream ends although the peer continues. */
static void
test_filter (Fixture       *self,
             gconstpointer  data)
{
  gsize left = 123456;

  wb_fd_relay_set_filter (self->relay, let_pass_cb, &left);
  while (!has_ended (self))
    {
      send_some (self, self->peer);
      g_main_context_iteration (NULL, FALSE);
    }
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (self->received, ==, 123456);
}

/* The header of a message. */
#define MESSAGE(type, a, b, c, d) type, a, b, c, d

/* The result does not depend on how the bytes are split. */
static void
test_frames (void)
{
  static const struct
  {
    guint8 bytes[24];
    gsize  length;
    gsize  passed;
    gboolean is_exceeded;
  } cases[] = {
    { { MESSAGE ('C', 0, 0, 0, 4), MESSAGE ('Z', 0, 0, 0, 5), 'I' }, 11, 11, FALSE },
    { { MESSAGE ('D', 0, 0, 0, 8), 1, 2, 3, 4, MESSAGE ('C', 0, 0, 0, 4) }, 14, 14, FALSE },
    { { MESSAGE ('T', 0, 0, 0, 5), 9, MESSAGE ('D', 0, 0, 0, 9), 1, 2, 3, 4, 5 }, 16, 6, TRUE },
    { { MESSAGE ('T', 0, 0, 0, 5), 9, MESSAGE ('D', 0x80, 0, 0, 0), 1, 2 }, 13, 6, TRUE },
    { { MESSAGE ('T', 0, 0, 0, 5), 9, MESSAGE ('D', 1, 0, 0, 4), 1, 2 }, 13, 6, TRUE },
    { { MESSAGE ('D', 0xff, 0xff, 0xff, 0xff) }, 5, 0, TRUE },
    /* An invalid length passes, and libpq reports it. */
    { { MESSAGE ('D', 0, 0, 0, 3), MESSAGE ('D', 0xff, 0xff, 0xff, 0xff) }, 10, 10, FALSE },
    { { MESSAGE ('\0', 0xff, 0, 0, 9), MESSAGE ('D', 0xff, 0xff, 0xff, 0xff) }, 10, 10, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= cases[i].length; cut++)
      {
        WbPostgresFrames frames = { .limit = 8 };
        gsize passed = wb_postgres_frames_pass (&frames, cases[i].bytes, cut);

        passed += wb_postgres_frames_pass (&frames, cases[i].bytes + cut, cases[i].length - cut);
        g_assert_cmpint (frames.is_exceeded, ==, cases[i].is_exceeded);

        /* The first part of a split header has passed already. */
        g_assert_cmpuint (passed, >=, cases[i].passed);
        g_assert_cmpuint (passed, <=,
                          cases[i].passed + (cases[i].is_exceeded ? WB_POSTGRES_FRAME_HEADER - 1 : 0));
        g_assert_cmpuint (wb_postgres_frames_pass (&frames, cases[i].bytes, 1), ==,
                          cases[i].is_exceeded ? 0 : 1);
      }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fd-relay/in", test_in);
  ADD ("/fd-relay/out", test_out);
  ADD ("/fd-relay/stuck", test_stuck);
  ADD ("/fd-relay/end", test_end);
  ADD ("/fd-relay/last-words", test_last_words);
  ADD ("/fd-relay/filter", test_filter);
  g_test_add_func ("/fd-relay/frames", test_frames);

  return g_test_run ();
}
