/* wb-about.h: version, libraries and debug information
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

char *wb_about_dup_version (void);
char *wb_about_dup_debug   (GtkWindow  *window,
                            const char *server);
void  wb_about_present     (GtkWindow  *window,
                            const char *server);

G_END_DECLS
