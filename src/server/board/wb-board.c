/* wb-board.c: the state of a board, and the rules by which messages are passed on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board.h"

#include "common/wb-log.h"
#include "message/wb-board-state.h"
#include "support/wb-name.h"
#include "wb-answer.h"
#include "wb-board-names.h"
#include "wb-hub.h"
#include "wb-state-file.h"
#include "wb-words.h"

struct _WbBoard
{
  GObject parent_instance;

  WbSource     *source;
  WbHub        *hub;
  WbMetrics    *metrics;
  WbBoardState *state;
  WbStateFile  *state_file;  /* NULL if the state is not saved */
  WbBoardNames *names;       /* of charts that may be in full screen */
  guint         heartbeat;

  /* @n_theme_changes counts the themeChanges that were broadcast. @newcomers has, for each legacy session
   * that has not asked for data yet, the count when it connected. A legacy page starts dark and toggles on
   * each themeChange, so the difference gives its theme. */
  guint         n_theme_changes;
  GHashTable   *newcomers;
  WbWords       words;

  GPtrArray    *lookups;     /* of Lookup, oldest first */
};

/* A getData for an unknown dataset, while the source looks for it. The source limits their number. */
typedef struct
{
  WbSession *session;
  WbMessage *request;
  gboolean   is_over; /* the source has finished looking */
} Lookup;

G_DEFINE_FINAL_TYPE (WbBoard, wb_board, G_TYPE_OBJECT)

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_object_unref (lookup->session);
  wb_message_unref (lookup->request);
  g_free (lookup);
}

static void
send_welcome (WbBoard   *self,
              WbSession *session)
{
  g_autoptr (WbMessage) message = NULL;
  WbWelcome welcome = {
    .state = self->state,
    .server = (char *) "Wallboard " APPLICATION_VERSION,
    .heartbeat = self->heartbeat,
    .control = wb_session_get_right (session) >= WB_RIGHT_CONTROL,
  };

  message = wb_welcome_to_message (&welcome);
  wb_session_send_message (session, message, g_get_monotonic_time ());
}

static void
remember_sent (WbLiveRequest *subscription,
               WbSnapshot    *snapshot)
{
  subscription->due = 0;
  subscription->version = wb_snapshot_get_version (snapshot);
  g_free (subscription->problem);
  subscription->problem = g_strdup (wb_snapshot_get_problem (snapshot));
}

/* Sends a dataset that changed. Returns FALSE if too much data is on its way to the client: then the latest
 * version is sent when there is room, and versions in between are skipped. Waiting datasets are sent in the
 * order in which they first changed. */
static gboolean
push (WbAnswers     *answers,
      WbSession     *session,
      WbLiveRequest *subscription,
      gint64         since)
{
  WbSubscriptions *subscriptions = wb_session_get_subscriptions (session);
  WbLiveRequest *first = wb_subscriptions_get_due (subscriptions);
  g_autoptr (WbWebsocketFrame) frame = NULL;
  gboolean must_wait = first != NULL && first != subscription;

  if (!must_wait)
    {
      frame = wb_answers_get_frame (answers, subscription->request, wb_session_speaks_v1 (session));
      must_wait = frame != NULL && wb_session_await_room (session, frame);
    }

  if (must_wait)
    {
      wb_subscriptions_put_off (subscriptions, subscription);
      return FALSE;
    }

  remember_sent (subscription,
                 wb_answers_get_snapshot (answers, wb_message_get_chart_name (subscription->request)));
  if (frame != NULL)
    wb_session_send (session, frame, since);

  return TRUE;
}

static void
send_in_words (WbBoard   *self,
               WbSession *session,
               WbMessage *message,
               gint64     since)
{
  if (!wb_words_send (&self->words, session, message, since))
    wb_session_send_message (session, message, since);
}

