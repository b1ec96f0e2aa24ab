/* wb-board-plan-json.c: the file of a board
 *
 * {"title":S,"columns":[{"width":N,"charts":[CHART,…]},…]}
 * CHART: {"chart":S,"dataset":S,"title":S,"height":N,"page":N,"type":S,"gaps":"open" or "bridge",
 *         "scale":"own" or "common","limits":[N,N]}
 *
 * Only "columns", "charts" and "chart" are required. People write this file by hand, so unknown members are
 * errors: they are typing mistakes, which would have no effect otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-plan-private.h"

#include <math.h>

#include "json/wb-json.h"
#include "json/wb-reader.h"
#include "support/wb-safe-text.h"

static gboolean
check_members (WbReader          *reader,
               JsonObject        *object,
               const char *const *known)
{
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, NULL))
    if (!g_strv_contains (known, member))
      {
        g_autofree char *names = g_strjoinv (", ", (char **) known);

        return wb_reader_fail_member (reader, member, "there is no such member here, only %s", names);
      }

  return TRUE;
}

/* A title is one line that is not empty. */
static gboolean
read_title (WbReader    *reader,
            JsonObject  *object,
            const char  *member,
            const char **ret_title)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *title;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  title = wb_reader_get_string_member (reader, object, member);
  if (title == NULL)
    return FALSE;
  if (g_utf8_strlen (title, -1) > WB_BOARD_MAX_TITLE)
    return wb_reader_fail_member (reader, member, "expected at most %d characters, got %ld",
                                  WB_BOARD_MAX_TITLE, g_utf8_strlen (title, -1));
  if (!wb_safe_text_check (title))
    return wb_reader_fail_member (reader, member, "expected one line of text, got a control character");

  *ret_title = *title != '\0' ? title : NULL;
  return TRUE;
}

/* Reads a width or a height, 1 if there is none. */
static gboolean
read_share (WbReader   *reader,
            JsonObject *object,
            const char *member,
            double     *ret_share)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  *ret_share = 1;
  if (!json_object_has_member (object, member))
    return TRUE;

  if (!wb_reader_get_number_member (reader, object, member, ret_share))
    return FALSE;
  if (*ret_share < WB_BOARD_MIN_SHARE || *ret_share > WB_BOARD_MAX_SHARE)
    return wb_reader_fail_member (reader, member, "expected a number from 0.1 to %d, got %s",
                                  WB_BOARD_MAX_SHARE,
                                  g_ascii_formatd (text, sizeof text, "%.10g", *ret_share));

  return TRUE;
}

static gboolean
read_page (WbReader   *reader,
           JsonObject *object,
           guint      *ret_page)
{
  double page;

  if (!json_object_has_member (object, "page"))
    return TRUE;

  if (!wb_reader_get_number_member (reader, object, "page", &page))
    return FALSE;
  if (page < 1 || page > WB_BOARD_MAX_PAGE || page != floor (page))
    return wb_reader_fail_member (reader, "page", "expected a whole number from 1 to %d", WB_BOARD_MAX_PAGE);

  *ret_page = (guint) page;
  return TRUE;
}

static gboolean
read_kind (WbReader    *reader,
           JsonObject  *object,
           WbChartKind *ret_kind)
{
  const char *chart = wb_reader_get_string_member (reader, object, "chart");

  if (chart == NULL)
    return FALSE;
  if (!wb_chart_kind_from_name (chart, ret_kind))
    return wb_reader_fail_member (reader, "chart", "expected trend, seller, map, rank, hot or stock");

  return TRUE;
}

static gboolean
read_dataset (WbReader     *reader,
              JsonObject   *object,
              WbChartKind   kind,
              const char  **ret_dataset)
{
  *ret_dataset = wb_chart_kind_get_name (kind);
  if (!json_object_has_member (object, "dataset"))
    return TRUE;

  *ret_dataset = wb_reader_get_string_member (reader, object, "dataset");
  if (*ret_dataset == NULL)
    return FALSE;
  if (!wb_name_is_valid (*ret_dataset))
    return wb_reader_fail_member (reader, "dataset", "expected a name of 1 to %d letters, digits, - and _",
                                  WB_NAME_MAX);
  if (g_str_equal (*ret_dataset, WB_BOARD_PLAN_NAME))
    return wb_reader_fail_member (reader, "dataset", "this dataset is the board itself");

  return TRUE;
}

