/* test-cache.c: the data that a client keeps for its next start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "watch.h"
#include "wb-cache.h"

#define URI "ws://127.0.0.1:9998"

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("wallboard-cache-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/* The first folder in a folder. */
static char *
find_server_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);

  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
check_entry (WbCache    *cache,
             const char *entry,
             const char *expected)
{
  gint64 time = 0;
  g_autoptr (GBytes) text = wb_cache_load (cache, entry, &time);

  g_assert_cmpstr (text != NULL ? g_bytes_get_data (text, NULL) : NULL, ==, expected);
  if (expected != NULL)
    {
      g_assert_cmpuint (g_bytes_get_size (text), ==, strlen (expected));
      g_assert_cmpint (time, ==, 1234567890);
    }
}

static gboolean
try_to_save (WbCache     *cache,
             const char  *entry,
             const char  *text,
             GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return wb_cache_save (cache, entry, bytes, 1234567890, error);
}

static void
save (WbCache    *cache,
      const char *entry,
      const char *text)
{
  g_autoptr (GError) error = NULL;

  try_to_save (cache, entry, text, &error);
  g_assert_no_error (error);
}

static void
test_files (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (WbCache) cache = wb_cache_new (folder, URI);
  g_autoptr (WbCache) other = wb_cache_new (folder, "ws://127.0.0.1:9999");
  g_autofree char *server_folder = NULL;
  g_autofree char *file = NULL;
  GStatBuf status;

  check_entry (cache, "seller.json", NULL);
  save (cache, "seller.json", "[1]\n");
  check_entry (cache, "seller.json", "[1]\n");
  check_entry (other, "seller.json", NULL);
  save (cache, "seller.json", "[1,2]");
  check_entry (cache, "seller.json", "[1,2]");

  /* Only the user can read the data. */
  server_folder = find_server_folder (folder);
  file = g_build_filename (server_folder, "seller.json", NULL);
  g_assert_cmpuint (count_files (server_folder), ==, 1);
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  remove_tree (folder);
}

/* A file of a client that was killed while it saved, and one that is not regular. */
static void
test_left_behind (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (WbCache) cache = wb_cache_new (folder, URI);
  g_autoptr (WbCache) again = NULL;
  g_autofree char *server_folder = NULL;
  g_autofree char *left = NULL;
  g_autofree char *pipe = NULL;

  save (cache, "seller.json", "[1]");
  server_folder = find_server_folder (folder);
  left = g_build_filename (server_folder, ".seller.json.wb-0123abcd", NULL);
  pipe = g_build_filename (server_folder, "rank.json", NULL);
  g_assert_true (g_file_set_contents (left, "wallboard-cache-1 12345", -1, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  again = wb_cache_new (folder, URI);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  check_entry (again, "seller.json", "[1]");
  check_entry (again, "rank.json", NULL);
  save (again, "rank.json", "[2]");
  check_entry (again, "rank.json", "[2]");

  remove_tree (folder);
}

static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "",
    "\n",
    "wallboard-cache-1 1234567890 5\n[1,2",
    "wallboard-cache-1 1234567890 5\n[1,2]]",
    "wallboard-cache-1 1234567890 5\n[1,\0]",
    "wallboard-cache-1 0 5\n[1,2]",
    "wallboard-cache-1 1234567890 -1\n[1,2]",
    "wallboard-cache-1 1234567890 99999999999\n[1,2]",
    "wallboard-cache-2 1234567890 5\n[1,2]",
    "wallboard-cache-1 1234567890 5 [1,2]",
    "[1,2]",
  };
  g_autofree char *folder = make_folder ();
  g_autoptr (WbCache) cache = wb_cache_new (folder, URI);
  g_autofree char *server_folder = NULL;
  g_autofree char *file = NULL;

  save (cache, "seller.json", "[1,2]");
  server_folder = find_server_folder (folder);
  file = g_build_filename (server_folder, "seller.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      gssize length = i == 4 ? 36 : -1;

      g_assert_true (g_file_set_contents (file, damaged[i], length, NULL));
      check_entry (cache, "seller.json", NULL);
    }

  save (cache, "seller.json", "[1,2]");
  check_entry (cache, "seller.json", "[1,2]");
  remove_tree (folder);
}

