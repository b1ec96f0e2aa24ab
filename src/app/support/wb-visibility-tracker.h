/* wb-visibility-tracker.h: whether a widget is visible to the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_VISIBILITY_TRACKER (wb_visibility_tracker_get_type ())
G_DECLARE_FINAL_TYPE (WbVisibilityTracker, wb_visibility_tracker, WB, VISIBILITY_TRACKER, GObject)

WbVisibilityTracker *wb_visibility_tracker_new        (GtkWidget           *widget);
gboolean             wb_visibility_tracker_is_visible (WbVisibilityTracker *self);

G_END_DECLS
