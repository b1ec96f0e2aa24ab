/* wb-state-file.c: saves the state of a board across restarts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-state-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <unistd.h>

#include "file/wb-file-replace.h"
#include "file/wb-file.h"
#include "support/wb-timer.h"

#define SUFFIX    ".json"
#define FILE_NAME "board" SUFFIX

/* Changes within this time are written together, in milliseconds. */
#define DELAY_MS 250

/* The delay before a failed write is retried, in milliseconds. */
#define RETRY_MS 10000

/* The largest file that is read, in bytes: far more than 64 charts in full screen need. */
#define MAX_SIZE (64 * 1024)

/* The file holds the welcome message that a client would receive: it has the whole state, and one parser
 * reads both. Since disks may be slow, a thread writes it. */
struct _WbStateFile
{
  char     *folder;
  char     *path;
  GSource  *timer;
  GBytes   *text;       /* the latest text, NULL once a writer has it */
  GThread  *writer;     /* NULL if there is none; it may have finished */
  GBytes   *written;    /* what @writer writes */
  _Atomic gboolean is_writing;
  gboolean  has_failed; /* belongs to @writer while there is one */
};

static gboolean
replace_file (WbStateFile *self,
              GBytes      *text)
{
  int fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good = fd >= 0 && wb_file_replace (fd, FILE_NAME, text, -1, 0600, NULL);
  int saved_errno = errno;

  /* Not every file system supports this, so errors are ignored. */
  if (good)
    fsync (fd);
  if (fd >= 0)
    close (fd);
  errno = saved_errno;

  return good;
}

/* Only the first of several failures is logged: a full disk stays full for a while. */
static void
write_text (WbStateFile *self,
            GBytes      *text)
{
  if (replace_file (self, text))
    {
      if (self->has_failed)
        g_message ("The state of the board is kept in “%s” again", self->path);
      self->has_failed = FALSE;
      return;
    }

  if (!self->has_failed)
    g_message ("The state of the board cannot be kept in “%s”, and would be lost in a restart: %s",
               self->path, g_strerror (errno));
  self->has_failed = TRUE;
}

static gpointer
write_thread (gpointer data)
{
  WbStateFile *self = data;

  write_text (self, self->written);
  atomic_store (&self->is_writing, FALSE);

  return NULL;
}

/* A text that could not be written is kept for the next try, unless there is a newer one. */
static void
join (WbStateFile *self)
{
  if (self->writer != NULL)
    g_thread_join (g_steal_pointer (&self->writer));
  if (self->has_failed && self->text == NULL)
    self->text = g_steal_pointer (&self->written);
  g_clear_pointer (&self->written, g_bytes_unref);
}

static gboolean
timer_cb (gpointer user_data)
{
  WbStateFile *self = user_data;

  if (atomic_load (&self->is_writing))
    return G_SOURCE_CONTINUE;

  wb_timer_stop (&self->timer);
  join (self);
  if (self->text == NULL)
    return G_SOURCE_REMOVE;

  /* The timer also collects the result of the writer. */
  self->timer = wb_timer_start (self->has_failed ? RETRY_MS : DELAY_MS, timer_cb, self);
  self->written = g_steal_pointer (&self->text);
  atomic_store (&self->is_writing, TRUE);
  self->writer = g_thread_try_new ("wallboard-state", write_thread, self, NULL);
  if (self->writer == NULL)
    write_thread (self);

  return G_SOURCE_REMOVE;
}

/**
 * wb_state_file_new:
 * @folder: a folder that only the server uses; created if missing
 *
 * Returns: (transfer full): the file of a board
 */
WbStateFile *
wb_state_file_new (const char *folder)
{
  WbStateFile *self;

  g_return_val_if_fail (folder != NULL, NULL);

  /* If this fails, the first write fails as well, and logs the reason. */
  g_mkdir_with_parents (folder, 0700);

  wb_file_sweep (folder, SUFFIX);

  self = g_new0 (WbStateFile, 1);
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, FILE_NAME, NULL);

  return self;
}

/**
 * wb_state_file_free:
 * @self: (transfer full): the file of a board
 *
 * Writes a pending state before it returns, which waits for the disk.
 */
void
wb_state_file_free (WbStateFile *self)
{
  g_return_if_fail (self != NULL);

  wb_timer_stop (&self->timer);
  join (self);
  if (self->text != NULL)
    write_text (self, self->text);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static WbWelcome *
parse (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (WbMessage) message = NULL;

  message = wb_message_parse (bytes, error);
  if (message == NULL)
    return NULL;

  if (wb_message_get_kind (message) != WB_MESSAGE_WELCOME)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it holds something else");
      return NULL;
    }

  return wb_welcome_from_message (message, error);
}

/**
 * wb_state_file_load:
 * @self: the file of a board
 *
 * Reads the saved state. An unreadable file is logged and otherwise ignored, so
 * that the server starts.
 *
 * Returns: (transfer full) (nullable): a state, or %NULL if there is none
 */
WbBoardState *
wb_state_file_load (WbStateFile *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWelcome) welcome = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  text = wb_file_read (self->path, MAX_SIZE, &length, &error);
  if (text != NULL)
    welcome = parse (text, length, &error);

  if (welcome != NULL)
    return wb_board_state_ref (welcome->state);

  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_message ("The state of the board in “%s” cannot be used, so the board begins anew: %s",
               self->path, error->message);

  return NULL;
}

/**
 * wb_state_file_save:
 * @self: the file of a board
 * @state: the state
 *
 * Saves a state after a short delay. The file is replaced atomically.
 */
void
wb_state_file_save (WbStateFile  *self,
                    WbBoardState *state)
{
  const WbWelcome welcome = { .state = state, .server = (char *) "Wallboard " APPLICATION_VERSION };
  g_autoptr (WbMessage) message = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (state != NULL);

  message = wb_welcome_to_message (&welcome);
  g_clear_pointer (&self->text, g_bytes_unref);
  self->text = g_bytes_ref (wb_message_get_bytes (message));

  if (self->timer == NULL)
    self->timer = wb_timer_start (DELAY_MS, timer_cb, self);
}
