/* wb-process.h: the kernel's numbers about this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void wb_process_write_prometheus (GString *text);

G_END_DECLS
