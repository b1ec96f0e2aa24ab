/* wb-board-layout.c: where the cards of a board go
 *
 * The cards are where wb-board-geometry.c has them; each has a least height, so
 * that the board scrolls instead of shrinking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-board-layout.h"

#include "wb-board-geometry.h"

/* Logical pixels. */
#define MIN_CARD_WIDTH 240
#define MIN_ROW        270    /* the least height of a card that may scroll */
#define MIN_ROW_WIDE   190    /* and of one on a board that fits */

/* Text grows in steps of a sixth; style.css has a class for each. */
#define N_TEXT_SIZES   8
#define TEXT_STEP      (7.0 / 6)

struct _WbBoardLayout
{
  GtkLayoutManager  parent_instance;

  GtkWidget        *alone;
  guint             text_size;
  guint             text_source;
};

G_DEFINE_FINAL_TYPE (WbBoardLayout, wb_board_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
set_text_class (WbBoardLayout *self)
{
  GtkWidget *board = gtk_layout_manager_get_widget (GTK_LAYOUT_MANAGER (self));
  GtkRoot *root = board != NULL ? gtk_widget_get_root (board) : NULL;

  for (guint i = 0; root != NULL && i < N_TEXT_SIZES; i++)
    {
      g_autofree char *name = g_strdup_printf ("text-%u", i);

      if (i == self->text_size)
        gtk_widget_add_css_class (GTK_WIDGET (root), name);
      else
        gtk_widget_remove_css_class (GTK_WIDGET (root), name);
    }
}

static gboolean
set_text_class_cb (gpointer user_data)
{
  WbBoardLayout *self = user_data;

  self->text_source = 0;
  set_text_class (self);

  return G_SOURCE_REMOVE;
}

/* A change of style asks for a new layout, which must wait until this one is done. */
static void
update_text_size (WbBoardLayout *self,
                  double         growth)
{
  guint text_size = 0;

  for (double next = TEXT_STEP; growth >= next && text_size + 1 < N_TEXT_SIZES; next *= TEXT_STEP)
    text_size++;

  if (text_size == self->text_size)
    return;

  self->text_size = text_size;
  if (self->text_source == 0)
    self->text_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, set_text_class_cb, self, NULL);
}

static GtkSizeRequestMode
wb_board_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_board_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  WbBoardLayout *self = WB_BOARD_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_CARD_WIDTH;
      *natural = WB_BOARD_MIN_WIDE;
    }
  else if (self->alone != NULL)
    {
      *minimum = MIN_ROW_WIDE;
      *natural = 2 * MIN_ROW;
    }
  else
    {
      int n_columns = (int) wb_board_geometry_count_columns (for_size < 0 ? WB_BOARD_MIN_WIDE : for_size, -1);
      int n_rows = WB_N_CHARTS / n_columns;

      *minimum = n_rows * (n_columns == 3 ? MIN_ROW_WIDE : MIN_ROW) + (n_rows - 1) * WB_BOARD_GAP;
      *natural = MAX (*minimum, 2 * MIN_ROW + WB_BOARD_GAP);
    }
}

static void
wb_board_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  WbBoardLayout *self = WB_BOARD_LAYOUT (manager);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  WbBoardGeometry board = wb_board_geometry_find (width, height, mirrored);
  guint index = 0;

  update_text_size (self, board.growth);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child), index++)
    {
      GdkRectangle box = { 0, 0, width, height };
      WbBox card = board.cards[MIN (index, WB_N_CHARTS - 1)];

      gtk_widget_set_child_visible (child, self->alone == NULL || self->alone == child);
      if (!gtk_widget_get_child_visible (child))
        continue;

      if (self->alone == NULL)
        box = (GdkRectangle) { (int) card.x, (int) card.y, (int) card.width, (int) card.height };

      /* GTK insists on being asked before it allocates, and on its answer. */
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &box, -1);
    }
}

static void
wb_board_layout_dispose (GObject *object)
{
  WbBoardLayout *self = WB_BOARD_LAYOUT (object);

  g_clear_handle_id (&self->text_source, g_source_remove);

  G_OBJECT_CLASS (wb_board_layout_parent_class)->dispose (object);
}

static void
wb_board_layout_class_init (WbBoardLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_board_layout_dispose;
  layout_class->get_request_mode = wb_board_layout_get_request_mode;
  layout_class->measure = wb_board_layout_measure;
  layout_class->allocate = wb_board_layout_allocate;
}

static void
wb_board_layout_init (WbBoardLayout *self)
{
}

/**
 * wb_board_layout_new:
 *
 * Creates the layout of a board, for six children in the order of #WbChartKind.
 *
 * Returns: (transfer full): a layout manager
 */
GtkLayoutManager *
wb_board_layout_new (void)
{
  return g_object_new (WB_TYPE_BOARD_LAYOUT, NULL);
}

/**
 * wb_board_layout_set_alone:
 * @self: a layout
 * @child: (nullable): a child of its widget
 *
 * Gives a child all of the board, or each its place again.
 */
void
wb_board_layout_set_alone (WbBoardLayout *self,
                           GtkWidget     *child)
{
  g_return_if_fail (WB_IS_BOARD_LAYOUT (self));

  if (self->alone == child)
    return;

  self->alone = child;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
