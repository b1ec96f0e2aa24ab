/* daemon-options.c: what wallboard-server is told, by its config file and its command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-options.h"

#include <glib/gi18n-lib.h>

#include "daemon-config.h"
#include "daemon-settings.h"
#include "common/wb-certificate.h"
#include "postgres/wb-postgres-source.h"

#define USUAL_CONFIG SYSCONFDIR "/wallboard/server.conf"

/* A flag as it stood on the command line. Flags wait until the config file is read, which they override. */
typedef struct
{
  const DaemonSetting *setting;
  char                *value;
} Flag;

typedef struct
{
  DaemonOptions *options;
  GArray        *flags; /* of Flag */
} Parser;

static void
flag_clear (gpointer data)
{
  Flag *flag = data;

  g_free (flag->value);
}

static gboolean
flag_cb (const char  *name,
         const char  *value,
         gpointer     user_data,
         GError     **error)
{
  Parser *parser = user_data;
  Flag flag = { .setting = daemon_settings_find (name + strlen ("--")) };

  g_assert (flag.setting != NULL);

  flag.value = g_strdup (value != NULL ? value : "true");
  g_array_append_val (parser->flags, flag);

  return TRUE;
}

/* The table as GOption wants it, with the defaults in the words of --help. */
static GOptionEntry *
make_entries (const DaemonOptions *defaults,
              GPtrArray           *texts)
{
  const DaemonSetting *settings;
  gsize n_settings;
  GOptionEntry *entries;

  settings = daemon_settings_get (&n_settings);
  entries = g_new0 (GOptionEntry, n_settings + 1);

  for (gsize i = 0; i < n_settings; i++)
    {
      g_autofree char *value = daemon_setting_print (&settings[i], defaults);
      char *summary = g_strdup (_(settings[i].summary));

      if (settings[i].kind == DAEMON_SETTING_SWITCH)
        entries[i].flags = G_OPTION_FLAG_OPTIONAL_ARG;
      else if (settings[i].kind == DAEMON_SETTING_PATH)
        entries[i].flags = G_OPTION_FLAG_FILENAME;

      if (value != NULL && settings[i].kind != DAEMON_SETTING_SWITCH)
        {
          g_autofree char *alone = summary;

          summary = g_strdup_printf (_("%s (default: %s)"), alone, value);
        }

      g_ptr_array_add (texts, summary);
      entries[i].long_name = settings[i].key;
      entries[i].arg = G_OPTION_ARG_CALLBACK;
      entries[i].arg_data = flag_cb;
      entries[i].description = summary;
      entries[i].arg_description = settings[i].argument;
    }

  return entries;
}

