/* wb-client-fetch.c: HTTP requests to a board server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "support/wb-timer.h"
#include "wb-client-private.h"
#include "wb-connection-error.h"
#include "wb-proxy.h"

/* The longest time without any data, in seconds. */
#define SILENCE_SECONDS 10

/* The longest time for a request and its answer, in seconds: 8 MiB take 70 at a megabit per second. */
#define MAX_SECONDS 120

/* How much of an answer is read at once, in bytes. */
#define BLOCK_SIZE (64 * 1024)

/* The most interim responses before the answer. Servers send one or two (RFC 9110, 15.2); libsoup reads
 * any number of them without returning to the main loop. */
#define MAX_INTERIM 16

typedef struct
{
  SoupSession  *session;
  WbProxy      *proxy;
  SoupMessage  *message;
  char         *uri;      /* of the board server, for errors */
  guint         n_interim;
  GInputStream *stream;
  GByteArray   *body;
  GCancellable *cancellable; /* cancelled by the caller's and by the deadline */
  GCancellable *parent;      /* the caller's, NULL for none */
  gulong        parent_id;
  GSource      *deadline;
  gboolean      timed_out;   /* whether the deadline has passed */
} Fetch;

static void read_on (GTask *task);

static void
fetch_free (Fetch *self)
{
  wb_timer_stop (&self->deadline);
  if (self->parent != NULL)
    g_cancellable_disconnect (self->parent, self->parent_id);
  g_clear_object (&self->parent);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self->uri);
  g_free (self);
}

/* Both ports of a board server serve both protocols, so only the scheme of the address differs. The path
 * is relative to that of the WebSocket, since a proxy may have moved both. */
static GUri *
build_uri (const char  *board,
           const char  *path,
           GError     **error)
{
  g_autoptr (GUri) base = g_uri_parse (board, SOUP_HTTP_URI_FLAGS, error);
  g_autoptr (GUri) http = NULL;

  if (base == NULL)
    return NULL;

  http = g_uri_build (SOUP_HTTP_URI_FLAGS,
                      g_str_equal (g_uri_get_scheme (base), "wss") ? "https" : "http", NULL,
                      g_uri_get_host (base), g_uri_get_port (base),
                      *g_uri_get_path (base) != '\0' ? g_uri_get_path (base) : "/", NULL, NULL);

  return g_uri_parse_relative (http, path, SOUP_HTTP_URI_FLAGS, error);
}

static void
fail (GTask        *task,
      const GError *reason)
{
  Fetch *self = g_task_get_task_data (task);
  guint status = soup_message_get_status (self->message);
  GTlsCertificateFlags flaws = soup_message_get_tls_peer_certificate_errors (self->message);

  if (self->n_interim > MAX_INTERIM)
    g_task_return_error (task, wb_connection_error_from_interim (self->uri));
  else if (self->timed_out || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_task_return_error (task, wb_connection_error_from_silence (self->uri));
  else
    g_task_return_error (task, wb_connection_error_from_handshake (self->uri, status, flaws,
                                                                    wb_proxy_get_used (self->proxy), reason));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GError) error = NULL;

  block = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (block == NULL)
    {
      fail (task, error);
      return;
    }

  if (g_bytes_get_size (block) == 0)
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->body)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  if (self->body->len + g_bytes_get_size (block) > WB_MESSAGE_MAX_TO_CLIENT)
    {
      g_task_return_new_error (task, WB_CLIENT_ERROR, WB_CLIENT_ERROR_CLOSED,
                               _("The server at %s sent more than %d MiB at once: make its datasets smaller"),
                               self->uri, WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));
      return;
    }

  g_byte_array_append (self->body, g_bytes_get_data (block, NULL), (guint) g_bytes_get_size (block));
  read_on (g_steal_pointer (&task));
}

static void
read_on (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, BLOCK_SIZE, G_PRIORITY_DEFAULT,
                                   self->cancellable, read_cb, task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    fail (task, error);
  else
    read_on (g_steal_pointer (&task));
}

static void
interim_cb (SoupMessage *message,
            Fetch       *self)
{
  if (++self->n_interim > MAX_INTERIM)
    soup_session_abort (self->session);
}

/* A session for each request, so that no state outlives it. Without a decoder, compressed content is
 * neither requested nor decompressed, so that the limit on received bytes is also one on memory. */
