/* fuzz-config.c: any bytes as a config file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "config/wb-config-private.h"
#include "daemon-keys.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (WbConfig) config = wb_config_new (&daemon_keys);
  g_autoptr (WbConfig) again = wb_config_new (&daemon_keys);
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_config_read_text (config, (const char *) data, size, "fuzz", &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
      return 0;
    }

  /* What was read can be printed, and read again. */
  printed = wb_config_print (config, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_true (wb_config_read_text (again, printed, strlen (printed), "printed", &error));
  g_assert_no_error (error);
  printed_again = wb_config_print (again, WB_CONFIG_COMMENT_SUMMARY);
  g_assert_cmpstr (printed_again, ==, printed);

  return 0;
}
