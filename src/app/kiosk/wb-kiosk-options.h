/* wb-kiosk-options.h: what a wall is told, and by whom
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-kiosk-keys.h"

G_BEGIN_DECLS

/**
 * WbKioskSource:
 *
 * Who says something. Of several the last one of these is believed.
 */
typedef enum
{
  WB_KIOSK_SOURCE_NOBODY,
  WB_KIOSK_SOURCE_SETTINGS,
  WB_KIOSK_SOURCE_FILE,
  WB_KIOSK_SOURCE_ENVIRONMENT,
  WB_KIOSK_SOURCE_FLAG,
} WbKioskSource;

/**
 * WbKioskOptions:
 *
 * The value of each key, and where it comes from. Sources may be read in any
 * order.
 */
typedef struct _WbKioskOptions WbKioskOptions;

WbKioskOptions *wb_kiosk_options_new              (void);
void            wb_kiosk_options_free             (WbKioskOptions  *self);

gboolean        wb_kiosk_options_take_flag        (WbKioskOptions  *self,
                                                   WbKioskKeyId     id,
                                                   const char      *value,
                                                   GError         **error);
gboolean        wb_kiosk_options_read_environment (WbKioskOptions  *self,
                                                   GError         **error);
gboolean        wb_kiosk_options_read_file        (WbKioskOptions  *self,
                                                   const char      *path,
                                                   gboolean         may_be_missing,
                                                   GError         **error);
gboolean        wb_kiosk_options_read_settings    (WbKioskOptions  *self,
                                                   GSettings       *settings,
                                                   GError         **error);

const char     *wb_kiosk_options_get              (WbKioskOptions  *self,
                                                   WbKioskKeyId     id);
WbKioskSource   wb_kiosk_options_get_source       (WbKioskOptions  *self,
                                                   WbKioskKeyId     id);
gboolean        wb_kiosk_options_get_switch       (WbKioskOptions  *self,
                                                   WbKioskKeyId     id);
guint           wb_kiosk_options_get_number       (WbKioskOptions  *self,
                                                   WbKioskKeyId     id);
gboolean        wb_kiosk_options_wants_monitor    (WbKioskOptions  *self,
                                                   const char      *connector);
GArray         *wb_kiosk_options_list_items       (WbKioskOptions  *self,
                                                   const char      *connector);
char           *wb_kiosk_options_print            (WbKioskOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbKioskOptions, wb_kiosk_options_free)

G_END_DECLS