static gboolean
read_type (WbReader     *reader,
           JsonObject   *object,
           WbBoardChart *chart)
{
  if (!json_object_has_member (object, "type"))
    return TRUE;

  if (chart->kind != WB_CHART_TREND)
    return wb_reader_fail_member (reader, "type", "only the chart trend has types");
  chart->type = wb_reader_get_string_member (reader, object, "type");
  if (chart->type == NULL)
    return FALSE;
  if (*chart->type == '\0' || g_utf8_strlen (chart->type, -1) > WB_BOARD_MAX_TITLE)
    return wb_reader_fail_member (reader, "type", "expected 1 to %d characters", WB_BOARD_MAX_TITLE);

  return TRUE;
}

/* Reads which of two words a member is. */
static gboolean
read_choice (WbReader   *reader,
             JsonObject *object,
             const char *member,
             const char *no,
             const char *yes,
             gboolean   *ret_choice)
{
  const char *choice = wb_reader_get_string_member (reader, object, member);

  if (choice == NULL)
    return FALSE;
  if (!g_str_equal (choice, no) && !g_str_equal (choice, yes))
    return wb_reader_fail_member (reader, member, "expected %s or %s", no, yes);

  *ret_choice = g_str_equal (choice, yes);
  return TRUE;
}

static gboolean
read_gaps (WbReader     *reader,
           JsonObject   *object,
           WbBoardChart *chart)
{
  if (!json_object_has_member (object, "gaps"))
    return TRUE;

  if (chart->kind != WB_CHART_TREND)
    return wb_reader_fail_member (reader, "gaps", "only the chart trend has gaps");

  return read_choice (reader, object, "gaps", "open", "bridge", &chart->style.bridged);
}

static gboolean
read_scale (WbReader     *reader,
            JsonObject   *object,
            WbBoardChart *chart)
{
  if (!json_object_has_member (object, "scale"))
    return TRUE;

  if (chart->kind != WB_CHART_SELLER && chart->kind != WB_CHART_RANK)
    return wb_reader_fail_member (reader, "scale", "only seller and rank have a scale of all pages");

  return read_choice (reader, object, "scale", "own", "common", &chart->style.common_scale);
}

static gboolean
read_limits (WbReader     *reader,
             JsonObject   *object,
             WbBoardChart *chart)
{
  gsize start = reader->path->len;
  WbChartStyle *style = &chart->style;

  if (!json_object_has_member (object, "limits"))
    return TRUE;

  if (chart->kind != WB_CHART_RANK)
    return wb_reader_fail_member (reader, "limits", "only the chart rank has limits");
  wb_reader_enter_member (reader, "limits");
  JsonArray *limits = wb_reader_get_array (reader, json_object_get_member (object, "limits"));
  if (limits == NULL)
    return FALSE;
  style->has_limits = TRUE;
  style->n_limits = json_array_get_length (limits);
  if (style->n_limits > WB_CHART_MAX_LIMITS)
    return wb_reader_fail (reader, "expected at most %d of them, got %u", WB_CHART_MAX_LIMITS,
                           style->n_limits);

  for (guint i = 0; i < style->n_limits; i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!wb_reader_get_number (reader, json_array_get_element (limits, i), &style->limits[i]))
        return FALSE;
      if (i > 0 && style->limits[i] <= style->limits[i - 1])
        return wb_reader_fail (reader, "expected a larger number than the one before");
      wb_reader_leave (reader, here);
    }
  wb_reader_leave (reader, start);

  return TRUE;
}

