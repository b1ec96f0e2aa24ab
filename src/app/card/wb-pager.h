/* wb-pager.h: the name or number of a page, between the buttons that turn it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PAGER (wb_pager_get_type ())
G_DECLARE_FINAL_TYPE (WbPager, wb_pager, WB, PAGER, AdwBin)

void wb_pager_set_name  (WbPager    *self,
                         const char *name);
void wb_pager_set_count (WbPager    *self,
                         guint       page,
                         guint       n_pages);

G_END_DECLS
