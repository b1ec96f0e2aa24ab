/* wb-hosting.c: the one server that this app may host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-hosting.h"

struct _WbHosting
{
  GObject   parent_instance;

  WbHost   *host;
  gboolean  usual;
  char     *folder;
  char     *token;   /* NULL for this computer only */
};

G_DEFINE_FINAL_TYPE (WbHosting, wb_hosting, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
wb_hosting_class_init (WbHostingClass *klass)
{
  /**
   * WbHosting::changed:
   * @self: the hosting
   *
   * The server started or stopped.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
wb_hosting_init (WbHosting *self)
{
}

/**
 * wb_hosting_get_default:
 *
 * Gets the one hosting of the app, which lives as long as the process.
 *
 * Returns: (transfer none): the hosting
 */
WbHosting *
wb_hosting_get_default (void)
{
  static WbHosting *self;

  if (g_once_init_enter (&self))
    g_once_init_leave (&self, g_object_new (WB_TYPE_HOSTING, NULL));

  return self;
}

/**
 * wb_hosting_start:
 * @self: the hosting
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
wb_hosting_start (WbHosting   *self,
                  const char  *data_folder,
                  gboolean     network,
                  GError     **error)
{
  g_autofree char *token = network ? g_uuid_string_random () : NULL;
  g_autofree char *folder = g_strdup (data_folder);
  g_autoptr (WbTokens) tokens = token != NULL ? wb_tokens_new (token) : NULL;

  g_return_val_if_fail (WB_IS_HOSTING (self), FALSE);
  g_return_val_if_fail (data_folder != NULL, FALSE);

  /* The host that runs now may be what holds the addresses. */
  wb_hosting_stop (self);
  self->host = wb_host_start_somewhere (folder, tokens, &self->usual, error);
  if (self->host == NULL)
    return FALSE;

  self->folder = g_steal_pointer (&folder);
  self->token = g_steal_pointer (&token);
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

/**
 * wb_hosting_stop:
 * @self: the hosting
 *
 * Stops the server, if one runs.
 */
void
wb_hosting_stop (WbHosting *self)
{
  WbHost *host;

  g_return_if_fail (WB_IS_HOSTING (self));

  host = g_steal_pointer (&self->host);
  if (host == NULL)
    return;

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->token, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
  wb_host_stop (host);
}

/**
 * wb_hosting_get_host:
 * @self: the hosting
 *
 * Gets the server.
 *
 * Returns: (transfer none) (nullable): the host, %NULL while none runs
 */
WbHost *
wb_hosting_get_host (WbHosting *self)
{
  g_return_val_if_fail (WB_IS_HOSTING (self), NULL);

  return self->host;
}

/**
 * wb_hosting_is_usual:
 * @self: the hosting
 *
 * Tells whether the server has its usual ports.
 *
 * Returns: %FALSE if another program has them
 */
gboolean
wb_hosting_is_usual (WbHosting *self)
{
  g_return_val_if_fail (WB_IS_HOSTING (self), TRUE);

  return self->usual;
}

/**
 * wb_hosting_get_folder:
 * @self: the hosting
 *
 * Gets whose datasets are served.
 *
 * Returns: (transfer none) (nullable): a folder
 */
const char *
wb_hosting_get_folder (WbHosting *self)
{
  g_return_val_if_fail (WB_IS_HOSTING (self), NULL);

  return self->folder;
}

/**
 * wb_hosting_get_token:
 * @self: the hosting
 *
 * Gets what a display must say to be let in.
 *
 * Returns: (transfer none) (nullable): a token, %NULL where none is needed
 */
const char *
wb_hosting_get_token (WbHosting *self)
{
  g_return_val_if_fail (WB_IS_HOSTING (self), NULL);

  return self->token;
}

/**
 * wb_hosting_dup_address:
 * @self: the hosting
 *
 * Gets where a display of this app connects to the server: on this computer.
 *
 * Returns: (transfer full) (nullable): an address, %NULL while no server runs
 */
char *
wb_hosting_dup_address (WbHosting *self)
{
  const char *uri;

  g_return_val_if_fail (WB_IS_HOSTING (self), NULL);

  if (self->host == NULL)
    return NULL;

  uri = wb_host_get_ws_uri (self->host);
  if (g_str_has_prefix (uri, "ws://0.0.0.0:"))
    return g_strconcat ("ws://127.0.0.1:", uri + strlen ("ws://0.0.0.0:"), NULL);

  return g_strdup (uri);
}
