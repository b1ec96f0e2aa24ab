/* wb-http.c: the answers of a server to plain HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http.h"

#include "common/wb-address.h"
#include "common/wb-etag.h"
#include "json/wb-json.h"
#include "support/wb-name.h"
#include "wb-handshake.h"
#include "wb-http-operator.h"

/* The exact answer of the legacy server when it cannot read a file. It is for programs, so it is not
 * translated. */
#define NOT_FOUND_BODY "{\"message\":\"读取文件内容失败, 文件资源不存在\",\"status\":404}"

#define API_PREFIX "/api/"
#define BEARER "Bearer "

static void
answer_not_found (SoupServerMessage *message)
{
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  soup_server_message_set_response (message, WB_HTTP_JSON, SOUP_MEMORY_STATIC, NOT_FOUND_BODY,
                                    strlen (NOT_FOUND_BODY));
}

/* The name that a path asks for. NULL where the path is not below the prefix or cannot be decoded. The result
 * may be any text, and is checked before it is used. */
static char *
get_asked_name (const char *path)
{
  if (!g_str_has_prefix (path, API_PREFIX))
    return NULL;

  return g_uri_unescape_string (path + strlen (API_PREFIX), NULL);
}

static void
answer_dataset (SoupServerMessage *message,
                WbSource          *source,
                const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageHeaders *request_headers = soup_server_message_get_request_headers (message);
  const char *known = soup_message_headers_get_list (request_headers, "If-None-Match");
  g_autofree char *name = get_asked_name (path);
  g_autoptr (WbSnapshot) snapshot = NULL;
  GBytes *bytes;

  if (name != NULL)
    snapshot = wb_source_load (source, name);
  bytes = snapshot != NULL ? wb_snapshot_get_bytes (snapshot) : NULL;
  if (bytes == NULL)
    {
      answer_not_found (message);
      return;
    }

  soup_message_headers_replace (headers, "ETag", wb_snapshot_get_etag (snapshot));
  soup_message_headers_replace (headers, "Cache-Control", "no-cache");

  if (known != NULL && wb_etag_list_matches (known, wb_snapshot_get_etag (snapshot), WB_ETAG_WEAK))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Type", WB_HTTP_JSON);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

/* A GET for an unknown dataset, while its source looks for it. */
typedef struct
{
  SoupServerMessage *message; /* not owned; “finished” clears it */
  WbSource          *source;
  gulong             handler;
  char              *name;
  gint64             started;
} Lookup;

static const char lookup_key[] = "wb-lookup";

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_signal_handler_disconnect (lookup->source, lookup->handler);
  g_object_unref (lookup->source);
  g_free (lookup->name);
  g_free (lookup);
}

static void
looked_up_cb (WbSource   *source,
              const char *name,
              gpointer    user_data)
{
  Lookup *lookup = user_data;
  SoupServerMessage *message = lookup->message;

  if (!g_str_equal (lookup->name, name))
    return;

  answer_dataset (message, source, g_uri_get_path (soup_server_message_get_uri (message)));
  wb_http_add_common_headers (message, lookup->started);
  soup_server_message_unpause (message);
  g_object_set_data (G_OBJECT (message), lookup_key, NULL);
}

/* A request that is cut off gets no answer. */
static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  g_object_set_data (G_OBJECT (message), lookup_key, NULL);
}

/* Delays a request while its source looks for a dataset that may be new. */
static gboolean
look_up_first (SoupServerMessage *message,
               WbSource          *source,
               const char        *path,
               gint64             started)
{
  g_autofree char *name = get_asked_name (path);
  Lookup *lookup;

  if (name == NULL || !wb_source_look_up (source, name))
    return FALSE;

  lookup = g_new0 (Lookup, 1);
  lookup->message = message;
  lookup->source = g_object_ref (source);
  lookup->name = g_steal_pointer (&name);
  lookup->started = started;
  lookup->handler = g_signal_connect (source, "looked-up", G_CALLBACK (looked_up_cb), lookup);
  g_object_set_data_full (G_OBJECT (message), lookup_key, lookup, lookup_free);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), NULL);
  soup_server_message_pause (message);

  return TRUE;
}

/* The token of a request, or NULL. */
static const char *
get_token (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, BEARER, strlen (BEARER)) != 0)
    return NULL;

  return header + strlen (BEARER);
}

static void
count_wrong (SoupServerMessage   *message,
             const WbHttpContext *context)
{
  GInetAddress *address = wb_address_get_inet (soup_server_message_get_remote_address (message));
  g_autofree char *peer = NULL;

  if (!wb_auth_throttle_add_wrong (context->throttle, address, g_get_monotonic_time ()))
    return;

  peer = wb_handshake_describe_peer (message, NULL);
  wb_log_event (context->log, peer, "delay", WB_AUTH_THROTTLE_NOTICE);
}