static gboolean
parse_arguments (Parser   *parser,
                 char   ***arguments,
                 GError  **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree GOptionEntry *settings = make_entries (parser->options, texts);
  g_autofree char *config_text = g_strdup_printf (_("%s (default: %s)"), _("Read this config file"), USUAL_CONFIG);
  DaemonOptions *options = parser->options;
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
      config_text, N_("FILE") },
    { "print-config", 0, 0, G_OPTION_ARG_NONE, &options->print_config,
      N_("Print what is in force, as a config file, and end"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->show_version,
      N_("Print the version and end"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, parser, NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, settings);
  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context,
                                _("Hosts a board: its datasets, and its displays in step."));
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
apply_flag (Parser      *parser,
            const Flag  *flag,
            GHashTable  *lists,
            GError     **error)
{
  g_autofree char *name = g_strconcat ("--", flag->setting->key, NULL);
  g_autofree char *path = NULL;
  const char *value = flag->value;

  /* The first of a list takes the place of what the config file lists. */
  if (flag->setting->kind == DAEMON_SETTING_LIST)
    {
      if (g_hash_table_add (lists, (gpointer) flag->setting))
        daemon_setting_clear (flag->setting, parser->options);
      daemon_setting_add (flag->setting, parser->options, value);
      return TRUE;
    }

  /* In a file a path is absolute, here it may start from where the operator is. */
  if (flag->setting->kind == DAEMON_SETTING_PATH && *value != '\0')
    value = path = g_canonicalize_filename (value, NULL);

  return daemon_setting_set (flag->setting, parser->options, value, name, error);
}

static gboolean
apply_flags (Parser  *parser,
             GError **error)
{
  g_autoptr (GHashTable) lists = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < parser->flags->len; i++)
    if (!apply_flag (parser, &g_array_index (parser->flags, Flag, i), lists, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_config (DaemonOptions  *self,
             GError        **error)
{
  if (self->config != NULL)
    return daemon_config_load (self, self->config, FALSE, error);

  return daemon_config_load (self, USUAL_CONFIG, TRUE, error);
}

/* What systemd hands over (LoadCredential=NAME:…), if anything. */
static char *
find_credential (const char *name)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = NULL;

  if (folder == NULL)
    return NULL;

  path = g_build_filename (folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

/* Credentials are used where nothing else is named. */
static void
find_credentials (DaemonOptions *self)
{
  if (self->token_file == NULL)
    {
      self->token_file = find_credential ("tokens");
      self->token_is_credential = self->token_file != NULL;
    }

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
                           _("A certificate needs its key and a key its certificate; give both --tls-cert and "
                             "--tls-key, or neither"));
      return FALSE;
    }

  self->certificate = wb_certificate_load (self->tls_cert, self->tls_key, error);
  return self->certificate != NULL;
}

/* A service has a folder of its own: for the state, and in it one for the datasets that are put. */
static void
use_state_directory (DaemonOptions *self)
{
  const char *folder = g_getenv ("STATE_DIRECTORY");

  /* Several have colons between them; ours is one. */
  if (folder == NULL || !g_path_is_absolute (folder) || strchr (folder, ':') != NULL)
    return;

  if (self->state == NULL)
    self->state = g_strdup (folder);

  if (self->data == NULL && self->postgres == NULL)
    {
      self->data = g_build_filename (folder, "data", NULL);
      g_mkdir_with_parents (self->data, 0750);
    }
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
  use_state_directory (self);
  if (!check_sources (self, error))
    return FALSE;

  find_credentials (self);
  if (self->token_file != NULL)
    {
      self->tokens = wb_tokens_load (self->token_file, self->token_is_credential, error);
      if (self->tokens == NULL)
        return FALSE;
    }

  if (!load_certificate (self, error))
    return FALSE;

  self->server.http = self->http;
  self->server.ws = self->ws;
  self->server.allowed_origins = (const char *const *) self->allowed_origins;
  self->server.allowed_hosts = (const char *const *) self->allowed_hosts;
  self->server.tokens = self->tokens;
  self->server.state_folder = self->state;
  self->server.certificate = self->certificate;

  return TRUE;
}

/**
 * daemon_options_new:
 *
 * Returns: (transfer full): the options of a server that is told nothing
 */
DaemonOptions *
daemon_options_new (void)
{
  DaemonOptions *self = g_new0 (DaemonOptions, 1);
  const WbServerOptions defaults = WB_SERVER_OPTIONS_INIT;
  const WbPostgresOptions postgres = WB_POSTGRES_OPTIONS_INIT;

  self->server = defaults;
  self->http = g_strdup (defaults.http);
  self->ws = g_strdup (defaults.ws);
  self->postgres_interval = postgres.interval;
  self->postgres_timeout = postgres.timeout;

  return self;
}

/**
 * daemon_options_parse:
 * @arguments: (inout): the command line, with the name of the program; what is
 *   understood is taken out
 * @error: return location for an error
 *
 * Reads the config file and the command line, which overrides it. The files
 * that these name are read, too, unless nothing is to be served.
 *
 * Returns: (transfer full): the options, or %NULL with an error that is one
 *   sentence for the operator
 */
DaemonOptions *
daemon_options_parse (char   ***arguments,
                      GError  **error)
{
  g_autoptr (DaemonOptions) self = daemon_options_new ();
  g_autoptr (GArray) flags = g_array_new (FALSE, FALSE, sizeof (Flag));
  Parser parser = { self, flags };

  g_return_val_if_fail (arguments != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  g_array_set_clear_func (flags, flag_clear);

  if (!parse_arguments (&parser, arguments, error))
    return NULL;
  if (self->show_version)
    return g_steal_pointer (&self);

  if (!read_config (self, error) || !apply_flags (&parser, error))
    return NULL;
  if (!self->print_config && !finish (self, error))
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
  const DaemonSetting *settings;
  gsize n_settings;

  g_return_if_fail (self != NULL);

  settings = daemon_settings_get (&n_settings);
  for (gsize i = 0; i < n_settings; i++)
    daemon_setting_clear (&settings[i], self);

  g_free (self->config);
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_clear_pointer (&self->certificate, wb_certificate_unref);
  g_free (self);
}
