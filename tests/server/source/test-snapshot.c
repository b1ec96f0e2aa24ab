/* test-snapshot.c: one version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "board/wb-answer.h"

static WbMessage *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  WbMessage *message = wb_message_parse (bytes, &error);

  g_assert_no_error (error);

  return message;
}

/* The payload of an answer, after the two bytes of a short header. */
static void
assert_answer (WbWebsocketFrame *frame,
               const char       *expected)
{
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];
  guint n = wb_websocket_frame_gather (frame, 2, vectors, G_N_ELEMENTS (vectors));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_len (text, vectors[i].iov_base, (gssize) vectors[i].iov_len);
  g_assert_cmpstr (text->str, ==, expected);
}

static gconstpointer
get_shared_text (WbWebsocketFrame *frame)
{
  struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];

  g_assert_cmpuint (wb_websocket_frame_gather (frame, 0, vectors, G_N_ELEMENTS (vectors)), ==, 3);

  return vectors[1].iov_base;
}

/* Answers to different requests share one text, also when the data have a problem. */
static void
test_text_is_shared (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) snapshot = wb_snapshot_new (json, 1, NULL);
  g_autoptr (WbSnapshot) stale = wb_snapshot_new_like (snapshot, 1, "broken");
  g_autoptr (WbMessage) request = parse ("{\"action\":\"getData\",\"chartName\":\"x\"}");
  g_autoptr (WbMessage) other = parse ("{\"action\":\"getData\",\"data\":7,\"more\":1}");
  g_autoptr (WbWebsocketFrame) answer = wb_answer_new (snapshot, request, FALSE);
  g_autoptr (WbWebsocketFrame) different = wb_answer_new (snapshot, other, FALSE);
  g_autoptr (WbWebsocketFrame) late = wb_answer_new (stale, other, TRUE);

  assert_answer (answer, "{\"action\":\"getData\",\"chartName\":\"x\",\"data\":\"[1]\"}");
  assert_answer (different, "{\"action\":\"getData\",\"data\":\"[1]\",\"more\":1}");
  assert_answer (late, "{\"action\":\"getData\",\"data\":\"[1]\",\"more\":1,\"error\":\"broken\"}");
  g_assert_true (get_shared_text (different) == get_shared_text (answer));
  g_assert_true (get_shared_text (late) == get_shared_text (answer));
}

/* The copy is a complete snapshot of the same text. */
static void
test_like (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) snapshot = wb_snapshot_new (json, 0, "old");
  g_autoptr (WbSnapshot) like = wb_snapshot_new_like (snapshot, 7, NULL);

  g_assert_true (wb_snapshot_get_bytes (like) == json);
  g_assert_cmpuint (wb_snapshot_get_version (like), ==, 7);
  g_assert_cmpstr (wb_snapshot_get_etag (like), ==, wb_snapshot_get_etag (snapshot));
  g_assert_null (wb_snapshot_get_problem (like));
}

static void
test_problem (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) stale = wb_snapshot_new (json, 1, "broken");
  g_autoptr (WbSnapshot) nothing = wb_snapshot_new (NULL, 0, "missing");
  g_autoptr (WbMessage) request = parse ("{\"action\":\"getData\"}");
  g_autoptr (WbWebsocketFrame) for_legacy = wb_answer_new (stale, request, FALSE);
  g_autoptr (WbWebsocketFrame) for_ours = wb_answer_new (stale, request, TRUE);
  g_autoptr (WbWebsocketFrame) missing = wb_answer_new (nothing, request, TRUE);

  assert_answer (for_legacy, "{\"action\":\"getData\",\"data\":\"[1]\"}");
  assert_answer (for_ours, "{\"action\":\"getData\",\"data\":\"[1]\",\"error\":\"broken\"}");
  assert_answer (missing, "{\"action\":\"getData\",\"error\":\"missing\"}");
  g_assert_null (wb_answer_new (nothing, request, FALSE));
}

static void
test_etag (void)
{
  g_autoptr (GBytes) one = g_bytes_new_static ("[1]", 3);
  g_autoptr (GBytes) two = g_bytes_new_static ("[2]", 3);
  g_autoptr (WbSnapshot) a = wb_snapshot_new (one, 1, NULL);
  g_autoptr (WbSnapshot) b = wb_snapshot_new (one, 7, NULL);
  g_autoptr (WbSnapshot) c = wb_snapshot_new (two, 2, NULL);
  g_autoptr (WbSnapshot) d = wb_snapshot_new (two, 2, "stale");

  g_assert_cmpstr (wb_snapshot_get_etag (a), ==, wb_snapshot_get_etag (b));
  g_assert_cmpstr (wb_snapshot_get_etag (a), !=, wb_snapshot_get_etag (c));
  g_assert_true (*wb_snapshot_get_etag (a) == '"');
  g_assert_true (wb_snapshot_equal (a, b));
  g_assert_false (wb_snapshot_equal (a, c));
  g_assert_false (wb_snapshot_equal (c, d));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/text-is-shared", test_text_is_shared);
  g_test_add_func ("/snapshot/like", test_like);
  g_test_add_func ("/snapshot/problem", test_problem);
  g_test_add_func ("/snapshot/etag", test_etag);

  return g_test_run ();
}
