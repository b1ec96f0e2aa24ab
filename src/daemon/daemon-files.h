/* daemon-files.h: the files that may change while the server runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "daemon-options.h"

G_BEGIN_DECLS

/**
 * DaemonFiles:
 *
 * Reads tokens and certificate again on a reload, and the certificate also
 * whenever its files change, since programs that renew it do not ask for a reload.
 */
typedef struct _DaemonFiles DaemonFiles;

DaemonFiles *daemon_files_new    (WbServer            *server,
                                  const DaemonOptions *options);
void         daemon_files_free   (DaemonFiles         *self);
void         daemon_files_reload (DaemonFiles         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaemonFiles, daemon_files_free)

G_END_DECLS
