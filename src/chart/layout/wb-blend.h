/* wb-blend.h: transitions between two layouts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-chart-private.h"

G_BEGIN_DECLS

/* Items of less opacity are left out. */
#define WB_BLEND_FAINT 0.01

/**
 * WbSeriesMix:
 * @from: the series of the old colour
 * @to: the series of the new colour
 * @mix: the share of @to, 0 to 1
 *
 * A colour between those of two series; resolved when it is drawn.
 */
typedef struct
{
  guint  from, to;
  double mix;
} WbSeriesMix;

/**
 * WbJoin:
 * @of_to: (array length=n_to): for each new item, the index of its old one, or -1
 * @of_from: (array length=n_from): for each old item, the index of its new one, or -1
 *
 * A join of old and new items.
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
double       wb_blend_fade_out        (double           progress);
double       wb_blend_fade_in         (double           progress);
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
 * @is_old: whether the item is in the old layout
 * @is_new: whether it is in the new layout
 * @x: its position in the blended layout, in logical pixels
 * @y: the same, vertically
 * @old_x: its position in the old layout
 * @old_y: the same, vertically
 * @new_x: its position in the new layout
 * @new_y: the same, vertically
 *
 * The positions of an item in two layouts and between them, from which the
 * shift of its labels is found.
 */
typedef struct
{
  gboolean is_old, is_new;
  double   x, y;
  double   old_x, old_y;
  double   new_x, new_y;
} WbBlendAnchor;

WbBlendShift wb_blend_find_shift (const GArray       *items,
                                  gsize               anchor_offset,
                                  const WbBlendPlace *place);

/**
 * WbStep:
 * @from: the index of the old item, -1 for none
 * @to: the index of the new item, -1 for none
 *
 * An item that moves, fades in or fades out.
 */
typedef struct
{
  int from, to;
} WbStep;

G_END_DECLS
