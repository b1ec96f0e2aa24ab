/* wb-kiosk-options.c: what a wall is told, and by whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "file/wb-file.h"

/* The longest file that is read, in bytes. */
#define MAX_FILE (256 * 1024)

#define GROUP "kiosk"

typedef struct
{
  char          *value;
  char          *where;   /* who said so, in words */
  WbKioskSource  source;
} Choice;

struct _WbKioskOptions
{
  Choice choices[WB_KIOSK_N_KEYS];
};

static gboolean
choose (WbKioskOptions  *self,
        WbKioskKeyId     id,
        WbKioskSource    source,
        const char      *text,
        const char      *where,
        GError         **error)
{
  Choice *choice = &self->choices[id];
  g_autofree char *value = wb_kiosk_key_check (id, text, where, error);

  if (value == NULL)
    return FALSE;
  if (source < choice->source)
    return TRUE;

  g_free (choice->value);
  g_free (choice->where);
  choice->value = g_steal_pointer (&value);
  choice->where = g_strdup (where);
  choice->source = source;

  return TRUE;
}

static char *
dup_variable (WbKioskKeyId id)
{
  g_autofree char *capitals = g_ascii_strup (wb_kiosk_key_get (id)->key, -1);

  return g_strconcat ("WALLBOARD_", g_strdelimit (capitals, "-", '_'), NULL);
}

static char *
dup_settings_key (WbKioskKeyId id)
{
  return id == WB_KIOSK_KIOSK ? g_strdup (GROUP) : g_strconcat (GROUP "-", wb_kiosk_key_get (id)->key, NULL);
}

/* What the settings say, as a text, or NULL where nobody set it there: a list or a text that is empty is unset, too. */
static char *
dup_setting (GSettings    *settings,
             WbKioskKeyId  id,
             const char   *name)
{
  g_autoptr (GVariant) value = g_settings_get_user_value (settings, name);
  g_autofree char *text = NULL;

  if (value == NULL)
    return NULL;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (value) ? "true" : "false");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return g_strdup_printf ("%u", g_variant_get_uint32 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **members = g_variant_get_strv (value, NULL);

      text = g_strjoinv ((const char[]) { wb_kiosk_key_get (id)->separator, '\0' }, (char **) members);
    }
  else
    text = g_variant_dup_string (value, NULL);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* A line of the file; a group and a key have been told apart from a comment. */
static gboolean
read_line (WbKioskOptions  *self,
           char            *line,
           const char      *place,
           guint           *seen,
           GError         **error)
{
  char *equals = strchr (line, '=');
  g_autofree char *where = NULL;
  WbKioskKeyId id;

  if (*line == '[')
    {
      if (g_str_equal (line, "[" GROUP "]"))
        return TRUE;
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                   _("%s: “%s” is no group of this file, which has [%s] alone"), place, line, GROUP);
      return FALSE;
    }

  if (equals == NULL)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                   _("%s: “%s” is neither a comment nor KEY=VALUE"), place, line);
      return FALSE;
    }

  *equals = '\0';
  g_strstrip (line);
  if (!wb_kiosk_key_find (line, &id))
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
                   _("%s: there is no key “%s”; see wallboard --help-kiosk for those that are"), place, line);
      return FALSE;
    }
  if ((*seen & (1u << id)) != 0)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                   _("%s: “%s” is there twice; write it once"), place, line);
      return FALSE;
    }

  *seen |= 1u << id;
  where = g_strdup_printf ("%s (%s)", line, place);

  return choose (self, id, WB_KIOSK_SOURCE_FILE, g_strstrip (equals + 1), where, error);
}

/**
 * wb_kiosk_options_new:
 *
 * Returns: (transfer full): the options of a wall that is told nothing
 */
WbKioskOptions *
wb_kiosk_options_new (void)
{
  WbKioskOptions *self = g_new0 (WbKioskOptions, 1);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    self->choices[i].value = g_strdup (wb_kiosk_key_get (i)->fallback);

  return self;
}

/**
 * wb_kiosk_options_free:
 * @self: (transfer full): options
 *
 * Frees the options.
 */
void
wb_kiosk_options_free (WbKioskOptions *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      g_free (self->choices[i].value);
      g_free (self->choices[i].where);
    }
  g_free (self);
}

