/* wb-metrics.c: what a server counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-metrics.h"

#include <stdatomic.h>

#include "support/wb-clock.h"
#include "wb-exposition.h"
#include "wb-process.h"

/* The most values that a label has. */
#define MAX_VALUES 19

typedef enum
{
  FAMILY_CLIENTS = WB_METRIC_NOTICES + 1, /* the plain counters of WbMetric come first */
  FAMILY_CLOSES,
  FAMILY_REFUSALS,
  FAMILY_REQUESTS,
  FAMILY_QUEUE,
  N_FAMILIES
} Family;

/* The values of labels. All lists are fixed: a peer cannot add to them. */
static const char *const dialects[] = {
  [WB_DIALECT_LEGACY] = "legacy", [WB_DIALECT_SESSION] = "session", [WB_DIALECT_V1] = "wallboard.v1", NULL,
};

static const char *const refusals[] = {
  [WB_REFUSAL_ORIGIN] = "origin", [WB_REFUSAL_TOKEN] = "token", [WB_REFUSAL_CONTROL] = "control",
  [WB_REFUSAL_AUTH_TIMEOUT] = "auth_timeout", [WB_REFUSAL_CONNECTIONS] = "connections",
  [WB_REFUSAL_ADDRESS] = "address", [WB_REFUSAL_RATE] = "rate", [WB_REFUSAL_MESSAGE] = "message",
  [WB_REFUSAL_PROTOCOL] = "protocol", [WB_REFUSAL_SLOW] = "slow", [WB_REFUSAL_BODY] = "body",
  [WB_REFUSAL_DATASET] = "dataset", [WB_REFUSAL_HOST] = "host", NULL,
};

/* RFC 6455, section 7.4.1, and the codes registered since; 1005 and 1006 are for a close without a code and
 * for a broken connection. The last value is for all others. */
static const char *const close_codes[] = {
  "1000", "1001", "1002", "1003", "1005", "1006", "1007", "1008", "1009", "1010", "1011", "1012", "1013",
  "1014", "1015", "other", NULL,
};

static const char *const statuses[] = {
  "101", "200", "204", "304", "400", "401", "403", "404", "405", "408", "412", "413", "414", "422", "429",
  "431", "500", "503", "other", NULL,
};

/* Every family of series, but for the datasets and the histogram. */
static const struct
{
  const char        *name;
  const char        *type;
  const char        *help;
  const char        *label;
  const char *const *values;
} families[N_FAMILIES] = {
  [WB_METRIC_CONNECTIONS] =
    { .name = "wallboard_connections_total", .type = "counter",
      .help = "WebSocket connections that were let in." },
  [WB_METRIC_RECEIVED_MESSAGES] =
    { .name = "wallboard_received_messages_total", .type = "counter", .help = "Messages from clients." },
  [WB_METRIC_SENT_MESSAGES] =
    { .name = "wallboard_sent_messages_total", .type = "counter",
      .help = "Welcomes, broadcasts, answers and live data, one for every client that gets them." },
  [WB_METRIC_RECEIVED_BYTES] =
    { .name = "wallboard_received_bytes_total", .type = "counter",
      .help = "Bytes read from WebSocket connections." },
  [WB_METRIC_SENT_BYTES] =
    { .name = "wallboard_sent_bytes_total", .type = "counter",
      .help = "Bytes written to WebSocket connections." },
  [WB_METRIC_BROADCASTS] =
    { .name = "wallboard_broadcasts_total", .type = "counter",
      .help = "Messages that went to every client." },
  [WB_METRIC_COALESCED] =
    { .name = "wallboard_coalesced_total", .type = "counter",
      .help = "Datasets that a slow client was spared because a newer version came." },
  [WB_METRIC_NOTICES] =
    { .name = "wallboard_notices_total", .type = "counter", .help = "Notices that went to every client." },
  [FAMILY_CLIENTS] =
    { .name = "wallboard_clients", .type = "gauge",
      .help = "Clients that take part, by what they speak.", .label = "dialect", .values = dialects },
  [FAMILY_CLOSES] =
    { .name = "wallboard_closes_total", .type = "counter",
      .help = "WebSocket connections that ended, by close code.", .label = "code", .values = close_codes },
  [FAMILY_REFUSALS] =
    { .name = "wallboard_refusals_total", .type = "counter",
      .help = "What peers wanted and did not get, by reason.", .label = "reason", .values = refusals },
  [FAMILY_REQUESTS] =
    { .name = "wallboard_http_requests_total", .type = "counter",
      .help = "Answers to plain HTTP requests, by status.", .label = "code", .values = statuses },
  [FAMILY_QUEUE] =
    { .name = "wallboard_queue_high_water_bytes", .type = "gauge",
      .help = "The most that ever waited to be written to one client since the server began." },
};

