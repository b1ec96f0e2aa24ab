/* wb-kiosk-keys.h: all that can be set on a wall, in one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most seconds that can be set for anything. */
#define WB_KIOSK_MAX_SECONDS (24 * 60 * 60)

/* How far the picture may wander in a minute, in logical pixels. */
#define WB_KIOSK_MAX_SHIFT 24

/**
 * WbKioskKeyId:
 *
 * The keys, by their place in the table.
 */
typedef enum
{
  WB_KIOSK_KIOSK,
  WB_KIOSK_SERVER,
  WB_KIOSK_CA,
  WB_KIOSK_TOKEN_FILE,
  WB_KIOSK_MONITOR,
  WB_KIOSK_SHOW,
  WB_KIOSK_ROTATE,
  WB_KIOSK_PAUSE,
  WB_KIOSK_POINTER,
  WB_KIOSK_ALLOW_BLANK,
  WB_KIOSK_QUIET,
  WB_KIOSK_PIXEL_SHIFT,
  WB_KIOSK_LOCK,
  WB_KIOSK_PIN,
  WB_KIOSK_EXPECT,
} WbKioskKeyId;

#define WB_KIOSK_N_KEYS (WB_KIOSK_EXPECT + 1)

typedef enum
{
  WB_KIOSK_KIND_SWITCH,
  WB_KIOSK_KIND_NUMBER,
  WB_KIOSK_KIND_URI,
  WB_KIOSK_KIND_PATH,
  WB_KIOSK_KIND_MONITORS,
  WB_KIOSK_KIND_SHOW,
  WB_KIOSK_KIND_ROTATE,
  WB_KIOSK_KIND_QUIET,
  WB_KIOSK_KIND_PIN,
} WbKioskKind;

/**
 * WbKioskKey:
 * @key: its name in a file; `--` before it makes the flag, `kiosk-` the name in
 *   the settings, `WALLBOARD_` and capitals the variable
 * @kind: what its value looks like
 * @maximum: the largest number
 * @fallback: (nullable): its value where nobody sets it
 * @separator: what stands between the members of a list, 0 for what is none
 * @argument: (nullable): what --help calls the value
 * @summary: what it does
 *
 * Something that can be set. A value is a text; wb_kiosk_key_check() tells
 * whether it makes sense.
 */
typedef struct
{
  const char  *key;
  WbKioskKind  kind;
  guint        maximum;
  const char  *fallback;
  char         separator;
  const char  *argument;
  const char  *summary;
} WbKioskKey;

/**
 * WbKioskItem:
 * @chart: (nullable): the chart that fills the window, %NULL for the overview
 * @seconds: how long, 0 for ever
 *
 * One thing that a window shows.
 */
typedef struct
{
  char  *chart;
  guint  seconds;
} WbKioskItem;

const WbKioskKey  *wb_kiosk_key_get       (WbKioskKeyId   id);
gboolean           wb_kiosk_key_find      (const char    *key,
                                           WbKioskKeyId  *ret_id);
char              *wb_kiosk_key_check     (WbKioskKeyId   id,
                                           const char    *text,
                                           const char    *where,
                                           GError       **error);
char             **wb_kiosk_key_split     (WbKioskKeyId   id,
                                           const char    *text);

char              *wb_kiosk_dup_connector (const char    *text,
                                           const char   **ret_rest);
GArray            *wb_kiosk_items_parse   (const char    *text,
                                           gboolean       timed,
                                           GError       **error);
gboolean           wb_kiosk_quiet_parse   (const char    *text,
                                           guint         *ret_from,
                                           guint         *ret_to);
gboolean           wb_kiosk_pin_matches   (const char    *pin,
                                           const char    *typed);

G_END_DECLS
