/* wb-page-turner.h: when a chart turns its pages by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "layout/wb-chart.h"

G_BEGIN_DECLS

#define WB_TYPE_PAGE_TURNER (wb_page_turner_get_type ())
G_DECLARE_FINAL_TYPE (WbPageTurner, wb_page_turner, WB, PAGE_TURNER, GObject)

WbPageTurner *wb_page_turner_new         (GtkWidget    *widget,
                                          WbChartKind   kind,
                                          GSettings    *settings);
void          wb_page_turner_set_n_pages (WbPageTurner *self,
                                          guint         n_pages);

G_END_DECLS
