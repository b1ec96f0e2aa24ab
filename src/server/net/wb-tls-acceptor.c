/* wb-tls-acceptor.c: TLS handshakes, many at once and in a thread of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tls-acceptor.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/wb-address.h"
#include "common/wb-mailbox.h"
#include "support/wb-context-thread.h"
#include "support/wb-timer.h"
#include "wb-poller.h"
#include "wb-tls-shares.h"

/* The most handshakes under way. Each takes a descriptor and some 25 KiB. */
#define MAX_HANDSHAKES 1024

/* How much processor time handshakes take before the thread looks again at which are ready, in microseconds.
 * It is about five signatures with a key of RSA, and how long one that costs nothing yet may have to wait. */
#define SLICE (10 * 1000)

/* The nice value of the thread (setpriority(2)): under load, connected clients are served before new
 * handshakes. */
#define NICENESS 5

/* How often deadlines are looked at, in milliseconds. */
#define TICK_MS 250

/* A connection on its way to the thread, or from there back with its session. */
typedef struct
{
  GSocketConnection  *connection;
  GInetSocketAddress *remote;
  WbCertificate      *certificate;
  WbTlsSession       *session;
} Post;

struct _WbTlsAcceptor
{
  /* The maker's. */
  guint               timeout;
  guint               max_per_address;
  WbCertificate      *certificate;
  WbTlsAcceptorFunc   function;
  gpointer            user_data;
  WbContextThread    *thread;
  WbMailbox          *arrivals;
  WbMailbox          *results;
  WbLog              *log;
  WbMetrics          *metrics;

  /* The thread's alone. */
  WbPoller           *poller;
  WbTlsShares        *shares;
  GQueue              handshakes; /* of Handshake, the oldest first */
  GPtrArray          *ready;      /* (unowned) */
  GSource            *timer;      /* NULL while there are no handshakes */
};

typedef struct
{
  GList               link;      /* among all, with the handshake as its data */
  WbTlsShare         *share;
  GSocketConnection  *connection;
  GInetSocketAddress *remote;
  WbTlsSession       *session;
  GIOCondition        condition; /* what is waited for */
  gint64              deadline;  /* microseconds, monotonic; G_MAXINT64 is none */
} Handshake;

static void
post_clear (gpointer data)
{
  Post *post = data;

  g_clear_pointer (&post->session, wb_tls_session_free);
  g_clear_pointer (&post->certificate, wb_certificate_unref);
  g_clear_object (&post->remote);
  g_clear_object (&post->connection);
}

static int
get_fd (GSocketConnection *connection)
{
  return g_socket_get_fd (g_socket_connection_get_socket (connection));
}

/* Ends a handshake: with its connection, unless that was taken out before. */
static void
end (WbTlsAcceptor *self,
     Handshake     *handshake)
{
  wb_poller_remove (self->poller, get_fd (handshake->connection), handshake);
  g_queue_unlink (&self->handshakes, &handshake->link);
  wb_tls_shares_remove (self->shares, handshake->share, handshake);

  g_clear_pointer (&handshake->session, wb_tls_session_free);
  g_object_unref (handshake->remote);
  g_object_unref (handshake->connection);
  g_free (handshake);
}

static void
refuse (WbTlsAcceptor *self,
        Handshake     *handshake,
        WbRefusal      reason,
        const char    *words)
{
  g_autofree char *peer = wb_address_to_string (handshake->remote);

  wb_metrics_add_refusal (self->metrics, reason);
  wb_log_refusal (self->log, peer, reason, "cut off, %s", words);
  end (self, handshake);
}

static void
complete (WbTlsAcceptor *self,
          Handshake     *handshake)
{
  Post post = {
    .connection = g_object_ref (handshake->connection),
    .session = g_steal_pointer (&handshake->session),
  };

  /* Before the post: from then on the connection is another thread's. */
  end (self, handshake);
  wb_mailbox_post (self->results, &post);
}

static void
step (WbTlsAcceptor *self,
      Handshake     *handshake)
{
  const char *problem = NULL;
  gint64 started = wb_tls_shares_get_cpu_time ();
  WbTlsStep next = wb_tls_session_handshake (handshake->session, &problem);
  GIOCondition condition = next == WB_TLS_STEP_WANTS_WRITE ? G_IO_OUT : G_IO_IN;

  wb_tls_shares_charge (self->shares, handshake->share, wb_tls_shares_get_cpu_time () - started);
  if (next == WB_TLS_STEP_FAILED)
    {
      g_autofree char *peer = wb_address_to_string (handshake->remote);

      g_info ("%s: no TLS: %s", peer, problem);
      end (self, handshake);
    }
  else if (next == WB_TLS_STEP_DONE)
    {
      complete (self, handshake);
    }
  else if (condition != handshake->condition)
    {
      handshake->condition = condition;
      wb_poller_change (self->poller, get_fd (handshake->connection), condition, handshake);
    }
}

