/* tokens-work.c: tokens-work WORD TOKEN…: compares a word with tokens, once to warm up and once to be counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-tokens.h"

const WbToken *counted_check (const WbTokens *tokens,
                              const char     *word);

/* What test-tokens.c has the instructions of counted. */
G_NO_INLINE const WbToken *
counted_check (const WbTokens *tokens,
               const char     *word)
{
  return wb_tokens_check (tokens, word);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WbTokens) tokens = NULL;
  gboolean is_known;

  g_assert_cmpint (argc, >=, 3);
  for (int i = 2; i < argc; i++)
    g_string_append_printf (text, "name%d view %s\n", i, argv[i]);
  tokens = wb_tokens_parse (text->str, text->len, "tokens", NULL);
  g_assert_nonnull (tokens);

  /* The first call finds its functions and its memory; the second does what each later one does. */
  wb_tokens_check (tokens, "a word for practice");
  is_known = counted_check (tokens, argv[1]) != NULL;
  g_print ("%s\n", is_known ? "known" : "unknown");

  return 0;
}
