/* daemon-fixture.h: the real wallboard-server, a process of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "server-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  char        *folder;
  char        *http;
  char        *ws;
  GSubprocess *process;
  gboolean     is_encrypted; /* the next one speaks TLS */
  GSpawnChildSetupFunc child_setup; /* of the next one */
} DaemonFixture;

/* Waits for the line that a server prints when it is ready, with its addresses. */
void     daemon_await_ready       (GSubprocess         *process,
                                   char               **ret_http,
                                   char               **ret_ws);

void     daemon_fixture_set_up    (DaemonFixture       *self,
                                   gconstpointer        data);
void     daemon_fixture_set_up_tls (DaemonFixture      *self,
                                    gconstpointer       data);
void     daemon_fixture_tear_down (DaemonFixture       *self,
                                   gconstpointer        data);
void     daemon_fixture_renew     (DaemonFixture       *self);
void     daemon_fixture_start     (DaemonFixture       *self,
                                   const char *const   *arguments);
void     daemon_fixture_launch    (DaemonFixture       *self,
                                   GSubprocessLauncher *launcher,
                                   const char *const   *arguments);
RawPeer *daemon_fixture_open      (DaemonFixture       *self);
RawPeer *daemon_fixture_open_small (DaemonFixture      *self);
void     daemon_fixture_stop      (DaemonFixture       *self);

gsize    daemon_fixture_get_memory    (DaemonFixture *self);
guint    daemon_fixture_get_n_files   (DaemonFixture *self);

char    *daemon_copy_program          (void);
void     daemon_remove_program        (const char    *program);

G_END_DECLS
