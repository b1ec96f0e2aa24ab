/* test-broken-off.c: clients that break off while their token waits for its check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "guesses-fixture.h"

/* User and system time of the server in milliseconds. */
static gint64
get_processor_ms (DaemonFixture *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit (strrchr (text, ')') + 2, " ", -1);

  return (g_ascii_strtoll (words[11], NULL, 10) + g_ascii_strtoll (words[12], NULL, 10)) * 1000 /
         sysconf (_SC_CLK_TCK);
}

static void
reset (int fd)
{
  const struct linger now = { 1, 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close (fd);
}

static GuessesTarget
aim (DaemonFixture *self,
     gboolean       is_http)
{
  return (GuessesTarget) {
    .port = guesses_get_port (is_http ? self->http : self->ws),
    .is_http = is_http,
    .until = g_get_monotonic_time () + (gint64) raw_get_patience () * 1000,
  };
}

static int
guess_once (DaemonFixture *self,
            gboolean       is_http)
{
  const GuessesTarget target = aim (self, is_http);
  int fd = guesses_dial (&target);

  g_assert_cmpint (fd, >=, 0);
  guesses_guess (&target, fd);

  return fd;
}

/* None of the tokens that waited was checked or counted, so that the next one waits no longer than before.
 * The first wait is over after all those of the tokens that came before. */
static void
assert_none_checked (DaemonFixture *self)
{
  g_assert_cmpint (guesses_enter (self, ATTACKER), >=, DELAY_MS);
  g_assert_cmpfloat (guesses_count_checks (self), ==, N_WRONG);
  guesses_assert_below (guesses_enter (self, ATTACKER), 2 * DELAY_MS);
}

/* Clients that close or reset their connection while their token waits are freed, and cost no work. */
static void
test_broken_off (DaemonFixture *self,
                 gconstpointer  data)
{
  enum { N_PEERS = 40 };
  gboolean is_http = GPOINTER_TO_INT (data);
  int fds[N_PEERS];
  gint64 before;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  for (guint i = 0; i < N_PEERS; i++)
    fds[i] = guess_once (self, is_http);

  before = get_processor_ms (self);
  for (guint i = 0; i < N_PEERS; i++)
    if (i % 2 == 0)
      reset (fds[i]);
    else
      close (fds[i]);
  for (guint i = 0; i < 10; i++)
    guesses_assert_below (guesses_enter (self, OTHER), DELAY_MS);
  assert_none_checked (self);
  g_test_message ("%" G_GINT64_FORMAT " ms of work", get_processor_ms (self) - before);
  g_assert_cmpint (get_processor_ms (self) - before, <, DELAY_MS / 8);
}

/* A peer that sends no more is freed at once, and not only when its token is due. */
static void
test_half_closed (DaemonFixture *self,
                  gconstpointer  data)
{
  gboolean is_http = GPOINTER_TO_INT (data);
  GuessesTarget target;
  gint64 started;
  int fd;

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  target = aim (self, is_http);
  fd = guess_once (self, is_http);
  guesses_assert_below (guesses_enter (self, OTHER), DELAY_MS);
  started = g_get_monotonic_time ();
  shutdown (fd, SHUT_WR);
  guesses_await_refusal (&target, fd);
  guesses_assert_below (guesses_get_ms_since (started), DELAY_MS / 2);
  close (fd);
}

/* A server that does not run for a while looks for the peer before it checks a token that is due by then. */
static void
test_late (DaemonFixture *self,
           gconstpointer  data)
{
  gboolean is_http = GPOINTER_TO_INT (data);
  int fds[10];

  guesses_start (self, guesses_limited);
  guesses_exhaust (self);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = guess_once (self, is_http);
  guesses_assert_below (guesses_enter (self, OTHER), DELAY_MS);

  g_subprocess_send_signal (self->process, SIGSTOP);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  g_usleep (DELAY_MS * 1000);
  g_subprocess_send_signal (self->process, SIGCONT);
  assert_none_checked (self);
}

#define ADD(path, is_http, function) \
  g_test_add (path, DaemonFixture, GINT_TO_POINTER (is_http), daemon_fixture_set_up, function, \
              daemon_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/broken-off/websocket", FALSE, test_broken_off);
  ADD ("/broken-off/http", TRUE, test_broken_off);
  ADD ("/broken-off/half-closed", FALSE, test_half_closed);
  ADD ("/broken-off/half-closed-http", TRUE, test_half_closed);
  ADD ("/broken-off/late", FALSE, test_late);
  ADD ("/broken-off/late-http", TRUE, test_late);

  return g_test_run ();
}
