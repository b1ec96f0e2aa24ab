/* wb-postgres-connection.c: one connection to a PostgreSQL database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-connection.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <libpq-fe.h>

#include "common/wb-server-error.h"
#include "source/wb-dataset-file.h"
#include "support/wb-timer.h"
#include "wb-fd-relay.h"
#include "wb-postgres-errors.h"
#include "wb-postgres-frames.h"
#include "wb-postgres-route.h"

/* The channel of notifications about changed data. */
#define LISTEN_SQL "LISTEN wallboard"

/* The time to connect; and the time that the database has beyond the timeout of a query before it is asked to
 * cancel it, and again to do so. Milliseconds. */
#define CONNECT_MS 10000
#define GRACE_MS   1000

/* The longest answer, in bytes. libpq keeps all of it in memory, and a value may have 1 GB. */
#define MAX_ANSWER (WB_DATASET_FILE_MAX + 256 * 1024)

typedef enum
{
  STATE_CONNECTING,
  STATE_SETTING_UP,
  STATE_LISTENING, /* LISTEN was sent */
  STATE_READY,
  STATE_BUSY,
} State;

struct _WbPostgresConnection
{
  WbPostgresConnectionEvents  events;
  gpointer                    user_data;
  guint                       timeout;        /* seconds, 0 for none */

  char                       *address;
  GCancellable               *looking_up;
  PGconn                     *pq;             /* NULL until the host is resolved */
  State                       state;
  GSource                    *source;
  GSource                    *timer;
  gboolean                    is_cancelled;
  gboolean                    wants_to_write; /* while connecting */

  char                       *sql;
  PGresult                   *result;         /* of the query; NULL for none yet */
  WbFdRelay                  *relay;
  WbPostgresFrames            frames;
  guint64                     received;       /* bytes received before the query was sent */
  char                       *old_message;    /* the error of the previous query, which libpq repeats */
};

static void watch (WbPostgresConnection *self);
static void send  (WbPostgresConnection *self,
                   State                 state,
                   const char           *sql);

/* The callback frees the connection. */
static void
lose (WbPostgresConnection *self,
      const char           *detail)
{
  g_autofree char *copy = g_strdup (detail);

  self->events.lost (_("The database cannot be reached; the last data stay until it is back"), copy,
                     WB_POSTGRES_LOSS_NETWORK, self->user_data);
}

/* Ends the connection because the query gives more than is accepted, and cannot be stopped otherwise. Frees
 * the connection. */
static void
lose_by_query (WbPostgresConnection *self,
               const char           *problem)
{
  g_autofree char *copy = g_strdup (problem);

  self->events.lost (copy, NULL, WB_POSTGRES_LOSS_QUERY, self->user_data);
}

static void
lose_connection (WbPostgresConnection *self)
{
  const char *text = PQerrorMessage (self->pq);
  g_autofree char *detail = NULL;

  if (self->old_message != NULL && g_str_has_prefix (text, self->old_message))
    text += strlen (self->old_message);
  detail = wb_postgres_describe_loss (text);
  lose (self, detail);
}

/* Asks the database to cancel the query. libpq opens another connection for this and waits for it, so it is
 * done in a thread. It is needed only if the database ignores the timeout that it was given. */
static void
cancel_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  char words[256];

  PQcancel (task_data, words, sizeof words);
  g_task_return_boolean (task, TRUE);
}

static void
free_cancel (gpointer data)
{
  PQfreeCancel (data);
}

static gboolean
too_late_cb (gpointer user_data)
{
  WbPostgresConnection *self = user_data;
  PGcancel *cancel = NULL;

  wb_timer_stop (&self->timer);

  if (self->state != STATE_CONNECTING && !self->is_cancelled)
    cancel = PQgetCancel (self->pq);
  if (cancel != NULL)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      self->is_cancelled = TRUE;
      self->timer = wb_timer_start (GRACE_MS, too_late_cb, self);
      g_task_set_source_tag (task, too_late_cb);
      g_task_set_task_data (task, cancel, free_cancel);
      g_task_run_in_thread (task, cancel_in_thread);
    }
  else
    {
      self->events.lost (_("The database does not answer; the last data stay until it does"), NULL,
                         WB_POSTGRES_LOSS_NETWORK, self->user_data);
    }

  return G_SOURCE_REMOVE;
}

