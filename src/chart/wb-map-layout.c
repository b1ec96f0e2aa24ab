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
#define DOT        0.3
#define MIDDLE_BOX 0.5

/* A dot is no larger than this share of the map's height. */
#define DOT_SHARE 0.015

/* The text size of the line about places that are not on the map, relative to labels. */
#define MISSING_SCALE 0.75

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
  g_array_unref (details->badges);
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

/* The value of a place, if it has one, and its coordinates. */
static char *
format_place (const WbPlace *place)
{
  g_autofree char *position = format_position (place);
  g_autofree char *value = wb_number_format (place->value);

  if (isnan (place->value))
    return g_steal_pointer (&position);

  /* Translators: the value of a place, and its latitude and longitude */
  return g_strdup_printf (C_("value and position", "%s (%s)"), value, position);
}

static void
add_place_marks (WbChartLayout *self)
{
  const WbMapDetails *details = self->details;

  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      const WbPlace *place = &details->groups[dot->group].places[dot->place];
      double radius = dot->radius * 1.4;

      WbMark mark = {
        .kind = WB_MARK_PLACE,
        .series = dot->group,
        .item = dot->place,
        .box = { dot->at.x - radius, dot->at.y - radius, 2 * radius, 2 * radius },
        .name = place->name,
        .text = wb_layout_keep (self, format_place (place)),
        .value = isnan (place->value) ? 0 : place->value,
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

static void
clear (WbChartLayout *self)
{
  WbMapDetails *details = self->details;

  g_array_set_size (self->labels, 0);
  g_array_set_size (self->swatches, 0);
  g_array_set_size (self->legend, 0);
  g_array_set_size (details->points, 0);
  g_array_set_size (details->rings, 0);
  g_array_set_size (details->regions, 0);
  g_array_set_size (details->dots, 0);
  g_clear_pointer (&details->ground, cairo_path_destroy);
  g_clear_pointer (&details->borders, cairo_path_destroy);
  g_clear_pointer (&details->inset, cairo_path_destroy);
  details->n_outside = details->n_nowhere = details->n_beyond = 0;
}

/* Projects and fits the map, and adds places. Returns its height. */
static double
place_map (WbChartLayout *self,
           const WbText  *text)
{
  WbMapDetails *details = self->details;
  WbMapBounds bounds = wb_map_place_inset (details, wb_map_project (details));

  wb_map_fit (self, text, bounds);
  wb_map_shape (self);
  wb_map_find_dots (self, text);

  return (bounds.top - bounds.bottom) * details->scale;
}

/* Makes room for the line about places that are not on the map, and adds it. */
static double
place_map_above_line (WbChartLayout *self,
                      const WbText  *text,
                      double         height)
{
  WbMapDetails *details = self->details;
  double line = wb_text_get_line (text, MISSING_SCALE);
  double padding = 0.3 * text->size;
  g_autofree char *missing = wb_map_dup_missing (details);

  if (missing == NULL || self->height < 8 * line || self->width < 8 * line)
    return height;

  clear (self);
  details->footer = line;
  height = place_map (self, text);
  g_free (missing);
  missing = wb_map_dup_missing (details);
  if (missing != NULL)
    wb_layout_add_label (self, wb_text_shape (text, missing, MISSING_SCALE, WB_TEXT_PLAIN,
                                              self->width - 2 * padding),
                         self->width / 2, 0.5,
                         self->height - padding - line + text->above * text->size * MISSING_SCALE,
                         WB_TEXT_ROLE_MUTED);

  return height;
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
  details->badges = g_array_new (FALSE, FALSE, sizeof (WbBox));
  details->motion = g_array_new (FALSE, FALSE, sizeof (WbBox));
  details->groups = wb_dataset_get_places (self->dataset, &details->n_groups);
  count_places (details);
  if (details->n_places == 0)
    return FALSE;

  details->in_english = is_in_english (details);
  if (!find_map (self))
    return FALSE;

  details->projection = wb_projection_choose (wb_geo_get_extent (details->geo));
  double height = place_map_above_line (self, text, place_map (self, text));
  wb_map_size_dots (self, MIN (DOT * text->size, DOT_SHARE * height));
  wb_map_layout_badges (self, text);
  wb_map_layout_labels (self, text);
  add_place_marks (self);
  add_region_marks (self);
  wb_map_layout_motion (self);

  return TRUE;
}
