/* wb-dataset.c: the data of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset.h"

#include "json/wb-json.h"
#include "support/wb-safe-text.h"
#include "wb-dataset-private.h"

/* A trend is the only dataset that is no array. */
static const WbArrayShape *const shapes[WB_N_CHARTS] = {
  [WB_CHART_SELLER] = &wb_dataset_values,
  [WB_CHART_MAP] = &wb_dataset_places,
  [WB_CHART_RANK] = &wb_dataset_values,
  [WB_CHART_HOT] = &wb_dataset_hot,
  [WB_CHART_STOCK] = &wb_dataset_stock,
};

G_DEFINE_BOXED_TYPE (WbDataset, wb_dataset, wb_dataset_ref, wb_dataset_unref)

static gconstpointer
get_root (WbDataset *self,
          gboolean   fits,
          guint     *ret_n)
{
  g_return_val_if_fail (fits, NULL);

  if (ret_n != NULL)
    *ret_n = self->n_root;

  return self->root;
}

/* Allocates zeroed memory that lives as long as the dataset. */
gpointer
wb_dataset_alloc (WbDataset *self,
                  gsize      n,
                  gsize      size)
{
  gpointer block = g_malloc0_n (MAX (n, 1), size);

  g_ptr_array_add (self->blocks, block);

  return block;
}

/* Charts, tables, tooltips and screen readers use the text, so it is made safe for all of them here. */
const char *
wb_dataset_keep_string (WbDataset  *self,
                        const char *text)
{
  g_autofree char *clean = wb_safe_text_check (text) ? NULL : wb_safe_text_dup_lines (text);

  return g_string_chunk_insert_const (self->strings, clean != NULL ? clean : text);
}

/* Reads a text, or a number that is shown as one, which lives as long as the dataset. */
const char *
wb_dataset_read_label (WbDataset *self,
                       WbReader  *reader,
                       JsonNode  *node)
{
  g_autofree char *text = wb_reader_dup_label (reader, node);

  return text != NULL ? wb_dataset_keep_string (self, text) : NULL;
}

/* Reads such a text from an object; the reader is at the object. */
const char *
wb_dataset_read_string (WbDataset  *self,
                        WbReader   *reader,
                        JsonObject *object,
                        const char *member)
{
  gsize here = wb_reader_enter_member (reader, member);
  const char *text = wb_dataset_read_label (self, reader, json_object_get_member (object, member));

  wb_reader_leave (reader, here);
  return text;
}

/* Gets a member that some items may lack, but not all. */
JsonNode *
wb_dataset_get_partial (WbDataset  *self,
                        WbReader   *reader,
                        JsonObject *object,
                        const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  WbPartialMember *partial = self->partial;

  while (partial->name != NULL && !g_str_equal (partial->name, member))
    partial++;
  g_assert (partial < self->partial + WB_DATASET_N_PARTIAL);

  partial->name = member;
  partial->is_found = partial->is_found || node != NULL;
  if (node == NULL && partial->lacking == NULL)
    partial->lacking = g_strdup (reader->path->str);

  return node;
}

/* Reads a number of such a member, NAN if there is no reading. */
gboolean
wb_dataset_read_value (WbDataset  *self,
                       WbReader   *reader,
                       JsonObject *object,
                       const char *member,
                       double     *ret_value)
{
  JsonNode *node = wb_dataset_get_partial (self, reader, object, member);
  gsize here = wb_reader_enter_member (reader, member);
  gboolean read = wb_reader_get_reading (reader, node, ret_value);

  wb_reader_leave (reader, here);
  return read;
}

/* Fails if no item has a member that only some may lack. */
static gboolean
check_partial (WbDataset *self,
               WbReader  *reader)
{
  for (guint i = 0; i < WB_DATASET_N_PARTIAL; i++)
    if (self->partial[i].lacking != NULL && !self->partial[i].is_found)
      {
        g_string_assign (reader->path, self->partial[i].lacking);
        return wb_reader_fail_member (reader, self->partial[i].name, "expected %s, got nothing",
                                      self->kind == WB_CHART_MAP ? "an array" : "a number");
      }

  return TRUE;
}

static gboolean
read_elements (WbDataset          *self,
               WbReader           *reader,
               JsonNode           *node,
               const WbArrayShape *shape,
               gpointer            ret_elements,
               guint              *ret_n_elements)
{
  JsonArray *array = wb_reader_get_array (reader, node);
  guint8 *elements;
  guint n;

  if (array == NULL)
    return FALSE;

  n = json_array_get_length (array);
  elements = wb_dataset_alloc (self, n, shape->element_size);

  for (guint i = 0; i < n; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!shape->read_element (self, reader, json_array_get_element (array, i),
                                elements + i * shape->element_size))
        return FALSE;
      wb_reader_leave (reader, here);
    }

  *(gpointer *) ret_elements = elements;
  *ret_n_elements = n;
  return TRUE;
}

/* Reads an array, or one that is a member of an object; the reader is at the node. ret_elements points to
 * a pointer to the elements, which live as long as the dataset. */
gboolean
wb_dataset_read_array (WbDataset          *self,
                       WbReader           *reader,
                       JsonNode           *node,
                       const WbArrayShape *shape,
                       gpointer            ret_elements,
                       guint              *ret_n_elements)
{
  JsonObject *object;
  JsonNode *array;
  gsize here;

  if (shape->member == NULL)
    return read_elements (self, reader, node, shape, ret_elements, ret_n_elements);

  object = wb_reader_get_object (reader, node);
  if (object == NULL)
    return FALSE;

  array = json_object_get_member (object, shape->member);
  if (shape->may_be_missing && (array == NULL || JSON_NODE_HOLDS_NULL (array)))
    {
      *(gpointer *) ret_elements = NULL;
      *ret_n_elements = 0;
      return TRUE;
    }

  here = wb_reader_enter_member (reader, shape->member);
  if (!read_elements (self, reader, array, shape, ret_elements, ret_n_elements))
    return FALSE;

  wb_reader_leave (reader, here);
  return TRUE;
}

