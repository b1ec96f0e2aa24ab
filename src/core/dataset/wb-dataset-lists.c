/* wb-dataset-lists.c: the shapes that are lists of items: values, stock and places
 *
 * seller, rank: [{"name":S,"value":N},…]
 * stock:        [{"name":S,"stock":N,"sales":N},…]
 * map:          [{"name":S,"children":[{"name":S,"value":[LONGITUDE,LATITUDE,N]},…]},…]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-private.h"

#include <math.h>

static gboolean
read_value (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbValue *value = element;

  return object != NULL &&
         (value->name = wb_dataset_read_string (self, reader, object, "name")) != NULL &&
         wb_dataset_read_value (self, reader, object, "value", &value->value);
}

static gboolean
read_stock_item (WbDataset *self,
                 WbReader  *reader,
                 JsonNode  *node,
                 gpointer   element)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbStockItem *item = element;

  return object != NULL &&
         (item->name = wb_dataset_read_string (self, reader, object, "name")) != NULL &&
         wb_dataset_read_value (self, reader, object, "stock", &item->stock) &&
         wb_dataset_read_value (self, reader, object, "sales", &item->sales);
}

/* Reads an angle from -limit to limit, in degrees, or none. */
static gboolean
read_degrees (WbReader  *reader,
              JsonArray *pair,
              guint      index,
              int        limit,
              double    *ret_degrees)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gsize here = wb_reader_enter_element (reader, index);

  if (!wb_reader_get_reading (reader, json_array_get_element (pair, index), ret_degrees))
    return FALSE;
  if (*ret_degrees < -limit || *ret_degrees > limit)
    return wb_reader_fail (reader, "expected degrees from %d to %d, got %s", -limit, limit,
                           g_ascii_formatd (text, sizeof text, "%.10g", *ret_degrees));

  wb_reader_leave (reader, here);
  return TRUE;
}

/* Reads a number where there may be something else, which counts as no reading. */
static double
read_number_or_none (JsonNode *node)
{
  g_autoptr (GString) path = g_string_new (NULL);
  WbReader quiet = { .path = path };
  double number;

  return wb_reader_get_reading (&quiet, node, &number) ? number : NAN;
}

/* A place without a position has neither longitude nor latitude. After these, pages put a value, or a text of
 * their own. */
static gboolean
read_place (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbPlace *place = element;
  JsonNode *value;
  JsonArray *array;

  if (object == NULL || (place->name = wb_dataset_read_string (self, reader, object, "name")) == NULL)
    return FALSE;

  place->longitude = place->latitude = place->value = NAN;
  value = wb_dataset_get_partial (self, reader, object, "value");
  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return TRUE;

  wb_reader_enter_member (reader, "value");
  if ((array = wb_reader_get_array (reader, value)) == NULL)
    return FALSE;
  if (json_array_get_length (array) < 2)
    return wb_reader_fail (reader, "expected longitude and latitude, got %u of them",
                           json_array_get_length (array));
  if (!read_degrees (reader, array, 0, 180, &place->longitude) ||
      !read_degrees (reader, array, 1, 90, &place->latitude))
    return FALSE;

  if (isnan (place->longitude) || isnan (place->latitude))
    place->longitude = place->latitude = NAN;
  if (json_array_get_length (array) > 2)
    place->value = read_number_or_none (json_array_get_element (array, 2));

  return TRUE;
}

static gboolean
read_place_group (WbDataset *self,
                  WbReader  *reader,
                  JsonNode  *node,
                  gpointer   element)
{
  static const WbArrayShape places = {
    .member = "children",
    .element_size = sizeof (WbPlace),
    .read_element = read_place,
  };
  JsonObject *object = wb_reader_get_object (reader, node);
  WbPlaceGroup *group = element;

  return object != NULL &&
         (group->name = wb_dataset_read_string (self, reader, object, "name")) != NULL &&
         wb_dataset_read_array (self, reader, node, &places, &group->places, &group->n_places);
}

const WbArrayShape wb_dataset_values = { .element_size = sizeof (WbValue), .read_element = read_value };

const WbArrayShape wb_dataset_stock = {
  .element_size = sizeof (WbStockItem),
  .read_element = read_stock_item,
};

const WbArrayShape wb_dataset_places = {
  .element_size = sizeof (WbPlaceGroup),
  .read_element = read_place_group,
};
