/* reference-font.h: the one font that pictures of tests are drawn with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

#define REFERENCE_FONT "Cantarell"

PangoFontMap *reference_font_map_new (void);

G_END_DECLS
