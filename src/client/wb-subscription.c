/* wb-subscription.c: what a client knows of one dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "json/wb-json.h"
#include "support/wb-safe-text.h"
#include "wb-subscription.h"

struct _WbSubscription
{
  char        *name;
  gboolean     has_kind;
  WbChartKind  kind;
  gboolean     requires_welcome;
  WbMessage   *request;
  char        *text;
  gsize        length;
  WbDataset   *dataset;
  WbBoardPlan *plan;
  char        *problem;
  gboolean     missing;
  gint64       time;
};

/* What a legacy page appends to the chart's name to make its socketType. */
#define SOCKET_TYPE_SUFFIX "Data"

static WbSubscription *
new_feed (const char *name)
{
  WbSubscription *self = g_new0 (WbSubscription, 1);
  g_autofree char *socket_type = g_strconcat (name, SOCKET_TYPE_SUFFIX, NULL);

  self->name = g_strdup (name);
  self->request = wb_message_new_get_data (name, socket_type);

  return self;
}

/**
 * wb_subscription_new:
 * @chart_name: a valid dataset name
 *
 * Makes a subscription that knows nothing yet. The name tells which shape the data must
 * have: that of a chart, that of the plan of a board, or any.
 *
 * Returns: (transfer full): The subscription
 */
WbSubscription *
wb_subscription_new (const char *chart_name)
{
  WbSubscription *self;

  g_return_val_if_fail (wb_name_is_valid (chart_name), NULL);

  self = new_feed (chart_name);
  self->has_kind = wb_chart_kind_from_name (chart_name, &self->kind);

  return self;
}

/**
 * wb_subscription_new_chart:
 * @name: a valid dataset name
 * @kind: the chart that shall draw it
 *
 * Makes a subscription of data that must have the shape of a chart, whatever its name.
 *
 * Returns: (transfer full): The subscription
 */
WbSubscription *
wb_subscription_new_chart (const char  *name,
                           WbChartKind  kind)
{
  WbSubscription *self;

  g_return_val_if_fail (wb_name_is_valid (name), NULL);

  self = new_feed (name);
  self->has_kind = TRUE;
  self->kind = kind;
  self->requires_welcome = !g_str_equal (name, wb_chart_kind_get_name (kind));

  return self;
}

/**
 * wb_subscription_new_board:
 *
 * Makes a subscription of the plan of the board.
 *
 * Returns: (transfer full): The subscription
 */
WbSubscription *
wb_subscription_new_board (void)
{
  WbSubscription *self = new_feed (WB_BOARD_PLAN_NAME);

  self->requires_welcome = TRUE;

  return self;
}

/**
 * wb_subscription_free:
 * @self: (transfer full): a subscription
 *
 * Frees a subscription and what it knows.
 */
void
wb_subscription_free (WbSubscription *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  wb_message_unref (self->request);
  g_free (self->name);
  g_free (self->text);
  g_free (self->problem);
  g_free (self);
}

/**
 * wb_subscription_get_name:
 * @self: a subscription
 *
 * Gets the name of its dataset.
 *
 * Returns: (transfer none): the name
 */
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
 * Tells whether only a server that said welcome is to be asked. A legacy
 * server looks for a file of any name, and may end when there is none.
 *
 * Returns: %TRUE if so
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
 * Gets the message that asks for the dataset.
 *
 * Returns: (transfer none): a getData message
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
  if (problem == self->problem)
    return;

  g_free (self->problem);
  self->problem = problem != NULL ? wb_safe_text_dup (problem) : NULL;
}

/* What is wrong in a dataset begins with its name; what is wrong with having one does not. */
static gboolean
is_about (WbSubscription *self,
          const char     *problem)
{
  gsize length = strlen (self->name);

  return problem != NULL && strncmp (problem, self->name, length) == 0 && problem[length] == ':';
}

