/* wb-hosting-manager.c: the server that the app can host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-hosting-manager.h"

struct _WbHostingManager
{
  GObject         parent_instance;

  WbServerThread *thread;
  gboolean        usual;
  char           *folder;
  char           *token;   /* NULL for this computer only */
};

G_DEFINE_FINAL_TYPE (WbHostingManager, wb_hosting_manager, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
wb_hosting_manager_dispose (GObject *object)
{
  wb_hosting_manager_stop (WB_HOSTING_MANAGER (object));

  G_OBJECT_CLASS (wb_hosting_manager_parent_class)->dispose (object);
}

static void
wb_hosting_manager_class_init (WbHostingManagerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_hosting_manager_dispose;

  /* WbHostingManager::changed: the server started or stopped. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_hosting_manager_init (WbHostingManager *self)
{
}

WbHostingManager *
wb_hosting_manager_new (void)
{
  return g_object_new (WB_TYPE_HOSTING_MANAGER, NULL);
}

/**
 * wb_hosting_manager_start:
 * @self: a hosting manager
 * @data_folder: a folder of datasets
 * @network: whether other computers may connect, with a token that is made for
 *   this run
 * @error: return location for a #WbServerError
 *
 * Starts the server, in place of the one that runs.
 *
 * Returns: whether it started
 */
gboolean
wb_hosting_manager_start (WbHostingManager  *self,
                          const char        *data_folder,
                          gboolean           network,
                          GError           **error)
{
  g_autofree char *token = network ? g_uuid_string_random () : NULL;
  g_autofree char *folder = g_strdup (data_folder);
  g_autoptr (WbTokens) tokens = token != NULL ? wb_tokens_new (token) : NULL;

  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), FALSE);
  g_return_val_if_fail (data_folder != NULL, FALSE);

  /* The server that runs may hold the addresses. */
  wb_hosting_manager_stop (self);
  self->thread = wb_server_thread_start_somewhere (folder, tokens, &self->usual, error);
  if (self->thread == NULL)
    return FALSE;

  self->folder = g_steal_pointer (&folder);
  self->token = g_steal_pointer (&token);
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

/**
 * wb_hosting_manager_stop:
 * @self: a hosting manager
 *
 * Stops the server, if one runs, and waits until it has stopped.
 */
void
wb_hosting_manager_stop (WbHostingManager *self)
{
  WbServerThread *thread;

  g_return_if_fail (WB_IS_HOSTING_MANAGER (self));

  thread = g_steal_pointer (&self->thread);
  if (thread == NULL)
    return;

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->token, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
  wb_server_thread_stop (thread);
}

/**
 * wb_hosting_manager_get_thread:
 * @self: a hosting manager
 *
 * Returns: (transfer none) (nullable): the server, %NULL while none runs
 */
WbServerThread *
wb_hosting_manager_get_thread (WbHostingManager *self)
{
  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), NULL);

  return self->thread;
}

/**
 * wb_hosting_manager_is_usual:
 * @self: a hosting manager
 *
 * Returns: %FALSE if another program has the default ports
 */
gboolean
wb_hosting_manager_is_usual (WbHostingManager *self)
{
  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), TRUE);

  return self->usual;
}

/**
 * wb_hosting_manager_get_folder:
 * @self: a hosting manager
 *
 * Returns: (transfer none) (nullable): the data folder, %NULL while no server runs
 */
const char *
wb_hosting_manager_get_folder (WbHostingManager *self)
{
  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), NULL);

  return self->folder;
}

/**
 * wb_hosting_manager_get_token:
 * @self: a hosting manager
 *
 * Returns: (transfer none) (nullable): the token of the server, %NULL where none is
 *   needed
 */
const char *
wb_hosting_manager_get_token (WbHostingManager *self)
{
  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), NULL);

  return self->token;
}

/**
 * wb_hosting_manager_dup_address:
 * @self: a hosting manager
 *
 * Gets the address of the server for a window of this app.
 *
 * Returns: (transfer full) (nullable): an address, %NULL while no server runs
 */
char *
wb_hosting_manager_dup_address (WbHostingManager *self)
{
  const char *uri;

  g_return_val_if_fail (WB_IS_HOSTING_MANAGER (self), NULL);

  if (self->thread == NULL)
    return NULL;

  uri = wb_server_thread_get_ws_uri (self->thread);
  if (g_str_has_prefix (uri, "ws://0.0.0.0:"))
    return g_strconcat ("ws://127.0.0.1:", uri + strlen ("ws://0.0.0.0:"), NULL);

  return g_strdup (uri);
}
