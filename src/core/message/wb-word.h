/* wb-word.h: what legacy pages say in two ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbTopic:
 * @WB_TOPIC_THEME: the theme, with the action `themeChange` or `changeTheme`
 * @WB_TOPIC_HOT: the hot chart in full screen, as `hot` or `hotproduct`
 *
 * What legacy pages tell each other in one of two words. A page understands only
 * the word that it says.
 */
typedef enum
{
  WB_TOPIC_THEME,
  WB_TOPIC_HOT,
} WbTopic;

/**
 * WbWord:
 * @WB_WORD_MAIN: the usual word
 * @WB_WORD_OTHER: the other one
 *
 * The words of a topic.
 */
typedef enum
{
  WB_WORD_MAIN,
  WB_WORD_OTHER,
} WbWord;

#define WB_N_TOPICS 2
#define WB_N_WORDS 2

WbWord      wb_word_other       (WbWord       word);
const char *wb_word_to_string   (WbTopic      topic,
                                 WbWord       word);
gboolean    wb_word_from_string (const char  *string,
                                 WbTopic     *ret_topic,
                                 WbWord      *ret_word);

G_END_DECLS
