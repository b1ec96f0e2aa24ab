/* test-fault-injection.c: what befalls a server, and what its clients see of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* prlimit () */
#define _GNU_SOURCE

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon-fixture.h"

#define GET_SELLER "{\"action\":\"getData\",\"socketType\":\"s\",\"chartName\":\"seller\",\"value\":\"\"}"
#define THEME(value) \
  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"" value "\"}"
#define FULL_SCREEN \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"trend\",\"value\":true}"
#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define N_CLIENTS 40
#define N_WORDS 800

/* For some clients, most of the data still wait in the server when it ends. */
#define SMALL_BUFFER 4096

/* Reads whole messages, which are numbered, until the close frame. Returns how many there were, including
 * those before. */
static guint
receive_to_goodbye (RawPeer *peer,
                    guint    n)
{
  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);
      guint number;

      if (frame == NULL)
        g_error ("a client was cut off after %u words", n);
      if (frame->opcode == RAW_CLOSE)
        {
          g_assert_cmpuint ((guint8) frame->payload[0] << 8 | (guint8) frame->payload[1], ==, 1012);
          raw_peer_send_frame (peer, RAW_FIN | RAW_CLOSE, frame->payload, 2);
          return n;
        }

      g_assert_cmpint (sscanf (frame->payload, "{\"action\":\"word\",\"n\":%u,", &number), ==, 1);
      g_assert_cmpuint (number, ==, n);
      g_assert_true (g_str_has_suffix (frame->payload, "xxx\"}"));
      n++;
    }
}

/* All clients are active when the server gets SIGTERM. Each must get whole messages, all of them up to a last
 * one, and then a close with the code for a restart. */
static void
test_end_under_load (DaemonFixture *self,
                     gconstpointer  data)
{
  RawPeer *peers[N_CLIENTS];
  g_autofree char *filling = g_strnfill (1024, 'x');
  guint fewest = G_MAXUINT;

  daemon_fixture_start (self, NULL);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_autoptr (RawReply) reply = NULL;

      peers[i] = raw_peer_connect_from (self->ws, NULL, i % 2 == 0 ? 0 : SMALL_BUFFER);
      reply = raw_peer_shake_hands (peers[i], "/", NULL);
      g_assert_cmpuint (reply->status, ==, 101);
    }

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *word = g_strdup_printf ("{\"action\":\"word\",\"n\":%u,\"filling\":\"%s\"}", i,
                                               filling);

      raw_peer_send (peers[0], word);
      if (i == N_WORDS / 2)
        {
          g_autofree char *first = raw_peer_receive_text (peers[0]);

          g_assert_true (g_str_has_prefix (first, "{\"action\":\"word\",\"n\":0,"));
          g_subprocess_send_signal (self->process, SIGTERM);
        }
    }

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      guint n = receive_to_goodbye (peers[i], i == 0 ? 1 : 0);

      fewest = MIN (fewest, n);
    }
  g_test_message ("everybody had %u words", fewest);

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_assert_true (raw_peer_is_cut_off (peers[i]));
      raw_peer_free (peers[i]);
    }
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

/* An answer over HTTP is not cut off either, though the client is slow, and no new connection is accepted. */
static void
test_end_in_answer (DaemonFixture *self,
                    gconstpointer  data)
{
  g_autofree char *filling = g_strnfill (4000000, 'x');
  g_autofree char *content = g_strdup_printf ("\"%s\"", filling);
  const char *request = "GET /api/large HTTP/1.1\r\nHost: localhost\r\n\r\n";
  RawPeer *peers[8];

  folder_write (self->folder, "large.json", content);
  daemon_fixture_start (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      peers[i] = raw_peer_connect_from (self->http, NULL, SMALL_BUFFER);
      raw_peer_write (peers[i], request, strlen (request));
    }

  /* All are being served: one that comes later has its answer. */
  {
    g_autoptr (RawReply) reply = raw_request (self->http, "GET", "/healthz", NULL);

    g_assert_cmpuint (reply->status, ==, 200);
  }

  g_subprocess_send_signal (self->process, SIGTERM);
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autoptr (RawReply) reply = raw_peer_read_reply (peers[i], TRUE);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpuint (strlen (reply->body), ==, strlen (content));
      g_assert_true (g_str_equal (reply->body, content));
      g_assert_true (raw_peer_is_cut_off (peers[i]));
      raw_peer_free (peers[i]);
    }
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

static void
assert_answer (RawPeer    *peer,
               const char *says)
{
  g_autofree char *text = raw_peer_receive_text (peer);

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, says));
}

/* The last good data stay, and the next ones are read automatically. */
static void
test_folder_gone (DaemonFixture *self,
                  gconstpointer  data)
{
  g_autofree char *elsewhere = g_strconcat (self->folder, ".gone", NULL);
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (RawPeer) late = NULL;

  daemon_fixture_start (self, NULL);
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, GET_SELLER);
  assert_answer (peer, "Ann");

  g_assert_cmpint (g_rename (self->folder, elsewhere), ==, 0);
  late = daemon_fixture_open (self);
  raw_peer_send (late, GET_SELLER);
  assert_answer (late, "Ann");

  g_assert_cmpint (g_mkdir (self->folder, 0755), ==, 0);
  folder_write (self->folder, "seller.json", "[{\"name\":\"Eve\",\"value\":1}]");
  assert_answer (peer, "Eve");
  assert_answer (late, "Eve");
  folder_remove (elsewhere);
}

