/* wb-exposition.c: the text format that Prometheus reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-exposition.h"

#include <string.h>

/* Line breaks are escaped, and the special characters: a backslash, and in the value of a label a quote. */
static void
append_escaped (GString    *text,
                const char *value,
                const char *special)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '\n')
        g_string_append (text, "\\n");
      else if (strchr (special, *p) != NULL)
        g_string_append_printf (text, "\\%c", *p);
      else
        g_string_append_c (text, *p);
    }
}

static void
append_series (GString    *text,
               const char *name,
               const char *label,
               const char *value)
{
  g_string_append (text, name);

  if (label != NULL)
    {
      g_string_append_printf (text, "{%s=\"", label);
      append_escaped (text, value, "\\\"");
      g_string_append (text, "\"}");
    }
}

/**
 * wb_exposition_head:
 * @text: what was written so far
 * @name: the name of a family of series
 * @type: `counter`, `gauge` or `histogram`
 * @help: one sentence on what it measures
 *
 * Writes what comes before the series of a family
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 */
void
wb_exposition_head (GString    *text,
                    const char *name,
                    const char *type,
                    const char *help)
{
  g_return_if_fail (text != NULL);

  g_string_append_printf (text, "# HELP %s ", name);
  append_escaped (text, help, "\\");
  g_string_append_printf (text, "\n# TYPE %s %s\n", name, type);
}

/**
 * wb_exposition_integer:
 * @text: what was written so far
 * @name: the name of a series
 * @label: (nullable): the name of its label
 * @value: (nullable): the value of the label, any text; %NULL without @label
 * @number: how many
 *
 * Writes a series.
 */
void
wb_exposition_integer (GString    *text,
                       const char *name,
                       const char *label,
                       const char *value,
                       gint64      number)
{
  g_return_if_fail (text != NULL);

  append_series (text, name, label, value);
  g_string_append_printf (text, " %" G_GINT64_FORMAT "\n", number);
}

/**
 * wb_exposition_seconds:
 * @text: what was written so far
 * @name: the name of a series
 * @label: (nullable): the name of its label
 * @value: (nullable): the value of the label, any text; %NULL without @label
 * @microseconds: how long, not negative
 *
 * Writes a series in seconds, with a point in every locale.
 */
void
wb_exposition_seconds (GString    *text,
                       const char *name,
                       const char *label,
                       const char *value,
                       gint64      microseconds)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (microseconds >= 0);

  append_series (text, name, label, value);
  g_string_append_printf (text, " %" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT "\n",
                          microseconds / G_USEC_PER_SEC, microseconds % G_USEC_PER_SEC);
}
