/* wb-snapshot.h: one version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbSnapshot:
 *
 * The state of a dataset at one moment: the last good JSON, and the problem
 * with what came after it. An immutable, reference-counted value that may be
 * used from any thread.
 */
typedef struct _WbSnapshot WbSnapshot;

WbSnapshot *wb_snapshot_new         (GBytes     *bytes,
                                     guint64     version,
                                     const char *problem);
WbSnapshot *wb_snapshot_new_like    (WbSnapshot *other,
                                     guint64     version,
                                     const char *problem);
WbSnapshot *wb_snapshot_ref         (WbSnapshot *self);
void        wb_snapshot_unref       (WbSnapshot *self);

GBytes     *wb_snapshot_get_bytes   (WbSnapshot *self);
guint64     wb_snapshot_get_version (WbSnapshot *self);
const char *wb_snapshot_get_etag    (WbSnapshot *self);
const char *wb_snapshot_get_problem (WbSnapshot *self);
gboolean    wb_snapshot_equal       (WbSnapshot *self,
                                     WbSnapshot *other);
GBytes     *wb_snapshot_get_literal (WbSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbSnapshot, wb_snapshot_unref)

G_END_DECLS