/* Describes the error of a query. */
static char *
describe_error (WbPostgresConnection *self,
                const PGresult       *result,
                const char           *state)
{
  /* query_canceled: only the timeout cancels queries here. */
  if (g_strcmp0 (state, "57014") == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "the query takes longer than %u second",
                                         "the query takes longer than %u seconds", self->timeout),
                            self->timeout);

  return wb_postgres_tidy (PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY));
}

static void
tell_answer (WbPostgresConnection *self,
             PGresult             *result)
{
  gboolean has_value = PQntuples (result) > 0 && PQnfields (result) > 0 && !PQgetisnull (result, 0, 0);
  WbQueryResult value = {
    .n_rows = (guint) PQntuples (result),
    .n_columns = (guint) PQnfields (result),
    .type = PQnfields (result) > 0 ? PQftype (result, 0) : 0,
    .value = has_value ? PQgetvalue (result, 0, 0) : NULL,
    .length = has_value ? (gsize) PQgetlength (result, 0, 0) : 0,
  };

  self->events.answered (&value, NULL, NULL, 0, self->user_data);
}

static void
tell_problem (WbPostgresConnection *self,
              const PGresult       *result)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  g_autofree char *problem = describe_error (self, result, state);
  g_autofree char *detail = NULL;

  if (!wb_postgres_is_about_query (state))
    {
      detail = g_steal_pointer (&problem);
      problem = g_strdup_printf (_("the database fails to answer it (SQLSTATE %s)"),
                                 state != NULL ? state : "?");
    }

  self->events.answered (NULL, problem, detail, wb_postgres_find_line (result, self->sql), self->user_data);
}

/* Handles the complete answer of a query. Returns FALSE if the connection was freed. */
static gboolean
finish (WbPostgresConnection *self)
{
  PGresult *result = g_steal_pointer (&self->result);
  gboolean is_good = result != NULL && PQresultStatus (result) != PGRES_FATAL_ERROR;
  gboolean is_alive = PQstatus (self->pq) == CONNECTION_OK;
  State state = self->state;

  wb_timer_stop (&self->timer);

  if (!is_alive)
    {
      PQclear (result);
      lose_connection (self);
      return FALSE;
    }

  self->state = STATE_READY;
  g_free (self->old_message);
  self->old_message = g_strdup (PQerrorMessage (self->pq));
  if (state == STATE_SETTING_UP && is_good)
    {
      send (self, STATE_LISTENING, LISTEN_SQL);
    }
  else if (state == STATE_SETTING_UP)
    {
      g_autofree char *detail = wb_postgres_tidy (PQresultErrorMessage (result));

      PQclear (result);
      lose (self, detail);
      return FALSE;
    }
  else if (state == STATE_LISTENING)
    {
      /* A standby does not support LISTEN; there, queries are repeated at the interval only. */
      if (!is_good)
        g_message ("The database does not tell of changes: %s", PQresultErrorMessage (result));
      self->events.connected (self->user_data);
    }
  else if (is_good)
    {
      tell_answer (self, result);
    }
  else
    {
      tell_problem (self, result);
    }

  PQclear (result);
  return TRUE;
}

