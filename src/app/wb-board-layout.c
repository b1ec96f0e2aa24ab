/* wb-board-layout.c: where the cards of a board go
 *
 * Wide, the six cards stand in three columns of the seed's proportions:
 *
 *     ┌ 0 trend ─┐ ┌ 2 map ──────┐ ┌ 4 hot ───┐      27.6 : 41.5 : 27.6
 *     │          │ │             │ │          │
 *     ├ 1 seller ┤ │             │ ├ 5 stock ─┤      side columns cut in half,
 *     │          │ ├ 3 rank ─────┤ │          │      the middle one at 58 %
 *     └──────────┘ └─────────────┘ └──────────┘
 *
 * Narrower or in portrait, they reflow row by row into two equal columns, then
 * into one, each with a least height, so that the board scrolls instead of
 * shrinking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-board-layout.h"

/* Logical pixels. */
#define GAP            16     /* between cards of a board of plain size; it grows with the board */
#define MAX_GAP_GROWTH 3
#define MIN_CARD_WIDTH 240
#define MIN_WIDE       900    /* the least width of three columns */
#define MIN_TWO        640    /* and of two */
#define MIN_ROW        270    /* the least height of a card that may scroll */
#define MIN_ROW_WIDE   190    /* and of one on a board that fits */
#define N_CARDS        6

/* Text grows in steps of a sixth; style.css has a class for each. */
#define N_TEXT_SIZES   8
#define TEXT_STEP      (7.0 / 6)

/* The size of a board at which text has its plain size. */
#define PLAIN_WIDTH    1280.0
#define PLAIN_HEIGHT   720.0

struct _WbBoardLayout
{
  GtkLayoutManager  parent_instance;

  GtkWidget        *alone;
  guint             text_size;
  guint             text_source;
};

G_DEFINE_FINAL_TYPE (WbBoardLayout, wb_board_layout, GTK_TYPE_LAYOUT_MANAGER)

/* A board that is not as high as wide, or of a height that is not known yet, has three columns. */
static int
count_columns (int width,
               int height)
{
  return width >= MIN_WIDE && width > height ? 3 : width >= MIN_TWO ? 2 : 1;
}

/* A part of a length, in whole pixels, so that neighbours meet exactly. */
static int
part (int    length,
      double share)
{
  return (int) (length * share + 0.5);
}

static GdkRectangle
place_wide (guint index,
            int   width,
            int   height,
            int   gap)
{
  static const double shares[] = { 27.6 / 96.7, 41.5 / 96.7, 27.6 / 96.7 };
  guint column = index / 2;
  int inner = width - 2 * gap;
  int side = part (inner, shares[0]);
  int split = part (height - gap, column == 1 ? 0.58 : 0.5);
  GdkRectangle box;

  box.x = column == 0 ? 0 : column == 1 ? side + gap : width - side;
  box.width = column == 1 ? inner - 2 * side : side;
  box.y = index % 2 == 0 ? 0 : split + gap;
  box.height = index % 2 == 0 ? split : height - gap - split;

  return box;
}

static GdkRectangle
place_rows (guint index,
            int   n_columns,
            int   width,
            int   height,
            int   gap)
{
  int n_rows = (N_CARDS + n_columns - 1) / n_columns;
  int column = (int) index % n_columns;
  int row = (int) index / n_columns;
  int inner_width = width - (n_columns - 1) * gap;
  int inner_height = height - (n_rows - 1) * gap;
  GdkRectangle box;

  box.x = inner_width * column / n_columns + column * gap;
  box.width = inner_width * (column + 1) / n_columns - inner_width * column / n_columns;
  box.y = inner_height * row / n_rows + row * gap;
  box.height = inner_height * (row + 1) / n_rows - inner_height * row / n_rows;

  return box;
}

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

/* How much larger a card is than on a board of plain size, which has three columns of two. */
static double
get_growth (int n_columns,
            int width,
            int height)
{
  double n_rows = (double) N_CARDS / n_columns;

  return MIN (width * 3.0 / n_columns / PLAIN_WIDTH, height * 2.0 / n_rows / PLAIN_HEIGHT);
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
      *natural = MIN_WIDE;
    }
  else if (self->alone != NULL)
    {
      *minimum = MIN_ROW_WIDE;
      *natural = 2 * MIN_ROW;
    }
  else
    {
      int n_columns = count_columns (for_size < 0 ? MIN_WIDE : for_size, -1);
      int n_rows = N_CARDS / n_columns;

      *minimum = n_rows * (n_columns == 3 ? MIN_ROW_WIDE : MIN_ROW) + (n_rows - 1) * GAP;
      *natural = MAX (*minimum, 2 * MIN_ROW + GAP);
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
  int n_columns = count_columns (width, height);
  double growth = get_growth (n_columns, width, height);
  int gap = part (GAP, CLAMP (growth, 1, MAX_GAP_GROWTH));
  guint index = 0;

  update_text_size (self, growth);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child), index++)
    {
      GdkRectangle box = { 0, 0, width, height };

      gtk_widget_set_child_visible (child, self->alone == NULL || self->alone == child);
      if (!gtk_widget_get_child_visible (child))
        continue;

      if (self->alone == NULL)
        box = n_columns == 3 ? place_wide (index, width, height, gap)
                             : place_rows (index, n_columns, width, height, gap);
      if (mirrored)
        box.x = width - box.x - box.width;

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
