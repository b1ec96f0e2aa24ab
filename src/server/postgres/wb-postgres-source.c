/* wb-postgres-source.c: datasets from the queries of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-source.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "support/wb-backoff.h"
#include "support/wb-timer.h"
#include "wb-postgres-connection.h"
#include "wb-postgres-errors.h"
#include "wb-postgres-queries.h"

/* The limits of the backoff between attempts to connect, in seconds. */
#define RETRY_FIRST 0.5
#define RETRY_CAP   30.0

/* A query is not scheduled after connecting if the connection was lost this often in a row while it ran. */
#define MAX_STRIKES 2

struct _WbPostgresSource
{
  GObject parent_instance;

  char              *address;
  guint              interval;
  guint              timeout;
  WbPostgresQueries *queries;
  guint64            version;

  WbPostgresConnection    *connection;         /* NULL between two attempts */
  gboolean           is_connected;
  gboolean           is_loaded;    /* every query has had an answer at least once */
  char              *asked;        /* the name of the query that is running */
  char              *asked_sql;
  gint64             asked_at;
  GCancellable      *reading;      /* NULL if no thread checks an answer */
  char              *problem;      /* of the connection, shown on the board */
  char              *detail;       /* the same, for the operator */
  WbBackoff          backoff;
  GSource           *retry_timer;
  GSource           *interval_timer;
  GSource           *gap_timer;
};

static void source_iface_init (WbSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbPostgresSource, wb_postgres_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

static void ask_next   (WbPostgresSource *self);
static void open_link  (WbPostgresSource *self);

/* Updates a dataset: new content, or the last good one with a problem. */
static void
show (WbPostgresSource *self,
      WbPostgresQuery  *query,
      WbSnapshot       *content,
      const char       *problem)
{
  g_autofree char *name = g_strdup (query->name);

  if (wb_postgres_query_update (query, content, problem, &self->version))
    wb_source_emit_changed (WB_SOURCE (self), name);
}

/* Shows a problem of a query or its answer. It is logged once, even if the connection is lost and made
 * again. */
static void
show_problem (WbPostgresSource *self,
              WbPostgresQuery  *query,
              const char       *problem,
              const char       *detail)
{
  if (g_strcmp0 (query->reported, problem) != 0)
    g_message ("%s", detail != NULL ? detail : problem);
  g_free (query->reported);
  query->reported = g_strdup (problem);

  show (self, query, NULL, problem);
}

static void
show_content (WbPostgresSource *self,
              WbPostgresQuery  *query,
              WbSnapshot       *content)
{
  g_autofree char *name = g_strdup (query->name);

  g_clear_pointer (&query->reported, g_free);
  show (self, query, content, NULL);
  wb_source_emit_read (WB_SOURCE (self), name);
}

static void
added_cb (WbSource        *source,
          WbPostgresQuery *query)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (source);

  if (self->problem != NULL)
    wb_postgres_query_update (query, NULL, self->problem, &self->version);
}

static void
broken_cb (WbSource        *source,
           WbPostgresQuery *query,
           const char      *problem)
{
  show_problem (WB_POSTGRES_SOURCE (source), query, problem, NULL);
}

static void
settled_cb (WbSource *source)
{
  ask_next (WB_POSTGRES_SOURCE (source));
}

static gboolean
gap_over_cb (gpointer user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);

  wb_timer_stop (&self->gap_timer);
  ask_next (self);

  return G_SOURCE_REMOVE;
}

/* Runs scheduled queries one after the other, to keep the load of the database low. */
static void
ask_next (WbPostgresSource *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 soonest;
  WbPostgresQuery *next;

  if (!self->is_connected || self->asked != NULL || self->reading != NULL)
    return;

  next = wb_postgres_queries_choose (self->queries, now, &soonest);
  if (next != NULL)
    {
      next->is_scheduled = FALSE;
      self->asked = g_strdup (next->name);
      self->asked_sql = g_strdup (next->sql);
      self->asked_at = now;
      wb_postgres_connection_ask (self->connection, next->sql);
    }
  else if (soonest != G_MAXINT64 && self->gap_timer == NULL)
    {
      self->gap_timer = wb_timer_start ((guint) ((soonest - now) / 1000) + 1, gap_over_cb, self);
    }
}

