/* wb-i18n.h: sets up translations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void wb_i18n_init (void);

G_END_DECLS
