/* wb-client.c: one connection that never gives up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-private.h"
#include "wb-feed.h"
#include "wb-keeper.h"

/*
 * The keeper has the connection; the client has what the words that come through it mean, and keeps what a
 * display must not lose when the connection does: the board's state and the datasets.
 */
struct _WbClient
{
  GObject         parent_instance;

  char           *uri;
  char           *token;
  char           *display_name;

  /* The last three are the keeper's, as they were told last. */
  WbKeeper       *keeper;
  WbClientStatus  status;
  GError         *problem;
  gint64          retry_time;

  WbBoardState   *board;
  char           *server;
  gboolean        control;
  gboolean        in_step;
  GHashTable     *feeds;
};

G_DEFINE_FINAL_TYPE (WbClient, wb_client, G_TYPE_OBJECT)

G_DEFINE_QUARK (wb-client-error-quark, wb_client_error)

G_DEFINE_ENUM_TYPE (WbClientStatus, wb_client_status,
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_WAITING, "waiting"))

enum
{
  PROP_0,
  PROP_URI,
  PROP_TOKEN,
  PROP_DISPLAY_NAME,
  PROP_STATUS,
  PROP_PROBLEM,
  PROP_RETRY_TIME,
  PROP_BOARD,
  PROP_SERVER,
  PROP_CONTROL,
  PROP_IN_STEP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  DATASET_CHANGED,
  NOTICE,
  MESSAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_status (WbClient       *self,
            WbClientStatus  status)
{
  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static gboolean
is_same_problem (const GError *one,
                 const GError *other)
{
  if (one == NULL || other == NULL)
    return one == other;

  return g_error_matches (one, other->domain, other->code) && g_str_equal (one->message, other->message);
}

static void
set_problem (WbClient     *self,
             const GError *problem)
{
  if (is_same_problem (self->problem, problem))
    return;

  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_retry_time (WbClient *self,
                gint64    retry_time)
{
  if (self->retry_time == retry_time)
    return;

  self->retry_time = retry_time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_TIME]);
}

/* Takes the reference. */
static void
set_board (WbClient     *self,
           WbBoardState *board)
{
  WbBoardState *old = self->board;

  self->board = board;
  if (old != board)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOARD]);
  wb_board_state_unref (old);
}

static void
set_server (WbClient   *self,
            const char *server)
{
  if (g_strcmp0 (self->server, server) == 0)
    return;

  g_free (self->server);
  self->server = g_strdup (server);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER]);
}

static void
set_control (WbClient *self,
             gboolean  control)
{
  if (self->control == control)
    return;

  self->control = control;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTROL]);
}

static void
set_in_step (WbClient *self,
             gboolean  in_step)
{
  if (self->in_step == in_step)
    return;

  self->in_step = in_step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_STEP]);
}

static void
request_feeds (WbClient *self)
{
  GHashTableIter iter;
  gpointer feed;

  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, NULL, &feed))
    wb_keeper_send (self->keeper, wb_feed_get_request (feed));
}

/* Only a server that said welcome hears hello: one from the seed would forward it to every page. */
static void
say_hello (WbClient *self)
{
  g_autoptr (WbMessage) hello = NULL;

  if (self->display_name == NULL)
    return;

  hello = wb_message_new_hello (self->display_name, APPLICATION_VERSION);
  wb_keeper_send (self->keeper, hello);
}

