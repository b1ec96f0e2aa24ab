/* wb-sight.h: whether anybody can see a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_SIGHT (wb_sight_get_type ())
G_DECLARE_FINAL_TYPE (WbSight, wb_sight, WB, SIGHT, GObject)

WbSight  *wb_sight_new     (GtkWidget *widget);
gboolean  wb_sight_is_seen (WbSight   *self);

G_END_DECLS
