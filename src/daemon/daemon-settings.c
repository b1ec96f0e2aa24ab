/* daemon-settings.c: everything that an operator can set, in one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-settings.h"

#include <glib/gi18n-lib.h>

/* A day; more seconds than that are a slip of the keyboard. */
#define DAY (24 * 60 * 60)

/* As long as what a client may be sent. */
#define MAX_MESSAGE WB_MESSAGE_MAX_TO_CLIENT

#define AT(member) G_STRUCT_OFFSET (DaemonOptions, member)

/* Flags, keys, --help, --print-config and the sample all come from here. */
static const DaemonSetting settings[] = {
  { "board", "data", DAEMON_SETTING_PATH, AT (data), 0, 0,
    N_("DIR"), N_("Serve the files NAME.json of this folder") },
  { "board", "postgres", DAEMON_SETTING_DATABASE, AT (postgres), 0, 0,
    N_("ADDRESS"), N_("Ask this PostgreSQL database, such as “host=/run/postgresql dbname=shop”") },
  { "board", "queries", DAEMON_SETTING_PATH, AT (queries), 0, 0,
    N_("DIR"), N_("Ask it the queries NAME.sql of this folder") },
  { "board", "postgres-interval", DAEMON_SETTING_NUMBER, AT (postgres_interval), 0, DAY,
    N_("SECONDS"), N_("The time until every query is asked again, 0 to wait for a NOTIFY") },
  { "board", "postgres-timeout", DAEMON_SETTING_NUMBER, AT (postgres_timeout), 0, DAY,
    N_("SECONDS"), N_("The time a query may take, 0 for any") },
  { "board", "state", DAEMON_SETTING_PATH, AT (state), 0, 0,
    N_("DIR"), N_("Keep theme and full screen in this folder, over a restart") },

  { "listen", "http", DAEMON_SETTING_TEXT, AT (http), 0, 0,
    N_("HOST:PORT"), N_("Listen here for HTTP; port 0 takes a free one") },
  { "listen", "ws", DAEMON_SETTING_TEXT, AT (ws), 0, 0,
    N_("HOST:PORT"), N_("Listen here for WebSocket") },
  { "listen", "allow-anonymous", DAEMON_SETTING_SWITCH, AT (server.allow_anonymous), 0, 0,
    NULL, N_("Let other machines in without a token") },
  { "listen", "tls-cert", DAEMON_SETTING_PATH, AT (tls_cert), 0, 0,
    N_("FILE"), N_("Speak TLS on both, with the certificate in this PEM file and those that vouch for it") },
  { "listen", "tls-key", DAEMON_SETTING_PATH, AT (tls_key), 0, 0,
    N_("FILE"), N_("The PEM file with the private key of that certificate") },

  { "access", "token-file", DAEMON_SETTING_PATH, AT (token_file), 0, 0,
    N_("FILE"), N_("Let only clients in that know a token in this file") },
  { "access", "allow-origin", DAEMON_SETTING_LIST, AT (allowed_origins), 0, 0,
    N_("ORIGIN"), N_("Let pages of this origin in; may be given more than once") },
  { "access", "allow-host", DAEMON_SETTING_LIST, AT (allowed_hosts), 0, 0,
    N_("NAME"), N_("Answer under this host name where there are no tokens; may be given more than once") },

  { "limits", "max-message", DAEMON_SETTING_SIZE, AT (server.max_message), 1, MAX_MESSAGE,
    N_("BYTES"), N_("The longest message from a client") },
  { "limits", "max-rate", DAEMON_SETTING_NUMBER, AT (server.max_rate), 0, 100000,
    N_("COUNT"), N_("The messages a second from a client, twice as many at once, 0 for any number") },
  { "limits", "max-waiting", DAEMON_SETTING_SIZE, AT (server.max_waiting), 0, G_MAXINT,
    N_("BYTES"), N_("What may wait to be written to a client, 0 for any amount") },
  { "limits", "max-connections", DAEMON_SETTING_NUMBER, AT (server.max_connections), 0, 1000000,
    N_("COUNT"), N_("The clients at once, 0 for any number") },
  { "limits", "max-per-address", DAEMON_SETTING_NUMBER, AT (server.max_per_address), 0, 1000000,
    N_("COUNT"), N_("The clients at once from one address, 0 for any number") },
  { "limits", "auth-timeout", DAEMON_SETTING_NUMBER, AT (server.auth_timeout), 0, DAY,
    N_("SECONDS"), N_("The time a client has to say its token, 0 for any") },
  { "limits", "heartbeat", DAEMON_SETTING_NUMBER, AT (server.heartbeat), 0, DAY,
    N_("SECONDS"), N_("The time between two heart checks, 0 for none") },
  { "limits", "ping", DAEMON_SETTING_NUMBER, AT (server.ping), 0, DAY,
    N_("SECONDS"), N_("The time between two WebSocket pings, 0 for none") },
  { "limits", "silence", DAEMON_SETTING_NUMBER, AT (server.silence), 1, DAY,
    N_("SECONDS"), N_("The time after a ping in which a client must be heard") },
  { "limits", "header-timeout", DAEMON_SETTING_NUMBER, AT (server.header_timeout), 0, DAY,
    N_("SECONDS"), N_("The time from a connection to the end of its first HTTP header, 0 for any") },
  { "limits", "request-timeout", DAEMON_SETTING_NUMBER, AT (server.request_timeout), 0, DAY,
    N_("SECONDS"), N_("The time for the body of a request, and to take some of the answer, 0 for any") },
  { "limits", "idle-timeout", DAEMON_SETTING_NUMBER, AT (server.idle_timeout), 0, DAY,
    N_("SECONDS"), N_("The time from an answer to the next HTTP header, 0 for any") },
};

