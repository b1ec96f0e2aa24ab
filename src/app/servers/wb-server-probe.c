/* wb-server-probe.c: tests the connection to a server
 *
 * Connects as a board does, and closes the connection once the result is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-access.h"

#include "wb-client.h"
#include "wb-trust.h"

/* A legacy server sends nothing by itself, so a connection that stays open this long is a success.
 * Milliseconds. */
#define WELCOME_TIMEOUT 1500

typedef struct
{
  WbClient *client;
  GSource  *cancelled;
  guint     timer;
} Probe;

static void
probe_free (Probe *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_object_unref (self->client);
  g_free (self);
}

/* Closes the connection, and drops the reference of the task. */
static void
end (GTask *task)
{
  Probe *self = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (self->client, task);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  wb_client_stop (self->client);
  g_object_unref (task);
}

static void
succeed (GTask *task)
{
  Probe *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_strdup (wb_client_get_server (self->client)), g_free);
  end (task);
}

static gboolean
no_welcome_cb (gpointer user_data)
{
  Probe *self = g_task_get_task_data (user_data);

  self->timer = 0;
  succeed (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;

  g_task_return_error_if_cancelled (task);
  end (task);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (GTask *task)
{
  Probe *self = g_task_get_task_data (task);
  const GError *problem = wb_client_get_problem (self->client);

  if (problem != NULL)
    {
      g_task_return_error (task, g_error_copy (problem));
      end (task);
    }
  else if (wb_client_get_status (self->client) == WB_CLIENT_ONLINE &&
           wb_client_get_server (self->client) != NULL)
    {
      succeed (task);
    }
  else if (wb_client_get_status (self->client) == WB_CLIENT_ONLINE && self->timer == 0)
    {
      self->timer = g_timeout_add (WELCOME_TIMEOUT, no_welcome_cb, task);
    }
}

/**
 * wb_server_access_try_async:
 * @self: a server
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Connects to a server, and closes the connection. Takes ten seconds where
 * nothing answers.
 */
void
wb_server_access_try_async (const WbServerAccess *self,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Probe *probe;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_server_access_try_async);

  if (self->ca_file != NULL)
    trust = wb_trust_load (self->ca_file, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  probe = g_new0 (Probe, 1);
  probe->client = wb_client_new (self->uri, self->token, g_get_host_name ());
  wb_client_set_trust (probe->client, trust);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  if (cancellable != NULL)
    {
      probe->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (probe->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (probe->cancelled, NULL);
    }

  g_signal_connect_swapped (probe->client, "notify::status", G_CALLBACK (changed_cb), task);
  g_signal_connect_swapped (probe->client, "notify::problem", G_CALLBACK (changed_cb), task);
  g_signal_connect_swapped (probe->client, "notify::server", G_CALLBACK (changed_cb), task);

  /* A server asks for a token at the first request. */
  wb_client_watch (probe->client, "seller");
  wb_client_start (probe->client);
  g_steal_pointer (&task);
}

/**
 * wb_server_access_try_finish:
 * @result: of wb_server_access_try_async()
 * @error: return location for a #WbClientError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the name and version of the server, %NULL
 *   for a legacy one, or with @error set
 */
char *
wb_server_access_try_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
