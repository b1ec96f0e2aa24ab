/* wb-shared-text.h: one text for requests at the same time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbSharedText:
 *
 * An answer that is made anew for each request, but for those that ask while
 * another one has not been read yet: they get the same bytes. So many unread
 * answers need the memory of a few.
 */
typedef struct _WbSharedText WbSharedText;

WbSharedText *wb_shared_text_new   (void);
void          wb_shared_text_unref (WbSharedText *self);
GBytes       *wb_shared_text_get   (WbSharedText *self);
GBytes       *wb_shared_text_set   (WbSharedText *self,
                                    GBytes       *text);

G_END_DECLS
