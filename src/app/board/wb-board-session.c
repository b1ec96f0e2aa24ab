/* wb-board-session.c: editing a board: undo, redo and saving
 *
 * Plans are immutable, so undo is a list of plans. While it is edited a plan is
 * shown on this display alone. Other displays get it when it is saved, as they
 * get any new plan of the server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-session.h"

#include <glib/gi18n.h>
#include <string.h>

#include "wb-chart-dialog.h"
#include "servers/wb-connection-text.h"
#include "wb-local-boards.h"

/* How many steps can be undone. */
#define MAX_UNDO 100

struct _WbBoardSession
{
  GObject             parent_instance;

  WbBoardView        *board;     /* not owned: it outlives the session */
  GSimpleActionGroup *actions;
  GCancellable       *saving;    /* cancels the request that saves the plan, NULL while there is none */

  gboolean            editing;
  gboolean            saved;     /* shows the saved plan until the server sends it back */
  gboolean            has_own;   /* this display has a board of its own for the server */
  WbBoardPlan        *plan;
  GPtrArray          *undo;
  GPtrArray          *redo;
};

G_DEFINE_FINAL_TYPE (WbBoardSession, wb_board_session, G_TYPE_OBJECT)

enum
{
  EDITING_CHANGED,
  PLAN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_toast (WbBoardSession *self,
            const char     *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->board), "win.toast", "s", text);
}

static void
enable (WbBoardSession *self,
        const char     *name,
        gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* A plan that is being saved does not change: a change would be lost when the server has taken the plan. */
static gboolean
can_change (WbBoardSession *self)
{
  return self->editing && self->saving == NULL;
}

static void
update_actions (WbBoardSession *self)
{
  static const char *const while_editing[] = {
    "add", "save", "save-here", "reset", "move", "remove", "rename",
  };
  gboolean has_board = wb_board_view_get_client (self->board) != NULL;

  enable (self, "edit", has_board && !self->editing);
  enable (self, "share", has_board && !self->editing && self->has_own);
  enable (self, "cancel", self->editing);
  for (guint i = 0; i < G_N_ELEMENTS (while_editing); i++)
    enable (self, while_editing[i], can_change (self));
  enable (self, "undo", can_change (self) && self->undo->len > 0);
  enable (self, "redo", can_change (self) && self->redo->len > 0);
}

static void
show (WbBoardSession *self,
      WbBoardPlan    *plan)
{
  wb_board_plan_ref (plan);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  self->plan = plan;
  wb_board_view_set_plan (self->board, plan);
  update_actions (self);
  g_signal_emit (self, signals[PLAN_CHANGED], 0);
}

static void
set_editing (WbBoardSession *self,
             gboolean        editing)
{
  self->editing = editing;
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  update_actions (self);
  g_signal_emit (self, signals[EDITING_CHANGED], 0);
}

static const char *
get_uri (WbBoardSession *self)
{
  return wb_client_get_uri (wb_board_view_get_client (self->board));
}

static void
save_own (WbBoardSession *self,
          WbBoardPlan    *plan)
{
  wb_local_boards_save (wb_board_view_get_settings (self->board), get_uri (self), plan);
  self->has_own = plan != NULL;
}

/* Shows the board of the server, or that of this display alone. */
static void
show_usual (WbBoardSession *self)
{
  g_autoptr (WbBoardPlan) own = NULL;

  if (wb_board_view_get_client (self->board) != NULL)
    own = wb_local_boards_load (wb_board_view_get_settings (self->board), get_uri (self));
  self->has_own = own != NULL;
  self->saved = FALSE;
  wb_board_view_set_plan (self->board, own);
  update_actions (self);
}

/* Drops the changes, also those that are being saved. */
static void
stop_editing (WbBoardSession *self)
{
  g_cancellable_cancel (self->saving);
  g_clear_object (&self->saving);
  if (self->editing)
    set_editing (self, FALSE);
  show_usual (self);
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbBoardSession *self = user_data;

  /* All cards must be visible. */
  wb_board_view_leave_full_screen (self->board);
  show (self, wb_board_view_get_plan (self->board));
  set_editing (self, TRUE);
}

static void
cancel_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  stop_editing (user_data);
}

