/* wb-answer.c: answers to getData requests, as frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-answer.h"

#include <glib/gi18n-lib.h>

#include "support/wb-name.h"

/* How many of the latest answers are compared with a request: displays of one kind send equal requests, and
 * there are few kinds. This bounds the memory and the time of a comparison, whatever clients ask for. */
#define N_RECENT 8

/* An answer that equal requests share. */
typedef struct
{
  WbMessage        *request;   /* NULL in a free place */
  gboolean          speaks_v1;
  WbWebsocketFrame *frame;     /* NULL if there is no answer */
} Answer;

struct _WbAnswers
{
  WbSource   *source;
  GHashTable *snapshots;        /* name → WbSnapshot; at most WB_SUBSCRIPTIONS_MAX, those of one client */
  Answer      recent[N_RECENT]; /* a ring */
  guint       n_built;
};

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->request, wb_message_unref);
  g_clear_pointer (&answer->frame, wb_websocket_frame_unref);
}

/**
 * wb_answer_new_missing:
 * @name: (nullable): the name that was asked for
 *
 * Returns: (transfer full): a snapshot without data that says why there are none
 */
WbSnapshot *
wb_answer_new_missing (const char *name)
{
  g_autofree char *problem = wb_name_is_valid (name)
                               ? g_strdup_printf (_("The server has no dataset “%s”"), name)
                               : g_strdup (_("The request does not name a dataset"));

  return wb_snapshot_new (NULL, 0, problem);
}

/**
 * wb_answer_new:
 * @snapshot: what is known about the dataset
 * @request: a getData
 * @speaks_v1: whether the client negotiated `wallboard.v1`, and so understands `error`
 *
 * Builds the answer to a request, around the text that all answers share: its
 * cost in time and memory does not depend on the length of that text.
 *
 * Returns: (transfer full) (nullable): the frame of the answer, or %NULL if a
 *   legacy client gets none: it parses `data` without checking whether there are any
 */
WbWebsocketFrame *
wb_answer_new (WbSnapshot *snapshot,
               WbMessage  *request,
               gboolean    speaks_v1)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *problem;
  GBytes *literal;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  problem = speaks_v1 ? wb_snapshot_get_problem (snapshot) : NULL;
  literal = wb_snapshot_get_literal (snapshot);
  if (literal == NULL && problem == NULL)
    return NULL;

  wb_message_split_answer (request, literal != NULL, problem, &before, &after);

  return wb_websocket_frame_new_around (before, literal, after);
}

/**
 * wb_answers_new:
 * @source: where datasets come from
 *
 * Returns: (transfer full): answers, to be freed before a dataset of @source
 *   changes again
 */
WbAnswers *
wb_answers_new (WbSource *source)
{
  WbAnswers *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_new0 (WbAnswers, 1);
  self->source = g_object_ref (source);
  self->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) wb_snapshot_unref);

  return self;
}

void
wb_answers_free (WbAnswers *self)
{
  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < N_RECENT; i++)
    answer_clear (&self->recent[i]);
  g_hash_table_unref (self->snapshots);
  g_object_unref (self->source);
  g_free (self);
}

/**
 * wb_answers_get_snapshot:
 * @self: answers
 * @name: a valid name of a dataset
 *
 * Returns: (transfer none): what is known about the dataset, which may be only
 *   that it does not exist
 */
WbSnapshot *
wb_answers_get_snapshot (WbAnswers  *self,
                         const char *name)
{
  WbSnapshot *snapshot;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (wb_name_is_valid (name), NULL);

  snapshot = g_hash_table_lookup (self->snapshots, name);
  if (snapshot == NULL)
    {
      snapshot = wb_source_load (self->source, name);
      if (snapshot == NULL)
        snapshot = wb_answer_new_missing (name);
      g_hash_table_insert (self->snapshots, g_strdup (name), snapshot);
    }

  return snapshot;
}

/**
 * wb_answers_get_frame:
 * @self: answers
 * @request: a getData that names a dataset
 * @speaks_v1: as in wb_answer_new()
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL as in wb_answer_new()
 */
WbWebsocketFrame *
wb_answers_get_frame (WbAnswers *self,
                      WbMessage *request,
                      gboolean   speaks_v1)
{
  WbSnapshot *snapshot;
  Answer *answer;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  for (gsize i = 0; i < N_RECENT; i++)
    {
      answer = &self->recent[i];
      if (answer->request != NULL && answer->speaks_v1 == speaks_v1 &&
          g_bytes_equal (wb_message_get_bytes (answer->request), wb_message_get_bytes (request)))
        return answer->frame != NULL ? wb_websocket_frame_ref (answer->frame) : NULL;
    }

  snapshot = wb_answers_get_snapshot (self, wb_message_get_chart_name (request));
  answer = &self->recent[self->n_built++ % N_RECENT];
  answer_clear (answer);
  answer->request = wb_message_ref (request);
  answer->speaks_v1 = speaks_v1;
  answer->frame = wb_answer_new (snapshot, request, speaks_v1);

  return answer->frame != NULL ? wb_websocket_frame_ref (answer->frame) : NULL;
}
