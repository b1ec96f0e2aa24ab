/* wb-table-private.h: the structs of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-table.h"

G_BEGIN_DECLS

/* The kind of a cell. A part is a share that adds up to 100 % with others. The kinds of goods are the third
 * level of hot. */
typedef enum
{
  WB_CELL_EMPTY,
  WB_CELL_TEXT,
  WB_CELL_NUMBER,
  WB_CELL_SHARE,
  WB_CELL_PART,
  WB_CELL_KINDS,
} WbCellKind;

typedef struct
{
  WbCellKind kind;
  guint      tenths; /* of a percent, of a part, rounded by wb_share_round() */
  union
  {
    const char      *text;   /* owned by the dataset */
    double           number; /* a share or part is 0 to 1 */
    const WbHotItem *item;
  };
} WbCell;

typedef struct
{
  char       *heading;
  WbCellKind  kind; /* WB_CELL_NUMBER for numbers and shares, else WB_CELL_TEXT */
} WbColumn;

struct _WbTable
{
  gatomicrefcount  ref_count;
  WbDataset       *dataset;
  char            *title;
  GArray          *columns;
  GArray          *cells; /* row by row */
};

char *wb_table_format_kinds (const WbHotItem *item,
                             char          *(*format) (double number));

G_END_DECLS
