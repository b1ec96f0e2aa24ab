/* wb-ctl-displays.c: `wallboardctl displays`: list the connected clients
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "json/wb-json.h"
#include "support/wb-safe-text.h"
#include "wb-ctl.h"

#define N_COLUMNS 7

/* The text of a cell without a value. */
#define NOTHING "–"

/* The width of a text in columns of a terminal: a Chinese character takes two. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static char *
dup_text (JsonObject *object,
          const char *member)
{
  const char *text = json_object_get_string_member_with_default (object, member, NULL);

  return text != NULL ? wb_safe_text_dup (text) : g_strdup (NOTHING);
}

/* In local time. */
static char *
describe_since (JsonObject *object)
{
  const char *text = json_object_get_string_member_with_default (object, "since", "");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup (NOTHING);
}

static char *
describe_silence (JsonObject *object)
{
  double seconds = json_object_get_double_member_with_default (object, "silent", 0);

  /* Translators: how long ago a display was heard, in seconds */
  return g_strdup_printf (_("%.0f s ago"), CLAMP (seconds, 0, G_MAXINT));
}

static char *
describe_waiting (JsonObject *object)
{
  gint64 bytes = json_object_get_int_member_with_default (object, "waiting", 0);

  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}

static char **
make_head (void)
{
  const char *const titles[N_COLUMNS + 1] = {
    C_("display", "NAME"), C_("display", "ADDRESS"), C_("display", "VERSION"), C_("display", "SPEAKS"),
    C_("display", "SINCE"), C_("display", "HEARD"), C_("display", "WAITING"),
  };

  return g_strdupv ((char **) titles);
}

static char **
make_row (JsonObject *display)
{
  char **row = g_new0 (char *, N_COLUMNS + 1);

  row[0] = dup_text (display, "name");
  row[1] = dup_text (display, "address");
  row[2] = dup_text (display, "version");
  row[3] = dup_text (display, "dialect");
  row[4] = describe_since (display);
  row[5] = describe_silence (display);
  row[6] = describe_waiting (display);

  return row;
}

/* @rows are of as many cells as there are columns, in UTF-8. */
static char *
format_table (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);
  guint widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < rows->len; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      {
        char **row = g_ptr_array_index (rows, i);

        widths[column] = MAX (widths[column], get_width (row[column]));
      }

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (guint column = 0; column < N_COLUMNS - 1; column++)
        {
          int gap = (int) (widths[column] - get_width (row[column])) + 2;

          g_string_append_printf (text, "%s%*s", row[column], gap, "");
        }
      g_string_append_printf (text, "%s\n", row[N_COLUMNS - 1]);
    }

  return g_string_free (text, FALSE);
}

/* The rows of the table, or NULL if the answer is not a list of objects. */
static GPtrArray *
read_rows (const char *text,
           gsize       length)
{
  g_autoptr (JsonNode) root = wb_json_parse (text, length, NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  JsonArray *list;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return NULL;

  g_ptr_array_add (rows, make_head ());
  list = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return NULL;

      g_ptr_array_add (rows, make_row (json_node_get_object (node)));
    }

  return g_steal_pointer (&rows);
}

static void
displays_cb (WbCtl      *ctl,
             GBytes     *body,
             const char *etag)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *table = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  rows = read_rows (text != NULL ? text : "", length);
  if (rows == NULL)
    {
      wb_ctl_fail (ctl, _("What the server at %s answers is no list of displays: "
                          "check the address and the port"), wb_client_get_uri (ctl->client));
      return;
    }

  if (ctl->json)
    {
      wb_ctl_print_json (ctl, text, length);
    }
  else
    {
      table = format_table (rows);
      wb_ctl_print (ctl, table);
    }
  wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

void
wb_ctl_displays (WbCtl *ctl)
{
  const WbClientRequest request = { .method = "GET", .path = "displays" };

  wb_ctl_fetch (ctl, &request, WB_CTL_STATUS_OK, displays_cb);
}