/* Files may not grow any more: nothing can be written, until that is taken back. */
static void
fill_disk_cb (gpointer user_data)
{
  const struct rlimit nothing = { 0, RLIM_INFINITY };

  setrlimit (RLIMIT_FSIZE, &nothing);
}

static void
test_disk_full (DaemonFixture *self,
                gconstpointer  data)
{
  g_autofree char *state = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  const char *const arguments[] = { "--state", state, NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (RawPeer) peer = NULL;

  daemon_fixture_start (self, arguments);
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, THEME ("light"));
  raw_peer_assert_text (peer, THEME ("light"));
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);

  /* The server continues without saving, and the file from before is intact. */
  self->child_setup = fill_disk_cb;
  daemon_fixture_launch (self, launcher, arguments);
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, THEME ("dark"));
  raw_peer_assert_text (peer, THEME ("dark"));
  raw_peer_send (peer, GET_SELLER);
  assert_answer (peer, "Ann");
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);

  self->child_setup = NULL;
  daemon_fixture_start (self, arguments);
  peer = raw_peer_open (self->ws, V1);
  assert_answer (peer, "\"theme\":\"light\"");
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);
  folder_remove (state);
}

/* The disk has room again: the next change is written, and nothing is left of those that were not. */
static void
test_disk_empties (DaemonFixture *self,
                   gconstpointer  data)
{
  g_autofree char *state = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  const char *const arguments[] = { "--state", state, NULL };
  const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (RawPeer) peer = NULL;

  self->child_setup = fill_disk_cb;
  daemon_fixture_launch (self, launcher, arguments);
  self->child_setup = NULL;
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, THEME ("light"));
  raw_peer_assert_text (peer, THEME ("light"));

  g_assert_cmpint (prlimit (atoi (g_subprocess_get_identifier (self->process)), RLIMIT_FSIZE, &any, NULL), ==,
                   0);
  raw_peer_send (peer, FULL_SCREEN);
  raw_peer_assert_text (peer, FULL_SCREEN);
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);

  dir = g_dir_open (state, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "board.json");
  g_assert_null (g_dir_read_name (dir));
  daemon_fixture_start (self, arguments);
  peer = raw_peer_open (self->ws, V1);
  assert_answer (peer, "\"revision\":3,\"theme\":\"light\",\"fullScreen\":[\"trend\"]");
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);
  folder_remove (state);
}

/* The state of the board is restored, from a folder that is created and private; without --state it is
 * new. */
static void
test_state (DaemonFixture *self,
            gconstpointer  data)
{
  g_autofree char *parent = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (parent, "new", "state", NULL);
  g_autofree char *middle = g_path_get_dirname (state);
  g_autofree char *file = g_build_filename (state, "board.json", NULL);
  const char *const arguments[] = { "--state", state, NULL };
  GStatBuf status;
  g_autoptr (RawPeer) peer = NULL;

  daemon_fixture_start (self, arguments);
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, THEME ("light"));
  raw_peer_assert_text (peer, THEME ("light"));
  raw_peer_send (peer, FULL_SCREEN);
  raw_peer_assert_text (peer, FULL_SCREEN);
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);
  g_assert_cmpint (g_stat (state, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (file, &status), ==, 0);

  daemon_fixture_start (self, arguments);
  peer = raw_peer_open (self->ws, V1);
  assert_answer (peer, "\"revision\":3,\"theme\":\"light\",\"fullScreen\":[\"trend\"]");
  g_clear_pointer (&peer, raw_peer_free);

  /* A page that connects late gets what it missed. */
  peer = daemon_fixture_open (self);
  raw_peer_send (peer, GET_SELLER);
  assert_answer (peer, "Ann");
  raw_peer_assert_text (peer, FULL_SCREEN);
  assert_answer (peer, "themeChange");
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);

  daemon_fixture_start (self, NULL);
  peer = raw_peer_open (self->ws, V1);
  assert_answer (peer, "\"revision\":0,\"theme\":\"dark\",\"fullScreen\":[]");
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);

  folder_remove (state);
  g_rmdir (middle);
  g_rmdir (parent);
}

/* After it was killed in the middle of changes, it has one of the states before. */
static void
test_killed (DaemonFixture *self,
             gconstpointer  data)
{
  g_autofree char *state = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  const char *const arguments[] = { "--state", state, NULL };

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (RawPeer) peer = NULL;

      daemon_fixture_start (self, arguments);
      peer = raw_peer_open (self->ws, V1);
      assert_answer (peer, "\"type\":\"welcome\"");
      for (guint j = 0; j < 20; j++)
        raw_peer_send (peer, j % 2 == 0 ? THEME ("light") : THEME ("dark"));
      raw_peer_assert_text (peer, THEME ("light"));
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
      g_clear_object (&self->process);
    }
  folder_remove (state);
}

