/* wb-dataset-hot.c: the shape of hot
 *
 * [{"name":S,"children":[{"name":S,"value":N,"children":[{"name":S,"value":N},…]},…]},…]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-private.h"

/* Reads what all levels have in common; a level without children of its own passes none. */
static gboolean
read_item (WbDataset     *self,
           WbReader      *reader,
           JsonNode      *node,
           gboolean       has_value,
           WbReadElement  read_child,
           WbHotItem     *item)
{
  JsonObject *object = wb_reader_get_object (reader, node);

  return object != NULL &&
         (item->name = wb_dataset_read_string (self, reader, object, "name")) != NULL &&
         (!has_value || wb_reader_get_number_member (reader, object, "value", &item->value)) &&
         (read_child == NULL ||
          wb_dataset_read_array_member (self, reader, object, "children", sizeof (WbHotItem), read_child,
                                        &item->children, &item->n_children));
}

static gboolean
read_part (WbDataset *self,
           WbReader  *reader,
           JsonNode  *node,
           gpointer   element)
{
  return read_item (self, reader, node, TRUE, NULL, element);
}

static gboolean
read_goods (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  return read_item (self, reader, node, TRUE, read_part, element);
}

static gboolean
read_category (WbDataset *self,
               WbReader  *reader,
               JsonNode  *node,
               gpointer   element)
{
  return read_item (self, reader, node, FALSE, read_goods, element);
}

gboolean
wb_dataset_read_hot (WbDataset *self,
                     WbReader  *reader,
                     JsonNode  *node)
{
  return wb_dataset_read_array (self, reader, node, sizeof (WbHotItem), read_category,
                                &self->root, &self->n_root);
}