static void
take_welcome (WbClient  *self,
              WbMessage *message)
{
  g_autoptr (WbWelcome) welcome = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->server == NULL;

  welcome = wb_welcome_from_message (message, &error);
  if (welcome == NULL)
    {
      g_info ("%s sent a welcome that is none: %s", self->uri, error->message);
      return;
    }

  wb_keeper_expect_heartbeat (self->keeper, welcome->heartbeat);
  if (is_first)
    say_hello (self);

  g_object_freeze_notify (G_OBJECT (self));
  set_server (self, welcome->server);
  set_control (self, welcome->control);
  set_in_step (self, TRUE);
  set_board (self, g_steal_pointer (&welcome->state));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
take_board_message (WbClient  *self,
                    WbMessage *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_in_step (self, TRUE);
  set_board (self, wb_board_state_apply (self->board, message));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
take_answer (WbClient  *self,
             WbMessage *message)
{
  g_autofree char *name = wb_feed_dup_answered_name (message);
  WbFeed *feed;

  /* What nobody watches is not kept: it is the server that chooses how many names it sends. */
  feed = name != NULL ? g_hash_table_lookup (self->feeds, name) : NULL;
  if (feed == NULL)
    return;

  wb_feed_take_answer (feed, message, g_get_monotonic_time ());
  g_signal_emit (self, signals[DATASET_CHANGED], 0, name);
}

static void
take_notice (WbClient  *self,
             WbMessage *message)
{
  g_autofree char *text = wb_message_dup_notice (message);

  if (text != NULL)
    g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
take_message (WbClient  *self,
              WbMessage *message)
{
  switch (wb_message_get_kind (message))
    {
    case WB_MESSAGE_GET_DATA:
      take_answer (self, message);
      break;
    case WB_MESSAGE_FULL_SCREEN:
    case WB_MESSAGE_THEME_CHANGE:
      take_board_message (self, message);
      break;
    case WB_MESSAGE_WELCOME:
      take_welcome (self, message);
      break;
    case WB_MESSAGE_NOTICE:
      take_notice (self, message);
      break;
    case WB_MESSAGE_OTHER_ACTION:
    case WB_MESSAGE_AUTH:
    case WB_MESSAGE_AUTH_OK:
    case WB_MESSAGE_NO_AUTH:
    case WB_MESSAGE_HEART_CHECK:
    case WB_MESSAGE_HELLO:
    default:
      break;
    }
}

static void
keeper_message_cb (WbKeeper  *keeper,
                   WbMessage *message,
                   WbClient  *self)
{
  g_autoptr (WbClient) kept = g_object_ref (self);

  g_signal_emit (self, signals[MESSAGE], 0, message);

  /* Whoever is told of something may stop the client, and is then told of nothing more. */
  if (wb_keeper_get_status (keeper) == WB_CLIENT_ONLINE)
    take_message (self, message);
}

static void
keeper_changed_cb (WbKeeper *keeper,
                   WbClient *self)
{
  g_autoptr (WbClient) kept = g_object_ref (self);
  WbClientStatus status = wb_keeper_get_status (keeper);

  g_object_freeze_notify (G_OBJECT (self));
  if (status == WB_CLIENT_ONLINE)
    {
      request_feeds (self);
    }
  else
    {
      /* What is only known of the server that is gone. */
      set_server (self, NULL);
      set_control (self, TRUE);
    }
  set_retry_time (self, wb_keeper_get_retry_time (keeper));
  set_problem (self, wb_keeper_get_problem (keeper));
  set_status (self, status);
  g_object_thaw_notify (G_OBJECT (self));
}

/* What is asked of a server that is not there is done here, so that a person at the display is not left
 * waiting; it then differs from the other displays until a server says what holds. */
static void
request (WbClient  *self,
         WbMessage *message)
{
  if (wb_keeper_send (self->keeper, message))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  set_in_step (self, FALSE);
  set_board (self, wb_board_state_apply (self->board, message));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
wb_client_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  WbClient *self = WB_CLIENT (object);

  switch (property_id)
    {
    case PROP_URI:
      self->uri = g_value_dup_string (value);
      break;
    case PROP_TOKEN:
      self->token = g_value_dup_string (value);
      break;
    case PROP_DISPLAY_NAME:
      self->display_name = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
wb_client_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  WbClient *self = WB_CLIENT (object);

  switch (property_id)
    {
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_TOKEN:
      g_value_set_string (value, self->token);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, self->display_name);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    case PROP_RETRY_TIME:
      g_value_set_int64 (value, self->retry_time);
      break;
    case PROP_BOARD:
      g_value_set_boxed (value, self->board);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_CONTROL:
      g_value_set_boolean (value, self->control);
      break;
    case PROP_IN_STEP:
      g_value_set_boolean (value, self->in_step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
wb_client_constructed (GObject *object)
{
  WbClient *self = WB_CLIENT (object);
  g_autofree char *normal = NULL;

  G_OBJECT_CLASS (wb_client_parent_class)->constructed (object);

  /* An address that is none is told of by wb_client_start(), where it can be shown. */
  normal = wb_client_normalize_uri (self->uri, NULL);
  if (normal != NULL)
    {
      g_free (self->uri);
      self->uri = g_steal_pointer (&normal);
    }

  self->keeper = wb_keeper_new (self->uri, self->token);
  g_signal_connect (self->keeper, "changed", G_CALLBACK (keeper_changed_cb), self);
  g_signal_connect (self->keeper, "message", G_CALLBACK (keeper_message_cb), self);
}

static void
wb_client_dispose (GObject *object)
{
  WbClient *self = WB_CLIENT (object);

  if (self->keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      g_object_run_dispose (G_OBJECT (self->keeper));
    }
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (wb_client_parent_class)->dispose (object);
}

static void
wb_client_finalize (GObject *object)
{
  WbClient *self = WB_CLIENT (object);

  g_clear_pointer (&self->feeds, g_hash_table_unref);
  g_clear_pointer (&self->board, wb_board_state_unref);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (wb_client_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * WbClient:uri:
   *
   * The server's address, as wb_client_normalize_uri() makes it.
   */
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, given);

  /**
   * WbClient:token:
   *
   * The word that lets this client in, or %NULL.
   */
  properties[PROP_TOKEN] = g_param_spec_string ("token", NULL, NULL, NULL, given);

  /**
   * WbClient:display-name:
   *
   * What this display calls itself to a server that asks, or %NULL.
   */
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, given);

  /**
   * WbClient:status:
   *
   * Where the connection stands.
   */
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, WB_TYPE_CLIENT_STATUS, WB_CLIENT_STOPPED, told);

  /**
   * WbClient:problem:
   *
   * Why there is no connection, as an error of #WbClientError with a sentence
   * for a person; %NULL while there is one. It stays during the next attempt.
   */
  properties[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, told);

  /**
   * WbClient:retry-time:
   *
   * When the next attempt begins: monotonic time in microseconds, 0 if none is
   * planned.
   */
  properties[PROP_RETRY_TIME] = g_param_spec_int64 ("retry-time", NULL, NULL, 0, G_MAXINT64, 0, told);

  /**
   * WbClient:board:
   *
   * What every display has in common, as far as is known here.
   */
  properties[PROP_BOARD] = g_param_spec_boxed ("board", NULL, NULL, WB_TYPE_BOARD_STATE, told);

  /**
   * WbClient:server:
   *
   * What the server calls itself, such as `Wallboard 1.0`; %NULL while there is
   * none or it speaks the seed's layers only.
   */
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, told);

  /**
   * WbClient:control:
   *
   * Whether the server lets this client change the board. It does unless it
   * says otherwise.
   */
  properties[PROP_CONTROL] = g_param_spec_boolean ("control", NULL, NULL, TRUE, told);

  /**
   * WbClient:in-step:
   *
   * %FALSE from a change that was made here without a server until a server
   * says what holds.
   */
  properties[PROP_IN_STEP] = g_param_spec_boolean ("in-step", NULL, NULL, TRUE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wb_client_class_init (WbClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = wb_client_set_property;
  object_class->get_property = wb_client_get_property;
  object_class->constructed = wb_client_constructed;
  object_class->dispose = wb_client_dispose;
  object_class->finalize = wb_client_finalize;

  install_properties (object_class);

  /**
   * WbClient::dataset-changed:
   * @chart_name: the dataset's name
   *
   * An answer came: the data, the problem or the time of a dataset changed.
   */
  signals[DATASET_CHANGED] = g_signal_new ("dataset-changed", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * WbClient::notice:
   * @text: what to show to the person
   *
   * The server has something to say.
   */
  signals[NOTICE] = g_signal_new ("notice", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * WbClient::message:
   * @message: what came
   *
   * A message came, of any kind. The client acts on it afterwards.
   */
  signals[MESSAGE] = g_signal_new ("message", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, WB_TYPE_MESSAGE);
}

static void
wb_client_init (WbClient *self)
{
  self->status = WB_CLIENT_STOPPED;
  self->board = wb_board_state_new (NULL);
  self->control = TRUE;
  self->in_step = TRUE;
  self->feeds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) wb_feed_free);
}

/**
 * wb_client_new:
 * @uri: the server's address, as a person types it
 * @token: (nullable): the word that lets this client in
 * @display_name: (nullable): what this display calls itself
 *
 * Makes a client that is not started. It lives in the thread-default main
 * context of the thread that starts it.
 *
 * Returns: (transfer full): the client
 */
WbClient *
wb_client_new (const char *uri,
               const char *token,
               const char *display_name)
{
  g_return_val_if_fail (uri != NULL, NULL);

  return g_object_new (WB_TYPE_CLIENT,
                       "uri", uri,
                       "token", token,
                       "display-name", display_name,
                       NULL);
}

/**
 * wb_client_set_timing:
 * @self: a client that is not started
 * @timing: how patient to be
 *
 * Sets the times of a client, for tests that have none to lose.
 */
void
wb_client_set_timing (WbClient             *self,
                      const WbClientTiming *timing)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  wb_keeper_set_timing (self->keeper, timing);
}

/**
 * wb_client_lookup_feed:
 * @self: a client
 * @chart_name: a dataset name
 *
 * Finds what is known of a dataset.
 *
 * Returns: (transfer none) (nullable): its feed, or %NULL if it is not watched
 */
WbFeed *
wb_client_lookup_feed (WbClient   *self,
                       const char *chart_name)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);
  g_return_val_if_fail (chart_name != NULL, NULL);

  return g_hash_table_lookup (self->feeds, chart_name);
}

/**
 * wb_client_start:
 * @self: a client
 *
 * Connects, and from then on again whenever the connection ends, until
 * wb_client_stop(). With an address that is none there is only a
 * #WbClient:problem.
 */
void
wb_client_start (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  wb_keeper_start (self->keeper);
}

/**
 * wb_client_stop:
 * @self: a client
 *
 * Says goodbye to the server and stays away from it. What is known of the
 * board and its data remains.
 */
void
wb_client_stop (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  wb_keeper_stop (self->keeper);
}

/**
 * wb_client_retry_now:
 * @self: a client
 *
 * Ends the wait for the next attempt, if there is one.
 */
void
wb_client_retry_now (WbClient *self)
{
  g_return_if_fail (WB_IS_CLIENT (self));

  wb_keeper_retry_now (self->keeper);
}

/**
 * wb_client_get_uri:
 * @self: a client
 *
 * Gets #WbClient:uri.
 *
 * Returns: (transfer none): the server's address
 */
const char *
wb_client_get_uri (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->uri;
}

/**
 * wb_client_get_status:
 * @self: a client
 *
 * Gets #WbClient:status.
 *
 * Returns: where the connection stands
 */
WbClientStatus
wb_client_get_status (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), WB_CLIENT_STOPPED);

  return self->status;
}

