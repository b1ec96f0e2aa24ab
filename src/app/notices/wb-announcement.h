/* wb-announcement.h: a text that a screen reader speaks, and perhaps a large banner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_ANNOUNCEMENT (wb_announcement_get_type ())
G_DECLARE_FINAL_TYPE (WbAnnouncement, wb_announcement, WB, ANNOUNCEMENT, AdwBin)

typedef enum
{
  WB_ANNOUNCEMENT_HEARD,    /* invisible: a toast shows the text */
  WB_ANNOUNCEMENT_BANNER,   /* large, and hidden after a while */
  WB_ANNOUNCEMENT_CLOSABLE, /* the same, with a button */
} WbAnnouncementStyle;

void wb_announcement_say  (WbAnnouncement      *self,
                           const char          *text,
                           WbAnnouncementStyle  style);
void wb_announcement_hide (WbAnnouncement      *self);

G_END_DECLS
