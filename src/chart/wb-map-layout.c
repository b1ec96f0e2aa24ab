/* wb-map-layout.c: map, legend, places and marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"

/* In em of a label. */
#define DOT        0.25
#define NEAR       1.2
#define MIDDLE_BOX 0.5

/* A dot is no larger than this share of the map's height. */
#define DOT_SHARE 0.013

/* Up to this many places, dots have full size; with more they are smaller, down to the given factor. */
#define FULL_SIZE 60
#define MIN_DOT   0.4

/* The number of names that are checked for their language. */
#define MAX_SAMPLE 50

static void
free_details_cb (gpointer data)
{
  WbMapDetails *details = data;

  g_clear_pointer (&details->geo, wb_geo_unref);
  g_free (details->heading);
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

/* Regions are named in the language of the places. */
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

/* Reads the map. If that fails, sets the layout's notice. */
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

  const char *name = self->region != NULL ? self->region : WB_ATLAS_DEFAULT_MAP;
  details->geo = wb_atlas_load (self->atlas, name, &error);
  if (details->geo == NULL)
    {
      self->notice = g_strdup (error->message);
      return FALSE;
    }
  if (self->region == NULL)
    return TRUE;

  details->heading = wb_atlas_dup_title (self->atlas, self->region, details->in_english);
  g_autofree char *title = g_steal_pointer (&self->title);
  /* Translators: the title of the map, and the province it shows */
  self->title = g_strdup_printf (C_("map of a province", "%s: %s"), title, details->heading);

  return TRUE;
}

/* Finds the visible places. A map of a part shows places in it and near its border. */
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
          if (isnan (at.x) || isnan (at.y))
            continue;
          /* On whole device pixels, for the images of ripples. */
          at.x = rint (at.x * self->scale) / self->scale;
          at.y = rint (at.y * self->scale) / self->scale;
          if (!wb_box_contains (self->plot, at.x, at.y) || wb_box_contains (details->legend, at.x, at.y))
            continue;

          /* The coordinates of a port may be slightly off the coast. */
          int region = wb_map_find_region (details, at.x, at.y, NEAR * text->size);
          if (region >= 0)
            g_array_index (details->regions, WbMapRegion, region).n_places++;
          if (region >= 0 || !is_part)
            g_array_append_val (details->dots, ((WbMapDot) { i, j, at }));
        }
    }
}

/* Formats the coordinates of a place. */
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
      double x = CLAMP (region->middle.x, self->plot.x, self->plot.x + self->plot.width);
      double y = CLAMP (region->middle.y, self->plot.y, self->plot.y + self->plot.height);

      if (*region->geo->name == '\0')
        continue;

      WbMark mark = {
        .kind = WB_MARK_REGION,
        .series = 0,
        .item = i,
        .box = { x - width / 2, y - height / 2, width, height },
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

/* Reads, projects and fits the map, and then adds places, and names that do not overlap with places. */
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
  WbMapBounds bounds = wb_map_place_inset (details, wb_map_project (details));
  wb_map_fit (self, text, bounds);
  wb_map_shape (self);

  find_dots (self, text);
  double share = sqrt ((double) FULL_SIZE / MAX (details->dots->len, 1));
  double largest = MIN (DOT * text->size, DOT_SHARE * (bounds.top - bounds.bottom) * details->scale);
  details->radius = MAX (largest * CLAMP (share, MIN_DOT, 1), 1);
  wb_map_layout_labels (self, text);
  add_place_marks (self);
  add_region_marks (self);
  wb_map_layout_motion (self);

  return TRUE;
}
