/* wb-config.c: the configuration of a program, from all its sources
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "file/wb-file.h"
#include "wb-config-private.h"

/* The longest config file, in bytes. */
#define MAX_FILE (256 * 1024)

static const WbConfigKey *
get_key (const WbConfig *self,
         guint           id)
{
  return &self->table->keys[id];
}

/* Takes the values over if no stronger source has set the key. */
void
wb_config_choose (WbConfig        *self,
                  guint            id,
                  WbConfigSource   source,
                  char           **values,
                  const char      *origin)
{
  WbConfigChoice *choice = &self->choices[id];

  if (source < choice->source)
    {
      g_strfreev (values);
      return;
    }

  g_strfreev (choice->values);
  choice->values = values;
  choice->source = source;
  g_free (choice->origin);
  choice->origin = g_strdup (origin);
}

static gboolean
take_text (WbConfig        *self,
           guint            id,
           WbConfigSource   source,
           const char      *text,
           const char      *where,
           GError         **error)
{
  char **values = wb_config_key_check (get_key (self, id), text, where, error);

  if (values == NULL)
    return FALSE;

  wb_config_choose (self, id, source, values, where);

  return TRUE;
}

static gboolean
flag_cb (const char  *name,
         const char  *value,
         gpointer     user_data,
         GError     **error)
{
  WbConfig *self = user_data;
  guint id;

  if (!wb_config_table_find (self->table, name + strlen ("--"), &id))
    g_return_val_if_reached (FALSE);

  return wb_config_take_flag (self, id, value, error);
}

static gboolean
take_setting (WbConfig  *self,
              guint      id,
              GVariant  *setting,
              GError   **error)
{
  const WbConfigKey *key = get_key (self, id);
  g_autofree char *where = g_strdup_printf (_("%s in the settings"), key->setting);
  char **values;

  if (g_variant_is_of_type (setting, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **list = g_variant_get_strv (setting, NULL);

      if (list[0] == NULL || (*list[0] == '\0' && list[1] == NULL))
        return TRUE;
      values = wb_config_key_check_values (key, list, where, error);
    }
  else
    {
      g_autofree char *text = g_variant_is_of_type (setting, G_VARIANT_TYPE_STRING)
                                ? g_variant_dup_string (setting, NULL)
                                : g_variant_print (setting, FALSE);

      if (*text == '\0')
        return TRUE;
      values = wb_config_key_check (key, text, where, error);
    }
  if (values == NULL)
    return FALSE;

  wb_config_choose (self, id, WB_CONFIG_SOURCE_SETTINGS, values, where);

  return TRUE;
}

/**
 * wb_config_new:
 * @table: what can be set; must outlive the result, as must its strings
 *
 * Returns: (transfer full): a config in which each key has its default
 */
WbConfig *
wb_config_new (const WbConfigTable *table)
{
  WbConfig *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (WbConfig, 1);
  self->table = table;
  self->choices = g_new0 (WbConfigChoice, table->n_keys);
  self->texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->n_keys; i++)
    if (table->keys[i].fallback != NULL)
      take_text (self, i, WB_CONFIG_SOURCE_DEFAULT, table->keys[i].fallback, table->keys[i].name, NULL);

  return self;
}

void
wb_config_free (WbConfig *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->table->n_keys; i++)
    {
      g_strfreev (self->choices[i].values);
      g_free (self->choices[i].origin);
    }
  g_free (self->choices);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

/**
 * wb_config_new_option_group:
 * @self: a config; must outlive the result
 * @name: (nullable): the group is shown by `--help-NAME`; %NULL for a main group
 * @title: (nullable): the heading in that help
 * @help: (nullable): what --help says about that help
 *
 * Makes a flag of each key, except of those that share one with the program.
 * Parsing the group sets the keys.
 *
 * Returns: (transfer full): a group of options
 */
GOptionGroup *
wb_config_new_option_group (WbConfig   *self,
                            const char *name,
                            const char *title,
                            const char *help)
{
  g_autofree GOptionEntry *entries = NULL;
  GOptionEntry *entry;
  GOptionGroup *group;

  g_return_val_if_fail (self != NULL, NULL);

  entry = entries = g_new0 (GOptionEntry, self->table->n_keys + 1);
  for (guint i = 0; i < self->table->n_keys; i++)
    {
      const WbConfigKey *key = get_key (self, i);

      if (key->shares_flag)
        continue;

      if (key->type == WB_CONFIG_SWITCH)
        entry->flags = G_OPTION_FLAG_OPTIONAL_ARG;
      else if (key->type == WB_CONFIG_PATH)
        entry->flags = G_OPTION_FLAG_FILENAME;
      entry->description = key->summary;
      if (key->type != WB_CONFIG_SWITCH && key->fallback != NULL)
        {
          char *text = g_strdup_printf (_("%s (default: %s)"), _(key->summary), key->fallback);

          g_ptr_array_add (self->texts, text);
          entry->description = text;
        }

      entry->long_name = key->name;
      entry->arg = G_OPTION_ARG_CALLBACK;
      entry->arg_data = flag_cb;
      entry->arg_description = key->argument;
      entry++;
    }

  group = g_option_group_new (name, title, help, self, NULL);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);

  return group;
}

/**
 * wb_config_take_flag:
 * @self: a config
 * @id: a key
 * @text: (nullable): its value on the command line; %NULL for a bare switch
 * @error: return location for a %G_OPTION_ERROR
 *
 * Takes a flag. One of a list is added to those before it; another one replaces
 * the one before. A relative path starts from the current folder.
 *
 * Returns: whether the value is valid; if not, with an error that is one sentence
 */
