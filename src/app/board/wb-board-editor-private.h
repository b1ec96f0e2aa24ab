/* wb-board-editor-private.h: what the files of the editor share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "export/wb-board-geometry.h"
#include "wb-board-editor.h"
#include "wb-board-session.h"

G_BEGIN_DECLS

/* Where a card may be dropped, beside another. */
typedef enum
{
  SIDE_NONE,
  SIDE_ABOVE,
  SIDE_BELOW,
  SIDE_START,
  SIDE_END,
} Side;

struct _WbBoardEditor
{
  GtkWidget        parent_instance;

  WbBoardView     *board;       /* not owned: a sibling in the same window */
  WbBoardSession  *session;
  WbBoardPlan     *plan;        /* the one that the covers and borders show */
  WbBoardGeometry  geometry;
  GPtrArray       *covers;      /* in the order of the charts */
  GPtrArray       *borders;
  guint            rebuild_source;

  WbBoardPlan     *drag_plan;   /* the one at the beginning of a drag */
  guint            target;
  Side             side;
};

/* Numbers of a cover or a border: “index” is that of its chart or column, “is-row” says that it lies
 * between rows. */
guint    wb_board_editor_get_number   (GtkWidget      *widget,
                                       const char     *name);
void     wb_board_editor_set_number   (GtkWidget      *widget,
                                       const char     *name,
                                       guint           number);
gboolean wb_board_editor_is_mirrored  (WbBoardEditor  *self);
void     wb_board_editor_add_border   (WbBoardEditor  *self,
                                       GtkOrientation  orientation,
                                       guint           index,
                                       const char     *name);
void     wb_board_editor_place_border (WbBoardEditor  *self,
                                       GtkWidget      *border,
                                       int             height);

G_END_DECLS
