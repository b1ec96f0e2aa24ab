/* wb-board.c: who gets to see what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board.h"

#include <glib/gi18n-lib.h>

#include "wb-board-state.h"
#include "wb-hub.h"
#include "wb-name.h"

/* The board of a server: its state, and the rules by which messages move between the sessions and the source
 * (docs/protocol.md, sections 1 and 3). It knows no socket and no file. */
struct _WbBoard
{
  GObject parent_instance;

  WbSource     *source;
  WbHub        *hub;
  WbBoardState *state;
  guint         heartbeat;

  /* How many themeChanges went to everybody, and for each session that has not asked for data yet how many
   * there were when it came: a page from the seed opens dark and toggles on each, so the difference is its
   * theme. */
  guint         n_theme_changes;
  GHashTable   *newcomers;
};

G_DEFINE_FINAL_TYPE (WbBoard, wb_board, G_TYPE_OBJECT)

static void
send_welcome (WbBoard   *self,
              WbSession *session)
{
  g_autoptr (WbMessage) message = NULL;
  WbWelcome welcome = {
    .state = self->state,
    .server = (char *) "Wallboard " APPLICATION_VERSION,
    .heartbeat = self->heartbeat,
    .control = TRUE,
  };

  message = wb_welcome_to_message (&welcome);
  wb_session_send (session, wb_message_get_bytes (message));
}

/* What there is to say about a dataset, be it only that it does not exist. */
static WbSnapshot *
find_snapshot (WbBoard    *self,
               const char *name)
{
  g_autofree char *problem = NULL;
  WbSnapshot *snapshot = NULL;

  if (wb_name_is_valid (name))
    {
      snapshot = wb_source_load (self->source, name);
      if (snapshot == NULL)
        problem = g_strdup_printf (_("The server has no dataset “%s”"), name);
    }
  else
    {
      problem = g_strdup (_("The request does not name a dataset"));
    }

  return snapshot != NULL ? snapshot : wb_snapshot_new (NULL, 0, problem);
}

static void
answer (WbSession      *session,
        WbMessage      *request,
        WbSubscription *subscription,
        WbSnapshot     *snapshot)
{
  g_autoptr (GBytes) text = wb_snapshot_build_answer (snapshot, request, wb_session_speaks_v1 (session));

  if (text != NULL)
    wb_session_send (session, text);

  if (subscription != NULL)
    {
      subscription->version = wb_snapshot_get_version (snapshot);
      g_free (subscription->problem);
      subscription->problem = g_strdup (wb_snapshot_get_problem (snapshot));
    }
}

/* A page from the seed has just opened: brings it in step with the others. */
static void
catch_up (WbBoard   *self,
          WbSession *session)
{
  g_autoptr (GPtrArray) missed = wb_board_state_list_missed (self->state);
  guint n_full_screen = wb_board_state_get_n_full_screen (self->state);
  guint n_theme_changes = GPOINTER_TO_UINT (g_hash_table_lookup (self->newcomers, session));
  WbTheme theme = (self->n_theme_changes - n_theme_changes) % 2 == 0 ? WB_THEME_DARK : WB_THEME_LIGHT;

  g_hash_table_remove (self->newcomers, session);

  for (guint i = 0; i < n_full_screen; i++)
    wb_session_send (session, g_ptr_array_index (missed, i));

  /* The list ends with a toggle for a page that is dark; this one may have toggled since it came. */
  if (theme != wb_board_state_get_theme (self->state))
    {
      g_autoptr (WbMessage) toggle = wb_message_new_theme_toggle ();

      wb_session_send (session, wb_message_get_bytes (toggle));
    }
}

static void
handle_get_data (WbBoard   *self,
                 WbSession *session,
                 WbMessage *request)
{
  const char *name = wb_message_get_chart_name (request);
  g_autoptr (WbSnapshot) snapshot = find_snapshot (self, name);
  WbSubscription *subscription = NULL;

  if (wb_name_is_valid (name))
    subscription = wb_subscriptions_add (wb_session_get_subscriptions (session), request);

  answer (session, request, subscription, snapshot);

  if (g_hash_table_contains (self->newcomers, session))
    catch_up (self, session);
}

static void
forward (WbBoard   *self,
         WbMessage *message)
{
  WbBoardState *next = wb_board_state_apply (self->state, message);

  wb_board_state_unref (self->state);
  self->state = next;

  if (wb_message_get_kind (message) == WB_MESSAGE_THEME_CHANGE)
    self->n_theme_changes++;

  wb_hub_broadcast (self->hub, wb_message_get_bytes (message));
}

/* Said anew, so that nothing but the text comes along. Pages of the seed's second kind show it; those of the
 * first look for a callback, and find none. */
static void
spread_notice (WbBoard   *self,
               WbMessage *message)
{
  const char *text = wb_message_get_wanted_notice (message);
  g_autoptr (WbMessage) notice = wb_message_new_notice (WB_NOTICE_TYPE, text);

  wb_hub_broadcast (self->hub, wb_message_get_bytes (notice));
}

