/* wb-ctl-put.c: `wallboardctl put`: replace a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "json/wb-json.h"
#include "wb-ctl.h"

/* The file name that means standard input. */
#define STDIN "-"

static GInputStream *
open_file (const char  *path,
           GError     **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_equal (path, STDIN))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (path);
  return G_INPUT_STREAM (g_file_read (file, NULL, error));
}

/* The content of a file, or NULL with an error. It is not read further than the limit of a server. */
static GBytes *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GInputStream) stream = open_file (path, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gssize length;
  guint8 block[65536];

  if (stream == NULL)
    return NULL;

  do
    {
      length = g_input_stream_read (stream, block, sizeof block, NULL, error);
      if (length < 0)
        return NULL;

      g_byte_array_append (bytes, block, (guint) length);
      if (bytes->len > WB_MESSAGE_MAX_TO_CLIENT)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("it is longer than %d MiB, and no display takes more"),
                       WB_MESSAGE_MAX_TO_CLIENT / (1024 * 1024));
          return NULL;
        }
    }
  while (length > 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
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

/**
 * wb_ctl_put_check:
 * @arguments: (array zero-terminated=1): two arguments
 * @error: return location for an error
 *
 * Checks the arguments of wb_ctl_put().
 *
 * Returns: %FALSE with an error if they are not valid
 */
gboolean
wb_ctl_put_check (char   **arguments,
                  GError **error)
{
  char *names[] = { arguments[0], NULL };

  return wb_ctl_check_names (names, error);
}

/**
 * wb_ctl_put:
 * @ctl: a run with the name of a dataset and that of a file, or `-`
 *
 * Replaces a dataset on the server, which sends it to all displays.
 */
void
wb_ctl_put (WbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_file (ctl->arguments[1], &error);
  g_autofree char *path = NULL;

  if (bytes == NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_("“%s” cannot be read: %s"), ctl->arguments[1],
                                                   error->message);

      wb_ctl_fail (ctl, sentence);
      return;
    }

  path = g_strconcat ("api/", ctl->arguments[0], NULL);
  wb_ctl_fetch (ctl, &(WbClientRequest) { .method = "PUT", .path = path, .body = bytes },
                WB_CTL_STATUS_NO_CONTENT, put_cb);
}
