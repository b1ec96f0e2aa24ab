/* wb-kiosk-keys.h: all that can be set in a kiosk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "config/wb-config-key.h"

G_BEGIN_DECLS

/* The most seconds that can be set for anything. */
#define WB_KIOSK_MAX_SECONDS (24 * 60 * 60)

/* How far the picture may wander in a minute, in logical pixels. */
#define WB_KIOSK_MAX_SHIFT 24

/* The keys, by their place in %wb_kiosk_keys. */
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
  WB_KIOSK_RETRY,
  WB_KIOSK_DISTANCE,
  WB_KIOSK_DIAGONAL,
  WB_KIOSK_TEXT,
  WB_KIOSK_N_KEYS
} WbKioskKeyId;

/* The largest text that can be set, in logical pixels. */
#define WB_KIOSK_MAX_TEXT 400

/* One thing that a window shows. */
typedef struct
{
  char  *chart;    /* the chart that fills the window, NULL for the overview */
  guint  seconds;  /* how long, 0 for ever */
} WbKioskItem;

extern const WbConfigTable wb_kiosk_keys;

char     *wb_kiosk_dup_connector (const char    *text,
                                  const char   **ret_rest);
GArray   *wb_kiosk_items_parse   (const char    *text,
                                  gboolean       timed,
                                  GError       **error);
gboolean  wb_kiosk_quiet_parse   (const char    *text,
                                  guint         *ret_from,
                                  guint         *ret_to);
gboolean  wb_kiosk_pin_matches   (const char    *pin,
                                  const char    *typed);

G_END_DECLS
