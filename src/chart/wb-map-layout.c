/* wb-map-layout.c: map, legend, places and marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "wb-legend.h"
#include "wb-number.h"

/* In em of a label. */
#define PADDING    0.6
#define GAP        0.8
#define DOT        0.25
#define NEAR       1.2
#define MIDDLE_BOX 0.5

/* The legend's share of the width at most, and of the height. */
#define MAX_COLUMN 0.3
#define MAX_ROWS   0.25

/* So many places have dots of full size; more have smaller ones, down to a share. */
#define FULL_SIZE 60
#define MIN_DOT   0.4

/* A drawing in the corner: its share of the map's height, and the least that shows anything, in pixels. */
#define INSET_SHARE 0.27
#define MIN_INSET   18

/* So many names are looked at to find out their language. */
#define MAX_SAMPLE 50

static void
free_details_cb (gpointer data)
{
  WbMapDetails *details = data;

  g_clear_pointer (&details->geo, wb_geo_unref);
  g_clear_pointer (&details->ground, cairo_path_destroy);
  g_clear_pointer (&details->borders, cairo_path_destroy);
  g_clear_pointer (&details->inset, cairo_path_destroy);
  g_array_unref (details->motion);
  g_array_unref (details->dots);
  g_array_unref (details->regions);
  g_array_unref (details->rings);
  g_array_unref (details->points);
  g_free (details);
}

