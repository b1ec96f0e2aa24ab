/* wb-config-file.c: the syntax of a config file
 *
 * A key file as the Desktop Entry Specification has it, read more strictly than
 * GKeyFile does: that one has no line numbers for errors and ignores keys which
 * the program does not know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-config-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The state while a file is read. */
typedef struct
{
  WbConfig            *config;
  const WbConfigTable *table;
  const char          *path;
  gboolean            *seen;   /* for each key */
  const char          *group;
  guint                line;
} Reader;

G_GNUC_PRINTF (2, 3)
static gboolean
set_error (GError     **error,
           const char  *format,
           ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, format, arguments));
  va_end (arguments);

  return FALSE;
}

/* The names of all groups: “[board], [listen]”. */
static char *
list_groups (const WbConfigTable *table)
{
  GString *groups = g_string_new (NULL);

  for (guint i = 0; i < table->n_keys; i++)
    if (i == 0 || !g_str_equal (table->keys[i].group, table->keys[i - 1].group))
      g_string_append_printf (groups, "%s[%s]", i > 0 ? ", " : "", table->keys[i].group);

  return g_string_free (groups, FALSE);
}

static gboolean
read_group (Reader  *reader,
            char    *line,
            GError **error)
{
  char *end = strchr (line, ']');
  g_autofree char *groups = NULL;

  if (end == NULL || end[1] != '\0')
    return set_error (error, _("a group must read [NAME]"));

  *end = '\0';
  for (guint i = 0; i < reader->table->n_keys; i++)
    if (g_str_equal (reader->table->keys[i].group, line + 1))
      {
        reader->group = reader->table->keys[i].group;
        return TRUE;
      }

  groups = list_groups (reader->table);
  return set_error (error, _("there is no group [%s]; the groups are %s"), line + 1, groups);
}

static gboolean
check_place (Reader             *reader,
             const WbConfigKey  *key,
             GError            **error)
{
  if (reader->group == NULL)
    return set_error (error, _("“%s” stands before the first [GROUP]; write [%s] above it"), key->name,
                      key->group);

  if (!g_str_equal (key->group, reader->group))
    return set_error (error, _("“%s” belongs into [%s], not into [%s]"), key->name, key->group,
                      reader->group);

  return TRUE;
}

static gboolean
read_value (Reader      *reader,
            guint        id,
            const char  *text,
            GError     **error)
{
  const WbConfigKey *key = &reader->table->keys[id];
  g_autofree char *where = g_strdup_printf ("“%s”", key->name);
  g_autofree char *origin = g_strdup_printf ("%s (%s:%u)", key->name, reader->path, reader->line);
  g_auto (GStrv) values = wb_config_key_unescape (key, text);
  char **checked;

  if (values == NULL)
    return set_error (error, _("the value of “%s” has a backslash that means nothing; "
                               "write \\\\ for a backslash"), key->name);

  checked = wb_config_key_check_values (key, (const char *const *) values, where, error);
  if (checked == NULL)
    return FALSE;

  wb_config_choose (reader->config, id, WB_CONFIG_SOURCE_FILE, checked, origin);

  return TRUE;
}

static gboolean
read_key (Reader  *reader,
          char    *line,
          GError **error)
{
  char *equals = strchr (line, '=');
  guint id;

  if (equals == NULL)
    return set_error (error, _("a line must read KEY=VALUE or [GROUP], or begin with #"));

  *equals = '\0';
  g_strchomp (line);
  if (!wb_config_table_find (reader->table, line, &id))
    return set_error (error, _("there is no key “%s”; see %s for those that are"), line, reader->table->help);

  if (!check_place (reader, &reader->table->keys[id], error))
    return FALSE;
  if (reader->seen[id])
    return set_error (error, _("“%s” is there twice; write it once"), line);

  reader->seen[id] = TRUE;

  return read_value (reader, id, g_strchug (equals + 1), error);
}

static gboolean
read_line (Reader  *reader,
           char    *line,
           GError **error)
{
  g_strstrip (line);
  if (!g_utf8_validate (line, -1, NULL))
    return set_error (error, _("this is no text in UTF-8; save the file in that encoding"));

  if (*line == '\0' || *line == '#')
    return TRUE;

  return *line == '[' ? read_group (reader, line, error) : read_key (reader, line, error);
}

/**
 * wb_config_read_text:
 * @self: a config
 * @text: the content of a config file
 * @length: its length, in bytes
 * @path: what errors call the file
 * @error: return location for an error
 *
 * Reads groups, keys and values. A group or key that is not in the table, a key
 * in another group, and a key that is there twice are errors, so that a misspelt
 * limit cannot go unnoticed.
 *
 * Returns: whether all of it is valid; if not, with an error that is one sentence
 *   and begins with file and line
 */
gboolean
wb_config_read_text (WbConfig    *self,
                     const char  *text,
                     gsize        length,
                     const char  *path,
                     GError     **error)
{
  g_autofree gboolean *seen = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *copy = NULL;
  Reader reader = { .config = self, .path = path };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  reader.table = self->table;
  reader.seen = seen = g_new0 (gboolean, self->table->n_keys);
  copy = length > 0 ? g_strndup (text, length) : g_strdup ("");
  /* A zero byte, which would end the text early, becomes another byte that is not text. */
  for (gsize i = 0; i < length; i++)
    if (copy[i] == '\0')
      copy[i] = '\xff';

  lines = g_strsplit (copy, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      reader.line = (guint) i + 1;
      if (!read_line (&reader, lines[i], error))
        {
          g_prefix_error (error, "%s:%u: ", path, reader.line);
          return FALSE;
        }
    }

  return TRUE;
}