/* Returns the query that was running, unless it has changed or was removed. */
static WbPostgresQuery *
take_asked (WbPostgresSource *self)
{
  g_autofree char *name = g_steal_pointer (&self->asked);
  g_autofree char *sql = g_steal_pointer (&self->asked_sql);
  WbPostgresQuery *query = name != NULL ? wb_postgres_queries_find (self->queries, name) : NULL;

  return query != NULL && g_strcmp0 (query->sql, sql) == 0 ? query : NULL;
}

/* Shows the problem of a query that is not scheduled for now. */
static void
show_left_out (WbPostgresSource *self,
               WbPostgresQuery  *query)
{
  g_autofree char *problem = g_strdup (query->reported);

  if (problem == NULL)
    problem = wb_postgres_query_describe_problem (query, _("the database hangs up when it is asked this"), 0);
  show_problem (self, query, problem, NULL);
}

static void
connected_cb (gpointer user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);
  g_autoptr (GList) queries = wb_postgres_queries_list (self->queries);

  if (self->problem != NULL)
    g_message ("The database is back");
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->detail, g_free);
  self->is_connected = TRUE;
  wb_postgres_queries_schedule_all (self->queries, MAX_STRIKES - 1);
  for (GList *l = queries; l != NULL; l = l->next)
    {
      WbPostgresQuery *query = l->data;

      if (query->sql != NULL && !query->is_scheduled)
        show_left_out (self, query);
    }

  ask_next (self);
}

/* Shows the result of a query: content or a problem. */
static void
take_content (WbPostgresSource *self,
              WbPostgresQuery  *query,
              WbSnapshot       *content,
              const char       *problem,
              const char       *detail)
{
  query->is_known = TRUE;

  if (self->problem != NULL)
    show (self, query, content, self->problem);
  else if (content != NULL)
    show_content (self, query, content);
  else
    show_problem (self, query, problem, detail);
}

/* An answer that a thread checks. */
typedef struct
{
  WbPostgresSource *self; /* invalid after cancellation */
  char             *name;
  char             *sql;
} Reading;

static void
reading_free (Reading *reading)
{
  g_free (reading->name);
  g_free (reading->sql);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbSnapshot) content = wb_query_result_read_finish (result, &error);
  g_autoptr (WbPostgresSource) self = NULL;
  WbPostgresQuery *query;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (reading->self);
  g_clear_object (&self->reading);
  query = wb_postgres_queries_find (self->queries, reading->name);
  if (query != NULL && g_strcmp0 (query->sql, reading->sql) == 0)
    take_content (self, query, content, error != NULL ? error->message : NULL, NULL);

  ask_next (self);
}

/* Checks a large answer in a thread, so that the main loop is not blocked. No other query runs meanwhile. */
static void
read_large (WbPostgresSource    *self,
            WbPostgresQuery     *query,
            const WbQueryResult *result)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->self = self;
  reading->name = g_strdup (query->name);
  reading->sql = g_strdup (query->sql);
  self->reading = g_cancellable_new ();
  wb_query_result_read_async (result, query->name, self->reading, read_cb, reading);
}

static void
answered_cb (const WbQueryResult *result,
             const char          *problem,
             const char          *detail,
             guint                line,
             gpointer             user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);
  WbPostgresQuery *query = take_asked (self);
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;
  g_autoptr (WbSnapshot) content = NULL;
  g_autoptr (GError) error = NULL;

  /* The database works: after the next loss, the first attempt comes soon. */
  wb_backoff_reset (&self->backoff);

  if (query != NULL)
    {
      query->answered = g_get_monotonic_time ();
      query->took = query->answered - self->asked_at;
      query->strikes = 0;

      if (result != NULL && wb_query_result_is_large (result))
        {
          read_large (self, query, result);
          return;
        }

      if (result == NULL)
        text = wb_postgres_query_describe_problem (query, problem, line);
      if (detail != NULL)
        more = wb_postgres_query_describe_problem (query, detail, line);
      if (result != NULL)
        content = wb_query_result_read (result, query->name, &error);
      take_content (self, query, content, text != NULL ? text : error != NULL ? error->message : NULL, more);
    }

  ask_next (self);
}

