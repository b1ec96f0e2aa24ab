/* postgres-fixture.h: a PostgreSQL server for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A database server on a socket in a private temporary folder, and on request also with TLS on this
 * machine. */
typedef struct _PostgresFixture PostgresFixture;

const char      *postgres_fixture_find    (void);
PostgresFixture *postgres_fixture_new     (void);
void             postgres_fixture_free    (PostgresFixture *self);
void             postgres_fixture_start   (PostgresFixture *self);
guint            postgres_fixture_encrypt (PostgresFixture *self,
                                           const char      *certificate,
                                           const char      *key);
void             postgres_fixture_kill    (PostgresFixture *self,
                                           int              signal);
const char      *postgres_fixture_address (PostgresFixture *self);
void             postgres_fixture_run     (PostgresFixture *self,
                                           const char      *sql);
char            *postgres_fixture_ask     (PostgresFixture *self,
                                           const char      *sql);

G_END_DECLS
