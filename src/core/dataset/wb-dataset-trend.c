/* wb-dataset-trend.c: the shape of trend
 *
 * {"common":{"month":[S,…]},"type":[{"key":K,"text":S},…],
 *  K:{"title":S,"base":N,"unit":S,"data":[{"name":S,"data":[N,…]},…]},…}
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-private.h"

static gboolean
read_label (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  const char *text = wb_reader_get_string (reader, node);

  if (text == NULL)
    return FALSE;

  *(const char **) element = wb_dataset_keep_string (self, text);
  return TRUE;
}

static gboolean
read_value (WbDataset *self,
            WbReader  *reader,
            JsonNode  *node,
            gpointer   element)
{
  return wb_reader_get_number (reader, node, element);
}

static gboolean
read_series (WbDataset *self,
             WbReader  *reader,
             JsonNode  *node,
             gpointer   element)
{
  const WbTrend *trend = self->root;
  JsonObject *object = wb_reader_get_object (reader, node);
  WbTrendSeries *series = element;

  if (object == NULL ||
      (series->name = wb_dataset_read_string (self, reader, object, "name")) == NULL ||
      !wb_dataset_read_array_member (self, reader, object, "data", sizeof (double), read_value,
                                     &series->values, &series->n_values))
    return FALSE;

  if (series->n_values > trend->n_labels)
    {
      wb_reader_enter_member (reader, "data");
      return wb_reader_fail (reader, "expected at most %u values, one a month, got %u",
                             trend->n_labels, series->n_values);
    }

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

  /* It names a member and is not shown. */
  type->key = g_string_chunk_insert_const (self->strings, key);
  type->text = wb_dataset_read_string (self, reader, object, "text");

  return type->text != NULL;
}

static gboolean
read_type (WbDataset   *self,
           WbReader    *reader,
           JsonObject  *root,
           WbTrendType *type)
{
  gsize here = wb_reader_enter_member (reader, type->key);
  JsonObject *object = wb_reader_get_object (reader, json_object_get_member (root, type->key));

  if (object == NULL ||
      (type->title = wb_dataset_read_string (self, reader, object, "title")) == NULL ||
      (type->unit = wb_dataset_read_string (self, reader, object, "unit")) == NULL ||
      (json_object_has_member (object, "base") &&
       !wb_reader_get_number_member (reader, object, "base", &type->base)) ||
      !wb_dataset_read_array_member (self, reader, object, "data", sizeof (WbTrendSeries), read_series,
                                     &type->series, &type->n_series))
    return FALSE;

  wb_reader_leave (reader, here);
  return TRUE;
}

/*
 * Two entries for one key would read its numbers twice. As one key can have half of a text's numbers and
 * the other half can be entries for it, that would make terabytes of a few megabytes.
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
          wb_reader_enter_member (reader, "key");
          return wb_reader_fail (reader, "expected a key of its own, got that of an earlier type");
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
  WbTrend *trend = wb_dataset_alloc (self, 1, sizeof *trend);
  JsonObject *root, *common;
  WbTrendType *types;
  gsize here;

  self->root = trend;
  self->n_root = 1;

  if ((root = wb_reader_get_object (reader, node)) == NULL)
    return FALSE;

  here = wb_reader_enter_member (reader, "common");
  if ((common = wb_reader_get_object (reader, json_object_get_member (root, "common"))) == NULL ||
      !wb_dataset_read_array_member (self, reader, common, "month", sizeof (char *), read_label,
                                     &trend->labels, &trend->n_labels))
    return FALSE;
  wb_reader_leave (reader, here);

  if (!wb_dataset_read_array_member (self, reader, root, "type", sizeof (WbTrendType), read_menu_entry,
                                     &types, &trend->n_types))
    return FALSE;
  trend->types = types;

  here = wb_reader_enter_member (reader, "type");
  if (trend->n_types == 0)
    return wb_reader_fail (reader, "expected at least one type, got none");
  wb_reader_leave (reader, here);

  return read_types (self, reader, root, types, trend->n_types);
}
