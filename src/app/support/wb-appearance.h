/* wb-appearance.h: text size and animations as set in the app
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_appearance_follow (GSettings *settings);

G_END_DECLS
