/* test-postgres-layers.c: a database and files in one server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "query-fixture.h"

#include <glib/gstdio.h>

#include "dataset/wb-dataset.h"
#include "server-fixture.h"
#include "source/wb-directory-source.h"
#include "source/wb-layered-source.h"

static void
test_layers (QueryFixture  *self,
             gconstpointer  data)
{
  g_autofree char *files = g_strconcat (self->folder, ".data", NULL);
  g_autofree char *query_path = g_build_filename (self->folder, "seller.sql", NULL);
  g_auto (GStrv) names = NULL;
  const char *const expected[] = { "rank", "seller", NULL };
  g_autoptr (WbSource) folder = NULL;
  WbSource *database;

  g_assert_cmpint (g_mkdir (files, 0755), ==, 0);
  folder_write (files, "seller.json", "[{\"name\":\"file\",\"value\":1}]");
  folder_write (files, "rank.json", "[]");
  write_query (self, "seller", "SELECT '[]'");
  folder = wb_directory_source_new (files, WB_FOLDER_SWEEP, NULL);
  start (self);
  database = self->source;
  g_signal_handlers_disconnect_by_data (database, self);
  self->source = wb_layered_source_new (database, folder);
  query_fixture_watch (self, self->source);

  /* The file is not shown, not even before the database has answered. */
  wait_for (self, "seller", NULL, "not answered yet");
  wait_for (self, "seller", "[]", NULL);
  wait_for (self, "rank", "[]", NULL);
  names = wb_source_list (self->source);
  g_assert_cmpstrv (names, expected);

  folder_write (files, "seller.json", "[{\"name\":\"file\",\"value\":2}]");
  folder_write (files, "rank.json", "[{\"name\":\"file\",\"value\":2}]");
  wait_for (self, "rank", "[{\"name\":\"file\",\"value\":2}]", NULL);
  wait_for (self, "seller", "[]", NULL);
  g_assert_cmpuint (count_changes (self, "seller"), ==, 1);

  /* Without the query, the file is served. */
  g_assert_cmpint (g_unlink (query_path), ==, 0);
  wait_for (self, "seller", "[{\"name\":\"file\",\"value\":2}]", NULL);
  g_assert_cmpuint (count_changes (self, "seller"), ==, 2);

  g_object_unref (database);
  folder_remove (files);
}

/* A query `hotproduct` is the dataset `hot` as well, and hides a file of either name. */
static void
test_two_names (QueryFixture  *self,
                gconstpointer  data)
{
  g_autofree char *files = g_strconcat (self->folder, ".data", NULL);
  g_autofree char *query_path = g_build_filename (self->folder, "hotproduct.sql", NULL);
  g_autoptr (WbSource) folder = NULL;
  WbSource *database;

  g_assert_cmpint (g_mkdir (files, 0755), ==, 0);
  folder_write (files, "hot.json", "[ ]");
  write_query (self, "hotproduct", "SELECT '[]'");
  folder = wb_directory_source_new (files, WB_FOLDER_SWEEP, NULL);
  start (self);
  database = self->source;
  g_signal_handlers_disconnect_by_data (database, self);
  self->source = wb_layered_source_new (database, folder);
  query_fixture_watch (self, self->source);

  wait_for (self, "hotproduct", "[]", NULL);
  wait_for (self, "hot", "[]", NULL);

  g_assert_cmpint (g_unlink (query_path), ==, 0);
  wait_for (self, "hot", "[ ]", NULL);
  wait_for (self, "hotproduct", "[ ]", NULL);

  g_object_unref (database);
  folder_remove (files);
}

