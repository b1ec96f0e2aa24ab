/* test-board-updates.c: how often a change of the board updates its cards
 *
 * The linker replaces wb_chart_card_set_colors () by a function of this program
 * (meson.build), which counts the calls of the board and makes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "board/wb-board-view.h"
#include "card/wb-chart-card.h"
#include "hosting/wb-server-thread.h"
#include "support/wb-name.h"

#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  WbServerThread *thread;
  WbClient       *client;
  GtkWidget      *window;
  WbBoardView    *board;
  WbDisplayState *display_state;
  guint           n_states;
  guint           n_icons;
  guint           n_tooltips;
} Fixture;

static guint n_colors;

void __real_wb_chart_card_set_colors (WbChartCard *self,
                                      WbTheme      theme,
                                      WbContrast   contrast);
void __wrap_wb_chart_card_set_colors (WbChartCard *self,
                                      WbTheme      theme,
                                      WbContrast   contrast);

void
__wrap_wb_chart_card_set_colors (WbChartCard *self,
                                 WbTheme      theme,
                                 WbContrast   contrast)
{
  n_colors++;
  __real_wb_chart_card_set_colors (self, theme, contrast);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Follows the button of each card that shows the chart in full screen. */
static void
follow_buttons (Fixture   *self,
                GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "card.full-screen") == 0)
    {
      g_signal_connect_swapped (widget, "notify::icon-name", G_CALLBACK (count_cb), &self->n_icons);
      g_signal_connect_swapped (widget, "notify::tooltip-text", G_CALLBACK (count_cb), &self->n_tooltips);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    follow_buttons (self, child);
}

static void
reset_counts (Fixture *self)
{
  n_colors = 0;
  self->n_states = self->n_icons = self->n_tooltips = 0;
}

static void
iterate_until (Fixture  *self,
               gboolean (*is_done) (Fixture *self))
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (!is_done (self))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }

  /* What the same echo causes besides. */
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_settled (Fixture *self)
{
  return wb_client_get_status (self->client) == WB_CLIENT_ONLINE && wb_board_view_is_settled (self->board);
}

static gboolean
has_echo (Fixture *self)
{
  return self->n_states > 0;
}

static void
set_up (Fixture       *self,
        gconstpointer  user_data)
{
  WbServerOptions options = WB_SERVER_OPTIONS_INIT;
  g_autofree char *samples = g_test_build_filename (G_TEST_DIST, "data", "samples", "en", NULL);
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_autoptr (GError) error = NULL;

  options.http = options.ws = "127.0.0.1:0";
  self->thread = wb_server_thread_start (samples, &options, &error);
  g_assert_no_error (error);
  self->client = wb_client_new (wb_server_thread_get_ws_uri (self->thread), NULL, "test");
  self->display_state = wb_display_state_new (settings);
  self->board = g_object_new (WB_TYPE_BOARD_VIEW, NULL);
  wb_board_view_set_up (self->board, settings, self->display_state);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 720);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->board));
  gtk_window_present (GTK_WINDOW (self->window));

  wb_display_state_set_client (self->display_state, self->client);
  wb_board_view_set_client (self->board, self->client);
  wb_client_start (self->client);
  iterate_until (self, is_settled);

  follow_buttons (self, GTK_WIDGET (self->board));
  g_signal_connect_swapped (self->client, "notify::board", G_CALLBACK (count_cb), &self->n_states);
  reset_counts (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  user_data)
{
  wb_board_view_set_client (self->board, NULL);
  wb_display_state_set_client (self->display_state, NULL);
  gtk_window_destroy (GTK_WINDOW (self->window));
  wb_client_stop (self->client);
  g_object_unref (self->client);
  g_object_unref (self->display_state);
  wb_server_thread_stop (self->thread);
}

/* Light and back, since the second click meets a style manager that was set before. */
static void
test_theme (Fixture       *self,
            gconstpointer  user_data)
{
  for (guint i = 0; i < 2; i++)
    {
      reset_counts (self);
      wb_display_state_toggle_theme (self->display_state);
      iterate_until (self, has_echo);

      g_assert_cmpuint (self->n_states, ==, 1);
      g_assert_cmpuint (n_colors, ==, WB_N_CHARTS);
      g_assert_cmpuint (self->n_icons, ==, 0);
      g_assert_cmpuint (self->n_tooltips, ==, 0);
    }
}

/* Only the button of the chart that fills the board, and later that of the one that no longer does. */
static void
test_full_screen (Fixture       *self,
                  gconstpointer  user_data)
{
  for (guint i = 0; i < 2; i++)
    {
      reset_counts (self);
      wb_display_state_request_full_screen (self->display_state, "map", i == 0);
      iterate_until (self, has_echo);

      g_assert_cmpuint (self->n_states, ==, 1);
      g_assert_cmpuint (n_colors, ==, WB_N_CHARTS);
      g_assert_cmpuint (self->n_icons, ==, 1);
      g_assert_cmpuint (self->n_tooltips, ==, 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/board-updates/theme", Fixture, NULL, set_up, test_theme, tear_down);
  g_test_add ("/board-updates/full-screen", Fixture, NULL, set_up, test_full_screen, tear_down);

  return g_test_run ();
}
