/* wb-window-destroy.h: destroys a window without leaking its frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_window_destroy (GtkWindow *window);

G_END_DECLS
