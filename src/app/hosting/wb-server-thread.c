/* wb-server-thread.c: the built-in server, in a thread of its own
 *
 * The server has a main context of its own, so that a thousand displays cannot
 * delay a frame of this app, and a slow frame cannot delay their data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-thread.h"

#include "wb-advert.h"
#include "source/wb-directory-source.h"
#include "support/wb-context-thread.h"

struct _WbServerThread
{
  WbContextThread        *thread;
  char                   *ws_uri;
  char                   *http_uri;
  WbServer               *server;   /* only used in the thread */

  /* Valid until “started”. */
  const char             *data_folder;
  const WbServerOptions  *options;
  GError                **error;
  GMutex                  mutex;
  GCond                   cond;
  gboolean                started;
};

static void
report_start (WbServerThread *self,
              WbServer       *server)
{
  g_mutex_lock (&self->mutex);
  if (server != NULL)
    {
      self->ws_uri = g_strdup (wb_server_get_ws_uri (server));
      self->http_uri = g_strdup (wb_server_get_http_uri (server));
    }
  self->started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static WbServer *
start_server (WbServerThread *self)
{
  g_autoptr (WbSource) source = wb_directory_source_new (self->data_folder, WB_FOLDER_SWEEP, self->error);
  g_autoptr (WbServer) server = NULL;

  if (source == NULL)
    return NULL;

  server = wb_server_new (source);
  if (!wb_server_start (server, self->options, self->error))
    return NULL;

  return g_steal_pointer (&server);
}

static void
run (WbContextThread *thread,
     gpointer         user_data)
{
  WbServerThread *self = user_data;
  g_autoptr (WbServer) server = NULL;
  g_autoptr (WbAdvert) advert = NULL;

  server = start_server (self);
  self->server = server;
  report_start (self, server);
  if (server != NULL)
    {
      advert = wb_advert_new (wb_server_get_ws_uri (server));
      wb_context_thread_run (thread);
      g_clear_object (&advert);
      self->server = NULL;
      wb_server_stop (server);
      g_clear_object (&server);

      /* Finishes closing the connections. */
      while (g_main_context_iteration (wb_context_thread_get_context (thread), FALSE))
        ;
    }
}

/**
 * wb_server_thread_start:
 * @data_folder: a folder of datasets
 * @options: how to serve them
 * @error: return location for a #WbServerError, or an error of GLib if the system
 *   allows no more threads
 *
 * Starts the server, and waits until it listens or cannot.
 *
 * Returns: (transfer full) (nullable): the server
 */
WbServerThread *
wb_server_thread_start (const char             *data_folder,
                        const WbServerOptions  *options,
                        GError                **error)
{
  WbServerThread *self;

  g_return_val_if_fail (data_folder != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (WbServerThread, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = wb_context_thread_new ("wallboard-host");
  self->data_folder = data_folder;
  self->options = options;
  self->error = error;

  if (wb_context_thread_start (self->thread, run, self, error))
    {
      g_mutex_lock (&self->mutex);
      while (!self->started)
        g_cond_wait (&self->cond, &self->mutex);
      g_mutex_unlock (&self->mutex);
    }

  if (self->ws_uri == NULL)
    g_clear_pointer (&self, wb_server_thread_stop);

  return self;
}

/**
 * wb_server_thread_start_somewhere:
 * @data_folder: a folder of datasets
 * @tokens: (nullable): the tokens for other computers, %NULL to listen on this
 *   computer only
 * @ret_usual: (out): whether the default addresses were free
 * @error: return location for a #WbServerError
 *
 * Starts the server on its default ports, or on free ones where another program
 * has those.
 *
 * Returns: (transfer full) (nullable): the server
 */
WbServerThread *
wb_server_thread_start_somewhere (const char  *data_folder,
                                  WbTokens    *tokens,
                                  gboolean    *ret_usual,
                                  GError     **error)
{
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autoptr (GError) local_error = NULL;
  gboolean usual;
  WbServerThread *self;

  g_return_val_if_fail (ret_usual != NULL, NULL);

  if (tokens != NULL)
    {
      options.http = "0.0.0.0:8888";
      options.ws = "0.0.0.0:9998";
      options.tokens = tokens;
    }
  self = wb_server_thread_start (data_folder, &options, &local_error);
  usual = self != NULL;

  if (g_error_matches (local_error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN))
    {
      options.http = tokens != NULL ? "0.0.0.0:0" : "127.0.0.1:0";
      options.ws = options.http;
      self = wb_server_thread_start (data_folder, &options, error);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
    }

  if (self != NULL)
    *ret_usual = usual;

  return self;
}

/**
 * wb_server_thread_stop:
 * @self: (transfer full): a server
 *
 * Stops the server, waits until its thread has ended, and frees it.
 */
void
wb_server_thread_stop (WbServerThread *self)
{
  g_return_if_fail (self != NULL);

  wb_context_thread_free (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->ws_uri);
  g_free (self->http_uri);
  g_free (self);
}

/**
 * wb_server_thread_get_ws_uri:
 * @self: a server
 *
 * Gets the address for displays.
 *
 * Returns: (transfer none): such as `ws://127.0.0.1:9998`
 */
const char *
wb_server_thread_get_ws_uri (WbServerThread *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ws_uri;
}

/**
 * wb_server_thread_get_http_uri:
 * @self: a server
 *
 * Gets the address for putting and reading datasets.
 *
 * Returns: (transfer none): such as `http://127.0.0.1:8888`
 */
const char *
wb_server_thread_get_http_uri (WbServerThread *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->http_uri;
}

static gboolean
list_displays_cb (gpointer user_data)
{
  GTask *task = user_data;
  WbServerThread *self = g_task_get_task_data (task);
  GPtrArray *displays = NULL;

  if (self->server != NULL)
    displays = wb_server_list_displays (self->server);
  g_task_return_pointer (task, displays, (GDestroyNotify) g_ptr_array_unref);

  return G_SOURCE_REMOVE;
}

/**
 * wb_server_thread_list_displays_async:
 * @self: a server, which is not stopped before @callback was called or
 *   @cancellable cancelled
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists the connected displays, in the thread of the server.
 */
void
wb_server_thread_list_displays_async (WbServerThread      *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  GTask *task;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_server_thread_list_displays_async);
  g_task_set_task_data (task, self, NULL);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, list_displays_cb, task, g_object_unref);
  g_source_attach (source, wb_context_thread_get_context (self->thread));
}

/**
 * wb_server_thread_list_displays_finish:
 * @result: of wb_server_thread_list_displays_async()
 *
 * Returns: (transfer full) (nullable) (element-type WbDisplay): the displays,
 *   %NULL if the server has stopped
 */
GPtrArray *
wb_server_thread_list_displays_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * wb_server_thread_dup_samples:
 * @language: `ar`, `en`, `zh`, or `auto` for that of the locale
 *
 * Finds the sample data in a language. The environment variable
 * `WALLBOARD_SAMPLES` names their folder for a build that is not installed.
 *
 * Returns: (transfer full): a folder of datasets
 */
char *
wb_server_thread_dup_samples (const char *language)
{
  const char *folder = g_getenv ("WALLBOARD_SAMPLES");

  g_return_val_if_fail (language != NULL, NULL);

  if (g_str_equal (language, "auto"))
    {
      const char *locale = g_get_language_names ()[0];

      language = g_str_has_prefix (locale, "zh") ? "zh" : g_str_has_prefix (locale, "ar") ? "ar" : "en";
    }

  return g_build_filename (folder != NULL ? folder : SAMPLESDIR, language, NULL);
}
