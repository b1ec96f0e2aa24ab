/* daemon-options.h: the command line of wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-server.h"

G_BEGIN_DECLS

/**
 * DaemonOptions:
 * @server: what the server is started with; points into the other members
 * @data: the data folder
 * @show_version: whether to print the version and end
 *
 * The command line, read.
 */
typedef struct
{
  WbServerOptions   server;
  char             *data;
  gboolean          show_version;

  char             *http;
  char             *ws;
  char            **allowed_origins;
  WbTokens         *tokens;
} DaemonOptions;

DaemonOptions *daemon_options_parse (char          ***arguments,
                                     GError         **error);
void           daemon_options_free  (DaemonOptions   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaemonOptions, daemon_options_free)

G_END_DECLS
