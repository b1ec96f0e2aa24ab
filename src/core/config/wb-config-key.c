/* wb-config-key.c: what can be set in a program, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-config-key.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;

  return FALSE;
}

/* Leaves the value out where it is a secret, or is not text. */
static void
set_reason (const WbConfigKey  *key,
            const char         *text,
            const char         *where,
            const char         *reason,
            GError            **error)
{
  g_autofree char *shown = key->redact != NULL ? key->redact (text) : g_strdup (text);

  if (shown != NULL && g_utf8_validate (shown, -1, NULL))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is wrong for %s: %s"), shown, where,
                 reason);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("The value is wrong for %s: %s"), where,
                 reason);
}

static char *
check_number (const WbConfigKey  *key,
              const char         *text,
              const char         *where,
              GError            **error)
{
  gint64 number;

  if (g_ascii_string_to_signed (text, 10, key->minimum, key->maximum, &number, NULL))
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  /* As long long: a text with a macro in it cannot be translated. */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is wrong for %s, which takes a number from %lld to %lld"),
               text, where, (long long) key->minimum, (long long) key->maximum);
  return NULL;
}

static char *
check_text (const WbConfigKey  *key,
            const char         *text,
            const char         *where,
            GError            **error)
{
  g_autoptr (GError) reason = NULL;
  char *value;

  if (key->check == NULL)
    return g_strdup (text);

  value = key->check (text, &reason);
  if (value == NULL)
    set_reason (key, text, where, reason->message, error);

  return value;
}

/* Refuses, from any source, what would not survive being printed and read again. Only a path may have bytes
 * that are not UTF-8, as the file system allows. */
static gboolean
check_characters (const WbConfigKey  *key,
                  const char         *text,
                  const char         *where,
                  GError            **error)
{
  if (*text == '\0')
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("There is no value for %s; write one, or leave it out"), where);
  else if (has_control_character (text))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("The value of %s has a character that cannot be seen"), where);
  else if (key->type != WB_CONFIG_PATH && !g_utf8_validate (text, -1, NULL))
    set_reason (key, text, where, _("it is no text in UTF-8"), error);
  else
    return TRUE;

  return FALSE;
}

static char *
check_value (const WbConfigKey  *key,
             const char         *text,
             const char         *where,
             GError            **error)
{
  if (!check_characters (key, text, where, error))
    return NULL;

  switch (key->type)
    {
    case WB_CONFIG_NUMBER:
      return check_number (key, text, where, error);
    case WB_CONFIG_SWITCH:
      if (g_str_equal (text, "true") || g_str_equal (text, "false"))
        return g_strdup (text);
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is wrong for %s, which takes true or false"), text, where);
      return NULL;
    case WB_CONFIG_PATH:
      if (g_path_is_absolute (text))
        return check_text (key, text, where, error);
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is wrong for %s, which takes a path that begins with /"), text, where);
      return NULL;
    case WB_CONFIG_TEXT:
    case WB_CONFIG_LIST:
    default:
      return check_text (key, text, where, error);
    }
}

/* Values of a list have no space around them, and a separator behind the last one is no further value. */
static void
trim_list (char **values)
{
  guint n_values;

  for (n_values = 0; values[n_values] != NULL; n_values++)
    g_strstrip (values[n_values]);

  if (n_values > 1 && *values[n_values - 1] == '\0')
    g_clear_pointer (&values[n_values - 1], g_free);
}

/**
 * wb_config_table_find:
 * @table: a table
 * @name: the name of a key
 * @ret_id: (out): its place in the table
 *
 * Returns: whether there is one
 */
