/* wb-kiosk-keys.c: all that can be set on a wall, in one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-keys.h"

#include <glib/gi18n.h>
#include <string.h>

#include "support/wb-name.h"
#include "wb-client.h"

/* More items than anybody waits for. */
#define MAX_ITEMS 64

#define OVERVIEW "overview"
#define HASHED_PIN "sha256:"

static const WbKioskKey keys[WB_KIOSK_N_KEYS] = {
  [WB_KIOSK_KIOSK] = { "kiosk", WB_KIOSK_KIND_SWITCH, 0, "false", 0, NULL,
    N_("Be a wall: a window in full screen on each monitor, without a person") },
  [WB_KIOSK_SERVER] = { "server", WB_KIOSK_KIND_URI, 0, NULL, 0, N_("URI"),
    N_("Show the board of this server, such as ws://127.0.0.1:9998") },
  [WB_KIOSK_CA] = { "ca", WB_KIOSK_KIND_PATH, 0, NULL, 0, N_("FILE"),
    N_("Believe the certificates in this file, and not those of the system") },
  [WB_KIOSK_TOKEN_FILE] = { "token-file", WB_KIOSK_KIND_PATH, 0, NULL, 0, N_("FILE"),
    N_("Say the token in the first line of this file to the server") },
  [WB_KIOSK_MONITOR] = { "monitor", WB_KIOSK_KIND_MONITORS, 0, NULL, ',', N_("CONNECTOR"),
    N_("Have a window on this monitor, such as HDMI-1; may be given more than once; without it, on all") },
  [WB_KIOSK_SHOW] = { "show", WB_KIOSK_KIND_SHOW, 0, NULL, ',', N_("[CONNECTOR=]CHART"),
    N_("Show one chart, or “overview”, on all monitors or on one") },
  [WB_KIOSK_ROTATE] = { "rotate", WB_KIOSK_KIND_ROTATE, 0, NULL, ';', N_("[CONNECTOR=]CHART:SECONDS,…"),
    N_("Show charts in turn, each for so many seconds, on all monitors or on one") },
  [WB_KIOSK_PAUSE] = { "pause", WB_KIOSK_KIND_NUMBER, WB_KIOSK_MAX_SECONDS, "60", 0, N_("SECONDS"),
    N_("The time that a key or a touch holds the rotation") },
  [WB_KIOSK_POINTER] = { "pointer", WB_KIOSK_KIND_NUMBER, WB_KIOSK_MAX_SECONDS, "3", 0, N_("SECONDS"),
    N_("The time after which a pointer at rest is hidden, 0 for never") },
  [WB_KIOSK_ALLOW_BLANK] = { "allow-blank", WB_KIOSK_KIND_SWITCH, 0, "false", 0, NULL,
    N_("Let the session blank the screen when nobody touches it") },
  [WB_KIOSK_QUIET] = { "quiet", WB_KIOSK_KIND_QUIET, 0, NULL, 0, N_("HH:MM-HH:MM"),
    N_("Show a black page from one time of day to the other, and let the session blank the screen") },
  [WB_KIOSK_PIXEL_SHIFT] = { "pixel-shift", WB_KIOSK_KIND_NUMBER, WB_KIOSK_MAX_SHIFT, "0", 0, N_("PIXELS"),
    N_("Move the picture by at most so much each minute, against burning in, 0 for not at all") },
  [WB_KIOSK_LOCK] = { "lock", WB_KIOSK_KIND_SWITCH, 0, "false", 0, NULL,
    N_("Take no keys and no touches, but Escape or a corner that is held for three seconds") },
  [WB_KIOSK_PIN] = { "pin", WB_KIOSK_KIND_PIN, 0, NULL, 0, N_("PIN"),
    N_("Ask for this number before the wall is left: 4 to 12 digits, or sha256:SALT:HASH") },
  [WB_KIOSK_EXPECT] = { "expect", WB_KIOSK_KIND_NUMBER, WB_KIOSK_MAX_SECONDS, "0", 0, N_("SECONDS"),
    N_("The time in which each chart gets new data: past three of them it shows its age; 0 for not known") },
};

static void
item_clear (gpointer data)
{
  WbKioskItem *item = data;

  g_free (item->chart);
}

static gboolean
is_pin (const char *text)
{
  gsize length = strlen (text);

  if (g_str_has_prefix (text, HASHED_PIN))
    {
      const char *hash = strrchr (text, ':') + 1;

      return hash > text + strlen (HASHED_PIN) && strlen (hash) == 64 && strspn (hash, "0123456789abcdef") == 64;
    }

  return length >= 4 && length <= 12 && strspn (text, "0123456789") == length;
}

