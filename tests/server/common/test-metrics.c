/* test-metrics.c: what a server counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-metrics.h"

#include <locale.h>
#include <unistd.h>

#include "config.h"
#include "scrape.h"
#include "common/wb-exposition.h"

#define N_THREADS 4
#define N_ROUNDS  20000

static Scrape *
scrape (WbMetrics *metrics)
{
  g_autoptr (GBytes) bytes = wb_metrics_write_prometheus (metrics, TRUE);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return scrape_new (text);
}

static void
test_fresh (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = scrape (metrics);

  /* What has not happened yet is there all the same, as 0: a rate needs a first value. */
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_broadcasts_total"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"legacy\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_closes_total{code=\"1013\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"dataset\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_count"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_build_info{version=\"" APPLICATION_VERSION "\"}"), ==,
                     1);
  g_assert_cmpuint (scrape_get_count (numbers, "wallboard_dataset_version"), ==, 0);
}

static void
test_counters (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = NULL;

  wb_metrics_add (metrics, WB_METRIC_SENT_BYTES, 5000000000);
  wb_metrics_add (metrics, WB_METRIC_SENT_BYTES, 1);
  wb_metrics_add_client (metrics, WB_DIALECT_LEGACY);
  wb_metrics_add_client (metrics, WB_DIALECT_V1);
  wb_metrics_add_client (metrics, WB_DIALECT_V1);
  wb_metrics_remove_client (metrics, WB_DIALECT_LEGACY);
  wb_metrics_add_refusal (metrics, WB_REFUSAL_ORIGIN);
  wb_metrics_add_refusal (metrics, WB_REFUSAL_DATASET);
  wb_metrics_add_close (metrics, 1001);
  wb_metrics_add_close (metrics, 1013);
  wb_metrics_add_close (metrics, 1013);
  wb_metrics_add_close (metrics, 4999);
  wb_metrics_add_close (metrics, 0);
  wb_metrics_add_request (metrics, 200);
  wb_metrics_add_request (metrics, 418);
  wb_metrics_raise_queue (metrics, 70000);
  wb_metrics_raise_queue (metrics, 69999);

  numbers = scrape (metrics);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_sent_bytes_total"), ==, 5000000001);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"legacy\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"wallboard.v1\"}"), ==, 2);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"origin\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_refusals_total{reason=\"dataset\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_closes_total{code=\"1001\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_closes_total{code=\"1013\"}"), ==, 2);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_closes_total{code=\"other\"}"), ==, 2);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"200\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_http_requests_total{code=\"other\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_queue_high_water_bytes"), ==, 70000);
}

static void
test_deliveries (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = NULL;

  wb_metrics_add_deliveries (metrics, 1000, 1);          /* a bound belongs to its bucket */
  wb_metrics_add_deliveries (metrics, 1001, 3);
  wb_metrics_add_deliveries (metrics, -5, 1);            /* taken before the clock ticked */
  wb_metrics_add_deliveries (metrics, 60000000, 2);
  wb_metrics_add_deliveries (metrics, 7, 0);

  numbers = scrape (metrics);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_bucket{le=\"0.0001\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_bucket{le=\"0.001\"}"), ==, 2);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_bucket{le=\"0.0025\"}"), ==, 5);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_bucket{le=\"10\"}"), ==, 5);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_bucket{le=\"+Inf\"}"), ==, 7);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_count"), ==, 7);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_sum"), ==, 120.004003);
}

static void
test_datasets (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) before = NULL;
  g_autoptr (Scrape) after = NULL;
  double age;

  wb_metrics_set_dataset (metrics, "seller", 3, TRUE);
  wb_metrics_set_dataset (metrics, "map", 0, FALSE);
  wb_metrics_set_dataset (metrics, "old", 1, TRUE);
  wb_metrics_remove_dataset (metrics, "old");
  wb_metrics_remove_dataset (metrics, "never");

  before = scrape (metrics);
  age = scrape_get (before, "wallboard_dataset_age_seconds{dataset=\"seller\"}");
  g_assert_cmpfloat (scrape_get (before, "wallboard_dataset_version{dataset=\"seller\"}"), ==, 3);
  g_assert_cmpfloat (scrape_get (before, "wallboard_dataset_error{dataset=\"seller\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (before, "wallboard_dataset_error{dataset=\"map\"}"), ==, 1);
  g_assert_false (scrape_has (before, "wallboard_dataset_age_seconds{dataset=\"map\"}"));
  g_assert_cmpuint (scrape_get_count (before, "wallboard_dataset_version"), ==, 2);
  g_assert_cmpfloat (age, >=, 0);
  g_assert_cmpfloat (age, <, 60);

  /* A dataset that went bad keeps the age of what is served. */
  g_usleep (2000);
  wb_metrics_set_dataset (metrics, "seller", 3, FALSE);
  wb_metrics_renew_dataset (metrics, "seller");
  after = scrape (metrics);
  g_assert_cmpfloat (scrape_get (after, "wallboard_dataset_error{dataset=\"seller\"}"), ==, 1);
  g_assert_cmpfloat (scrape_get (after, "wallboard_dataset_age_seconds{dataset=\"seller\"}"), >=,
                     age + 0.002);
}

static void
test_renew (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = NULL;

  wb_metrics_set_dataset (metrics, "seller", 1, TRUE);
  wb_metrics_set_dataset (metrics, "rank", 2, TRUE);
  g_usleep (20000);
  wb_metrics_renew_dataset (metrics, "seller");
  wb_metrics_renew_dataset (metrics, "never");

  numbers = scrape (metrics);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_dataset_age_seconds{dataset=\"seller\"}"), <,
                     scrape_get (numbers, "wallboard_dataset_age_seconds{dataset=\"rank\"}") - 0.019);
  g_assert_cmpuint (scrape_get_count (numbers, "wallboard_dataset_version"), ==, 2);
}

