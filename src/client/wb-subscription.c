/* wb-subscription.c: one dataset in one shape, as a client receives it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json/wb-json.h"
#include "support/wb-clock.h"
#include "support/wb-safe-text.h"
#include "wb-subscription.h"

struct _WbSubscription
{
  char        *name;
  gboolean     has_kind;
  WbChartKind  kind;
  gboolean     requires_welcome;
  WbMessage   *request;
  GBytes      *text; /* of the last good answer */
  WbDataset   *dataset;
  WbBoardPlan *plan;
  char        *problem;
  gboolean     missing;
  gint64       time;   /* of the last good answer, 0 for none */
  gint64       stored; /* when a restored text came, real time, 0 for one that came from the server */
  gboolean     live;    /* the data are those of the newest answer on this connection */
  gint64       contact; /* when they were last, 0 for never, if they are not now */
};

/* A legacy page appends this to the name of the chart for its socketType. */
#define SOCKET_TYPE_SUFFIX "Data"

/* The longest answer of a legacy server that a file is not there, in bytes. */
#define NOT_FOUND_MAX 1024

static WbSubscription *
new_subscription (const char *name)
{
  WbSubscription *self = g_new0 (WbSubscription, 1);

  self->name = g_strdup (name);
  self->request = wb_message_new_get_data (name, NULL);

  return self;
}

/**
 * wb_subscription_new:
 * @chart_name: a valid dataset name
 *
 * Makes a subscription without data. The name determines the shape that the data
 * must have: that of a chart, that of the plan of a board, or any.
 *
 * Returns: (transfer full): the subscription
 */
WbSubscription *
wb_subscription_new (const char *chart_name)
{
  WbSubscription *self;

  g_return_val_if_fail (wb_name_is_valid (chart_name), NULL);

  self = new_subscription (chart_name);
  self->has_kind = wb_chart_kind_from_name (chart_name, &self->kind);

  return self;
}

/**
 * wb_subscription_new_chart:
 * @name: a valid dataset name
 * @kind: the chart that draws it
 *
 * Returns: (transfer full): a subscription for data that must have the shape of
 *   a chart, independent of its name
 */
WbSubscription *
wb_subscription_new_chart (const char  *name,
                           WbChartKind  kind)
{
  WbSubscription *self;

  g_return_val_if_fail (wb_name_is_valid (name), NULL);

  self = new_subscription (name);
  self->has_kind = TRUE;
  self->kind = kind;
  self->requires_welcome = !g_str_equal (name, wb_chart_kind_get_name (kind));

  return self;
}

/**
 * wb_subscription_new_board:
 *
 * Returns: (transfer full): a subscription for the plan of the board
 */
WbSubscription *
wb_subscription_new_board (void)
{
  WbSubscription *self = new_subscription (WB_BOARD_PLAN_NAME);

  self->requires_welcome = TRUE;

  return self;
}

void
wb_subscription_free (WbSubscription *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  wb_message_unref (self->request);
  g_free (self->name);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self->problem);
  g_free (self);
}

