/* run-ctl.h: wallboardctl as a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The output of a process. */
typedef struct
{
  char *out;
  char *err;
  int   exit;
} Run;

/* The output of a process while it runs. */
typedef struct
{
  GSubprocess *process;
  gboolean     ended;
  Run         *run;
} Process;

Process *process_new        (const char *server,
                             const char *words);
Run     *process_end        (Process    *self);
Run     *run_ctl            (const char *server,
                             const char *words);
Run     *run_ctl_with_input (const char *server,
                             const char *words,
                             const char *input);
/* Without an environment, as in a unit, in cron or in a container. */
Run     *run_ctl_bare       (const char *server,
                             const char *words);
void     run_free           (Run        *self);
void     assert_fails       (Run        *run,
                             int         status,
                             const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

G_END_DECLS