/* Brings a legacy page that has just opened into the state of the board. */
static void
catch_up (WbBoard   *self,
          WbSession *session,
          gint64     since)
{
  g_autoptr (GPtrArray) missed = wb_board_state_list_missed (self->state);
  guint n_full_screen = wb_board_state_get_n_full_screen (self->state);
  guint n_theme_changes = GPOINTER_TO_UINT (g_hash_table_lookup (self->newcomers, session));
  WbTheme theme = (self->n_theme_changes - n_theme_changes) % 2 == 0 ? WB_THEME_DARK : WB_THEME_LIGHT;

  g_hash_table_remove (self->newcomers, session);

  for (guint i = 0; i < n_full_screen; i++)
    {
      g_autoptr (WbMessage) message = wb_message_parse (g_ptr_array_index (missed, i), NULL);

      send_in_words (self, session, message, since);
    }

  /* The list ends with a toggle for a dark page; this page may have toggled since it connected. */
  if (theme != wb_board_state_get_theme (self->state))
    {
      g_autoptr (WbMessage) toggle = wb_message_new_theme_toggle ();

      send_in_words (self, session, toggle, since);
    }
}

/* Whether a message changes the state. A client may send any name; one that neither the board nor the source
 * knows is passed on without being stored, so that made-up names do not fill the state. */
static gboolean
is_kept (WbBoard   *self,
         WbMessage *message)
{
  const char *name = wb_message_get_chart_name (message);

  if (wb_message_get_kind (message) != WB_MESSAGE_FULL_SCREEN || !wb_message_get_full_screen (message))
    return TRUE;

  return wb_board_names_have (self->names, name);
}

/* Whether a request must wait while the source looks for a dataset that may just have been created. Later
 * requests of the client wait as well, so that answers keep the order of requests. */
static gboolean
awaits_lookup (WbBoard    *self,
               WbSession  *session,
               WbMessage  *request,
               WbSnapshot *known)
{
  const char *name = wb_message_get_chart_name (request);
  Lookup *lookup;

  for (guint i = 0; i < self->lookups->len; i++)
    {
      lookup = g_ptr_array_index (self->lookups, i);
      if (lookup->request != request)
        continue;
      if (!lookup->is_over)
        return TRUE;
      g_ptr_array_remove_index (self->lookups, i);
      return FALSE;
    }

  if (known != NULL || name == NULL || !wb_source_look_up (self->source, name))
    return FALSE;

  lookup = g_new0 (Lookup, 1);
  lookup->session = g_object_ref (session);
  lookup->request = wb_message_ref (request);
  g_ptr_array_add (self->lookups, lookup);

  return TRUE;
}

/* Answers a request with what is known now. Returns FALSE if it must wait. */
static gboolean
handle_get_data (WbBoard   *self,
                 WbSession *session,
                 WbMessage *request,
                 gint64     since)
{
  const char *name = wb_message_get_chart_name (request);
  g_autoptr (WbSnapshot) snapshot = name != NULL ? wb_source_load (self->source, name) : NULL;
  g_autoptr (WbWebsocketFrame) frame = NULL;
  WbLiveRequest *subscription = NULL;

  if (awaits_lookup (self, session, request, snapshot))
    return FALSE;

  if (snapshot == NULL)
    snapshot = wb_answer_new_missing (name);
  frame = wb_answer_new (snapshot, request, wb_session_speaks_v1 (session));
  if (frame != NULL && wb_session_await_room (session, frame))
    return FALSE;

  if (wb_name_is_valid (name))
    subscription = wb_subscriptions_add (wb_session_get_subscriptions (session), request);
  if (subscription != NULL)
    remember_sent (subscription, snapshot);
  if (frame != NULL)
    wb_session_send (session, frame, since);

  if (g_hash_table_contains (self->newcomers, session))
    catch_up (self, session, since);

  return TRUE;
}

/* Sessions are collected first: resuming a request removes its lookup, and may add others. */
static void
source_looked_up_cb (WbSource   *source,
                     const char *name,
                     gpointer    user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->lookups->len; i++)
    {
      Lookup *lookup = g_ptr_array_index (self->lookups, i);

      if (lookup->is_over || !g_str_equal (wb_message_get_chart_name (lookup->request), name))
        continue;
      lookup->is_over = TRUE;
      g_ptr_array_add (sessions, g_object_ref (lookup->session));
    }

  for (guint i = 0; i < sessions->len; i++)
    wb_hub_resume (self->hub, g_ptr_array_index (sessions, i));
}

static void
forward (WbBoard   *self,
         WbMessage *message,
         gint64     since)
{
  if (is_kept (self, message))
    {
      WbBoardState *before = self->state;

      self->state = wb_board_state_apply (before, message);
      if (self->state != before && self->state_file != NULL)
        wb_state_file_save (self->state_file, self->state);
      wb_board_state_unref (before);
    }

  if (wb_message_get_kind (message) == WB_MESSAGE_THEME_CHANGE)
    self->n_theme_changes++;

  if (wb_words_broadcast (&self->words, self->hub, message, since))
    wb_metrics_add (self->metrics, WB_METRIC_BROADCASTS, 1);
  else
    wb_hub_broadcast (self->hub, message, since);
}

