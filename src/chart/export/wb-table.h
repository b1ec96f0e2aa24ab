/* wb-table.h: the numbers of a dataset as rows and columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dataset/wb-dataset.h"

G_BEGIN_DECLS

/**
 * WbTable:
 *
 * A dataset as a table: an immutable, reference-counted value. It is used for
 * the data table of a chart, as an alternative to the picture, and for CSV.
 */
typedef struct _WbTable WbTable;

#define WB_TYPE_TABLE (wb_table_get_type ())
GType       wb_table_get_type      (void) G_GNUC_CONST;

WbTable    *wb_table_new           (WbDataset *dataset,
                                    guint      page);
WbTable    *wb_table_ref           (WbTable   *self);
void        wb_table_unref         (WbTable   *self);

const char *wb_table_get_title     (WbTable   *self);
guint       wb_table_get_n_columns (WbTable   *self);
guint       wb_table_get_n_rows    (WbTable   *self);
const char *wb_table_get_heading   (WbTable   *self,
                                    guint      column);
char       *wb_table_dup_text      (WbTable   *self,
                                    guint      row,
                                    guint      column);
gboolean    wb_table_is_numeric    (WbTable   *self,
                                    guint      column);

char       *wb_table_to_csv        (WbTable   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTable, wb_table_unref)

G_END_DECLS
