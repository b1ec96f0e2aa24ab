/* wb-answer.c: the answer to a getData, as a frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-answer.h"

/**
 * wb_answer_new:
 * @snapshot: what is known about the dataset
 * @request: a getData
 * @tell_problem: whether the peer understands `error`
 *
 * Builds the answer to a request, around the text that all answers share: its
 * cost in time and memory does not depend on the length of that.
 *
 * Returns: (transfer full) (nullable): the frame of the answer, or %NULL if
 *   there is none for such a peer: a legacy page parses `data` whatever it is
 */
WbWebsocketFrame *
wb_answer_new (WbSnapshot *snapshot,
               WbMessage  *request,
               gboolean    tell_problem)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *problem;
  GBytes *literal;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  problem = tell_problem ? wb_snapshot_get_problem (snapshot) : NULL;
  literal = wb_snapshot_get_literal (snapshot);
  if (literal == NULL && problem == NULL)
    return NULL;

  wb_message_split_answer (request, literal != NULL, problem, &before, &after);

  return wb_websocket_frame_new_around (before, literal, after);
}
