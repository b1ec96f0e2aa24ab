/* wb-rotation.h: the charts that a window shows in turn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_ROTATION (wb_rotation_get_type ())
G_DECLARE_FINAL_TYPE (WbRotation, wb_rotation, WB, ROTATION, GObject)

WbRotation *wb_rotation_new       (GArray     *items);
const char *wb_rotation_get_chart (WbRotation *self);
gboolean    wb_rotation_is_held   (WbRotation *self);
void        wb_rotation_turn      (WbRotation *self,
                                   int         step);
void        wb_rotation_toggle    (WbRotation *self);
void        wb_rotation_hold      (WbRotation *self,
                                   guint       seconds);

G_END_DECLS
