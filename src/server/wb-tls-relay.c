/* wb-tls-relay.c: encrypted outside, plain inside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tls-relay.h"

#include "wb-socket-pair.h"
#include "wb-timer.h"

/* A main context looks at all of its sources whenever it wakes up, so each has a share that stays small. */
#define SHARE 250
#define MAX_WORKERS 16

/* How long, in milliseconds, and how much, in bytes, is read of a peer that was told goodbye: a socket that is
 * closed over unread bytes resets the connection, and the peer may never see what it was told last. */
#define DRAIN_MS 1000
#define MAX_DRAIN (1024 * 1024)

typedef struct
{
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  GHashTable   *links;   /* of Link; only touched in the thread */
  int           n_links; /* atomic */
} Worker;

struct _WbTlsRelay
{
  GTlsCertificate *certificate;
  guint            handshake_timeout;
  GPtrArray       *workers;
};

/* One peer. The outer end is its connection, the inner end a socket whose other side the server has. */
typedef struct
{
  int                is_complete; /* atomic */
  Worker            *worker;
  char              *peer;
  GSocketConnection *outer;
  GSocketConnection *inner;
  GTlsCertificate   *certificate;
  guint              handshake_timeout;

  GIOStream         *tls;
  GCancellable      *cancellable;
  GCancellable      *inward;
  GSource           *timer;
  GSource           *drain;
  gsize              drained;
  guint              pending;
  gboolean           has_ended;
} Link;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_assert (link->pending == 0);

  g_atomic_int_dec_and_test (&link->worker->n_links);
  wb_timer_stop (&link->timer);
  wb_timer_stop (&link->drain);
  g_clear_object (&link->tls);
  g_clear_object (&link->cancellable);
  g_clear_object (&link->inward);
  g_clear_object (&link->inner);
  g_clear_object (&link->outer);
  g_clear_object (&link->certificate);
  g_free (link->peer);
  g_free (link);
}

/* Ends a link as soon as nothing is under way for it any more. */
static void
link_end (Link *link)
{
  link->has_ended = TRUE;
  wb_timer_stop (&link->timer);
  wb_timer_stop (&link->drain);
  g_cancellable_cancel (link->cancellable);
  g_cancellable_cancel (link->inward);
  if (link->pending == 0)
    g_hash_table_remove (link->worker->links, link);
}

/* To be called first by whatever was under way. FALSE if the link is gone. */
static gboolean
link_resume (Link *link)
{
  g_assert (link->pending > 0);

  link->pending--;
  if (link->has_ended && link->pending == 0)
    {
      g_hash_table_remove (link->worker->links, link);
      return FALSE;
    }

  return !link->has_ended;
}

static gboolean
drain_over_cb (gpointer user_data)
{
  link_end (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
drain_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  Link *link = user_data;
  char block[16 * 1024];
  gssize n = g_socket_receive_with_blocking (socket, block, sizeof block, FALSE, NULL, NULL);

  link->drained += MAX (n, 0);
  if (n > 0 && link->drained < MAX_DRAIN)
    return G_SOURCE_CONTINUE;

  link_end (link);
  return G_SOURCE_REMOVE;
}

static void
said_goodbye_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Link *link = user_data;
  GSocket *socket = g_socket_connection_get_socket (link->outer);

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  if (!link_resume (link))
    return;

  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  link->drain = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (link->drain, G_SOURCE_FUNC (drain_cb), link, NULL);
  g_source_attach (link->drain, link->worker->context);
}

/* Both ways are done. */
static void
say_goodbye (Link *link)
{
  link->timer = wb_timer_start (DRAIN_MS, drain_over_cb, link);
  link->pending++;
  g_output_stream_close_async (g_io_stream_get_output_stream (link->tls), G_PRIORITY_DEFAULT, link->cancellable,
                               said_goodbye_cb, link);
}

