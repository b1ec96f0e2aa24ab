/* query-fixture.h: a source on queries of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "postgres-fixture.h"
#include "postgres/wb-postgres-source.h"

G_BEGIN_DECLS

/* One database for all tests of a program: to make one takes seconds. */
extern PostgresFixture *postgres;

typedef struct
{
  char              *folder;    /* of the queries */
  WbPostgresOptions  options;   /* for the start */
  WbSource          *source;
  GHashTable        *n_changes; /* name → how often it changed */
} QueryFixture;

/* Whether there is no PostgreSQL; then the only test is skipped. */
gboolean query_fixture_is_missing (void);
/* Starts the database, runs the tests and ends it. */
int      query_fixture_run        (void      (*fill) (void));
void     query_fixture_set_up     (QueryFixture  *self,
                                   gconstpointer  data);
void     query_fixture_tear_down  (QueryFixture  *self,
                                   gconstpointer  data);
void     query_fixture_watch      (QueryFixture  *self,
                                   WbSource      *source);

/* Short, as these tests consist of them. */
void     start                    (QueryFixture  *self);
void     write_query              (QueryFixture  *self,
                                   const char    *name,
                                   const char    *sql);
void     wait_for                 (QueryFixture  *self,
                                   const char    *name,
                                   const char    *content,
                                   const char    *problem);
void     let_pass                 (guint          milliseconds);
guint    count_changes            (QueryFixture  *self,
                                   const char    *name);

#define ADD(path, function) \
  g_test_add (path, QueryFixture, NULL, query_fixture_set_up, function, query_fixture_tear_down)

G_END_DECLS
