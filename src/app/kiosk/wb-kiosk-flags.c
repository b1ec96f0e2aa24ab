/* wb-kiosk-flags.c: the flags of a wall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-flags.h"

#include <glib/gi18n.h>

static gboolean
flag_cb (const char  *name,
         const char  *value,
         gpointer     user_data,
         GError     **error)
{
  WbKioskKeyId id;
  gboolean is_key = wb_kiosk_key_find (name + strlen ("--"), &id);

  g_assert (is_key);

  return wb_kiosk_options_take_flag (user_data, id, value, error);
}

/**
 * wb_kiosk_flags_new:
 * @options: what takes the flags; it outlives the group
 *
 * Makes the group of flags that only a wall has, from the table of its keys.
 *
 * Returns: (transfer full): a group for g_application_add_option_group()
 */
GOptionGroup *
wb_kiosk_flags_new (WbKioskOptions *options)
{
  GOptionGroup *group;
  GOptionEntry entries[WB_KIOSK_N_KEYS + 1] = { 0 };
  guint n_entries = 0;

  g_return_val_if_fail (options != NULL, NULL);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    {
      const WbKioskKey *key = wb_kiosk_key_get (i);
      GOptionEntry *entry = &entries[n_entries];

      /* Those that a window at a desk has as well. */
      if (i == WB_KIOSK_SERVER || i == WB_KIOSK_CA)
        continue;

      n_entries++;
      entry->long_name = key->key;
      entry->arg = G_OPTION_ARG_CALLBACK;
      entry->arg_data = flag_cb;
      entry->description = key->summary;
      entry->arg_description = key->argument;
      if (key->kind == WB_KIOSK_KIND_SWITCH)
        entry->flags = G_OPTION_FLAG_OPTIONAL_ARG;
      else if (key->kind == WB_KIOSK_KIND_PATH)
        entry->flags = G_OPTION_FLAG_FILENAME;
    }

  group = g_option_group_new ("kiosk", _("Wall Options:"), _("Show the options of a wall"), options, NULL);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);

  return group;
}
