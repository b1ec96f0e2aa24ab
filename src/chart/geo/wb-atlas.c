/* wb-atlas.c: finds maps by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-atlas.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "file/wb-file.h"
#include "wb-geo-private.h"

/* Enough to go from a country to some provinces and back without reading a map again. */
#define MAX_CACHED 6

#define MAX_NAME 200

typedef struct
{
  char  *file;
  WbGeo *geo;
} Entry;

struct _WbAtlas
{
  GObject  parent_instance;

  char    *folder;
  GMutex   mutex;
  GQueue   cache;          /* of Entry, most recently used first */
  WbGeo   *shipped;        /* the program's default map, once it was needed */
};

G_DEFINE_FINAL_TYPE (WbAtlas, wb_atlas, G_TYPE_OBJECT)

/* Suffixes of the official names of provinces, the longest first. */
static const char *const suffixes[] = {
  "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市",
};

static void
free_entry_cb (gpointer data)
{
  Entry *entry = data;

  wb_geo_unref (entry->geo);
  g_free (entry->file);
  g_free (entry);
}

/* Whether a name is a valid file name within the folder. */
static gboolean
is_file_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= MAX_NAME && name[0] != '.' && strpbrk (name, "/\\") == NULL;
}

/* Normalises a name for comparison: in lower case, “广东省” as “广东”. */
static char *
fold (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, MIN (strlen (name), MAX_NAME));
  g_autofree char *normal = g_utf8_normalize (g_strstrip (valid), -1, G_NORMALIZE_NFC);
  char *folded = g_utf8_casefold (normal, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (folded, suffixes[i]) && strlen (folded) > strlen (suffixes[i]))
      {
        folded[strlen (folded) - strlen (suffixes[i])] = '\0';
        break;
      }

  return folded;
}

