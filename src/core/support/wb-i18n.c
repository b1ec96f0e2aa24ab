/* wb-i18n.c: sets up translations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-i18n.h"

#include <libintl.h>
#include <locale.h>

/**
 * wb_i18n_init:
 *
 * Sets the locale and the translations of a program. It must be called once,
 * before anything else.
 *
 * Arguments, files and output are UTF-8 in every locale: units, cron and
 * containers run programs without one, and names are Chinese there as well.
 *
 * `WALLBOARD_LOCALEDIR` in the environment names the folder of translations for
 * a build that is not installed.
 */
void
wb_i18n_init (void)
{
  const char *folder = g_getenv ("WALLBOARD_LOCALEDIR");

  setlocale (LC_ALL, "");
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
