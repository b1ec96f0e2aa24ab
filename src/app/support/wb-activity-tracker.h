/* wb-activity-tracker.h: whether a user is active in a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_ACTIVITY_TRACKER (wb_activity_tracker_get_type ())
G_DECLARE_FINAL_TYPE (WbActivityTracker, wb_activity_tracker, WB, ACTIVITY_TRACKER, GObject)

WbActivityTracker *wb_activity_tracker_new       (GtkWidget          *widget);
gboolean           wb_activity_tracker_is_active (WbActivityTracker  *self);
gboolean           wb_activity_tracker_is_moved  (GtkEventController *motion);

G_END_DECLS
