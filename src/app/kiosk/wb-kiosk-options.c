/* wb-kiosk-options.c: what the windows of a kiosk ask of its config
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-options.h"

/* The last value of a list that is for a monitor, or for all of them where @connector is NULL. */
static GArray *
find_items (const WbConfig *config,
            WbKioskKeyId    id,
            const char     *connector)
{
  const char *const *values = wb_config_get_list (config, id);
  GArray *items = NULL;

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      const char *rest;
      g_autofree char *for_connector = wb_kiosk_dup_connector (values[i], &rest);

      if (g_strcmp0 (for_connector, connector) != 0)
        continue;
      g_clear_pointer (&items, g_array_unref);
      items = wb_kiosk_items_parse (rest, id == WB_KIOSK_ROTATE, NULL);
    }

  return items;
}

/**
 * wb_kiosk_wants_monitor:
 * @config: values of %wb_kiosk_keys
 * @connector: (nullable): the connector of a monitor, if it has one
 *
 * Returns: whether there shall be a window on it
 */
gboolean
wb_kiosk_wants_monitor (const WbConfig *config,
                        const char     *connector)
{
  const char *const *wanted = wb_config_get_list (config, WB_KIOSK_MONITOR);

  return wanted == NULL || (connector != NULL && g_strv_contains (wanted, connector));
}

/**
 * wb_kiosk_list_items:
 * @config: values of %wb_kiosk_keys
 * @connector: (nullable): the connector of a monitor, if it has one
 *
 * Lists what a window shows in turn. What is for its monitor goes before what is
 * for all of them, and a rotation before a single chart.
 *
 * Returns: (transfer full) (element-type WbKioskItem) (nullable): the items, or
 *   %NULL if the window follows the board as every display does
 */
GArray *
wb_kiosk_list_items (const WbConfig *config,
                     const char     *connector)
{
  GArray *items = NULL;

  g_return_val_if_fail (config != NULL, NULL);

  if (connector != NULL)
    items = find_items (config, WB_KIOSK_ROTATE, connector);
  if (items == NULL && connector != NULL)
    items = find_items (config, WB_KIOSK_SHOW, connector);
  if (items == NULL)
    items = find_items (config, WB_KIOSK_ROTATE, NULL);
  if (items == NULL)
    items = find_items (config, WB_KIOSK_SHOW, NULL);

  return items;
}