/**
 * wb_kiosk_options_take_flag:
 * @self: options
 * @id: a key
 * @value: (nullable): its value on the command line, %NULL for a bare switch
 * @error: return location for a %G_OPTION_ERROR
 *
 * Takes a flag. Those of a list add to it, beginning with the first flag, and
 * others replace the one before. A path may start from the current folder.
 *
 * Returns: whether the value makes sense
 */
gboolean
wb_kiosk_options_take_flag (WbKioskOptions  *self,
                            WbKioskKeyId     id,
                            const char      *value,
                            GError         **error)
{
  const WbKioskKey *key;
  Choice *choice;
  g_autofree char *where = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL && id < WB_KIOSK_N_KEYS, FALSE);

  key = wb_kiosk_key_get (id);
  choice = &self->choices[id];
  where = g_strconcat ("--", key->key, NULL);

  if (value == NULL)
    text = g_strdup ("true");
  else if (key->kind == WB_KIOSK_KIND_PATH && *value != '\0')
    text = g_canonicalize_filename (value, NULL);
  else if (key->separator != '\0' && choice->source == WB_KIOSK_SOURCE_FLAG)
    text = g_strdup_printf ("%s%c%s", choice->value, key->separator, value);
  else
    text = g_strdup (value);

  return choose (self, id, WB_KIOSK_SOURCE_FLAG, text, where, error);
}

/**
 * wb_kiosk_options_read_environment:
 * @self: options
 * @error: return location for a %G_OPTION_ERROR
 *
 * Reads the variables `WALLBOARD_…`. One that is empty is unset.
 *
 * Returns: whether all values make sense
 */