/* Whether a dataset that changed may be what somebody asked for, perhaps under another name. */
static gboolean
feeds (const char *changed,
       const char *asked)
{
  WbChartKind changed_kind, asked_kind;

  if (strcmp (changed, asked) == 0)
    return TRUE;

  return wb_chart_kind_from_name (changed, &changed_kind)
         && wb_chart_kind_from_name (asked, &asked_kind)
         && changed_kind == asked_kind;
}

typedef struct
{
  WbBoard    *board;
  const char *changed;
} Push;

static void
push_to_session (WbSession *session,
                 gpointer   user_data)
{
  const Push *push = user_data;
  WbSubscriptions *subscriptions = wb_session_get_subscriptions (session);
  gboolean tell_problem = wb_session_speaks_v1 (session);

  for (guint i = 0; i < wb_subscriptions_get_length (subscriptions); i++)
    {
      WbSubscription *subscription = wb_subscriptions_get (subscriptions, i);
      const char *asked = wb_message_get_chart_name (subscription->request);
      g_autoptr (WbSnapshot) snapshot = NULL;

      if (!feeds (push->changed, asked))
        continue;

      snapshot = find_snapshot (push->board, asked);
      if (subscription->version != wb_snapshot_get_version (snapshot)
          || (tell_problem && g_strcmp0 (subscription->problem, wb_snapshot_get_problem (snapshot)) != 0))
        answer (session, subscription->request, subscription, snapshot);
    }
}

static void
source_changed_cb (WbSource   *source,
                   const char *name,
                   gpointer    user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  Push push = { self, name };

  wb_hub_foreach (self->hub, push_to_session, &push);
}

static void
session_opened_cb (WbSession *session,
                   gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);

  if (wb_session_speaks_v1 (session))
    send_welcome (self, session);
  else
    g_hash_table_insert (self->newcomers, session, GUINT_TO_POINTER (self->n_theme_changes));
}

static void
session_message_cb (WbSession *session,
                    WbMessage *message,
                    gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);
  WbTheme theme;

  if (wb_message_get_kind (message) == WB_MESSAGE_GET_DATA)
    {
      handle_get_data (self, session, message);
      return;
    }

  if (wb_message_get_kind (message) == WB_MESSAGE_NOTICE)
    {
      spread_notice (self, message);
      return;
    }

  /* A theme by its name that is in force already: pages from the seed would toggle on it. */
  if (wb_message_get_kind (message) == WB_MESSAGE_THEME_CHANGE
      && wb_message_get_theme (message, &theme)
      && theme == wb_board_state_get_theme (self->state))
    {
      wb_session_send (session, wb_message_get_bytes (message));
      return;
    }

  forward (self, message);
}

static void
session_closed_cb (WbSession *session,
                   gpointer   user_data)
{
  WbBoard *self = WB_BOARD (user_data);

  g_hash_table_remove (self->newcomers, session);
  wb_hub_remove (self->hub, session);
}

static void
wb_board_dispose (GObject *object)
{
  WbBoard *self = WB_BOARD (object);

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_clear_object (&self->hub);

  G_OBJECT_CLASS (wb_board_parent_class)->dispose (object);
}

static void
wb_board_finalize (GObject *object)
{
  WbBoard *self = WB_BOARD (object);

  g_hash_table_unref (self->newcomers);
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
}

/**
 * wb_board_new:
 * @source: where datasets come from
 * @heartbeat: seconds between two heart checks, 0 for none
 *
 * Returns: (transfer full): a board without displays, in the dark theme
 */
WbBoard *
wb_board_new (WbSource *source,
              guint     heartbeat)
{
  WbBoard *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_object_new (WB_TYPE_BOARD, NULL);
  self->source = g_object_ref (source);
  self->heartbeat = heartbeat;
  self->hub = wb_hub_new (heartbeat);
  g_signal_connect (source, "changed", G_CALLBACK (source_changed_cb), self);

  return self;
}

/**
 * wb_board_admit:
 * @self: a board
 * @session: a new session
 *
 * Makes a session part of the board, then starts it: between what its welcome
 * says and the first message it gets from another, it misses nothing.
 */
void
wb_board_admit (WbBoard   *self,
                WbSession *session)
{
  g_return_if_fail (WB_IS_BOARD (self));
  g_return_if_fail (WB_IS_SESSION (session));

  wb_hub_add (self->hub, session);
  g_signal_connect_object (session, "opened", G_CALLBACK (session_opened_cb), self, 0);
  g_signal_connect_object (session, "message", G_CALLBACK (session_message_cb), self, 0);
  g_signal_connect_object (session, "closed", G_CALLBACK (session_closed_cb), self, 0);
  wb_session_start (session);
}

/**
 * wb_board_close:
 * @self: a board
 * @code: why
 * @reason: why, in words
 *
 * Says goodbye to every display.
 */
void
wb_board_close (WbBoard    *self,
                gushort     code,
                const char *reason)
{
  g_return_if_fail (WB_IS_BOARD (self));

  wb_hub_close (self->hub, code, reason);
}

/**
 * wb_board_get_n_sessions:
 * @self: a board
 *
 * Returns: how many connections there are
 */
guint
wb_board_get_n_sessions (WbBoard *self)
{
  g_return_val_if_fail (WB_IS_BOARD (self), 0);

  return wb_hub_get_size (self->hub);
}