const char *
wb_subscription_get_name (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * wb_subscription_requires_welcome:
 * @self: a subscription
 *
 * Tells whether to send the request only to a server that sent a welcome. A
 * legacy server looks for a file of any name, and may crash when there is none.
 *
 * Returns: %FALSE if any server may be asked
 */
gboolean
wb_subscription_requires_welcome (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->requires_welcome;
}

/**
 * wb_subscription_get_request:
 * @self: a subscription
 *
 * Returns: (transfer none): the getData message that asks for the dataset
 */
WbMessage *
wb_subscription_get_request (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request;
}

static void
take_problem (WbSubscription *self,
              const char     *problem)
{
  if (problem == NULL)
    self->live = TRUE;
  else
    wb_subscription_outdate (self, wb_clock_get_time ());

  if (problem == self->problem)
    return;

  g_free (self->problem);
  self->problem = problem != NULL ? wb_safe_text_dup (problem) : NULL;
}

/* A problem within a dataset begins with its name; that there is no such dataset does not. */
static gboolean
is_about (WbSubscription *self,
          const char     *problem)
{
  gsize length = strlen (self->name);

  return problem != NULL && strncmp (problem, self->name, length) == 0 && problem[length] == ':';
}

/* Returns the dataset that another subscription made of the same text, if it has the shape that is needed
 * here. */
static WbDataset *
find_parsed (WbSubscription *self,
             GBytes         *text,
             GPtrArray      *siblings)
{
  for (guint i = 0; i < siblings->len; i++)
    {
      WbSubscription *sibling = g_ptr_array_index (siblings, i);
      WbDataset *shared = NULL;

      if (sibling != self && sibling->dataset != NULL && g_bytes_equal (sibling->text, text))
        shared = wb_dataset_share (sibling->dataset, self->kind);
      if (shared != NULL)
        return shared;
    }

  return NULL;
}

static void
keep_text (WbSubscription *self,
           GBytes         *text)
{
  g_clear_pointer (&self->text, g_bytes_unref);
  self->text = g_bytes_ref (text);
}

/* Charts and boards have a shape; any other dataset must only be JSON. */
static gboolean
take_text (WbSubscription  *self,
           GBytes          *text,
           GPtrArray       *siblings,
           GError         **error)
{
  gsize length;
  const char *json = g_bytes_get_data (text, &length);
  WbDataset *dataset = NULL;
  WbBoardPlan *plan = NULL;

  if (self->has_kind)
    {
      dataset = find_parsed (self, text, siblings);
      if (dataset == NULL)
        dataset = wb_dataset_parse (self->kind, self->name, json, length, error);
      if (dataset == NULL)
        return FALSE;
    }
  else if (g_str_equal (self->name, WB_BOARD_PLAN_NAME))
    {
      plan = wb_board_plan_parse (self->name, json, length, error);
      if (plan == NULL)
        return FALSE;
    }
  else if (!wb_json_check (json, length, error))
    {
      g_prefix_error (error, "%s: ", self->name);
      return FALSE;
    }

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  self->dataset = dataset;
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  self->plan = plan;

  return TRUE;
}

/* Whether a text is what legacy servers say of a file that is not there: {"message":…,"status":404}. */
static gboolean
is_not_found (GBytes *text)
{
  gsize length = g_bytes_get_size (text);
  g_autoptr (JsonNode) root = NULL;
  JsonNode *status;

  if (length <= NOT_FOUND_MAX)
    root = wb_json_parse (g_bytes_get_data (text, NULL), length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  status = json_object_get_member (json_node_get_object (root), "status");

  return status != NULL && JSON_NODE_HOLDS_VALUE (status) && json_node_get_int (status) == 404;
}

/**
 * wb_subscription_take_answer:
 * @self: a subscription
 * @answer: an answer to its request, or live data that looks the same
 * @siblings: (element-type WbSubscription): the subscriptions of the same
 *   dataset; @self may be one of them
 * @now: the time, see wb_clock_get_time()
 *
 * Updates a subscription from an answer of the server. A text that a sibling
 * has parsed in the same shape is not parsed again: they share the dataset.
 *
 * An answer that cannot be used sets the problem and leaves the last good
 * dataset in place. An `error` in the answer is a problem as well; the data
 * beside it is the server's own last good one, so it replaces a different one
 * here, but it does not make an equal one fresh.
 *
 * Returns: %FALSE if the data cannot be used
 */
gboolean
wb_subscription_take_answer (WbSubscription *self,
                             WbMessage      *answer,
                             GPtrArray      *siblings,
                             gint64          now)
{
  GBytes *text = wb_message_get_dataset_text (answer);
  const char *problem = wb_message_get_error (answer);
  gboolean same;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);
  g_return_val_if_fail (siblings != NULL, FALSE);

  self->missing = text == NULL && !is_about (self, problem);
  if (text == NULL)
    {
      take_problem (self, problem != NULL ? problem : _("the server answered without data"));
      return TRUE;
    }

  /* An equal text keeps the dataset object, so that charts need not lay it out again. */
  same = self->text != NULL && g_bytes_equal (text, self->text);
  if (!same && !take_text (self, text, siblings, &error))
    {
      gboolean is_refusal = is_not_found (text);

      if (problem == NULL)
        problem = is_refusal ? _("the server has no such data") : error->message;
      take_problem (self, problem);
      return is_refusal;
    }

  /* All siblings hold the text of the newest answer, and so one copy of it. */
  keep_text (self, text);
  if (problem == NULL || !same)
    {
      self->time = now;
      self->stored = 0;
    }
  take_problem (self, problem);

  return TRUE;
}

/**
 * wb_subscription_restore:
 * @self: a subscription without data
 * @text: the text of the dataset from an earlier run
 * @siblings: (element-type WbSubscription): the subscriptions of the same dataset
 * @stored: when it came: real time in microseconds, not 0
 *
 * Takes old data, to be shown until the server sends new data. A text that is
 * not valid is ignored.
 */
void
wb_subscription_restore (WbSubscription *self,
                         GBytes         *text,
                         GPtrArray      *siblings,
                         gint64          stored)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (siblings != NULL);
  g_return_if_fail (stored != 0);

  if (!take_text (self, text, siblings, NULL))
    return;

  keep_text (self, text);
  self->stored = stored;
}

