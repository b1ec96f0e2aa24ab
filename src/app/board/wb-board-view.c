/* wb-board-view.c: the cards of a board, with the data of a client
 *
 * The view only changes when the state of the client does: a button sends a
 * request, and its echo changes the board.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-view-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "wb-board-layout.h"

G_DEFINE_FINAL_TYPE (WbBoardView, wb_board_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static WbChartCard *
find_called (WbBoardView *self,
             const char  *name)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (wb_board_chart_is_called (wb_board_view_get_chart (self, i), name))
      return wb_board_view_get_card (self, i);

  return NULL;
}

/* The latest of the charts in full screen that this board has fills it. */
static WbChartCard *
find_alone (WbBoardView  *self,
            WbBoardState *board)
{
  WbChartCard *alone = NULL;

  if (self->own_content)
    return self->own_chart != NULL ? find_called (self, self->own_chart) : NULL;

  for (guint i = board != NULL ? wb_board_state_get_n_full_screen (board) : 0; i > 0 && alone == NULL; i--)
    alone = find_called (self, wb_board_state_get_full_screen (board, i - 1));

  return alone;
}

static WbBoardState *
get_board (WbBoardView *self)
{
  return self->client != NULL ? wb_display_state_get_board (self->display_state) : NULL;
}

/* The theme is that of the display state. The contrast is the desktop's choice, so it changes at once and
 * on this display alone. */
static void
update_colors (WbBoardView *self)
{
  WbTheme theme = wb_display_state_get_theme (self->display_state);
  AdwStyleManager *style = adw_style_manager_get_default ();
  WbContrast contrast = adw_style_manager_get_high_contrast (style) ? WB_CONTRAST_HIGH : WB_CONTRAST_NORMAL;

  for (guint i = 0; i < self->cards->len; i++)
    wb_chart_card_set_colors (wb_board_view_get_card (self, i), theme, contrast);
}

void
wb_board_view_update_state (WbBoardView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  WbBoardState *board = get_board (self);
  WbChartCard *alone = find_alone (self, board);

  update_colors (self);
  for (guint i = 0; i < self->cards->len; i++)
    {
      WbChartCard *card = wb_board_view_get_card (self, i);

      wb_chart_card_set_full_screen (card, card == alone);

      /* Neither Tab nor a screen reader must reach covered cards. */
      gtk_widget_set_visible (GTK_WIDGET (card), alone == NULL || card == alone);
    }

  wb_board_layout_set_alone (WB_BOARD_LAYOUT (layout), (GtkWidget *) alone);
}

void
wb_board_view_toggle_full_screen (WbBoardView *self,
                                  gboolean     full_screen,
                                  WbChartCard *card)
{
  WbBoardState *board = get_board (self);
  const char *name = NULL;
  guint index;

  if (board == NULL || !g_ptr_array_find (self->cards, card, &index))
    return;

  /* A chart can be in full screen by its dataset or its kind: it is left by the same name. */
  name = wb_board_view_get_chart (self, index)->dataset;
  for (guint i = 0; !full_screen && i < wb_board_state_get_n_full_screen (board); i++)
    if (wb_board_chart_is_called (wb_board_view_get_chart (self, index),
                                  wb_board_state_get_full_screen (board, i)))
      name = wb_board_state_get_full_screen (board, i);
  wb_display_state_request_full_screen (self->display_state, name, full_screen);
}

static void
dataset_changed_cb (WbBoardView *self,
                    const char  *name)
{
  if (g_str_equal (name, WB_BOARD_PLAN_NAME))
    {
      wb_board_view_update_plan (self);
      wb_board_view_update_problem (self);
      return;
    }

  for (guint i = 0; i < self->cards->len; i++)
    if (g_str_equal (wb_board_view_get_chart (self, i)->dataset, name))
      wb_board_view_update_card (self, i);

  wb_board_view_update_ages (self);
}

static void
wb_board_view_dispose (GObject *object)
{
  WbBoardView *self = WB_BOARD_VIEW (object);
  GtkWidget *child;

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->display_state);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wb_board_view_parent_class)->dispose (object);
}

static void
wb_board_view_finalize (GObject *object)
{
  WbBoardView *self = WB_BOARD_VIEW (object);

  g_ptr_array_unref (self->cards);
  g_clear_pointer (&self->own_plan, wb_board_plan_unref);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  g_free (self->problem);
  g_free (self->own_chart);

  G_OBJECT_CLASS (wb_board_view_parent_class)->finalize (object);
}

static const char *
get_title (WbBoardView *self)
{
  const char *title;

  if (self->client == NULL)
    return "";

  title = wb_board_plan_get_title (self->plan);
  return title != NULL ? title : _("E-Commerce Live Monitor");
}