static gboolean
read_chart (WbReader     *reader,
            JsonNode     *node,
            WbBoardChart *chart)
{
  static const char *const known[] = { "chart", "dataset", "title", "height", "page", "type", "gaps",
                                       "scale", "limits", NULL };
  JsonObject *object = wb_reader_get_object (reader, node);

  return object != NULL && check_members (reader, object, known) &&
         read_kind (reader, object, &chart->kind) &&
         read_dataset (reader, object, chart->kind, &chart->dataset) &&
         read_title (reader, object, "title", &chart->title) &&
         read_share (reader, object, "height", &chart->height) &&
         read_page (reader, object, &chart->page) &&
         read_type (reader, object, chart) &&
         read_gaps (reader, object, chart) &&
         read_scale (reader, object, chart) &&
         read_limits (reader, object, chart);
}

/* Shares that differ too much would make some cards too small to read. */
static gboolean
check_ratio (WbReader   *reader,
             double      least,
             double      most,
             const char *what)
{
  if (most <= least * WB_BOARD_MAX_RATIO)
    return TRUE;

  return wb_reader_fail (reader, "the largest %s is more than %d times the smallest",
                         what, WB_BOARD_MAX_RATIO);
}

/* Enters an array of 1 to max elements. */
static JsonArray *
get_bounded_array (WbReader   *reader,
                   JsonObject *object,
                   const char *member,
                   guint       max)
{
  JsonArray *array;

  wb_reader_enter_member (reader, member);
  array = wb_reader_get_array (reader, json_object_get_member (object, member));
  if (array == NULL)
    return NULL;
  if (json_array_get_length (array) >= 1 && json_array_get_length (array) <= max)
    return array;

  wb_reader_fail (reader, "expected 1 to %u of them, got %u", max, json_array_get_length (array));
  return NULL;
}

static gboolean
read_column (WbReader           *reader,
             JsonNode           *node,
             WbBoardDraftColumn *column)
{
  static const char *const known[] = { "width", "charts", NULL };
  JsonObject *object = wb_reader_get_object (reader, node);
  double least = WB_BOARD_MAX_SHARE, most = 0;
  gsize start = reader->path->len;
  JsonArray *charts;

  if (object == NULL || !check_members (reader, object, known) ||
      !read_share (reader, object, "width", &column->width) ||
      (charts = get_bounded_array (reader, object, "charts", WB_BOARD_MAX_ROWS)) == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (charts); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);
      WbBoardChart *chart = &column->charts[i];

      if (!read_chart (reader, json_array_get_element (charts, i), chart))
        return FALSE;
      least = MIN (least, chart->height);
      most = MAX (most, chart->height);
      wb_reader_leave (reader, here);
    }
  column->n_charts = json_array_get_length (charts);
  if (!check_ratio (reader, least, most, "height"))
    return FALSE;

  wb_reader_leave (reader, start);
  return TRUE;
}

static gboolean
read_board (WbReader     *reader,
            JsonNode     *node,
            WbBoardDraft *draft)
{
  static const char *const known[] = { "title", "columns", NULL };
  JsonObject *object = wb_reader_get_object (reader, node);
  double least = WB_BOARD_MAX_SHARE, most = 0;
  JsonArray *columns;

  if (object == NULL || !check_members (reader, object, known) ||
      !read_title (reader, object, "title", &draft->title) ||
      (columns = get_bounded_array (reader, object, "columns", WB_BOARD_MAX_COLUMNS)) == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      gsize here = wb_reader_enter_element (reader, i);

      if (!read_column (reader, json_array_get_element (columns, i), &draft->columns[i]))
        return FALSE;
      least = MIN (least, draft->columns[i].width);
      most = MAX (most, draft->columns[i].width);
      wb_reader_leave (reader, here);
    }
  draft->n_columns = json_array_get_length (columns);

  if (wb_board_draft_count (draft) > WB_BOARD_MAX_CHARTS)
    return wb_reader_fail (reader, "expected at most %d charts in all, got %u", WB_BOARD_MAX_CHARTS,
                           wb_board_draft_count (draft));

  return check_ratio (reader, least, most, "width");
}

