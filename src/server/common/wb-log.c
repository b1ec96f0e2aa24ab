/* wb-log.c: log messages that peers can cause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-log.h"

/* How many messages of a kind are written one by one in a window of so many microseconds. With the summary
 * this is at most six lines in ten seconds. */
#define MAX_LINES 5
#define WINDOW    (10 * G_USEC_PER_SEC)

struct _WbLog
{
  gatomicrefcount  ref_count;
  GSource         *timer;   /* ready when the first summary is due */

  GMutex           mutex;
  GHashTable      *kinds;   /* of Kind, by its name */
  gint64           due;     /* what the timer is set to */
};

/* Messages with the same reason. The program has a fixed number of kinds. */
typedef struct
{
  const char     *name;    /* a constant */
  GLogLevelFlags  level;
  gint64          began;   /* microseconds, monotonic */
  guint           n;       /* how many since then */
  char           *last;    /* (nullable): the peer of the last one that is not written */
} Kind;

/* The number of messages of a kind that were not written. */
typedef struct
{
  const char     *name;
  GLogLevelFlags  level;
  guint           n;
  guint           seconds;
  char           *last;
} Summary;

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  g_free (kind->last);
  g_free (kind);
}

static void
summary_clear (gpointer data)
{
  Summary *summary = data;

  g_free (summary->last);
}

/* Refusals that concern access are messages. Those for mistakes in what a client sends, which it may repeat
 * without end, are only in a verbose log. */
static GLogLevelFlags
get_level (WbRefusal reason)
{
  switch (reason)
    {
    case WB_REFUSAL_ORIGIN:
    case WB_REFUSAL_TOKEN:
    case WB_REFUSAL_AUTH_TIMEOUT:
    case WB_REFUSAL_CONNECTIONS:
    case WB_REFUSAL_ADDRESS:
    case WB_REFUSAL_SLOW:
    case WB_REFUSAL_HOST:
    case WB_REFUSAL_CONTROL:
      return G_LOG_LEVEL_MESSAGE;
    case WB_REFUSAL_RATE:
    case WB_REFUSAL_MESSAGE:
    case WB_REFUSAL_PROTOCOL:
    case WB_REFUSAL_BODY:
    case WB_REFUSAL_DATASET:
    default:
      return G_LOG_LEVEL_INFO;
    }
}

static void
write_line (GLogLevelFlags  level,
            const char     *kind,
            const char     *peer,
            const char     *text)
{
  if (peer != NULL)
    g_log_structured (G_LOG_DOMAIN, level, "WALLBOARD_PEER", peer, "WALLBOARD_REASON", kind,
                      "MESSAGE", "%s: %s", peer, text);
  else
    g_log_structured (G_LOG_DOMAIN, level, "WALLBOARD_REASON", kind, "MESSAGE", "%s", text);
}

static void
write_summaries (GArray *summaries)
{
  for (guint i = 0; i < summaries->len; i++)
    {
      const Summary *summary = &g_array_index (summaries, Summary, i);
      g_autofree char *text = NULL;

      if (summary->last != NULL)
        text = g_strdup_printf ("%s: … %u more in %u s, the last from %s", summary->name, summary->n,
                                 summary->seconds, summary->last);
      else
        text = g_strdup_printf ("%s: … %u more in %u s", summary->name, summary->n, summary->seconds);
      write_line (summary->level, summary->name, NULL, text);
    }
}

static GArray *
summaries_new (void)
{
  GArray *summaries = g_array_new (FALSE, FALSE, sizeof (Summary));

  g_array_set_clear_func (summaries, summary_clear);

  return summaries;
}

/* Ends the window of a kind, with a summary if there is one. The mutex is held. */
static void
end_window (Kind   *kind,
            gint64  now,
            GArray *summaries)
{
  Summary summary = {
    .name = kind->name,
    .level = kind->level,
    .seconds = (guint) ((now - kind->began + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC),
  };

  if (kind->n > MAX_LINES)
    {
      summary.n = kind->n - MAX_LINES;
      summary.seconds = CLAMP (summary.seconds, 1, WINDOW / G_USEC_PER_SEC);
      summary.last = g_steal_pointer (&kind->last);
      g_array_append_val (summaries, summary);
    }
  kind->n = 0;
}

static void
end_windows (WbLog  *self,
             gint64  now,
             gint64  age,
             GArray *summaries)
{
  GHashTableIter iter;
  gpointer value;

  self->due = G_MAXINT64;
  g_hash_table_iter_init (&iter, self->kinds);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Kind *kind = value;

      if (now - kind->began >= age)
        end_window (kind, now, summaries);
      else if (kind->n > MAX_LINES)
        self->due = MIN (self->due, kind->began + WINDOW);
    }

  g_source_set_ready_time (self->timer, self->due < G_MAXINT64 ? self->due : -1);
}