/* The right of the token of a request. To be called once a request, since wrong tokens are counted. */
static WbRight
get_right (SoupServerMessage   *message,
           const WbHttpContext *context)
{
  const char *candidate = get_token (message);
  const WbToken *token;

  if (candidate == NULL)
    return WB_RIGHT_NONE;

  token = wb_tokens_check (context->tokens, candidate);
  if (token == NULL)
    count_wrong (message, context);

  return token != NULL ? wb_token_get_right (token) : WB_RIGHT_NONE;
}

static void
demand_token (SoupServerMessage   *message,
              const WbHttpContext *context)
{
  wb_metrics_add_refusal (context->metrics, WB_REFUSAL_TOKEN);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "WWW-Authenticate", "Bearer");
  wb_http_refuse (message, SOUP_STATUS_UNAUTHORIZED, "the token is missing or wrong");
}

/* Refuses a request without the needed right. The reason is for those without a token where there are
 * none. */
static gboolean
check_right (SoupServerMessage   *message,
             const WbHttpContext *context,
             WbRight              right,
             WbRight              needed,
             const char          *reason)
{
  g_autofree char *peer = NULL;

  if (right >= needed)
    return TRUE;

  if (right == WB_RIGHT_NONE && context->tokens != NULL)
    {
      demand_token (message, context);
      return FALSE;
    }

  if (right == WB_RIGHT_VIEW)
    reason = "this token is for viewing only";
  peer = wb_handshake_describe_peer (message, NULL);
  wb_log_refusal (context->log, peer, WB_REFUSAL_CONTROL, "refused over HTTP, %s", reason);
  wb_metrics_add_refusal (context->metrics, WB_REFUSAL_CONTROL);
  wb_http_refuse (message, SOUP_STATUS_FORBIDDEN, reason);
  return FALSE;
}

/* Whether a peer may change the board. Without tokens, every program on this machine may. */
static gboolean
check_control (SoupServerMessage   *message,
               const WbHttpContext *context)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  WbRight right = WB_RIGHT_NONE;

  if (context->tokens != NULL)
    right = get_right (message, context);
  else if (G_IS_INET_SOCKET_ADDRESS (address) && wb_address_is_loopback (G_INET_SOCKET_ADDRESS (address)))
    right = WB_RIGHT_CONTROL;

  return check_right (message, context, right, WB_RIGHT_CONTROL, "from other machines, changes need a token");
}

/* The right of a peer to what is for the operator only. Programs on this machine may see everything, others
 * what their token allows. */
static WbRight
get_operator_right (SoupServerMessage   *message,
                    const WbHttpContext *context)
{
  if (wb_http_is_local (message))
    return WB_RIGHT_CONTROL;

  return context->tokens != NULL ? get_right (message, context) : WB_RIGHT_NONE;
}

static gboolean
check_operator (SoupServerMessage   *message,
                const WbHttpContext *context,
                WbRight              needed)
{
  return check_right (message, context, get_operator_right (message, context), needed,
                      "this is told to programs on the machine of the server, or for a token");
}

static gboolean
is_put (SoupServerMessage *message)
{
  return soup_server_message_get_method (message) == SOUP_METHOD_PUT &&
         g_str_has_prefix (g_uri_get_path (soup_server_message_get_uri (message)), API_PREFIX);
}

static void
answer_get (SoupServerMessage   *message,
            const WbHttpContext *context,
            gint64               started)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (strcmp (path, "/healthz") == 0)
    {
      /* The reason can name hosts and users, so it is for operators only. */
      wb_http_answer_health (message, context->source,
                             get_operator_right (message, context) >= WB_RIGHT_CONTROL);
    }
  else if (strcmp (path, "/metrics") == 0)
    {
      if (check_operator (message, context, WB_RIGHT_VIEW))
        wb_http_answer_metrics (message, context->metrics, context->source, context->metrics_text);
    }
  else if (strcmp (path, "/displays") == 0)
    {
      if (check_operator (message, context, WB_RIGHT_CONTROL))
        wb_http_answer_displays (message, context->hub, context->displays_text);
    }
  else if (context->tokens == NULL || get_right (message, context) >= WB_RIGHT_VIEW)
    {
      if (!look_up_first (message, context->source, path, started))
        answer_dataset (message, context->source, path);
    }
  else
    {
      demand_token (message, context);
    }
}

/**
 * wb_http_add_common_headers:
 * @message: a request with its answer
 * @started: when it came, on the monotonic clock, in microseconds
 *
 * Adds the headers of every answer of the legacy server, error or not.
 */
