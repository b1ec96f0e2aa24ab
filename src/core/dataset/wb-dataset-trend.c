/* wb-dataset-trend.c: the shape of trend
 *
 * {"common":{"month":[S,…]},"type":[{"key":K,"text":S},…],
 *  K:{"title":S,"base":N,"unit":S,"data":[{"name":S,"data":[N,…]},…]},…}
 *
 * Without a type, each member that has data is one. A title is the text of the
 * menu if it is missing, and a unit is empty.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-private.h"

#include <math.h>

static gboolean
read_label (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  return (*(const char **) element = wb_dataset_read_label (self, reader, node)) != NULL;
}

static gboolean
read_value (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  return wb_reader_get_reading (reader, node, element);
}

static gboolean
read_series (WbDataset *self,
             WbReader  *reader,
             JsonNode  *node,
             gpointer   element)
{
  static const WbArrayShape values = {
    .member = "data",
    .element_size = sizeof (double),
    .read_element = read_value,
  };
  const WbTrend *trend = self->root;
  JsonObject *object = wb_reader_get_object (reader, node);
  WbTrendSeries *series = element;

  if (object == NULL ||
      (series->name = wb_dataset_read_string (self, reader, object, "name")) == NULL ||
      !wb_dataset_read_array (self, reader, node, &values, &series->values, &series->n_values))
    return FALSE;

  if (series->n_values > trend->n_labels)
    return wb_reader_fail_member (reader, "data", "expected at most %u values, one a month, got %u",
                                  trend->n_labels, series->n_values);

  return TRUE;
}

static gboolean
read_menu_entry (WbDataset *self,
                 WbReader  *reader,
                 JsonNode  *node,
                 gpointer   element)
{
  JsonObject *object = wb_reader_get_object (reader, node);
  WbTrendType *type = element;
  const char *key;

  if (object == NULL || (key = wb_reader_get_string_member (reader, object, "key")) == NULL)
    return FALSE;

  /* The key is the name of a member and not shown, so it is kept as it is. */
  type->key = g_string_chunk_insert_const (self->strings, key);
  type->text = wb_dataset_read_string (self, reader, object, "text");

  return type->text != NULL;
}

/* Makes the menu of a trend without one, as pages do that go through its members. */
static WbTrendType *
find_types (WbDataset  *self,
            JsonObject *root,
            guint      *ret_n_types)
{
  g_autoptr (GList) members = json_object_get_members (root);
  WbTrendType *types = wb_dataset_alloc (self, json_object_get_size (root), sizeof *types);
  guint n_types = 0;

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (root, l->data);
      JsonNode *data = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        data = json_object_get_member (json_node_get_object (node), "data");
      if (data != NULL && JSON_NODE_HOLDS_ARRAY (data))
        types[n_types++].key = g_string_chunk_insert_const (self->strings, l->data);
    }

  *ret_n_types = n_types;
  return types;
}

/* Reads a text that may be missing, or null. */
static gboolean
read_optional (WbDataset   *self,
               WbReader    *reader,
               JsonObject  *object,
               const char  *member,
               const char **ret_text)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    *ret_text = wb_dataset_read_string (self, reader, object, member);

  return *ret_text != NULL;
}

static gboolean
read_type (WbDataset   *self,
           WbReader    *reader,
           JsonObject  *root,
           WbTrendType *type)
{
  static const WbArrayShape series = {
    .member = "data",
    .element_size = sizeof (WbTrendSeries),
    .read_element = read_series,
  };
  gsize here = wb_reader_enter_member (reader, type->key);
  JsonNode *node = json_object_get_member (root, type->key);
  JsonObject *object = wb_reader_get_object (reader, node);

  type->title = type->text != NULL ? type->text : wb_dataset_keep_string (self, type->key);
  type->unit = "";
  if (object == NULL ||
      !read_optional (self, reader, object, "title", &type->title) ||
      !read_optional (self, reader, object, "unit", &type->unit) ||
      !wb_reader_get_reading_member (reader, object, "base", &type->base) ||
      !wb_dataset_read_array (self, reader, node, &series, &type->series, &type->n_series))
    return FALSE;

  if (type->text == NULL)
    type->text = type->title;
  if (isnan (type->base))
    type->base = 0;

  wb_reader_leave (reader, here);
  return TRUE;
}

/*
 * Each entry of a key would read the numbers of the key again. If half of a text of a few megabytes is the
 * numbers of one key and the other half is entries for it, that would take terabytes of memory.
 */
static gboolean
read_types (WbDataset   *self,
            WbReader    *reader,
            JsonObject  *root,
            WbTrendType *types,
            guint        n_types)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_types; i++)
    {
      if (!g_hash_table_add (keys, (gpointer) types[i].key))
        {
          wb_reader_enter_member (reader, "type");
          wb_reader_enter_element (reader, i);
          return wb_reader_fail_member (reader, "key",
                                        "expected a key of its own, got that of an earlier type");
        }
      if (!read_type (self, reader, root, &types[i]))
        return FALSE;
    }

  return TRUE;
}

gboolean
wb_dataset_read_trend (WbDataset *self,
                       WbReader  *reader,
                       JsonNode  *node)
{
  static const WbArrayShape labels = {
    .member = "month",
    .element_size = sizeof (char *),
    .read_element = read_label,
  };
  static const WbArrayShape entries = {
    .member = "type",
    .element_size = sizeof (WbTrendType),
    .read_element = read_menu_entry,
  };
  WbTrend *trend = wb_dataset_alloc (self, 1, sizeof *trend);
  JsonObject *root;
  WbTrendType *types = NULL;
  JsonNode *menu;
  gsize here;

  self->root = trend;
  self->n_root = 1;

  if ((root = wb_reader_get_object (reader, node)) == NULL)
    return FALSE;

  here = wb_reader_enter_member (reader, "common");
  if (!wb_dataset_read_array (self, reader, json_object_get_member (root, "common"), &labels,
                              &trend->labels, &trend->n_labels))
    return FALSE;
  wb_reader_leave (reader, here);

  menu = json_object_get_member (root, "type");
  if (menu == NULL || JSON_NODE_HOLDS_NULL (menu))
    types = find_types (self, root, &trend->n_types);
  if (trend->n_types == 0 &&
      !wb_dataset_read_array (self, reader, node, &entries, &types, &trend->n_types))
    return FALSE;
  trend->types = types;

  if (trend->n_types == 0)
    return wb_reader_fail_member (reader, "type", "expected at least one type, got none");

  return read_types (self, reader, root, types, trend->n_types);
}