static gboolean
has_chinese (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

/* A picture speaks one language: that of the places. */
static gboolean
is_in_english (const WbMapDetails *details)
{
  guint n = 0;

  for (guint i = 0; i < details->n_groups && n < MAX_SAMPLE; i++)
    {
      if (has_chinese (details->groups[i].name))
        return FALSE;
      for (guint j = 0; j < details->groups[i].n_places && n++ < MAX_SAMPLE; j++)
        if (has_chinese (details->groups[i].places[j].name))
          return FALSE;
    }

  return TRUE;
}

/* Reads the map. Where there is none, the layout's notice says why. */
static gboolean
find_map (WbChartLayout *self)
{
  WbMapDetails *details = self->details;
  g_autoptr (GError) error = NULL;

  if (self->atlas == NULL)
    {
      self->notice = g_strdup (_("There is no map to show them on."));
      return FALSE;
    }

  details->geo = wb_atlas_load (self->atlas, self->region != NULL ? self->region : WB_ATLAS_DEFAULT_MAP, &error);
  if (details->geo == NULL)
    {
      self->notice = g_strdup (error->message);
      return FALSE;
    }
  if (self->region == NULL)
    return TRUE;

  g_autofree char *place = wb_atlas_dup_title (self->atlas, self->region, details->in_english);
  g_autofree char *title = g_steal_pointer (&self->title);
  /* Translators: the title of the map, and the province it shows */
  self->title = g_strdup_printf (C_("map of a province", "%s: %s"), title, place);

  return TRUE;
}

/* What a province is called, above its map; in the legend's column where that is beside the map. */
static void
add_heading (WbChartLayout *self,
             const WbText  *text,
             WbBox          room)
{
  WbMapDetails *details = self->details;

  if (self->region == NULL || room.width <= 0)
    return;

  g_autofree char *place = wb_atlas_dup_title (self->atlas, self->region, details->in_english);
  wb_layout_add_label (self, wb_text_shape (text, place, 1, WB_TEXT_BOLD, room.width), room.x, 0,
                       room.y + text->above * text->size, WB_INK_TEXT);
}

/* How wide the legend is as a column, and how many lines it would have as rows. */
static double
measure_legend (const WbMapDetails *details,
                const WbText       *text,
                double              width,
                guint              *ret_n_rows)
{
  double em = text->size * WB_LEGEND_SCALE;
  double widest = 0;
  double sum = 0;

  for (guint i = 0; i < MIN (details->n_groups, 64); i++)
    {
      g_autoptr (PangoLayout) shape = wb_text_shape (text, details->groups[i].name, WB_LEGEND_SCALE, WB_TEXT_PLAIN,
                                                     width);
      double entry = wb_text_get_width (shape) + 1.2 * em;

      widest = MAX (widest, entry);
      sum += entry + 1.1 * em;
    }
  *ret_n_rows = MAX (1, ceil (sum / MAX (width, 1)));

  return widest;
}

/* The scale at which a map of some size fits. */
static double
get_scale (double      width,
           double      height,
           WbMapBounds bounds)
{
  return MAX (MIN (width / MAX (bounds.right - bounds.left, 1e-9), height / MAX (bounds.top - bounds.bottom, 1e-9)),
              0);
}

/* The legend, beside or below, whichever leaves the larger map. Returns what is left. */
static WbBox
layout_legend (WbChartLayout *self,
               const WbText  *text,
               WbMapBounds    bounds)
{
  const WbMapDetails *details = self->details;
  double padding = MIN (PADDING * text->size, MIN (self->width, self->height) / 4);
  double row = wb_legend_get_row (text);
  double heading = self->region != NULL ? wb_text_get_line (text, 1) : 0;
  WbBox room = { padding, padding, MAX (self->width - 2 * padding, 0), MAX (self->height - 2 * padding, 0) };
  g_autofree const char **names = g_new (const char *, details->n_groups);
  g_autofree double *values = g_new (double, details->n_groups);
  guint n_rows;

  for (guint i = 0; i < details->n_groups; i++)
    {
      names[i] = details->groups[i].name;
      values[i] = details->groups[i].n_places;
    }

  WbLegend legend = { names, details->n_groups, values, 0, 1, TRUE };
  double gap = GAP * text->size;
  if (self->height < 6 * row)
    return room;

  double column = MIN (measure_legend (details, text, room.width, &n_rows), MAX_COLUMN * self->width);
  double below = MIN (n_rows * row, MAX (MAX_ROWS * self->height, row));
  if (get_scale (room.width - column - gap, room.height, bounds) >
      get_scale (room.width, room.height - below - heading - gap / 2, bounds))
    {
      WbBox side = { room.x, room.y + heading, column + 0.5, MAX (room.height - heading, 0) };

      add_heading (self, text, (WbBox) { room.x, room.y, column, heading });
      wb_legend_layout (&legend, self, text, side, NULL);
      room.x += column + gap;
      room.width -= column + gap;
    }
  else
    {
      WbBox rows = { room.x, room.y + room.height - below, room.width, below };

      legend.align = 0.5;
      legend.in_column = FALSE;
      add_heading (self, text, room);
      room.height -= wb_legend_layout (&legend, self, text, rows, NULL) + gap / 2 + heading;
      room.y += heading;
    }
  room.width = MAX (room.width, 0);
  room.height = MAX (room.height, 0);

  return room;
}

/* Puts the map in the middle of the card where the legend lets it, or as near as it can be. Returns its box, as it
 * appears. */
static WbBox
fit_map (WbChartLayout *self,
         WbMapBounds    bounds,
         WbBox          room)
{
  WbMapDetails *details = self->details;
  double scale = get_scale (room.width, room.height, bounds);
  double width = (bounds.right - bounds.left) * scale;
  double height = (bounds.top - bounds.bottom) * scale;
  double x = CLAMP ((self->width - width) / 2, room.x, MAX (room.x + room.width - width, room.x));
  WbBox box = { x, room.y + (room.height - height) / 2, width, height };

  if (self->right_to_left)
    box = wb_box_mirror (box, self->width);
  details->scale = scale;
  details->x = box.x - bounds.left * scale;
  details->y = box.y + bounds.top * scale;

  return box;
}

static void
layout_inset (WbChartLayout *self,
              WbBox          map)
{
  WbMapDetails *details = self->details;
  guint n_regions;
  const WbGeoRegion *regions = wb_geo_get_regions (details->geo, &n_regions);
  double height = INSET_SHARE * map.height;

  for (guint i = 0; i < n_regions && height >= MIN_INSET; i++)
    {
      if (regions[i].inset_width == 0)
        continue;

      double width = MIN (height * regions[i].inset_width / regions[i].inset_height, map.width / 3);
      WbBox frame = { map.x + map.width - width, map.y + map.height - height, width, height };
      wb_map_shape_inset (self, &regions[i], frame);
      return;
    }
}

/* The places that the map has room for. A map of a part shows what is in it, and on its shore. */
static void
find_dots (WbChartLayout *self,
           const WbText  *text)
{
  WbMapDetails *details = self->details;
  gboolean is_part = self->region != NULL && details->projection.kind != WB_PROJECTION_WORLD;

  for (guint i = 0; i < details->n_groups; i++)
    {
      const WbPlaceGroup *group = &details->groups[i];

      for (guint j = 0; j < group->n_places && !wb_layout_is_hidden (self, i); j++)
        {
          WbMapPoint at = wb_map_place (self, group->places[j].longitude, group->places[j].latitude);

          if (details->dots->len == WB_MAP_MAX_PLACES)
            return;
          if (!wb_box_contains (self->plot, at.x, at.y))
            continue;

          int region = wb_map_find_region (details, at.x, at.y, is_part ? NEAR * text->size : 0);
          if (region >= 0)
            g_array_index (details->regions, WbMapRegion, region).n_places++;
          if (region >= 0 || !is_part)
            g_array_append_val (details->dots, ((WbMapDot) { i, j, at }));
        }
    }
}

/* Where a place is, in words. */
static char *
format_position (const WbPlace *place)
{
  g_autofree char *east = wb_number_format (fabs (place->longitude));
  g_autofree char *north = wb_number_format (fabs (place->latitude));
  g_autofree char *longitude = g_strdup_printf (place->longitude < 0
                                                  /* Translators: degrees west */
                                                  ? C_("longitude", "%s° W")
                                                  /* Translators: degrees east */
                                                  : C_("longitude", "%s° E"), east);
  g_autofree char *latitude = g_strdup_printf (place->latitude < 0
                                                 /* Translators: degrees south */
                                                 ? C_("latitude", "%s° S")
                                                 /* Translators: degrees north */
                                                 : C_("latitude", "%s° N"), north);

  /* Translators: a latitude and a longitude */
  return g_strdup_printf (C_("position", "%s, %s"), latitude, longitude);
}

static void
add_place_marks (WbChartLayout *self)
{
  const WbMapDetails *details = self->details;
  double radius = details->radius * 1.4;

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      const WbPlace *place = &details->groups[dot->group].places[dot->place];

      WbMark mark = {
        .kind = WB_MARK_PLACE,
        .series = dot->group,
        .item = dot->place,
        .box = { dot->at.x - radius, dot->at.y - radius, 2 * radius, 2 * radius },
        .name = place->name,
        .text = wb_layout_keep (self, format_position (place)),
        .value = 0,
      };
      wb_layout_add_mark (self, &mark);
    }
}

