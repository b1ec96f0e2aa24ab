/* wb-display.c: a client as its operator sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-display.h"

#include "json/wb-json.h"
#include "support/wb-clock.h"

void
wb_display_free (WbDisplay *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->version);
  g_free (self->peer);
  g_free (self->token);
  g_free (self);
}

static void
append_member (GString    *json,
               const char *member,
               const char *text)
{
  g_string_append_printf (json, ",\"%s\":", member);
  if (text != NULL)
    wb_json_append_string (json, text, -1);
  else
    g_string_append (json, "null");
}

/* The peer is named as the log names it: “ADDRESS” or “ADDRESS (ORIGIN)”. */
static void
append_peer (GString    *json,
             const char *peer)
{
  const char *origin = strstr (peer, " (");
  g_autofree char *address = g_strndup (peer, origin != NULL ? (gsize) (origin - peer) : strlen (peer));
  g_autofree char *inside = NULL;

  if (origin != NULL && g_str_has_suffix (origin, ")"))
    inside = g_strndup (origin + strlen (" ("), strlen (origin) - strlen (" ()"));

  append_member (json, "address", address);
  append_member (json, "origin", inside);
}

/* The time of an event is written as a date, a silence as a duration. */
static void
append_times (GString         *json,
              const WbDisplay *display,
              gint64           now)
{
  gint64 since = wb_clock_to_real (display->connected);
  gint64 silent = MAX (now - display->last_heard, 0) / 1000;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  append_member (json, "since", text);
  g_string_append_printf (json, ",\"silent\":%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                          silent / 1000, silent % 1000);
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  const WbDisplay *first = *(const WbDisplay *const *) a;
  const WbDisplay *second = *(const WbDisplay *const *) b;

  return (first->connected > second->connected) - (first->connected < second->connected);
}

/**
 * wb_displays_write_json:
 * @displays: (element-type WbDisplay): the clients of a server; gets sorted
 *
 * Writes a list of displays, those that have been connected longest first
 * (docs/protocol.md, HTTP).
 *
 * Returns: (transfer full): the text of a JSON array
 */
GBytes *
wb_displays_write_json (GPtrArray *displays)
{
  static const char *const rights[] = {
    [WB_RIGHT_NONE] = "none",
    [WB_RIGHT_VIEW] = "view",
    [WB_RIGHT_CONTROL] = "control",
  };
  gint64 now = g_get_monotonic_time ();
  GString *json;

  g_return_val_if_fail (displays != NULL, NULL);

  g_ptr_array_sort (displays, compare_age);
  json = g_string_new ("[");

  for (guint i = 0; i < displays->len; i++)
    {
      const WbDisplay *display = g_ptr_array_index (displays, i);

      g_string_append (json, i > 0 ? ",\n{\"name\":" : "{\"name\":");
      if (display->name != NULL)
        wb_json_append_string (json, display->name, -1);
      else
        g_string_append (json, "null");

      append_member (json, "version", display->version);
      append_peer (json, display->peer);
      append_member (json, "dialect", wb_dialect_get_name (display->dialect));
      append_member (json, "right", rights[display->right]);
      append_member (json, "token", display->token);
      append_times (json, display, now);
      g_string_append_printf (json, ",\"waiting\":%" G_GSIZE_FORMAT "}", display->waiting);
    }

  g_string_append_c (json, ']');
  return g_string_free_to_bytes (json);
}