static void
step_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbBoardSession *self = user_data;
  gboolean back = g_str_equal (g_action_get_name (G_ACTION (action)), "undo");
  GPtrArray *from = back ? self->undo : self->redo;
  g_autoptr (WbBoardPlan) plan = g_ptr_array_steal_index (from, from->len - 1);

  g_ptr_array_add (back ? self->redo : self->undo, wb_board_plan_ref (self->plan));
  show (self, plan);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (WbBoardSession) self = WB_BOARD_SESSION (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) body = NULL;
  WbBoardPlan *served;
  guint status;

  body = wb_client_fetch_finish (WB_CLIENT (source), result, &status, &etag, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->saving);
  update_actions (self);
  if (body == NULL)
    {
      show_toast (self, error->message);
      return;
    }
  if (status / 100 != 2)
    {
      g_autofree char *reason = wb_connection_dup_refusal (body, status);
      g_autofree char *text = g_strdup_printf (_("The server does not take the board: %s"), reason);

      show_toast (self, text);
      return;
    }

  /* The WebSocket brings the new plan, perhaps later than this answer. The old one must not be shown
   * meanwhile. */
  save_own (self, NULL);
  set_editing (self, FALSE);
  served = wb_client_get_plan (WB_CLIENT (source));
  self->saved = served == NULL || !wb_board_plan_equal (served, self->plan);
  if (!self->saved)
    show_usual (self);
  show_toast (self, _("Saved for all displays"));
}

static void
dataset_changed_cb (WbClient       *client,
                    const char     *name,
                    WbBoardSession *self)
{
  if (self->saved && g_str_equal (name, WB_BOARD_PLAN_NAME))
    show_usual (self);
}

static void
save_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbBoardSession *self = user_data;
  WbClient *client = wb_board_view_get_client (self->board);
  g_autofree char *json = NULL;
  g_autoptr (GBytes) body = NULL;
  WbClientRequest request;

  if (wb_client_get_server (client) == NULL)
    {
      show_toast (self, _("There is no server that keeps boards: save for this screen only"));
      return;
    }

  json = wb_board_plan_to_json (self->plan);
  body = g_bytes_new (json, strlen (json));
  self->saving = g_cancellable_new ();
  update_actions (self);
  g_signal_handlers_disconnect_by_func (client, dataset_changed_cb, self);
  g_signal_connect_object (client, "dataset-changed", G_CALLBACK (dataset_changed_cb), self, 0);
  request = (WbClientRequest) { .method = "PUT", .path = "api/" WB_BOARD_PLAN_NAME, .body = body };
  wb_client_fetch_async (client, &request, self->saving, saved_cb, g_object_ref (self));
}

static void
save_here_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WbBoardSession *self = user_data;

  save_own (self, self->plan);
  set_editing (self, FALSE);
  show_toast (self, _("Saved for this screen only"));
}

static void
reset_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  wb_board_session_apply (user_data, wb_board_plan_new_default ());
}

static void
share_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WbBoardSession *self = user_data;

  save_own (self, NULL);
  show_usual (self);
}

static gboolean
is_chart (WbBoardSession *self,
          guint           index)
{
  guint n;

  wb_board_plan_get_charts (self->plan, &n);

  return index < n;
}

static void
move_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbBoardSession *self = user_data;
  static const char *const names[] = { "up", "down", "start", "end", NULL };
  const char *where;
  WbBoardStep step = WB_BOARD_UP;
  guint index;

  g_variant_get (parameter, "(u&s)", &index, &where);
  if (!is_chart (self, index) || !g_strv_contains (names, where))
    return;

  while (!g_str_equal (names[step], where))
    step++;

  if (!wb_board_session_apply (self, wb_board_plan_move_step (self->plan, index, step)))
    gtk_widget_error_bell (GTK_WIDGET (self->board));
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  WbBoardSession *self = user_data;
  guint index = g_variant_get_uint32 (parameter);

  if (is_chart (self, index) && !wb_board_session_apply (self, wb_board_plan_remove (self->plan, index)))
    show_toast (self, _("A board needs at least one chart"));
}

static void
renamed_cb (guint       index,
            const char *title,
            gpointer    user_data)
{
  WbBoardSession *self = user_data;

  if (self->editing && is_chart (self, index))
    wb_board_session_apply (self, wb_board_plan_rename (self->plan, index, title));
}

static void
rename_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  WbBoardSession *self = user_data;
  guint index = g_variant_get_uint32 (parameter);
  guint n;

  if (is_chart (self, index))
    wb_chart_dialog_rename (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->board))), index,
                            &wb_board_plan_get_charts (self->plan, &n)[index],
                            renamed_cb, g_object_ref (self), g_object_unref);
}

static void
added_cb (const WbBoardChart *chart,
          gpointer            user_data)
{
  WbBoardSession *self = user_data;

  if (self->editing && !wb_board_session_apply (self, wb_board_plan_append (self->plan, chart)))
    show_toast (self, _("There is no room for another chart"));
}

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  WbBoardSession *self = user_data;

  wb_chart_dialog_add (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->board))), added_cb,
                       g_object_ref (self), g_object_unref);
}