/* Waits for the next ping, and answers it. Returns the time in seconds. */
static double
answer_ping (RawPeer *peer)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (RawFrame) frame = raw_peer_receive (peer);

  g_assert_nonnull (frame);
  g_assert_cmpuint (frame->opcode, ==, RAW_PING);
  raw_peer_send_frame (peer, RAW_FIN | RAW_PONG, frame->payload, frame->length);

  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

/* The opcode of the first frame that is not a ping. */
static guint
receive_after_pings (RawPeer *peer)
{
  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
      if (frame->opcode != RAW_PING)
        return frame->opcode;
    }
}

/* Waits for a frame that is not a ping, and answers the pings before it. */
static void
assert_answer_between_pings (RawPeer    *peer,
                             const char *says)
{
  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      g_assert_nonnull (frame);
      if (frame->opcode != RAW_PING)
        {
          g_assert_nonnull (strstr (frame->payload, says));
          return;
        }
      raw_peer_send_frame (peer, RAW_FIN | RAW_PONG, frame->payload, frame->length);
    }
}

static void
launch_with_clock (DaemonFixture *self,
                   const char    *library)
{
  const char *const arguments[] = { "--ping", "1", "--silence", "2", "--header-timeout", "2", NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *path = g_build_filename (self->folder, "clock", NULL);

  folder_write (self->folder, "clock", "+0");
  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", library, TRUE);
  g_subprocess_launcher_setenv (launcher, "FAKETIME_TIMESTAMP_FILE", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "FAKETIME_NO_CACHE", "1", TRUE);
  g_subprocess_launcher_setenv (launcher, "FAKETIME_DONT_FAKE_MONOTONIC", "1", TRUE);
  daemon_fixture_launch (self, launcher, arguments);
}

/* The system clock jumps by years. No client may count as silent or late for it, and one that is silent gets
 * no more time. */
static void
test_clock_jumps (DaemonFixture *self,
                  gconstpointer  data)
{
  static const char *const times[] = { "-1y", "+10y", "+0" };
#ifdef __SANITIZE_ADDRESS__
  const char *library = NULL; /* its own library has to be the first */
#else
  const char *library = g_getenv ("LIBFAKETIME");
#endif
  g_autoptr (RawPeer) peer = NULL;

  if (library == NULL)
    {
      g_test_skip ("there is no libfaketime, or it cannot be used");
      return;
    }

  launch_with_clock (self, library);
  peer = daemon_fixture_open (self);

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = g_strdup_printf ("[{\"name\":\"Eve\",\"value\":%zu}]", i);
      g_autofree char *says = g_strdup_printf ("value\\\":%zu", i);
      g_autoptr (RawPeer) silent = daemon_fixture_open (self);
      g_autoptr (RawPeer) slow = raw_peer_connect (self->http);
      g_autoptr (RawReply) reply = NULL;
      gint64 jumped = g_get_monotonic_time ();
      double waited;

      folder_write (self->folder, "clock", times[i]);
      raw_peer_send (peer, GET_SELLER);
      assert_answer_between_pings (peer, "getData");
      folder_write (self->folder, "seller.json", text);
      assert_answer_between_pings (peer, says);
      reply = raw_request (self->http, "GET", "/healthz", NULL);
      g_assert_cmpuint (reply->status, ==, 200);

      /* There is neither a flood of pings nor none, and a client that answers stays connected. */
      answer_ping (peer);
      waited = answer_ping (peer);
      g_test_message ("%s: %.1f s from ping to ping", times[i], waited);
      g_assert_cmpfloat (waited, >, 0.3);
      g_assert_cmpfloat (waited, <, 5);

      /* A client that does not answer, and one without a request, are cut off in time. */
      while (g_get_monotonic_time () - jumped < 4.5 * G_USEC_PER_SEC)
        answer_ping (peer);
      g_assert_cmpuint (receive_after_pings (silent), ==, RAW_CLOSE);
      g_assert_true (raw_peer_is_cut_off (slow));
      g_assert_cmpint (g_get_monotonic_time () - jumped, <, 9 * G_USEC_PER_SEC);
    }
  g_clear_pointer (&peer, raw_peer_free);
  daemon_fixture_stop (self);
}

#define ADD(path, function) \
  g_test_add (path, DaemonFixture, NULL, daemon_fixture_set_up, function, daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fault-injection/end-under-load", test_end_under_load);
  ADD ("/fault-injection/end-in-answer", test_end_in_answer);
  ADD ("/fault-injection/folder-gone", test_folder_gone);
  ADD ("/fault-injection/disk-full", test_disk_full);
  ADD ("/fault-injection/disk-empties", test_disk_empties);
  ADD ("/fault-injection/state", test_state);
  ADD ("/fault-injection/killed", test_killed);
  ADD ("/fault-injection/clock-jumps", test_clock_jumps);

  return g_test_run ();
}
