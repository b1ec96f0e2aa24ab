/* wb-client.c: a connection to a board server that is restored whenever it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "support/wb-timer.h"
#include "wb-client-private.h"

G_DEFINE_FINAL_TYPE (WbClient, wb_client, G_TYPE_OBJECT)

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

static gboolean
is_same_problem (const GError *one,
                 const GError *other)
{
  if (one == NULL || other == NULL)
    return one == other;

  return g_error_matches (one, other->domain, other->code) && g_str_equal (one->message, other->message);
}

/**
 * wb_client_set_state:
 * @self: a client
 * @status: where the connection stands
 * @problem: (nullable): why there is no connection
 * @retry_time: when the next attempt begins, in monotonic microseconds, 0 for never
 *
 * Sets #WbClient:status, #WbClient:problem and #WbClient:retry-time.
 */
void
wb_client_set_state (WbClient       *self,
                     WbClientStatus  status,
                     const GError   *problem,
                     gint64          retry_time)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->retry_time != retry_time)
    {
      self->retry_time = retry_time;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_TIME]);
    }
  if (!is_same_problem (self->problem, problem))
    {
      g_clear_error (&self->problem);
      self->problem = problem != NULL ? g_error_copy (problem) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
    }
  if (self->status != status)
    {
      self->status = status;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * wb_client_set_board:
 * @self: a client
 * @board: (transfer full): the state of the board
 *
 * Sets #WbClient:board.
 */
void
wb_client_set_board (WbClient     *self,
                     WbBoardState *board)
{
  WbBoardState *old = self->board;

  self->board = board;
  if (old != board)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOARD]);
  wb_board_state_unref (old);
}

void
wb_client_set_server (WbClient   *self,
                      const char *server)
{
  if (g_strcmp0 (self->server, server) == 0)
    return;

  g_free (self->server);
  self->server = g_strdup (server);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER]);
}

void
wb_client_set_control (WbClient *self,
                       gboolean  control)
{
  if (self->control == control)
    return;

  self->control = control;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTROL]);
}

void
wb_client_set_in_step (WbClient *self,
                       gboolean  in_step)
{
  if (self->in_step == in_step)
    return;

  self->in_step = in_step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_STEP]);
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

  /* wb_client_start() reports an address that is not valid. */
  normal = wb_client_normalize_uri (self->uri, NULL);
  if (normal != NULL)
    {
      g_free (self->uri);
      self->uri = g_steal_pointer (&normal);
    }
}

static void
wb_client_dispose (GObject *object)
{
  WbClient *self = WB_CLIENT (object);

  wb_client_save_now (self);
  wb_pacer_reset (self->pacer);
  wb_timer_stop (&self->names_timer);
  wb_client_disconnect (self, WB_CLIENT_CLOSE_ABORT);
  self->status = WB_CLIENT_STOPPED;
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);
  g_clear_pointer (&self->clock, wb_clock_watch_free);

  G_OBJECT_CLASS (wb_client_parent_class)->dispose (object);
}

static void
wb_client_finalize (GObject *object)
{
  WbClient *self = WB_CLIENT (object);

  g_clear_pointer (&self->cache, wb_cache_unref);
  g_clear_pointer (&self->unsaved, g_hash_table_unref);
  g_clear_pointer (&self->pacer, wb_pacer_free);
  g_clear_pointer (&self->names, wb_asked_names_free);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_pointer (&self->subscriptions, g_hash_table_unref);
  g_clear_pointer (&self->board, wb_board_state_unref);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (wb_client_parent_class)->finalize (object);
}

/* The properties that the owner sets. */
static void
define_given_properties (void)
{
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  /**
   * WbClient:uri:
   *
   * The server's address, as wb_client_normalize_uri() makes it.
   */
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, given);

  /**
   * WbClient:token:
   *
   * The access token, or %NULL.
   */
  properties[PROP_TOKEN] = g_param_spec_string ("token", NULL, NULL, NULL, given);

  /**
   * WbClient:display-name:
   *
   * The name of this display in the server's list of displays, or %NULL.
   */
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, given);
}

/* The properties that the client sets. */
static void
define_told_properties (void)
{
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * WbClient:status:
   *
   * The state of the connection.
   */
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, WB_TYPE_CLIENT_STATUS, WB_CLIENT_STOPPED, told);

  /**
   * WbClient:problem:
   *
   * Why there is no connection: an error of #WbClientError with a translated
   * sentence; %NULL while there is one. It stays during the next attempt.
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
   * The last known state that all displays of the board share.
   */
  properties[PROP_BOARD] = g_param_spec_boxed ("board", NULL, NULL, WB_TYPE_BOARD_STATE, told);

  /**
   * WbClient:server:
   *
   * The name and version of the server, such as `Wallboard 1.0`; %NULL while
   * there is no connection, or if the server speaks the legacy protocol only.
   */
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, told);

  /**
   * WbClient:control:
   *
   * Whether the server lets this client change the board. %TRUE unless the
   * server says otherwise.
   */
  properties[PROP_CONTROL] = g_param_spec_boolean ("control", NULL, NULL, TRUE, told);

  /**
   * WbClient:in-step:
   *
   * %FALSE after a change that was made here without a connection, until a
   * server sends the state of the board.
   */
  properties[PROP_IN_STEP] = g_param_spec_boolean ("in-step", NULL, NULL, TRUE, told);
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

  define_given_properties ();
  define_told_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * WbClient::dataset-changed:
   * @chart_name: the dataset's name
   *
   * An answer came: the data, the problem or the time of a dataset changed.
   */
  g_signal_new ("dataset-changed", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);

  /**
   * WbClient::notice:
   * @text: the text, safe to show
   *
   * The server sent a text to be shown.
   */
  g_signal_new ("notice", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);

  /**
   * WbClient::unusable:
   * @sentence: for a log; safe to show
   *
   * The server sent a message that cannot be used. Emitted at most once a minute;
   * the sentence has the number of all of them.
   */
  g_signal_new ("unusable", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);

  /**
   * WbClient::message:
   * @message: the message
   *
   * A message of any kind came. The client acts on it after the handlers ran,
   * if they did not end the connection.
   */
  g_signal_new ("message", WB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                WB_TYPE_MESSAGE);
}

static void
wb_client_init (WbClient *self)
{
  self->status = WB_CLIENT_STOPPED;
  self->board = wb_board_state_new (NULL);
  self->control = TRUE;
  self->in_step = TRUE;
  self->subscriptions =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) wb_subscription_free);
  self->pacer = wb_pacer_new (wb_client_request_dataset, self);
  self->names = wb_asked_names_new ();
  wb_client_set_timing (self, &WB_CLIENT_TIMING_DEFAULT);
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * wb_client_new:
 * @uri: the server's address, as wb_client_normalize_uri() takes it
 * @token: (nullable): the access token
 * @display_name: (nullable): the name of this display
 *
 * Returns: (transfer full): a client that is not started. An address that is
 *   not valid is reported by wb_client_start()
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
 * wb_client_set_trust:
 * @self: a client that is not started
 * @trust: (nullable): the certificate authorities to accept, see
 *   wb_trust_load(); %NULL for those of the system
 *
 * Sets the authorities for encrypted connections. In any case, the certificate
 * must be valid for the host of the address and at the current time.
 */
void
wb_client_set_trust (WbClient     *self,
                     GTlsDatabase *trust)
{
  g_return_if_fail (WB_IS_CLIENT (self));
  g_return_if_fail (trust == NULL || G_IS_TLS_DATABASE (trust));

  g_set_object (&self->trust, trust);
}