/* The notice is built anew, so that only its text is passed on. Legacy pages of the second layer show it;
 * those of the first layer ignore it. */
static void
broadcast_notice (WbBoard   *self,
                  WbMessage *message,
                  gint64     since)
{
  const char *text = wb_message_get_wanted_notice (message);
  g_autoptr (WbMessage) notice = wb_message_new_notice (WB_NOTICE_TYPE, text);

  wb_hub_broadcast (self->hub, notice, since);
  wb_metrics_add (self->metrics, WB_METRIC_NOTICES, 1);
}

/* A dataset that changed, on its way to its subscribers. */
typedef struct
{
  WbBoard    *board;
  const char *changed;
  WbAnswers  *answers;
  gint64      since;
} Push;

static void
push_to_session (WbSession *session,
                 gpointer   user_data)
{
  const Push *pushed = user_data;
  WbSubscriptions *subscriptions = wb_session_get_subscriptions (session);
  gboolean tell_problem = wb_session_speaks_v1 (session);

  for (guint i = 0; i < wb_subscriptions_get_length (subscriptions); i++)
    {
      WbLiveRequest *subscription = wb_subscriptions_get (subscriptions, i);
      const char *asked = wb_message_get_chart_name (subscription->request);
      WbSnapshot *snapshot;

      if (!wb_name_is_same (pushed->changed, asked))
        continue;

      /* The version that was waiting to be sent is skipped. */
      if (subscription->due > 0)
        wb_metrics_add (pushed->board->metrics, WB_METRIC_COALESCED, 1);

      snapshot = wb_answers_get_snapshot (pushed->answers, asked);
      if (subscription->version != wb_snapshot_get_version (snapshot) ||
          (tell_problem && g_strcmp0 (subscription->problem, wb_snapshot_get_problem (snapshot)) != 0))
        push (pushed->answers, session, subscription, pushed->since);
    }
}

static void
source_changed_cb (WbSource   *source,
                   const char *name,
                   gpointer    user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  g_autoptr (WbAnswers) answers = wb_answers_new (source);
  Push pushed = {
    .board = self,
    .changed = name,
    .answers = answers,
    .since = g_get_monotonic_time (),
  };

  wb_hub_foreach (self->hub, push_to_session, &pushed);
}

static void
opened_cb (WbHub     *hub,
           WbSession *session,
           gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);

  if (wb_session_speaks_v1 (session))
    send_welcome (self, session);
  else
    g_hash_table_insert (self->newcomers, session, GUINT_TO_POINTER (self->n_theme_changes));
}

static gboolean
may_control (WbBoard   *self,
             WbSession *session)
{
  if (wb_session_get_right (session) >= WB_RIGHT_CONTROL)
    return TRUE;

  wb_log_refusal (wb_hub_get_log (self->hub), wb_session_get_peer (session), WB_REFUSAL_CONTROL,
                  "may not change the board");
  wb_metrics_add_refusal (self->metrics, WB_REFUSAL_CONTROL);

  /* Clients of the third layer know this from the welcome. */
  if (!wb_session_speaks_v1 (session))
    {
      g_autoptr (WbMessage) no_auth = wb_message_new_no_auth ();

      wb_session_send_message (session, no_auth, 0);
    }

  return FALSE;
}

static gboolean
message_cb (WbHub     *hub,
            WbSession *session,
            WbMessage *message,
            gint64     since,
            gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  WbTheme theme;

  if (wb_message_get_kind (message) == WB_MESSAGE_GET_DATA)
    return !handle_get_data (self, session, message, since);

  if (!may_control (self, session))
    return FALSE;

  wb_words_note (&self->words, session, message);

  /* Legacy pages toggle on any themeChange, so one that names the current theme goes back to its sender
   * only. */
  if (wb_message_get_kind (message) == WB_MESSAGE_NOTICE)
    broadcast_notice (self, message, since);
  else if (wb_message_get_kind (message) == WB_MESSAGE_THEME_CHANGE &&
           wb_message_get_theme (message, &theme) &&
           theme == wb_board_state_get_theme (self->state))
    wb_session_send_message (session, message, since);
  else
    forward (self, message, since);

  return FALSE;
}

