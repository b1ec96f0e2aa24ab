/* main.c: wallboard-server, a board without a screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon-options.h"
#include "daemon-settings.h"
#include "daemon-source.h"
#include "wb-i18n.h"

/* How long clients may take to answer the goodbye, in milliseconds. */
#define GOODBYE_MS 1000

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
expired_cb (gpointer user_data)
{
  gboolean *expired = user_data;

  *expired = TRUE;

  return G_SOURCE_CONTINUE;
}

static void
say_goodbye (WbServer *server)
{
  gboolean expired = FALSE;
  guint timeout = g_timeout_add (GOODBYE_MS, expired_cb, &expired);

  wb_server_stop (server);
  while (wb_server_get_n_displays (server) > 0 && !expired)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (timeout);
}

static gboolean
run (const DaemonOptions  *options,
     GError              **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (WbSource) source = NULL;
  g_autoptr (WbServer) server = NULL;

  source = daemon_source_new (options, error);
  if (source == NULL)
    return FALSE;

  server = wb_server_new (source);
  if (!wb_server_start (server, &options->server, error))
    return FALSE;

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);

  /* Scripts wait for this line (docs/protocol.md, command lines). */
  g_print ("ready %s %s\n", wb_server_get_http_uri (server), wb_server_get_ws_uri (server));
  fflush (stdout);

  g_main_loop_run (loop);
  say_goodbye (server);

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

  /* A file that may not grow is an error like a full disk, not the end of the server. */
  signal (SIGXFSZ, SIG_IGN);

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
      g_autofree char *text = daemon_settings_print (options);

      g_print ("%s", text);
      return EXIT_SUCCESS;
    }

  if (options == NULL || !run (options, &error))
    {
      g_printerr ("wallboard-server: %s\n", error->message);
      return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
