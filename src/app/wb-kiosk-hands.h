/* wb-kiosk-hands.h: what hands can do to a wall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_KIOSK_HANDS (wb_kiosk_hands_get_type ())
G_DECLARE_FINAL_TYPE (WbKioskHands, wb_kiosk_hands, WB, KIOSK_HANDS, GObject)

WbKioskHands *wb_kiosk_hands_new            (GtkWidget    *window,
                                             guint         pointer_seconds,
                                             gboolean      lock);
void          wb_kiosk_hands_set_takes_keys (WbKioskHands *self,
                                             gboolean      takes_keys);
void          wb_kiosk_hands_set_free       (WbKioskHands *self,
                                             gboolean      free);

G_END_DECLS
