/* wb-ctl-picture.c: the command line options for a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ctl-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "support/wb-viewing.h"

/* The largest number of pixels that is parsed; wb-export.c has lower limits, and errors for them. */
#define MAX_TYPED 1000000

/* What text can be drawn at: factors, and the largest text of an axis in logical pixels. */
#define MIN_TEXT_SCALE 0.25
#define MAX_TEXT_SCALE 8
#define MAX_AXIS_SIZE  400

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError     **error,
      const char  *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments));
  va_end (arguments);

  return FALSE;
}

static gboolean
check_subject (WbCtlPicture  *self,
               GError       **error)
{
  if (self->board && self->chart != NULL)
    return fail (error, _("Draw one chart with --chart, or the board with --board, not both"));
  if (!self->board && self->chart == NULL)
    return fail (error, _("Say what to draw: --chart NAME, or --board"));
  if (!self->board && !wb_chart_kind_from_name (self->chart, &self->kind))
    return fail (error,
                 _("There is no chart “%s”: say “trend”, “seller”, “map”, “rank”, “hot” or “stock”"),
                 self->chart);

  return TRUE;
}

static gboolean
check_output (WbCtlPicture  *self,
              GError       **error)
{
  if (self->output == NULL || *self->output == '\0')
    return fail (error, _("Say where the picture goes: -o FILE, or -o - for standard output"));
  if (self->format != NULL && !wb_export_format_from_name (self->format, &self->options.format))
    return fail (error, _("There is no format “%s”: say “png”, “svg”, “pdf” or “csv”"), self->format);
  if (self->format == NULL && !wb_export_format_from_path (self->output, &self->options.format))
    return fail (error,
                 _("“%s” does not tell its format: end it in .png, .svg, .pdf or .csv, or give --format"),
                 self->output);
  if (self->board && self->options.format == WB_EXPORT_CSV)
    return fail (error, _("A CSV file holds one table: choose a chart with --chart"));

  return TRUE;
}

static gboolean
parse_size (WbCtlPicture *self)
{
  g_auto (GStrv) sides = g_strsplit_set (self->size, "xX", 3);
  guint64 width, height;

  if (g_strv_length (sides) != 2 || !g_ascii_string_to_unsigned (sides[0], 10, 1, MAX_TYPED, &width, NULL) ||
      !g_ascii_string_to_unsigned (sides[1], 10, 1, MAX_TYPED, &height, NULL))
    return FALSE;

  self->options.width = (int) width;
  self->options.height = (int) height;

  return TRUE;
}

/* Independent of the locale, for scripts. */
static gboolean
parse_scale (const char *text,
             double     *ret_scale)
{
  char *end;
  double scale = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (scale) || scale <= 0)
    return FALSE;

  *ret_scale = scale;

  return TRUE;
}

/* The picture is taken to fill the screen. */
static gboolean
check_text (WbCtlPicture  *self,
            GError       **error)
{
  double distance, diagonal;

  if (self->text_scale != NULL && (!parse_scale (self->text_scale, &self->options.text_scale) ||
                                   self->options.text_scale < MIN_TEXT_SCALE ||
                                   self->options.text_scale > MAX_TEXT_SCALE))
    return fail (error, _("“%s” is no scale of text: say a number from 0.25 to 8, such as 1.5"),
                 self->text_scale);
  if (self->distance == NULL && self->diagonal == NULL)
    return TRUE;

  if (self->distance == NULL || self->diagonal == NULL)
    return fail (error,
                 _("Say both how far away and how large the screen is: --distance 5m --diagonal 55in"));
  if (!wb_viewing_parse_length (self->distance, &distance))
    return fail (error, _("“%s” is no distance: say a length in m, cm, mm, in or ft, such as 5m"),
                 self->distance);
  if (!wb_viewing_parse_length (self->diagonal, &diagonal))
    return fail (error, _("“%s” is no diagonal: say a length in m, cm, mm, in or ft, such as 55in"),
                 self->diagonal);

  self->options.axis_size = MIN (wb_viewing_get_text_size (distance, diagonal, self->options.width,
                                                           self->options.height), MAX_AXIS_SIZE);

  return TRUE;
}

static gboolean
check_look (WbCtlPicture  *self,
            GError       **error)
{
  WbTheme theme = WB_THEME_DARK;
  guint64 page = 1;

  if (self->size != NULL && !parse_size (self))
    return fail (error, _("“%s” is no size: say WIDTHxHEIGHT in pixels, such as 1920x1080"), self->size);
  if (self->scale != NULL && !parse_scale (self->scale, &self->options.scale))
    return fail (error, _("“%s” is no scale: say a number above zero, such as 2"), self->scale);
  if (self->theme != NULL && !wb_theme_from_name (self->theme, &theme))
    return fail (error, _("There is no theme “%s”: say “dark” or “light”"), self->theme);
  if (self->contrast_name != NULL && !wb_contrast_from_name (self->contrast_name, &self->contrast))
    return fail (error, _("There is no contrast “%s”: say “normal” or “high”"), self->contrast_name);
  if (self->page != NULL && !g_ascii_string_to_unsigned (self->page, 10, 1, G_MAXUINT, &page, NULL))
    return fail (error, _("“%s” is no page: the first is 1"), self->page);
  if (self->page != NULL && self->board)
    return fail (error, _("A board shows the first page of each chart: --page is for one chart"));

  if (self->theme != NULL || self->contrast == WB_CONTRAST_HIGH)
    self->options.palette = wb_palette_lookup (theme, self->contrast);
  if (!check_text (self, error))
    return FALSE;

  self->options.page = (guint) page - 1;
  self->options.title = self->title;
  self->options.right_to_left = self->right_to_left;

  return TRUE;
}

