/* wb-kiosk-options.c: what the windows of a kiosk ask of its config
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-options.h"

#include "support/wb-viewing.h"

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

/**
 * wb_kiosk_get_text:
 * @config: values of %wb_kiosk_keys
 * @diagonal: that the monitor says it has, in millimetres, 0 if it does not say
 * @width: of the monitor, in logical pixels
 * @height: of the monitor, in logical pixels
 *
 * Finds the least size of text on a monitor. A size that is set goes before a
 * distance, and a diagonal that is set before that of the monitor.
 *
 * Returns: logical pixels, or 0 if none is set, or the diagonal is not known
 */
double
wb_kiosk_get_text (const WbConfig *config,
                   double          diagonal,
                   int             width,
                   int             height)
{
  const char *distance_text, *diagonal_text;
  double distance, size;

  g_return_val_if_fail (config != NULL, 0);

  size = wb_config_get_number (config, WB_KIOSK_TEXT);
  distance_text = wb_config_get (config, WB_KIOSK_DISTANCE);
  diagonal_text = wb_config_get (config, WB_KIOSK_DIAGONAL);
  if (size > 0 || distance_text == NULL || !wb_viewing_parse_length (distance_text, &distance))
    return size;

  if (diagonal_text != NULL)
    wb_viewing_parse_length (diagonal_text, &diagonal);
  if (diagonal < WB_VIEWING_MIN_LENGTH || width <= 0 || height <= 0)
    return 0;

  return MIN (wb_viewing_get_text_size (distance, diagonal, width, height), WB_KIOSK_MAX_TEXT);
}
