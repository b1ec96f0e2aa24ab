/* reference-png.h: pictures from bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* What is no PNG gives a surface that says so. */
cairo_surface_t *reference_png_decode (GBytes *png);

G_END_DECLS
