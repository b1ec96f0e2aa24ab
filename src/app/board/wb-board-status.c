/* wb-board-status.c: the state of the connection, the clock and the ages of a board on show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-status.h"

#include <glib/gi18n.h>

#include "servers/wb-connection-text.h"
#include "support/wb-visibility-tracker.h"

/* How long a connection may be lost before that is a problem: a server that restarts is back soon.
 * Microseconds. */
#define PATIENCE (3 * G_USEC_PER_SEC)

struct _WbBoardStatus
{
  GObject              parent_instance;

  WbBoardView         *board;         /* not owned, like the labels: they are children of the same window */
  WbStatePill         *pill;
  GtkLabel            *clock;
  WbClient            *client;
  WbVisibilityTracker *visibility;
  guint                tick_source;
  gint64               lost;          /* when the connection ended, 0 while there is one */
};

G_DEFINE_FINAL_TYPE (WbBoardStatus, wb_board_status, G_TYPE_OBJECT)

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_list (GPtrArray *titles)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < titles->len; i++)
    g_string_append_printf (list, i > 0 ? ", %s" : "%s", (const char *) g_ptr_array_index (titles, i));

  return g_string_free (list, FALSE);
}

/* The only title, or how many there are. */
static char *
dup_which (GPtrArray *titles,
           guint      n_charts)
{
  if (titles->len == 1)
    return g_strdup (g_ptr_array_index (titles, 0));

  return g_strdup_printf (_("%u of %u charts"), titles->len, n_charts);
}

/* The state of the charts in a few words, or NULL if that of the connection says all. */
static char *
dup_chart_state (WbBoardStatus  *self,
                 GPtrArray      *old,
                 GPtrArray      *empty,
                 const char    **ret_state)
{
  g_autoptr (GPtrArray) live = wb_board_view_list_titles (self->board, WB_CARD_LIVE);
  g_autoptr (GPtrArray) waiting = wb_board_view_list_titles (self->board, WB_CARD_WAITING);
  guint n_charts = old->len + empty->len + live->len + waiting->len;
  g_autofree char *which = NULL;

  if (wb_client_get_status (self->client) != WB_CLIENT_ONLINE)
    return NULL;

  if (waiting->len == n_charts)
    {
      *ret_state = "connecting";
      return g_strdup (_("Connecting…"));
    }
  if (old->len + empty->len == 0)
    return NULL;
  if (old->len + empty->len == n_charts)
    {
      *ret_state = "old";
      return g_strdup (old->len > 0 ? _("Old data") : _("No data"));
    }

  *ret_state = "partly";
  which = dup_which (old->len > 0 ? old : empty, n_charts);

  /* Translators: the state of a board; %s is the title of a chart, or “3 of 6 charts” */
  return g_strdup_printf (old->len > 0 ? _("Partly old: %s") : _("Partly without data: %s"), which);
}

static void
update_pill (WbBoardStatus *self)
{
  g_autoptr (GPtrArray) old = wb_board_view_list_titles (self->board, WB_CARD_OLD);
  g_autoptr (GPtrArray) empty = wb_board_view_list_titles (self->board, WB_CARD_EMPTY);
  g_autofree char *old_list = dup_list (old);
  g_autofree char *empty_list = dup_list (empty);
  g_autoptr (GString) details = g_string_new (wb_client_get_server (self->client));
  const char *state = wb_connection_get_state_class (self->client);
  g_autofree char *text = dup_chart_state (self, old, empty, &state);

  /* Live, but out of step or with errors. */
  if (text == NULL && g_str_equal (state, "connecting") &&
      wb_client_get_status (self->client) == WB_CLIENT_ONLINE)
    state = "partly";
  if (old->len > 0)
    {
      g_string_append (details, details->len > 0 ? "\n" : "");
      /* Translators: %s are titles of charts */
      g_string_append_printf (details, _("Old: %s"), old_list);
    }
  if (empty->len > 0)
    {
      g_string_append (details, details->len > 0 ? "\n" : "");
      /* Translators: %s are titles of charts */
      g_string_append_printf (details, _("Without data: %s"), empty_list);
    }

  wb_state_pill_set (self->pill, state, text != NULL ? text : wb_connection_get_state_text (self->client),
                     details->len > 0 ? details->str : NULL);
}

