/* wb-directory-source.h: datasets from a folder of JSON files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-folder-reader.h"
#include "wb-source.h"

G_BEGIN_DECLS

#define WB_TYPE_DIRECTORY_SOURCE (wb_directory_source_get_type ())

/**
 * WbDirectorySource:
 *
 * The files NAME.json of a folder.
 */
G_DECLARE_FINAL_TYPE (WbDirectorySource, wb_directory_source, WB, DIRECTORY_SOURCE, GObject)

WbSource *wb_directory_source_new (const char  *path,
                                   guint        sweep,
                                   GError     **error);

G_END_DECLS