static void
test_bounds (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (WbCache) cache = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (WB_DATASET_FILE_MAX, ' ');
  g_autofree char *larger = g_strnfill (WB_DATASET_FILE_MAX + 1, ' ');

  for (guint i = 0; i < 2 * WB_CACHE_MAX_SERVERS; i++)
    {
      g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u", 10000 + i);

      g_clear_pointer (&cache, wb_cache_unref);
      cache = wb_cache_new (folder, uri);
      save (cache, "seller.json", "[1,2]");
    }
  g_assert_cmpuint (count_files (folder), ==, WB_CACHE_MAX_SERVERS);
  check_entry (cache, "seller.json", "[1,2]");

  g_assert_false (try_to_save (cache, "a.json", larger, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  save (cache, "a.json", large);
  save (cache, "b.json", large);
  save (cache, "c.json", large);
  g_assert_false (try_to_save (cache, "d.json", large, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);

  /* Replacing a file is within the limit. */
  save (cache, "c.json", large);
  check_entry (cache, "d.json", NULL);
  remove_tree (folder);
}

static WbClient *
new_client (guint       port,
            const char *folder)
{
  g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u", port);
  WbClient *client = wb_client_new (uri, NULL, NULL);

  wb_client_set_timing (client, &watch_timing);
  wb_client_set_cache (client, folder);
  wb_client_watch (client, "seller");
  wb_client_watch (client, "rank");

  return client;
}

/* A display whose server is gone starts with its last data and theme, and knows their age. */
static void
test_client (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (Peer) peer = NULL;
  g_autoptr (WbClient) first = NULL;
  g_autoptr (WbClient) next = NULL;
  g_autofree char *before = NULL;
  gint64 came;
  guint port;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{\"dialect\":\"ours\",\"welcome\":{\"server\":\"Wallboard 1.0\",\"epoch\":\"e1\","
                   "\"revision\":1,\"theme\":\"light\",\"fullScreen\":[],\"heartbeat\":0,\"control\":true}}");
  port = peer_get_port (peer);
  first = new_client (port, folder);
  g_assert_null (watch_get_dataset (first, "seller"));
  wb_client_start (first);
  wait_until (watch_get_dataset (first, "rank") != NULL && wb_client_get_server (first) != NULL);
  before = g_strdup (wb_client_get_dataset_text (first, "seller", NULL));
  came = watch_get_dataset_time (first, "seller");
  wb_client_stop (first);
  g_clear_pointer (&peer, peer_free);

  wait_for (100);
  next = new_client (port, folder);
  wb_client_start (next);
  g_assert_cmpstr (wb_client_get_dataset_text (next, "seller", NULL), ==, before);
  g_assert_nonnull (watch_get_dataset (next, "seller"));
  g_assert_cmpint (wb_board_state_get_theme (wb_client_get_board (next)), ==, WB_THEME_LIGHT);
  g_assert_true (wb_client_get_in_step (next));
  g_assert_cmpint (ABS (watch_get_dataset_time (next, "seller") - came), <, 50 * 1000);
  wait_until (wb_client_get_status (next) == WB_CLIENT_WAITING);
  g_assert_nonnull (watch_get_dataset (next, "rank"));

  wb_client_stop (next);
  remove_tree (folder);
}

/* Data is saved before the client stops, in case of a power failure. */
static void
test_saved_while_running (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (Peer) peer = NULL;
  g_autoptr (WbClient) client = NULL;
  g_autofree char *server_folder = NULL;
  gint64 time;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  client = new_client (peer_get_port (peer), folder);
  wb_client_start (client);
  wait_until (server_folder != NULL || (server_folder = find_server_folder (folder)) != NULL);
  wait_until (count_files (server_folder) >= 2);
  {
    g_autoptr (WbCache) cache = wb_cache_new (folder, wb_client_get_uri (client));
    g_autoptr (GBytes) text = NULL;

    wait_until (text != NULL || (text = wb_cache_load (cache, "seller.json", &time)) != NULL);
    g_assert_cmpstr (g_bytes_get_data (text, NULL), ==, wb_client_get_dataset_text (client, "seller", NULL));
  }
  wb_client_stop (client);
  wait_for (50);
  remove_tree (folder);
}

typedef struct
{
  GMutex   mutex;
  GCond    cond;
  guint    n_blocked;
  gboolean released;
} Pool;

static void
block_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Pool *pool = task_data;

  g_mutex_lock (&pool->mutex);
  while (!pool->released)
    g_cond_wait (&pool->cond, &pool->mutex);
  pool->n_blocked--;
  g_cond_broadcast (&pool->cond);
  g_mutex_unlock (&pool->mutex);
}

/* Keeps the threads of GTask busy. The pool adds one to its ten each tenth of a second. */
static void
block_pool (Pool *pool)
{
  pool->n_blocked = 60;
  for (guint i = 0; i < pool->n_blocked; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, pool, NULL);
      g_task_run_in_thread (task, block_in_thread);
    }
}

static void
release_pool (Pool *pool)
{
  g_mutex_lock (&pool->mutex);
  pool->released = TRUE;
  g_cond_broadcast (&pool->cond);
  while (pool->n_blocked > 0)
    g_cond_wait (&pool->cond, &pool->mutex);
  g_mutex_unlock (&pool->mutex);
}

/* A client that stops saves also what it has given to a thread that has not come to it. */
static void
test_stopped_while_saving (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (Peer) peer = NULL;
  g_autoptr (WbClient) client = NULL;
  g_autoptr (WbCache) cache = NULL;
  g_autoptr (GBytes) text = NULL;
  Pool pool = { 0 };
  gint64 time;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  client = new_client (peer_get_port (peer), folder);
  wb_client_start (client);
  wait_until (watch_get_dataset (client, "rank") != NULL);
  block_pool (&pool);
  wait_for (1500);
  g_assert_cmpuint (count_files (folder), ==, 0);
  wb_client_stop (client);

  cache = wb_cache_new (folder, wb_client_get_uri (client));
  text = wb_cache_load (cache, "rank.json", &time);
  g_assert_nonnull (text);
  g_assert_cmpstr (g_bytes_get_data (text, NULL), ==, wb_client_get_dataset_text (client, "rank", NULL));
  release_pool (&pool);
  wait_for (50);
  remove_tree (folder);
}

static gpointer
flush_cb (gpointer cache)
{
  wb_cache_flush (cache);

  return NULL;
}

/* A text that another thread saves does not replace a newer one, and is not lost. */
static void
test_order (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *large = g_strnfill (WB_DATASET_FILE_MAX, ' ');
  g_autoptr (GBytes) before = g_bytes_new_static (large, WB_DATASET_FILE_MAX);
  g_autoptr (GBytes) old = g_bytes_new_static ("[1]", 3);
  g_autoptr (GBytes) new = g_bytes_new_static ("[2]", 3);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (WbCache) cache = wb_cache_new (folder, URI);
      GThread *thread;

      wb_cache_queue (cache, "a.json", before, 1234567890);
      wb_cache_queue (cache, "seller.json", old, 1234567890);
      wb_cache_queue (cache, "rank.json", old, 1234567890);
      thread = g_thread_new ("flush", flush_cb, cache);
      wb_cache_queue (cache, "seller.json", new, 1234567890);
      wb_cache_flush (cache);
      check_entry (cache, "seller.json", "[2]");
      check_entry (cache, "rank.json", "[1]");
      g_thread_join (thread);
      check_entry (cache, "seller.json", "[2]");
    }
  remove_tree (folder);
}

