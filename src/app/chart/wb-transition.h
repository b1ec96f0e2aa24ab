/* wb-transition.h: the way of a picture from one layout to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"

G_BEGIN_DECLS

/* How long a transition takes, in microseconds. */
#define WB_TRANSITION_DURATION (400 * 1000)

/**
 * WbTransition:
 * @from: (nullable): what was on the screen when it began, %NULL at rest
 * @to: (nullable): what shall be on the screen, and what pointing goes by
 * @shown: (nullable): what is on the screen
 * @start: when it began, in microseconds of the frame clock
 *
 * What of a chart is on the screen, and what is to be. It has no clock of its
 * own: time comes with each call.
 */
typedef struct
{
  WbChartLayout *from;
  WbChartLayout *to;
  WbChartLayout *shown;
  gint64         start;
} WbTransition;

void     wb_transition_set_target (WbTransition  *self,
                                   WbChartLayout *to,
                                   gboolean       animate,
                                   gint64         now);
gboolean wb_transition_advance    (WbTransition  *self,
                                   gint64         now);
gboolean wb_transition_is_running (WbTransition  *self);
void     wb_transition_clear      (WbTransition  *self);

G_END_DECLS
