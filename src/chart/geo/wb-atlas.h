/* wb-atlas.h: finds maps by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-geo.h"

G_BEGIN_DECLS

/* The path of the built-in maps in the resources of the program. */
#define WB_ATLAS_RESOURCE_PATH "/io/github/wallboard/Wallboard/maps"

/* The default map. */
#define WB_ATLAS_DEFAULT_MAP "china"

/**
 * WbAtlas:
 *
 * Finds maps: files in a folder of the user, and built-in ones. Maps are read
 * on demand, and a few are cached. It may be used from any thread.
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
