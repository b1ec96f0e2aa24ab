/* wb-server-settings.c: what the settings keep about a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-settings.h"

/* As the description in the schema says. */
#define N_SERVERS 16

/**
 * wb_server_settings_keep:
 * @settings: the app's settings
 * @key: one of the `WB_SERVER_SETTINGS_` keys
 * @uri: the address of a server
 * @value: (nullable): the value; %NULL or an empty one removes it
 *
 * Stores a value about a server. Only the newest sixteen servers are kept.
 */
void
wb_server_settings_keep (GSettings  *settings,
                         const char *key,
                         const char *uri,
                         const char *value)
{
  g_autoptr (GVariant) old = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other, *note;
  guint n = 0;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (key != NULL && uri != NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  if (value != NULL && *value != '\0')
    {
      g_variant_builder_add (&builder, "{ss}", uri, value);
      n++;
    }

  old = g_settings_get_value (settings, key);
  g_variant_iter_init (&iter, old);
  while (n < N_SERVERS && g_variant_iter_next (&iter, "{&s&s}", &other, &note))
    {
      if (g_str_equal (other, uri))
        continue;
      g_variant_builder_add (&builder, "{ss}", other, note);
      n++;
    }

  g_settings_set_value (settings, key, g_variant_builder_end (&builder));
}

/**
 * wb_server_settings_dup:
 * @settings: the app's settings
 * @key: one of the `WB_SERVER_SETTINGS_` keys
 * @uri: the address of a server
 *
 * Returns: (transfer full) (nullable): the stored value
 */
char *
wb_server_settings_dup (GSettings  *settings,
                        const char *key,
                        const char *uri)
{
  g_autoptr (GVariant) notes = NULL;
  char *note = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (key != NULL && uri != NULL, NULL);

  notes = g_settings_get_value (settings, key);
  g_variant_lookup (notes, uri, "s", &note);

  return note;
}
