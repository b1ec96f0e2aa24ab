/* wb-application-actions.h: what other programs can ask the app for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wb_application_actions_install (GtkApplication *application,
                                     GSettings      *settings);

G_END_DECLS
