/* test-ctl.c: wallboardctl as a process: its output and its exit status
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "peer.h"
#include "run-ctl.h"

static void
test_usage (void)
{
  static const struct
  {
    const char *words;
    const char *sentence;
  } cases[] = {
    { "", "There is no command" },
    { "frobnicate", "no command “frobnicate”" },
    { "get", "get NAME" },
    { "get seller rank", "get NAME" },
    { "get ../etc/passwd", "not the name of a dataset" },
    { "watch a/b", "not the name of a dataset" },
    { "theme", "theme dark|light|toggle" },
    { "theme blue", "no theme “blue”" },
    { "fullscreen trend", "fullscreen CHART on|off" },
    { "fullscreen trend maybe", "not “maybe”" },
    { "fullscreen a/b on", "not the name of a dataset" },
    { "put seller", "put NAME FILE|-" },
    { "put a/b -", "not the name of a dataset" },
    { "notify", "notify TEXT" },
    { "notify two words", "notify TEXT" },
    { "notify ''", "and this one has 0" },
    { "notify ' '", "and this one has 0" },
    { "--\xff", "--" },
    { "--no-such-option get seller", "--no-such-option" },
    { "--server ftp://host get seller", "ftp://host" },
    { "--server host:99999 get seller", "host:99999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Run) run = run_ctl (NULL, cases[i].words);

      assert_fails (run, 2, cases[i].sentence);
    }
}

static void
test_version (void)
{
  g_autoptr (Run) version = run_ctl (NULL, "--version");
  g_autoptr (Run) help = run_ctl (NULL, "--help");

  g_assert_cmpint (version->exit, ==, 0);
  g_assert_true (g_str_has_prefix (version->out, "wallboardctl " APPLICATION_VERSION));
  g_assert_cmpint (help->exit, ==, 0);
  g_assert_nonnull (strstr (help->out, "fullscreen CHART on|off"));
}

static void
test_nobody (void)
{
  const char *commands[] = {
    "get seller",
    "watch",
    "theme dark",
    "fullscreen trend on",
    "notify x",
    "put seller /dev/null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      /* Only root can listen on port 1. */
      g_autoptr (Run) run = run_ctl ("127.0.0.1:1", commands[i]);

      assert_fails (run, 1, "Nothing answers at ws://127.0.0.1:1: start the server there");
    }
}

static void
test_get (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) plain = NULL;
  g_autoptr (Run) named = NULL;
  g_autoptr (Run) json = NULL;
  g_autoptr (Run) broken = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *words = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  plain = run_ctl (uri, "get rank");
  g_assert_cmpint (plain->exit, ==, 0);
  g_assert_cmpstr (plain->out, ==, "[{\"name\":\"Henan\",\"value\":300}]\n");
  g_assert_cmpstr (plain->err, ==, "");

  words = g_strdup_printf ("--server 127.0.0.1:%u get free", peer_get_port (peer));
  named = run_ctl ("ws://127.0.0.1:1", words);
  g_assert_cmpint (named->exit, ==, 0);
  g_assert_cmpstr (named->out, ==, "{\"anything\":[1,2,3]}\n");

  json = run_ctl (uri, "--json get lines");
  g_assert_cmpint (json->exit, ==, 0);
  g_assert_cmpstr (json->out, ==, "{ \"a\": 1, \"b\": \"商\" }\n");

  broken = run_ctl (uri, "get broken");
  assert_fails (broken, 1, "broken: line 1");
}

/* The last good data of the server is printed, and its problem determines the exit status. */
static void
test_get_stale (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) run = NULL;
  g_autofree char *uri = NULL;
  Process *process;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  process = process_new (uri, "get missing");
  g_free (peer_expect (peer, "got"));
  peer_command (peer, "send {\"action\":\"getData\",\"chartName\":\"missing\",\"data\":\"[1]\","
                "\"error\":\"it broke\"}");
  run = process_end (process);
  g_assert_cmpint (run->exit, ==, 1);
  g_assert_cmpstr (run->out, ==, "[1]\n");
  g_assert_cmpstr (run->err, ==, "wallboardctl: it broke\n");
}

