/* wb-log.h: what the log says of peers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-metrics.h"

G_BEGIN_DECLS

void wb_log_refusal (const char *peer,
                     WbRefusal   reason,
                     const char *format,
                     ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