gboolean
wb_kiosk_options_read_environment (WbKioskOptions  *self,
                                   GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      g_autofree char *name = dup_variable (i);
      const char *text = g_getenv (name);

      if (text != NULL && *text != '\0' && !choose (self, i, WB_KIOSK_SOURCE_ENVIRONMENT, text, name, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * wb_kiosk_options_read_file:
 * @self: options
 * @path: a key file with the group `kiosk`
 * @may_be_missing: whether a file that is not there says nothing
 * @error: return location for an error
 *
 * Reads a file. It is read strictly: GKeyFile is content with keys that nobody
 * asks for, and a wall with a misspelt key would not be what was meant.
 *
 * Returns: whether all of it makes sense
 */
gboolean
wb_kiosk_options_read_file (WbKioskOptions  *self,
                            const char      *path,
                            gboolean         may_be_missing,
                            GError         **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;
  guint seen = 0;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  text = wb_file_read (path, MAX_FILE, &length, &local_error);
  if (text == NULL)
    {
      if (may_be_missing && g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("“%s” cannot be read: %s"), path,
                   local_error->message);
      return FALSE;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("“%s” is no config file: it is too long, or not text"),
                   path);
      return FALSE;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *place = g_strdup_printf ("%s:%u", path, i + 1);
      char *line = g_strstrip (lines[i]);

      if (*line != '\0' && *line != '#' && !read_line (self, line, place, &seen, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * wb_kiosk_options_read_settings:
 * @self: options
 * @settings: the app's settings
 * @error: return location for a %G_OPTION_ERROR
 *
 * Reads what was set there, and not what is set there for everybody.
 *
 * Returns: whether all values make sense
 */
gboolean
wb_kiosk_options_read_settings (WbKioskOptions  *self,
                                GSettings       *settings,
                                GError         **error)
{
  g_return_val_if_fail (self != NULL && G_IS_SETTINGS (settings), FALSE);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      g_autofree char *name = dup_settings_key (i);
      g_autofree char *text = dup_setting (settings, i, name);
      g_autofree char *where = g_strdup_printf (_("%s in the settings"), name);

      if (text != NULL && !choose (self, i, WB_KIOSK_SOURCE_SETTINGS, text, where, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * wb_kiosk_options_get:
 * @self: options
 * @id: a key
 *
 * Returns: (transfer none) (nullable): its value, or %NULL if it has none
 */
const char *
wb_kiosk_options_get (WbKioskOptions *self,
                      WbKioskKeyId    id)
{
  g_return_val_if_fail (self != NULL && id < WB_KIOSK_N_KEYS, NULL);

  return self->choices[id].value;
}

/**
 * wb_kiosk_options_get_source:
 * @self: options
 * @id: a key
 *
 * Returns: who set it
 */
WbKioskSource
wb_kiosk_options_get_source (WbKioskOptions *self,
                             WbKioskKeyId    id)
{
  g_return_val_if_fail (self != NULL && id < WB_KIOSK_N_KEYS, WB_KIOSK_SOURCE_NOBODY);

  return self->choices[id].source;
}

/**
 * wb_kiosk_options_get_switch:
 * @self: options
 * @id: a switch
 *
 * Returns: whether it is on
 */
gboolean
wb_kiosk_options_get_switch (WbKioskOptions *self,
                             WbKioskKeyId    id)
{
  return g_strcmp0 (wb_kiosk_options_get (self, id), "true") == 0;
}

/**
 * wb_kiosk_options_get_number:
 * @self: options
 * @id: a number
 *
 * Returns: the number
 */
guint
wb_kiosk_options_get_number (WbKioskOptions *self,
                             WbKioskKeyId    id)
{
  return (guint) g_ascii_strtoull (wb_kiosk_options_get (self, id), NULL, 10);
}

/**
 * wb_kiosk_options_wants_monitor:
 * @self: options
 * @connector: (nullable): the connector of a monitor, if it has one
 *
 * Returns: whether there shall be a window on it
 */
gboolean
wb_kiosk_options_wants_monitor (WbKioskOptions *self,
                                const char     *connector)
{
  g_auto (GStrv) wanted = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  wanted = wb_kiosk_key_split (WB_KIOSK_MONITOR, self->choices[WB_KIOSK_MONITOR].value);

  return wanted[0] == NULL || (connector != NULL && g_strv_contains ((const char *const *) wanted, connector));
}

/* The member of a list that is for a monitor, or for all of them. */
static GArray *
find_items (WbKioskOptions *self,
            WbKioskKeyId    id,
            const char     *connector)
{
  g_auto (GStrv) members = wb_kiosk_key_split (id, self->choices[id].value);
  GArray *items = NULL;

  for (guint i = 0; members[i] != NULL; i++)
    {
      const char *rest;
      g_autofree char *for_connector = wb_kiosk_dup_connector (members[i], &rest);

      if (g_strcmp0 (for_connector, connector) != 0)
        continue;
      g_clear_pointer (&items, g_array_unref);
      items = wb_kiosk_items_parse (rest, id == WB_KIOSK_ROTATE, NULL);
    }

  return items;
}

/**
 * wb_kiosk_options_list_items:
 * @self: options
 * @connector: (nullable): the connector of a monitor, if it has one
 *
 * Lists what a window shows in turn. What is meant for its monitor goes before
 * what is meant for all, and a rotation before a single chart.
 *
 * Returns: (transfer full) (element-type WbKioskItem) (nullable): the items, or
 *   %NULL if the window follows the board as every display does
 */
GArray *
wb_kiosk_options_list_items (WbKioskOptions *self,
                             const char     *connector)
{
  GArray *items = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (connector != NULL)
    items = find_items (self, WB_KIOSK_ROTATE, connector);
  if (items == NULL && connector != NULL)
    items = find_items (self, WB_KIOSK_SHOW, connector);
  if (items == NULL)
    items = find_items (self, WB_KIOSK_ROTATE, NULL);
  if (items == NULL)
    items = find_items (self, WB_KIOSK_SHOW, NULL);

  return items;
}

/**
 * wb_kiosk_options_print:
 * @self: options
 *
 * Writes the options as a file that sets the same, with a word about where
 * each comes from. The PIN is left out.
 *
 * Returns: (transfer full): the text of the file
 */
char *
wb_kiosk_options_print (WbKioskOptions *self)
{
  GString *text = g_string_new ("[" GROUP "]\n");

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      const Choice *choice = &self->choices[i];
      const char *key = wb_kiosk_key_get (i)->key;

      if (choice->source == WB_KIOSK_SOURCE_NOBODY)
        g_string_append_printf (text, _("# %s: not set, so this is the default\n"), key);
      else
        g_string_append_printf (text, _("# %s: from %s\n"), key, choice->where);

      if (choice->value == NULL || i == WB_KIOSK_PIN)
        g_string_append_printf (text, "#%s=%s\n", key, choice->value != NULL ? "…" : "");
      else
        g_string_append_printf (text, "%s=%s\n", key, choice->value);
    }

  return g_string_free (text, FALSE);
}