static void
test_requests (void)
{
  static const struct
  {
    const char *words;
    const char *member;
  } cases[] = {
    { "theme light", "\"value\":\"light\"" },
    { "theme dark", "\"value\":\"dark\"" },
    { "theme toggle", "\"value\":\"\"" },
    { "fullscreen hot on", "\"chartName\":\"hot\",\"value\":true" },
    { "fullscreen hot off", "\"chartName\":\"hot\",\"value\":false" },
    { "notify ' Closed at six '", "{\"type\":\"notice\",\"data\":\"Closed at six\"}" },
  };
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *with_json = g_strconcat ("--json ", cases[i].words, NULL);
      g_autoptr (Run) run = run_ctl (uri, cases[i].words);
      g_autofree char *got = peer_expect (peer, "got");
      g_autofree char *end = peer_expect (peer, "closed");
      g_autoptr (Run) json = run_ctl (uri, with_json);
      g_autofree char *again = peer_expect (peer, "got");
      g_autofree char *last = peer_expect (peer, "closed");
      g_autofree char *line = g_strconcat (again + strlen ("got "), "\n", NULL);

      g_assert_cmpint (run->exit, ==, 0);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, ==, "");
      g_assert_nonnull (strstr (got, cases[i].member));
      g_assert_cmpint (json->exit, ==, 0);
      g_assert_cmpstr (json->out, ==, line);
    }
}

/* Arguments, files and output are UTF-8 without any locale, too. */
static void
test_no_locale (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) notify = NULL;
  g_autoptr (Run) put = NULL;
  g_autoptr (Run) render = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *got = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  notify = run_ctl_bare (uri, "notify 'Café schließt'");
  g_assert_cmpint (notify->exit, ==, 0);
  got = peer_expect (peer, "got");
  g_assert_cmpstr (got, ==, "got {\"type\":\"notice\",\"data\":\"Café schließt\"}");

  put = run_ctl_bare (uri, "put seller 四川.json");
  assert_fails (put, 1, "“四川.json” cannot be read");

  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "地图.svg", NULL);
  words = g_strdup_printf ("render --chart map --data '%s/zh/map.json' --region 四川 -o '%s'",
                           g_getenv ("SAMPLES"), path);
  render = run_ctl_bare (uri, words);
  g_assert_cmpint (render->exit, ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A legacy server does not answer for a missing dataset, and may not forward requests. Both run at once,
 * since each takes the five seconds of the time limit. */
static void
test_no_answer (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) get_run = NULL;
  g_autoptr (Run) theme_run = NULL;
  g_autofree char *uri = NULL;
  Process *get;
  Process *theme;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"deaf\":true}");
  uri = peer_dup_uri (peer);
  get = process_new (uri, "get missing");
  theme = process_new (uri, "theme dark");
  get_run = process_end (get);
  assert_fails (get_run, 1, "did not answer within 5 seconds");
  theme_run = process_end (theme);
  assert_fails (theme_run, 1, "did not answer within 5 seconds");
}

static void
test_control (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) run = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"dialect\":\"ours\",\"deaf\":true,\"welcome\":{"
                   "\"server\":\"Wallboard 1.0\",\"epoch\":\"e\","
                   "\"revision\":0,\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0,\"control\":false}}");
  uri = peer_dup_uri (peer);
  run = run_ctl (uri, "theme light");
  assert_fails (run, 1, "does not let this client change the board");
}

