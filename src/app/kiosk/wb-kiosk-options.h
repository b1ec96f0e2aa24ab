/* wb-kiosk-options.h: what the windows of a kiosk ask of its config
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "config/wb-config.h"
#include "wb-kiosk-keys.h"

G_BEGIN_DECLS

gboolean  wb_kiosk_wants_monitor (const WbConfig *config,
                                  const char     *connector);
GArray   *wb_kiosk_list_items    (const WbConfig *config,
                                  const char     *connector);
double    wb_kiosk_get_text      (const WbConfig *config,
                                  double          diagonal,
                                  int             width,
                                  int             height);

G_END_DECLS