gboolean
wb_config_table_find (const WbConfigTable *table,
                      const char          *name,
                      guint               *ret_id)
{
  g_return_val_if_fail (table != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (ret_id != NULL, FALSE);

  for (guint i = 0; i < table->n_keys; i++)
    if (g_str_equal (table->keys[i].name, name))
      {
        *ret_id = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * wb_config_key_check_values:
 * @key: a key
 * @values: (array zero-terminated=1): its values; one, unless it is a list
 * @where: what an error calls the place: a flag, a variable, a quoted key
 * @error: return location for a %G_OPTION_ERROR
 *
 * Checks the type, the range and the characters of values, and calls the check
 * of the key.
 *
 * Returns: (transfer full) (array zero-terminated=1): the values in their normal
 *   form, or %NULL with an error that is one sentence for the operator
 */
char **
wb_config_key_check_values (const WbConfigKey  *key,
                            const char *const  *values,
                            const char         *where,
                            GError            **error)
{
  g_auto (GStrv) given = NULL;
  g_auto (GStrv) checked = NULL;
  guint n_values;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (values != NULL && values[0] != NULL, NULL);
  g_return_val_if_fail (where != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  given = g_strdupv ((char **) values);
  if (key->type == WB_CONFIG_LIST)
    trim_list (given);
  n_values = g_strv_length (given);
  checked = g_new0 (char *, n_values + 1);
  for (guint i = 0; i < n_values; i++)
    {
      /* A list that is empty as a whole is reported as one value that is missing. */
      if (*given[i] == '\0' && n_values > 1)
        {
          g_autofree char *text = g_strjoinv ((const char[]) { key->separator, '\0' }, given);

          set_reason (key, text, where, _("a value of the list is empty"), error);
          return NULL;
        }

      checked[i] = check_value (key, given[i], where, error);
      if (checked[i] == NULL)
        return NULL;
    }

  return g_steal_pointer (&checked);
}

/**
 * wb_config_key_check:
 * @key: a key
 * @text: its value as a flag, a variable or a person gives it: without escapes
 * @where: what an error calls the place, see wb_config_key_check_values()
 * @error: return location for a %G_OPTION_ERROR
 *
 * Splits a text, if the key is a list, and checks its values.
 *
 * Returns: (transfer full) (array zero-terminated=1): the values in their normal
 *   form, or %NULL with an error that is one sentence for the operator
 */
char **
wb_config_key_check (const WbConfigKey  *key,
                     const char         *text,
                     const char         *where,
                     GError            **error)
{
  const char *const whole[] = { text, NULL };
  g_auto (GStrv) values = NULL;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  /* g_strsplit() makes no part of an empty text. */
  if (key->type != WB_CONFIG_LIST || *text == '\0')
    return wb_config_key_check_values (key, whole, where, error);

  values = g_strsplit (text, (const char[]) { key->separator, '\0' }, -1);

  return wb_config_key_check_values (key, (const char *const *) values, where, error);
}

/**
 * wb_config_key_unescape:
 * @key: a key
 * @text: its value as it is in a config file, without white space around it
 *
 * Reads the escapes of a key file: `\s` space, `\t` tab, `\n` line feed, `\r`
 * carriage return, `\\` backslash, and in a list a backslash before a separator
 * that is part of a value.
 *
 * Returns: (transfer full) (array zero-terminated=1) (nullable): the values, or
 *   %NULL if a backslash is before anything else
 */
char **
wb_config_key_unescape (const WbConfigKey *key,
                        const char        *text)
{
  const char codes[] = { 's', 't', 'n', 'r', '\\', key->separator, '\0' };
  const char meanings[] = { ' ', '\t', '\n', '\r', '\\', key->separator, '\0' };
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GString) value = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\')
        {
          const char *code = *++p != '\0' ? strchr (codes, *p) : NULL;

          if (code == NULL)
            return NULL;
          g_string_append_c (value, meanings[code - codes]);
        }
      else if (*p == key->separator)
        {
          g_strv_builder_add (values, value->str);
          g_string_truncate (value, 0);
        }
      else
        {
          g_string_append_c (value, *p);
        }
    }
  g_strv_builder_add (values, value->str);

  return g_strv_builder_end (values);
}

/**
 * wb_config_key_escape:
 * @key: a key
 * @values: (array zero-terminated=1): its values, which have been checked
 *
 * Returns: (transfer full): the value for a config file, of which
 *   wb_config_key_unescape() makes the same values
 */
char *
wb_config_key_escape (const WbConfigKey *key,
                      const char *const *values)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, key->separator);

      for (const char *p = values[i]; *p != '\0'; p++)
        {
          /* White space at either end of a line is not part of a value. */
          gboolean at_end = p == values[i] || p[1] == '\0';

          if (*p == ' ' && at_end)
            g_string_append (text, "\\s");
          else if (*p == '\\' || *p == key->separator)
            g_string_append_printf (text, "\\%c", *p);
          else
            g_string_append_c (text, *p);
        }
    }

  return g_string_free (text, FALSE);
}