/* The upper bounds of the histogram, in microseconds, and as they are written, in seconds. A broadcast to
 * thousands of clients takes some milliseconds; a second means that a client is stuck. */
static const struct
{
  gint64      bound;
  const char *text;
} buckets[] = {
  { .bound = 100, .text = "0.0001" }, { .bound = 250, .text = "0.00025" },
  { .bound = 500, .text = "0.0005" }, { .bound = 1000, .text = "0.001" },
  { .bound = 2500, .text = "0.0025" }, { .bound = 5000, .text = "0.005" },
  { .bound = 10000, .text = "0.01" }, { .bound = 25000, .text = "0.025" },
  { .bound = 50000, .text = "0.05" }, { .bound = 100000, .text = "0.1" },
  { .bound = 250000, .text = "0.25" }, { .bound = 500000, .text = "0.5" },
  { .bound = 1000000, .text = "1" }, { .bound = 2500000, .text = "2.5" }, { .bound = 5000000, .text = "5" },
  { .bound = 10000000, .text = "10" }, { .bound = G_MAXINT64, .text = "+Inf" },
};

typedef struct
{
  guint64  version;
  gint64   loaded;   /* see wb_clock_get_time(); 0: never */
  gboolean is_good;
} Dataset;

/* Counters are independent of each other, so no addition needs to be ordered: a reader sees each number as of
 * some moment during its reading. */
struct _WbMetrics
{
  gatomicrefcount ref_count;

  _Atomic gint64 cells[N_FAMILIES][MAX_VALUES];
  _Atomic gint64 deliveries[G_N_ELEMENTS (buckets)];
  _Atomic gint64 delivery_time; /* microseconds */

  GMutex         mutex;         /* for what follows */
  GHashTable    *datasets;      /* name → Dataset */
};

static void
add (_Atomic gint64 *cell,
     gint64          amount)
{
  atomic_fetch_add_explicit (cell, amount, memory_order_relaxed);
}

static gint64
get (_Atomic gint64 *cell)
{
  return atomic_load_explicit (cell, memory_order_relaxed);
}

/* The place of a number among the values of a label, or that of “other”, the last. */
static guint
find_value (const char *const *values,
            guint              number)
{
  char text[12];
  guint i;

  g_snprintf (text, sizeof text, "%u", number);
  for (i = 0; values[i + 1] != NULL; i++)
    {
      if (strcmp (values[i], text) == 0)
        break;
    }

  return i;
}

/**
 * wb_dialect_get_name:
 * @dialect: a dialect
 *
 * Returns: (transfer none): its name for programs, as it stands in a label
 */
const char *
wb_dialect_get_name (WbDialect dialect)
{
  g_return_val_if_fail (dialect + 1 < G_N_ELEMENTS (dialects), NULL);

  return dialects[dialect];
}

const char *
wb_refusal_get_name (WbRefusal refusal)
{
  g_return_val_if_fail (refusal <= WB_REFUSAL_HOST, NULL);

  return refusals[refusal];
}