/**
 * wb_client_get_problem:
 * @self: a client
 *
 * Gets #WbClient:problem.
 *
 * Returns: (transfer none) (nullable): why there is no connection
 */
const GError *
wb_client_get_problem (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->problem;
}

/**
 * wb_client_get_retry_time:
 * @self: a client
 *
 * Gets #WbClient:retry-time.
 *
 * Returns: when the next attempt begins, in monotonic microseconds, or 0
 */
gint64
wb_client_get_retry_time (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), 0);

  return self->retry_time;
}

/**
 * wb_client_get_server:
 * @self: a client
 *
 * Gets #WbClient:server.
 *
 * Returns: (transfer none) (nullable): what the server calls itself
 */
const char *
wb_client_get_server (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->server;
}

/**
 * wb_client_get_control:
 * @self: a client
 *
 * Gets #WbClient:control.
 *
 * Returns: whether the server lets this client change the board
 */
gboolean
wb_client_get_control (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  return self->control;
}

/**
 * wb_client_get_in_step:
 * @self: a client
 *
 * Gets #WbClient:in-step.
 *
 * Returns: %FALSE if the board was changed here without a server
 */
gboolean
wb_client_get_in_step (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);

  return self->in_step;
}

/**
 * wb_client_get_board:
 * @self: a client
 *
 * Gets #WbClient:board.
 *
 * Returns: (transfer none): the board's state
 */