/* A label that changes is drawn, also in a window that is not visible. The next tick catches up. */
static void
update (WbBoardStatus *self)
{
  if (wb_client_get_status (self->client) == WB_CLIENT_ONLINE)
    self->lost = 0;
  else if (self->lost == 0)
    self->lost = g_get_monotonic_time ();
  if (self->tick_source == 0)
    return;

  wb_board_view_update_ages (self->board);
  update_pill (self);
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
update_clock (WbBoardStatus *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: the clock on the board; see g_date_time_format() for the conversions. */
  g_autofree char *text = g_date_time_format (now, _("%a %-d %b  %H:%M:%S"));

  gtk_label_set_label (self->clock, text);
}

/* Aims at the next whole second anew each time, so that the clock neither drifts nor skips one. */
static gboolean
tick_cb (gpointer user_data)
{
  WbBoardStatus *self = user_data;
  gint64 past_second = g_get_real_time () % G_USEC_PER_SEC;

  self->tick_source = g_timeout_add ((guint) (G_USEC_PER_SEC - past_second) / 1000 + 1, tick_cb, self);
  update_clock (self);
  update (self);

  return G_SOURCE_REMOVE;
}

static void
update_ticking (WbBoardStatus *self)
{
  gboolean wanted = self->client != NULL && wb_visibility_tracker_is_visible (self->visibility);

  if (wanted && self->tick_source == 0)
    tick_cb (self);
  else if (!wanted)
    g_clear_handle_id (&self->tick_source, g_source_remove);
}

static void
follow_client (WbBoardStatus *self,
               WbClient      *client)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_set_object (&self->client, client);
  self->lost = 0;
  if (client == NULL)
    return;

  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (update), self);
  g_signal_connect_swapped (client, "notify::in-step", G_CALLBACK (update), self);
  g_signal_connect_swapped (client, "notify::server", G_CALLBACK (update), self);
  g_signal_connect_swapped (client, "dataset-changed", G_CALLBACK (update), self);
}

static void
client_changed_cb (WbBoardStatus *self)
{
  follow_client (self, wb_board_view_get_client (self->board));
  g_clear_handle_id (&self->tick_source, g_source_remove);
  update_ticking (self);
}

static void
wb_board_status_dispose (GObject *object)
{
  WbBoardStatus *self = WB_BOARD_STATUS (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  follow_client (self, NULL);
  g_clear_object (&self->visibility);

  G_OBJECT_CLASS (wb_board_status_parent_class)->dispose (object);
}

static void
wb_board_status_class_init (WbBoardStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_board_status_dispose;

  /* WbBoardStatus::updated: labels and ages were updated, so that a window can update the rest of its status.
   * Only emitted while the board is visible and has a client. */
  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_board_status_init (WbBoardStatus *self)
{
}

/**
 * wb_board_status_new:
 * @board: a board that is not mapped yet and has no client yet
 * @pill: shows the state of the board
 * @clock: shows date and time
 *
 * Follows the client of a board. The three widgets must outlive the status.
 *
 * Returns: (transfer full): a status
 */
WbBoardStatus *
wb_board_status_new (WbBoardView *board,
                     WbStatePill *pill,
                     GtkLabel    *clock)
{
  WbBoardStatus *self;

  g_return_val_if_fail (WB_IS_BOARD_VIEW (board), NULL);
  g_return_val_if_fail (WB_IS_STATE_PILL (pill), NULL);
  g_return_val_if_fail (GTK_IS_LABEL (clock), NULL);

  self = g_object_new (WB_TYPE_BOARD_STATUS, NULL);
  self->board = board;
  self->pill = pill;
  self->clock = clock;
  self->visibility = wb_visibility_tracker_new (GTK_WIDGET (board));
  g_signal_connect_object (self->visibility, "changed", G_CALLBACK (update_ticking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::client", G_CALLBACK (client_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * wb_board_status_dup_problem:
 * @self: a status whose board has a client
 *
 * Describes what is wrong with the connection. A lost one is no problem for the
 * first three seconds, so that a server that restarts disturbs no display.
 *
 * Returns: (transfer full) (nullable): one or two sentences, %NULL without a
 *   problem
 */
char *
wb_board_status_dup_problem (WbBoardStatus *self)
{
  gint64 now = g_get_monotonic_time ();
  char *problem;

  g_return_val_if_fail (WB_IS_BOARD_STATUS (self), NULL);
  g_return_val_if_fail (self->client != NULL, NULL);

  if (self->lost != 0 && now - self->lost < PATIENCE && !wb_connection_wants_token (self->client))
    return NULL;

  problem = wb_connection_dup_problem (self->client, now);
  if (problem == NULL && wb_client_get_status (self->client) == WB_CLIENT_CONNECTING)
    problem = g_strdup_printf (_("Waiting for an answer from %s"), wb_client_get_uri (self->client));

  return problem;
}