/* Only charts and boards have a shape; of any other dataset it is known that it must be JSON. */
static gboolean
check_text (WbSubscription  *self,
            const char      *text,
            gsize            length,
            WbDataset      **ret_dataset,
            WbBoardPlan    **ret_plan,
            GError         **error)
{
  *ret_dataset = NULL;
  *ret_plan = NULL;

  if (self->has_kind)
    {
      *ret_dataset = wb_dataset_parse (self->kind, self->name, text, length, error);
      return *ret_dataset != NULL;
    }
  if (g_str_equal (self->name, WB_BOARD_PLAN_NAME))
    {
      *ret_plan = wb_board_plan_parse (self->name, text, length, error);
      return *ret_plan != NULL;
    }
  if (wb_json_check (text, length, error))
    return TRUE;

  g_prefix_error (error, "%s: ", self->name);
  return FALSE;
}

/* Returns whether the text is a new one. */
static gboolean
take_text (WbSubscription  *self,
           const char      *text,
           GError         **error)
{
  gsize length = strlen (text);
  WbDataset *dataset;
  WbBoardPlan *plan;

  if (!check_text (self, text, length, &dataset, &plan, error))
    return FALSE;

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  self->dataset = dataset;
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  self->plan = plan;
  g_free (self->text);
  self->text = g_memdup2 (text, length + 1);
  self->length = length;

  return TRUE;
}

/**
 * wb_subscription_take_answer:
 * @self: a subscription
 * @answer: an answer to its request, or live data that looks the same
 * @now: the monotonic time, in microseconds
 *
 * Takes what a server says of the dataset.
 *
 * What cannot be used sets the problem and leaves the last good dataset in
 * place. An `error` in the answer is a problem as well; the data beside it is
 * the server's own last good one, so it is taken where it is news, but it does
 * not make an old dataset fresh.
 */
void
wb_subscription_take_answer (WbSubscription *self,
                             WbMessage      *answer,
                             gint64          now)
{
  const char *text = wb_message_get_data (answer);
  const char *problem = wb_message_get_error (answer);
  gboolean same;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  self->missing = text == NULL && !is_about (self, problem);
  if (text == NULL)
    {
      take_problem (self, problem != NULL ? problem : _("the server has no such data"));
      return;
    }

  /* The same bytes make the same dataset, which a chart then need not lay out again. */
  same = self->text != NULL && g_str_equal (text, self->text);
  if (!same && !take_text (self, text, &error))
    {
      take_problem (self, problem != NULL ? problem : error->message);
      return;
    }

  if (problem == NULL || !same)
    self->time = now;
  take_problem (self, problem);
}

/**
 * wb_subscription_restore:
 * @self: a subscription that knows nothing yet
 * @text: what a server said of the dataset in an earlier life
 * @time: when it came: monotonic time in microseconds, which is negative for
 *   what is older than the machine is up
 *
 * Takes old data, to have something until there are new ones. What no longer
 * is a dataset is not taken.
 */
void
wb_subscription_restore (WbSubscription *self,
                         const char     *text,
                         gint64          time)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (take_text (self, text, NULL))
    self->time = time != 0 ? time : -1;
}

/**
 * wb_subscription_get_text:
 * @self: a subscription
 * @ret_length: (out) (optional): its length in bytes
 *
 * Gets the JSON text of the last good answer.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if there was none
 */
const char *
wb_subscription_get_text (WbSubscription *self,
                          gsize          *ret_length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->text != NULL && ret_length != NULL)
    *ret_length = self->length;

  return self->text;
}

/**
 * wb_subscription_get_dataset:
 * @self: a subscription
 *
 * Gets the dataset of the last good answer.
 *
 * Returns: (transfer none) (nullable): the dataset, or %NULL if there was
 *   none or no chart draws it
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
 * Gets the plan of the last good answer.
 *
 * Returns: (transfer none) (nullable): the plan, or %NULL if there was none or
 *   the dataset is not a board
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
 * Tells whether the newest answer says that the server has no such dataset.
 *
 * Returns: %TRUE if so
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
 * Gets what is wrong with the newest answer.
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if nothing is
 */
const char *
wb_subscription_get_problem (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

/**
 * wb_subscription_get_time:
 * @self: a subscription
 *
 * Gets when the last good answer came.
 *
 * Returns: monotonic time in microseconds, 0 for never; negative for what came
 *   before the machine was started
 */
gint64
wb_subscription_get_time (WbSubscription *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->time;
}

/**
 * wb_subscription_dup_answered_name:
 * @answer: an answer to a getData
 *
 * Finds the dataset that an answer is about: its chartName, or what its
 * socketType says to a server that lost the former.
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
