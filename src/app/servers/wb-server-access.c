/* wb-server-access.c: what is needed to connect to a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-access.h"

#include "wb-server-settings.h"
#include "wb-token-store.h"

G_DEFINE_BOXED_TYPE (WbServerAccess, wb_server_access, wb_server_access_copy, wb_server_access_free)

/**
 * wb_server_access_new:
 * @uri: an address
 * @token: (nullable): a token
 * @ca_file: (nullable): a file of certificates
 *
 * An empty token or file counts as none.
 *
 * Returns: (transfer full): the access
 */
WbServerAccess *
wb_server_access_new (const char *uri,
                      const char *token,
                      const char *ca_file)
{
  WbServerAccess *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_new0 (WbServerAccess, 1);
  self->uri = g_strdup (uri);
  self->token = token != NULL && *token != '\0' ? g_strdup (token) : NULL;
  self->ca_file = ca_file != NULL && *ca_file != '\0' ? g_strdup (ca_file) : NULL;

  return self;
}

WbServerAccess *
wb_server_access_copy (const WbServerAccess *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wb_server_access_new (self->uri, self->token, self->ca_file);
}

void
wb_server_access_free (WbServerAccess *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->uri);
  g_free (self->token);
  g_free (self->ca_file);
  g_free (self);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  WbServerAccess *access = wb_server_access_copy (g_task_get_task_data (task));

  access->token = wb_token_store_lookup_finish (result);
  g_task_return_pointer (task, access, (GDestroyNotify) wb_server_access_free);
}

/**
 * wb_server_access_load_async:
 * @settings: the app's settings
 * @uri: the address of a server
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads the certificates and the token that are stored for a server.
 */
void
wb_server_access_load_async (GSettings           *settings,
                             const char          *uri,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *ca_file = wb_server_settings_dup (settings, WB_SERVER_SETTINGS_CA, uri);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, wb_server_access_load_async);
  g_task_set_task_data (task, wb_server_access_new (uri, NULL, ca_file),
                        (GDestroyNotify) wb_server_access_free);
  wb_token_store_lookup_async (uri, cancellable, looked_up_cb, task);
}

/**
 * wb_server_access_load_finish:
 * @result: of wb_server_access_load_async()
 *
 * Returns: (transfer full) (nullable): the access, %NULL only after cancellation
 */
WbServerAccess *
wb_server_access_load_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