/* Reads what was received of an answer. Returns FALSE if the connection was freed. */
static gboolean
take_results (WbPostgresConnection *self)
{
  while (self->state != STATE_READY && !PQisBusy (self->pq))
    {
      PGresult *result = PQgetResult (self->pq);
      ExecStatusType status = PQresultStatus (result);

      if (result == NULL)
        return finish (self);

      /* A connection in COPY mode cannot leave it without reading everything. */
      if (status == PGRES_COPY_OUT || status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
        {
          PQclear (result);
          lose_by_query (self, _("a COPY gives no value; let the query SELECT one"));
          return FALSE;
        }

      if (self->result == NULL || status == PGRES_FATAL_ERROR)
        {
          PQclear (self->result);
          self->result = result;
        }
      else
        {
          PQclear (result);
        }
    }

  return TRUE;
}

static void
take_notifications (WbPostgresConnection *self)
{
  PGnotify *notification;

  while ((notification = PQnotifies (self->pq)) != NULL)
    {
      self->events.notified (notification->extra, self->user_data);
      PQfreemem (notification);
    }
}

static gboolean
is_within_bounds (WbPostgresConnection *self)
{
  if (self->frames.is_exceeded)
    return FALSE;

  return self->state == STATE_READY || wb_fd_relay_get_received (self->relay) <= self->received + MAX_ANSWER;
}

static void
handle_input (WbPostgresConnection *self)
{
  if (!is_within_bounds (self))
    {
      g_autofree char *problem = NULL;

      problem = g_strdup_printf (_("the answer is larger than %d MiB; a chart needs far less"),
                                 WB_DATASET_FILE_MAX / (1024 * 1024));
      lose_by_query (self, problem);
      return;
    }

  if (PQconsumeInput (self->pq) == 0)
    {
      lose_connection (self);
      return;
    }

  take_notifications (self);
  if (!take_results (self))
    return;

  /* Notifications right after the answer are already in the buffer of libpq, so the socket does not become
   * readable. */
  take_notifications (self);
  watch (self);
}

static gsize
filter_cb (const guint8 *bytes,
           gsize         length,
           gpointer      user_data)
{
  WbPostgresConnection *self = user_data;

  return wb_postgres_frames_pass (&self->frames, bytes, length);
}

static void
set_up (WbPostgresConnection *self)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  /* libpq reads as long as there are bytes, even a gigabyte, and would block the main loop meanwhile. */
  self->relay = wb_fd_relay_new (PQsocket (self->pq), &error);
  if (self->relay == NULL)
    {
      lose (self, error->message);
      return;
    }

  /* Of an encrypted connection only the bytes are counted, since messages cannot be told apart. */
  self->frames.limit = MAX_ANSWER;
  if (PQsslInUse (self->pq) == 0 && PQgssEncInUse (self->pq) == 0)
    wb_fd_relay_set_filter (self->relay, filter_cb, self);

  PQsetnonblocking (self->pq, 1);

  /* Queries only read. */
  sql = g_strdup_printf ("SET statement_timeout = '%us'; SET default_transaction_read_only = on",
                         self->timeout);
  send (self, STATE_SETTING_UP, sql);
}

static void
go_on_connecting (WbPostgresConnection      *self,
                  PostgresPollingStatusType  status)
{
  if (status == PGRES_POLLING_FAILED)
    {
      lose_connection (self);
    }
  else if (status == PGRES_POLLING_OK)
    {
      wb_timer_stop (&self->timer);
      set_up (self);
    }
  else
    {
      self->wants_to_write = status == PGRES_POLLING_WRITING;
      watch (self);
    }
}

static gboolean
socket_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  WbPostgresConnection *self = user_data;

  /* libpq may continue with another socket, so the source is created anew each time. */
  wb_timer_stop (&self->source);
  if (self->state == STATE_CONNECTING)
    go_on_connecting (self, PQconnectPoll (self->pq));
  else
    handle_input (self);

  return G_SOURCE_REMOVE;
}

static GIOCondition
get_wanted (WbPostgresConnection *self)
{
  if (self->state == STATE_CONNECTING)
    return self->wants_to_write ? G_IO_OUT : G_IO_IN;

  return PQflush (self->pq) > 0 ? G_IO_IN | G_IO_OUT : G_IO_IN;
}

