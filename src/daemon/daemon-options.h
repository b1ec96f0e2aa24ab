/* daemon-options.h: what wallboard-server is told, by its config file and its command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-server.h"

G_BEGIN_DECLS

/**
 * DaemonOptions:
 * @server: what the server is started with; points into the other members
 * @data: (nullable): the data folder
 * @postgres: (nullable): where a database is
 * @queries: (nullable): the folder of what to ask it
 * @postgres_interval: seconds until it is asked again
 * @postgres_timeout: seconds that a query may take
 * @show_version: whether to print the version and end
 * @print_config: whether to print what is in force and end
 * @state: (nullable): the folder in which the state of the board survives
 * @config: (nullable): the config file, if it is not the usual one
 * @token_file: (nullable): the token file
 * @token_is_credential: whether systemd keeps it
 * @tls_cert: (nullable): the file with the certificate
 * @tls_key: (nullable): the file with its private key
 *
 * The options. What an operator can set is listed in daemon-settings.c.
 */
typedef struct
{
  WbServerOptions   server;
  char             *data;
  char             *postgres;
  char             *queries;
  guint             postgres_interval;
  guint             postgres_timeout;
  gboolean          show_version;
  gboolean          print_config;
  char             *state;
  char             *config;
  char             *token_file;
  gboolean          token_is_credential;
  char             *tls_cert;
  char             *tls_key;

  char             *http;
  char             *ws;
  char            **allowed_origins;
  char            **allowed_hosts;
  WbTokens         *tokens;
  WbCertificate    *certificate;
} DaemonOptions;

DaemonOptions *daemon_options_new   (void);
DaemonOptions *daemon_options_parse (char          ***arguments,
                                     GError         **error);
void           daemon_options_free  (DaemonOptions   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaemonOptions, daemon_options_free)

G_END_DECLS
