/* wb-cache.h: the last data of a server, kept for the next start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The most that is kept for one server, in bytes. Each text has at most WB_DATASET_FILE_MAX. */
#define WB_CACHE_MAX_PER_SERVER (32 * 1024 * 1024)

/* The number of servers whose data are kept; the least recently used one is removed. */
#define WB_CACHE_MAX_SERVERS 8

/**
 * WbCache:
 *
 * Texts of one server, each in a file of its own with the time it came. Files
 * are replaced in one step, and truncated or damaged ones are ignored. It may be
 * used from any thread.
 */
typedef struct _WbCache WbCache;

WbCache  *wb_cache_new   (const char  *folder,
                          const char  *uri);
WbCache  *wb_cache_ref   (WbCache     *self);
void      wb_cache_unref (WbCache     *self);

GBytes   *wb_cache_load  (WbCache     *self,
                          const char  *entry,
                          gint64      *ret_time);
gboolean  wb_cache_save  (WbCache     *self,
                          const char  *entry,
                          GBytes      *text,
                          gint64       time,
                          GError     **error);
void      wb_cache_queue (WbCache     *self,
                          const char  *entry,
                          GBytes      *text,
                          gint64       time);
void      wb_cache_flush (WbCache     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCache, wb_cache_unref)

G_END_DECLS