static void
drained_cb (WbHub     *hub,
            WbSession *session,
            gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  WbSubscriptions *subscriptions = wb_session_get_subscriptions (session);
  g_autoptr (WbAnswers) answers = wb_answers_new (self->source);
  WbLiveRequest *subscription;

  while ((subscription = wb_subscriptions_get_due (subscriptions)) != NULL)
    if (!push (answers, session, subscription, g_get_monotonic_time ()))
      return;
}

static void
ended_cb (WbHub     *hub,
          WbSession *session,
          gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);

  g_hash_table_remove (self->newcomers, session);
  for (guint i = self->lookups->len; i > 0; i--)
    if (((Lookup *) g_ptr_array_index (self->lookups, i - 1))->session == session)
      g_ptr_array_remove_index (self->lookups, i - 1);
}

/* Restores the state that the last server with this folder saved. */
static void
restore_state (WbBoard    *self,
               const char *state_folder)
{
  g_autoptr (WbBoardState) saved = NULL;
  WbBoardState *renewed;

  self->state_file = wb_state_file_new (state_folder);
  saved = wb_state_file_load (self->state_file);
  if (saved == NULL)
    return;

  renewed = wb_board_state_renew (saved, wb_board_state_get_epoch (self->state));
  wb_board_state_unref (self->state);
  self->state = renewed;
}

static void
wb_board_dispose (GObject *object)
{
  WbBoard *self = WB_BOARD (object);

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_ptr_array_set_size (self->lookups, 0);
  if (self->hub != NULL)
    g_signal_handlers_disconnect_by_data (self->hub, self);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->state_file, wb_state_file_free);

  G_OBJECT_CLASS (wb_board_parent_class)->dispose (object);
}

static void
wb_board_finalize (GObject *object)
{
  WbBoard *self = WB_BOARD (object);

  g_hash_table_unref (self->newcomers);
  g_clear_pointer (&self->names, wb_board_names_free);
  g_ptr_array_unref (self->lookups);
  g_clear_pointer (&self->metrics, wb_metrics_unref);
  wb_board_state_unref (self->state);

  G_OBJECT_CLASS (wb_board_parent_class)->finalize (object);
}

static void
wb_board_class_init (WbBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_board_dispose;
  object_class->finalize = wb_board_finalize;
}

static void
wb_board_init (WbBoard *self)
{
  g_autofree char *epoch = g_uuid_string_random ();

  self->state = wb_board_state_new (epoch);
  self->newcomers = g_hash_table_new (NULL, NULL);
  self->lookups = g_ptr_array_new_with_free_func (lookup_free);
}

/**
 * wb_board_new:
 * @source: where datasets come from
 * @hub: the clients
 * @heartbeat: seconds between two heart checks, as told to clients
 * @state_folder: (nullable): the folder in which the state is saved; %NULL to save nothing
 * @metrics: (nullable): counts notices, refusals and skipped versions
 *
 * Returns: (transfer full): a board in the saved state, or in the dark theme
 *   without one
 */
WbBoard *
wb_board_new (WbSource   *source,
              WbHub      *hub,
              guint       heartbeat,
              const char *state_folder,
              WbMetrics  *metrics)
{
  WbBoard *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);
  g_return_val_if_fail (WB_IS_HUB (hub), NULL);

  self = g_object_new (WB_TYPE_BOARD, NULL);
  self->source = g_object_ref (source);
  self->names = wb_board_names_new (source);
  self->hub = g_object_ref (hub);
  self->heartbeat = heartbeat;
  self->metrics = metrics != NULL ? wb_metrics_ref (metrics) : NULL;
  if (state_folder != NULL)
    restore_state (self, state_folder);
  g_signal_connect (source, "changed", G_CALLBACK (source_changed_cb), self);
  g_signal_connect (source, "looked-up", G_CALLBACK (source_looked_up_cb), self);
  g_signal_connect (hub, "opened", G_CALLBACK (opened_cb), self);
  g_signal_connect (hub, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (hub, "drained", G_CALLBACK (drained_cb), self);
  g_signal_connect (hub, "ended", G_CALLBACK (ended_cb), self);

  return self;
}
