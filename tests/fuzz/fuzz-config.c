/* fuzz-config.c: any bytes as a config file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "daemon-config.h"
#include "daemon-settings.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (DaemonOptions) options = daemon_options_new ();
  g_autoptr (DaemonOptions) again = daemon_options_new ();
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autoptr (GError) error = NULL;

  if (!daemon_config_parse (options, (const char *) data, size, "fuzz", &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
      return 0;
    }

  /* What was read can be printed, and read again. */
  printed = daemon_settings_print (options);
  g_assert_true (daemon_config_parse (again, printed, strlen (printed), "printed", &error));
  g_assert_no_error (error);
  printed_again = daemon_settings_print (again);
  g_assert_cmpstr (printed_again, ==, printed);

  return 0;
}
