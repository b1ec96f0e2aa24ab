/* wb-ctl-put.c: `wallboardctl put`: replace a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "file/wb-file.h"
#include "json/wb-json.h"
#include "wb-ctl.h"

/* The file name that means standard input. */
#define STDIN "-"

/* All of a file, or %NULL with an error. */
static GBytes *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length;
  char *text;

  if (g_str_equal (path, STDIN))
    {
      g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      text = wb_file_read_stream (stream, WB_MESSAGE_MAX_TO_CLIENT, &length, NULL, &local_error);
    }
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

      text = wb_file_read_gfile (file, WB_MESSAGE_MAX_TO_CLIENT, &length, NULL, &local_error);
    }

  if (text != NULL)
    return g_bytes_new_take (text, length);

  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("it is longer than %d MiB, and no display takes more"),
                 WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

static void
print_result (WbCtl      *ctl,
              const char *etag)
{
  GString *json = g_string_new ("{\"name\":");

  wb_json_append_string (json, ctl->arguments[0], -1);
  g_string_append (json, ",\"etag\":");
  if (etag != NULL)
    wb_json_append_string (json, etag, -1);
  else
    g_string_append (json, "null");
  g_string_append_c (json, '}');

  wb_ctl_print_json (ctl, json->str, json->len);
  g_string_free (json, TRUE);
}

static void
put_cb (WbCtl      *ctl,
        GBytes     *body,
        const char *etag)
{
  if (ctl->json)
    print_result (ctl, etag);
  wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

gboolean
wb_ctl_put_check (char   **arguments,
                  GError **error)
{
  char *names[] = { arguments[0], NULL };

  return wb_ctl_check_names (names, error);
}

void
wb_ctl_put (WbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_file (ctl->arguments[1], &error);
  g_autofree char *path = NULL;

  if (bytes == NULL)
    {
      wb_ctl_fail (ctl, _("“%s” cannot be read: %s"), ctl->arguments[1], error->message);
      return;
    }

  path = g_strconcat ("api/", ctl->arguments[0], NULL);
  wb_ctl_fetch (ctl, &(WbClientRequest) { .method = "PUT", .path = path, .body = bytes },
                WB_CTL_STATUS_NO_CONTENT, put_cb);
}
