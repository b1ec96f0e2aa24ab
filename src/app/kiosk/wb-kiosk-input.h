/* wb-kiosk-input.h: pointer, touch and keys in the window of a kiosk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_KIOSK_INPUT (wb_kiosk_input_get_type ())
G_DECLARE_FINAL_TYPE (WbKioskInput, wb_kiosk_input, WB, KIOSK_INPUT, GObject)

WbKioskInput *wb_kiosk_input_new            (GtkWidget    *window,
                                             guint         pointer_seconds,
                                             gboolean      lock);
void          wb_kiosk_input_set_takes_keys (WbKioskInput *self,
                                             gboolean      takes_keys);
void          wb_kiosk_input_set_passes_all (WbKioskInput *self,
                                             gboolean      passes_all);

G_END_DECLS
