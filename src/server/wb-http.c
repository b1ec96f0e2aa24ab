/* wb-http.c: the answers of a server to plain HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-http.h"

#include <glib/gi18n-lib.h>

#include "wb-json.h"

/* What the seed's server sends when it cannot read a file, to the byte. It is for programs, so it is not
 * translated. */
#define NOT_FOUND_BODY "{\"message\":\"读取文件内容失败, 文件资源不存在\",\"status\":404}"

#define CONTENT_TYPE "application/json; charset=utf-8"
#define API_PREFIX "/api/"
#define BEARER "Bearer "

static void
set_static_body (SoupServerMessage *message,
                 const char        *body)
{
  soup_server_message_set_response (message, CONTENT_TYPE, SOUP_MEMORY_STATIC, body, strlen (body));
}

static void
answer_not_found (SoupServerMessage *message)
{
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  set_static_body (message, NOT_FOUND_BODY);
}

/* The name that a path asks for. NULL where the path is not below the prefix or does not decode; what it
 * decodes to may still be anything, and is checked before it is used. */
static char *
get_asked_name (const char *path)
{
  if (!g_str_has_prefix (path, API_PREFIX))
    return NULL;

  return g_uri_unescape_string (path + strlen (API_PREFIX), NULL);
}

/* RFC 9110, section 13.1.2: a list of entity tags, or “*”. Weak tags match too. */
static gboolean
has_current_version (SoupMessageHeaders *headers,
                     const char         *etag)
{
  const char *list = soup_message_headers_get_list (headers, "If-None-Match");
  g_auto (GStrv) tags = NULL;

  if (list == NULL)
    return FALSE;

  tags = g_strsplit (list, ",", 64);
  for (gsize i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_has_prefix (tag, "W/"))
        tag += strlen ("W/");
      if (strcmp (tag, "*") == 0 || strcmp (tag, etag) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
answer_dataset (SoupServerMessage *message,
                WbSource          *source,
                const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
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

  if (has_current_version (soup_server_message_get_request_headers (message),
                           wb_snapshot_get_etag (snapshot)))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Type", CONTENT_TYPE);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static gboolean
is_authorized (SoupServerMessage *message,
               WbTokens          *tokens)
{
  const char *header;

  if (tokens == NULL)
    return TRUE;

  header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  return header != NULL
         && g_ascii_strncasecmp (header, BEARER, strlen (BEARER)) == 0
         && wb_tokens_check (tokens, header + strlen (BEARER)) != NULL;
}

static void
answer_get (SoupServerMessage *message,
            WbSource          *source,
            WbTokens          *tokens,
            const char        *path)
{
  if (strcmp (path, "/healthz") == 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      set_static_body (message, "{\"status\":\"ok\"}");
    }
  else if (is_authorized (message, tokens))
    {
      answer_dataset (message, source, path);
    }
  else
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate", "Bearer");
      wb_http_refuse (message, SOUP_STATUS_UNAUTHORIZED, "the token is missing or wrong");
    }
}

/* What every answer of the seed's server carries, error or not. */
static void
add_common_headers (SoupServerMessage *message,
                    gint64             started)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *time = NULL;

  time = g_strdup_printf ("%" G_GINT64_FORMAT "ms", (g_get_monotonic_time () - started) / 1000);
  soup_message_headers_replace (headers, "X-Response-Time", time);
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Allow-Methods", "OPTIONS, GET, PUT, POST, DELETE");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

/**
 * wb_http_refuse:
 * @message: a request
 * @status: the status to answer with
 * @reason: why, in one sentence
 *
 * Answers with an error in the form of the seed's 404.
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

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, CONTENT_TYPE, SOUP_MEMORY_TAKE,
                                    g_string_free (body, FALSE), length);
}

/**
 * wb_http_serve:
 * @message: a request whose path is not decoded yet
 * @source: where datasets come from
 * @tokens: (nullable): one of these a reader of datasets must bear
 *
 * Answers a request for a dataset, for the health of the server, or for
 * anything else (docs/protocol.md, HTTP).
 */
void
wb_http_serve (SoupServerMessage *message,
               WbSource          *source,
               WbTokens          *tokens)
{
  gint64 started = g_get_monotonic_time ();
  const char *method;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (WB_IS_SOURCE (source));

  method = soup_server_message_get_method (message);

  if (method == SOUP_METHOD_GET || method == SOUP_METHOD_HEAD)
    {
      answer_get (message, source, tokens, g_uri_get_path (soup_server_message_get_uri (message)));
    }
  else if (method == SOUP_METHOD_OPTIONS)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
      soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
    }
  else
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Allow", "GET, HEAD, OPTIONS");
      wb_http_refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "this server is read with GET");
    }

  add_common_headers (message, started);
}
