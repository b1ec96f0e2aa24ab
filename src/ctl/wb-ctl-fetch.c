/* wb-ctl-fetch.c: HTTP requests of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "json/wb-json.h"
#include "wb-ctl.h"

/* HTTP statuses of a board server (RFC 9110). */
#define STATUS_UNAUTHORIZED 401

typedef struct
{
  WbCtl           *ctl;
  guint            good_status;
  WbCtlAnswerFunc  function;
} Fetch;

/* The text of an error of a board server, or a legacy one: {"message":…,"status":…}. */
static char *
find_message (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root = NULL;
  JsonNode *node;

  if (text == NULL)
    return NULL;

  root = wb_json_parse (text, length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  node = json_object_get_member (json_node_get_object (root), "message");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  return json_node_dup_string (node);
}

static void
explain (WbCtl  *ctl,
         guint   status,
         GBytes *body)
{
  const char *uri = wb_client_get_uri (ctl->client);
  g_autofree char *message = find_message (body);

  if (message != NULL && status == STATUS_UNAUTHORIZED)
    wb_ctl_fail (ctl, _("The server at %s wants a token, or another one: "
                        "name the file that holds it with --token-file"), uri);
  else if (message != NULL)
    wb_ctl_fail (ctl, _("The server at %s refuses: %s"), uri, message);
  else
    {
      g_autoptr (GError) error = wb_client_explain_status (ctl->client, status);

      wb_ctl_fail (ctl, "%s", error->message);
    }
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Fetch *fetch = user_data;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  guint status;

  body = wb_client_fetch_finish (WB_CLIENT (source), result, &status, &etag, &error);
  if (body == NULL)
    wb_ctl_fail (fetch->ctl, "%s", error->message);
  else if (status == fetch->good_status)
    fetch->function (fetch->ctl, body, etag);
  else
    explain (fetch->ctl, status, body);
}

/**
 * wb_ctl_fetch:
 * @ctl: a run
 * @request: the request
 * @good_status: the HTTP status of success
 * @function: called with the answer
 *
 * Sends an HTTP request to the server. The run fails if the answer has another status.
 */
void
wb_ctl_fetch (WbCtl                 *ctl,
              const WbClientRequest *request,
              guint                  good_status,
              WbCtlAnswerFunc        function)
{
  Fetch *fetch = g_new (Fetch, 1);

  fetch->ctl = ctl;
  fetch->good_status = good_status;
  fetch->function = function;
  wb_client_fetch_async (ctl->client, request, NULL, fetched_cb, fetch);
}
