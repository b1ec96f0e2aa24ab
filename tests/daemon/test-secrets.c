/* test-secrets.c: secrets that no log shows, and files that are read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "daemon-fixture.h"

/* Every secret and every message of these tests has this word in it. */
#define WORD "hushhush"

typedef struct
{
  char        *folder;
  char        *log;
  GSubprocess *process;
  char        *uris[2];
} Fixture;

static void
write_tokens (Fixture    *self,
              const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, "tokens", NULL);

  folder_write (self->folder, "tokens", text);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *tokens = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->log = g_build_filename (self->folder, "log", NULL);
  folder_write (self->folder, "seller.json", SELLER_JSON);
  tokens = g_build_filename (self->folder, "tokens", NULL);
  write_tokens (self, "lobby view " WORD "-to-look\nshop control " WORD "-to-change\n"
                "old view " WORD "-of-yesterday\n");

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->log);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "wallboard-server wallboard-core", TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARD_SERVER"),
                                               "--config=/dev/null", "--http=127.0.0.1:0", "--ws=127.0.0.1:0",
                                               "--data", self->folder, "--token-file", tokens,
                                               "--auth-timeout=1", "--header-timeout=1", NULL);
  g_assert_no_error (error);
  daemon_await_ready (self->process, &self->uris[0], &self->uris[1]);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->log);
  g_free (self->uris[0]);
  g_free (self->uris[1]);
}

/* Ends the server, and returns its log. */
static char *
finish (Fixture *self)
{
  char *log = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_assert_true (g_file_get_contents (self->log, &log, NULL, NULL));
  g_test_message ("%s", log);

  return log;
}

static void
open_with (Fixture    *self,
           const char *headers,
           const char *const *messages)
{
  g_autoptr (RawPeer) peer = raw_peer_open (self->uris[1], headers);

  for (gsize i = 0; messages[i] != NULL; i++)
    raw_peer_send (peer, messages[i]);

  /* By then it has read them all. */
  raw_peer_send_frame (peer, RAW_FIN | RAW_PING, "", 0);
  for (;;)
    {
      g_autoptr (RawFrame) frame = raw_peer_receive (peer);

      if ((frame->opcode & 0xf) == RAW_PONG || (frame->opcode & 0xf) == RAW_CLOSE)
        return;
    }
}

static void
request (Fixture    *self,
         const char *method,
         const char *path,
         const char *headers,
         const char *body)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (self->uris[0]);
  g_autoptr (RawReply) reply = NULL;
  g_autofree char *text = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: localhost\r\n"
                                           "Content-Length: %u\r\n%s\r\n%s",
                                           method, path, (guint) strlen (body), headers, body);

  raw_peer_write (peer, text, strlen (text));
  reply = raw_peer_read_reply (peer, TRUE);
  g_assert_cmpuint (reply->status, >, 0);
}

/* Messages and requests of all kinds, right and wrong, with the word in everything that is secret. */
static void
test_secrets (Fixture       *self,
              gconstpointer  data)
{
  const char *look = "{\"type\":\"auth\",\"data\":\"" WORD "-to-look\"}";
  const char *change = "{\"type\":\"auth\",\"data\":\"" WORD "-to-change\"}";
  const char *wrong = "{\"type\":\"auth\",\"data\":\"" WORD "-wrong\"}";
  const char *action = "{\"action\":\"" WORD "\",\"value\":\"" WORD "\"}";
  const char *v1 = "Sec-WebSocket-Protocol: wallboard.v1\r\n";
  g_autofree char *log = NULL;

  open_with (self, NULL, (const char *const[]) { wrong, NULL });
  open_with (self, NULL, (const char *const[]) { action, look, action, NULL });
  open_with (self, v1, (const char *const[]) { look, action, "{\"type\":\"" WORD "\",\"data\":\"" WORD "\"}",
                                               NULL });
  open_with (self, v1, (const char *const[]) { change, action, "{\"type\":\"notice\",\"data\":\"" WORD "\"}",
                                               NULL });
  open_with (self, NULL, (const char *const[]) { change, "{\"action\":1,\"" WORD "\":2}", NULL });
  open_with (self, NULL, (const char *const[]) { change, "not JSON: " WORD, NULL });
  open_with (self, NULL, (const char *const[]) { change, "{\"" WORD "\":", NULL });
  open_with (self, NULL, (const char *const[]) { change, "[\"" WORD "\"]", NULL });

  request (self, "GET", "/api/seller", "Authorization: Bearer " WORD "-to-look\r\n", "");
  request (self, "GET", "/api/seller", "Authorization: Bearer " WORD "-wrong\r\n", "");
  request (self, "GET", "/api/" WORD "?token=" WORD, "Cookie: " WORD "\r\n", "");
  request (self, "PUT", "/api/seller", "Authorization: Bearer " WORD "-to-look\r\n", "[]");
  request (self, "PUT", "/api/seller", "Authorization: Bearer " WORD "-to-change\r\n",
           "[{\"name\":\"" WORD "\",\"value\":1}]");
  request (self, "PUT", "/api/seller", "Authorization: Bearer " WORD "-to-change\r\n", "[\"" WORD "\"]");

  write_tokens (self, "lobby view " WORD "-to-look\nbroken " WORD "\n");
  g_subprocess_send_signal (self->process, SIGHUP);
  write_tokens (self, "lobby view " WORD "-some-other\n");
  g_subprocess_send_signal (self->process, SIGHUP);

  log = finish (self);
  g_assert_null (strstr (log, WORD));
}