static void
inward_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Link *link = user_data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  if (!link_resume (link))
    return;

  /* The server reads the end, and says what it still has to say. */
  g_socket_shutdown (g_socket_connection_get_socket (link->inner), FALSE, TRUE, NULL);
  if (link->pending == 0)
    say_goodbye (link);
}

static void
outward_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Link *link = user_data;
  gssize n = g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);

  if (!link_resume (link))
    return;

  /* The peer takes nothing more. */
  if (n < 0)
    {
      link_end (link);
      return;
    }

  g_cancellable_cancel (link->inward);
  if (link->pending == 0)
    say_goodbye (link);
}

static void
shook_hands_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Link *link = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error);

  if (!link_resume (link))
    return;

  wb_timer_stop (&link->timer);
  if (!good)
    {
      g_info ("%s: no TLS: %s", link->peer, error->message);
      link_end (link);
      return;
    }

  link->pending = 2;
  g_output_stream_splice_async (g_io_stream_get_output_stream (G_IO_STREAM (link->inner)),
                                g_io_stream_get_input_stream (link->tls), G_OUTPUT_STREAM_SPLICE_NONE,
                                G_PRIORITY_DEFAULT, link->inward, inward_done_cb, link);
  g_output_stream_splice_async (g_io_stream_get_output_stream (link->tls),
                                g_io_stream_get_input_stream (G_IO_STREAM (link->inner)),
                                G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, link->cancellable,
                                outward_done_cb, link);
}

static gboolean
handshake_late_cb (gpointer user_data)
{
  Link *link = user_data;

  g_info ("%s: cut off, its TLS handshake did not come in time", link->peer);
  link_end (link);

  return G_SOURCE_REMOVE;
}

static gboolean
begin_cb (gpointer user_data)
{
  Link *link = user_data;
  g_autoptr (GError) error = NULL;

  /* The lock of the main context sees to it that the other thread's words are here; this is for ThreadSanitizer,
   * which does not see that. */
  g_assert (g_atomic_int_get (&link->is_complete));

  g_hash_table_add (link->worker->links, link);
  link->tls = g_tls_server_connection_new (G_IO_STREAM (link->outer), link->certificate, &error);
  if (link->tls == NULL)
    {
      g_message ("%s: no TLS: %s", link->peer, error->message);
      link_end (link);
      return G_SOURCE_REMOVE;
    }

  /* What a peer that hangs up without a word has not said, the layers above notice themselves. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (link->tls), FALSE);
  if (link->handshake_timeout > 0)
    link->timer = wb_timer_start (link->handshake_timeout * 1000, handshake_late_cb, link);
  link->pending = 1;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (link->tls), G_PRIORITY_DEFAULT, link->cancellable,
                                    shook_hands_cb, link);

  return G_SOURCE_REMOVE;
}

static gpointer
worker_run (gpointer data)
{
  Worker *worker = data;
  GHashTableIter iter;
  gpointer link;

  g_main_context_push_thread_default (worker->context);
  g_main_loop_run (worker->loop);

  /* What is under way holds on to its link until it has been told that it is not wanted any more. */
  while (g_hash_table_size (worker->links) > 0)
    {
      g_hash_table_iter_init (&iter, worker->links);
      if (g_hash_table_iter_next (&iter, &link, NULL))
        link_end (link);
      while (g_main_context_iteration (worker->context, FALSE))
        ;
    }
  while (g_main_context_iteration (worker->context, FALSE))
    ;
  g_main_context_pop_thread_default (worker->context);

  return NULL;
}

static Worker *
worker_new (void)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->context = g_main_context_new ();
  worker->loop = g_main_loop_new (worker->context, FALSE);
  worker->links = g_hash_table_new_full (NULL, NULL, link_free, NULL);
  worker->thread = g_thread_new ("tls", worker_run, worker);

  return worker;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
