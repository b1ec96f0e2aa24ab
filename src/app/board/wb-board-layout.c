/* wb-board-layout.c: places the cards of a board
 *
 * The children of its widget are the cards, in the order of the plan, which is the default one at first.
 * wb-board-geometry.c finds the places. The minimum height makes a board scroll instead of shrinking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-layout.h"

#include "export/wb-board-geometry.h"
#include "support/wb-style-class.h"
#include "support/wb-wall-text.h"

/* Logical pixels. */
#define MIN_CARD_WIDTH 240
#define MIN_HEIGHT     190    /* of a single card */
#define USUAL_HEIGHT   556

/* Text grows in steps of a sixth. style.css has a class for each. */
#define N_TEXT_SIZES   8
#define TEXT_STEP      (7.0 / 6)

struct _WbBoardLayout
{
  GtkLayoutManager  parent_instance;

  WbBoardPlan      *plan;
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

      wb_style_class_set (GTK_WIDGET (root), name,
                          i == self->text_size && wb_wall_text_get (GTK_WIDGET (root)) == 0);
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

/* In an idle callback, since a style class queues a resize, which must not happen during an allocation. */
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
  else
    {
      int width = for_size < 0 ? WB_BOARD_MIN_WIDE : for_size;

      *minimum = self->alone != NULL ? MIN_HEIGHT : wb_board_geometry_least_height (self->plan, width);
      *natural = MAX (*minimum, USUAL_HEIGHT);
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
  WbBoardGeometry board = wb_board_geometry_find (self->plan, width, height, mirrored);
  guint index = 0;

  update_text_size (self, board.growth);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child), index++)
    {
      GdkRectangle box = { 0, 0, width, height };
      WbBox card = board.cards[MIN (index, board.n_cards - 1)];

      gtk_widget_set_child_visible (child, self->alone == NULL || self->alone == child);
      if (!gtk_widget_get_child_visible (child))
        continue;

      if (self->alone == NULL)
        box = (GdkRectangle) { (int) card.x, (int) card.y, (int) card.width, (int) card.height };

      /* GTK warns about an allocation without a measurement. */
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &box, -1);
    }
}

static void
wb_board_layout_finalize (GObject *object)
{
  WbBoardLayout *self = WB_BOARD_LAYOUT (object);

  g_clear_handle_id (&self->text_source, g_source_remove);
  wb_board_plan_unref (self->plan);

  G_OBJECT_CLASS (wb_board_layout_parent_class)->finalize (object);
}

static void
wb_board_layout_class_init (WbBoardLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_board_layout_finalize;
  layout_class->get_request_mode = wb_board_layout_get_request_mode;
  layout_class->measure = wb_board_layout_measure;
  layout_class->allocate = wb_board_layout_allocate;
}

static void
wb_board_layout_init (WbBoardLayout *self)
{
  self->plan = wb_board_plan_new_default ();
}

/**
 * wb_board_layout_set_plan:
 * @self: a layout
 * @plan: a plan, with a chart for each child of its widget
 *
 * Places the cards by a plan.
 */
void
wb_board_layout_set_plan (WbBoardLayout *self,
                          WbBoardPlan   *plan)
{
  g_return_if_fail (WB_IS_BOARD_LAYOUT (self));
  g_return_if_fail (plan != NULL);

  wb_board_plan_ref (plan);
  wb_board_plan_unref (self->plan);
  self->plan = plan;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

/**
 * wb_board_layout_set_alone:
 * @self: a layout
 * @child: (nullable): a child of its widget
 *
 * Gives one child the whole board, or each child its place again.
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
