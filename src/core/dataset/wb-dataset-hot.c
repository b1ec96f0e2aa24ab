/* wb-dataset-hot.c: the shape of hot
 *
 * [{"name":S,"children":[{"name":S,"value":N,"children":[{"name":S,"value":N},…]},…]},…]
 *
 * Goods need no children.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-private.h"

/* Reads a category, the goods in it, or a part of goods. A category passes no place for a value, and a
 * part passes no shape for children. */
static gboolean
read_item (WbDataset          *self,
           WbReader           *reader,
           JsonNode           *node,
           WbHotItem          *item,
           double             *ret_value,
           const WbArrayShape *children)
{
  JsonObject *object = wb_reader_get_object (reader, node);

  return object != NULL &&
         (item->name = wb_dataset_read_string (self, reader, object, "name")) != NULL &&
         (ret_value == NULL || wb_dataset_read_value (self, reader, object, "value", ret_value)) &&
         (children == NULL ||
          wb_dataset_read_array (self, reader, node, children, &item->children, &item->n_children));
}

static gboolean
read_part (WbDataset *self,
           WbReader  *reader,
           JsonNode  *node,
           gpointer   element)
{
  WbHotItem *part = element;

  return read_item (self, reader, node, part, &part->value, NULL);
}

static gboolean
read_goods (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  static const WbArrayShape parts = {
    .member = "children",
    .may_be_missing = TRUE,
    .element_size = sizeof (WbHotItem),
    .read_element = read_part,
  };
  WbHotItem *goods = element;

  return read_item (self, reader, node, goods, &goods->value, &parts);
}

static gboolean
read_category (WbDataset *self,
               WbReader  *reader,
               JsonNode  *node,
               gpointer   element)
{
  static const WbArrayShape goods = {
    .member = "children",
    .element_size = sizeof (WbHotItem),
    .read_element = read_goods,
  };

  return read_item (self, reader, node, element, NULL, &goods);
}

const WbArrayShape wb_dataset_hot = { .element_size = sizeof (WbHotItem), .read_element = read_category };
