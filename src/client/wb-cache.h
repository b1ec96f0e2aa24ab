/* wb-cache.h: what a server said last, kept for the next start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longest text that is kept, and the most of one server, in bytes. */
#define WB_CACHE_MAX_TEXT (8 * 1024 * 1024)
#define WB_CACHE_MAX_BOARD (32 * 1024 * 1024)

/* Servers whose data are kept; the one that was used longest ago goes. */
#define WB_CACHE_MAX_BOARDS 8

/**
 * WbCache:
 *
 * Texts of one server, each in a file of its own with the time it came. A file
 * is there as a whole or not at all, and one that was cut or damaged counts as
 * none. It may be used from any thread.
 */
typedef struct _WbCache WbCache;

WbCache  *wb_cache_new   (const char  *folder,
                          const char  *uri);
WbCache  *wb_cache_ref   (WbCache     *self);
void      wb_cache_unref (WbCache     *self);

char     *wb_cache_load  (WbCache     *self,
                          const char  *entry,
                          gint64      *ret_time);
gboolean  wb_cache_save  (WbCache     *self,
                          const char  *entry,
                          const char  *text,
                          gint64       time,
                          GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCache, wb_cache_unref)

G_END_DECLS