void
wb_http_add_common_headers (SoupServerMessage *message,
                            gint64             started)
{
  SoupMessageHeaders *headers;
  g_autofree char *time = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  headers = soup_server_message_get_response_headers (message);

  time = g_strdup_printf ("%" G_GINT64_FORMAT "ms", (g_get_monotonic_time () - started) / 1000);
  soup_message_headers_replace (headers, "X-Response-Time", time);
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Allow-Methods", "OPTIONS, GET, PUT, POST, DELETE");
  soup_message_headers_replace (headers, "Access-Control-Expose-Headers", "ETag");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

/* The reason phrases that libsoup lacks, or NULL. */
static const char *
get_phrase (guint status)
{
  switch (status)
    {
    case WB_HTTP_UPGRADE_REQUIRED:
      return "Upgrade Required";
    case WB_HTTP_HEADER_TOO_LARGE:
      return "Request Header Fields Too Large";
    default:
      return NULL;
    }
}

static void
wrote_headers_cb (SoupServerMessage *message)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

/**
 * wb_http_set_no_content:
 * @message: a request
 *
 * Answers with 204. libsoup (up to 3.8 at least) forgets as it writes such an answer that it has no
 * body, would take it for one that lasts until the connection is closed, and close that.
 */
void
wb_http_set_no_content (SoupServerMessage *message)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
}

/**
 * wb_http_refuse:
 * @message: a request
 * @status: the status to answer with
 * @reason: why, in one sentence
 *
 * Answers with an error in the form of the legacy 404.
 */
void
wb_http_refuse (SoupServerMessage *message,
                guint              status,
                const char        *reason)
{
  GString *body;
  gsize length;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (reason != NULL);

  body = g_string_new ("{\"message\":");
  wb_json_append_string (body, reason, -1);
  g_string_append_printf (body, ",\"status\":%u}", status);
  length = body->len;

  soup_server_message_set_status (message, status, get_phrase (status));
  soup_server_message_set_response (message, WB_HTTP_JSON, SOUP_MEMORY_TAKE,
                                    g_string_free (body, FALSE), length);
}

/**
 * wb_http_get_delay:
 * @message: a request of which the headers are there
 * @context: what to make an answer from
 *
 * Finds out how long the token of a request, right or wrong, must wait for its
 * check, because too many from the same address were wrong. wb_http_prepare() is
 * to be called after that time.
 *
 * Returns: the time in microseconds, 0 for none
 */
gint64
wb_http_get_delay (SoupServerMessage   *message,
                   const WbHttpContext *context)
{
  GInetAddress *address;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), 0);
  g_return_val_if_fail (context != NULL, 0);

  if (context->tokens == NULL || get_token (message) == NULL)
    return 0;

  address = wb_address_get_inet (soup_server_message_get_remote_address (message));
  return wb_auth_throttle_get_delay (context->throttle, address, g_get_monotonic_time ());
}

/**
 * wb_http_prepare:
 * @message: a request of which the headers are there, from an origin that is
 *   allowed
 * @context: what to make an answer from
 *
 * Checks a request before its body is read, so that a PUT is accepted or refused
 * before it is sent. To be called for each request
 * that wb_http_serve() will see.
 */
void
wb_http_prepare (SoupServerMessage   *message,
                 const WbHttpContext *context)
{
  gint64 started = g_get_monotonic_time ();
  g_autofree char *name = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (context != NULL);

  if (!is_put (message))
    return;

  name = get_asked_name (g_uri_get_path (soup_server_message_get_uri (message)));
  if (!check_control (message, context))
    {
      wb_http_add_common_headers (message, started);
    }
  else if (!wb_name_is_valid (name))
    {
      answer_not_found (message);
      wb_http_add_common_headers (message, started);
    }
  else
    {
      wb_uploads_begin (context->uploads, message, name);
    }
}

/**
 * wb_http_serve:
 * @message: a request whose path is not decoded yet
 * @context: what to make the answer from
 *
 * Answers a request for a dataset, for the health of the server, or for
 * anything else (docs/protocol.md, HTTP).
 */
void
wb_http_serve (SoupServerMessage   *message,
               const WbHttpContext *context)
{
  gint64 started = g_get_monotonic_time ();
  const char *method;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (context != NULL);

  if (is_put (message))
    {
      wb_uploads_serve (context->uploads, message);
      return;
    }

  method = soup_server_message_get_method (message);
  if (method == SOUP_METHOD_GET || method == SOUP_METHOD_HEAD)
    {
      answer_get (message, context, started);
    }
  else if (method == SOUP_METHOD_OPTIONS)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, "
                                                                    "If-None-Match");
      wb_http_set_no_content (message);
    }
  else
    {
      gboolean is_dataset = g_str_has_prefix (g_uri_get_path (soup_server_message_get_uri (message)),
                                              API_PREFIX);

      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Allow", is_dataset ? "GET, HEAD, OPTIONS, PUT" : "GET, HEAD, OPTIONS");
      wb_http_refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED,
                      "datasets are read with GET and replaced with PUT");
    }

  wb_http_add_common_headers (message, started);
}
