/* test-ctl-legacy.c: wallboardctl and servers that sent no welcome
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "peer.h"
#include "run-ctl.h"

#define HOT \
  "[{\\\"name\\\":\\\"A\\\",\\\"children\\\":" \
  "[{\\\"name\\\":\\\"B\\\",\\\"value\\\":2,\\\"children\\\":[]}]}]"

#define SILENT "{\"text\":true,\"data\":{\"hotproduct\":\"" HOT "\"}}"
#define ENDS "{\"text\":true,\"dies\":true,\"data\":{\"hotproduct\":\"" HOT "\"}}"

static const struct
{
  const char *words;
  const char *first;
  const char *second;
} two_words[] = {
  { "theme light",
    "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"light\"}",
    "{\"action\":\"changeTheme\",\"socketType\":\"changeTheme\",\"chartName\":\"\",\"value\":\"light\","
    "\"repeated\":true}" },
  { "fullscreen hot on",
    "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"hot\",\"value\":true}",
    "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"hotproduct\","
    "\"value\":true,\"repeated\":true}" },
  { "fullscreen hotproduct off",
    "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"hotproduct\","
    "\"value\":false}",
    "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"hot\",\"value\":false,"
    "\"repeated\":true}" },
  { "fullscreen seller on",
    "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"seller\",\"value\":true}",
    NULL },
};
static const char *const options[] = {
  "{}",
  "{\"dialect\":\"ours\",\"welcome\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"e\","
  "\"revision\":0,\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0,\"control\":true}}",
};

/* What a page says in one of two words is said in both to a server that sent no welcome: the second time with
 * a member for displays that know both. One that sent a welcome translates by itself. */
static void
test_two_words (void)
{
  if (peer_is_missing ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (two_words) * G_N_ELEMENTS (options); i++)
    {
      gsize k = i / G_N_ELEMENTS (options);
      gboolean is_legacy = i % G_N_ELEMENTS (options) == 0;
      gboolean is_twice = is_legacy && two_words[k].second != NULL;
      g_autoptr (Peer) peer = peer_new (options[i % G_N_ELEMENTS (options)]);
      g_autofree char *uri = peer_dup_uri (peer);
      g_autofree char *words = g_strconcat ("--json ", two_words[k].words, NULL);
      g_autofree char *first = g_strconcat ("got ", two_words[k].first, NULL);
      g_autofree char *second = g_strconcat ("got ", two_words[k].second, NULL);
      g_autofree char *out = g_strconcat (two_words[k].first, "\n", NULL);
      g_autoptr (Run) run = run_ctl (uri, words);

      g_assert_cmpstr (run->err, ==, "");
      g_assert_cmpint (run->exit, ==, 0);
      g_assert_cmpstr (run->out, ==, out);
      wait_until (peer_count (peer, "closed") == 1);
      g_assert_cmpuint (peer_count (peer, first), ==, 1);
      g_assert_cmpuint (peer_count (peer, "got {\"action\""), ==, is_twice ? 2 : 1);
      if (is_twice)
        g_assert_cmpuint (peer_count (peer, second), ==, 1);
    }
}

/* The hot chart has two names, and a legacy server that does not have the one may end or say nothing. @data
 * are the options of the server. */
static void
test_other_name (gconstpointer data)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) get = NULL;
  g_autoptr (Run) render = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new (data);
  uri = peer_dup_uri (peer);
  get = run_ctl (uri, "get hot");
  g_assert_cmpstr (get->err, ==, "");
  g_assert_cmpint (get->exit, ==, 0);
  g_assert_cmpstr (get->out, ==,
                   "[{\"name\":\"A\",\"children\":[{\"name\":\"B\",\"value\":2,\"children\":[]}]}]\n");

  render = run_ctl (uri, "render --chart hot --format csv -o -");
  g_assert_cmpstr (render->err, ==, "");
  g_assert_cmpint (render->exit, ==, 0);
  g_assert_nonnull (strstr (render->out, "B"));
}

static void
test_other_name_watch (gconstpointer data)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) run = NULL;
  g_autofree char *uri = NULL;
  Process *process;

  if (peer_is_missing ())
    return;

  peer = peer_new (data);
  uri = peer_dup_uri (peer);
  process = process_new (uri, "watch hot");
  g_free (peer_expect (peer, "got {\"action\":\"getData\",\"socketType\":\"hotproductData\""));
  peer_command (peer, "send {\"type\":\"heartCheck\"}");
  g_free (peer_expect (peer, "got {\"type\":\"heartCheck\"}"));
  g_subprocess_send_signal (process->process, SIGTERM);
  run = process_end (process);
  g_assert_cmpint (run->exit, ==, 0);
  g_assert_nonnull (strstr (run->out, "getData hotproduct "));
}

/* A server is asked for each name once, and a second time only if there is another name. */
static void
test_neither_name (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) hot = NULL;
  g_autoptr (Run) other = NULL;
  g_autofree char *uri = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"dies\":true}");
  uri = peer_dup_uri (peer);
  other = run_ctl (uri, "get nosuch");
  assert_fails (other, 1, "ended the connection");
  hot = run_ctl (uri, "get hot");
  assert_fails (hot, 1, "ended the connection");
  wait_until (peer_count (peer, "died of hotproduct") == 1);
  g_assert_cmpuint (peer_count (peer, "died of"), ==, 3);
}

/* If nobody starts the server again, the first error is the one to show. */
static void
test_gone (void)
{
  g_autoptr (Peer) peer = NULL;
  g_autoptr (Run) run = NULL;
  g_autofree char *uri = NULL;
  Process *process;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  uri = peer_dup_uri (peer);
  process = process_new (uri, "get hot");
  g_free (peer_expect (peer, "got"));
  g_clear_pointer (&peer, peer_free);
  run = process_end (process);
  assert_fails (run, 1, "ended the connection");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ctl-legacy/two-words", test_two_words);
  g_test_add_data_func ("/ctl-legacy/other-name/ends", ENDS, test_other_name);
  g_test_add_data_func ("/ctl-legacy/other-name/silent", SILENT, test_other_name);
  g_test_add_data_func ("/ctl-legacy/watch/ends", ENDS, test_other_name_watch);
  g_test_add_data_func ("/ctl-legacy/watch/silent", SILENT, test_other_name_watch);
  g_test_add_func ("/ctl-legacy/neither-name", test_neither_name);
  g_test_add_func ("/ctl-legacy/gone", test_gone);

  return g_test_run ();
}
