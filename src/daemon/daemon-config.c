/* daemon-config.c: the config file of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "daemon-settings.h"
#include "file/wb-file.h"

/* The longest file that is read, in bytes. */
#define MAX_FILE (256 * 1024)

/* One file, being read. GKeyFile knows no line numbers and is content with keys that nobody asks for, so the
 * lines are walked through here, and it is only asked what a value means. */
typedef struct
{
  DaemonOptions *options;
  GKeyFile      *values;
  GHashTable    *seen;
  const char    *path;
  const char    *group;
  guint          line;
} Reader;

G_GNUC_PRINTF (3, 4)
static void
set_line_error (GError       **error,
                const Reader  *reader,
                const char    *format,
                ...)
{
  g_autofree char *problem = NULL;
  va_list arguments;

  va_start (arguments, format);
  problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s:%u: %s", reader->path, reader->line, problem);
}

static gboolean
check_text (Reader               *reader,
            const DaemonSetting  *setting,
            const char           *text,
            GError              **error)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        set_line_error (error, reader, _("the value of “%s” has a character that cannot be seen"), setting->key);
        return FALSE;
      }

  return TRUE;
}

/* GKeyFile warns on the log where a value has two backslashes that mean nothing (it sets an error over the
 * first), and may give a value and an error, so it gets only what it can read. */
static gboolean
check_escapes (Reader               *reader,
               const DaemonSetting  *setting,
               const char           *raw,
               GError              **error)
{
  const char *known = setting->kind == DAEMON_SETTING_LIST ? "sntr\\;" : "sntr\\";

  for (const char *p = strchr (raw, '\\'); p != NULL; p = strchr (p + 2, '\\'))
    if (p[1] == '\0' || strchr (known, p[1]) == NULL)
      {
        set_line_error (error, reader, _("the value of “%s” has a backslash that means nothing"), setting->key);
        return FALSE;
      }

  return TRUE;
}

static gboolean
read_list (Reader               *reader,
           const DaemonSetting  *setting,
           GError              **error)
{
  g_auto (GStrv) list = g_key_file_get_string_list (reader->values, setting->group, setting->key, NULL, NULL);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (!check_text (reader, setting, list[i], error))
        return FALSE;
      daemon_setting_add (setting, reader->options, list[i]);
    }

  return TRUE;
}

static gboolean
read_value (Reader               *reader,
            const DaemonSetting  *setting,
            const char           *raw,
            GError              **error)
{
  g_autofree char *value = NULL;
  g_autofree char *where = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!check_escapes (reader, setting, raw, error))
    return FALSE;

  g_key_file_set_value (reader->values, setting->group, setting->key, raw);

  if (setting->kind == DAEMON_SETTING_LIST)
    return read_list (reader, setting, error);

  value = g_key_file_get_string (reader->values, setting->group, setting->key, NULL);
  if (!check_text (reader, setting, value, error))
    return FALSE;

  where = g_strdup_printf ("“%s”", setting->key);
  if (!daemon_setting_set (setting, reader->options, value, where, &local_error))
    {
      set_line_error (error, reader, "%s", local_error->message);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_group (const char *name)
{
  const DaemonSetting *settings;
  gsize n_settings;

  settings = daemon_settings_get (&n_settings);
  for (gsize i = 0; i < n_settings; i++)
    if (strcmp (settings[i].group, name) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
read_group (Reader  *reader,
            char    *line,
            GError **error)
{
  char *end = strchr (line, ']');

  if (end == NULL || end[1] != '\0')
    {
      set_line_error (error, reader, _("a group must read [NAME]"));
      return FALSE;
    }

  *end = '\0';
  if (!is_group (line + 1))
    {
      set_line_error (error, reader, _("there is no group [%s]; see --print-config"), line + 1);
      return FALSE;
    }

  reader->group = line + 1;
  return TRUE;
}

static gboolean
read_key (Reader  *reader,
          char    *line,
          GError **error)
{
  char *equals = strchr (line, '=');
  const DaemonSetting *setting;

  if (equals == NULL)
    {
      set_line_error (error, reader, _("a line must read KEY=VALUE or [GROUP], or begin with #"));
      return FALSE;
    }

  *equals = '\0';
  g_strchomp (line);

  if (reader->group == NULL)
    {
      set_line_error (error, reader, _("“%s” stands before the first [GROUP]"), line);
      return FALSE;
    }

  setting = daemon_settings_find (line);
  if (setting == NULL)
    {
      set_line_error (error, reader, _("there is no key “%s”; see --print-config"), line);
      return FALSE;
    }

  if (strcmp (setting->group, reader->group) != 0)
    {
      set_line_error (error, reader, _("“%s” belongs into [%s], not into [%s]"), line, setting->group, reader->group);
      return FALSE;
    }

  if (!g_hash_table_add (reader->seen, (gpointer) setting))
    {
      set_line_error (error, reader, _("“%s” is there a second time"), line);
      return FALSE;
    }

  return read_value (reader, setting, g_strchug (equals + 1), error);
}

static gboolean
read_line (Reader  *reader,
           char    *line,
           GError **error)
{
  g_strstrip (line);

  if (*line == '\0' || *line == '#')
    return TRUE;

  return *line == '[' ? read_group (reader, line, error) : read_key (reader, line, error);
}

/**
 * daemon_config_parse:
 * @options: what to set
 * @text: what is in the file
 * @length: its length in bytes
 * @path: what to call the file in an error
 * @error: return location for an error
 *
 * Reads a config file: a key file whose groups and keys are those of
 * [func@daemon_settings_get]. What it does not know is an error, so that a slip
 * of the keyboard is not a limit that does not hold.
 *
 * Returns: whether all of it is set; if not, with an error that is one
 *   sentence and begins with file and line
 */
gboolean
daemon_config_parse (DaemonOptions  *options,
                     const char     *text,
                     gsize           length,
                     const char     *path,
                     GError        **error)
{
  g_autoptr (GKeyFile) values = g_key_file_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *copy = NULL;
  g_auto (GStrv) lines = NULL;
  Reader reader = { options, values, seen, path, NULL, 0 };

  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (length == 0)
    return TRUE;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING,
                   _("“%s” is no text in UTF-8"), path);
      return FALSE;
    }

  copy = g_strndup (text, length);
  lines = g_strsplit (copy, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      reader.line = i + 1;
      if (!read_line (&reader, lines[i], error))
        return FALSE;
    }

  return TRUE;
}

/**
 * daemon_config_load:
 * @options: what to set
 * @path: the path of a config file
 * @may_be_missing: whether it is good, too, if there is no such file
 * @error: return location for an error
 *
 * Reads a config file, see [func@daemon_config_parse].
 *
 * Returns: whether all of it is set; if not, with an error that is one sentence
 */
gboolean
daemon_config_load (DaemonOptions  *options,
                    const char     *path,
                    gboolean        may_be_missing,
                    GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  text = wb_file_read (path, MAX_FILE, &length, &local_error);
  if (text == NULL)
    {
      if (may_be_missing && g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;

      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND,
                   _("The config file “%s” cannot be read: %s"), path, local_error->message);
      return FALSE;
    }

  return daemon_config_parse (options, text, length, path, error);
}
