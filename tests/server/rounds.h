/* rounds.h: upper bounds on time that hold on a busy machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Measures once, with peers of its own. Returns whether all was within its limit. */
typedef gboolean (*Round) (gpointer user_data);

/* Repeats a round until one is within the limit. Other load on the machine makes some rounds slow; a fault of
 * the program makes all of them slow, and the test fails. */
void rounds_assert (Round    round,
                    gpointer user_data);

G_END_DECLS
