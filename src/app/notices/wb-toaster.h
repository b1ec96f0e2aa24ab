/* wb-toaster.h: the notices of a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-announcement.h"

G_BEGIN_DECLS

/* Shows notices at the bottom of a window, one at a time. */
typedef struct _WbToaster WbToaster;

WbToaster *wb_toaster_new        (AdwToastOverlay *overlay,
                                  WbAnnouncement  *announcement);
void       wb_toaster_free       (WbToaster       *self);
void       wb_toaster_show       (WbToaster       *self,
                                  const char      *text);
void       wb_toaster_show_large (WbToaster       *self,
                                  const char      *text);
AdwToast  *wb_toaster_offer_undo (WbToaster       *self,
                                  const char      *text,
                                  const char      *action,
                                  GVariant        *target);

G_END_DECLS
