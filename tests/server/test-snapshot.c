/* test-snapshot.c: one version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-frame.h"
#include "wb-snapshot.h"

static WbMessage *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  WbMessage *message = wb_message_parse (bytes, &error);

  g_assert_no_error (error);

  return message;
}

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  g_autoptr (GBytes) payload = wb_frame_get_payload (bytes);
  gsize length;
  const char *text = g_bytes_get_data (payload, &length);

  g_assert_cmpmem (text, length, expected, strlen (expected));
}

static void
test_answer_is_built_once (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) snapshot = wb_snapshot_new (json, 1, NULL);
  g_autoptr (WbMessage) request = parse ("{\"action\":\"getData\",\"chartName\":\"x\"}");
  g_autoptr (WbMessage) same = parse ("{\"action\":\"getData\",\"chartName\":\"x\"}");
  g_autoptr (WbMessage) other = parse ("{\"action\":\"getData\",\"chartName\":\"x\",\"more\":1}");
  g_autoptr (GBytes) answer = wb_snapshot_build_answer (snapshot, request, FALSE);
  g_autoptr (GBytes) again = wb_snapshot_build_answer (snapshot, same, TRUE);
  g_autoptr (GBytes) different = wb_snapshot_build_answer (snapshot, other, FALSE);

  assert_bytes (answer, "{\"action\":\"getData\",\"chartName\":\"x\",\"data\":\"[1]\"}");
  assert_bytes (different, "{\"action\":\"getData\",\"chartName\":\"x\",\"more\":1,\"data\":\"[1]\"}");
  g_assert_true (again == answer);
}

static void
test_problem (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) stale = wb_snapshot_new (json, 1, "broken");
  g_autoptr (WbSnapshot) nothing = wb_snapshot_new (NULL, 0, "missing");
  g_autoptr (WbMessage) request = parse ("{\"action\":\"getData\"}");
  g_autoptr (GBytes) for_seed = wb_snapshot_build_answer (stale, request, FALSE);
  g_autoptr (GBytes) for_ours = wb_snapshot_build_answer (stale, request, TRUE);
  g_autoptr (GBytes) missing = wb_snapshot_build_answer (nothing, request, TRUE);

  assert_bytes (for_seed, "{\"action\":\"getData\",\"data\":\"[1]\"}");
  assert_bytes (for_ours, "{\"action\":\"getData\",\"data\":\"[1]\",\"error\":\"broken\"}");
  assert_bytes (missing, "{\"action\":\"getData\",\"error\":\"missing\"}");
  g_assert_null (wb_snapshot_build_answer (nothing, request, FALSE));
}

/* A peer that makes up requests must not fill the memory, and gets right answers nevertheless. */
static void
test_many_requests (void)
{
  g_autoptr (GBytes) json = g_bytes_new_static ("[1]", 3);
  g_autoptr (WbSnapshot) snapshot = wb_snapshot_new (json, 1, NULL);
  g_autoptr (WbMessage) first = parse ("{\"action\":\"getData\"}");
  g_autoptr (GBytes) answer = wb_snapshot_build_answer (snapshot, first, FALSE);
  g_autoptr (GBytes) again = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"action\":\"getData\",\"i\":%u}", i);
      g_autofree char *expected = g_strdup_printf ("{\"action\":\"getData\",\"i\":%u,\"data\":\"[1]\"}", i);
      g_autoptr (WbMessage) request = parse (text);
      g_autoptr (GBytes) bytes = wb_snapshot_build_answer (snapshot, request, FALSE);

      assert_bytes (bytes, expected);
    }

  /* The first one had to go, or the others were kept without limit. */
  again = wb_snapshot_build_answer (snapshot, first, FALSE);
  g_assert_true (g_bytes_equal (again, answer));
  g_assert_true (again != answer);
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
  g_test_add_func ("/snapshot/answer-is-built-once", test_answer_is_built_once);
  g_test_add_func ("/snapshot/problem", test_problem);
  g_test_add_func ("/snapshot/many-requests", test_many_requests);
  g_test_add_func ("/snapshot/etag", test_etag);

  return g_test_run ();
}
