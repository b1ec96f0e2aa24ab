/* rounds.c: upper bounds on time that hold on a busy machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rounds.h"

#define MAX_ROUNDS 5

void
rounds_assert (Round    round,
               gpointer user_data)
{
  for (guint i = 0; i < MAX_ROUNDS; i++)
    if (round (user_data))
      return;

  g_error ("each of %d rounds was beyond the limit", MAX_ROUNDS);
}