static void
wb_board_view_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  WbBoardView *self = WB_BOARD_VIEW (object);

  switch (property_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_TITLE:
      g_value_set_string (value, get_title (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
wb_board_view_class_init (WbBoardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_board_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_board_view_finalize;

  G_OBJECT_CLASS (klass)->get_property = wb_board_view_get_property;

  /* WbBoardView:client: the client of the board, or NULL. */
  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, WB_TYPE_CLIENT,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /* WbBoardView:title: the title of the board, empty while there is none. */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, WB_TYPE_BOARD_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "board");
}

static void
wb_board_view_init (WbBoardView *self)
{
  self->cards = g_ptr_array_new ();
}

/**
 * wb_board_view_set_up:
 * @self: a board that GtkBuilder has made
 * @settings: the app's settings
 * @display_state: the theme and the charts in full screen
 *
 * Gives the board what its cards need, and its first cards. To be called once,
 * before any other function of the board.
 */
void
wb_board_view_set_up (WbBoardView    *self,
                      GSettings      *settings,
                      WbDisplayState *display_state)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));
  g_return_if_fail (self->display_state == NULL);

  self->settings = g_object_ref (settings);
  self->display_state = g_object_ref (display_state);
  wb_board_view_update_plan (self);
  g_signal_connect_object (display_state, "changed", G_CALLBACK (wb_board_view_update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (update_colors), self, G_CONNECT_SWAPPED);
}

GSettings *
wb_board_view_get_settings (WbBoardView *self)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), NULL);

  return self->settings;
}

/**
 * wb_board_view_take_files:
 * @self: a board
 *
 * Lets the user preview files on all cards, now and later.
 */
void
wb_board_view_take_files (WbBoardView *self)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));
  g_return_if_fail (!self->takes_files);

  self->takes_files = TRUE;
  for (guint i = 0; i < self->cards->len; i++)
    wb_chart_card_take_files (wb_board_view_get_card (self, i));
}

/**
 * wb_board_view_set_client:
 * @self: a board
 * @client: (nullable): a client
 *
 * Follows the datasets and the plan of a client.
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
  for (guint i = 0; i < self->cards->len; i++)
    wb_chart_card_end_preview (wb_board_view_get_card (self, i));

  if (client != NULL)
    {
      g_signal_connect_swapped (client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self);
      wb_client_watch_board (client);
    }

  wb_board_view_update_plan (self);
  wb_board_view_update_problem (self);
  wb_board_view_watch_all (self);
  wb_board_view_update_state (self);
  wb_board_view_update_ages (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

WbClient *
wb_board_view_get_client (WbBoardView *self)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), NULL);

  return self->client;
}

/**
 * wb_board_view_set_plan:
 * @self: a board
 * @plan: (nullable): the plan for this display alone, %NULL for that of the server
 *
 * Sets the plan of the board.
 */
void
wb_board_view_set_plan (WbBoardView *self,
                        WbBoardPlan *plan)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  if (plan != NULL)
    wb_board_plan_ref (plan);
  g_clear_pointer (&self->own_plan, wb_board_plan_unref);
  self->own_plan = plan;
  wb_board_view_update_plan (self);
}

/**
 * wb_board_view_get_plan:
 * @self: a board
 *
 * Returns: (transfer none): the plan on show
 */
WbBoardPlan *
wb_board_view_get_plan (WbBoardView *self)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), NULL);

  return self->plan;
}

/**
 * wb_board_view_find_card:
 * @self: a board
 * @name: the dataset or the kind of a chart
 *
 * Returns: (transfer none) (nullable): the card, %NULL if there is none
 */
GtkWidget *
wb_board_view_find_card (WbBoardView *self,
                         const char  *name)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return (GtkWidget *) find_called (self, name);
}

void
wb_board_view_leave_full_screen (WbBoardView *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  WbBoardState *board;

  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  board = get_board (self);
  for (guint i = 0; board != NULL && i < wb_board_state_get_n_full_screen (board); i++)
    g_ptr_array_add (names, g_strdup (wb_board_state_get_full_screen (board, i)));
  for (guint i = 0; i < names->len; i++)
    wb_display_state_request_full_screen (self->display_state, g_ptr_array_index (names, i), FALSE);
}

/**
 * wb_board_view_show_only:
 * @self: a board
 * @chart: (nullable): the name of the chart that fills it, %NULL for all charts
 *
 * Chooses what to show on this display alone, whatever charts are in full
 * screen on other displays.
 */
void
wb_board_view_show_only (WbBoardView *self,
                         const char  *chart)
{
  g_return_if_fail (WB_IS_BOARD_VIEW (self));

  self->own_content = TRUE;
  g_free (self->own_chart);
  self->own_chart = g_strdup (chart);
  wb_board_view_update_state (self);
}

/**
 * wb_board_view_lacks_chart:
 * @self: a board
 * @name: the dataset or the kind of a chart
 *
 * Returns: %TRUE if the plan of the board is known and does not have the chart
 */
gboolean
wb_board_view_lacks_chart (WbBoardView *self,
                           const char  *name)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (self->own_plan == NULL && (self->client == NULL || !wb_client_is_plan_known (self->client)))
    return FALSE;

  return find_called (self, name) == NULL;
}

/**
 * wb_board_view_is_settled:
 * @self: a board
 *
 * Returns: %FALSE while a chart waits for its first data
 */
gboolean
wb_board_view_is_settled (WbBoardView *self)
{
  g_return_val_if_fail (WB_IS_BOARD_VIEW (self), FALSE);

  if (self->client != NULL && !wb_client_is_plan_known (self->client))
    return FALSE;
  for (guint i = 0; i < self->cards->len; i++)
    if (!wb_chart_card_is_settled (wb_board_view_get_card (self, i)))
      return FALSE;

  return TRUE;
}