static void
put_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* A server is ready once the database has answered every query, and stays ready. */
static void
test_ready (QueryFixture  *self,
            gconstpointer  data)
{
  g_autoptr (WbSource) folder = wb_directory_source_new (self->folder, WB_FOLDER_SWEEP, NULL);
  g_autoptr (WbSource) both = NULL;
  g_autoptr (WbSnapshot) snapshot = NULL;
  g_autofree char *early = NULL;
  g_autofree char *through = NULL;
  g_autofree char *late = NULL;
  g_autofree char *away = NULL;

  write_query (self, "good", "SELECT '1'");
  write_query (self, "wrong", "SELEKT '1'");
  start (self);
  both = wb_layered_source_new (self->source, folder);
  early = wb_source_dup_trouble (self->source);
  g_assert_nonnull (strstr (early, "not answered yet"));
  through = wb_source_dup_trouble (both);
  g_assert_cmpstr (through, ==, early);
  wait_for (self, "good", NULL, NULL);
  wait_for (self, "wrong", NULL, "syntax");
  late = wb_source_dup_trouble (both);
  g_assert_cmpstr (late, ==, NULL);

  postgres_fixture_run (postgres, "SELECT pg_terminate_backend (pid) FROM pg_stat_activity "
                                  "WHERE application_name = 'wallboard-server'");
  wait_for (self, "good", NULL, "cannot be reached");
  snapshot = wb_source_load (self->source, "good");
  g_assert_null (strstr (wb_snapshot_get_problem (snapshot), "syntax"));
  away = wb_source_dup_trouble (both);
  g_assert_cmpstr (away, ==, NULL);
  g_clear_object (&both);
}

static void
test_put (QueryFixture  *self,
          gconstpointer  data)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("[]", 2);
  WbDatasetPut put = { .name = "seller", .content = content };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_query (self, "seller", "SELECT '[]'");
  start (self);
  wb_source_put_async (self->source, &put, put_cb, &result);
  raw_wait_until (is_set, &result);
  g_assert_null (wb_source_put_finish (self->source, result, &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_READ_ONLY);
}

/* The sample has six queries, each valid for its chart. */
static void
test_shop (QueryFixture  *self,
           gconstpointer  data)
{
  g_autofree char *queries = g_build_filename (g_getenv ("SAMPLES"), "shop", NULL);

  self->options.queries = queries;
  start (self);
  for (WbChartKind kind = 0; kind < WB_N_CHARTS; kind++)
    {
      const char *name = wb_chart_kind_get_name (kind);
      g_autoptr (WbSnapshot) snapshot = NULL;
      g_autoptr (WbDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;
      GBytes *bytes;

      wait_for (self, name, NULL, NULL);
      snapshot = wb_source_load (self->source, name);
      bytes = wb_snapshot_get_bytes (snapshot);
      dataset = wb_dataset_parse (kind, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 400);
    }
}

/* After an INSERT, an open page receives the new values. */
static void
test_shop_moves (QueryFixture  *self,
                 gconstpointer  data)
{
  const char *request =
    "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}";
  const char *row = "INSERT INTO orders (seller, product, city, amount) "
                    "VALUES ('Half Moon Jewellery', 'Yoga mat', 'Lhasa', 99999000)";
  g_autofree char *queries = g_build_filename (g_getenv ("SAMPLES"), "shop", NULL);
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autoptr (WbServer) server = NULL;
  g_autoptr (RawPeer) peer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started;

  self->options.queries = queries;
  start (self);
  wait_for (self, "seller", NULL, NULL);
  server = wb_server_new (self->source);
  options.http = "127.0.0.1:0";
  options.ws = "127.0.0.1:0";
  g_assert_true (wb_server_start (server, &options, &error));
  peer = raw_peer_open (wb_server_get_ws_uri (server), NULL);
  raw_peer_send (peer, request);
  {
    g_autofree char *before = raw_peer_receive_text (peer);

    g_assert_nonnull (strstr (before, "Half Moon Jewellery"));
    g_assert_null (strstr (before, "data\":\"[{\\\"name\\\" : \\\"Half Moon Jewellery"));
  }

  let_pass (100);
  started = g_get_monotonic_time ();
  postgres_fixture_run (postgres, row);
  {
    g_autofree char *after = raw_peer_receive_text (peer);

    g_test_message ("INSERT to display: %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
    g_assert_nonnull (strstr (after, "data\":\"[{\\\"name\\\" : \\\"Half Moon Jewellery"));
  }
  g_assert_cmpint (g_get_monotonic_time () - started, <, 2 * G_USEC_PER_SEC);
}

static void
load_shop (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SAMPLES"), "shop.sql", NULL);
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  postgres_fixture_run (postgres, sql);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (query_fixture_is_missing ())
    return g_test_run ();

  ADD ("/postgres/layers", test_layers);
  ADD ("/postgres/two-names", test_two_names);
  ADD ("/postgres/ready", test_ready);
  ADD ("/postgres/put", test_put);
  ADD ("/postgres/shop", test_shop);
  ADD ("/postgres/shop-moves", test_shop_moves);

  return query_fixture_run (load_shop);
}
