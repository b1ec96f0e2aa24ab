/* german-locale.c: a locale with a decimal comma
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "german-locale.h"

#include <locale.h>

/* Builds the locale if the system has only its source; Debian does not build locales by default. */
static gboolean
make_locale (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *const argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL };

  g_setenv ("LOCPATH", folder, TRUE);

  return g_spawn_sync (NULL, (char **) argv, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, NULL, NULL);
}

/* Sets the locale, or skips the test if it can neither be found nor built. */
gboolean
german_locale_begin (GermanLocale *self)
{
  self->folder = g_dir_make_tmp ("wallboard-locale-XXXXXX", NULL);
  self->before = g_strdup (setlocale (LC_ALL, NULL));

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL &&
      (!make_locale (self->folder) || setlocale (LC_ALL, "de_DE.UTF-8") == NULL))
    {
      g_test_skip ("the locale de_DE.UTF-8, which writes 1,5, can neither be found nor made");
      return FALSE;
    }

  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  return TRUE;
}

/* Restores the locale, also if the test was skipped. */
void
german_locale_end (GermanLocale *self)
{
  const char *const argv[] = { "rm", "-r", self->folder, NULL };

  setlocale (LC_ALL, self->before);
  g_unsetenv ("LOCPATH");
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH,
                               NULL, NULL, NULL, NULL, NULL, NULL));
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->before, g_free);
}