/* A card that is removed and put back within the second before its data is saved. */
static void
test_dropped_before_saved (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (Peer) peer = NULL;
  g_autoptr (WbClient) client = NULL;

  if (peer_is_missing ())
    return;

  peer = peer_new ("{}");
  client = new_client (peer_get_port (peer), folder);
  wb_client_start (client);
  wait_until (watch_get_dataset (client, "rank") != NULL);
  wb_client_unwatch_chart (client, "rank", WB_CHART_RANK);
  wb_client_watch (client, "rank");
  g_assert_null (watch_get_dataset (client, "rank"));
  wb_client_stop (client);
  wait_for (50);
  remove_tree (folder);
}

/* Data of another version, or edited by hand, is ignored. */
static void
test_no_dataset (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (WbCache) cache = wb_cache_new (folder, "ws://127.0.0.1:1");
  g_autoptr (WbClient) client = NULL;

  save (cache, "seller.json", "{\"no\":\"sellers\"}");
  save (cache, "board.theme", "purple");
  client = new_client (1, folder);
  g_assert_null (watch_get_dataset (client, "seller"));
  g_assert_null (wb_client_get_dataset_problem (client, "seller"));
  g_assert_cmpint (watch_get_dataset_time (client, "seller"), ==, 0);
  remove_tree (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/cache/files", test_files);
  g_test_add_func ("/client/cache/left-behind", test_left_behind);
  g_test_add_func ("/client/cache/damaged", test_damaged);
  g_test_add_func ("/client/cache/bounds", test_bounds);
  g_test_add_func ("/client/cache/client", test_client);
  g_test_add_func ("/client/cache/saved-while-running", test_saved_while_running);
  g_test_add_func ("/client/cache/stopped-while-saving", test_stopped_while_saving);
  g_test_add_func ("/client/cache/order", test_order);
  g_test_add_func ("/client/cache/dropped-before-saved", test_dropped_before_saved);
  g_test_add_func ("/client/cache/no-dataset", test_no_dataset);

  return g_test_run ();
}
