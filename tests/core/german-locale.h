/* german-locale.h: a locale with a decimal comma
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct
{
  char *folder;
  char *before;
} GermanLocale;

gboolean german_locale_begin (GermanLocale *self);
void     german_locale_end   (GermanLocale *self);
