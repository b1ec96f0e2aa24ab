/* wb-atlas.h: finds maps by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-geo.h"

G_BEGIN_DECLS

/* Where the maps that Wallboard brings along are, in the resource of the program. */
#define WB_ATLAS_RESOURCE_PATH "/io/github/wallboard/Wallboard/maps"

/* The map that is shown where none is chosen. */
#define WB_ATLAS_DEFAULT_MAP "china"

/**
 * WbAtlas:
 *
 * A shelf of maps: files in a folder of the user's, and those that Wallboard
 * brings along. A map is read when it is first asked for, and a few are kept.
 * It may be used from any thread.
 */
#define WB_TYPE_ATLAS (wb_atlas_get_type ())
G_DECLARE_FINAL_TYPE (WbAtlas, wb_atlas, WB, ATLAS, GObject)

WbAtlas  *wb_atlas_new       (const char  *folder);
gboolean  wb_atlas_has       (WbAtlas     *self,
                              const char  *name);
WbGeo    *wb_atlas_load      (WbAtlas     *self,
                              const char  *name,
                              GError     **error);
char     *wb_atlas_dup_title (WbAtlas     *self,
                              const char  *name,
                              gboolean     in_english);

G_END_DECLS