worker_free (gpointer data)
{
  Worker *worker = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  /* Not g_main_loop_quit (), which would be lost if the loop does not run yet. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, quit_cb, worker->loop, NULL);
  g_source_attach (source, worker->context);
  g_thread_join (worker->thread);

  g_hash_table_unref (worker->links);
  g_main_loop_unref (worker->loop);
  g_main_context_unref (worker->context);
  g_free (worker);
}

/* The one with the fewest links, or another one if all have their share. */
static Worker *
choose_worker (WbTlsRelay *self)
{
  Worker *best = NULL;

  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      if (best == NULL || g_atomic_int_get (&worker->n_links) < g_atomic_int_get (&best->n_links))
        best = worker;
    }

  if (best == NULL || (g_atomic_int_get (&best->n_links) >= SHARE && self->workers->len < MAX_WORKERS))
    {
      best = worker_new ();
      g_ptr_array_add (self->workers, best);
    }

  return best;
}

/**
 * wb_tls_relay_new:
 * @certificate: what the server shows, with its private key
 * @handshake_timeout: seconds that a handshake may take, 0 for any number
 *
 * Returns: (transfer full): a relay without peers
 */
WbTlsRelay *
wb_tls_relay_new (GTlsCertificate *certificate,
                  guint            handshake_timeout)
{
  WbTlsRelay *self;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_new0 (WbTlsRelay, 1);
  self->certificate = g_object_ref (certificate);
  self->handshake_timeout = handshake_timeout;
  self->workers = g_ptr_array_new_with_free_func (worker_free);

  return self;
}

/**
 * wb_tls_relay_free:
 * @self: (transfer full): a relay
 *
 * Cuts off the peers there are, and waits for the threads.
 */
void
wb_tls_relay_free (WbTlsRelay *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->workers);
  g_object_unref (self->certificate);
  g_free (self);
}

/**
 * wb_tls_relay_set_certificate:
 * @self: a relay
 * @certificate: another certificate, with its private key
 *
 * Shows another certificate to the peers that come from now on.
 */
void
wb_tls_relay_set_certificate (WbTlsRelay      *self,
                              GTlsCertificate *certificate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_TLS_CERTIFICATE (certificate));

  g_set_object (&self->certificate, certificate);
}

/**
 * wb_tls_relay_take:
 * @self: a relay
 * @outer: a new connection, which nobody else uses from now on
 * @peer: how to name the peer in the log
 * @error: return location for an error of GIO
 *
 * Takes over a connection. What the peer says can be read from the connection
 * that is returned, what is written there is sent to it encrypted, and if one
 * is closed the other is.
 *
 * Returns: (transfer full): the connection for the rest of the server, or %NULL
 *   with an error if there are no descriptors left
 */
GSocketConnection *
wb_tls_relay_take (WbTlsRelay         *self,
                   GSocketConnection  *outer,
                   const char         *peer,
                   GError            **error)
{
  GSocketConnection *plain;
  g_autoptr (GSource) source = NULL;
  Link *link;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (outer), NULL);
  g_return_val_if_fail (peer != NULL, NULL);

  link = g_new0 (Link, 1);
  if (!wb_socket_pair_new (&link->inner, &plain, error))
    {
      g_free (link);
      return NULL;
    }

  link->worker = choose_worker (self);
  link->peer = g_strdup (peer);
  link->outer = g_object_ref (outer);
  link->certificate = g_object_ref (self->certificate);
  link->handshake_timeout = self->handshake_timeout;
  link->cancellable = g_cancellable_new ();
  link->inward = g_cancellable_new ();
  g_atomic_int_inc (&link->worker->n_links);
  g_atomic_int_set (&link->is_complete, TRUE);

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, begin_cb, link, NULL);
  g_source_attach (source, link->worker->context);

  return plain;
}

/**
 * wb_tls_relay_get_size:
 * @self: a relay
 *
 * Returns: how many peers there are, those included that are being told goodbye
 */
guint
wb_tls_relay_get_size (WbTlsRelay *self)
{
  guint size = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      size += (guint) g_atomic_int_get (&worker->n_links);
    }

  return size;
}
