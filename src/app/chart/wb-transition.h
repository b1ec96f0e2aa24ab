/* wb-transition.h: the transition from one layout to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "layout/wb-chart.h"

G_BEGIN_DECLS

/* How long a transition takes, in microseconds. */
#define WB_TRANSITION_DURATION (400 * 1000)

/* A transition between two layouts. It has no clock of its own: each call takes the time. */
typedef struct
{
  WbChartLayout *from;    /* NULL while no transition is running */
  WbChartLayout *to;      /* this also decides what is pointed at */
  WbChartLayout *shown;   /* the layout on show, or NULL */
  gint64         start;   /* microseconds of the frame clock */
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
