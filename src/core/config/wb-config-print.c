/* wb-config-print.c: a config as a file that sets the same values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-config-private.h"

#include <glib/gi18n-lib.h>

#include "support/wb-safe-text.h"

/**
 * wb_config_print_value:
 * @self: a config
 * @id: a key
 *
 * Returns: (transfer full) (nullable): the value as a config file has it,
 *   without secrets; %NULL if it has none, is secret as a whole, or is a path
 *   that no config file can have
 */
char *
wb_config_print_value (const WbConfig *self,
                       guint           id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) printable = NULL;
  const WbConfigKey *key;
  char **values;

  g_return_val_if_fail (self != NULL && id < self->table->n_keys, NULL);

  key = &self->table->keys[id];
  values = self->choices[id].values;
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_autofree char *shown = key->redact != NULL ? key->redact (values[i]) : g_strdup (values[i]);

      if (shown == NULL || !g_utf8_validate (shown, -1, NULL))
        return NULL;
      g_strv_builder_add (builder, shown);
    }
  printable = g_strv_builder_end (builder);

  return printable[0] != NULL ? wb_config_key_escape (key, (const char *const *) printable) : NULL;
}

static void
print_comment (const WbConfig  *self,
               guint            id,
               WbConfigComment  comment,
               GString         *text)
{
  const WbConfigKey *key = &self->table->keys[id];
  const WbConfigChoice *choice = &self->choices[id];
  /* The name of the config file may hold what ends a comment, or is no text. */
  g_autofree char *origin = choice->origin != NULL ? wb_safe_text_dup (choice->origin) : NULL;

  if (comment == WB_CONFIG_COMMENT_SUMMARY)
    g_string_append_printf (text, "# %s\n", _(key->summary));
  else if (choice->source == WB_CONFIG_SOURCE_DEFAULT)
    g_string_append_printf (text, _("# %s: not set, so this is the default\n"), key->name);
  else
    g_string_append_printf (text, _("# %s: from %s\n"), key->name, origin);
}

/**
 * wb_config_print:
 * @self: a config
 * @comment: what to write above each key
 *
 * Writes a config as a file that sets the same values: reading it and printing
 * again gives the same values. What is secret is left out, and a key without a
 * value is a comment.
 *
 * Returns: (transfer full): the text of the file
 */
char *
wb_config_print (const WbConfig  *self,
                 WbConfigComment  comment)
{
  GString *text = g_string_new (NULL);
  const char *group = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->table->n_keys; i++)
    {
      const WbConfigKey *key = &self->table->keys[i];
      g_autofree char *value = wb_config_print_value (self, i);

      if (g_strcmp0 (group, key->group) != 0)
        g_string_append_printf (text, "%s[%s]\n", group != NULL ? "\n" : "", key->group);
      group = key->group;

      print_comment (self, i, comment, text);
      if (value != NULL)
        g_string_append_printf (text, "%s=%s\n", key->name, value);
      else
        g_string_append_printf (text, "#%s=%s\n", key->name, self->choices[i].values != NULL ? "…" : "");
    }

  return g_string_free (text, FALSE);
}
