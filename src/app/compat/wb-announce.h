/* wb-announce.h: lets a screen reader speak
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_announce (GtkWidget  *alert,
                  const char *text);

G_END_DECLS
