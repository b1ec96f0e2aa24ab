/* wb-host.c: the built-in server, in a thread of its own
 *
 * The server has a main context to itself, so that a thousand displays cannot
 * delay a frame of this one, nor a slow frame their data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-host.h"

#include "config.h"
#include "wb-directory-source.h"

struct _WbHost
{
  GThread                *thread;
  GMainContext           *context;
  GMainLoop              *loop;
  char                   *ws_uri;

  /* Valid until the thread has said how starting went. */
  const char             *data_folder;
  const WbServerOptions  *options;
  GError                **error;
  GMutex                  mutex;
  GCond                   cond;
  gboolean                started;
};

static void
report_start (WbHost   *self,
              WbServer *server)
{
  g_mutex_lock (&self->mutex);
  if (server != NULL)
    self->ws_uri = g_strdup (wb_server_get_ws_uri (server));
  self->started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static WbServer *
start_server (WbHost *self)
{
  g_autoptr (WbSource) source = wb_directory_source_new (self->data_folder, self->error);
  g_autoptr (WbServer) server = NULL;

  if (source == NULL)
    return NULL;

  server = wb_server_new (source);
  if (!wb_server_start (server, self->options, self->error))
    return NULL;

  return g_steal_pointer (&server);
}

static gpointer
run (gpointer data)
{
  WbHost *self = data;
  g_autoptr (WbServer) server = NULL;

  g_main_context_push_thread_default (self->context);

  server = start_server (self);
  report_start (self, server);
  if (server != NULL)
    {
      g_main_loop_run (self->loop);
      wb_server_stop (server);
      g_clear_object (&server);

      /* Lets what was closed finish closing. */
      while (g_main_context_iteration (self->context, FALSE))
        ;
    }

  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

/**
 * wb_host_start:
 * @data_folder: a folder of datasets
 * @options: how to serve them
 * @error: return location for a #WbServerError
 *
 * Starts the server, and waits until it listens or cannot.
 *
 * Returns: (transfer full) (nullable): the host
 */
WbHost *
wb_host_start (const char             *data_folder,
               const WbServerOptions  *options,
               GError                **error)
{
  WbHost *self;

  g_return_val_if_fail (data_folder != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (WbHost, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->data_folder = data_folder;
  self->options = options;
  self->error = error;
  self->thread = g_thread_new ("wallboard-host", run, self);

  g_mutex_lock (&self->mutex);
  while (!self->started)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (self->ws_uri == NULL)
    g_clear_pointer (&self, wb_host_stop);

  return self;
}

/**
 * wb_host_start_somewhere:
 * @data_folder: a folder of datasets
 * @ret_usual: (out): whether the usual addresses were free
 * @error: return location for a #WbServerError
 *
 * Starts the server on its usual addresses, or on free ones where another
 * program has those.
 *
 * Returns: (transfer full) (nullable): the host
 */
WbHost *
wb_host_start_somewhere (const char  *data_folder,
                         gboolean    *ret_usual,
                         GError     **error)
{
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autoptr (GError) local_error = NULL;
  WbHost *self = wb_host_start (data_folder, &options, &local_error);
  gboolean usual = self != NULL;

  g_return_val_if_fail (ret_usual != NULL, NULL);

  if (g_error_matches (local_error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN))
    {
      options.http = "127.0.0.1:0";
      options.ws = "127.0.0.1:0";
      self = wb_host_start (data_folder, &options, error);
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
 * wb_host_stop:
 * @self: (transfer full): a host
 *
 * Stops the server, waits until its thread has ended, and frees the host.
 */
void
wb_host_stop (WbHost *self)
{
  g_autoptr (GSource) quit = NULL;

  g_return_if_fail (self != NULL);

  /* As a source, since the loop may not run yet: it would forget that it was told to quit. */
  quit = g_idle_source_new ();
  g_source_set_callback (quit, quit_cb, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->ws_uri);
  g_free (self);
}

/**
 * wb_host_get_ws_uri:
 * @self: a host
 *
 * Gets where displays connect to.
 *
 * Returns: such as `ws://127.0.0.1:9998`
 */
const char *
wb_host_get_ws_uri (WbHost *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ws_uri;
}

/**
 * wb_host_dup_samples:
 * @language: `ar`, `en`, `zh`, or `auto` for the one that the person reads
 *
 * Finds the sample data in a language. `WALLBOARD_SAMPLES` in the environment names another folder
 * of samples than the installed one, for a build that is not installed.
 *
 * Returns: (transfer full): a folder of datasets
 */
char *
wb_host_dup_samples (const char *language)
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