WbMetrics *
wb_metrics_new (void)
{
  WbMetrics *self = g_new0 (WbMetrics, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (dialects) <= MAX_VALUES + 1);
  G_STATIC_ASSERT (G_N_ELEMENTS (refusals) <= MAX_VALUES + 1);
  G_STATIC_ASSERT (G_N_ELEMENTS (close_codes) <= MAX_VALUES + 1);
  G_STATIC_ASSERT (G_N_ELEMENTS (statuses) <= MAX_VALUES + 1);
  G_STATIC_ASSERT (G_N_ELEMENTS (refusals) == WB_REFUSAL_HOST + 2);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->datasets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

WbMetrics *
wb_metrics_ref (WbMetrics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
wb_metrics_unref (WbMetrics *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->datasets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_metrics_add:
 * @self: (nullable): metrics
 * @metric: what happened
 * @amount: how often, or how much of it
 *
 * Counts. A thread with many events at once should use a #WbMetricsBatch.
 */
void
wb_metrics_add (WbMetrics *self,
                WbMetric   metric,
                guint64    amount)
{
  g_return_if_fail (metric <= WB_METRIC_NOTICES);

  if (self != NULL)
    add (&self->cells[metric][0], (gint64) amount);
}

/**
 * wb_metrics_add_client:
 * @self: (nullable): metrics
 * @dialect: what it speaks
 *
 * Counts a client that has joined. When its dialect changes, it is removed and
 * added again.
 */
void
wb_metrics_add_client (WbMetrics *self,
                       WbDialect  dialect)
{
  g_return_if_fail (dialect <= WB_DIALECT_V1);

  if (self != NULL)
    add (&self->cells[FAMILY_CLIENTS][dialect], 1);
}

void
wb_metrics_remove_client (WbMetrics *self,
                          WbDialect  dialect)
{
  g_return_if_fail (dialect <= WB_DIALECT_V1);

  if (self != NULL)
    add (&self->cells[FAMILY_CLIENTS][dialect], -1);
}

void
wb_metrics_add_refusal (WbMetrics *self,
                        WbRefusal  reason)
{
  g_return_if_fail (reason <= WB_REFUSAL_HOST);

  if (self != NULL)
    add (&self->cells[FAMILY_REFUSALS][reason], 1);
}

/**
 * wb_metrics_add_close:
 * @self: (nullable): metrics
 * @code: the close code (RFC 6455, section 7.4): the one this side sent, or
 *   else the peer's; 1005 for a close without one, 1006 for a connection that
 *   broke
 *
 * Counts the end of a WebSocket connection.
 */
void
wb_metrics_add_close (WbMetrics *self,
                      gushort    code)
{
  if (self != NULL)
    add (&self->cells[FAMILY_CLOSES][find_value (close_codes, code)], 1);
}

void
wb_metrics_add_request (WbMetrics *self,
                        guint      status)
{
  if (self != NULL)
    add (&self->cells[FAMILY_REQUESTS][find_value (statuses, status)], 1);
}

/**
 * wb_metrics_add_deliveries:
 * @self: (nullable): metrics
 * @duration: microseconds from the moment a message was there to be sent until
 *   the socket had taken all of it
 * @n: to how many clients
 *
 * Counts deliveries that took equally long, such as those of one broadcast that
 * the sockets of a worker took at once.
 */
void
wb_metrics_add_deliveries (WbMetrics *self,
                           gint64     duration,
                           guint      n)
{
  guint bucket = 0;

  if (self == NULL || n == 0)
    return;

  while (duration > buckets[bucket].bound)
    bucket++;

  add (&self->deliveries[bucket], n);
  add (&self->delivery_time, MAX (duration, 0) * n);
}

/**
 * wb_metrics_raise_queue:
 * @self: (nullable): metrics
 * @waiting: how many bytes wait to be written to one client
 *
 * Remembers the most that ever waited.
 */
void
wb_metrics_raise_queue (WbMetrics *self,
                        gsize      waiting)
{
  gint64 high;

  if (self == NULL)
    return;

  high = get (&self->cells[FAMILY_QUEUE][0]);
  while ((gint64) waiting > high &&
         !atomic_compare_exchange_weak_explicit (&self->cells[FAMILY_QUEUE][0], &high, (gint64) waiting,
                                                    memory_order_relaxed, memory_order_relaxed))
    continue;
}

/**
 * wb_metrics_set_dataset:
 * @self: (nullable): metrics
 * @name: the name of a dataset
 * @version: the version that is served now
 * @is_good: whether that is what the source has; %FALSE if what the source has
 *   cannot be used
 *
 * Sets the state of a dataset. If it is good, its age counts from now on.
 */
void
wb_metrics_set_dataset (WbMetrics  *self,
                        const char *name,
                        guint64     version,
                        gboolean    is_good)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Dataset *dataset;

  g_return_if_fail (name != NULL);

  if (self == NULL)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  dataset = g_hash_table_lookup (self->datasets, name);
  if (dataset == NULL)
    {
      if (g_hash_table_size (self->datasets) >= WB_METRICS_MAX_DATASETS)
        return;

      dataset = g_new0 (Dataset, 1);
      g_hash_table_insert (self->datasets, g_strdup (name), dataset);
    }

  dataset->version = version;
  dataset->is_good = is_good;
  if (is_good)
    dataset->loaded = wb_clock_get_time ();
}

/**
 * wb_metrics_renew_dataset:
 * @self: (nullable): metrics
 * @name: the name of a dataset
 *
 * Has the age of a dataset count from now on, since it was read with success.
 */
void
wb_metrics_renew_dataset (WbMetrics  *self,
                          const char *name)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Dataset *dataset;

  g_return_if_fail (name != NULL);

  if (self == NULL)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  dataset = g_hash_table_lookup (self->datasets, name);
  if (dataset != NULL && dataset->is_good)
    dataset->loaded = wb_clock_get_time ();
}

void
wb_metrics_remove_dataset (WbMetrics  *self,
                           const char *name)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (name != NULL);

  if (self == NULL)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove (self->datasets, name);
}