/* Checks for a line that has the address of a peer before this pattern. */
static void
assert_logged (const char *log,
               const char *pattern)
{
  g_autofree char *whole = g_strconcat ("127\\.0\\.0\\.1:[0-9]+", pattern, NULL);

  g_assert_true (g_regex_match_simple (whole, log, 0, 0));
}

/* The log has the address and the origin of a peer that was refused, and the reason. */
static void
test_reasons (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (RawPeer) page = raw_peer_connect (self->uris[1]);
  g_autoptr (RawPeer) silent = raw_peer_connect (self->uris[0]);
  g_autoptr (RawPeer) late = NULL;
  g_autoptr (RawReply) refused = raw_peer_shake_hands (page, "/", "Origin: https://evil.example\r\n");
  g_autoptr (RawReply) denied = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *log = NULL;
  const char *wrong = "{\"type\":\"auth\",\"data\":\"" WORD "-wrong\"}";
  const char *look = "{\"type\":\"auth\",\"data\":\"" WORD "-to-look\"}";

  g_assert_cmpuint (refused->status, ==, 403);
  open_with (self, "Origin: http://localhost:8080\r\n", (const char *const[]) { wrong, NULL });
  open_with (self, NULL, (const char *const[]) { look, "{\"action\":\"x\"}", NULL });
  denied = raw_request (self->uris[0], "PUT", "/api/seller",
                        "Authorization: Bearer " WORD "-to-look\r\nContent-Length: 0\r\n");
  g_assert_cmpuint (denied->status, ==, 403);
  g_assert_true (raw_peer_is_cut_off (silent));
  late = raw_peer_open (self->uris[1], NULL);
  raw_peer_assert_text (late, "{\"type\":\"noAuth\"}");
  reason = raw_peer_assert_close (late, 1008);

  log = finish (self);
  assert_logged (log, " \\(https://evil\\.example\\): refused, the origin");
  assert_logged (log, " \\(http://localhost:8080\\): refused, wrong token");
  assert_logged (log, ": may not change the board");
  assert_logged (log, ": refused over HTTP, this token is for viewing");
  assert_logged (log, ": cut off, its request did not come in time");
  assert_logged (log, ": refused, not authenticated in time");
}

/* The origin of a page, which may be any text, writes no line into the log. */
static void
test_injection (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (RawPeer) page = raw_peer_connect (self->uris[1]);
  g_autoptr (RawReply) refused = raw_peer_shake_hands (page, "/", "Origin: https://a\x1b[2Jb\x7f\xc3\r\n");
  g_autofree char *log = NULL;

  g_assert_cmpuint (refused->status, >=, 400);
  log = finish (self);
  for (const char *p = log; *p != '\0'; p++)
    g_assert_true (*p == '\n' || (guchar) *p >= 0x20);
}

static gboolean
has_reloaded (gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *log = NULL;

  g_assert_true (g_file_get_contents (self->log, &log, NULL, NULL));

  return strstr (log, "The old tokens stay: ") != NULL;
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* A wrong file changes nothing and causes one line of log; a right one takes effect. */
static void
test_reload (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (RawReply) before = NULL;
  g_autoptr (RawReply) after = NULL;
  g_autoptr (RawPeer) peer = raw_peer_open (self->uris[1], NULL);
  g_autofree char *reason = NULL;
  g_autofree char *log = NULL;
  guint wake = g_timeout_add (20, nothing_cb, NULL);
  const char *old;

  raw_peer_send (peer, "{\"type\":\"auth\",\"data\":\"" WORD "-of-yesterday\"}");
  raw_peer_assert_text (peer, "{\"type\":\"auth\",\"data\":\"auth ok\"}");

  write_tokens (self, "old view " WORD "-of-yesterday\nlobby view " WORD "\n");
  g_subprocess_send_signal (self->process, SIGHUP);
  raw_wait_until (has_reloaded, self);
  g_source_remove (wake);
  raw_peer_assert_idle (peer);
  before = raw_request (self->uris[0], "GET", "/api/seller",
                        "Authorization: Bearer " WORD "-of-yesterday\r\n");
  g_assert_cmpuint (before->status, ==, 200);

  write_tokens (self, "lobby view " WORD "-to-look\n");
  g_subprocess_send_signal (self->process, SIGHUP);
  raw_peer_assert_text (peer, "{\"type\":\"noAuth\"}");
  reason = raw_peer_assert_close (peer, 1008);
  after = raw_request (self->uris[0], "GET", "/api/seller",
                       "Authorization: Bearer " WORD "-of-yesterday\r\n");
  g_assert_cmpuint (after->status, ==, 401);

  log = finish (self);
  old = strstr (log, "The old tokens stay: Line 2 ");
  g_assert_nonnull (old);
  g_assert_null (strstr (old + 1, "The old tokens stay: "));
  g_assert_null (strstr (log, WORD));
  g_assert_nonnull (strstr (log, "The tokens were read again; there are 1"));
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/secrets/secrets", test_secrets);
  ADD ("/secrets/reasons", test_reasons);
  ADD ("/secrets/injection", test_injection);
  ADD ("/secrets/reload", test_reload);

  return g_test_run ();
}
