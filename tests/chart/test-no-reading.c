/* test-no-reading.c: items without a reading are said, are never 0, and change nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "chart-fixture.h"
#include "export/wb-table.h"

#define PUMPS \
  "[{\"name\":\"Pump 1\",\"value\":31},{\"name\":\"Pump 2\",\"value\":null}," \
  "{\"name\":\"Pump 3\",\"value\":12}]"
#define OTHER_PUMPS "[{\"name\":\"Pump 1\",\"value\":31},{\"name\":\"Pump 3\",\"value\":12}]"
#define NO_PUMPS "[{\"name\":\"Pump 1\",\"value\":\"-\"},{\"name\":\"Pump 2\"}]"

#define GOODS \
  "[{\"name\":\"A\",\"stock\":10,\"sales\":null},{\"name\":\"B\",\"sales\":20}," \
  "{\"name\":\"C\",\"stock\":0,\"sales\":40}]"

#define SHIFTS \
  "[{\"name\":\"Shift\",\"children\":[{\"name\":\"Low\",\"value\":75," \
  "\"children\":[{\"name\":\"x\",\"value\":\"\"}," \
  "{\"name\":\"y\",\"value\":5}]}," \
  "{\"name\":\"High\",\"value\":\"-\"},{\"name\":\"Rest\",\"value\":25}]}," \
  "{\"name\":\"Night\",\"children\":[{\"name\":\"Low\"},{\"name\":\"High\",\"value\":null}]}]"

static WbChartLayout *
lay_out (WbChartKind            kind,
         const char            *json,
         guint                  page,
         const WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (kind, json);
  WbSelection selection = { page, 0, -1 };

  return wb_chart_layout_new (dataset, &selection, context);
}

static const WbMark *
find_mark (WbChartLayout *layout,
           const char    *name)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    if (g_str_equal (marks[i].name, name))
      return &marks[i];

  g_assert_not_reached ();
}

static guint
count_labels (WbChartLayout *layout,
              const char    *text)
{
  guint n_labels;
  const WbLabel *labels = wb_chart_layout_get_labels (layout, &n_labels);
  guint count = 0;

  for (guint i = 0; i < n_labels; i++)
    count += g_str_equal (pango_layout_get_text (labels[i].layout), text);

  return count;
}

static void
check_sentence (WbChartLayout *layout,
                const char    *expected)
{
  g_autofree char *sentence = wb_chart_layout_describe (layout);

  g_assert_cmpstr (sentence, ==, expected);
}

/* Whether everything can be drawn and shown, also under the pointer. */
static void
check_drawing (WbChartLayout         *layout,
               const WbRenderContext *context)
{
  guint n_marks;

  fixture_check_layout (layout, context);
  cairo_surface_destroy (fixture_draw (layout, NULL, context, FIXTURE_BASE));
  wb_chart_layout_get_marks (layout, &n_marks);
  for (guint i = 0; i < n_marks; i++)
    {
      WbSelection selection = { .cursor = (int) i };

      cairo_surface_destroy (fixture_draw (layout, &selection, context, FIXTURE_OVERLAY));
    }
}

/* The sign is where the bar would begin, and the bars of the others are as long as without the item. */
static void
test_bars (void)
{
  static const WbChartKind kinds[] = { WB_CHART_SELLER, WB_CHART_RANK };
  static const struct { double width, height, text_scale; } frames[] = {
    { 320, 200, 1 }, { 530, 460, 1 }, { 640, 360, 1.5 }, { 960, 540, 0.75 }, { 1280, 720, 3 },
    { 3840, 2160, 2 },
  };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
      {
        WbRenderContext context = fixture_context (frames[i].width, frames[i].height);
        context.text_scale = frames[i].text_scale;
        g_autoptr (WbChartLayout) layout = lay_out (kinds[kind], PUMPS, 0, &context);
        g_autoptr (WbChartLayout) others = lay_out (kinds[kind], OTHER_PUMPS, 0, &context);
        const WbMark *none = find_mark (layout, "Pump 2");
        const WbMark *one = find_mark (layout, "Pump 1");
        const WbMark *three = find_mark (layout, "Pump 3");
        gboolean lying = kinds[kind] == WB_CHART_SELLER;

        check_drawing (layout, &context);
        g_assert_cmpstr (none->text, ==, "–");
        g_assert_true (isnan (none->value));
        g_assert_cmpfloat (lying ? none->box.width : none->box.height, ==, 0);
        g_assert_cmpuint (count_labels (layout, "–"), ==, 1);
        g_assert_cmpuint (count_labels (others, "–"), ==, 0);

        /* It is behind the smallest. */
        g_assert_true (lying ? none->box.y > three->box.y : none->box.x > three->box.x);
        if (lying)
          {
            g_assert_cmpfloat_with_epsilon (one->box.width, find_mark (others, "Pump 1")->box.width, 0.01);
            g_assert_cmpfloat_with_epsilon (three->box.width, find_mark (others, "Pump 3")->box.width, 0.01);
          }
        else
          {
            g_assert_cmpfloat_with_epsilon (one->box.height * 12, three->box.height * 31, 0.1);
          }
      }
}

static void
test_bar_sentences (void)
{
  WbRenderContext context = fixture_context (640, 360);
  g_autoptr (WbChartLayout) seller = lay_out (WB_CHART_SELLER, PUMPS, 0, &context);
  g_autoptr (WbChartLayout) rank = lay_out (WB_CHART_RANK, PUMPS, 0, &context);
  g_autoptr (WbChartLayout) no_seller = lay_out (WB_CHART_SELLER, NO_PUMPS, 0, &context);
  g_autoptr (WbChartLayout) no_rank = lay_out (WB_CHART_RANK, NO_PUMPS, 0, &context);

  check_sentence (seller, "Sales by seller: 3 sellers, page 1 of 1, highest Pump 1, 31");
  check_sentence (rank, "Sales by region: 3 regions, places 1 to 3, highest Pump 1, 31");

  check_drawing (no_seller, &context);
  check_drawing (no_rank, &context);
  g_assert_cmpuint (count_labels (no_seller, "–"), ==, 2);
  g_assert_cmpuint (count_labels (no_rank, "–"), ==, 2);
}

