/* daemon-keys.c: all that can be set in wallboard-server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-keys.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-options.h"

/* A day; more seconds than that are a mistake. */
#define DAY (24 * 60 * 60)

/* As long as what a client may be sent. */
#define MAX_MESSAGE WB_MESSAGE_MAX_TO_CLIENT

/* “password”, of which libpq decodes the letters in a URI. */
#define PASSWORD "(?:p|%[57]0)(?:a|%[46]1)(?:s|%[57]3)(?:s|%[57]3)" \
                 "(?:w|%[57]7)(?:o|%[46]f)(?:r|%[57]2)(?:d|%[46]4)"

/* The address of a database without its password. */
static char *
hide_passwords (const char *address)
{
  g_autoptr (GRegex) in_string = g_regex_new ("(" PASSWORD "\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'?|[^\\s&]+)",
                                              G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GRegex) in_uri = g_regex_new ("^(\\w+://[^/:?]*:).*@", 0, 0, NULL);
  g_autofree char *without = g_regex_replace (in_string, address, -1, 0, "\\1…", 0, NULL);

  return g_regex_replace (in_uri, without, -1, 0, "\\1…@", 0, NULL);
}

/* Flags, keys, --help, --print-config and the sample all come from here; a test compares the defaults with
 * those of the server. */
