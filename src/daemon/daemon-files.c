/* daemon-files.c: the files that may change while the server runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-files.h"

#include "common/wb-certificate.h"
#include "support/wb-timer.h"

/* How long both files must rest before they are read, since certificate and key change one after the other,
 * in milliseconds. */
#define SETTLE_MS 1000

struct _DaemonFiles
{
  WbServer            *server;
  const DaemonOptions *options;
  GFileMonitor        *certificate_monitor;
  GFileMonitor        *key_monitor;
  GSource             *timer;
};

static void
reload_certificate (DaemonFiles *self)
{
  g_autoptr (WbCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  wb_timer_stop (&self->timer);
  if (self->options->tls_cert == NULL)
    return;

  certificate = wb_certificate_load (self->options->tls_cert, self->options->tls_key, &error);
  if (certificate == NULL)
    {
      g_message ("The old certificate stays: %s", error->message);
      return;
    }

  wb_server_set_certificate (self->server, certificate);
  g_message ("The certificate was read again");
}

static void
reload_tokens (DaemonFiles *self)
{
  g_autoptr (WbTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  if (self->options->token_file == NULL)
    return;

  tokens = wb_tokens_load (self->options->token_file, &error);
  if (tokens == NULL)
    {
      g_message ("The old tokens stay: %s", error->message);
      return;
    }

  wb_server_set_tokens (self->server, tokens);
  g_message ("The tokens were read again; there are %u", wb_tokens_get_size (tokens));
}

static gboolean
settled_cb (gpointer user_data)
{
  reload_certificate (user_data);

  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event,
                 gpointer           user_data)
{
  DaemonFiles *self = user_data;

  wb_timer_stop (&self->timer);
  self->timer = wb_timer_start (SETTLE_MS, settled_cb, self);
}

static GFileMonitor *
watch (DaemonFiles *self,
       const char  *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor != NULL)
    g_signal_connect (monitor, "changed", G_CALLBACK (file_changed_cb), self);

  return monitor;
}

/**
 * daemon_files_new:
 * @server: a server that has started; must outlive the result
 * @options: what it was started with; must outlive the result
 *
 * Begins to watch the certificate and its key.
 *
 * Returns: (transfer full): the files
 */
DaemonFiles *
daemon_files_new (WbServer            *server,
                  const DaemonOptions *options)
{
  DaemonFiles *self;

  g_return_val_if_fail (WB_IS_SERVER (server), NULL);
  g_return_val_if_fail (options != NULL, NULL);

  self = g_new0 (DaemonFiles, 1);
  self->server = server;
  self->options = options;
  if (options->tls_cert != NULL)
    {
      self->certificate_monitor = watch (self, options->tls_cert);
      self->key_monitor = watch (self, options->tls_key);
    }

  return self;
}

void
daemon_files_free (DaemonFiles *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  g_clear_object (&self->certificate_monitor);
  g_clear_object (&self->key_monitor);
  g_free (self);
}

/**
 * daemon_files_reload:
 * @self: the files
 *
 * Reads all of them again. Where one cannot be used, its former content stays in
 * force, and the log says why.
 */
void
daemon_files_reload (DaemonFiles *self)
{
  g_return_if_fail (self != NULL);

  reload_tokens (self);
  reload_certificate (self);
}