WbBoardState *
wb_client_get_board (WbClient *self)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), NULL);

  return self->board;
}

/**
 * wb_client_watch:
 * @self: a client
 * @chart_name: a valid dataset name
 *
 * Asks for a dataset, now if there is a connection and on each one to come.
 * The answers, and what a server sends when the data changes, are told by
 * #WbClient::dataset-changed.
 */
void
wb_client_watch (WbClient   *self,
                 const char *chart_name)
{
  WbFeed *feed;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (chart_name));

  if (g_hash_table_contains (self->feeds, chart_name))
    return;

  feed = wb_feed_new (chart_name);
  g_hash_table_insert (self->feeds, g_strdup (chart_name), feed);
  wb_keeper_send (self->keeper, wb_feed_get_request (feed));
}

/**
 * wb_client_request_theme:
 * @self: a client
 * @theme: the theme that every display shall have
 *
 * Asks for a theme. #WbClient:board changes when the server echoes it; without
 * a connection it changes at once, and #WbClient:in-step becomes %FALSE.
 */
void
wb_client_request_theme (WbClient *self,
                         WbTheme   theme)
{
  g_autoptr (WbMessage) message = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));

  message = wb_message_new_theme_change (theme);
  request (self, message);
}

/**
 * wb_client_request_full_screen:
 * @self: a client
 * @chart_name: a valid dataset name
 * @full_screen: whether every display shall fill its board with that chart
 *
 * Asks for a chart in full screen, or out of it. #WbClient:board changes when
 * the server echoes it; without a connection it changes at once, and
 * #WbClient:in-step becomes %FALSE.
 */
void
wb_client_request_full_screen (WbClient   *self,
                               const char *chart_name,
                               gboolean    full_screen)
{
  g_autoptr (WbMessage) message = NULL;

  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (wb_name_is_valid (chart_name));

  message = wb_message_new_full_screen (chart_name, full_screen);
  request (self, message);
}

/**
 * wb_client_send:
 * @self: a client
 * @message: any message
 *
 * Sends a message as it is.
 *
 * Returns: %FALSE if there is no connection, or if its server does not take
 *   what it got before
 */
gboolean
wb_client_send (WbClient  *self,
                WbMessage *message)
{
  g_return_val_if_fail (WB_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  return wb_keeper_send (self->keeper, message);
}
