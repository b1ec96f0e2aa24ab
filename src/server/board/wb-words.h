/* wb-words.h: tells each client of a change in the word it uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-hub.h"

G_BEGIN_DECLS

/**
 * WbWords:
 * @has_other: by #WbTopic, whether any client has said %WB_WORD_OTHER
 *
 * Which words the clients of a board use. A legacy page knows only one of the
 * two. Once there are pages of both kinds, those that have said neither may be
 * of either, and get both.
 */
typedef struct
{
  gboolean has_other[WB_N_TOPICS];
} WbWords;

void     wb_words_note      (WbWords   *self,
                             WbSession *session,
                             WbMessage *message);
gboolean wb_words_send      (WbWords   *self,
                             WbSession *session,
                             WbMessage *message,
                             gint64     since);
gboolean wb_words_broadcast (WbWords   *self,
                             WbHub     *hub,
                             WbMessage *message,
                             gint64     since);

G_END_DECLS