/* Notifications come in groups. The next query is chosen after all of them are handled. */
static void
notified_cb (const char *payload,
             gpointer    user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);
  WbPostgresQuery *query = wb_postgres_queries_find (self->queries, payload);

  if (*payload == '\0')
    wb_postgres_queries_schedule_all (self->queries, G_MAXUINT);
  else if (query != NULL)
    wb_postgres_query_schedule (query);

  wb_timer_stop (&self->gap_timer);
  self->gap_timer = wb_timer_start (0, gap_over_cb, self);
}

static gboolean
retry_cb (gpointer user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);

  wb_timer_stop (&self->retry_timer);
  open_link (self);

  return G_SOURCE_REMOVE;
}

static void
drop_connection (WbPostgresSource *self,
                 double            wait)
{
  self->is_connected = FALSE;
  wb_timer_stop (&self->gap_timer);
  g_clear_pointer (&self->connection, wb_postgres_connection_free);
  self->retry_timer = wb_timer_start ((guint) (wait * 1000), retry_cb, self);
}

/* The database cannot be reached, so no dataset is current. */
static void
show_unreachable (WbPostgresSource *self,
                  const char       *problem,
                  const char       *detail)
{
  g_autoptr (GList) queries = wb_postgres_queries_list (self->queries);

  if (g_strcmp0 (self->detail, detail) != 0)
    g_message ("%s", detail);
  g_free (self->problem);
  g_free (self->detail);
  self->problem = g_strdup (problem);
  self->detail = g_strdup (detail);

  for (GList *l = queries; l != NULL; l = l->next)
    {
      WbPostgresQuery *query = l->data;

      /* A file without a valid query keeps its own problem. */
      if (query->sql != NULL)
        show (self, query, NULL, problem);
    }
}

static void
lost_cb (const char          *problem,
         const char          *detail,
         WbPostgresLossCause  cause,
         gpointer             user_data)
{
  g_autoptr (WbPostgresSource) self = g_object_ref (WB_POSTGRES_SOURCE (user_data));
  g_autofree char *copy = g_strdup (problem);
  g_autofree char *more = g_strdup (detail != NULL ? detail : problem);
  WbPostgresQuery *asked = take_asked (self);

  /* The query may be the cause of the loss. */
  if (asked != NULL)
    {
      asked->strikes = cause == WB_POSTGRES_LOSS_QUERY ? MAX_STRIKES : asked->strikes + 1;
      asked->is_known = TRUE;
    }

  if (cause == WB_POSTGRES_LOSS_QUERY)
    {
      g_autofree char *text = NULL;

      drop_connection (self, 0);
      if (asked != NULL)
        {
          text = wb_postgres_query_describe_problem (asked, copy, 0);
          show_problem (self, asked, text, NULL);
        }
    }
  else
    {
      drop_connection (self, wb_backoff_next (&self->backoff, g_random_double ()));
      show_unreachable (self, copy, more);
    }
}

static void
open_link (WbPostgresSource *self)
{
  static const WbPostgresConnectionEvents events = {
    .connected = connected_cb,
    .answered = answered_cb,
    .notified = notified_cb,
    .lost = lost_cb,
  };

  self->connection = wb_postgres_connection_new (self->address, self->timeout, &events, self);
}

static gboolean
interval_cb (gpointer user_data)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (user_data);

  wb_postgres_queries_schedule_all (self->queries, G_MAXUINT);
  ask_next (self);

  return G_SOURCE_CONTINUE;
}

static char **
wb_postgres_source_list (WbSource *source)
{
  return wb_postgres_queries_dup_names (WB_POSTGRES_SOURCE (source)->queries);
}

static WbSnapshot *
wb_postgres_source_load (WbSource   *source,
                         const char *name)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (source);
  WbPostgresQuery *query = wb_postgres_queries_find (self->queries, name);

  return query != NULL ? wb_snapshot_ref (query->snapshot) : NULL;
}

