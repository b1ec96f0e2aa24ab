/* fuzz-driver.c: feeds a target its corpus and mutations of it, where there is no libFuzzer
 *
 * The mutations are the same in every run, so what fails here fails again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <glib.h>

#define SEED 20260101
#define MUTATIONS_AT_ONCE 4

static const char *const tokens[] = {
  "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\u0061", "\n", " ", "-", "0", "1", "e",
  ".", "1e999", "-0", "0e1", "999999999999999999", "9999999999999999999", "true", "false", "null", "\"\"",
  "{}", "[]", "\"data\":", "\"action\":", "\"d\\u0061ta\":1,", "\xef\xbb\xbf", "\xff", "\xe2\x80\xa8",
  "\x7f", "auth ok",
};

static int
compare_bytes (gconstpointer a,
               gconstpointer b)
{
  return g_bytes_compare (*(gconstpointer *) a, *(gconstpointer *) b);
}

static GPtrArray *
load_corpus (const char *folder)
{
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *text;
      gsize length;

      g_file_get_contents (path, &text, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_bytes_new_take (text, length));
    }

  /* A folder is read in any order, and the mutations depend on the order. */
  g_ptr_array_sort (corpus, compare_bytes);

  return g_steal_pointer (&corpus);
}

static void
mutate (GString   *text,
        GRand     *random,
        GPtrArray *corpus)
{
  gsize at = text->len > 0 ? (gsize) g_rand_int_range (random, 0, (gint32) text->len) : 0;
  gsize rest = text->len - at;
  GBytes *other = g_ptr_array_index (corpus, g_rand_int_range (random, 0, (gint32) corpus->len));
  gsize n = rest > 0 ? (gsize) g_rand_int_range (random, 1, (gint32) MIN (rest, 32) + 1) : 0;

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      g_string_insert (text, at, tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))]);
      break;
    case 1:
      g_string_erase (text, at, n);
      break;
    case 2:
      if (rest > 0)
        text->str[at] ^= (char) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 3:
      {
        g_autofree char *copy = g_strndup (text->str + at, n);

        g_string_insert (text, g_rand_int_range (random, 0, (gint32) text->len + 1), copy);
      }
      break;
    case 4:
      g_string_erase (text, at, n);
      g_string_insert (text, at, tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))]);
      break;
    default:
      g_string_truncate (text, at);
      g_string_append_len (text, g_bytes_get_data (other, NULL), g_bytes_get_size (other));
      break;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) corpus = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_runs;

  if (argc != 3)
    {
      g_printerr ("usage: %s FOLDER COUNT\n", argv[0]);
      return 2;
    }

  corpus = load_corpus (argv[1]);
  n_runs = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  g_assert_cmpuint (corpus->len, >, 0);

  for (guint i = 0; i < corpus->len + n_runs; i++)
    {
      GBytes *source = g_ptr_array_index (corpus, i % corpus->len);
      g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (source, NULL),
                                                   g_bytes_get_size (source));
      gint32 n = i < corpus->len ? 0 : g_rand_int_range (random, 1, MUTATIONS_AT_ONCE + 1);

      for (gint32 j = 0; j < n; j++)
        mutate (text, random, corpus);
      LLVMFuzzerTestOneInput ((const uint8_t *) text->str, text->len);
    }

  g_print ("%u texts and %u mutations\n", corpus->len, n_runs);
  return 0;
}
