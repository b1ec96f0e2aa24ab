/* wb-map-dots.c: the places of a map, and those that are not on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing/wb-number.h"

/* In em of a label. */
#define NEAR 1.2

/* Up to this many places, dots have full size; with more they are smaller, down to the given factor. */
#define FULL_SIZE 60
#define MIN_DOT   0.4

/* The radius of the largest and of the smallest value, relative to a dot without a value. Areas are
 * proportional to values. */
#define LARGEST_VALUE  2.4
#define SMALLEST_VALUE 0.6

/* Numbers of places at one point: the text size, the padding in em of that text, the most of them. */
#define BADGE_SCALE   0.66
#define BADGE_PADDING 0.35
#define MAX_BADGES    64

/* Added to the number of places at a point, once the dot on top there was found. */
#define TOP_FOUND (1u << 31)

/* Finds the visible places, and counts the others. A map of a part shows places in it and near its border. */
void
wb_map_find_dots (WbChartLayout *self,
                  const WbText  *text)
{
  WbMapDetails *details = self->details;
  gboolean is_part = self->region != NULL && details->projection.kind != WB_PROJECTION_WORLD;

  for (guint i = 0; i < details->n_groups; i++)
    {
      const WbPlaceGroup *group = &details->groups[i];

      for (guint j = 0; j < group->n_places && !wb_layout_is_hidden (self, i); j++)
        {
          if (isnan (group->places[j].longitude) || isnan (group->places[j].latitude))
            {
              details->n_nowhere++;
              continue;
            }
          if (details->dots->len == WB_MAP_MAX_PLACES)
            {
              details->n_beyond++;
              continue;
            }

          WbMapPoint at = wb_map_place (self, group->places[j].longitude, group->places[j].latitude);

          /* On whole device pixels, for the images of ripples. */
          at.x = rint (at.x * self->scale) / self->scale;
          at.y = rint (at.y * self->scale) / self->scale;
          if (!wb_box_contains (self->plot, at.x, at.y) || wb_box_contains (details->legend, at.x, at.y))
            {
              details->n_outside++;
              continue;
            }

          /* The coordinates of a port may be slightly off the coast. */
          int region = wb_map_find_region (details, at.x, at.y, NEAR * text->size);
          if (region >= 0)
            g_array_index (details->regions, WbMapRegion, region).n_places++;
          if (region >= 0 || !is_part)
            g_array_append_val (details->dots, ((WbMapDot) { .group = i, .place = j, .at = at }));
          else
            details->n_outside++;
        }
    }
}

/* Sets the radius of all dots; @largest is that of a few without values. */
void
wb_map_size_dots (WbChartLayout *self,
                  double         largest)
{
  WbMapDetails *details = self->details;
  double share = sqrt ((double) FULL_SIZE / MAX (details->dots->len, 1));
  double most = 0;

  details->radius = MAX (largest * CLAMP (share, MIN_DOT, 1), 1);
  for (guint i = 0; i < details->dots->len; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      double value = details->groups[dot->group].places[dot->place].value;

      if (value > most)
        most = value;
    }

  for (guint i = 0; i < details->dots->len; i++)
    {
      WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      double value = details->groups[dot->group].places[dot->place].value;
      double factor = 1;

      if (!isnan (value) && most > 0)
        factor = MAX (LARGEST_VALUE * sqrt (MAX (value, 0) / most), SMALLEST_VALUE);
      dot->radius = details->radius * factor;
    }
}

static guint
hash_point_cb (gconstpointer point)
{
  const WbMapPoint *self = point;

  return g_double_hash (&self->x) * 31 + g_double_hash (&self->y);
}

static gboolean
equal_points_cb (gconstpointer one,
                 gconstpointer other)
{
  const WbMapPoint *a = one;
  const WbMapPoint *b = other;

  return a->x == b->x && a->y == b->y;
}

/* Counts the places at each point. Returns the last dot there, which is on top, for each point with several.
 * */
static GArray *
count_places_here (WbMapDetails *details)
{
  g_autoptr (GHashTable) points = g_hash_table_new (hash_point_cb, equal_points_cb);
  GArray *tops = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < details->dots->len; i++)
    {
      WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      guint n_here = GPOINTER_TO_UINT (g_hash_table_lookup (points, &dot->at)) + 1;

      g_hash_table_insert (points, &dot->at, GUINT_TO_POINTER (n_here));
    }
  for (guint i = details->dots->len; i-- > 0; )
    {
      WbMapDot *dot = &g_array_index (details->dots, WbMapDot, i);
      guint n_here = GPOINTER_TO_UINT (g_hash_table_lookup (points, &dot->at));

      dot->n_here = n_here & ~TOP_FOUND;
      if (n_here > 1 && (n_here & TOP_FOUND) == 0)
        g_array_append_val (tops, i);
      g_hash_table_insert (points, &dot->at, GUINT_TO_POINTER (n_here | TOP_FOUND));
    }

  return tops;
}

/* Adds the number of places where there are several at one point, beside the dot on top. */
void
wb_map_layout_badges (WbChartLayout *self,
                      const WbText  *text)
{
  WbMapDetails *details = self->details;
  g_autoptr (GArray) tops = count_places_here (details);
  double em = text->size * BADGE_SCALE;
  double height = wb_text_get_line (text, BADGE_SCALE);

  for (guint i = 0; i < tops->len && details->badges->len < MAX_BADGES; i++)
    {
      const WbMapDot *dot = &g_array_index (details->dots, WbMapDot, g_array_index (tops, guint, i));
      g_autofree char *number = wb_number_format_compact (dot->n_here);
      PangoLayout *shape = wb_text_shape (text, number, BADGE_SCALE, WB_TEXT_NUMBER | WB_TEXT_BOLD,
                                          G_MAXINT16);
      double width = MAX (wb_text_get_width (shape) + 2 * BADGE_PADDING * em, height);
      WbBox box = { dot->at.x + dot->radius * 0.9, dot->at.y - dot->radius * 0.9 - height, width, height };

      if (!wb_box_is_inside (box, self->width, self->height))
        g_object_unref (shape);
      else if (wb_layout_add_label (self, shape, box.x + width / 2, 0.5, box.y + text->above * em,
                                    WB_TEXT_ROLE_TEXT))
        g_array_append_val (details->badges, box);
    }
}

static void
add_words (GString *words,
           char    *sentence)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", sentence);
  g_free (sentence);
}

/* Says which places are not on the map; %NULL if all are. */
char *
wb_map_dup_missing (const WbMapDetails *details)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (details->n_outside > 0)
    add_words (words, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place is outside this map",
                                                    "%u places are outside this map", details->n_outside),
                                       details->n_outside));
  if (details->n_nowhere > 0)
    add_words (words, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place has no position",
                                                    "%u places have no position", details->n_nowhere),
                                       details->n_nowhere));
  if (details->n_beyond > 0)
    add_words (words, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more place is not shown",
                                                    "%u more places are not shown", details->n_beyond),
                                       details->n_beyond));

  return words->len > 0 ? g_strdup (words->str) : NULL;
}
