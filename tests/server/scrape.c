/* scrape.c: a reader of the text format of Prometheus, as strict as its specification
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "scrape.h"

/* https://prometheus.io/docs/instrumenting/exposition_formats/: one series a line, of at most one label
 * here */
#define SERIES \
  "^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"\\})?" \
  " (-?[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?)$"

struct _Scrape
{
  GRegex     *series;
  GHashTable *numbers;  /* series → double */
  GHashTable *counts;   /* family → how many lines */
  char       *family;   /* whose lines are being read */
  char       *type;

  /* The histogram that is being read. */
  double      last_bound;
  double      last_count;
};

static void
end_family (Scrape *self)
{
  if (g_strcmp0 (self->type, "histogram") == 0)
    {
      g_autofree char *count = g_strdup_printf ("%s_count", self->family);
      g_autofree char *sum = g_strdup_printf ("%s_sum", self->family);

      g_assert_true (self->last_bound == G_MAXDOUBLE);
      g_assert_true (scrape_has (self, sum));
      g_assert_cmpfloat (scrape_get (self, count), ==, self->last_count);
    }

  g_clear_pointer (&self->family, g_free);
  g_clear_pointer (&self->type, g_free);
  self->last_bound = -1;
  self->last_count = 0;
}

/* “# HELP name text”, then “# TYPE name type”: once each, and before what they describe. */
static void
read_head (Scrape     *self,
           const char *help,
           const char *type)
{
  g_auto (GStrv) help_words = g_strsplit (help, " ", 4);
  g_auto (GStrv) type_words = g_strsplit (type, " ", 4);

  end_family (self);
  g_assert_cmpuint (g_strv_length (help_words), ==, 4);
  g_assert_cmpuint (g_strv_length (type_words), ==, 4);
  g_assert_cmpstr (help_words[1], ==, "HELP");
  g_assert_cmpstr (type_words[0], ==, "#");
  g_assert_cmpstr (type_words[1], ==, "TYPE");
  g_assert_cmpstr (help_words[2], ==, type_words[2]);
  g_assert_true (g_str_has_suffix (help, "."));

  self->family = g_strdup (type_words[2]);
  self->type = g_strdup (type_words[3]);
  g_assert_false (g_hash_table_contains (self->counts, self->family));
  g_hash_table_insert (self->counts, g_strdup (self->family), GUINT_TO_POINTER (0));

  g_assert_true (g_str_equal (self->type, "counter") || g_str_equal (self->type, "gauge") ||
                 g_str_equal (self->type, "histogram"));
  g_assert_cmpint (g_str_equal (self->type, "counter"), ==, g_str_has_suffix (self->family, "_total"));
}

static void
check_bucket (Scrape     *self,
              const char *label,
              const char *bound,
              double      count)
{
  double value = g_str_equal (bound, "+Inf") ? G_MAXDOUBLE : g_ascii_strtod (bound, NULL);

  g_assert_cmpstr (label, ==, "le");
  g_assert_cmpfloat (value, >, self->last_bound);
  g_assert_cmpfloat (count, >=, self->last_count);
  self->last_bound = value;
  self->last_count = count;
}

static void
read_series (Scrape     *self,
             const char *line)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  g_autofree char *number = NULL;
  g_autofree char *series = NULL;
  const char *suffix;
  double *copy = g_new (double, 1);
  guint n;

  if (!g_regex_match (self->series, line, 0, &match))
    g_error ("not a series: %s", line);

  name = g_match_info_fetch (match, 1);
  label = g_match_info_fetch (match, 3);
  value = g_match_info_fetch (match, 4);
  number = g_match_info_fetch (match, 5);
  *copy = g_ascii_strtod (number, NULL);

  g_assert_nonnull (self->family);
  g_assert_true (g_str_has_prefix (name, self->family));
  suffix = name + strlen (self->family);
  if (g_str_equal (self->type, "histogram"))
    g_assert_true (g_strv_contains ((const char *[]) { "_bucket", "_sum", "_count", NULL }, suffix));
  else
    g_assert_cmpstr (suffix, ==, "");
  if (g_str_equal (suffix, "_bucket"))
    check_bucket (self, label, value, *copy);
  if (g_str_equal (self->type, "counter"))
    g_assert_cmpfloat (*copy, >=, 0);

  series = g_strndup (line, strlen (line) - strlen (number) - 1);
  g_assert_false (g_hash_table_contains (self->numbers, series));
  g_hash_table_insert (self->numbers, g_steal_pointer (&series), copy);

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, self->family));
  g_hash_table_insert (self->counts, g_strdup (self->family), GUINT_TO_POINTER (n + 1));
}

Scrape *
scrape_new (const char *text)
{
  Scrape *self = g_new0 (Scrape, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  self->series = g_regex_new (SERIES, 0, 0, NULL);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last_bound = -1;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (lines[n - 1], ==, ""); /* the last line ends too */

  for (guint i = 0; i < n - 1; i++)
    {
      if (g_str_has_prefix (lines[i], "# "))
        {
          read_head (self, lines[i], lines[i + 1]);
          i++;
        }
      else
        {
          read_series (self, lines[i]);
        }
    }
  end_family (self);

  return self;
}

void
scrape_free (Scrape *self)
{
  g_regex_unref (self->series);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->counts);
  g_free (self);
}

gboolean
scrape_has (Scrape     *self,
            const char *series)
{
  return g_hash_table_contains (self->numbers, series);
}

double
scrape_get (Scrape     *self,
            const char *series)
{
  double *number = g_hash_table_lookup (self->numbers, series);

  if (number == NULL)
    g_error ("there is no series %s", series);

  return *number;
}

guint
scrape_get_count (Scrape     *self,
                  const char *family)
{
  g_assert_true (g_hash_table_contains (self->counts, family));

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, family));
}