#define MEMBER(type, options, setting) G_STRUCT_MEMBER (type, options, (setting)->offset)

static gboolean
set_number (const DaemonSetting  *self,
            DaemonOptions        *options,
            const char           *text,
            const char           *where,
            GError              **error)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, self->minimum, self->maximum, &number, NULL))
    {
      /* As long long: a text with a macro in it cannot be translated. */
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is wrong for %s, which takes a number from %lld to %lld"),
                   text, where, (long long) self->minimum, (long long) self->maximum);
      return FALSE;
    }

  if (self->kind == DAEMON_SETTING_SIZE)
    MEMBER (gsize, options, self) = (gsize) number;
  else
    MEMBER (guint, options, self) = (guint) number;

  return TRUE;
}

static gboolean
set_switch (const DaemonSetting  *self,
            DaemonOptions        *options,
            const char           *text,
            const char           *where,
            GError              **error)
{
  if (strcmp (text, "true") == 0)
    MEMBER (gboolean, options, self) = TRUE;
  else if (strcmp (text, "false") == 0)
    MEMBER (gboolean, options, self) = FALSE;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is wrong for %s, which takes true or false"), text, where);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_text (const DaemonSetting  *self,
          DaemonOptions        *options,
          const char           *text,
          const char           *where,
          GError              **error)
{
  char **member = &MEMBER (char *, options, self);

  if (*text == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no value for %s; write one, or leave it out"), where);
      return FALSE;
    }

  if (self->kind == DAEMON_SETTING_PATH && !g_path_is_absolute (text))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is wrong for %s, which takes a path that begins with /"), text, where);
      return FALSE;
    }

  g_free (*member);
  *member = g_strdup (text);

  return TRUE;
}

/**
 * daemon_settings_get:
 * @ret_n_settings: (out): how many there are
 *
 * Returns: (transfer none) (array length=ret_n_settings): everything that can
 *   be set, those of a group together
 */
const DaemonSetting *
daemon_settings_get (gsize *ret_n_settings)
{
  g_return_val_if_fail (ret_n_settings != NULL, NULL);

  *ret_n_settings = G_N_ELEMENTS (settings);

  return settings;
}

/**
 * daemon_settings_find:
 * @key: a key, which no two groups have
 *
 * Returns: (transfer none) (nullable): what it sets
 */
const DaemonSetting *
daemon_settings_find (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].key, key) == 0)
      return &settings[i];

  return NULL;
}

/**
 * daemon_setting_set:
 * @self: what to set; no list
 * @options: where to
 * @text: the value as the operator wrote it
 * @where: what to call the place in an error: a flag, or a key in a line
 * @error: return location for an error
 *
 * Sets something, after checking that it makes sense.
 *
 * Returns: whether it is set; if not, with an error of %G_OPTION_ERROR that is
 *   one sentence for the operator
 */