static void
end_old_windows (WbLog  *self,
                 gint64  age)
{
  g_autoptr (GArray) summaries = summaries_new ();

  g_mutex_lock (&self->mutex);
  end_windows (self, g_get_monotonic_time (), age, summaries);
  g_mutex_unlock (&self->mutex);

  write_summaries (summaries);
}

static gboolean
due_cb (gpointer user_data)
{
  end_old_windows (user_data, WINDOW);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch };

static Kind *
find_kind (WbLog          *self,
           const char     *name,
           GLogLevelFlags  level)
{
  Kind *kind = g_hash_table_lookup (self->kinds, name);

  if (kind == NULL)
    {
      kind = g_new0 (Kind, 1);
      kind->name = name;
      kind->level = level;
      g_hash_table_insert (self->kinds, (gpointer) name, kind);
    }

  return kind;
}

/* Counts an event. TRUE if it is to be written as it is. */
static gboolean
take (WbLog      *self,
      Kind       *kind,
      const char *peer,
      gint64      now,
      GArray     *summaries)
{
  if (kind->n > 0 && now - kind->began >= WINDOW)
    end_window (kind, now, summaries);
  if (kind->n == 0)
    kind->began = now;

  kind->n++;
  if (kind->n <= MAX_LINES)
    return TRUE;

  g_free (kind->last);
  kind->last = g_strdup (peer);
  if (kind->began + WINDOW < self->due)
    {
      self->due = kind->began + WINDOW;
      g_source_set_ready_time (self->timer, self->due);
    }

  return FALSE;
}

static void
write_message (WbLog          *self,
               GLogLevelFlags  level,
               const char     *kind,
               const char     *peer,
               const char     *format,
               va_list         arguments)
{
  g_autoptr (GArray) summaries = summaries_new ();
  gboolean is_written;

  g_mutex_lock (&self->mutex);
  is_written = take (self, find_kind (self, kind, level), peer, g_get_monotonic_time (), summaries);
  g_mutex_unlock (&self->mutex);

  write_summaries (summaries);
  if (is_written)
    {
      g_autofree char *text = g_strdup_vprintf (format, arguments);

      write_line (level, kind, peer, text);
    }
}

/**
 * wb_log_new:
 *
 * Returns: (transfer full): a log that writes its summaries in the thread-default
 *   main context
 */
WbLog *
wb_log_new (void)
{
  WbLog *self = g_new0 (WbLog, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kind_free);
  self->due = G_MAXINT64;
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "wallboard-log");
  g_source_set_callback (self->timer, due_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());

  return self;
}

WbLog *
wb_log_ref (WbLog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * wb_log_unref:
 * @self: (transfer full): a log
 *
 * Drops a reference, in the thread that made it; the last one writes the
 * summaries that are due and frees the log.
 */
void
wb_log_unref (WbLog *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  wb_log_flush (self);
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_hash_table_unref (self->kinds);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_log_refusal:
 * @self: a log
 * @peer: its address and, for a web page, its origin in parentheses
 * @reason: why
 * @format: what happened, for a person; never a token, and of a message only what
 *   is wrong with it
 * @...: the parameters of the format
 *
 * Logs that a peer was refused something. In the journal the entry has the fields
 * WALLBOARD_PEER and WALLBOARD_REASON, the latter with the label of
 * `wallboard_refusals_total`.
 */
void
wb_log_refusal (WbLog      *self,
                const char *peer,
                WbRefusal   reason,
                const char *format,
                ...)
{
  va_list arguments;

  g_return_if_fail (self != NULL);
  g_return_if_fail (peer != NULL);
  g_return_if_fail (format != NULL);

  va_start (arguments, format);
  write_message (self, get_level (reason), wb_refusal_get_name (reason), peer, format, arguments);
  va_end (arguments);
}

/**
 * wb_log_event:
 * @self: a log
 * @peer: (nullable): as for wb_log_refusal(), %NULL where it is unknown
 * @kind: a string constant with the kind of event; the field WALLBOARD_REASON
 * @format: what happened, for a person
 * @...: the parameters of the format
 *
 * Logs another event that a peer caused, as a message.
 */
void
wb_log_event (WbLog      *self,
              const char *peer,
              const char *kind,
              const char *format,
              ...)
{
  va_list arguments;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (format != NULL);

  va_start (arguments, format);
  write_message (self, G_LOG_LEVEL_MESSAGE, kind, peer, format, arguments);
  va_end (arguments);
}

/**
 * wb_log_flush:
 * @self: a log
 *
 * Writes the summaries of all messages that were left out, before their windows
 * end.
 */
void
wb_log_flush (WbLog *self)
{
  g_return_if_fail (self != NULL);

  end_old_windows (self, 0);
}
