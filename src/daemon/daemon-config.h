/* daemon-config.h: the config file of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "daemon-options.h"

G_BEGIN_DECLS

gboolean daemon_config_parse (DaemonOptions  *options,
                              const char     *text,
                              gsize           length,
                              const char     *path,
                              GError        **error);
gboolean daemon_config_load  (DaemonOptions  *options,
                              const char     *path,
                              gboolean        may_be_missing,
                              GError        **error);

G_END_DECLS