static void
watch (WbPostgresConnection *self)
{
  GIOCondition condition = get_wanted (self);

  wb_timer_stop (&self->source);
  self->source = g_unix_fd_source_new (PQsocket (self->pq), condition | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->source, G_SOURCE_FUNC (socket_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
send (WbPostgresConnection *self,
      State                 state,
      const char           *sql)
{
  gboolean is_query = state == STATE_BUSY;
  int sent;

  self->state = state;
  self->is_cancelled = FALSE;
  self->received = wb_fd_relay_get_received (self->relay);
  g_free (self->sql);
  self->sql = g_strdup (sql);
  g_clear_pointer (&self->old_message, g_free);

  /* PQsendQueryParams() allows one statement only, even without parameters. */
  sent = is_query ? PQsendQueryParams (self->pq, sql, 0, NULL, NULL, NULL, NULL, 0)
                  : PQsendQuery (self->pq, sql);

  /* A failure to send is detected when the socket is read: a lost connection is readable. */
  if (sent == 0)
    g_debug ("%s", PQerrorMessage (self->pq));

  wb_timer_stop (&self->timer);
  if (self->timeout > 0)
    self->timer = wb_timer_start (self->timeout * 1000 + GRACE_MS, too_late_cb, self);
  watch (self);
}

/* Notices of the database are meant for interactive use. */
static void
ignore_notice_cb (void           *user_data,
                  const PGresult *result)
{
}

static void
connect_to (WbPostgresConnection  *self,
            const WbPostgresRoute *route)
{
  /* Keywords after the address override it, and those before are overridden by it. The keepalive settings
   * detect a vanished peer within a minute. */
  const char *const keywords[] = { "fallback_application_name", "keepalives_idle", "keepalives_interval",
                                   "keepalives_count", "tcp_user_timeout", "dbname", "host", "hostaddr",
                                   "port", "client_encoding", NULL };
  const char *const values[] = { "wallboard-server", "30", "10", "3", "60000", self->address, route->host,
                                 route->hostaddr, route->port, "UTF8", NULL };

  self->pq = PQconnectStartParams (keywords, values, 1);
  if (self->pq == NULL)
    {
      lose (self, g_strerror (ENOMEM));
      return;
    }

  PQsetNoticeReceiver (self->pq, ignore_notice_cb, NULL);
  go_on_connecting (self, PQstatus (self->pq) == CONNECTION_BAD ? PGRES_POLLING_FAILED
                                                                        : PGRES_POLLING_WRITING);
}

static void
route_found_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbPostgresRoute) route = wb_postgres_route_find_finish (result, &error);
  WbPostgresConnection *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (route != NULL)
    {
      connect_to (self, route);
    }
  else
    {
      g_autofree char *detail =
        g_strdup_printf (_("The database cannot be reached: %s; the last data stay until it is back"),
                         error->message);

      lose (self, detail);
    }
}

/**
 * wb_postgres_connection_new:
 * @address: a connection string or URI, or the name of a database; what it leaves out comes from
 *   the environment, the service file and the password file, as in psql
 * @timeout: the timeout of a query, in seconds, 0 for none
 * @events: callbacks; not called before this returns
 * @user_data: for @events
 *
 * Starts to connect.
 *
 * Returns: (transfer full): a connection that is not established yet
 */
WbPostgresConnection *
wb_postgres_connection_new (const char                       *address,
                            guint                             timeout,
                            const WbPostgresConnectionEvents *events,
                            gpointer                          user_data)
{
  WbPostgresConnection *self;

  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (events != NULL, NULL);

  self = g_new0 (WbPostgresConnection, 1);
  self->events = *events;
  self->user_data = user_data;
  self->timeout = timeout;
  self->address = g_strdup (address);
  self->timer = wb_timer_start (CONNECT_MS, too_late_cb, self);
  self->looking_up = g_cancellable_new ();
  wb_postgres_route_find_async (address, self->looking_up, route_found_cb, self);

  return self;
}

void
wb_postgres_connection_free (WbPostgresConnection *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->looking_up);
  g_object_unref (self->looking_up);
  wb_timer_stop (&self->source);
  wb_timer_stop (&self->timer);
  PQclear (self->result);
  PQfinish (self->pq);
  g_clear_pointer (&self->relay, wb_fd_relay_free);
  g_free (self->address);
  g_free (self->sql);
  g_free (self->old_message);
  g_free (self);
}

/**
 * wb_postgres_connection_ask:
 * @self: a connection that is established and has answered the previous query
 * @sql: one statement
 *
 * Sends a query. The `answered` callback receives the result or the error.
 */
void
wb_postgres_connection_ask (WbPostgresConnection *self,
                            const char           *sql)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->state == STATE_READY);
  g_return_if_fail (sql != NULL);

  send (self, STATE_BUSY, sql);
}