static SoupSession *
build_session (WbClient *self,
               WbProxy  *proxy)
{
  SoupSession *session = soup_session_new_with_options ("timeout", SILENCE_SECONDS, NULL);

  soup_session_set_proxy_resolver (session, G_PROXY_RESOLVER (proxy));
  if (self->trust != NULL)
    soup_session_set_tls_database (session, self->trust);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  return session;
}

static SoupMessage *
build_message (WbClient              *self,
               const WbClientRequest *request,
               GUri                  *uri)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }

  /* A redirect must not send the token to another server. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);

  return message;
}

static gboolean
deadline_cb (gpointer user_data)
{
  Fetch *self = user_data;

  self->timed_out = TRUE;
  wb_timer_stop (&self->deadline);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *parent,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* The timeout of libsoup starts anew with each byte that a slow server sends, so there is a deadline as
 * well. */
static void
limit_time (Fetch        *self,
            GCancellable *parent)
{
  self->cancellable = g_cancellable_new ();
  self->deadline = wb_timer_start (MAX_SECONDS * 1000, deadline_cb, self);
  if (parent == NULL)
    return;

  self->parent = g_object_ref (parent);
  self->parent_id = g_cancellable_connect (parent, G_CALLBACK (cancelled_cb),
                                           g_object_ref (self->cancellable), g_object_unref);
}

/**
 * wb_client_fetch_async:
 * @self: a client, started or not
 * @request: the request
 * @cancellable: (nullable): to end it early
 * @callback: called when it is complete or has failed
 * @user_data: data for @callback
 *
 * Sends an HTTP request to the server, at the address of its WebSocket and with
 * the same token.
 */
void
wb_client_fetch_async (WbClient              *self,
                       const WbClientRequest *request,
                       GCancellable          *cancellable,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;
  Fetch *fetch;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (request != NULL && request->method != NULL && request->path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_client_fetch_async);

  uri = build_uri (self->uri, request->path, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  fetch = g_new0 (Fetch, 1);
  fetch->uri = g_strdup (self->uri);
  fetch->body = g_byte_array_new ();
  fetch->message = build_message (self, request, uri);
  g_signal_connect (fetch->message, "got-informational", G_CALLBACK (interim_cb), fetch);
  fetch->proxy = wb_proxy_new ();
  fetch->session = build_session (self, fetch->proxy);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);

  limit_time (fetch, cancellable);
  soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT, fetch->cancellable, sent_cb,
                           g_steal_pointer (&task));
}

/**
 * wb_client_fetch_finish:
 * @self: a client
 * @result: the result that the callback got
 * @ret_status: (out): the HTTP status of the answer
 * @ret_etag: (out) (nullable) (transfer full): the `ETag` of the answer
 * @error: return location for an error
 *
 * Gets the answer, of any HTTP status but a redirect, which a board server never
 * sends.
 *
 * Returns: (transfer full): the body of the answer, which may be empty, or %NULL
 *   with a #WbClientError, a #GUriError, or %G_IO_ERROR_CANCELLED
 */
GBytes *
wb_client_fetch_finish (WbClient      *self,
                        GAsyncResult  *result,
                        guint         *ret_status,
                        char         **ret_etag,
                        GError       **error)
{
  SoupMessageHeaders *headers;
  g_autoptr (GBytes) body = NULL;
  const char *location;
  Fetch *fetch;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (ret_status != NULL, NULL);
  g_return_val_if_fail (ret_etag != NULL, NULL);

  body = g_task_propagate_pointer (G_TASK (result), error);
  if (body == NULL)
    return NULL;

  fetch = g_task_get_task_data (G_TASK (result));
  headers = soup_message_get_response_headers (fetch->message);
  location = soup_message_headers_get_one (headers, "Location");
  if (SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (fetch->message)) && location != NULL)
    {
      g_propagate_error (error, wb_connection_error_from_status (fetch->uri,
                                                                 soup_message_get_status (fetch->message),
                                                                 location));
      return NULL;
    }

  *ret_status = soup_message_get_status (fetch->message);
  *ret_etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));

  return g_steal_pointer (&body);
}

/**
 * wb_client_explain_status:
 * @self: a client
 * @status: the HTTP status of an answer that is none of a board server
 *
 * Makes the error for an answer that a proxy before the server gave, or another
 * web server.
 *
 * Returns: (transfer full): an error of #WbClientError
 */
GError *
wb_client_explain_status (WbClient *self,
                          guint     status)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return wb_connection_error_from_status (self->uri, status, NULL);
}