/* The address that has cost the least is served first, and of one address the oldest handshake. */
static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const Handshake *first = *(const Handshake *const *) a;
  const Handshake *second = *(const Handshake *const *) b;
  int order = wb_tls_share_compare (first->share, second->share);

  return order != 0 ? order : (first->deadline > second->deadline) - (first->deadline < second->deadline);
}

/* What is not served stays ready, and is reported again. */
static void
serve (WbTlsAcceptor *self)
{
  gint64 end_time = wb_tls_shares_get_cpu_time () + SLICE;

  wb_tls_shares_decay (self->shares);
  g_ptr_array_sort (self->ready, compare_turns);
  for (guint i = 0; i < self->ready->len; i++)
    {
      step (self, g_ptr_array_index (self->ready, i));
      if (wb_tls_shares_get_cpu_time () >= end_time)
        break;
    }
  g_ptr_array_set_size (self->ready, 0);
}

static void
ready_cb (gpointer     target,
          GIOCondition condition,
          gpointer     user_data)
{
  WbTlsAcceptor *self = user_data;

  if (target != NULL)
    g_ptr_array_add (self->ready, target);
  else
    serve (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  WbTlsAcceptor *self = user_data;
  gint64 now = g_get_monotonic_time ();
  Handshake *oldest;

  while ((oldest = g_queue_peek_head (&self->handshakes)) != NULL && oldest->deadline <= now)
    refuse (self, oldest, WB_REFUSAL_SLOW, "its TLS handshake did not end in time");

  wb_tls_shares_decay (self->shares);
  if (oldest != NULL || !wb_tls_shares_is_empty (self->shares))
    return G_SOURCE_CONTINUE;

  wb_timer_stop (&self->timer);
  return G_SOURCE_REMOVE;
}

static void
make_room (WbTlsAcceptor *self,
           WbTlsShare    *share)
{
  if (self->max_per_address > 0 && wb_tls_share_get_size (share) >= self->max_per_address)
    refuse (self, wb_tls_share_get_oldest (share), WB_REFUSAL_ADDRESS,
            "too many TLS handshakes from its address are under way");
  else if (g_queue_get_length (&self->handshakes) >= MAX_HANDSHAKES)
    refuse (self, g_queue_peek_head (&self->handshakes), WB_REFUSAL_CONNECTIONS,
            "too many TLS handshakes are under way");
}

static void
begin (WbTlsAcceptor *self,
       Post          *post)
{
  int fd = get_fd (post->connection);
  WbTlsSession *session = fd >= 0 ? wb_tls_session_new (post->certificate, fd) : NULL;
  Handshake *handshake;

  if (session == NULL)
    return;

  handshake = g_new0 (Handshake, 1);
  handshake->link.data = handshake;
  handshake->session = session;
  handshake->connection = g_object_ref (post->connection);
  handshake->remote = g_object_ref (post->remote);
  handshake->condition = G_IO_IN;
  handshake->deadline = G_MAXINT64;
  if (self->timeout > 0)
    handshake->deadline = g_get_monotonic_time () + (gint64) self->timeout * G_USEC_PER_SEC;

  handshake->share = wb_tls_shares_get (self->shares, g_inet_socket_address_get_address (post->remote));
  make_room (self, handshake->share);
  wb_tls_shares_add (self->shares, handshake->share, handshake);
  g_queue_push_tail_link (&self->handshakes, &handshake->link);
  if (!wb_poller_add (self->poller, fd, G_IO_IN, handshake))
    refuse (self, handshake, WB_REFUSAL_CONNECTIONS, "the kernel waits for no more sockets");
}

static void
arrivals_cb (gpointer posts,
             guint    n_posts,
             gpointer user_data)
{
  WbTlsAcceptor *self = user_data;

  for (guint i = 0; i < n_posts; i++)
    {
      begin (self, &((Post *) posts)[i]);
      post_clear (&((Post *) posts)[i]);
    }

  if (self->timer == NULL)
    self->timer = wb_timer_start (TICK_MS, tick_cb, self);
}

static void
results_cb (gpointer posts,
            guint    n_posts,
            gpointer user_data)
{
  WbTlsAcceptor *self = user_data;

  for (guint i = 0; i < n_posts; i++)
    {
      Post *post = &((Post *) posts)[i];

      self->function (post->connection, g_steal_pointer (&post->session), self->user_data);
      post_clear (post);
    }
}

static void
run (WbContextThread *thread,
     gpointer         user_data)
{
  WbTlsAcceptor *self = user_data;

  /* Not every sandbox allows it; then the kernel shares the processors evenly. */
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), NICENESS);

  wb_context_thread_run (thread);
  while (!g_queue_is_empty (&self->handshakes))
    end (self, g_queue_peek_head (&self->handshakes));
}