static void
add_region_marks (WbChartLayout *self)
{
  const WbMapDetails *details = self->details;

  for (guint i = 0; i < details->regions->len; i++)
    {
      const WbMapRegion *region = wb_map_get_region (details, i);
      double width = MIN (MIDDLE_BOX * self->size, region->box.width);
      double height = MIN (MIDDLE_BOX * self->size, region->box.height);

      if (*region->geo->name == '\0')
        continue;

      WbMark mark = {
        .kind = WB_MARK_REGION,
        .series = 0,
        .item = i,
        .box = { region->middle.x - width / 2, region->middle.y - height / 2, width, height },
        .name = wb_map_get_name (details, region->geo),
        .text = wb_layout_keep (self, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place", "%u places",
                                                                    region->n_places), region->n_places)),
        .value = region->n_places,
      };
      wb_layout_add_mark (self, &mark);
    }
}

static void
count_places (WbMapDetails *details)
{
  for (guint i = 0; i < details->n_groups; i++)
    details->n_places += details->groups[i].n_places;
}

/* The map is read, laid flat and fitted beside the legend; then come places, and names where places are not. */
gboolean
wb_map_layout (WbChartLayout *self,
               const WbText  *text)
{
  WbMapDetails *details = g_new0 (WbMapDetails, 1);

  self->details = details;
  self->free_details = free_details_cb;
  details->points = g_array_new (FALSE, FALSE, sizeof (WbMapPoint));
  details->rings = g_array_new (FALSE, FALSE, sizeof (WbMapRing));
  details->regions = g_array_new (FALSE, FALSE, sizeof (WbMapRegion));
  details->dots = g_array_new (FALSE, FALSE, sizeof (WbMapDot));
  details->motion = g_array_new (FALSE, FALSE, sizeof (WbBox));
  details->groups = wb_dataset_get_places (self->dataset, &details->n_groups);
  count_places (details);
  if (details->n_places == 0)
    return FALSE;

  details->in_english = is_in_english (details);
  if (!find_map (self))
    return FALSE;

  details->projection = wb_projection_choose (wb_geo_get_extent (details->geo));
  WbMapBounds bounds = wb_map_project (details);
  self->plot = layout_legend (self, text, bounds);
  WbBox map = fit_map (self, bounds, self->plot);
  wb_map_shape (self);
  layout_inset (self, map);

  find_dots (self, text);
  double share = sqrt ((double) FULL_SIZE / MAX (details->dots->len, 1));
  details->radius = DOT * text->size * CLAMP (share, MIN_DOT, 1);
  wb_map_layout_labels (self, text);
  add_place_marks (self);
  add_region_marks (self);
  wb_map_layout_motion (self);

  return TRUE;
}
