/* wb-finder.h: finds servers on the local network by DNS-SD
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_TYPE_FINDER (wb_finder_get_type ())

/* Browses for board servers with Avahi, where it runs. */
G_DECLARE_FINAL_TYPE (WbFinder, wb_finder, WB, FINDER, GObject)

WbFinder   *wb_finder_new   (void);
guint       wb_finder_get_n (WbFinder    *self);
const char *wb_finder_get   (WbFinder    *self,
                             guint        position,
                             const char **ret_name);

G_END_DECLS
