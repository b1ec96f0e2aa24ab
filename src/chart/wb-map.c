/* wb-map.c: places on a map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-draw.h"
#include "drawing/wb-marker.h"
#include "drawing/wb-number.h"

/* The size of a chosen marker relative to the others. */
#define CHOSEN 1.5

/* The largest distance of the pointer from a place or a tiny region, in em. */
#define REACH 0.55
#define TINY  0.3

/* The most other places at one point that a tooltip names. */
#define MAX_OTHERS 5

static guint
count_pages (WbDataset *dataset)
{
  return 1;
}

static void
draw_ground (const WbMapDetails  *details,
             const WbChartLayout *self,
             cairo_t             *cr,
             const WbPalette     *palette)
{
  /* Four samples per pixel instead of sixteen: invisible for coasts, and twice as fast. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_new_path (cr);
  cairo_append_path (cr, details->ground);
  wb_color_use (palette->region, cr);
  cairo_fill (cr);
  cairo_append_path (cr, details->borders);
  wb_color_use (palette->border, cr);
  cairo_set_line_width (cr, wb_map_get_border (self));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_stroke (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

static void
draw_inset (const WbMapDetails  *details,
            const WbChartLayout *self,
            cairo_t             *cr,
            const WbPalette     *palette)
{
  WbBox frame = details->inset_frame;

  cairo_save (cr);
  cairo_rectangle (cr, frame.x, frame.y, frame.width, frame.height);
  cairo_clip (cr);
  cairo_append_path (cr, details->inset);
  wb_color_use (palette->region, cr);
  cairo_fill_preserve (cr);
  wb_color_use (palette->border, cr);
  /* Islands may be smaller than a pixel. */
  cairo_set_line_width (cr, wb_map_get_border (self));
  cairo_stroke (cr);
  cairo_restore (cr);

  cairo_rectangle (cr, frame.x, frame.y, frame.width, frame.height);
  wb_color_use (palette->border, cr);
  cairo_set_line_width (cr, wb_map_get_border (self));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke (cr);
}

/* Each group has a marker of its own, with a rim of the card's colour. */
static void
draw_markers (const WbMapDetails *details,
              cairo_t            *cr,
              const WbPalette    *palette)
{
  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      WbMarkerStyle style = {
        .radius = dot->radius,
        .fill = wb_palette_get_series (palette, dot->group),
        .rim = palette->card,
      };

      wb_marker_draw (wb_palette_get_marker (palette, dot->group), cr, dot->at.x, dot->at.y, &style);
    }
}

static void
draw_badges (const WbMapDetails *details,
             cairo_t            *cr,
             const WbPalette    *palette)
{
  for (guint i = 0; i < details->badges->len; i++)
    {
      WbBox box = g_array_index (details->badges, WbBox, i);

      wb_draw_rounded (cr, box, box.height / 2, box.height / 2);
      wb_color_use (palette->card, cr);
      cairo_fill_preserve (cr);
      wb_color_use (palette->text, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
}

static void
draw_base (const WbChartLayout   *self,
           cairo_t               *cr,
           const WbRenderContext *context)
{
  const WbMapDetails *details = self->details;

  draw_ground (details, self, cr, context->palette);
  if (details->inset != NULL)
    draw_inset (details, self, cr, context->palette);
  draw_markers (details, cr, context->palette);
  draw_badges (details, cr, context->palette);
}

/* The mark of a region; regions without a name have none. */
static int
find_region_mark (const WbChartLayout *self,
                  guint                region)
{
  const WbMapDetails *details = self->details;

  for (guint i = details->dots->len; i < self->n_items; i++)
    if (wb_layout_get_mark (self, i)->item == region)
      return i;

  return -1;
}

static int
hit (const WbChartLayout *self,
     double               x,
     double               y)
{
  const WbMapDetails *details = self->details;
  double reach = REACH * self->size;
  double nearest = G_MAXDOUBLE;
  int found = -1;

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      double away = hypot (dot->at.x - x, dot->at.y - y);

      if (away > nearest || !(away <= MAX (dot->radius * 1.4, MIN (reach, dot->radius * 3))))
        continue;
      nearest = away;
      found = i;
    }
  if (found >= 0)
    return found;

  /* Tiny regions are found by their middle, since they are hard to hit. */
  double tiny = TINY * self->size;
  int region = wb_map_find_middle (details, x, y, tiny / 2, tiny);
  if (region < 0)
    region = wb_map_find_region (details, x, y, reach / 2);
  if (region < 0)
    region = wb_map_find_middle (details, x, y, reach / 2, G_MAXDOUBLE);

  return region >= 0 ? find_region_mark (self, region) : -1;
}

/* The radius of a dot, from the box of its mark. */
static double
get_radius (WbBox box)
{
  return box.width / 2 / 1.4;
}

static WbBox
get_highlight (const WbChartLayout *self,
               const WbMark        *mark)
{
  const WbMapDetails *details = self->details;

  if (mark->kind == WB_MARK_REGION)
    return wb_box_grow (wb_map_get_region (details, mark->item)->box, wb_map_get_outline (self) * 2);

  WbBox box = wb_layout_get_mark_box (self, mark);

  return wb_box_grow ((WbBox) { box.x + box.width / 2, box.y + box.height / 2, 0, 0 },
                      get_radius (box) * CHOSEN * WB_MARKER_REACH);
}

static void
draw_highlight (const WbChartLayout   *self,
                cairo_t               *cr,
                const WbMark          *mark,
                const WbRenderContext *context)
{
  const WbMapDetails *details = self->details;

  if (mark->kind == WB_MARK_REGION)
    {
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
      cairo_new_path (cr);
      wb_map_add_region (details, wb_map_get_region (details, mark->item), cr);
      wb_color_use (wb_color_fade (context->palette->region_text, 0.2), cr);
      cairo_fill_preserve (cr);
      wb_color_use (context->palette->region_text, cr);
      cairo_set_line_width (cr, wb_map_get_outline (self));
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
      cairo_stroke (cr);
      cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
      return;
    }

  WbBox box = wb_layout_get_mark_box (self, mark);
  double x = box.x + box.width / 2;
  double y = box.y + box.height / 2;
  WbColor color = wb_palette_get_series (context->palette, mark->series);
  WbMarkerStyle style = { .radius = get_radius (box) * CHOSEN, .fill = color, .rim = context->palette->text };

  wb_marker_draw (wb_palette_get_marker (context->palette, mark->series), cr, x, y, &style);
}

/* Adds the number of places of each group in a region. */
static void
add_groups (const WbChartLayout *self,
            const WbMark        *mark,
            WbTooltip           *tooltip)
{
  const WbMapDetails *details = self->details;
  const WbMapRegion *region = wb_map_get_region (details, mark->item);
  g_autofree guint *counts = g_new0 (guint, details->n_groups);

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      counts[dot->group] += wb_map_is_inside (details, region, dot->at.x, dot->at.y);
    }
  for (guint i = 0; i < details->n_groups; i++)
    if (counts[i] > 0)
      {
        g_autofree char *count = wb_number_format (counts[i]);

        wb_tooltip_add (tooltip, i, details->groups[i].name, count, WB_TOOLTIP_PLAIN);
      }
}

