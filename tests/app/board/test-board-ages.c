/* test-board-ages.c: when a board that lost its server is old
 *
 * The linker replaces clock_gettime () by a function of this program (meson.build), whose time goes
 * forward as the test wants.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "board/wb-board-view.h"
#include "hosting/wb-server-thread.h"

#define LIMIT (20 * G_USEC_PER_SEC)
#define MINUTE 60

typedef struct
{
  WbServerThread *thread;
  WbClient       *client;
  GtkWidget      *window;
  WbBoardView    *board;
  WbDisplayState *display_state;
} Fixture;

/* Read by the thread of the server as well. */
static gint64 passed;

int __real_clock_gettime (clockid_t        id,
                          struct timespec *time);
int __wrap_clock_gettime (clockid_t        id,
                          struct timespec *time);

int
__wrap_clock_gettime (clockid_t        id,
                      struct timespec *time)
{
  int status = __real_clock_gettime (id, time);

  time->tv_sec += __atomic_load_n (&passed, __ATOMIC_RELAXED);

  return status;
}

static void
pass (Fixture *self,
      gint64   seconds)
{
  __atomic_add_fetch (&passed, seconds, __ATOMIC_RELAXED);
  wb_board_view_update_ages (self->board);
}

static guint
count_cards (Fixture    *self,
             const char *style)
{
  guint n = 0;

  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->board)); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    n += gtk_widget_has_css_class (card, style);

  return n;
}

/* The labels that show an age, such as “4 min old”. */
static guint
count_texts (GtkWidget  *widget,
             const char *text)
{
  guint n = GTK_IS_LABEL (widget) && gtk_widget_get_visible (gtk_widget_get_parent (widget)) &&
            g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_texts (child, text);

  return n;
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
}

static gboolean
is_settled (Fixture *self)
{
  return wb_client_get_status (self->client) == WB_CLIENT_ONLINE && wb_board_view_is_settled (self->board);
}

static gboolean
is_lost (Fixture *self)
{
  return wb_client_get_status (self->client) != WB_CLIENT_ONLINE;
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
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->board));

  wb_display_state_set_client (self->display_state, self->client);
  wb_board_view_set_client (self->board, self->client);
  wb_client_start (self->client);
  iterate_until (self, is_settled);
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
  if (self->thread != NULL)
    wb_server_thread_stop (self->thread);
}

static void
assert_ages (Fixture    *self,
             const char *age,
             guint       n_grey)
{
  if (age != NULL)
    g_assert_cmpuint (count_texts (GTK_WIDGET (self->board), age), ==, WB_N_CHARTS);
  else
    g_assert_cmpuint (count_cards (self, "stale"), ==, 0);
  g_assert_cmpuint (count_cards (self, "old"), ==, n_grey);
}

/* Data that do not change are as good as the connection: they are old since its end. */
static void
test_at_rest (Fixture       *self,
              gconstpointer  user_data)
{
  pass (self, 60 * MINUTE);
  assert_ages (self, NULL, 0);

  g_clear_pointer (&self->thread, wb_server_thread_stop);
  iterate_until (self, is_lost);
  pass (self, 0);
  assert_ages (self, NULL, 0);
  pass (self, 2);
  assert_ages (self, NULL, 0);
  pass (self, MINUTE);
  assert_ages (self, "1 min old", 0);

  /* Ten intervals of 30 seconds. */
  pass (self, 3 * MINUTE + 50);
  assert_ages (self, "4 min old", 0);
  pass (self, 10);
  assert_ages (self, "5 min old", WB_N_CHARTS);
}

/* Where data are expected each minute, a connection does not make them good. */
static void
test_expected (Fixture       *self,
               gconstpointer  user_data)
{
  wb_board_view_set_expected (self->board, 60);
  pass (self, 2 * MINUTE);
  assert_ages (self, NULL, 0);
  pass (self, 2 * MINUTE);
  assert_ages (self, "4 min old", 0);
  pass (self, 7 * MINUTE);
  assert_ages (self, "11 min old", WB_N_CHARTS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/board-ages/at-rest", Fixture, NULL, set_up, test_at_rest, tear_down);
  g_test_add ("/board-ages/expected", Fixture, NULL, set_up, test_expected, tear_down);

  return g_test_run ();
}