/* A share needs both numbers; without them the ring is empty. */
static void
test_rings (void)
{
  WbRenderContext context = fixture_context (530, 460);
  g_autoptr (WbChartLayout) layout = lay_out (WB_CHART_STOCK, GOODS, 0, &context);

  check_drawing (layout, &context);
  g_assert_cmpstr (find_mark (layout, "A")->text, ==, "–");
  g_assert_cmpstr (find_mark (layout, "B")->text, ==, "20");
  g_assert_cmpstr (find_mark (layout, "C")->text, ==, "40 (100%)");
  g_assert_cmpuint (count_labels (layout, "–"), ==, 1);
  g_assert_cmpuint (count_labels (layout, "Stock –"), ==, 1);
  g_assert_cmpuint (count_labels (layout, "Stock 10"), ==, 1);
  check_sentence (layout, "Stock and sales: 3 items, page 1 of 1, most sold C, 40 (100%)");
}

/* It has no slice and no share, and is not part of the total. */
static void
test_ring_of_slices (void)
{
  WbRenderContext context = fixture_context (640, 480);
  g_autoptr (WbChartLayout) layout = lay_out (WB_CHART_HOT, SHIFTS, 0, &context);
  g_autoptr (WbChartLayout) none = lay_out (WB_CHART_HOT, SHIFTS, 1, &context);

  check_drawing (layout, &context);
  check_drawing (none, &context);
  g_assert_cmpint (find_mark (layout, "Low")->kind, ==, WB_MARK_SLICE);
  g_assert_cmpstr (find_mark (layout, "Low")->text, ==, "75 (75.0%)");
  g_assert_cmpint (find_mark (layout, "High")->kind, ==, WB_MARK_LEGEND);
  g_assert_cmpstr (find_mark (layout, "High")->text, ==, "–");
  g_assert_cmpuint (count_labels (layout, "High –"), ==, 1);
  check_sentence (layout, "Shift: 3 items, total 100, largest Low, 75 (75.0%)");

  g_assert_cmpuint (count_labels (none, "0"), ==, 0);
  g_assert_cmpuint (count_labels (none, "–"), ==, 1);
  check_sentence (none, "Night: 2 items, total –");
}

static void
check_table (WbChartKind  kind,
             const char  *json,
             const char  *csv,
             const char  *text)
{
  g_autoptr (WbDataset) dataset = fixture_parse (kind, json);
  g_autoptr (WbTable) table = wb_table_new (dataset, 0);
  g_autofree char *written = wb_table_to_csv (table);
  g_autoptr (GString) shown = g_string_new (NULL);
  guint n_columns = wb_table_get_n_columns (table);

  for (guint i = 0; i < wb_table_get_n_rows (table) * n_columns; i++)
    {
      g_autofree char *cell = wb_table_dup_text (table, i / n_columns, i % n_columns);

      g_string_append_printf (shown, "%s%s", cell, (i + 1) % n_columns > 0 ? "|" : "\n");
    }

  g_assert_cmpstr (written, ==, csv);
  g_assert_cmpstr (shown->str, ==, text);
}

static void
test_tables (void)
{
  check_table (WB_CHART_SELLER, PUMPS, "Rank,Seller,Sales\r\n1,Pump 1,31\r\n2,Pump 3,12\r\n,Pump 2,\r\n",
               "1|Pump 1|31\n2|Pump 3|12\n–|Pump 2|–\n");
  check_table (WB_CHART_TREND,
               "{\"common\":{\"month\":[1,2,3]},\"map\":{\"unit\":\"k\",\"data\":[{\"name\":\"A\","
               "\"data\":[3,\"-\"]}]}}",
               "Month,A (k)\r\n1,3\r\n2,\r\n3,\r\n", "1|3\n2|–\n3|\n");
  check_table (WB_CHART_STOCK, GOODS,
               "Goods,Sold,In stock,Share sold\r\nA,,10,\r\nB,20,,\r\nC,40,0,1\r\n",
               "A|–|10|–\nB|20|–|–\nC|40|0|100%\n");
  check_table (WB_CHART_HOT, SHIFTS,
               "Category,Goods,Sales,Share,Kinds\r\nShift,Low,75,0.75,x: –; y: 5\r\nShift,High,,,\r\n"
               "Shift,Rest,25,0.25,\r\nNight,Low,,,\r\nNight,High,,,\r\n",
               "Shift|Low|75|75.0%|x: –; y: 5\nShift|High|–|–|\nShift|Rest|25|25.0%|\nNight|Low|–|–|\n"
               "Night|High|–|–|\n");
  check_table (WB_CHART_MAP,
               "[{\"name\":\"G\",\"children\":[{\"name\":\"A\",\"value\":[116.4,39.9,7]},"
               "{\"name\":\"B\",\"value\":null}]}]",
               "Group,Place,Longitude,Latitude,Value\r\nG,A,116.4,39.9,7\r\nG,B,,,\r\n",
               "G|A|116.4|39.9|7\nG|B|–|–|–\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/no-reading/bars", test_bars);
  g_test_add_func ("/no-reading/bars/sentences", test_bar_sentences);
  g_test_add_func ("/no-reading/rings", test_rings);
  g_test_add_func ("/no-reading/slices", test_ring_of_slices);
  g_test_add_func ("/no-reading/tables", test_tables);

  return g_test_run ();
}