/* A named pipe without a writer does not block. */
static void
test_pipes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboardctl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *token_words = g_strdup_printf ("--token-file %s get rank", path);
  g_autofree char *trust_words = g_strdup_printf ("--ca %s get rank", path);
  g_autofree char *put_words = g_strdup_printf ("put rank %s", path);
  g_autoptr (Run) token = NULL;
  g_autoptr (Run) trust = NULL;
  g_autoptr (Run) put = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  token = run_ctl ("ws://127.0.0.1:1", token_words);
  assert_fails (token, 1, "it is not a regular file");
  trust = run_ctl ("wss://127.0.0.1:1", trust_words);
  assert_fails (trust, 1, "it is not a regular file");
  put = run_ctl ("ws://127.0.0.1:1", put_words);
  assert_fails (put, 1, "it is not a regular file");

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
write_token (const char *path,
             const char *text)
{
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
test_token (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) right = NULL;
  g_autoptr (Run) wrong = NULL;
  g_autoptr (Run) none = NULL;
  g_autoptr (Run) unreadable = NULL;
  g_autoptr (Run) empty = NULL;
  g_autoptr (Run) long_one = NULL;
  g_autoptr (Run) many = NULL;
  g_autoptr (Run) shared = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *folder = g_dir_make_tmp ("wallboardctl-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autofree char *words = g_strdup_printf ("--token-file %s get rank", path);
  g_autofree char *big = g_strnfill (5000, 'x');

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"dialect\":\"auth\",\"token\":\"open sesame\"}");
  uri = peer_dup_uri (peer);

  write_token (path, "  open sesame\n");
  right = run_ctl (uri, words);
  g_assert_cmpint (right->exit, ==, 0);
  g_assert_cmpstr (right->out, ==, "[{\"name\":\"Henan\",\"value\":300}]\n");

  write_token (path, "open barley");
  wrong = run_ctl (uri, words);
  assert_fails (wrong, 1, "refused the token");

  none = run_ctl (uri, "get rank");
  assert_fails (none, 1, "wants a token");

  write_token (path, " \n");
  empty = run_ctl (uri, words);
  assert_fails (empty, 1, "holds no token");

  write_token (path, big);
  long_one = run_ctl (uri, words);
  assert_fails (long_one, 1, "holds no token");

  write_token (path, "open sesame\nopen sesame\n");
  many = run_ctl (uri, words);
  assert_fails (many, 1, "holds no token");

  write_token (path, "open sesame\n");
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  shared = run_ctl (uri, words);
  assert_fails (shared, 1, "chmod 600");

  g_unlink (path);
  unreadable = run_ctl (uri, words);
  assert_fails (unreadable, 1, path);
  g_rmdir (folder);
}

/* Prints messages until a signal comes. */
static Run *
run_watch (Peer       *peer,
           const char *words)
{
  g_autofree char *uri = peer_dup_uri (peer);
  Process *process = process_new (uri, words);

  g_free (peer_expect (peer, "got"));
  peer_command (peer, "send {\"action\":\"themeChange\",\"value\":\"light\"}");
  peer_command (peer, "spread {\"action\":\"fullScreen\",\"chartName\":\"hot\", \"value\":true}");
  peer_command (peer, "send {\"type\":\"sale\",\"data\":\"50 %\\u001b[2J\\n off\"}");
  peer_command (peer, "send {\"type\":\"heartCheck\"}");
  /* The answer shows that all messages were read. */
  g_free (peer_expect (peer, "got {\"type\":\"heartCheck\"}"));
  g_subprocess_send_signal (process->process, SIGTERM);

  return process_end (process);
}

static void
test_watch (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) plain = NULL;
  g_autoptr (Run) json = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  plain = run_watch (peer, "watch rank");
  g_assert_cmpint (plain->exit, ==, 0);
  /* A legacy server forwards the answer to the heart check, so more of them may follow. */
  g_assert_true (g_str_has_prefix (plain->out,
                                   "getData rank 30 bytes\n"
                                   "themeChange light\n"
                                   "fullScreen hot on\n"
                                   "notice 50 %\xef\xbf\xbd[2J  off\n"
                                   "heartCheck\n"));

  /* A new peer, since the last one may still report events of the first run. */
  g_clear_pointer (&peer, peer_free);
  peer = peer_new ("{}");
  json = run_watch (peer, "--json watch rank");
  g_assert_cmpint (json->exit, ==, 0);
  g_assert_nonnull (strstr (json->out, "\n{\"action\":\"themeChange\",\"value\":\"light\"}\n"));
  g_assert_nonnull (strstr (json->out,
                            "\n{\"action\":\"fullScreen\",\"chartName\":\"hot\", \"value\":true}\n"));
}