/* Adds the other places at the point of a place. */
static void
add_others (const WbMapDetails *details,
            const WbMark       *mark,
            WbTooltip          *tooltip)
{
  const WbMapDot *this = NULL;
  guint n_named = 0;

  for (guint i = 0; i < details->dots->len && this == NULL; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      if (dot->group == mark->series && dot->place == mark->item)
        this = dot;
    }
  if (this == NULL || this->n_here < 2)
    return;

  for (guint i = 0; i < details->dots->len && n_named < MAX_OTHERS; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);

      if (dot == this || dot->at.x != this->at.x || dot->at.y != this->at.y)
        continue;
      wb_tooltip_add (tooltip, dot->group, details->groups[dot->group].places[dot->place].name, "",
                      WB_TOOLTIP_PLAIN);
      n_named++;
    }
  if (this->n_here - 1 > n_named)
    {
      g_autofree char *more = g_strdup_printf ("+%u", this->n_here - 1 - n_named);

      wb_tooltip_add (tooltip, WB_TOOLTIP_NO_SERIES, more, "", WB_TOOLTIP_PLAIN);
    }
}

static WbTooltip *
make_tooltip (const WbChartLayout *self,
              const WbMark        *mark)
{
  const WbMapDetails *details = self->details;
  WbTooltip *tooltip = wb_tooltip_new (mark->name);

  wb_tooltip_set_swatch (tooltip, WB_SWATCH_MARKER);
  if (mark->kind == WB_MARK_REGION)
    {
      add_groups (self, mark, tooltip);
      return tooltip;
    }

  wb_tooltip_add (tooltip, mark->series, details->groups[mark->series].name, mark->text, WB_TOOLTIP_CHOSEN);
  add_others (details, mark, tooltip);

  return tooltip;
}

static char *
describe (const WbChartLayout *self)
{
  const WbMapDetails *details = self->details;
  const WbMark *most = NULL;
  guint n_shown = details->dots->len;

  for (guint i = n_shown; i < self->n_items; i++)
    {
      const WbMark *mark = wb_layout_get_mark (self, i);

      if (mark->value > 0 && (most == NULL || mark->value > most->value))
        most = mark;
    }

  g_autofree char *places = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place", "%u places", n_shown),
                                             n_shown);
  g_autofree char *groups = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u group", "%u groups",
                                                          details->n_groups), details->n_groups);
  g_autofree char *count = wb_number_format (most != NULL ? most->value : 0);
  g_autofree char *sentence =
    most == NULL
      /* Translators: a title, “40 places”, “4 groups” */
      ? g_strdup_printf (_("%s: %s in %s"), self->title, places, groups)
      /* Translators: a title, “40 places”, “4 groups”, a region, a number */
      : g_strdup_printf (_("%s: %s in %s, most in %s, %s"), self->title, places, groups, most->name, count);
  g_autofree char *missing = wb_map_dup_missing (details);
  if (missing == NULL)
    return g_steal_pointer (&sentence);

  /* Translators: two sentences, without their periods */
  return g_strdup_printf (C_("sentences", "%s. %s"), sentence, missing);
}

/* A region opens the map that it names, or the one of its own name. */
static const char *
get_region (const WbChartLayout *self,
            const WbMark        *mark)
{
  const WbGeoRegion *region = wb_map_get_region (self->details, mark->item)->geo;
  const char *map = region->map != NULL ? region->map : region->name;

  if (*map == '\0' || g_strcmp0 (map, self->region) == 0 || !wb_atlas_has (self->atlas, map))
    return NULL;
  if (region->map != NULL)
    return map;

  /* The city of Jilin has the name of its province, whose map is shown already. */
  g_autoptr (WbGeo) geo = wb_atlas_load (self->atlas, map, NULL);

  return geo != ((const WbMapDetails *) self->details)->geo ? map : NULL;
}

const WbChart wb_map_chart = {
  .count_pages = count_pages,
  .layout = wb_map_layout,
  .draw_base = draw_base,
  .hit = hit,
  .get_highlight = get_highlight,
  .draw_highlight = draw_highlight,
  .make_tooltip = make_tooltip,
  .describe = describe,
  .get_region = get_region,
  .get_motion = wb_map_get_motion,
  .draw_motion = wb_map_draw_motion,
};
