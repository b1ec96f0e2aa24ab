/* wb-board-view.c: the six cards of a board, fed by a client
 *
 * The view follows the client and never runs ahead of it: a button asks the
 * client, and the board changes when the client's state does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-board-view.h"

#include <adwaita.h>

#include "wb-board-layout.h"
#include "wb-chart-card.h"

/* In how many seconds data are expected anew where nobody says it: a server is heard at least so often. */
#define USUAL_INTERVAL 30

/* A chart shows its age when it missed so many intervals, and is grey when it missed so many. */
#define SHOWN_INTERVALS 3
#define GREY_INTERVALS 10

struct _WbBoardView
{
  GtkWidget    parent_instance;

  WbScreen    *screen;
  WbClient    *client;
  WbChartCard *cards[WB_N_CHARTS];
  guint        expected;   /* seconds, 0 for not known */
  gboolean     own_content;
  int          own_chart;  /* a WbChartKind, or -1 for all of them */
};

G_DEFINE_FINAL_TYPE (WbBoardView, wb_board_view, GTK_TYPE_WIDGET)

static void
update_card (WbBoardView *self,
             WbChartCard *card)
{
  const char *name = wb_chart_kind_get_name (wb_chart_card_get_kind (card));
  WbDataset *dataset = NULL;
  const char *problem = NULL;

  if (self->client != NULL)
    {
      dataset = wb_client_get_dataset (self->client, name);
      problem = wb_client_get_dataset_problem (self->client, name);
    }

  wb_chart_card_set_data (card, dataset, problem);
}

static void
dataset_changed_cb (WbBoardView *self,
                    const char  *chart_name)
{
  for (guint i = 0; i < WB_N_CHARTS; i++)
    if (g_str_equal (wb_chart_kind_get_name (i), chart_name))
      update_card (self, self->cards[i]);

  wb_board_view_update_ages (self);
}

/* Of several charts in full screen the latest that this board has covers the others. */
static WbChartCard *
find_alone (WbBoardView  *self,
            WbBoardState *board)
{
  WbChartCard *alone = NULL;

  if (self->own_content)
    return self->own_chart >= 0 ? self->cards[self->own_chart] : NULL;

  for (guint i = 0; board != NULL && i < wb_board_state_get_n_full_screen (board); i++)
    {
      WbChartKind kind;

      if (wb_chart_kind_from_name (wb_board_state_get_full_screen (board, i), &kind))
        alone = self->cards[kind];
    }

  return alone;
}

/* Without a screen of its own, a view shows the board's. */
static WbBoardState *
get_board (WbBoardView *self)
{
  if (self->client == NULL)
    return NULL;

  return self->screen != NULL ? wb_screen_get_board (self->screen) : wb_client_get_board (self->client);
}

/* The theme is the board's, or this screen's own. The contrast is the desktop's choice, so that it changes at
 * once and on this display alone. */
static void
update_colors (WbBoardView *self)
{
  WbBoardState *board = get_board (self);
  WbTheme theme = self->screen != NULL ? wb_screen_get_theme (self->screen)
                  : board != NULL ? wb_board_state_get_theme (board) : WB_THEME_DARK;
  AdwStyleManager *style = adw_style_manager_get_default ();
  WbContrast contrast = adw_style_manager_get_high_contrast (style) ? WB_CONTRAST_HIGH : WB_CONTRAST_NORMAL;

  for (guint i = 0; i < WB_N_CHARTS; i++)
    wb_chart_card_set_colors (self->cards[i], theme, contrast);
}

static void
board_changed_cb (WbBoardView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  WbBoardState *board = get_board (self);
  WbChartCard *alone = find_alone (self, board);

  update_colors (self);
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      wb_chart_card_set_full_screen (self->cards[i], self->cards[i] == alone);

      /* So that neither Tab nor a screen reader goes to what is covered. */
      gtk_widget_set_visible (GTK_WIDGET (self->cards[i]), alone == NULL || self->cards[i] == alone);
    }

  wb_board_layout_set_alone (WB_BOARD_LAYOUT (layout), (GtkWidget *) alone);
}

static void
full_screen_toggled_cb (WbBoardView *self,
                        gboolean     full_screen,
                        WbChartCard *card)
{
  const char *name = wb_chart_kind_get_name (wb_chart_card_get_kind (card));

  if (self->screen != NULL)
    wb_screen_request_full_screen (self->screen, name, full_screen);
  else if (self->client != NULL)
    wb_client_request_full_screen (self->client, name, full_screen);
}

