/* export-fixture.h: parses exported files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "export/wb-export.h"

G_BEGIN_DECLS

GBytes          *export_fixture_draw      (WbDataset             *dataset,
                                           const WbExportOptions *options);
cairo_surface_t *export_fixture_decode    (GBytes                *png);
void             export_fixture_check_svg (GBytes                *svg,
                                           const char            *width,
                                           const char            *height,
                                           const char            *view_box);

G_END_DECLS
