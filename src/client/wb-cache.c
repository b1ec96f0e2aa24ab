/* wb-cache.c: the last data of a server, kept for the next start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dataset/wb-dataset.h"
#include "file/wb-file-replace.h"
#include "file/wb-file.h"

/* The first line of a file holds this, the time of the text (microseconds since 1970), and its length in
 * bytes. */
#define MAGIC "wallboard-cache-1"
#define MAX_HEADER 80

/* The name of a folder is this many hexadecimal digits of the hash of an address. */
#define NAME_DIGITS 32

struct _WbCache
{
  gatomicrefcount  ref_count;
  char            *path;
  GAsyncQueue     *queue;   /* of Record */
  GRecMutex        writing; /* from counting the files or taking a record off the queue to writing one */
};

typedef struct
{
  char   *entry;
  GBytes *text;
  gint64  time;
} Record;

typedef struct
{
  char  *path;
  gint64 time;
} ServerFolder;

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->entry);
  g_bytes_unref (record->text);
  g_free (record);
}

static void
server_folder_clear (gpointer data)
{
  ServerFolder *folder = data;

  g_free (folder->path);
}

static int
compare_server_folders (gconstpointer one,
                        gconstpointer other)
{
  const ServerFolder *a = one;
  const ServerFolder *b = other;

  return (a->time < b->time) - (a->time > b->time);
}

static gboolean
is_server_folder_name (const char *name)
{
  return strlen (name) == NAME_DIGITS && strspn (name, "0123456789abcdef") == NAME_DIGITS;
}

static void
remove_server_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

/* Kiosks have one server and desktops a few; trying many servers must not fill the disk. */
static void
prune (const char *folder,
       const char *own_name)
{
  g_autoptr (GArray) servers = g_array_new (FALSE, FALSE, sizeof (ServerFolder));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_array_set_clear_func (servers, server_folder_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      ServerFolder server;
      GStatBuf status;

      if (!is_server_folder_name (name) || g_str_equal (name, own_name) || g_stat (path, &status) != 0)
        continue;
      server.path = g_steal_pointer (&path);
      server.time = status.st_mtime;
      g_array_append_val (servers, server);
    }

  g_array_sort (servers, compare_server_folders);
  for (guint i = WB_CACHE_MAX_SERVERS - 1; i < servers->len; i++)
    remove_server_folder (g_array_index (servers, ServerFolder, i).path);
}

static gboolean
is_entry (const char *entry)
{
  return entry != NULL && *entry != '\0' && *entry != '.' && strchr (entry, G_DIR_SEPARATOR) == NULL;
}

/* The size of all files but one. */
static guint64
count_others (WbCache    *self,
              const char *entry)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  guint64 sum = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);
      GStatBuf status;

      if (!g_str_equal (name, entry) && g_stat (path, &status) == 0)
        sum += (guint64) status.st_size;
    }

  return sum;
}

/* Returns the start of the text, or NULL if the file is not complete. */
static const char *
check_header (const char *contents,
              gsize       length,
              gint64     *ret_time)
{
  const char *end = memchr (contents, '\n', MIN (length, MAX_HEADER));
  g_autofree char *header = NULL;
  g_auto (GStrv) words = NULL;
  guint64 n_bytes;

  if (end == NULL)
    return NULL;

  header = g_strndup (contents, end - contents);
  words = g_strsplit (header, " ", 4);
  if (g_strv_length (words) != 3 || !g_str_equal (words[0], MAGIC) ||
      !g_ascii_string_to_signed (words[1], 10, 1, G_MAXINT64, ret_time, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, WB_DATASET_FILE_MAX, &n_bytes, NULL))
    return NULL;

  end++;
  if (length - (gsize) (end - contents) != n_bytes || strlen (end) != n_bytes)
    return NULL;

  return end;
}

/**
 * wb_cache_new:
 * @folder: the folder for the data of all servers; it need not exist
 * @uri: the server's address
 *
 * Opens the cache of a server, and removes those of the least recently used
 * servers, see %WB_CACHE_MAX_SERVERS.
 *
 * Returns: (transfer full): the cache
 */
