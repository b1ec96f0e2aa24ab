/* put.c: datasets that are put over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "put.h"

#include "scrape.h"

void
put_send (RawPeer    *peer,
          const char *path,
          const char *headers,
          const char *body)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n%s\r\n%s",
                          path, strlen (body), headers != NULL ? headers : "", body);
  raw_peer_write (peer, text, strlen (text));
}

RawReply *
put_to (const char *uri,
        const char *path,
        const char *headers,
        const char *body)
{
  g_autoptr (RawPeer) peer = raw_peer_connect (uri);

  put_send (peer, path, headers, body);
  return raw_peer_read_reply (peer, TRUE);
}

RawReply *
put (ServerFixture *self,
     const char    *path,
     const char    *headers,
     const char    *body)
{
  return put_to (wb_server_get_http_uri (self->server), path, headers, body);
}

void
put_assert_status (RawReply   *reply,
                   guint       status,
                   const char *says)
{
  g_autofree char *number = g_strdup_printf ("\"status\":%u}", status);

  g_test_message ("%u %s", reply->status, reply->body);
  g_assert_cmpuint (reply->status, ==, status);
  if (status < 400)
    {
      g_assert_cmpstr (reply->body, ==, "");
      return;
    }

  /* An error has the form of the legacy server. */
  g_assert_true (g_str_has_prefix (reply->body, "{\"message\":\""));
  g_assert_true (g_str_has_suffix (reply->body, number));
  g_assert_nonnull (strstr (reply->body, says));
}

void
put_assert_content (ServerFixture *self,
                    const char    *path,
                    const char    *content)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", path, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body, ==, content);
}

/* The operator sees what was refused, too. */
void
put_assert_refusals (ServerFixture *self,
                     const char    *reason,
                     guint          n)
{
  g_autoptr (RawReply) reply = raw_request (wb_server_get_http_uri (self->server), "GET", "/metrics", NULL);
  g_autoptr (Scrape) numbers = scrape_new (reply->body);
  g_autofree char *series = g_strdup_printf ("wallboard_refusals_total{reason=\"%s\"}", reason);

  g_assert_cmpfloat (scrape_get (numbers, series), ==, n);
}

/* An empty list in so many bytes. */
char *
put_make_large (gsize length)
{
  char *body = g_malloc (length + 1);

  memset (body, ' ', length);
  memcpy (body, "[]", 2);
  body[length] = '\0';

  return body;
}
