/* wb-presence.h: whether somebody is at a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_PRESENCE (wb_presence_get_type ())
G_DECLARE_FINAL_TYPE (WbPresence, wb_presence, WB, PRESENCE, GObject)

WbPresence *wb_presence_new      (GtkWidget          *widget);
gboolean    wb_presence_is_there (WbPresence         *self);
gboolean    wb_presence_is_moved (GtkEventController *motion);

G_END_DECLS