WbCache *
wb_cache_new (const char *folder,
              const char *uri)
{
  WbCache *self;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  hash[NAME_DIGITS] = '\0';
  prune (folder, hash);

  self = g_new0 (WbCache, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_rec_mutex_init (&self->writing);
  self->queue = g_async_queue_new_full (record_free);
  self->path = g_build_filename (folder, hash, NULL);
  wb_file_sweep (self->path, NULL);

  return self;
}

WbCache *
wb_cache_ref (WbCache *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_cache_unref (WbCache *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_async_queue_unref (self->queue);
  g_rec_mutex_clear (&self->writing);
  g_free (self->path);
  g_free (self);
}

/**
 * wb_cache_load:
 * @self: a cache
 * @entry: the name of the file to load
 * @ret_time: (out): when its text came, in microseconds since 1970
 *
 * Loads a text. A NUL that is not counted follows it.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if there is none, or if
 *   its file is not complete
 */
GBytes *
wb_cache_load (WbCache    *self,
               const char *entry,
               gint64     *ret_time)
{
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  const char *text;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (is_entry (entry), NULL);
  g_return_val_if_fail (ret_time != NULL, NULL);

  path = g_build_filename (self->path, entry, NULL);
  contents = wb_file_read (path, WB_DATASET_FILE_MAX + MAX_HEADER, &length, NULL);
  if (contents == NULL)
    return NULL;

  text = check_header (contents, length, ret_time);
  if (text == NULL)
    return NULL;

  length -= (gsize) (text - contents);
  return g_bytes_new_with_free_func (text, length, g_free, g_steal_pointer (&contents));
}

static gboolean
replace_file (WbCache        *self,
              const char     *entry,
              const GString  *contents,
              GError        **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (contents->str, contents->len);
  int folder_fd = open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good = folder_fd >= 0 && wb_file_replace (folder_fd, entry, bytes, -1, 0600, NULL);

  if (!good)
    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  if (folder_fd >= 0)
    close (folder_fd);

  return good;
}

/**
 * wb_cache_save:
 * @self: a cache
 * @entry: the name of the file
 * @text: the text
 * @time: when it came, in microseconds since 1970
 * @error: return location for an error
 *
 * Saves a text and replaces the previous one. Only the user can read the file.
 *
 * Returns: whether it was saved; %FALSE with %G_IO_ERROR_NO_SPACE beyond
 *   %WB_DATASET_FILE_MAX or %WB_CACHE_MAX_PER_SERVER, or with a #GFileError
 */
gboolean
wb_cache_save (WbCache     *self,
               const char  *entry,
               GBytes      *text,
               gint64       time,
               GError     **error)
{
  g_autoptr (GString) contents = NULL;
  g_autoptr (GRecMutexLocker) locker = NULL;
  gconstpointer bytes;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (is_entry (entry), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time > 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  bytes = g_bytes_get_data (text, &length);
  locker = g_rec_mutex_locker_new (&self->writing);
  if (length > WB_DATASET_FILE_MAX || count_others (self, entry) + length > WB_CACHE_MAX_PER_SERVER)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _("“%s” is not kept for the next start, because the data of this server are too large"),
                   entry);
      return FALSE;
    }

  g_mkdir_with_parents (self->path, 0700);
  contents = g_string_sized_new (length + MAX_HEADER);
  g_string_append_printf (contents, MAGIC " %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT "\n", time, length);
  g_string_append_len (contents, bytes, (gssize) length);

  return replace_file (self, entry, contents, error);
}

/**
 * wb_cache_queue:
 * @self: a cache
 * @entry: the name of the file
 * @text: the text
 * @time: when it came, in microseconds since 1970
 *
 * Queues a text to be saved by wb_cache_flush(). This does not wait for the disk.
 */
void
wb_cache_queue (WbCache    *self,
                const char *entry,
                GBytes     *text,
                gint64      time)
{
  Record *record;

  g_return_if_fail (self != NULL);
  g_return_if_fail (is_entry (entry));
  g_return_if_fail (text != NULL);

  record = g_new0 (Record, 1);
  record->entry = g_strdup (entry);
  record->text = g_bytes_ref (text);
  record->time = time;
  g_async_queue_push (self->queue, record);
}

/**
 * wb_cache_flush:
 * @self: a cache
 *
 * Saves the texts that are queued, in their order, so that an older text never
 * replaces a newer one, whichever threads call this. It returns when all that
 * were queued before it are saved, also those that another thread saves. What
 * cannot be saved is logged.
 */
void
wb_cache_flush (WbCache *self)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  Record *record;

  g_return_if_fail (self != NULL);

  locker = g_rec_mutex_locker_new (&self->writing);
  while ((record = g_async_queue_try_pop (self->queue)) != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!wb_cache_save (self, record->entry, record->text, record->time, &error))
        g_info ("%s", error->message);
      record_free (record);
    }
}