static void
write_families (WbMetrics *self,
                GString   *text)
{
  for (guint i = 0; i < N_FAMILIES; i++)
    {
      const char *name = families[i].name;

      wb_exposition_head (text, name, families[i].type, families[i].help);

      if (families[i].label == NULL)
        {
          wb_exposition_integer (text, name, NULL, NULL, get (&self->cells[i][0]));
          continue;
        }

      for (guint j = 0; families[i].values[j] != NULL; j++)
        wb_exposition_integer (text, name, families[i].label, families[i].values[j],
                               get (&self->cells[i][j]));
    }
}

/* The count is the sum of the buckets that were just written, so that the two always agree. */
static void
write_deliveries (WbMetrics *self,
                  GString   *text)
{
  gint64 n = 0;

  wb_exposition_head (text, "wallboard_delivery_seconds", "histogram",
                      "Time from when a message was accepted until the socket of a client took what it "
                      "led to.");

  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    {
      n += get (&self->deliveries[i]);
      wb_exposition_integer (text, "wallboard_delivery_seconds_bucket", "le", buckets[i].text, n);
    }

  wb_exposition_seconds (text, "wallboard_delivery_seconds_sum", NULL, NULL, get (&self->delivery_time));
  wb_exposition_integer (text, "wallboard_delivery_seconds_count", NULL, NULL, n);
}

/* A dataset that never loaded has no age. */
static void
write_datasets (WbMetrics *self,
                GString   *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->datasets), (GCompareFunc) strcmp);
  gint64 now = wb_clock_get_time ();

  wb_exposition_head (text, "wallboard_dataset_version", "gauge", "The version of a dataset that is served.");
  for (GList *l = names; l != NULL; l = l->next)
    {
      const Dataset *dataset = g_hash_table_lookup (self->datasets, l->data);

      wb_exposition_integer (text, "wallboard_dataset_version", "dataset", l->data,
                             (gint64) dataset->version);
    }

  wb_exposition_head (text, "wallboard_dataset_error", "gauge",
                      "1 if what the source has for a dataset cannot be used, else 0.");
  for (GList *l = names; l != NULL; l = l->next)
    {
      const Dataset *dataset = g_hash_table_lookup (self->datasets, l->data);

      wb_exposition_integer (text, "wallboard_dataset_error", "dataset", l->data,
                             dataset->is_good ? 0 : 1);
    }

  wb_exposition_head (text, "wallboard_dataset_age_seconds", "gauge",
                      "Time since a dataset was last read from its source with success.");
  for (GList *l = names; l != NULL; l = l->next)
    {
      const Dataset *dataset = g_hash_table_lookup (self->datasets, l->data);

      if (dataset->loaded != 0)
        wb_exposition_seconds (text, "wallboard_dataset_age_seconds", "dataset", l->data,
                               now - dataset->loaded);
    }
}

/**
 * wb_metrics_write_prometheus:
 * @self: metrics
 * @has_events: whether the kernel reports changes of the source's files
 *
 * Writes all numbers in the text format of Prometheus, and what the process uses.
 *
 * Returns: (transfer full): UTF-8 text of type %WB_EXPOSITION_TYPE
 */
GBytes *
wb_metrics_write_prometheus (WbMetrics *self,
                             gboolean   has_events)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_sized_new (8192);
  wb_exposition_head (text, "wallboard_build_info", "gauge", "1, labelled with the version of the server.");
  wb_exposition_integer (text, "wallboard_build_info", "version", APPLICATION_VERSION, 1);
  write_families (self, text);
  write_deliveries (self, text);
  write_datasets (self, text);
  wb_exposition_head (text, "wallboard_source_events", "gauge",
                      "1 if the kernel reports changes of the files, 0 if only the sweep finds them.");
  wb_exposition_integer (text, "wallboard_source_events", NULL, NULL, has_events);
  wb_process_write_prometheus (text);

  return g_string_free_to_bytes (text);
}
