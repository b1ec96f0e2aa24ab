/* daemon-options.h: what wallboard-server does, after its config file and its command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "config/wb-config.h"
#include "wb-server.h"

G_BEGIN_DECLS

/**
 * DaemonOptions:
 * @config: the values of %daemon_keys, into which other members point
 * @show_version: whether to print the version and end
 * @print_config: whether to print @config and end
 * @server: what the server is started with; points into the other members
 * @data: (nullable): the data folder
 * @state: (nullable): the folder in which the state of the board survives
 * @postgres: (nullable): the address of a database
 * @queries: (nullable): the folder of its queries
 * @postgres_interval: seconds until it is asked again
 * @postgres_timeout: seconds that a query may take
 * @sweep: seconds between two looks for changed files that the kernel does not report
 * @token_file: (nullable): the token file
 * @tls_cert: (nullable): the file with the certificate
 * @tls_key: (nullable): the file with its private key
 * @tokens: (nullable): the content of @token_file
 * @certificate: (nullable): the content of @tls_cert and @tls_key
 *
 * The options. What an operator can set is listed in daemon-keys.c.
 */
typedef struct
{
  WbConfig        *config;
  gboolean         show_version;
  gboolean         print_config;

  WbServerOptions  server;
  char            *data;
  char            *state;
  const char      *postgres;
  const char      *queries;
  guint            postgres_interval;
  guint            postgres_timeout;
  guint            sweep;
  char            *token_file;
  char            *tls_cert;
  char            *tls_key;
  WbTokens        *tokens;
  WbCertificate   *certificate;
} DaemonOptions;

DaemonOptions *daemon_options_parse (char          ***arguments,
                                     GError         **error);
void           daemon_options_free  (DaemonOptions   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaemonOptions, daemon_options_free)

G_END_DECLS