static const WbConfigKey keys[DAEMON_N_KEYS] = {
  [DAEMON_KEY_DATA] = {
    .group = "board", .name = "data", .type = WB_CONFIG_PATH,
    .argument = N_("DIR"), .summary = N_("Serve the files NAME.json of this folder"),
  },
  [DAEMON_KEY_SWEEP] = {
    .group = "board", .name = "sweep", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "5",
    .argument = N_("SECONDS"),
    .summary = N_("The time between two looks for changed files that the kernel does not report, 0 for none"),
  },
  [DAEMON_KEY_POSTGRES] = {
    .group = "board", .name = "postgres", .type = WB_CONFIG_TEXT, .redact = hide_passwords,
    .argument = N_("ADDRESS"),
    .summary = N_("Ask this PostgreSQL database, such as “host=/run/postgresql dbname=shop”"),
  },
  [DAEMON_KEY_QUERIES] = {
    .group = "board", .name = "queries", .type = WB_CONFIG_PATH,
    .argument = N_("DIR"), .summary = N_("Ask it the queries NAME.sql of this folder"),
  },
  [DAEMON_KEY_POSTGRES_INTERVAL] = {
    .group = "board", .name = "postgres-interval", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "60",
    .argument = N_("SECONDS"),
    .summary = N_("The time until every query is asked again, 0 to wait for a NOTIFY"),
  },
  [DAEMON_KEY_POSTGRES_TIMEOUT] = {
    .group = "board", .name = "postgres-timeout", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "10",
    .argument = N_("SECONDS"), .summary = N_("The time a query may take, 0 for any"),
  },
  [DAEMON_KEY_STATE] = {
    .group = "board", .name = "state", .type = WB_CONFIG_PATH,
    .argument = N_("DIR"), .summary = N_("Keep theme and full screen in this folder, over a restart"),
  },
  [DAEMON_KEY_HTTP] = {
    .group = "listen", .name = "http", .type = WB_CONFIG_TEXT, .fallback = WB_SERVER_DEFAULT_HTTP,
    .argument = N_("HOST:PORT"), .summary = N_("Listen here for HTTP; port 0 takes a free one"),
  },
  [DAEMON_KEY_WS] = {
    .group = "listen", .name = "ws", .type = WB_CONFIG_TEXT, .fallback = WB_SERVER_DEFAULT_WS,
    .argument = N_("HOST:PORT"), .summary = N_("Listen here for WebSocket"),
  },
  [DAEMON_KEY_ALLOW_ANONYMOUS] = {
    .group = "listen", .name = "allow-anonymous", .type = WB_CONFIG_SWITCH, .fallback = "false",
    .summary = N_("Let other machines in without a token"),
  },
  [DAEMON_KEY_TLS_CERT] = {
    .group = "listen", .name = "tls-cert", .type = WB_CONFIG_PATH,
    .argument = N_("FILE"),
    .summary = N_("Use TLS on both, with the certificate chain in this PEM file"),
  },
  [DAEMON_KEY_TLS_KEY] = {
    .group = "listen", .name = "tls-key", .type = WB_CONFIG_PATH,
    .argument = N_("FILE"), .summary = N_("The PEM file with the private key of that certificate"),
  },
  [DAEMON_KEY_TOKEN_FILE] = {
    .group = "access", .name = "token-file", .type = WB_CONFIG_PATH,
    .argument = N_("FILE"), .summary = N_("Let only clients in that know a token in this file"),
  },
  [DAEMON_KEY_ALLOW_ORIGIN] = {
    .group = "access", .name = "allow-origin", .type = WB_CONFIG_LIST, .separator = ';',
    .argument = N_("ORIGIN"), .summary = N_("Let pages of this origin in; may be given more than once"),
  },
  [DAEMON_KEY_ALLOW_HOST] = {
    .group = "access", .name = "allow-host", .type = WB_CONFIG_LIST, .separator = ';',
    .argument = N_("NAME"),
    .summary = N_("Answer under this host name where there are no tokens; may be given more than once"),
  },
  [DAEMON_KEY_MAX_MESSAGE] = {
    .group = "limits", .name = "max-message", .type = WB_CONFIG_NUMBER, .minimum = 1, .maximum = MAX_MESSAGE,
    .fallback = "65536",
    .argument = N_("BYTES"), .summary = N_("The longest message from a client"),
  },
  [DAEMON_KEY_MAX_RATE] = {
    .group = "limits", .name = "max-rate", .type = WB_CONFIG_NUMBER, .maximum = 100000,
    .fallback = "10",
    .argument = N_("COUNT"),
    .summary = N_("The messages a second from a client, twice as many at once, 0 for any number"),
  },
  [DAEMON_KEY_MAX_WAITING] = {
    .group = "limits", .name = "max-waiting", .type = WB_CONFIG_NUMBER, .maximum = G_MAXINT,
    .fallback = "1048576",
    .argument = N_("BYTES"), .summary = N_("What may wait to be written to a client, 0 for any amount"),
  },
  [DAEMON_KEY_MAX_CONNECTIONS] = {
    .group = "limits", .name = "max-connections", .type = WB_CONFIG_NUMBER, .maximum = 1000000,
    .fallback = "4096",
    .argument = N_("COUNT"), .summary = N_("The clients at once, 0 for any number"),
  },
  [DAEMON_KEY_MAX_PER_ADDRESS] = {
    .group = "limits", .name = "max-per-address", .type = WB_CONFIG_NUMBER, .maximum = 1000000,
    .fallback = "64",
    .argument = N_("COUNT"), .summary = N_("The clients at once from one address, 0 for any number"),
  },
  [DAEMON_KEY_AUTH_TIMEOUT] = {
    .group = "limits", .name = "auth-timeout", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "10",
    .argument = N_("SECONDS"), .summary = N_("The time a client has to send its token, 0 for any"),
  },
  [DAEMON_KEY_HEARTBEAT] = {
    .group = "limits", .name = "heartbeat", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "30",
    .argument = N_("SECONDS"), .summary = N_("The time between two heart checks, 0 for none"),
  },
  [DAEMON_KEY_PING] = {
    .group = "limits", .name = "ping", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "25",
    .argument = N_("SECONDS"), .summary = N_("The time between two WebSocket pings, 0 for none"),
  },
  [DAEMON_KEY_SILENCE] = {
    .group = "limits", .name = "silence", .type = WB_CONFIG_NUMBER, .minimum = 1, .maximum = DAY,
    .fallback = "10",
    .argument = N_("SECONDS"), .summary = N_("The time after a ping in which a client must send something"),
  },
  [DAEMON_KEY_HEADER_TIMEOUT] = {
    .group = "limits", .name = "header-timeout", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "10",
    .argument = N_("SECONDS"),
    .summary = N_("The time from a connection to the end of its first HTTP header, 0 for any"),
  },
  [DAEMON_KEY_REQUEST_TIMEOUT] = {
    .group = "limits", .name = "request-timeout", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "30",
    .argument = N_("SECONDS"),
    .summary = N_("The time for the body of a request, and to take some of the answer, 0 for any"),
  },
  [DAEMON_KEY_IDLE_TIMEOUT] = {
    .group = "limits", .name = "idle-timeout", .type = WB_CONFIG_NUMBER, .maximum = DAY,
    .fallback = "60",
    .argument = N_("SECONDS"), .summary = N_("The time from an answer to the next HTTP header, 0 for any"),
  },
};

const WbConfigTable daemon_keys = {
  .keys = keys,
  .n_keys = DAEMON_N_KEYS,
  .help = "wallboard-server --help",
};
