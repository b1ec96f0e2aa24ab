/* wb-sample.c: finds the texts of many that need the most room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-sample.h"

#include <string.h>

/* How many names with the most characters are measured, and how many with the longest words, which decide on
 * wrapping. */
#define N_LONGEST 16
#define N_WORDS   8

/* Two names that begin with so many letters alike are cut in the middle. A Chinese character counts twice. */
#define ALIKE 6

static const char *
get_name (const WbSample *self,
          guint           item)
{
  const char *base = self->items;

  return *(const char *const *) (const void *) (base + item * self->size);
}

static guint
get_units (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

/* Estimates the width of a name and that of its longest word, in units of half an em. Lines may break between
 * Chinese characters. */
static void
estimate (const char *name,
          guint      *ret_length,
          guint      *ret_word)
{
  guint word = 0;

  *ret_length = *ret_word = 0;
  for (; *name != '\0'; name = g_utf8_next_char (name))
    {
      gunichar c = g_utf8_get_char (name);
      guint units = get_units (c);

      word = g_unichar_isspace (c) ? 0 : units == 2 ? 2 : word + units;
      *ret_length += units;
      *ret_word = MAX (*ret_word, word);
    }
}

typedef struct
{
  guint item;
  guint units;
} Candidate;

/* Keeps the largest candidates, in no order. Returns how many there are. */
static guint
keep_largest (Candidate *kept,
              guint      n_kept,
              guint      max,
              Candidate  next)
{
  guint least = 0;

  if (n_kept < max)
    {
      kept[n_kept] = next;
      return n_kept + 1;
    }

  for (guint i = 1; i < n_kept; i++)
    if (kept[i].units < kept[least].units)
      least = i;
  if (next.units > kept[least].units)
    kept[least] = next;

  return n_kept;
}

/**
 * wb_sample_find_longest:
 * @self: items
 *
 * Finds the names that are likely the widest, among all, without shaping them.
 *
 * Returns: (transfer container) (element-type utf8): the names, owned by the items
 */
GPtrArray *
wb_sample_find_longest (const WbSample *self)
{
  Candidate names[N_LONGEST];
  Candidate words[N_WORDS];
  guint n_names = 0;
  guint n_words = 0;
  GPtrArray *longest = g_ptr_array_new ();

  for (guint i = 0; i < self->n_items; i++)
    {
      guint length, word;

      estimate (get_name (self, i), &length, &word);
      n_names = keep_largest (names, n_names, N_LONGEST, (Candidate) { i, length });
      n_words = keep_largest (words, n_words, N_WORDS, (Candidate) { i, word });
    }
  for (guint i = 0; i < n_names; i++)
    g_ptr_array_add (longest, (gpointer) get_name (self, names[i].item));
  for (guint i = 0; i < n_words; i++)
    if (!g_ptr_array_find (longest, get_name (self, words[i].item), NULL))
      g_ptr_array_add (longest, (gpointer) get_name (self, words[i].item));

  return longest;
}

/* The first letters of a name, or %NULL if it has no more. */
static char *
dup_beginning (const char *name)
{
  const char *end = name;
  guint units = 0;

  while (*end != '\0' && units < ALIKE)
    {
      units += get_units (g_utf8_get_char (end));
      end = g_utf8_next_char (end);
    }

  return units >= ALIKE && *end != '\0' ? g_strndup (name, end - name) : NULL;
}

/**
 * wb_sample_find_twins:
 * @self: items
 *
 * Finds the beginnings that several names have in common, such as
 * “Warehouse North 1” and “Warehouse North 2”.
 *
 * Returns: (transfer full) (element-type utf8 utf8): the first letters of such
 *   names, and one of the names
 */
GHashTable *
wb_sample_find_twins (const WbSample *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *twins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_items; i++)
    {
      const char *name = get_name (self, i);
      g_autofree char *beginning = dup_beginning (name);
      const char *other = beginning != NULL ? g_hash_table_lookup (seen, beginning) : NULL;

      if (beginning == NULL)
        continue;
      if (other == NULL)
        g_hash_table_insert (seen, g_steal_pointer (&beginning), (gpointer) name);
      else if (!g_str_equal (other, name))
        g_hash_table_insert (twins, g_steal_pointer (&beginning), (gpointer) name);
    }

  return twins;
}

/**
 * wb_sample_choose_cut:
 * @twins: (element-type utf8 utf8): from wb_sample_find_twins()
 * @name: one of the names
 *
 * Chooses where a name that is too long is cut: at its end, or in the middle if
 * another name begins like it.
 *
 * Returns: %WB_TEXT_PLAIN or %WB_TEXT_CUT_MIDDLE
 */
WbTextFlags
wb_sample_choose_cut (GHashTable *twins,
                      const char *name)
{
  g_autofree char *beginning = dup_beginning (name);

  return beginning != NULL && g_hash_table_contains (twins, beginning) ? WB_TEXT_CUT_MIDDLE : WB_TEXT_PLAIN;
}

/**
 * wb_sample_find_numbers:
 * @self: items
 * @offset: of a number in the struct of an item
 * @format: writes a number
 * @form: the form of numbers
 *
 * Writes the numbers of all items. Digits have one width, so numbers that
 * differ only in digits are one string.
 *
 * Returns: (transfer full) (element-type utf8): the strings
 */
GPtrArray *
wb_sample_find_numbers (const WbSample *self,
                        gsize           offset,
                        WbSampleFormat  format,
                        WbNumberForm    form)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *strings = g_ptr_array_new_with_free_func (g_free);
  const char *base = self->items;

  for (guint i = 0; i < self->n_items; i++)
    {
      double value = *(const double *) (const void *) (base + i * self->size + offset);
      g_autofree char *string = format (value, form);

      for (char *c = string; *c != '\0'; c++)
        if (g_ascii_isdigit (*c))
          *c = '0';
      if (g_hash_table_contains (seen, string))
        continue;

      g_hash_table_add (seen, string);
      g_ptr_array_add (strings, g_steal_pointer (&string));
    }

  return strings;
}

/**
 * wb_sample_measure:
 * @strings: (element-type utf8): texts
 * @text: shapes text
 * @flags: their style
 *
 * Measures the widest of some texts in the size of labels. Widths grow with the
 * size.
 *
 * Returns: logical pixels
 */
double
wb_sample_measure (GPtrArray    *strings,
                   const WbText *text,
                   WbTextFlags   flags)
{
  double widest = 0;

  for (guint i = 0; i < strings->len; i++)
    {
      const char *string = g_ptr_array_index (strings, i);
      g_autoptr (PangoLayout) shape = wb_text_shape (text, string, 1, flags, G_MAXINT16);

      widest = MAX (widest, wb_text_get_width (shape));
    }

  return widest;
}