static gboolean
read_root (WbDataset *self,
           WbReader  *reader,
           JsonNode  *node)
{
  if (shapes[self->kind] == NULL)
    return wb_dataset_read_trend (self, reader, node);

  return wb_dataset_read_array (self, reader, node, shapes[self->kind], &self->root, &self->n_root);
}

/**
 * wb_dataset_parse:
 * @kind: the chart that draws the dataset
 * @name: the name that errors begin with, such as `seller`
 * @json: (array length=length): the text
 * @length: its length in bytes
 * @error: return location for a #WbCoreError
 *
 * Parses a dataset.
 *
 * Numbers may be strings, texts may be numbers, and unknown members are ignored.
 * A value that is `null`, `"-"` or `""`, or missing where others are not, is no
 * reading: %NAN. Anything else that does not have the shape of @kind is an error
 * such as `trend: seller.data[2].data[7]: expected a number, got a boolean`.
 *
 * Returns: (transfer full) (nullable): a dataset
 */
WbDataset *
wb_dataset_parse (WbChartKind   kind,
                  const char   *name,
                  const char   *json,
                  gsize         length,
                  GError      **error)
{
  g_autoptr (WbDataset) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GString) path = NULL;
  WbReader reader;

  g_return_val_if_fail (kind < WB_N_CHARTS, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  root = wb_json_parse (json, length, error);
  if (root == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }

  self = g_new0 (WbDataset, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->strings = g_string_chunk_new (1024);
  self->blocks = g_ptr_array_new_with_free_func (g_free);

  path = g_string_new (NULL);
  reader = (WbReader) { .name = name, .path = path, .error = error };

  return read_root (self, &reader, root) && check_partial (self, &reader) ? g_steal_pointer (&self) : NULL;
}

WbDataset *
wb_dataset_ref (WbDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_dataset_unref (WbDataset *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < WB_DATASET_N_PARTIAL; i++)
    g_free (self->partial[i].lacking);
  g_clear_pointer (&self->origin, wb_dataset_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self);
}

/**
 * wb_dataset_share:
 * @self: a dataset
 * @kind: another chart, or the same
 *
 * Makes a dataset for another chart that draws the same shape, as seller and
 * rank do. It shares the numbers and texts of @self.
 *
 * Returns: (transfer full) (nullable): a dataset, @self itself if it is of that
 *   kind; %NULL if the chart has another shape
 */
WbDataset *
wb_dataset_share (WbDataset   *self,
                  WbChartKind  kind)
{
  WbDataset *other;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < WB_N_CHARTS, NULL);

  if (kind == self->kind)
    return wb_dataset_ref (self);
  if (shapes[kind] != shapes[self->kind])
    return NULL;

  other = g_new0 (WbDataset, 1);
  g_atomic_ref_count_init (&other->ref_count);
  other->kind = kind;
  other->origin = wb_dataset_ref (self);
  other->root = self->root;
  other->n_root = self->n_root;

  return other;
}

/**
 * wb_dataset_get_kind:
 * @self: a dataset
 *
 * Returns: the chart that draws the dataset, which determines the function
 *   below to call
 */
WbChartKind
wb_dataset_get_kind (WbDataset *self)
{
  g_return_val_if_fail (self != NULL, WB_CHART_TREND);

  return self->kind;
}

/**
 * wb_dataset_get_trend:
 * @self: a dataset of the kind %WB_CHART_TREND
 *
 * Returns: (transfer none): the numbers of the trend
 */
const WbTrend *
wb_dataset_get_trend (WbDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self, self->kind == WB_CHART_TREND, NULL);
}

/**
 * wb_dataset_get_values:
 * @self: a dataset of the kind %WB_CHART_SELLER or %WB_CHART_RANK
 * @ret_n_values: (out): their number
 *
 * Returns: (transfer none) (array length=ret_n_values): the values, in the
 *   order of the dataset
 */
const WbValue *
wb_dataset_get_values (WbDataset *self,
                       guint     *ret_n_values)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self, self->kind == WB_CHART_SELLER || self->kind == WB_CHART_RANK, ret_n_values);
}

/**
 * wb_dataset_get_stock:
 * @self: a dataset of the kind %WB_CHART_STOCK
 * @ret_n_items: (out): their number
 *
 * Returns: (transfer none) (array length=ret_n_items): the goods, in the order
 *   of the dataset
 */
const WbStockItem *
wb_dataset_get_stock (WbDataset *self,
                      guint     *ret_n_items)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self, self->kind == WB_CHART_STOCK, ret_n_items);
}

/**
 * wb_dataset_get_hot:
 * @self: a dataset of the kind %WB_CHART_HOT
 * @ret_n_categories: (out): their number
 *
 * Returns: (transfer none) (array length=ret_n_categories): the categories, in
 *   the order of the dataset
 */
const WbHotItem *
wb_dataset_get_hot (WbDataset *self,
                    guint     *ret_n_categories)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self, self->kind == WB_CHART_HOT, ret_n_categories);
}

/**
 * wb_dataset_get_places:
 * @self: a dataset of the kind %WB_CHART_MAP
 * @ret_n_groups: (out): their number
 *
 * Returns: (transfer none) (array length=ret_n_groups): the groups, in the
 *   order of the dataset
 */
const WbPlaceGroup *
wb_dataset_get_places (WbDataset *self,
                       guint     *ret_n_groups)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self, self->kind == WB_CHART_MAP, ret_n_groups);
}