/**
 * wb_tls_acceptor_new:
 * @options: how handshakes are done; references are taken
 * @function: what to call with a connection whose handshake is complete; it must
 *   not free the acceptor
 * @user_data: passed to @function
 * @error: return location for an error of GIO
 *
 * Starts the thread. Results come to the thread-default main context.
 *
 * Returns: (transfer full): an acceptor without connections, or %NULL with an
 *   error if no descriptor or no thread is left
 */
WbTlsAcceptor *
wb_tls_acceptor_new (const WbTlsAcceptorOptions  *options,
                     WbTlsAcceptorFunc            function,
                     gpointer                     user_data,
                     GError                     **error)
{
  g_autoptr (WbTlsAcceptor) self = NULL;
  GMainContext *context;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  self = g_new0 (WbTlsAcceptor, 1);
  self->timeout = options->timeout;
  self->max_per_address = options->max_per_address;
  self->certificate = wb_certificate_ref (options->certificate);
  self->log = wb_log_ref (options->log);
  self->metrics = wb_metrics_ref (options->metrics);
  self->function = function;
  self->user_data = user_data;
  self->shares = wb_tls_shares_new ();
  self->ready = g_ptr_array_new ();
  g_queue_init (&self->handshakes);
  self->thread = wb_context_thread_new ("wallboard-tls");
  context = wb_context_thread_get_context (self->thread);
  self->results = wb_mailbox_new (g_main_context_get_thread_default (), sizeof (Post), post_clear, results_cb,
                                  self);
  self->arrivals = wb_mailbox_new (context, sizeof (Post), post_clear, arrivals_cb, self);
  self->poller = wb_poller_new (context, ready_cb, self, error);
  if (self->poller == NULL || !wb_context_thread_start (self->thread, run, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_tls_acceptor_free:
 * @self: (transfer full): an acceptor
 *
 * Cuts off the connections whose handshake is under way, and waits for the
 * thread.
 */
void
wb_tls_acceptor_free (WbTlsAcceptor *self)
{
  g_return_if_fail (self != NULL);

  wb_context_thread_stop (self->thread);
  wb_mailbox_close (self->arrivals);
  wb_mailbox_close (self->results);
  wb_mailbox_unref (self->arrivals);
  wb_mailbox_unref (self->results);
  wb_timer_stop (&self->timer);
  g_clear_pointer (&self->poller, wb_poller_free);
  wb_context_thread_free (self->thread);
  g_ptr_array_unref (self->ready);
  wb_tls_shares_free (self->shares);
  wb_metrics_unref (self->metrics);
  wb_log_unref (self->log);
  wb_certificate_unref (self->certificate);
  g_free (self);
}

void
wb_tls_acceptor_set_certificate (WbTlsAcceptor *self,
                                 WbCertificate *certificate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (certificate != NULL);

  wb_certificate_ref (certificate);
  wb_certificate_unref (self->certificate);
  self->certificate = certificate;
}

/**
 * wb_tls_acceptor_take:
 * @self: an acceptor
 * @connection: a new connection, which the caller does not use any more
 * @remote: the address of the peer
 *
 * Begins a handshake.
 */
void
wb_tls_acceptor_take (WbTlsAcceptor      *self,
                      GSocketConnection  *connection,
                      GInetSocketAddress *remote)
{
  Post post;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (G_IS_INET_SOCKET_ADDRESS (remote));

  post = (Post) {
    .connection = g_object_ref (connection),
    .remote = g_object_ref (remote),
    .certificate = wb_certificate_ref (self->certificate),
  };
  wb_mailbox_post (self->arrivals, &post);
}
