/* wb-clock-watch.h: notices that the machine slept, or that its clock was set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WbClockWatch WbClockWatch;

/**
 * WbClockEvent:
 * @WB_CLOCK_WOKE: the machine slept
 * @WB_CLOCK_SET: its clock was set by more than two seconds
 */
typedef enum
{
  WB_CLOCK_WOKE,
  WB_CLOCK_SET,
} WbClockEvent;

typedef void (*WbClockFunc) (WbClockEvent event,
                             gpointer     user_data);

WbClockWatch *wb_clock_watch_new  (WbClockFunc   function,
                                   gpointer      user_data);
void          wb_clock_watch_free (WbClockWatch *self);

G_END_DECLS
