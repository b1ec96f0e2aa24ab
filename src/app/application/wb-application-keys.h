/* wb-application-keys.h: the keys of a board at a desk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_application_keys_install (GtkApplication *application);

G_END_DECLS