void
wb_ctl_picture_clear (WbCtlPicture *self)
{
  g_free (self->chart);
  g_free (self->data);
  g_free (self->size);
  g_free (self->scale);
  g_free (self->text_scale);
  g_free (self->distance);
  g_free (self->diagonal);
  g_free (self->theme);
  g_free (self->contrast_name);
  g_free (self->page);
  g_free (self->maps);
  g_free (self->region);
  g_free (self->format);
  g_free (self->output);
}

/**
 * wb_ctl_picture_new_group:
 * @self: the options to fill, which must live as long as the group
 *
 * Returns: (transfer full): the group of options for a picture
 */
GOptionGroup *
wb_ctl_picture_new_group (WbCtlPicture *self)
{
  const GOptionEntry entries[] = {
    { "chart", 0, 0, G_OPTION_ARG_STRING, &self->chart,
      N_("Draw this chart: trend, seller, map, rank, hot or stock"), N_("NAME") },
    { "board", 0, 0, G_OPTION_ARG_NONE, &self->board, N_("Draw the board"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data,
      N_("A JSON file, or the folder with those of all charts (default: ask the server)"), N_("PATH") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_("The file to write; “-” is standard output"), N_("FILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format,
      N_("png, svg, pdf or csv (default: as the file ends)"), N_("FORMAT") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &self->size,
      N_("Logical pixels (default: 1920x1080)"), N_("WIDTHxHEIGHT") },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &self->scale,
      N_("Pixels of a PNG file to a logical one (default: 1)"), N_("NUMBER") },
    { "text-scale", 0, 0, G_OPTION_ARG_STRING, &self->text_scale,
      N_("How large text is, relative to the usual (default: 1)"), N_("NUMBER") },
    { "distance", 0, 0, G_OPTION_ARG_STRING, &self->distance,
      N_("Make text large enough to be read from so far away, such as 5m"), N_("LENGTH") },
    { "diagonal", 0, 0, G_OPTION_ARG_STRING, &self->diagonal,
      N_("The diagonal of the screen that the picture fills, such as 55in"), N_("LENGTH") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &self->theme,
      N_("dark or light (default: that of the server’s board, or dark)"), N_("THEME") },
    { "contrast", 0, 0, G_OPTION_ARG_STRING, &self->contrast_name,
      N_("normal or high, with patterns besides colours (default: normal)"), N_("CONTRAST") },
    { "page", 0, 0, G_OPTION_ARG_STRING, &self->page,
      N_("The page of the chart (default: 1)"), N_("NUMBER") },
    { "region", 0, 0, G_OPTION_ARG_STRING, &self->region,
      N_("The map to show, such as beijing or world (default: china)"), N_("NAME") },
    { "maps", 0, 0, G_OPTION_ARG_FILENAME, &self->maps,
      N_("A folder with GeoJSON maps of your own"), N_("FOLDER") },
    { "title", 0, 0, G_OPTION_ARG_NONE, &self->title, N_("Write the title above a chart (default)"), NULL },
    { "no-title", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &self->title,
      N_("Write no title"), NULL },
    { "rtl", 0, 0, G_OPTION_ARG_NONE, &self->right_to_left, N_("Draw for right-to-left readers"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group = g_option_group_new ("render", N_("Options of “render”:"),
                                            N_("Show the options of “render”"), NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);

  return group;
}

/**
 * wb_ctl_picture_is_given:
 * @self: options
 *
 * Returns: whether any option was given
 */
gboolean
wb_ctl_picture_is_given (const WbCtlPicture *self)
{
  return self->chart != NULL || self->board || self->data != NULL || self->size != NULL ||
         self->scale != NULL || self->text_scale != NULL || self->distance != NULL ||
         self->diagonal != NULL || self->theme != NULL || self->contrast_name != NULL || self->page != NULL ||
         self->maps != NULL || self->region != NULL || !self->title || self->right_to_left ||
         self->format != NULL || self->output != NULL;
}

/**
 * wb_ctl_picture_check:
 * @self: options
 * @error: return location for a #GOptionError
 *
 * Checks the options, and sets the members that depend on them.
 *
 * Returns: %FALSE with an error if they are not valid
 */
gboolean
wb_ctl_picture_check (WbCtlPicture  *self,
                      GError       **error)
{
  return check_subject (self, error) && check_output (self, error) && check_look (self, error);
}
