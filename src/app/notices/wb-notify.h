/* wb-notify.h: notices of the board as desktop notifications
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *wb_notice_dup (const char *text);
void  wb_notify     (GtkWindow  *window,
                     const char *text);

G_END_DECLS
