/* wb-board-status.c: the state of the connection, the clock and the ages of a board on show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-status.h"

#include <glib/gi18n.h>

#include "servers/wb-connection-text.h"
#include "support/wb-style-class.h"
#include "support/wb-visibility-tracker.h"

struct _WbBoardStatus
{
  GObject              parent_instance;

  WbBoardView         *board;         /* not owned, like the labels: they are children of the same window */
  GtkLabel            *state_label;
  GtkLabel            *clock;
  WbClient            *client;
  WbVisibilityTracker *visibility;
  guint                tick_source;
};

G_DEFINE_FINAL_TYPE (WbBoardStatus, wb_board_status, G_TYPE_OBJECT)

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_state_label (WbBoardStatus *self)
{
  static const char *const classes[] = { "live", "connecting", "offline" };
  const char *name = wb_connection_get_state_class (self->client);

  gtk_label_set_label (self->state_label, wb_connection_get_state_text (self->client));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    wb_style_class_set (GTK_WIDGET (self->state_label), classes[i], g_str_equal (classes[i], name));
}

/* A label that changes is drawn, also in a window that is not visible. The next tick catches up. */
static void
update (WbBoardStatus *self)
{
  if (self->tick_source == 0)
    return;

  update_state_label (self);
  wb_board_view_update_ages (self->board);
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
  if (client == NULL)
    return;

  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (update), self);
  g_signal_connect_swapped (client, "notify::in-step", G_CALLBACK (update), self);
  g_signal_connect_swapped (client, "notify::server", G_CALLBACK (update), self);
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
 * @state_label: shows the state of the connection, with its style class
 * @clock: shows date and time
 *
 * Follows the client of a board. The three widgets must outlive the status.
 *
 * Returns: (transfer full): a status
 */
WbBoardStatus *
wb_board_status_new (WbBoardView *board,
                     GtkLabel    *state_label,
                     GtkLabel    *clock)
{
  WbBoardStatus *self;

  g_return_val_if_fail (WB_IS_BOARD_VIEW (board), NULL);
  g_return_val_if_fail (GTK_IS_LABEL (state_label), NULL);
  g_return_val_if_fail (GTK_IS_LABEL (clock), NULL);

  self = g_object_new (WB_TYPE_BOARD_STATUS, NULL);
  self->board = board;
  self->state_label = state_label;
  self->clock = clock;
  self->visibility = wb_visibility_tracker_new (GTK_WIDGET (board));
  g_signal_connect_object (self->visibility, "changed", G_CALLBACK (update_ticking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "notify::client", G_CALLBACK (client_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