/* Words, such as the greeting of some legacy servers, are no error; JSON that is no message is one. */
static void
test_watch_words (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) greeted = NULL;
  g_autoptr (Run) told = NULL;
  g_autofree char *uri = NULL;
  Process *process;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"greeting\":\"hello from the server\"}");
  greeted = run_watch (peer, "watch rank");
  g_assert_cmpint (greeted->exit, ==, 0);
  g_assert_cmpstr (greeted->err, ==, "");

  g_clear_pointer (&peer, peer_free);
  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  process = process_new (uri, "watch rank");
  g_free (peer_expect (peer, "got"));
  peer_command (peer, "send [1]");
  peer_command (peer, "send {\"type\":\"heartCheck\"}");
  g_free (peer_expect (peer, "got {\"type\":\"heartCheck\"}"));
  g_subprocess_send_signal (process->process, SIGTERM);
  told = process_end (process);
  g_assert_cmpint (told->exit, ==, 0);
  g_assert_nonnull (strstr (told->err, "cannot be used (1 so far): a message must be an object"));
}

/* With a closed pipe as output, it ends by the signal and without an error message, as other programs do; a
 * full disk is an error. */
static void
test_output (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autofree char *uri = NULL;
  int ends[2];
  struct
  {
    int         fd;
    int         signal;
    const char *sentence;
  } cases[] = {
    { -1, SIGPIPE, "" },
    { -1, 0, "wallboardctl: The output cannot be written: No space left on device\n" },
  };

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  g_assert_cmpint (pipe (ends), ==, 0);
  close (ends[0]);
  cases[0].fd = ends[1];
  cases[1].fd = g_open ("/dev/full", O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (cases[1].fd, >=, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *complaint = NULL;

      g_subprocess_launcher_take_stdout_fd (launcher, cases[i].fd);
      process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARDCTL"), "--server", uri,
                                             "get", "rank", NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (complaint, ==, cases[i].sentence);
      if (cases[i].signal != 0)
        g_assert_cmpint (g_subprocess_get_term_sig (process), ==, cases[i].signal);
      else
        g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    }
}

/* After a connection was lost, it waits for the server. */
static void
test_watch_restart (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) run = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *options = NULL;
  Process *process;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  process = process_new (uri, "watch rank");
  g_free (peer_expect (peer, "got"));
  options = g_strdup_printf ("{\"port\":%u}", peer_get_port (peer));
  g_clear_pointer (&peer, peer_free);

  peer = peer_new (options);
  g_free (peer_expect (peer, "got"));
  peer_command (peer, "send {\"type\":\"heartCheck\"}");
  g_free (peer_expect (peer, "got {\"type\":\"heartCheck\"}"));
  g_subprocess_send_signal (process->process, SIGINT);
  run = process_end (process);
  g_assert_cmpint (run->exit, ==, 0);
  g_assert_nonnull (strstr (run->err, "ended the connection"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ctl/usage", test_usage);
  g_test_add_func ("/ctl/version", test_version);
  g_test_add_func ("/ctl/nobody", test_nobody);
  g_test_add_func ("/ctl/get", test_get);
  g_test_add_func ("/ctl/get/stale", test_get_stale);
  g_test_add_func ("/ctl/requests", test_requests);
  g_test_add_func ("/ctl/no-locale", test_no_locale);
  g_test_add_func ("/ctl/no-answer", test_no_answer);
  g_test_add_func ("/ctl/control", test_control);
  g_test_add_func ("/ctl/token", test_token);
  g_test_add_func ("/ctl/pipes", test_pipes);
  g_test_add_func ("/ctl/watch", test_watch);
  g_test_add_func ("/ctl/watch/words", test_watch_words);
  g_test_add_func ("/ctl/watch/restart", test_watch_restart);
  g_test_add_func ("/ctl/output", test_output);

  return g_test_run ();
}