static char *
find_user_file (WbAtlas    *self,
                const char *name)
{
  static const char *const endings[] = { ".json", ".geojson" };

  for (guint i = 0; self->folder != NULL && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *base = g_strconcat (name, endings[i], NULL);
      g_autofree char *path = g_build_filename (self->folder, base, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static char *
find_resource (const char *name)
{
  g_autofree char *path = g_strconcat (WB_ATLAS_RESOURCE_PATH "/", name, ".json", NULL);

  return g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL)
           ? g_steal_pointer (&path) : NULL;
}

static WbGeo *
read_user_file (const char  *path,
                GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *json = NULL;
  gsize length;

  json = wb_file_read (path, WB_GEO_MAX_BYTES, &length, &local_error);
  if (json == NULL && g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    {
      /* Translators: a file name and a number */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The map “%s” is larger than %d MiB"), path,
                   WB_GEO_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  if (json == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The map “%s” cannot be read: %s"), path,
                   local_error->message);
      return NULL;
    }

  return wb_geo_parse (path, json, length, error);
}

/* Finds a region that has a map of its own, by its number, by its name in either language, or by the name of
 * its map. */
static const WbGeoRegion *
find_region (WbGeo      *geo,
             const char *name,
             guint       adcode)
{
  g_autofree char *wanted = name != NULL ? fold (name) : NULL;
  guint n_regions;
  const WbGeoRegion *regions = wb_geo_get_regions (geo, &n_regions);

  for (guint i = 0; i < n_regions; i++)
    {
      const char *names[] = { regions[i].name, regions[i].name_en, regions[i].map };

      if (regions[i].map == NULL)
        continue;
      if (adcode > 0 && regions[i].adcode == adcode)
        return &regions[i];

      for (guint j = 0; wanted != NULL && j < G_N_ELEMENTS (names); j++)
        {
          g_autofree char *folded = names[j] != NULL ? fold (names[j]) : NULL;

          if (folded != NULL && strcmp (folded, wanted) == 0)
            return &regions[i];
        }
    }

  return NULL;
}

static WbGeo *
read_resource (const char  *name,
               GError     **error)
{
  g_autofree char *path = find_resource (name);
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL || (bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error)) == NULL)
    return NULL;

  return wb_geo_parse (name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/* The program's default map, which knows the provinces even if the user has a map of that name. The mutex
 * must be held. */
static WbGeo *
get_shipped (WbAtlas *self)
{
  if (self->shipped == NULL)
    self->shipped = read_resource (WB_ATLAS_DEFAULT_MAP, NULL);

  return self->shipped;
}

/* Whether a region has a number and no other name. */
static gboolean
is_nameless (const WbGeoRegion *region)
{
  return *region->name == '\0' ||
         (region->adcode > 0 && g_ascii_strtoull (region->name, NULL, 10) == region->adcode);
}

/* Gives the provinces of a user's map what the program's map knows of them. Numbers are unique; a name is
 * only compared in a map of the country, since a city may have that of its province. */
static void
complete_regions (WbAtlas    *self,
                  WbGeo      *geo,
                  const char *file)
{
  WbGeo *shipped = get_shipped (self);
  gboolean by_name = strcmp (file, WB_ATLAS_DEFAULT_MAP) == 0;

  for (guint i = 0; shipped != NULL && i < geo->regions->len; i++)
    {
      WbGeoRegion *region = &g_array_index (geo->regions, WbGeoRegion, i);
      const WbGeoRegion *known = find_region (shipped, NULL, region->adcode);

      if (known == NULL && by_name)
        known = find_region (shipped, region->name, 0);
      if (known == NULL)
        continue;

      if (is_nameless (region))
        region->name = g_string_chunk_insert (geo->strings, known->name);
      if (region->name_en == NULL)
        region->name_en = g_string_chunk_insert (geo->strings, known->name_en);
      if (region->map == NULL)
        region->map = g_string_chunk_insert (geo->strings, known->map);
    }
}

/* Reads the map in a file, which may be the user's or, otherwise, one of the program's resources. Returns
 * %NULL without an error if there is no such file. The mutex must be held. */
static WbGeo *
read_file (WbAtlas     *self,
           const char  *name,
           GError     **error)
{
  g_autofree char *path = find_user_file (self, name);
  WbGeo *geo;

  if (path == NULL)
    return strcmp (name, WB_ATLAS_DEFAULT_MAP) == 0 && get_shipped (self) != NULL
             ? wb_geo_ref (self->shipped) : read_resource (name, error);

  geo = read_user_file (path, error);
  if (geo != NULL)
    complete_regions (self, geo, name);

  return geo;
}

/* Like read_file(), with a cache. The mutex must be held. */
static WbGeo *
load_file (WbAtlas     *self,
           const char  *name,
           GError     **error)
{
  for (GList *l = self->cache.head; l != NULL; l = l->next)
    {
      Entry *entry = l->data;

      if (strcmp (entry->file, name) != 0)
        continue;
      g_queue_unlink (&self->cache, l);
      g_queue_push_head_link (&self->cache, l);
      return wb_geo_ref (entry->geo);
    }

  g_autoptr (WbGeo) geo = read_file (self, name, error);
  if (geo == NULL)
    return NULL;

  Entry *entry = g_new (Entry, 1);
  entry->file = g_strdup (name);
  entry->geo = wb_geo_ref (geo);
  g_queue_push_head (&self->cache, entry);
  if (self->cache.length > MAX_CACHED)
    free_entry_cb (g_queue_pop_tail (&self->cache));

  return g_steal_pointer (&geo);
}

/* Finds a region of the user's default map, or otherwise of the program's; @ret_geo keeps it. The mutex must
 * be held. */
static const WbGeoRegion *
find_known_region (WbAtlas     *self,
                   const char  *name,
                   WbGeo      **ret_geo)
{
  guint adcode = strlen (name) == 6 ? g_ascii_strtoull (name, NULL, 10) : 0;
  g_autoptr (WbGeo) own = load_file (self, WB_ATLAS_DEFAULT_MAP, NULL);
  WbGeo *maps[] = { own, get_shipped (self) };
  const WbGeoRegion *region = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (maps) && region == NULL; i++)
    if (maps[i] != NULL && (region = find_region (maps[i], name, adcode)) != NULL)
      *ret_geo = wb_geo_ref (maps[i]);

  return region;
}

/* Finds the name of the file of a map, or %NULL. The mutex must be held. */
static char *
find_file (WbAtlas    *self,
           const char *name)
{
  g_autofree char *path = NULL;
  g_autoptr (WbGeo) geo = NULL;

  if (!is_file_name (name))
    return NULL;
  if ((path = find_user_file (self, name)) != NULL || (path = find_resource (name)) != NULL)
    return g_strdup (name);

  const WbGeoRegion *region = find_known_region (self, name, &geo);
  if (region == NULL || !is_file_name (region->map))
    return NULL;

  path = find_user_file (self, region->map);
  if (path == NULL)
    path = find_resource (region->map);

  return path != NULL ? g_strdup (region->map) : NULL;
}

static void
wb_atlas_finalize (GObject *object)
{
  WbAtlas *self = WB_ATLAS (object);

  g_queue_clear_full (&self->cache, free_entry_cb);
  g_clear_pointer (&self->shipped, wb_geo_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);

  G_OBJECT_CLASS (wb_atlas_parent_class)->finalize (object);
}

static void
wb_atlas_class_init (WbAtlasClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_atlas_finalize;
}

static void
wb_atlas_init (WbAtlas *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->cache);
}

/**
 * wb_atlas_new:
 * @folder: (nullable): the folder of the user's maps, `NAME.json` or `NAME.geojson`; it need not
 *   exist
 *
 * Creates an atlas. Maps are read on demand.
 *
 * Returns: (transfer full): the atlas
 */
WbAtlas *
wb_atlas_new (const char *folder)
{
  WbAtlas *self = g_object_new (WB_TYPE_ATLAS, NULL);

  self->folder = g_strdup (folder);

  return self;
}

/**
 * wb_atlas_has:
 * @self: an atlas
 * @name: a name of a map, as for wb_atlas_load()
 *
 * Checks whether there is a map, valid or not.
 *
 * Returns: %TRUE if so
 */
gboolean
wb_atlas_has (WbAtlas    *self,
              const char *name)
{
  g_return_val_if_fail (WB_IS_ATLAS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  g_autofree char *file = find_file (self, name);
  g_mutex_unlock (&self->mutex);

  return file != NULL;
}

/**
 * wb_atlas_load:
 * @self: an atlas
 * @name: `china`, `world`, a province in English or Chinese, with or without `省`, or the name of a
 *   file of the user
 * @error: return location for a #WbCoreError, a #GFileError or a #GIOErrorEnum
 *
 * Gets a map, and reads it if needed. A file of the user has priority over one
 * of the program, even if it is invalid: then the error describes the problem.
 * A map is not read again; only a new atlas notices a changed file.
 *
 * Returns: (transfer full) (nullable): the map
 */
WbGeo *
wb_atlas_load (WbAtlas     *self,
               const char  *name,
               GError     **error)
{
  g_return_val_if_fail (WB_IS_ATLAS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (GError) local_error = NULL;

  g_mutex_lock (&self->mutex);
  g_autofree char *file = find_file (self, name);
  WbGeo *geo = file != NULL ? load_file (self, file, &local_error) : NULL;
  g_mutex_unlock (&self->mutex);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (geo == NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (name, MIN (strlen (name), MAX_NAME));

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no map “%s”"), valid);
    }

  return geo;
}

/**
 * wb_atlas_dup_title:
 * @self: an atlas
 * @name: a name of a map, as for wb_atlas_load()
 * @in_english: whether to prefer the English name
 *
 * Gets the title of a map, such as “Guangdong” for `guangdong`.
 *
 * Returns: (transfer full): the title, or @name if it has none
 */
char *
wb_atlas_dup_title (WbAtlas    *self,
                    const char *name,
                    gboolean    in_english)
{
  g_return_val_if_fail (WB_IS_ATLAS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (WbGeo) geo = NULL;

  g_mutex_lock (&self->mutex);
  const WbGeoRegion *region = find_known_region (self, name, &geo);
  g_mutex_unlock (&self->mutex);

  if (strcmp (name, "china") == 0)
    return g_strdup (_("China"));
  if (strcmp (name, "world") == 0)
    return g_strdup (_("World"));
  if (region == NULL)
    return g_strdup (name);

  return g_strdup (in_english && region->name_en != NULL ? region->name_en : region->name);
}
