/* wb-feed.c: what a client knows of one dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-feed.h"
#include "wb-json.h"

struct _WbFeed
{
  char      *name;
  WbMessage *request;
  char      *text;
  gsize      length;
  WbDataset *dataset;
  char      *problem;
  gint64     time;
};

/* What a seed page appends to the chart's name to make its socketType. */
#define SOCKET_TYPE_SUFFIX "Data"

/**
 * wb_feed_new:
 * @chart_name: a valid dataset name
 *
 * Makes a feed that knows nothing yet.
 *
 * Returns: (transfer full): the feed
 */
WbFeed *
wb_feed_new (const char *chart_name)
{
  WbFeed *self;
  g_autofree char *socket_type = NULL;

  g_return_val_if_fail (wb_name_is_valid (chart_name), NULL);

  self = g_new0 (WbFeed, 1);
  self->name = g_strdup (chart_name);
  socket_type = g_strconcat (chart_name, SOCKET_TYPE_SUFFIX, NULL);
  self->request = wb_message_new_get_data (chart_name, socket_type);

  return self;
}

/**
 * wb_feed_free:
 * @self: (transfer full): a feed
 *
 * Frees a feed and what it knows.
 */
void
wb_feed_free (WbFeed *self)
{
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  wb_message_unref (self->request);
  g_free (self->name);
  g_free (self->text);
  g_free (self->problem);
  g_free (self);
}

/**
 * wb_feed_get_request:
 * @self: a feed
 *
 * Gets the message that asks for the dataset.
 *
 * Returns: (transfer none): a getData message
 */
WbMessage *
wb_feed_get_request (WbFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->request;
}

static void
take_problem (WbFeed     *self,
              const char *problem)
{
  if (problem == self->problem)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
}

/* Only the charts have a shape; of any other dataset it is known that it must be JSON. */
static gboolean
check_text (WbFeed      *self,
            const char  *text,
            gsize        length,
            WbDataset  **ret_dataset,
            GError     **error)
{
  WbChartKind kind;

  *ret_dataset = NULL;
  if (!wb_chart_kind_from_name (self->name, &kind))
    {
      if (wb_json_check (text, length, error))
        return TRUE;

      g_prefix_error (error, "%s: ", self->name);
      return FALSE;
    }

  *ret_dataset = wb_dataset_parse (kind, self->name, text, length, error);
  return *ret_dataset != NULL;
}

/* Returns whether the text is a new one. */
static gboolean
take_text (WbFeed      *self,
           const char  *text,
           GError     **error)
{
  gsize length = strlen (text);
  WbDataset *dataset;

  if (!check_text (self, text, length, &dataset, error))
    return FALSE;

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  self->dataset = dataset;
  g_free (self->text);
  self->text = g_memdup2 (text, length + 1);
  self->length = length;

  return TRUE;
}

/**
 * wb_feed_take_answer:
 * @self: a feed
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
wb_feed_take_answer (WbFeed    *self,
                     WbMessage *answer,
                     gint64     now)
{
  const char *text = wb_message_get_data (answer);
  const char *problem = wb_message_get_error (answer);
  gboolean same;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

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
 * wb_feed_restore:
 * @self: a feed that knows nothing yet
 * @text: what a server said of the dataset in an earlier life
 * @time: when it came: monotonic time in microseconds, which is negative for
 *   what is older than the machine is up
 *
 * Takes old data, to have something until there are new ones. What no longer
 * is a dataset is not taken.
 */
void
wb_feed_restore (WbFeed     *self,
                 const char *text,
                 gint64      time)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (take_text (self, text, NULL))
    self->time = time != 0 ? time : -1;
}

/**
 * wb_feed_get_text:
 * @self: a feed
 * @ret_length: (out) (optional): its length in bytes
 *
 * Gets the JSON text of the last good answer.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if there was none
 */
const char *
wb_feed_get_text (WbFeed *self,
                  gsize  *ret_length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->text != NULL && ret_length != NULL)
    *ret_length = self->length;

  return self->text;
}

/**
 * wb_feed_get_dataset:
 * @self: a feed
 *
 * Gets the dataset of the last good answer.
 *
 * Returns: (transfer none) (nullable): the dataset, or %NULL if there was
 *   none or no chart draws it
 */
WbDataset *
wb_feed_get_dataset (WbFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dataset;
}

/**
 * wb_feed_get_problem:
 * @self: a feed
 *
 * Gets what is wrong with the newest answer.
 *
 * Returns: (transfer none) (nullable): a sentence, or %NULL if nothing is
 */
const char *
wb_feed_get_problem (WbFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

/**
 * wb_feed_get_time:
 * @self: a feed
 *
 * Gets when the last good answer came.
 *
 * Returns: monotonic time in microseconds, 0 for never; negative for what came
 *   before the machine was started
 */
gint64
wb_feed_get_time (WbFeed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->time;
}

/**
 * wb_feed_dup_answered_name:
 * @answer: an answer to a getData
 *
 * Finds the dataset that an answer is about: its chartName, or what its
 * socketType says to a server that lost the former.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if it has none
 */
char *
wb_feed_dup_answered_name (WbMessage *answer)
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