static gboolean
parse_item (const char   *text,
            gboolean      timed,
            WbKioskItem  *ret_item,
            GError      **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  const char *name = parts[0] != NULL ? g_strstrip (parts[0]) : "";
  guint64 seconds = 0;

  /* Which charts there are is the board's to say, and that may change. */
  if (!wb_name_is_valid (name))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” cannot be a chart, which has the name of its data, such as trend, or overview for all"),
                   name);
      return FALSE;
    }

  if (timed && (g_strv_length (parts) != 2
                || !g_ascii_string_to_unsigned (g_strstrip (parts[1]), 10, 1, WB_KIOSK_MAX_SECONDS, &seconds, NULL)))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” does not say for how many seconds; write it as in trend:20"), text);
      return FALSE;
    }

  if (!timed && parts[1] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” has a time, which is for rotate and not for show"), text);
      return FALSE;
    }

  ret_item->chart = g_str_equal (name, OVERVIEW) ? NULL : g_strdup (name);
  ret_item->seconds = (guint) seconds;

  return TRUE;
}

/* Says what is wrong and with which value. */
static gboolean
check_list (const WbKioskKey  *key,
            const char        *text,
            GError           **error)
{
  g_auto (GStrv) members = g_strsplit (text, (const char[]) { key->separator, '\0' }, MAX_ITEMS);

  for (guint i = 0; members[i] != NULL; i++)
    {
      const char *rest;
      g_autofree char *connector = NULL;
      g_autoptr (GArray) items = NULL;

      if (key->kind == WB_KIOSK_KIND_MONITORS)
        {
          if (*g_strstrip (members[i]) != '\0')
            continue;
          g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("a connector has no name"));
          return FALSE;
        }

      connector = wb_kiosk_dup_connector (members[i], &rest);
      items = wb_kiosk_items_parse (rest, key->kind == WB_KIOSK_KIND_ROTATE, error);
      if (items == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_error (GError     **error,
           const char  *text,
           const char  *where,
           const char  *wanted)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is wrong for %s, which takes %s"),
               text, where, wanted);

  return FALSE;
}

static gboolean
check (const WbKioskKey  *key,
       const char        *text,
       const char        *where,
       GError           **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *range = NULL;
  guint64 number;
  guint from, to;

  switch (key->kind)
    {
    case WB_KIOSK_KIND_SWITCH:
      if (g_str_equal (text, "true") || g_str_equal (text, "false"))
        return TRUE;
      return set_error (error, text, where, _("true or false"));
    case WB_KIOSK_KIND_NUMBER:
      if (g_ascii_string_to_unsigned (text, 10, 0, key->maximum, &number, NULL))
        return TRUE;
      range = g_strdup_printf (_("a number from 0 to %u"), key->maximum);
      return set_error (error, text, where, range);
    case WB_KIOSK_KIND_PATH:
      if (g_path_is_absolute (text))
        return TRUE;
      return set_error (error, text, where, _("a path that begins with /"));
    case WB_KIOSK_KIND_QUIET:
      if (wb_kiosk_quiet_parse (text, &from, &to))
        return TRUE;
      return set_error (error, text, where, _("two different times of day, as in 22:00-06:30"));
    case WB_KIOSK_KIND_PIN:
      if (is_pin (text))
        return TRUE;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("The value is wrong for %s, which takes 4 to 12 digits, or sha256:SALT:HASH"), where);
      return FALSE;
    case WB_KIOSK_KIND_MONITORS:
    case WB_KIOSK_KIND_SHOW:
    case WB_KIOSK_KIND_ROTATE:
    case WB_KIOSK_KIND_URI:
    default:
      break;
    }

  if (key->kind == WB_KIOSK_KIND_URI)
    {
      g_autofree char *uri = wb_client_normalize_uri (text, &reason);

      if (uri != NULL)
        return TRUE;
    }
  else if (check_list (key, text, &reason))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is wrong for %s: %s"), text, where,
               reason->message);
  return FALSE;
}

/**
 * wb_kiosk_key_get:
 * @id: a key
 *
 * Returns: (transfer none): what is known of the key
 */
const WbKioskKey *
wb_kiosk_key_get (WbKioskKeyId id)
{
  g_return_val_if_fail (id < WB_KIOSK_N_KEYS, NULL);

  return &keys[id];
}

/**
 * wb_kiosk_key_find:
 * @key: a name
 * @ret_id: (out): the key of that name
 *
 * Returns: whether there is one
 */