static void
wb_board_view_dispose (GObject *object)
{
  WbBoardView *self = WB_BOARD_VIEW (object);
  GtkWidget *child;

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->screen);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wb_board_view_parent_class)->dispose (object);
}

static void
wb_board_view_class_init (WbBoardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_board_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, WB_TYPE_BOARD_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "board");
}

static void
wb_board_view_init (WbBoardView *self)
{
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      self->cards[i] = WB_CHART_CARD (wb_chart_card_new (i));
      g_signal_connect_swapped (self->cards[i], "full-screen-toggled",
                                G_CALLBACK (full_screen_toggled_cb), self);
      gtk_widget_set_parent (GTK_WIDGET (self->cards[i]), GTK_WIDGET (self));
    }
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (update_colors), self, G_CONNECT_SWAPPED);
  update_colors (self);
}

/**
 * wb_board_view_set_screen:
 * @self: a board
 * @screen: what knows the theme and the charts in full screen
 *
 * Follows a screen, once.
 */
void
wb_board_view_set_screen (WbBoardView *self,
                          WbScreen    *screen)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));
  g_return_if_fail (self->screen == NULL);

  self->screen = g_object_ref (screen);
  g_signal_connect_object (screen, "changed", G_CALLBACK (board_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * wb_board_view_set_client:
 * @self: a board
 * @client: (nullable): where its data come from
 *
 * Follows a client: its datasets and, without a screen, theme and charts in
 * full screen.
 */
void
wb_board_view_set_client (WbBoardView *self,
                          WbClient    *client)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  if (self->client == client)
    return;

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_set_object (&self->client, client);

  if (client != NULL)
    {
      g_signal_connect_swapped (client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
      g_signal_connect_swapped (client, "notify::board", G_CALLBACK (board_changed_cb), self);
    }

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      /* What is in its cache is there after this. */
      if (client != NULL)
        wb_client_watch (client, wb_chart_kind_get_name (i));
      update_card (self, self->cards[i]);
    }
  board_changed_cb (self);
  wb_board_view_update_ages (self);
}

/**
 * wb_board_view_update_ages:
 * @self: a board
 *
 * Marks every chart whose data are not live with their age. To be called once
 * a second while they are not.
 */
void
wb_board_view_update_ages (WbBoardView *self)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  if (self->client == NULL)
    return;

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      const char *name = wb_chart_kind_get_name (i);
      gint64 time = wb_client_get_dataset_time (self->client, name);
      gint64 age = (now - time) / G_USEC_PER_SEC;
      gboolean live = wb_client_get_status (self->client) == WB_CLIENT_ONLINE &&
                      wb_client_get_dataset_problem (self->client, name) == NULL;

      if (self->expected > 0 && age > SHOWN_INTERVALS * (gint64) self->expected)
        live = FALSE;
      if (live || time == 0)
        age = -1;

      wb_chart_card_set_age (self->cards[i], age);
      if (age > GREY_INTERVALS * (gint64) (self->expected > 0 ? self->expected : USUAL_INTERVAL))
        gtk_widget_add_css_class (GTK_WIDGET (self->cards[i]), "old");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->cards[i]), "old");
    }
}

/**
 * wb_board_view_set_expected:
 * @self: a board
 * @seconds: the interval in which each chart gets new data, 0 for not known
 *
 * Sets when data are old: past three intervals a chart shows their age, past
 * ten it is grey. Where it is not known only the connection tells, and the
 * interval is 30 seconds, in which a server that is there is heard.
 */
void
wb_board_view_set_expected (WbBoardView *self,
                            guint        seconds)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  self->expected = seconds;
}

/**
 * wb_board_view_set_content:
 * @self: a board
 * @own: whether it shows what it is told here, and not what every display does
 * @chart: (nullable): the chart that fills it, %NULL for all charts
 *
 * Chooses what to show on this display alone.
 */
void
wb_board_view_set_content (WbBoardView *self,
                           gboolean     own,
                           const char  *chart)
{
  WbChartKind kind;

  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  self->own_content = own;
  self->own_chart = wb_chart_kind_from_name (chart, &kind) ? (int) kind : -1;
  board_changed_cb (self);
}

/**
 * wb_board_view_is_settled:
 * @self: a board
 *
 * Checks whether all charts show data.
 *
 * Returns: %FALSE while one waits for its first
 */
gboolean
wb_board_view_is_settled (WbBoardView *self)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), FALSE);

  for (guint i = 0; i < WB_N_CHARTS; i++)
    if (!wb_chart_card_is_settled (self->cards[i]))
      return FALSE;

  return TRUE;
}