gboolean
daemon_setting_set (const DaemonSetting  *self,
                    DaemonOptions        *options,
                    const char           *text,
                    const char           *where,
                    GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (where != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  switch (self->kind)
    {
    case DAEMON_SETTING_NUMBER:
    case DAEMON_SETTING_SIZE:
      return set_number (self, options, text, where, error);
    case DAEMON_SETTING_SWITCH:
      return set_switch (self, options, text, where, error);
    case DAEMON_SETTING_TEXT:
    case DAEMON_SETTING_PATH:
    case DAEMON_SETTING_DATABASE:
      return set_text (self, options, text, where, error);
    case DAEMON_SETTING_LIST:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * daemon_setting_add:
 * @self: a list
 * @options: where to
 * @text: one more
 *
 * Puts one more at the end of a list.
 */
void
daemon_setting_add (const DaemonSetting *self,
                    DaemonOptions       *options,
                    const char          *text)
{
  char ***list;
  gsize length;

  g_return_if_fail (self != NULL && self->kind == DAEMON_SETTING_LIST);
  g_return_if_fail (options != NULL);
  g_return_if_fail (text != NULL);

  list = &MEMBER (char **, options, self);
  length = *list != NULL ? g_strv_length (*list) : 0;
  *list = g_renew (char *, *list, length + 2);
  (*list)[length] = g_strdup (text);
  (*list)[length + 1] = NULL;
}

/**
 * daemon_setting_clear:
 * @self: what to clear
 * @options: where
 *
 * Frees a text or a list. Numbers stay.
 */
void
daemon_setting_clear (const DaemonSetting *self,
                      DaemonOptions       *options)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (options != NULL);

  if (self->kind == DAEMON_SETTING_LIST)
    g_clear_pointer (&MEMBER (char **, options, self), g_strfreev);
  else if (self->kind == DAEMON_SETTING_TEXT || self->kind == DAEMON_SETTING_PATH
           || self->kind == DAEMON_SETTING_DATABASE)
    g_clear_pointer (&MEMBER (char *, options, self), g_free);
}

/* An address of a database without what is secret in it. */
static char *
hide_passwords (const char *address)
{
  g_autoptr (GRegex) in_string = g_regex_new ("(password\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'?|[^\\s&]+)",
                                              G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GRegex) in_uri = g_regex_new ("^(\\w+://[^/:?]*:).*@", 0, 0, NULL);
  g_autofree char *without = g_regex_replace (in_string, address, -1, 0, "\\1…", 0, NULL);

  return g_regex_replace (in_uri, without, -1, 0, "\\1…@", 0, NULL);
}

/* With what GKeyFile escapes, and the space at the end of a line, which it would lose. */
static char *
get_escaped (GKeyFile            *file,
             const DaemonSetting *setting)
{
  g_autofree char *value = g_key_file_get_value (file, setting->group, setting->key, NULL);

  if (!g_str_has_suffix (value, " "))
    return g_steal_pointer (&value);

  value[strlen (value) - 1] = '\0';
  return g_strconcat (value, "\\s", NULL);
}

/**
 * daemon_setting_print:
 * @self: what to print
 * @options: where it is
 *
 * Writes a value as it stands in a config file, without passwords.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if there is none
 */
char *
daemon_setting_print (const DaemonSetting *self,
                      const DaemonOptions *options)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *address = NULL;
  char **list;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  switch (self->kind)
    {
    case DAEMON_SETTING_NUMBER:
      return g_strdup_printf ("%u", MEMBER (guint, options, self));
    case DAEMON_SETTING_SIZE:
      return g_strdup_printf ("%" G_GSIZE_FORMAT, MEMBER (gsize, options, self));
    case DAEMON_SETTING_SWITCH:
      return g_strdup (MEMBER (gboolean, options, self) ? "true" : "false");
    case DAEMON_SETTING_LIST:
      list = MEMBER (char **, options, self);
      if (list == NULL)
        return NULL;
      g_key_file_set_string_list (file, self->group, self->key, (const char *const *) list, g_strv_length (list));
      break;
    case DAEMON_SETTING_DATABASE:
      if (MEMBER (char *, options, self) == NULL)
        return NULL;
      address = hide_passwords (MEMBER (char *, options, self));
      g_key_file_set_string (file, self->group, self->key, address);
      break;
    case DAEMON_SETTING_TEXT:
    case DAEMON_SETTING_PATH:
    default:
      if (MEMBER (char *, options, self) == NULL)
        return NULL;
      g_key_file_set_string (file, self->group, self->key, MEMBER (char *, options, self));
      break;
    }

  return get_escaped (file, self);
}

/**
 * daemon_settings_print:
 * @options: what is in force
 *
 * Writes options as a config file that sets the same. A secret is not in it:
 * secrets are in files of their own, or left out.
 *
 * Returns: (transfer full): the text of the file
 */
char *
daemon_settings_print (const DaemonOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *group = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const DaemonSetting *setting = &settings[i];
      g_autofree char *value = daemon_setting_print (setting, options);

      if (g_strcmp0 (group, setting->group) != 0)
        g_string_append_printf (text, "%s[%s]\n", group != NULL ? "\n" : "", setting->group);
      group = setting->group;

      g_string_append_printf (text, "# %s\n", _(setting->summary));
      g_string_append_printf (text, "%s%s=%s\n", value != NULL ? "" : "#", setting->key,
                              value != NULL ? value : "");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