/**
 * wb_subscription_outdate:
 * @self: a subscription
 * @time: when the server was heard last, as of wb_clock_get_time()
 *
 * Notes that its data may not be those of the server any more.
 */
void
wb_subscription_outdate (WbSubscription *self,
                         gint64          time)
{
  g_return_if_fail (self != NULL);

  if (self->live)
    self->contact = time;
  self->live = FALSE;
}

/**
 * wb_subscription_get_text:
 * @self: a subscription
 *
 * Returns: (transfer none) (nullable): the JSON text of the last good answer,
 *   followed by a NUL that is not counted; %NULL if there was none
 */
GBytes *
wb_subscription_get_text (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * wb_subscription_get_dataset:
 * @self: a subscription
 *
 * Returns: (transfer none) (nullable): the dataset of the last good answer,
 *   %NULL if there was none or no chart draws it
 */
WbDataset *
wb_subscription_get_dataset (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dataset;
}

/**
 * wb_subscription_get_plan:
 * @self: a subscription
 *
 * Returns: (transfer none) (nullable): the plan of the last good answer, %NULL
 *   if there was none or the dataset is not a board
 */
WbBoardPlan *
wb_subscription_get_plan (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->plan;
}

/**
 * wb_subscription_is_missing:
 * @self: a subscription
 *
 * Returns: whether the newest answer says that the server has no such dataset
 */
gboolean
wb_subscription_is_missing (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->missing;
}

/**
 * wb_subscription_get_problem:
 * @self: a subscription
 *
 * Returns: (transfer none) (nullable): a sentence that says what is wrong with
 *   the newest answer, %NULL if nothing is
 */
const char *
wb_subscription_get_problem (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

/**
 * wb_subscription_set_problem:
 * @self: a subscription
 * @problem: why there are no data, or none newer
 *
 * Marks the data until the next answer.
 *
 * Returns: whether that is new
 */
gboolean
wb_subscription_set_problem (WbSubscription *self,
                             const char     *problem)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (problem != NULL, FALSE);

  if (g_strcmp0 (problem, self->problem) == 0)
    return FALSE;

  take_problem (self, problem);
  return TRUE;
}

/**
 * wb_subscription_get_time:
 * @self: a subscription
 *
 * Gets when the last good answer came. For data of an earlier run this depends
 * on the clock as it is set now: on a machine that starts with a wrong clock, it
 * changes once the right time is known.
 *
 * Returns: a time as of wb_clock_get_time(), 0 for never, %WB_CLOCK_UNKNOWN if the
 *   clock was wrong then or is wrong now
 */
gint64
wb_subscription_get_time (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->stored != 0 ? wb_clock_from_real (self->stored) : self->time;
}

/**
 * wb_subscription_is_live:
 * @self: a subscription
 *
 * Returns: whether its data are those of the server: there is a connection, and
 *   the newest answer on it has no problem
 */
gboolean
wb_subscription_is_live (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->live;
}

/**
 * wb_subscription_get_contact:
 * @self: a subscription that is not live
 *
 * Gets when its data were last known to be those of the server: data that had not
 * changed for long were live until the connection ended.
 *
 * Returns: a time like that of wb_subscription_get_time()
 */
gint64
wb_subscription_get_contact (WbSubscription *self)
{
  gint64 time;

  g_return_val_if_fail (self != NULL, 0);

  time = wb_subscription_get_time (self);

  return self->contact != 0 && (time == WB_CLOCK_UNKNOWN || self->contact > time) ? self->contact : time;
}

/**
 * wb_subscription_dup_answered_name:
 * @answer: an answer to a getData
 *
 * Finds the name of the dataset that an answer is about: its chartName, or, for
 * legacy servers that drop that, the one in its socketType.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if it has none
 */
char *
wb_subscription_dup_answered_name (WbMessage *answer)
{
  const char *name;

  g_return_val_if_fail (answer != NULL, NULL);

  name = wb_message_get_chart_name (answer);
  if (name != NULL)
    return g_strdup (name);

  name = wb_message_get_socket_type (answer);
  if (name == NULL)
    return NULL;
  if (g_str_has_suffix (name, SOCKET_TYPE_SUFFIX))
    return g_strndup (name, strlen (name) - strlen (SOCKET_TYPE_SUFFIX));

  return g_strdup (name);
}
