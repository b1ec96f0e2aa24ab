/* wb-blend.h: pictures between two pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"

G_BEGIN_DECLS

/* What is fainter than this is not there. */
#define WB_BLEND_FAINT 0.01

/**
 * WbSeriesMix:
 * @from: the series whose colour it had
 * @to: the series whose colour it gets
 * @mix: how far it is, 0 to 1
 *
 * The colour of what belongs to a series; resolved when it is drawn.
 */
typedef struct
{
  guint  from, to;
  double mix;
} WbSeriesMix;

/**
 * WbJoin:
 * @of_to: (array length=n_to): for each of the new ones, its place among the old ones, or -1
 * @of_from: (array length=n_from): for each of the old ones, its place among the new ones, or -1
 *
 * Which of the old things is which of the new ones.
 */
typedef struct
{
  int  *of_to;
  int  *of_from;
  guint n_to;
  guint n_from;
} WbJoin;

double       wb_blend_number          (double           from,
                                       double           to,
                                       double           progress);
WbSeriesMix  wb_series_mix_blend      (WbSeriesMix      from,
                                       WbSeriesMix      to,
                                       double           progress);
WbColor      wb_series_mix_get_color  (WbSeriesMix      self,
                                       const WbPalette *palette);
guint        wb_series_mix_get_series (WbSeriesMix      self);
WbJoin      *wb_join_new              (const GArray    *from,
                                       const GArray    *to);
void         wb_join_free             (WbJoin          *self);
void         wb_join_match            (WbJoin          *self,
                                       guint            from,
                                       guint            to);
void         wb_join_keep_order       (WbJoin          *self);
GArray      *wb_join_get_order        (const WbJoin    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbJoin, wb_join_free)

/**
 * WbBlendAnchor:
 * @is_old: whether it is in the old picture
 * @is_new: whether it is in the new one
 * @old_x: where it is in the old picture
 * @old_y: the same, down
 * @new_x: where it is in the new picture
 * @new_y: the same, down
 *
 * Where something between two pictures comes from and goes to, so that its
 * labels find it.
 */
typedef struct
{
  gboolean is_old, is_new;
  double   old_x, old_y;
  double   new_x, new_y;
} WbBlendAnchor;

gboolean wb_blend_anchor_is_nearer (const WbBlendAnchor *self,
                                    const WbBlendPlace  *place,
                                    double              *distance);

/**
 * WbStep:
 * @from: the place among the old ones, -1 for what comes
 * @to: the place among the new ones, -1 for what goes
 *
 * One thing of a picture that moves, comes or goes.
 */
typedef struct
{
  int from, to;
} WbStep;

G_END_DECLS
