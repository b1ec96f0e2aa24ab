/* daemon-source.h: where the datasets of wallboard-server come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "daemon-options.h"
#include "source/wb-source.h"

G_BEGIN_DECLS

WbSource *daemon_source_new (const DaemonOptions  *options,
                             GError              **error);

G_END_DECLS