gboolean
wb_kiosk_key_find (const char   *key,
                   WbKioskKeyId *ret_id)
{
  g_return_val_if_fail (key != NULL, FALSE);

  for (guint i = 0; i < WB_KIOSK_N_KEYS; i++)
    if (g_str_equal (keys[i].key, key))
      {
        *ret_id = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * wb_kiosk_key_check:
 * @id: a key
 * @text: its value, as somebody wrote it
 * @where: what to call the place in an error: a flag, a variable, a key in a line
 * @error: return location for an error
 *
 * Checks that a value makes sense.
 *
 * Returns: (transfer full): the value as it is kept, or %NULL with an error of
 *   %G_OPTION_ERROR that is one sentence
 */
char *
wb_kiosk_key_check (WbKioskKeyId   id,
                    const char    *text,
                    const char    *where,
                    GError       **error)
{
  g_return_val_if_fail (id < WB_KIOSK_N_KEYS, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (where != NULL, NULL);

  if (*text == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no value for %s; write one, or leave it out"), where);
      return NULL;
    }

  if (!check (&keys[id], text, where, error))
    return NULL;

  return keys[id].kind == WB_KIOSK_KIND_URI ? wb_client_normalize_uri (text, NULL) : g_strdup (text);
}

/**
 * wb_kiosk_key_split:
 * @id: a key that takes a list
 * @text: (nullable): its value
 *
 * Returns: (transfer full) (array zero-terminated=1): the members
 */
char **
wb_kiosk_key_split (WbKioskKeyId  id,
                    const char   *text)
{
  char **members;

  g_return_val_if_fail (id < WB_KIOSK_N_KEYS && keys[id].separator != '\0', NULL);

  members = g_strsplit (text != NULL ? text : "", (const char[]) { keys[id].separator, '\0' }, MAX_ITEMS);
  for (guint i = 0; members[i] != NULL; i++)
    g_strstrip (members[i]);

  return members;
}

/**
 * wb_kiosk_dup_connector:
 * @text: a member of the list of show or rotate
 * @ret_rest: (out): what stands after the connector
 *
 * Finds the monitor that something is for.
 *
 * Returns: (transfer full) (nullable): the connector, or %NULL for all monitors
 */
char *
wb_kiosk_dup_connector (const char  *text,
                        const char **ret_rest)
{
  const char *equals;

  g_return_val_if_fail (text != NULL && ret_rest != NULL, NULL);

  equals = strchr (text, '=');
  *ret_rest = equals != NULL ? equals + 1 : text;

  return equals != NULL ? g_strstrip (g_strndup (text, equals - text)) : NULL;
}

/**
 * wb_kiosk_items_parse:
 * @text: what a window shows, such as `overview:30,trend:20`
 * @timed: whether each has a time
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type WbKioskItem): the items, or %NULL with
 *   an error that is the second half of a sentence
 */
GArray *
wb_kiosk_items_parse (const char  *text,
                      gboolean     timed,
                      GError     **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (WbKioskItem));
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  g_array_set_clear_func (items, item_clear);
  parts = g_strsplit (text, ",", -1);
  if (g_strv_length (parts) > MAX_ITEMS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("it has more than %d items"), MAX_ITEMS);
      return NULL;
    }

  for (guint i = 0; parts[i] != NULL; i++)
    {
      WbKioskItem item;

      if (!parse_item (parts[i], timed, &item, error))
        return NULL;
      g_array_append_val (items, item);
    }

  if (items->len == 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("it names no chart"));
      return NULL;
    }

  return g_steal_pointer (&items);
}

static gboolean
parse_time (const char *text,
            guint      *ret_minute)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  guint64 hour, minute;

  if (g_strv_length (parts) != 2
      || !g_ascii_string_to_unsigned (parts[0], 10, 0, 23, &hour, NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &minute, NULL))
    return FALSE;

  *ret_minute = (guint) (60 * hour + minute);

  return TRUE;
}

/**
 * wb_kiosk_quiet_parse:
 * @text: quiet hours, such as `22:00-06:30`
 * @ret_from: (out): their first minute, from midnight
 * @ret_to: (out): the first minute after them, which may be before @ret_from
 *
 * Returns: whether these are two different times of day
 */
gboolean
wb_kiosk_quiet_parse (const char *text,
                      guint      *ret_from,
                      guint      *ret_to)
{
  g_auto (GStrv) parts = NULL;
  guint from, to;

  g_return_val_if_fail (text != NULL, FALSE);

  parts = g_strsplit (text, "-", 3);
  if (g_strv_length (parts) != 2 || !parse_time (parts[0], &from) || !parse_time (parts[1], &to) || from == to)
    return FALSE;

  *ret_from = from;
  *ret_to = to;

  return TRUE;
}

/**
 * wb_kiosk_pin_matches:
 * @pin: the value of the key
 * @typed: what a person typed
 *
 * Compares a number with the one that is set, in a time that does not tell how
 * much of it is right.
 *
 * Returns: whether it is the same
 */
gboolean
wb_kiosk_pin_matches (const char *pin,
                      const char *typed)
{
  g_autofree char *hash = NULL;
  g_autofree char *salted = NULL;
  const char *wanted = pin;
  const char *given = typed;
  guint differing;

  g_return_val_if_fail (pin != NULL && typed != NULL, FALSE);

  if (g_str_has_prefix (pin, HASHED_PIN))
    {
      const char *salt = pin + strlen (HASHED_PIN);

      wanted = strrchr (pin, ':') + 1;
      salted = g_strdup_printf ("%.*s%s", (int) (wanted - 1 - salt), salt, typed);
      given = hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);
    }

  differing = strlen (wanted) != strlen (given);
  for (gsize i = 0; given[i] != '\0' && i < strlen (wanted); i++)
    differing |= (guint) (given[i] ^ wanted[i]);

  return differing == 0;
}
