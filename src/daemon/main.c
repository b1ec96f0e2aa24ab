/* main.c: wallboard-server, a board without a screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "daemon-files.h"
#include "daemon-options.h"
#include "daemon-service.h"
#include "daemon-source.h"
#include "support/wb-i18n.h"
#include "support/wb-service.h"
#include "support/wb-timer.h"
#include "wb-advert.h"

/* How long clients may take to answer the close frame, in milliseconds. */
#define CLOSE_MS 5000

/* Each client takes a descriptor. The usual soft limit of 1024 is for the sake of select(), which the server
 * does not use. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
reload_cb (gpointer user_data)
{
  g_autofree char *reloading = g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT,
                                                g_get_monotonic_time ());

  wb_service_notify (reloading);
  daemon_files_reload (user_data);
  wb_service_notify ("READY=1");

  return G_SOURCE_CONTINUE;
}

static gboolean
expired_cb (gpointer user_data)
{
  gboolean *expired = user_data;

  *expired = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Accepts no new client, and waits until messages are written and connections closed. */
static void
close_gracefully (WbServer *server)
{
  gboolean expired = FALSE;
  guint timeout = g_timeout_add (CLOSE_MS, expired_cb, &expired);

  wb_server_stop (server);
  while (!wb_server_is_quiet (server) && !expired)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (timeout);
}

static void
serve (WbServer            *server,
       const DaemonOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DaemonFiles) files = daemon_files_new (server, options);
  g_autoptr (WbAdvert) advert = wb_advert_new (wb_server_get_ws_uri (server));
  GSource *watchdog = wb_service_start_watchdog ();

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_unix_signal_add (SIGHUP, reload_cb, files);

  /* Scripts wait for this line (docs/protocol.md, command lines). */
  g_print ("ready %s %s\n", wb_server_get_http_uri (server), wb_server_get_ws_uri (server));
  fflush (stdout);
  wb_service_notify ("READY=1");

  g_main_loop_run (loop);

  wb_service_notify ("STOPPING=1");
  close_gracefully (server);
  wb_timer_stop (&watchdog);
}

static gboolean
run (DaemonOptions  *options,
     GError        **error)
{
  g_autoptr (WbSource) source = NULL;
  g_autoptr (WbServer) server = NULL;
  g_autoptr (GSocket) http = NULL;
  g_autoptr (GSocket) ws = NULL;

  if (!daemon_service_take_sockets (&http, &ws, error))
    return FALSE;
  options->server.http_socket = http;
  options->server.ws_socket = ws;

  source = daemon_source_new (options, error);
  if (source == NULL)
    return FALSE;

  server = wb_server_new (source);
  if (!wb_server_start (server, &options->server, error))
    return FALSE;

  serve (server, options);

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DaemonOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = NULL;

  wb_i18n_init ();

  /* A file beyond the size limit of the process is an error like a full disk, not the end of the server. */
  signal (SIGXFSZ, SIG_IGN);

  raise_descriptor_limit ();

  /* The standard output is for the one line above. */
  g_log_writer_default_set_use_stderr (TRUE);
  g_set_prgname ("wallboard-server");

  arguments = g_strdupv (argv);
  options = daemon_options_parse (&arguments, &error);
  if (options != NULL && options->show_version)
    {
      g_print ("wallboard-server %s\n", APPLICATION_VERSION);
      return EXIT_SUCCESS;
    }
  if (options != NULL && options->print_config)
    {
      g_autofree char *text = wb_config_print (options->config, WB_CONFIG_COMMENT_SUMMARY);

      g_print ("%s", text);
      return ferror (stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }

  if (options == NULL || !run (options, &error))
    {
      /* To the journal a line on stderr is informational unless it begins with a level (sd-daemon(3)). */
      const char *level = g_log_writer_is_journald (STDERR_FILENO) ? "<3>" : "";

      g_printerr ("%swallboard-server: %s\n", level, error->message);
      return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
