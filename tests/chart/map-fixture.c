/* map-fixture.c: layouts of maps for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "map-fixture.h"

WbRenderContext
map_frame (WbAtlas *atlas,
           double   width,
           double   height)
{
  WbRenderContext context = fixture_context (width, height);

  context.atlas = atlas;

  return context;
}

WbChartLayout *
map_lay_out (const char            *json,
             const char            *region,
             guint64                hidden,
             const WbRenderContext *context)
{
  g_autoptr (WbDataset) dataset = fixture_parse (WB_CHART_MAP, json);
  WbSelection selection = { .hidden = hidden, .cursor = -1, .region = region };

  return wb_chart_layout_new (dataset, &selection, context);
}

/* Whether the picture changes with time alone. */
gboolean
map_is_moving (WbChartLayout *layout)
{
  guint n_boxes;

  wb_chart_layout_get_motion (layout, &n_boxes);

  return n_boxes > 0;
}

int
map_find_mark (WbChartLayout *layout,
               const char    *name)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);

  for (guint i = 0; i < n_marks; i++)
    if (strcmp (marks[i].name, name) == 0)
      return i;

  return -1;
}

WbBox
map_get_box (WbChartLayout *layout,
             const char    *name)
{
  guint n_marks;
  const WbMark *marks = wb_chart_layout_get_marks (layout, &n_marks);
  int mark = map_find_mark (layout, name);

  g_assert_cmpint (mark, >=, 0);

  return marks[mark].box;
}

double
map_get_x (WbChartLayout *layout,
           const char    *name)
{
  WbBox box = map_get_box (layout, name);

  return box.x + box.width / 2;
}

double
map_get_y (WbChartLayout *layout,
           const char    *name)
{
  WbBox box = map_get_box (layout, name);

  return box.y + box.height / 2;
}
