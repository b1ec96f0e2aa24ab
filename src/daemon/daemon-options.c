/* daemon-options.c: what wallboard-server does, after its config file and its command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "common/wb-certificate.h"
#include "daemon-keys.h"
#include "file/wb-secret-file.h"

#define USUAL_CONFIG SYSCONFDIR "/wallboard/server.conf"

/* The flags that are no keys. */
typedef struct
{
  char     *config_path; /* NULL for the usual one */
  gboolean  print_config;
  gboolean  show_version;
} OtherFlags;

static gboolean
parse_arguments (WbConfig     *config,
                 OtherFlags   *flags,
                 char       ***arguments,
                 GError      **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *config_text = g_strdup_printf (_("%s (default: %s)"), _("Read this config file"),
                                                  USUAL_CONFIG);
  const GOptionEntry entries[] = {
    { .long_name = "config", .arg = G_OPTION_ARG_FILENAME, .arg_data = &flags->config_path,
      .description = config_text, .arg_description = N_("FILE") },
    { .long_name = "print-config", .arg = G_OPTION_ARG_NONE, .arg_data = &flags->print_config,
      .description = N_("Print what is in force, as a config file, and end") },
    { .long_name = "version", .arg = G_OPTION_ARG_NONE, .arg_data = &flags->show_version,
      .description = N_("Print the version and end") },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group = wb_config_new_option_group (config, NULL, NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, _("Hosts a board: its datasets, and its displays in step."));
  g_option_context_set_description (context,
                                    _("All but the last three can stand in the config file, too, by the same "
                                      "name; a flag overrides it."));

  if (!g_option_context_parse_strv (context, arguments, error))
    return FALSE;

  if (g_strv_length (*arguments) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   _("“%s” is one word too many; see --help"), (*arguments)[1]);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_config (WbConfig    *config,
             const char  *path,
             GError     **error)
{
  return path != NULL ? wb_config_read_file (config, path, error)
                      : wb_config_read_file_if_exists (config, USUAL_CONFIG, error);
}

static gsize
get_number (const DaemonOptions *self,
            DaemonKeyId          id)
{
  return (gsize) wb_config_get_number (self->config, id);
}

static void
apply_config (DaemonOptions *self)
{
  WbConfig *config = self->config;

  self->data = g_strdup (wb_config_get (config, DAEMON_KEY_DATA));
  self->state = g_strdup (wb_config_get (config, DAEMON_KEY_STATE));
  self->postgres = wb_config_get (config, DAEMON_KEY_POSTGRES);
  self->queries = wb_config_get (config, DAEMON_KEY_QUERIES);
  self->postgres_interval = (guint) get_number (self, DAEMON_KEY_POSTGRES_INTERVAL);
  self->postgres_timeout = (guint) get_number (self, DAEMON_KEY_POSTGRES_TIMEOUT);
  self->sweep = (guint) get_number (self, DAEMON_KEY_SWEEP);
  self->token_file = g_strdup (wb_config_get (config, DAEMON_KEY_TOKEN_FILE));
  self->tls_cert = g_strdup (wb_config_get (config, DAEMON_KEY_TLS_CERT));
  self->tls_key = g_strdup (wb_config_get (config, DAEMON_KEY_TLS_KEY));

  self->server = (WbServerOptions) {
    .http = wb_config_get (config, DAEMON_KEY_HTTP),
    .ws = wb_config_get (config, DAEMON_KEY_WS),
    .allowed_origins = wb_config_get_list (config, DAEMON_KEY_ALLOW_ORIGIN),
    .allowed_hosts = wb_config_get_list (config, DAEMON_KEY_ALLOW_HOST),
    .allow_anonymous = wb_config_get_switch (config, DAEMON_KEY_ALLOW_ANONYMOUS),
    .max_message = get_number (self, DAEMON_KEY_MAX_MESSAGE),
    .max_rate = (guint) get_number (self, DAEMON_KEY_MAX_RATE),
    .max_waiting = get_number (self, DAEMON_KEY_MAX_WAITING),
    .max_connections = (guint) get_number (self, DAEMON_KEY_MAX_CONNECTIONS),
    .max_per_address = (guint) get_number (self, DAEMON_KEY_MAX_PER_ADDRESS),
    .heartbeat = (guint) get_number (self, DAEMON_KEY_HEARTBEAT),
    .auth_timeout = (guint) get_number (self, DAEMON_KEY_AUTH_TIMEOUT),
    .ping = (guint) get_number (self, DAEMON_KEY_PING),
    .silence = (guint) get_number (self, DAEMON_KEY_SILENCE),
    .header_timeout = (guint) get_number (self, DAEMON_KEY_HEADER_TIMEOUT),
    .request_timeout = (guint) get_number (self, DAEMON_KEY_REQUEST_TIMEOUT),
    .idle_timeout = (guint) get_number (self, DAEMON_KEY_IDLE_TIMEOUT),
  };
}

/* The path of a credential of systemd, NULL if there is none. */
static char *
find_credential (const char *name)
{
  g_autofree char *path = wb_secret_file_build_credential_path (name);

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

/* Uses credentials where no file is named. */
static void
find_credentials (DaemonOptions *self)
{
  if (self->token_file == NULL)
    self->token_file = find_credential ("tokens");

  if (self->tls_cert == NULL && self->tls_key == NULL)
    {
      self->tls_cert = find_credential ("tls-cert");
      self->tls_key = find_credential ("tls-key");
    }
}

static gboolean
load_certificate (DaemonOptions  *self,
                  GError        **error)
{
  if (self->tls_cert == NULL && self->tls_key == NULL)
    return TRUE;

  if (self->tls_cert == NULL || self->tls_key == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("A certificate needs its key and a key its certificate; give both --tls-cert "
                             "and --tls-key, or neither"));
      return FALSE;
    }

  self->certificate = wb_certificate_load (self->tls_cert, self->tls_key, error);
  return self->certificate != NULL;
}

/* The state folder of systemd, NULL if there is none. There would be a colon between several; the unit has
 * one. */
static const char *
get_state_directory (void)
{
  const char *folder = g_getenv ("STATE_DIRECTORY");

  return folder != NULL && g_path_is_absolute (folder) && strchr (folder, ':') == NULL ? folder : NULL;
}

/* A user may run several servers, which must not share a state, so it has a name for each. One at a free port
 * has another address each time, so no display comes back to it, and it has none. */
static char *
build_user_state_folder (const DaemonOptions *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const parts[] = { self->data, self->queries, self->server.ws };
  g_autofree char *name = NULL;

  if (g_str_has_suffix (self->server.ws, ":0"))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = parts[i] != NULL ? parts[i] : "";

      g_checksum_update (checksum, (const guchar *) part, (gssize) strlen (part) + 1);
    }
  name = g_strdup_printf ("server-%.16s", g_checksum_get_string (checksum));

  return g_build_filename (g_get_user_state_dir (), "wallboard", name, NULL);
}

/* Under systemd, datasets that are uploaded have a folder, too. */
static void
choose_folders (DaemonOptions *self)
{
  const char *folder = get_state_directory ();

  if (folder != NULL && self->data == NULL && self->postgres == NULL)
    {
      self->data = g_build_filename (folder, "data", NULL);
      g_mkdir_with_parents (self->data, 0750);
    }

  if (self->state == NULL)
    self->state = folder != NULL ? g_strdup (folder) : build_user_state_folder (self);
}

static gboolean
check_sources (DaemonOptions  *self,
               GError        **error)
{
  if (self->data == NULL && self->postgres == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _("No data folder is named; say which one to serve with --data DIR"));
  else if (self->postgres != NULL && self->queries == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _("A database is named, but not what to ask it; say where the queries are with "
                           "--queries DIR"));
  else if (self->postgres == NULL && self->queries != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _("There are queries, but no database to ask; name one with --postgres ADDRESS"));
  else
    return TRUE;

  return FALSE;
}

static gboolean
finish (DaemonOptions  *self,
        GError        **error)
{
  choose_folders (self);
  if (!check_sources (self, error))
    return FALSE;

  find_credentials (self);
  if (self->token_file != NULL)
    {
      self->tokens = wb_tokens_load (self->token_file, error);
      if (self->tokens == NULL)
        return FALSE;
    }

  if (!load_certificate (self, error))
    return FALSE;

  self->server.tokens = self->tokens;
  self->server.state_folder = self->state;
  self->server.certificate = self->certificate;

  return TRUE;
}

/**
 * daemon_options_parse:
 * @arguments: (inout): the command line, with the name of the program; what is
 *   understood is taken out
 * @error: return location for an error
 *
 * Reads the command line and the config file, which it overrides. The files that
 * these name are read, too, unless the program only prints something.
 *
 * Returns: (transfer full): the options, or %NULL with an error that is one
 *   sentence for the operator
 */
DaemonOptions *
daemon_options_parse (char   ***arguments,
                      GError  **error)
{
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autoptr (DaemonOptions) self = NULL;
  g_autofree char *config_path = NULL;
  OtherFlags flags = { NULL };
  gboolean good;

  g_return_val_if_fail (arguments != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  good = parse_arguments (config, &flags, arguments, error);
  config_path = flags.config_path;
  if (!good || (!flags.show_version && !read_config (config, config_path, error)))
    return NULL;

  self = g_new0 (DaemonOptions, 1);
  self->config = g_steal_pointer (&config);
  apply_config (self);
  self->show_version = flags.show_version;
  self->print_config = flags.print_config;
  if (!self->show_version && !self->print_config && !finish (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
daemon_options_free (DaemonOptions *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->data);
  g_free (self->state);
  g_free (self->token_file);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_clear_pointer (&self->certificate, wb_certificate_unref);
  wb_config_free (self->config);
  g_free (self);
}