gboolean
wb_config_take_flag (WbConfig    *self,
                     guint        id,
                     const char  *text,
                     GError     **error)
{
  const WbConfigKey *key;
  const WbConfigChoice *choice;
  g_autofree char *where = NULL;
  g_autofree char *path = NULL;
  g_auto (GStrv) values = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL && id < self->table->n_keys, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  key = get_key (self, id);
  choice = &self->choices[id];
  where = g_strconcat ("--", key->name, NULL);

  if (text == NULL)
    text = "true";
  if (key->type == WB_CONFIG_PATH && *text != '\0')
    text = path = g_canonicalize_filename (text, NULL);

  values = wb_config_key_check (key, text, where, error);
  if (values == NULL)
    return FALSE;

  builder = g_strv_builder_new ();
  if (key->type == WB_CONFIG_LIST && choice->source == WB_CONFIG_SOURCE_FLAG)
    g_strv_builder_addv (builder, (const char **) choice->values);
  g_strv_builder_addv (builder, (const char **) values);
  wb_config_choose (self, id, WB_CONFIG_SOURCE_FLAG, g_strv_builder_end (builder), where);

  return TRUE;
}

/**
 * wb_config_read_environment:
 * @self: a config
 * @error: return location for a %G_OPTION_ERROR
 *
 * Reads the environment variables of all keys. An empty variable counts as unset.
 *
 * Returns: whether all values are valid; if not, with an error that is one sentence
 */
gboolean
wb_config_read_environment (WbConfig  *self,
                            GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < self->table->n_keys; i++)
    {
      const char *variable = get_key (self, i)->variable;
      const char *text = variable != NULL ? g_getenv (variable) : NULL;

      if (text != NULL && *text != '\0' &&
          !take_text (self, i, WB_CONFIG_SOURCE_ENVIRONMENT, text, variable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * wb_config_read_settings:
 * @self: a config
 * @settings: settings that have the keys which the table names
 * @error: return location for a %G_OPTION_ERROR
 *
 * Reads what the user has set, and not the defaults of the schema. An empty text
 * or list counts as unset.
 *
 * Returns: whether all values are valid; if not, with an error that is one sentence
 */
gboolean
wb_config_read_settings (WbConfig   *self,
                         GSettings  *settings,
                         GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < self->table->n_keys; i++)
    {
      const WbConfigKey *key = get_key (self, i);
      g_autoptr (GVariant) setting = NULL;

      if (key->setting != NULL)
        setting = g_settings_get_user_value (settings, key->setting);
      if (setting != NULL && !take_setting (self, i, setting, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * wb_config_read_file:
 * @self: a config
 * @path: the path of a config file of at most 256 KiB
 * @error: return location for an error
 *
 * Reads a config file, see wb_config_read_text().
 *
 * Returns: whether all of it is valid; if not, with an error that is one sentence
 */
gboolean
wb_config_read_file (WbConfig    *self,
                     const char  *path,
                     GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  text = wb_file_read (path, MAX_FILE, &length, &local_error);
  if (text != NULL)
    return wb_config_read_text (self, text, length, path, error);

  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND,
               _("The config file “%s” cannot be read: %s"), path, local_error->message);
  return FALSE;
}

/**
 * wb_config_read_file_if_exists:
 * @self: a config
 * @path: the path of a config file
 * @error: return location for an error
 *
 * Reads a config file as wb_config_read_file() does, unless there is none.
 *
 * Returns: whether all of it is valid; if not, with an error that is one sentence
 */
gboolean
wb_config_read_file_if_exists (WbConfig    *self,
                               const char  *path,
                               GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return (g_access (path, F_OK) != 0 && errno == ENOENT) || wb_config_read_file (self, path, error);
}

/**
 * wb_config_get:
 * @self: a config
 * @id: a key that is no list
 *
 * Returns: (transfer none) (nullable): its value as a text, %NULL if it has none
 */
const char *
wb_config_get (const WbConfig *self,
               guint           id)
{
  g_return_val_if_fail (self != NULL && id < self->table->n_keys, NULL);

  return self->choices[id].values != NULL ? self->choices[id].values[0] : NULL;
}

/**
 * wb_config_get_list:
 * @self: a config
 * @id: a list
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its values, %NULL
 *   if it has none
 */
const char *const *
wb_config_get_list (const WbConfig *self,
                    guint           id)
{
  g_return_val_if_fail (self != NULL && id < self->table->n_keys, NULL);

  return (const char *const *) self->choices[id].values;
}

gboolean
wb_config_get_switch (const WbConfig *self,
                      guint           id)
{
  return g_strcmp0 (wb_config_get (self, id), "true") == 0;
}

/**
 * wb_config_get_number:
 * @self: a config
 * @id: a number, which has a default
 *
 * Returns: its value
 */
gint64
wb_config_get_number (const WbConfig *self,
                      guint           id)
{
  const char *text = wb_config_get (self, id);

  g_return_val_if_fail (text != NULL, 0);

  return g_ascii_strtoll (text, NULL, 10);
}

WbConfigSource
wb_config_get_source (const WbConfig *self,
                      guint           id)
{
  g_return_val_if_fail (self != NULL && id < self->table->n_keys, WB_CONFIG_SOURCE_DEFAULT);

  return self->choices[id].source;
}
