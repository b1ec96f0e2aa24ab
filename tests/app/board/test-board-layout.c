/* test-board-layout.c: where the cards of a board go, as numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>

#include "board/wb-board-layout.h"

#define N_CARDS 6
#define GAP     16

typedef struct
{
  GtkWidget        *board;
  GtkLayoutManager *layout;
  GtkWidget        *cards[N_CARDS];
  GdkRectangle      boxes[N_CARDS];
} Board;

static void
board_init (Board *self)
{
  self->board = g_object_ref_sink (g_object_new (GTK_TYPE_BOX, NULL));
  self->layout = g_object_new (WB_TYPE_BOARD_LAYOUT, NULL);
  gtk_widget_set_layout_manager (self->board, self->layout);
  for (guint i = 0; i < N_CARDS; i++)
    {
      self->cards[i] = gtk_label_new ("card");
      gtk_widget_set_parent (self->cards[i], self->board);
    }
}

static void
board_clear (Board *self)
{
  for (guint i = 0; i < N_CARDS; i++)
    gtk_widget_unparent (self->cards[i]);
  g_clear_object (&self->board);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Board, board_clear)

/* Gives the board a size, or the least that it wants where that is more, as a scrolled window does. */
static int
allocate (Board *self,
          int    width,
          int    height)
{
  int least;

  gtk_widget_measure (self->board, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (self->board, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  height = MAX (height, least);
  gtk_widget_allocate (self->board, width, height, -1, NULL);

  for (guint i = 0; i < N_CARDS; i++)
    {
      graphene_rect_t bounds;

      self->boxes[i] = (GdkRectangle) { -1, -1, 0, 0 };
      if (!gtk_widget_get_child_visible (self->cards[i]))
        continue;
      g_assert_true (gtk_widget_compute_bounds (self->cards[i], self->board, &bounds));
      self->boxes[i] = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                        (int) bounds.size.width, (int) bounds.size.height };
    }

  return height;
}

static void
check_box (Board *self,
           guint  index,
           int    x,
           int    y,
           int    width,
           int    height)
{
  GdkRectangle *box = &self->boxes[index];

  g_test_message ("card %u at %d, %d; %d × %d", index, box->x, box->y, box->width, box->height);
  g_assert_cmpint (box->x, ==, x);
  g_assert_cmpint (box->y, ==, y);
  g_assert_cmpint (box->width, ==, width);
  g_assert_cmpint (box->height, ==, height);
}

/* Whatever the size: inside the board, apart from each other, and large enough to read. */
static void
check_sound (Board *self,
             int    width,
             int    height)
{
  for (guint i = 0; i < N_CARDS; i++)
    {
      GdkRectangle *box = &self->boxes[i];

      g_assert_cmpint (box->x, >=, 0);
      g_assert_cmpint (box->y, >=, 0);
      g_assert_cmpint (box->x + box->width, <=, width);
      g_assert_cmpint (box->y + box->height, <=, height);
      g_assert_cmpint (box->width, >=, 240);
      g_assert_cmpint (box->height, >=, 150);
      for (guint j = 0; j < i; j++)
        {
          GdkRectangle grown = { box->x - GAP + 1, box->y - GAP + 1,
                                 box->width + 2 * GAP - 2, box->height + 2 * GAP - 2 };

          g_assert_false (gdk_rectangle_intersect (&grown, &self->boxes[j], NULL));
        }
    }
}

/* 27.6 : 41.5 : 27.6 of what the two gaps leave; the middle column is cut at 58 %, the others in half. The
 * gaps, 16 at 1280×720, grow with the board. */
static void
test_1080p (void)
{
  g_auto (Board) self = { NULL };

  board_init (&self);
  g_assert_cmpint (allocate (&self, 1920, 1080), ==, 1080);
  check_sound (&self, 1920, 1080);
  check_box (&self, 0, 0, 0, 534, 528);
  check_box (&self, 1, 0, 552, 534, 528);
  check_box (&self, 2, 558, 0, 804, 612);
  check_box (&self, 3, 558, 636, 804, 444);
  check_box (&self, 4, 1386, 0, 534, 528);
  check_box (&self, 5, 1386, 552, 534, 528);
}

static void
test_wide (void)
{
  g_auto (Board) self = { NULL };

  board_init (&self);
  g_assert_cmpint (allocate (&self, 1280, 800), ==, 800);
  check_sound (&self, 1280, 800);
  check_box (&self, 0, 0, 0, 356, 392);
  check_box (&self, 2, 372, 0, 536, 455);
  check_box (&self, 5, 924, 408, 356, 392);

  /* The narrowest that still has three columns. */
  g_assert_cmpint (allocate (&self, 1040, 700), ==, 700);
  check_sound (&self, 1040, 700);
  g_assert_cmpint (self.boxes[5].x, >, self.boxes[3].x);
}

static void
test_4k (void)
{
  g_auto (Board) self = { NULL };

  board_init (&self);
  g_assert_cmpint (allocate (&self, 3840, 2160), ==, 2160);
  check_sound (&self, 3840, 2160);
  check_box (&self, 0, 0, 0, 1069, 1056);
  check_box (&self, 1, 0, 1104, 1069, 1056);

  /* But not for ever. */
  allocate (&self, 7680, 4320);
  g_assert_cmpint (self.boxes[1].y - self.boxes[0].height, ==, 48);
}

/* Row by row in two columns, also where three would have the room. */
static void
test_portrait (void)
{
  static const int sizes[][3] = { { 900, 1200, 17 }, { 1080, 1920, 20 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_auto (Board) self = { NULL };
      int width = sizes[s][0];
      int height = sizes[s][1];
      int gap = sizes[s][2];

      board_init (&self);
      g_assert_cmpint (allocate (&self, width, height), ==, height);
      check_sound (&self, width, height);
      for (int i = 0; i < N_CARDS; i++)
        {
          GdkRectangle *box = &self.boxes[i];

          g_test_message ("card %d at %d, %d; %d × %d", i, box->x, box->y, box->width, box->height);
          g_assert_cmpint (box->x, ==, i % 2 == 0 ? 0 : (width - gap) / 2 + gap);
          g_assert_cmpint (box->width, ==, (width - gap + i % 2) / 2);
          g_assert_cmpint (box->y, ==, (height - 2 * gap) * (i / 2) / 3 + gap * (i / 2));
        }
      g_assert_cmpint (self.boxes[5].y + self.boxes[5].height, ==, height);
    }
}

/* One column, which is longer than the window and scrolls. */
static void
test_phone (void)
{
  g_auto (Board) self = { NULL };
  int height;

  board_init (&self);
  height = allocate (&self, 360, 700);
  g_assert_cmpint (height, >, 700);
  check_sound (&self, 360, height);
  for (guint i = 0; i < N_CARDS; i++)
    check_box (&self, i, 0, (int) i * (270 + GAP), 360, 270);
}

static void
test_mirrored (void)
{
  static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 900, 1200 }, { 360, 700 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_auto (Board) plain = { NULL };
      g_auto (Board) mirrored = { NULL };
      int width = sizes[s][0];

      board_init (&plain);
      board_init (&mirrored);
      gtk_widget_set_direction (plain.board, GTK_TEXT_DIR_LTR);
      gtk_widget_set_direction (mirrored.board, GTK_TEXT_DIR_RTL);
      allocate (&plain, width, sizes[s][1]);
      allocate (&mirrored, width, sizes[s][1]);
      for (guint i = 0; i < N_CARDS; i++)
        check_box (&mirrored, i, width - plain.boxes[i].x - plain.boxes[i].width, plain.boxes[i].y,
                   plain.boxes[i].width, plain.boxes[i].height);
    }
}

static void
test_alone (void)
{
  g_auto (Board) self = { NULL };

  board_init (&self);
  allocate (&self, 1280, 800);
  wb_board_layout_set_alone (WB_BOARD_LAYOUT (self.layout), self.cards[3]);
  g_assert_cmpint (allocate (&self, 1280, 800), ==, 800);
  check_box (&self, 3, 0, 0, 1280, 800);
  for (guint i = 0; i < N_CARDS; i++)
    g_assert_cmpint (gtk_widget_get_child_visible (self.cards[i]), ==, i == 3);

  /* Alone it does not scroll on a small screen either. */
  g_assert_cmpint (allocate (&self, 360, 640), ==, 640);
  check_box (&self, 3, 0, 0, 360, 640);

  wb_board_layout_set_alone (WB_BOARD_LAYOUT (self.layout), NULL);
  allocate (&self, 1280, 800);
  check_sound (&self, 1280, 800);
}

static void
test_every_width (void)
{
  g_auto (Board) self = { NULL };

  board_init (&self);
  for (int width = 240; width <= 4000; width += 7)
    check_sound (&self, width, allocate (&self, width, width * 9 / 16));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/board-layout/1080p", test_1080p);
  g_test_add_func ("/board-layout/4k", test_4k);
  g_test_add_func ("/board-layout/wide", test_wide);
  g_test_add_func ("/board-layout/portrait", test_portrait);
  g_test_add_func ("/board-layout/phone", test_phone);
  g_test_add_func ("/board-layout/mirrored", test_mirrored);
  g_test_add_func ("/board-layout/alone", test_alone);
  g_test_add_func ("/board-layout/every-width", test_every_width);

  return g_test_run ();
}