static void
test_many_datasets (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = NULL;

  for (guint i = 0; i < 3 * WB_METRICS_MAX_DATASETS; i++)
    {
      g_autofree char *name = g_strdup_printf ("dataset-%u", i);

      wb_metrics_set_dataset (metrics, name, i, TRUE);
    }

  numbers = scrape (metrics);
  g_assert_cmpuint (scrape_get_count (numbers, "wallboard_dataset_version"), ==, WB_METRICS_MAX_DATASETS);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_dataset_version{dataset=\"dataset-0\"}"), ==, 0);
}

static void
test_process (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) before = scrape (metrics);
  g_autoptr (Scrape) after = NULL;
  double now = (double) g_get_real_time () / G_USEC_PER_SEC;
  double start = scrape_get (before, "process_start_time_seconds");
  int ends[2];

  /* The kernel's boot time is in whole seconds. */
  g_assert_cmpfloat (start, >, now - 300);
  g_assert_cmpfloat (start, <, now + 2);
  g_assert_cmpfloat (scrape_get (before, "process_resident_memory_bytes"), >, 500 * 1024);
  g_assert_cmpfloat (scrape_get (before, "process_virtual_memory_bytes"), >,
                     scrape_get (before, "process_resident_memory_bytes"));
  g_assert_cmpfloat (scrape_get (before, "process_max_fds"), ==, sysconf (_SC_OPEN_MAX));

  g_assert_cmpint (pipe (ends), ==, 0);
  after = scrape (metrics);
  g_assert_cmpfloat (scrape_get (after, "process_open_fds"), ==, scrape_get (before, "process_open_fds") + 2);
  g_assert_cmpfloat (scrape_get (after, "process_cpu_seconds_total"), >=,
                     scrape_get (before, "process_cpu_seconds_total"));
  close (ends[0]);
  close (ends[1]);
}

static void
test_escaping (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  wb_exposition_head (text, "x", "gauge", "A \"back\\slash\"\nand a line.");
  wb_exposition_integer (text, "x", "label", "a \"quote\", a \\ and\na line", -1);
  wb_exposition_seconds (text, "x", NULL, NULL, 1500000);

  g_assert_cmpstr (text->str, ==,
                   "# HELP x A \"back\\\\slash\"\\nand a line.\n"
                   "# TYPE x gauge\n"
                   "x{label=\"a \\\"quote\\\", a \\\\ and\\na line\"} -1\n"
                   "x 1.500000\n");
}

static gpointer
count_thread (gpointer user_data)
{
  WbMetrics *metrics = user_data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      wb_metrics_add (metrics, WB_METRIC_SENT_MESSAGES, 2);
      wb_metrics_add_client (metrics, WB_DIALECT_SESSION);
      wb_metrics_remove_client (metrics, WB_DIALECT_SESSION);
      wb_metrics_add_deliveries (metrics, i, 1);
      wb_metrics_raise_queue (metrics, i);
      if (i % 100 == 0)
        wb_metrics_set_dataset (metrics, "seller", i, TRUE);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (WbMetrics) metrics = wb_metrics_new ();
  g_autoptr (Scrape) numbers = NULL;
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("count", count_thread, metrics);

  /* Read while it is counted: what is read must hold together. */
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (Scrape) during = scrape (metrics);

      g_assert_cmpfloat (scrape_get (during, "wallboard_queue_high_water_bytes"), <, N_ROUNDS);
    }

  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  numbers = scrape (metrics);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_sent_messages_total"), ==, 2 * N_THREADS * N_ROUNDS);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_clients{dialect=\"session\"}"), ==, 0);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_delivery_seconds_count"), ==, N_THREADS * N_ROUNDS);
  g_assert_cmpfloat (scrape_get (numbers, "wallboard_queue_high_water_bytes"), ==, N_ROUNDS - 1);
}

static void
test_unwatched (void)
{
  wb_metrics_add (NULL, WB_METRIC_BROADCASTS, 1);
  wb_metrics_add_client (NULL, WB_DIALECT_LEGACY);
  wb_metrics_remove_client (NULL, WB_DIALECT_LEGACY);
  wb_metrics_add_refusal (NULL, WB_REFUSAL_RATE);
  wb_metrics_add_close (NULL, 1000);
  wb_metrics_add_request (NULL, 200);
  wb_metrics_add_deliveries (NULL, 1, 1);
  wb_metrics_raise_queue (NULL, 1);
  wb_metrics_set_dataset (NULL, "seller", 1, TRUE);
  wb_metrics_renew_dataset (NULL, "seller");
  wb_metrics_remove_dataset (NULL, "seller");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/fresh", test_fresh);
  g_test_add_func ("/metrics/counters", test_counters);
  g_test_add_func ("/metrics/deliveries", test_deliveries);
  g_test_add_func ("/metrics/datasets", test_datasets);
  g_test_add_func ("/metrics/renew", test_renew);
  g_test_add_func ("/metrics/many-datasets", test_many_datasets);
  g_test_add_func ("/metrics/process", test_process);
  g_test_add_func ("/metrics/escaping", test_escaping);
  g_test_add_func ("/metrics/threads", test_threads);
  g_test_add_func ("/metrics/unwatched", test_unwatched);

  return g_test_run ();
}