static void
wb_board_session_finalize (GObject *object)
{
  WbBoardSession *self = WB_BOARD_SESSION (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->saving);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);

  G_OBJECT_CLASS (wb_board_session_parent_class)->finalize (object);
}

static void
wb_board_session_class_init (WbBoardSessionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_board_session_finalize;

  /* WbBoardSession::editing-changed: editing begins or ends. */
  signals[EDITING_CHANGED] = g_signal_new ("editing-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);

  /* WbBoardSession::plan-changed: the plan that is edited changed. */
  signals[PLAN_CHANGED] = g_signal_new ("plan-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
wb_board_session_init (WbBoardSession *self)
{
  static const GActionEntry entries[] = {
    { .name = "edit", .activate = edit_cb },
    { .name = "cancel", .activate = cancel_cb },
    { .name = "undo", .activate = step_cb },
    { .name = "redo", .activate = step_cb },
    { .name = "add", .activate = add_cb },
    { .name = "save", .activate = save_cb },
    { .name = "save-here", .activate = save_here_cb },
    { .name = "reset", .activate = reset_cb },
    { .name = "share", .activate = share_cb },
    { .name = "move", .activate = move_cb, .parameter_type = "(us)" },
    { .name = "remove", .activate = remove_cb, .parameter_type = "u" },
    { .name = "rename", .activate = rename_cb, .parameter_type = "u" },
  };

  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_board_plan_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_board_plan_unref);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * wb_board_session_new:
 * @board: a board, which must live longer
 *
 * Creates a session that does not edit yet. It also shows the board that was
 * saved for this display only.
 *
 * Returns: (transfer full): the session
 */
WbBoardSession *
wb_board_session_new (WbBoardView *board)
{
  WbBoardSession *self;

  g_return_val_if_fail (WB_IS_BOARD_VIEW (board), NULL);

  self = g_object_new (WB_TYPE_BOARD_SESSION, NULL);
  self->board = board;
  g_signal_connect_object (board, "notify::client", G_CALLBACK (stop_editing), self, G_CONNECT_SWAPPED);
  update_actions (self);

  return self;
}

/**
 * wb_board_session_get_actions:
 * @self: a session
 *
 * Gets the actions `edit`, `cancel`, `undo`, `redo`, `add`, `save`, `save-here`,
 * `reset`, `share`, and, with the index of a chart, `move`, `remove` and `rename`.
 *
 * Returns: (transfer none): the actions
 */
GActionGroup *
wb_board_session_get_actions (WbBoardSession *self)
{
  g_return_val_if_fail (WB_IS_BOARD_SESSION (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

gboolean
wb_board_session_get_editing (WbBoardSession *self)
{
  g_return_val_if_fail (WB_IS_BOARD_SESSION (self), FALSE);

  return self->editing;
}

/**
 * wb_board_session_get_plan:
 * @self: a session that edits
 *
 * Returns: (transfer none) (nullable): the plan that is edited
 */
WbBoardPlan *
wb_board_session_get_plan (WbBoardSession *self)
{
  g_return_val_if_fail (WB_IS_BOARD_SESSION (self), NULL);

  return self->plan;
}

/**
 * wb_board_session_preview:
 * @self: a session that edits
 * @plan: a plan
 *
 * Shows a plan temporarily, as during a drag. To be followed by another preview
 * or by wb_board_session_apply(). Has no effect while the plan is being saved.
 */
void
wb_board_session_preview (WbBoardSession *self,
                          WbBoardPlan    *plan)
{
  g_return_if_fail (WB_IS_BOARD_SESSION (self));
  g_return_if_fail (plan != NULL);

  if (can_change (self))
    show (self, plan);
}

/**
 * wb_board_session_apply:
 * @self: a session that edits
 * @plan: (transfer full) (nullable): the next plan
 *
 * Applies a step that can be undone.
 *
 * Returns: %FALSE if nothing changes: there is no plan, or the one before is being
 *   saved
 */
gboolean
wb_board_session_apply (WbBoardSession *self,
                        WbBoardPlan    *plan)
{
  g_autoptr (WbBoardPlan) next = plan;

  g_return_val_if_fail (WB_IS_BOARD_SESSION (self), FALSE);

  if (next == NULL || !can_change (self))
    return FALSE;

  if (self->undo->len == MAX_UNDO)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, wb_board_plan_ref (self->plan));
  g_ptr_array_set_size (self->redo, 0);
  show (self, next);

  return TRUE;
}
