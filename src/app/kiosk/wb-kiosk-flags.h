/* wb-kiosk-flags.h: the flags of a wall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-kiosk-options.h"

G_BEGIN_DECLS

GOptionGroup *wb_kiosk_flags_new (WbKioskOptions *options);

G_END_DECLS
