/* wb-dataset-private.h: reads JSON into a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "json/wb-reader.h"
#include "wb-dataset.h"

G_BEGIN_DECLS

/* The most members of a dataset that some of its items may lack: stock has two. */
#define WB_DATASET_N_PARTIAL 2

/*
 * A member that may be missing, which is no reading. If no item has it, it is likely to have another name, or
 * the dataset to be that of another chart: a board full of dashes would not tell.
 */
typedef struct
{
  const char *name;
  gboolean    is_found;
  char       *lacking;  /* the path of the first item without it, or NULL */
} WbPartialMember;

/*
 *   WbDataset ── strings: one chunk with every name and unit
 *       │
 *       └─────── blocks:  the arrays, each owned as a whole
 *                   │
 *                   └──── root: the array (or WbTrend) that the getter returns
 *
 * All memory is freed with the dataset, so the structs that charts see are plain and const.
 */
struct _WbDataset
{
  gatomicrefcount  ref_count;
  WbChartKind      kind;
  WbDataset       *origin;  /* the owner of the root, where that is another dataset; or NULL */
  GStringChunk    *strings;
  GPtrArray       *blocks;
  gpointer         root;
  guint            n_root;
  WbPartialMember  partial[WB_DATASET_N_PARTIAL];
};

/* Reads one element into zeroed memory; the reader is at the element. */
typedef gboolean (*WbReadElement) (WbDataset *self,
                                   WbReader  *reader,
                                   JsonNode  *node,
                                   gpointer   element);

/**
 * WbArrayShape:
 * @member: (nullable): the member that holds the array, %NULL where the node is the array
 * @may_be_missing: whether a missing or null member is an empty array
 * @element_size: the size of an element in memory, in bytes
 * @read_element: reads an element
 *
 * An array whose elements all have one shape.
 */
typedef struct
{
  const char    *member;
  gboolean       may_be_missing;
  gsize          element_size;
  WbReadElement  read_element;
} WbArrayShape;

extern const WbArrayShape wb_dataset_values;
extern const WbArrayShape wb_dataset_stock;
extern const WbArrayShape wb_dataset_places;
extern const WbArrayShape wb_dataset_hot;

gpointer    wb_dataset_alloc       (WbDataset          *self,
                                    gsize               n,
                                    gsize               size);
const char *wb_dataset_keep_string (WbDataset          *self,
                                    const char         *text);
const char *wb_dataset_read_label  (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonNode           *node);
const char *wb_dataset_read_string (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonObject         *object,
                                    const char         *member);
JsonNode   *wb_dataset_get_partial (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonObject         *object,
                                    const char         *member);
gboolean    wb_dataset_read_value  (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonObject         *object,
                                    const char         *member,
                                    double             *ret_value);
gboolean    wb_dataset_read_array  (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonNode           *node,
                                    const WbArrayShape *shape,
                                    gpointer            ret_elements,
                                    guint              *ret_n_elements);

gboolean    wb_dataset_read_trend  (WbDataset          *self,
                                    WbReader           *reader,
                                    JsonNode           *node);

G_END_DECLS
