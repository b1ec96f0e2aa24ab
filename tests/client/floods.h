/* floods.h: what servers send without an end, or oddly cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hostile.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  TalkFunc    function;
  const char *words;     /* for wallboardctl */
  const char *complaint; /* its expected message, NULL for any */
} Flood;

extern const Flood floods[];
extern const gsize n_floods;

/* The same messages in pieces of different sizes. */
extern const Flood pieces[];
extern const gsize n_pieces;

/* Before the first of them is sent. */
void floods_init (void);

G_END_DECLS
