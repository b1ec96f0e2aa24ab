/* wb-word.c: what legacy pages say in two ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-word.h"

static const char *const strings[WB_N_TOPICS][WB_N_WORDS] = {
  [WB_TOPIC_THEME] = { [WB_WORD_MAIN] = "themeChange", [WB_WORD_OTHER] = "changeTheme" },
  [WB_TOPIC_HOT] = { [WB_WORD_MAIN] = "hot", [WB_WORD_OTHER] = "hotproduct" },
};

WbWord
wb_word_other (WbWord word)
{
  return word == WB_WORD_MAIN ? WB_WORD_OTHER : WB_WORD_MAIN;
}

const char *
wb_word_to_string (WbTopic topic,
                   WbWord  word)
{
  g_return_val_if_fail (topic < WB_N_TOPICS && word < WB_N_WORDS, NULL);

  return strings[topic][word];
}

gboolean
wb_word_from_string (const char *string,
                     WbTopic    *ret_topic,
                     WbWord     *ret_word)
{
  for (guint topic = 0; topic < WB_N_TOPICS; topic++)
    for (guint word = 0; word < WB_N_WORDS; word++)
      if (g_strcmp0 (string, strings[topic][word]) == 0)
        {
          *ret_topic = topic;
          *ret_word = word;
          return TRUE;
        }

  return FALSE;
}