static char *
wb_postgres_source_dup_trouble (WbSource *source)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (source);
  g_autoptr (GList) queries = wb_postgres_queries_list (self->queries);
  gboolean is_loaded = TRUE;

  for (GList *l = queries; l != NULL; l = l->next)
    is_loaded &= ((WbPostgresQuery *) l->data)->is_known;

  self->is_loaded |= is_loaded;
  if (self->is_loaded)
    return NULL;

  return g_strdup (self->detail != NULL ? self->detail : _("The database has not answered yet"));
}

static char *
wb_postgres_source_dup_notice (WbSource *source)
{
  return wb_postgres_queries_dup_notice (WB_POSTGRES_SOURCE (source)->queries);
}

static void
wb_postgres_source_dispose (GObject *object)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (object);

  g_clear_pointer (&self->queries, wb_postgres_queries_free);
  g_clear_pointer (&self->connection, wb_postgres_connection_free);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  wb_timer_stop (&self->retry_timer);
  wb_timer_stop (&self->interval_timer);
  wb_timer_stop (&self->gap_timer);

  G_OBJECT_CLASS (wb_postgres_source_parent_class)->dispose (object);
}

static void
wb_postgres_source_finalize (GObject *object)
{
  WbPostgresSource *self = WB_POSTGRES_SOURCE (object);

  g_free (self->address);
  g_free (self->asked);
  g_free (self->asked_sql);
  g_free (self->problem);
  g_free (self->detail);

  G_OBJECT_CLASS (wb_postgres_source_parent_class)->finalize (object);
}

static void
wb_postgres_source_class_init (WbPostgresSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_postgres_source_dispose;
  object_class->finalize = wb_postgres_source_finalize;
}

static void
source_iface_init (WbSourceInterface *iface)
{
  iface->list = wb_postgres_source_list;
  iface->load = wb_postgres_source_load;
  iface->dup_trouble = wb_postgres_source_dup_trouble;
  iface->dup_notice = wb_postgres_source_dup_notice;
}

static void
wb_postgres_source_init (WbPostgresSource *self)
{
  wb_backoff_init (&self->backoff, RETRY_FIRST, RETRY_CAP);
}

/**
 * wb_postgres_source_new:
 * @options: the database and the queries
 * @error: return location for an error
 *
 * Serves the results of the queries NAME.sql of a folder. Each query is one
 * statement whose result is one row with one value: the JSON of the dataset. A
 * query runs when the connection is established, when its file changes, after
 * `NOTIFY wallboard, 'NAME'` (or `NOTIFY wallboard`, for all queries), and once
 * an interval. Results are checked like files. If a query fails, or the
 * database cannot be reached, the last good data stay. The source uses the
 * thread-default main context, and never blocks on the database.
 *
 * Returns: (transfer full): a source that starts to connect, or %NULL with
 *   %WB_SERVER_ERROR_DATA if the folder cannot be read or the address is
 *   invalid
 */
WbSource *
wb_postgres_source_new (const WbPostgresOptions  *options,
                        GError                  **error)
{
  static const WbPostgresQueriesEvents events = {
    .added = added_cb,
    .broken = broken_cb,
    .settled = settled_cb,
  };
  g_autoptr (WbPostgresSource) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (options != NULL && options->address != NULL && options->queries != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!wb_postgres_check_address (options->address, error))
    return NULL;

  self = g_object_new (WB_TYPE_POSTGRES_SOURCE, NULL);
  self->address = g_strdup (options->address);
  self->interval = options->interval;
  self->timeout = options->timeout;

  path = g_canonicalize_filename (options->queries, NULL);
  self->queries = wb_postgres_queries_new (path, options->sweep, &events, WB_SOURCE (self));
  if (!wb_postgres_queries_read (self->queries, error))
    return NULL;

  if (self->interval > 0)
    self->interval_timer = wb_timer_start (self->interval * 1000, interval_cb, self);
  open_link (self);

  return WB_SOURCE (g_steal_pointer (&self));
}