/**
 * wb_board_plan_parse:
 * @name: the name that errors begin with, such as `board`
 * @json: (array length=length): the text of the file
 * @length: the length in bytes
 * @error: return location for a #WbCoreError
 *
 * Parses the file of a board. Anything that is not valid is an error such as
 * `board: columns[1].charts[0].height: expected a number, got null`.
 *
 * Returns: (transfer full) (nullable): a plan
 */
WbBoardPlan *
wb_board_plan_parse (const char  *name,
                     const char  *json,
                     gsize        length,
                     GError     **error)
{
  WbBoardDraft draft = { 0 };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GString) path = NULL;
  WbReader reader;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  root = wb_json_parse (json, length, error);
  if (root == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }

  path = g_string_new (NULL);
  reader = (WbReader) { .name = name, .path = path, .error = error };

  return read_board (&reader, root, &draft) ? wb_board_plan_from_draft (&draft) : NULL;
}

/* The shortest text that reads back as the same number. */
static void
append_number (GString *json,
               double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", number);
  if (g_ascii_strtod (text, NULL) != number)
    g_ascii_dtostr (text, sizeof text, number);
  g_string_append (json, text);
}

static void
append_text_member (GString    *json,
                    const char *member,
                    const char *text)
{
  if (text == NULL)
    return;

  g_string_append_printf (json, ", \"%s\": ", member);
  wb_json_append_string (json, text, -1);
}

static void
append_limits (GString            *json,
               const WbChartStyle *style)
{
  g_string_append (json, ", \"limits\": [");
  for (guint i = 0; i < style->n_limits; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      append_number (json, style->limits[i]);
    }
  g_string_append_c (json, ']');
}

static void
append_chart (GString            *json,
              const WbBoardChart *chart)
{
  const char *kind = wb_chart_kind_get_name (chart->kind);

  g_string_append_printf (json, "        { \"chart\": \"%s\"", kind);
  append_text_member (json, "dataset", g_str_equal (chart->dataset, kind) ? NULL : chart->dataset);
  append_text_member (json, "title", chart->title);
  g_string_append (json, ", \"height\": ");
  append_number (json, chart->height);
  if (chart->page > 0)
    g_string_append_printf (json, ", \"page\": %u", chart->page);
  append_text_member (json, "type", chart->type);
  append_text_member (json, "gaps", chart->style.bridged ? "bridge" : NULL);
  append_text_member (json, "scale", chart->style.common_scale ? "common" : NULL);
  if (chart->style.has_limits)
    append_limits (json, &chart->style);
  g_string_append (json, " }");
}

/**
 * wb_board_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): the file of the board in a readable form, with one
 *   line for each chart, from which wb_board_plan_parse() makes an equal plan
 */
char *
wb_board_plan_to_json (WbBoardPlan *self)
{
  GString *json = g_string_new ("{\n");
  const WbBoardColumn *columns;
  guint n_columns;

  g_return_val_if_fail (self != NULL, NULL);

  columns = wb_board_plan_get_columns (self, &n_columns);
  if (wb_board_plan_get_title (self) != NULL)
    {
      g_string_append (json, "  \"title\": ");
      wb_json_append_string (json, wb_board_plan_get_title (self), -1);
      g_string_append (json, ",\n");
    }
  g_string_append (json, "  \"columns\": [\n");

  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append (json, "    { \"width\": ");
      append_number (json, columns[i].width);
      g_string_append (json, ", \"charts\": [\n");
      for (guint j = 0; j < columns[i].n_charts; j++)
        {
          append_chart (json, &columns[i].charts[j]);
          g_string_append (json, j + 1 < columns[i].n_charts ? ",\n" : "\n");
        }
      g_string_append (json, i + 1 < n_columns ? "    ] },\n" : "    ] }\n");
    }
  g_string_append (json, "  ]\n}\n");

  return g_string_free (json, FALSE);
}
