/* wb-kiosk-keys.c: all that can be set in a kiosk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-keys.h"

#include <glib/gi18n.h>
#include <string.h>

#include "support/wb-name.h"
#include "support/wb-viewing.h"
#include "wb-client.h"

/* The most items of a rotation. */
#define MAX_ITEMS 64

#define GROUP      "kiosk"
#define OVERVIEW   "overview"
#define HASHED_PIN "sha256:"

static gboolean
is_pin (const char *text)
{
  gsize length = strlen (text);

  if (g_str_has_prefix (text, HASHED_PIN))
    {
      const char *hash = strrchr (text, ':') + 1;

      return hash > text + strlen (HASHED_PIN) && strlen (hash) == 64 &&
             strspn (hash, "0123456789abcdef") == 64;
    }

  return length >= 4 && length <= 12 && strspn (text, "0123456789") == length;
}

static char *
check_show (const char  *text,
            GError     **error)
{
  const char *chart;
  g_autofree char *connector = wb_kiosk_dup_connector (text, &chart);
  g_autoptr (GArray) items = wb_kiosk_items_parse (chart, FALSE, error);

  return items != NULL ? g_strdup (text) : NULL;
}

static char *
check_rotate (const char  *text,
              GError     **error)
{
  const char *rotation;
  g_autofree char *connector = wb_kiosk_dup_connector (text, &rotation);
  g_autoptr (GArray) items = wb_kiosk_items_parse (rotation, TRUE, error);

  return items != NULL ? g_strdup (text) : NULL;
}

static char *
check_quiet (const char  *text,
             GError     **error)
{
  guint from, to;

  if (wb_kiosk_quiet_parse (text, &from, &to))
    return g_strdup (text);

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("it takes two different times of day, as in 22:00-06:30"));
  return NULL;
}

static char *
check_pin (const char  *text,
           GError     **error)
{
  if (is_pin (text))
    return g_strdup (text);

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("it takes 4 to 12 digits, or sha256:SALT:HASH"));
  return NULL;
}

static char *
check_length (const char  *text,
              GError     **error)
{
  double length;

  if (wb_viewing_parse_length (text, &length))
    return g_strdup (text);

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("it takes a length with its unit, m, cm, mm, in or ft, as in 5m or 55in"));
  return NULL;
}

/* Nothing of a PIN is printed, not even of an invalid one, which may be the right one with a typing error. */
static char *
redact_all (const char *value)
{
  return NULL;
}

