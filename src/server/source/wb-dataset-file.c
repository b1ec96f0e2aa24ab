/* wb-dataset-file.c: one dataset in a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-dataset-file.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "dataset/wb-dataset.h"
#include "json/wb-json.h"
#include "message/wb-message.h"
#include "plan/wb-board-plan.h"
#include "wb-folder.h"

/* Texts of this size or larger are checked in a thread of their own, in bytes. For smaller ones, starting a
 * thread costs more than it gains. */
#define LARGE (64 * 1024)

/* A dataset is sent as a JSON string, where quotes and line ends take two bytes or more. A client would
 * refuse an answer that is too long, and reconnect for ever. */
static gboolean
check_escaped_size (const char  *name,
                    const char  *text,
                    gsize        length,
                    GError     **error)
{
  gsize escaped = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      escaped += c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' ? 2 : c < 0x20 ? 6 : 1;
    }

  if (escaped + WB_MESSAGE_MAX_TO_SERVER <= WB_MESSAGE_MAX_TO_CLIENT)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOO_LARGE,
               _("%s: the data do not fit into a message of %d MiB; a chart needs far less"),
               name, WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));
  return FALSE;
}

/* A check under way. */
typedef struct
{
  const char  *name;
  GBytes      *content;
  GError     **error;
} Check;

static gboolean
check (const char  *name,
       GBytes      *content,
       GError     **error)
{
  g_autoptr (WbDataset) dataset = NULL;
  g_autoptr (WbBoardPlan) plan = NULL;
  gsize length;
  const char *text;
  WbChartKind kind;

  text = g_bytes_get_data (content, &length);
  if (length == 0)
    text = "";

  if (wb_chart_kind_from_name (name, &kind))
    {
      dataset = wb_dataset_parse (kind, name, text, length, error);
      if (dataset == NULL)
        return FALSE;
    }
  else if (g_str_equal (name, WB_BOARD_PLAN_NAME))
    {
      plan = wb_board_plan_parse (name, text, length, error);
      if (plan == NULL)
        return FALSE;
    }
  else if (!wb_json_check (text, length, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  return check_escaped_size (name, text, length, error);
}

static gpointer
check_thread (gpointer data)
{
  Check *task = data;

  return GINT_TO_POINTER (check (task->name, task->content, task->error));
}

/**
 * wb_dataset_file_check:
 * @name: a valid name of a dataset
 * @content: what may be its JSON
 * @error: return location for an error
 *
 * Checks the content of a dataset: for the name of a chart, that it has the
 * members that the chart needs; for that of the board, that it is a plan;
 * otherwise, that it is JSON. In any case it must fit into a message to a
 * display. May be called from any thread; the largest datasets take half a
 * second.
 *
 * Returns: %TRUE if it is valid, or %FALSE with an error of %WB_CORE_ERROR that
 *   names the place, or %WB_SERVER_ERROR_TOO_LARGE
 */
gboolean
wb_dataset_file_check (const char  *name,
                       GBytes      *content,
                       GError     **error)
{
  Check task = { .name = name, .content = content, .error = error };
  GThread *thread = NULL;

  g_return_val_if_fail (wb_name_is_valid (name), FALSE);
  g_return_val_if_fail (content != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  /* Parsing a large text allocates a million small blocks. glibc frees them under the lock of their arena,
   * for up to a tenth of a second at a time, and any thread that frees memory of that arena waits: for
   * example, the main thread when it frees a result. A new thread has an arena of its own. */
  if (g_bytes_get_size (content) >= LARGE)
    thread = g_thread_try_new ("wallboard-check", check_thread, &task, NULL);

  return thread != NULL ? GPOINTER_TO_INT (g_thread_join (thread)) : check (name, content, error);
}

/**
 * wb_dataset_file_open:
 * @folder: the path of a folder
 * @name: a valid name of a dataset
 * @ret_identity: (out) (optional): which file it is
 * @error: return location for an error
 *
 * Opens NAME.json in @folder, as wb_folder_open() does.
 *
 * Returns: a descriptor that the caller closes, or -1 with
 *   %G_IO_ERROR_NOT_FOUND if there is no such file, or %WB_SERVER_ERROR_DATA
 */
int
wb_dataset_file_open (const char      *folder,
                      const char      *name,
                      WbFileIdentity  *ret_identity,
                      GError         **error)
{
  g_autofree char *file_name = NULL;

  g_return_val_if_fail (folder != NULL, -1);
  g_return_val_if_fail (wb_name_is_valid (name), -1);

  file_name = g_strconcat (name, WB_DATASET_FILE_SUFFIX, NULL);
  return wb_folder_open (folder, file_name, ret_identity, error);
}

/**
 * wb_dataset_file_read:
 * @fd: a file that wb_dataset_file_open() gave
 * @name: the name of its dataset
 * @known: (nullable): content that was checked before
 * @error: return location for an error
 *
 * Reads a file and checks it with wb_dataset_file_check(), unless it equals
 * @known.
 *
 * Returns: (transfer full): the JSON as it is in the file, or %NULL with
 *   %WB_SERVER_ERROR_DATA or %WB_SERVER_ERROR_TOO_LARGE if it cannot be read,
 *   or an error of %WB_CORE_ERROR if it is invalid
 */
GBytes *
wb_dataset_file_read (int          fd,
                      const char  *name,
                      GBytes      *known,
                      GError     **error)
{
  g_autofree char *file_name = NULL;
  g_autoptr (GBytes) content = NULL;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (wb_name_is_valid (name), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  file_name = g_strconcat (name, WB_DATASET_FILE_SUFFIX, NULL);
  content = wb_folder_read_fd (fd, file_name, WB_DATASET_FILE_MAX, error);
  if (content == NULL)
    return NULL;

  if (known != NULL && g_bytes_equal (content, known))
    return g_bytes_ref (known);

  return wb_dataset_file_check (name, content, error) ? g_steal_pointer (&content) : NULL;
}

/**
 * wb_dataset_file_write:
 * @folder: the path of a folder
 * @name: a valid name of a dataset
 * @content: its JSON
 * @ret_identity: (out) (optional): which file it is now, see wb_file_replace()
 * @error: return location for an error
 *
 * Checks the content with wb_dataset_file_check(), and then replaces NAME.json
 * with wb_folder_write(), which waits for the disk.
 *
 * Returns: %TRUE if the content is on the disk, or %FALSE with an error of one
 *   of these two functions; the old file is then unchanged
 */
gboolean
wb_dataset_file_write (const char      *folder,
                       const char      *name,
                       GBytes          *content,
                       WbFileIdentity  *ret_identity,
                       GError         **error)
{
  g_autofree char *file_name = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (wb_name_is_valid (name), FALSE);
  g_return_val_if_fail (content != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  file_name = g_strconcat (name, WB_DATASET_FILE_SUFFIX, NULL);

  return wb_dataset_file_check (name, content, error) &&
         wb_folder_write (folder, file_name, content, ret_identity, error);
}
