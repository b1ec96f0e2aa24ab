/* daemon-options.c: the command line of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-options.h"

#include <glib/gi18n-lib.h>


/* A day; more seconds than that are a slip of the keyboard. */
#define MAX_SECONDS (24 * 60 * 60)

/* As long as what a client may be sent. */
#define MAX_MESSAGE WB_MESSAGE_MAX_TO_CLIENT

/* Options as text and numbers, before anything is made of them. */
typedef struct
{
  char   *token_file;
  gint64  max_message;
  gint64  auth_timeout;
  gint64  heartbeat;
  gint64  ping;
} Raw;

static gboolean
check_number (gint64       number,
              gint64       minimum,
              gint64       maximum,
              const char  *flag,
              GError     **error)
{
  if (number >= minimum && number <= maximum)
    return TRUE;

  /* As long long: a text with a macro in it cannot be translated. */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("%lld is out of range for %s, which takes %lld to %lld"),
               (long long) number, flag, (long long) minimum, (long long) maximum);
  return FALSE;
}

static gboolean
parse_arguments (DaemonOptions  *self,
                 Raw            *raw,
                 char         ***arguments,
                 GError        **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data,
      N_("Serve the files NAME.json of this folder"), N_("DIR") },
    { "http", 0, 0, G_OPTION_ARG_STRING, &self->http,
      N_("Listen here for HTTP (default: 127.0.0.1:8888); port 0 takes a free one"), N_("HOST:PORT") },
    { "ws", 0, 0, G_OPTION_ARG_STRING, &self->ws,
      N_("Listen here for WebSocket (default: 127.0.0.1:9998)"), N_("HOST:PORT") },
    { "allow-origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->allowed_origins,
      N_("Let pages of this origin in; may be given more than once"), N_("ORIGIN") },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &raw->token_file,
      N_("Let only clients in that know the token in this file"), N_("FILE") },
    { "max-message", 0, 0, G_OPTION_ARG_INT64, &raw->max_message,
      N_("The longest message from a client (default: 65536)"), N_("BYTES") },
    { "auth-timeout", 0, 0, G_OPTION_ARG_INT64, &raw->auth_timeout,
      N_("The time a client has to say the token (default: 10), 0 for any"), N_("SECONDS") },
    { "heartbeat", 0, 0, G_OPTION_ARG_INT64, &raw->heartbeat,
      N_("The time between two heart checks (default: 30), 0 for none"), N_("SECONDS") },
    { "ping", 0, 0, G_OPTION_ARG_INT64, &raw->ping,
      N_("The time between two WebSocket pings (default: 25), 0 for none"), N_("SECONDS") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->show_version,
      N_("Print the version and end"), NULL },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _("Hosts a board: its datasets, and its displays in step."));

  if (!g_option_context_parse_strv (context, arguments, error))
    return FALSE;

  if (g_strv_length (*arguments) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   _("“%s” is one word too many; see --help"), (*arguments)[1]);
      return FALSE;
    }

  return check_number (raw->max_message, 1, MAX_MESSAGE, "--max-message", error)
         && check_number (raw->auth_timeout, 0, MAX_SECONDS, "--auth-timeout", error)
         && check_number (raw->heartbeat, 0, MAX_SECONDS, "--heartbeat", error)
         && check_number (raw->ping, 0, MAX_SECONDS, "--ping", error);
}

static gboolean
apply (DaemonOptions  *self,
       const Raw      *raw,
       GError        **error)
{
  if (self->data == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("No data folder is named; say which one to serve with --data DIR"));
      return FALSE;
    }

  if (raw->token_file != NULL)
    {
      self->tokens = wb_tokens_load (raw->token_file, FALSE, error);
      if (self->tokens == NULL)
        return FALSE;
    }

  if (self->http != NULL)
    self->server.http = self->http;
  if (self->ws != NULL)
    self->server.ws = self->ws;
  self->server.allowed_origins = (const char *const *) self->allowed_origins;
  self->server.tokens = self->tokens;
  self->server.max_message = (gsize) raw->max_message;
  self->server.auth_timeout = (guint) raw->auth_timeout;
  self->server.heartbeat = (guint) raw->heartbeat;
  self->server.ping = (guint) raw->ping;

  return TRUE;
}

/**
 * daemon_options_parse:
 * @arguments: (inout): the command line, with the name of the program; what is
 *   understood is taken out
 * @error: return location for an error
 *
 * Reads the command line.
 *
 * Returns: (transfer full): the options, or %NULL with an error that is one
 *   sentence for the operator
 */
DaemonOptions *
daemon_options_parse (char   ***arguments,
                      GError  **error)
{
  g_autoptr (DaemonOptions) self = g_new0 (DaemonOptions, 1);
  const WbServerOptions defaults = WB_SERVER_OPTIONS_INIT;
  g_autofree char *token_file = NULL;
  gboolean good;
  Raw raw = {
    .max_message = (gint64) defaults.max_message,
    .auth_timeout = defaults.auth_timeout,
    .heartbeat = defaults.heartbeat,
    .ping = defaults.ping,
  };

  g_return_val_if_fail (arguments != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self->server = defaults;
  good = parse_arguments (self, &raw, arguments, error);
  token_file = raw.token_file;
  if (!good || (!self->show_version && !apply (self, &raw, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * daemon_options_free:
 * @self: (transfer full): options
 *
 * Frees the options.
 */
void
daemon_options_free (DaemonOptions *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->data);
  g_free (self->http);
  g_free (self->ws);
  g_strfreev (self->allowed_origins);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_free (self);
}