static const WbConfigKey keys[WB_KIOSK_N_KEYS] = {
  [WB_KIOSK_KIOSK] = {
    .group = GROUP, .name = "kiosk", .type = WB_CONFIG_SWITCH, .fallback = "false",
    .variable = "WALLBOARD_KIOSK", .setting = "kiosk",
    .summary = N_("Run as a wall: a window in full screen on each monitor, without operation by a user"),
  },
  [WB_KIOSK_SERVER] = {
    .group = GROUP, .name = "server", .type = WB_CONFIG_TEXT, .check = wb_client_normalize_uri,
    .variable = "WALLBOARD_SERVER", .setting = "kiosk-server", .shares_flag = TRUE,
    .argument = N_("URI"), .summary = N_("Show the board of this server, such as ws://127.0.0.1:9998"),
  },
  [WB_KIOSK_CA] = {
    .group = GROUP, .name = "ca", .type = WB_CONFIG_PATH,
    .variable = "WALLBOARD_CA", .setting = "kiosk-ca", .shares_flag = TRUE,
    .argument = N_("FILE"),
    .summary = N_("Trust the certificates in this file instead of those of the system"),
  },
  [WB_KIOSK_TOKEN_FILE] = {
    .group = GROUP, .name = "token-file", .type = WB_CONFIG_PATH,
    .variable = "WALLBOARD_TOKEN_FILE", .setting = "kiosk-token-file",
    .argument = N_("FILE"),
    .summary = N_("Send the token in this file, which has nothing else, to the server"),
  },
  [WB_KIOSK_MONITOR] = {
    .group = GROUP, .name = "monitor", .type = WB_CONFIG_LIST, .separator = ',',
    .variable = "WALLBOARD_MONITOR", .setting = "kiosk-monitor",
    .argument = N_("CONNECTOR"),
    .summary = N_("Have a window on this monitor, such as HDMI-1; may be given more than once; "
                  "without it, on all"),
  },
  [WB_KIOSK_SHOW] = {
    .group = GROUP, .name = "show", .type = WB_CONFIG_LIST, .separator = ',', .check = check_show,
    .variable = "WALLBOARD_SHOW", .setting = "kiosk-show",
    .argument = N_("[CONNECTOR=]CHART"),
    .summary = N_("Show one chart, or “overview”, on all monitors or on one"),
  },
  [WB_KIOSK_ROTATE] = {
    .group = GROUP, .name = "rotate", .type = WB_CONFIG_LIST, .separator = ';', .check = check_rotate,
    .variable = "WALLBOARD_ROTATE", .setting = "kiosk-rotate",
    .argument = N_("[CONNECTOR=]CHART:SECONDS,…"),
    .summary = N_("Show charts in turn, each for so many seconds, on all monitors or on one"),
  },
  [WB_KIOSK_PAUSE] = {
    .group = GROUP, .name = "pause", .type = WB_CONFIG_NUMBER,
    .maximum = WB_KIOSK_MAX_SECONDS, .fallback = "60",
    .variable = "WALLBOARD_PAUSE", .setting = "kiosk-pause",
    .argument = N_("SECONDS"), .summary = N_("The time that a key or a touch holds the rotation"),
  },
  [WB_KIOSK_POINTER] = {
    .group = GROUP, .name = "pointer", .type = WB_CONFIG_NUMBER,
    .maximum = WB_KIOSK_MAX_SECONDS, .fallback = "3",
    .variable = "WALLBOARD_POINTER", .setting = "kiosk-pointer",
    .argument = N_("SECONDS"), .summary = N_("The time after which a pointer at rest is hidden, 0 for never"),
  },
  [WB_KIOSK_ALLOW_BLANK] = {
    .group = GROUP, .name = "allow-blank", .type = WB_CONFIG_SWITCH, .fallback = "false",
    .variable = "WALLBOARD_ALLOW_BLANK", .setting = "kiosk-allow-blank",
    .summary = N_("Let the session blank the screen when there is no input"),
  },
  [WB_KIOSK_QUIET] = {
    .group = GROUP, .name = "quiet", .type = WB_CONFIG_TEXT, .check = check_quiet,
    .variable = "WALLBOARD_QUIET", .setting = "kiosk-quiet",
    .argument = N_("HH:MM-HH:MM"),
    .summary = N_("Show a black page from one time of day to the other, "
                  "and let the session blank the screen"),
  },
  [WB_KIOSK_PIXEL_SHIFT] = {
    .group = GROUP, .name = "pixel-shift", .type = WB_CONFIG_NUMBER,
    .maximum = WB_KIOSK_MAX_SHIFT, .fallback = "0",
    .variable = "WALLBOARD_PIXEL_SHIFT", .setting = "kiosk-pixel-shift",
    .argument = N_("PIXELS"),
    .summary = N_("Move the picture by at most so much each minute, against burning in, 0 for not at all"),
  },
  [WB_KIOSK_LOCK] = {
    .group = GROUP, .name = "lock", .type = WB_CONFIG_SWITCH, .fallback = "false",
    .variable = "WALLBOARD_LOCK", .setting = "kiosk-lock",
    .summary = N_("Take no keys and no touches, but Escape or a corner that is held for three seconds"),
  },
  [WB_KIOSK_PIN] = {
    .group = GROUP, .name = "pin", .type = WB_CONFIG_TEXT, .check = check_pin, .redact = redact_all,
    .variable = "WALLBOARD_PIN", .setting = "kiosk-pin",
    .argument = N_("PIN"),
    .summary = N_("Ask for this number before the wall is left: 4 to 12 digits, or sha256:SALT:HASH"),
  },
  [WB_KIOSK_EXPECT] = {
    .group = GROUP, .name = "expect", .type = WB_CONFIG_NUMBER,
    .maximum = WB_KIOSK_MAX_SECONDS, .fallback = "0",
    .variable = "WALLBOARD_EXPECT", .setting = "kiosk-expect",
    .argument = N_("SECONDS"),
    .summary = N_("The time in which each chart gets new data: past three of them it shows its age; "
                  "0 for not known"),
  },
  [WB_KIOSK_RETRY] = {
    .group = GROUP, .name = "retry", .type = WB_CONFIG_NUMBER,
    .minimum = 1, .maximum = WB_KIOSK_MAX_SECONDS, .fallback = "10",
    .variable = "WALLBOARD_RETRY", .setting = "kiosk-retry",
    .argument = N_("SECONDS"),
    .summary = N_("The longest time between two attempts to reach a server that is gone"),
  },
  [WB_KIOSK_DISTANCE] = {
    .group = GROUP, .name = "distance", .type = WB_CONFIG_TEXT, .check = check_length,
    .variable = "WALLBOARD_DISTANCE", .setting = "kiosk-distance",
    .argument = N_("LENGTH"),
    .summary = N_("Make text large enough to be read from so far away, such as 5m"),
  },
  [WB_KIOSK_DIAGONAL] = {
    .group = GROUP, .name = "diagonal", .type = WB_CONFIG_TEXT, .check = check_length,
    .variable = "WALLBOARD_DIAGONAL", .setting = "kiosk-diagonal",
    .argument = N_("LENGTH"),
    .summary = N_("The diagonal of the screens for “distance”, such as 55in; "
                  "without it, what each monitor says"),
  },
  [WB_KIOSK_TEXT] = {
    .group = GROUP, .name = "text", .type = WB_CONFIG_NUMBER,
    .maximum = WB_KIOSK_MAX_TEXT, .fallback = "0",
    .variable = "WALLBOARD_TEXT", .setting = "kiosk-text",
    .argument = N_("PIXELS"),
    .summary = N_("The least size of text instead of “distance”, 0 for as large as the cards allow"),
  },
};

const WbConfigTable wb_kiosk_keys = {
  .keys = keys,
  .n_keys = WB_KIOSK_N_KEYS,
  .help = "wallboard --help-kiosk",
};

static void
item_clear (gpointer data)
{
  WbKioskItem *item = data;

  g_free (item->chart);
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
                   _("“%s” cannot be a chart, which has the name of its data, such as trend, "
                     "or overview for all"), name);
      return FALSE;
    }

  if (timed && (g_strv_length (parts) != 2 ||
                !g_ascii_string_to_unsigned (g_strstrip (parts[1]), 10, 1, WB_KIOSK_MAX_SECONDS, &seconds,
                                             NULL)))
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
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("it has more than %d items"),
                   MAX_ITEMS);
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

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, 23, &hour, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &minute, NULL))
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
  if (g_strv_length (parts) != 2 || !parse_time (parts[0], &from) || !parse_time (parts[1], &to) ||
      from == to)
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
