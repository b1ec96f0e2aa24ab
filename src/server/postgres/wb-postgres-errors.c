/* wb-postgres-errors.c: what is said to libpq, and what it says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-errors.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "support/wb-safe-text.h"

/* The longest text of the database that is passed on, in bytes. */
#define MAX_WORDS 300

/**
 * wb_postgres_tidy:
 * @text: (nullable): what libpq or the database says
 *
 * Returns: (transfer full): what it says first, in one line, in UTF-8 and not
 *   too many words
 */
char *
wb_postgres_tidy (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", 2);
  g_autofree char *valid = wb_safe_text_dup (lines[0] != NULL ? lines[0] : "");
  g_autoptr (GString) words = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (words->len > MAX_WORDS)
        {
          g_string_append (words, "…");
          break;
        }
      if (!g_unichar_isspace (c))
        g_string_append_unichar (words, c);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }

  g_strchomp (words->str);
  return g_strdup (words->str);
}

/* Of several addresses, libpq tells how it fared with each, and the last one is the one that counts: it is tried only
 * after the others. */
static const char *
find_last_attempt (const char *text)
{
  const char *found = text;

  while ((text = strstr (text, "\nconnection to server")) != NULL)
    found = ++text;

  return found;
}

/**
 * wb_postgres_describe_loss:
 * @text: what libpq says of a connection that there is not
 *
 * Says why the database cannot be reached, and what happens meanwhile. OpenSSL
 * does not say why it refuses a certificate, and libpq adds nothing.
 *
 * Returns: (transfer full): a sentence
 */
char *
wb_postgres_describe_loss (const char *text)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  text = find_last_attempt (text);
  if (g_str_has_prefix (text, "FATAL:  "))
    text += strlen ("FATAL:  ");
  words = wb_postgres_tidy (text);

  if (strstr (words, "certificate verify failed") != NULL)
    return g_strdup_printf (_("The database cannot be reached: nobody in the file “sslrootcert” vouches for its "
                              "certificate, or its time is over (%s); the last data stay until it is back"),
                            words);

  return g_strdup_printf (_("The database cannot be reached: %s; the last data stay until it is back"), words);
}

/**
 * wb_postgres_is_about_query:
 * @state: (nullable): the SQLSTATE of an error
 *
 * Tells what an error is about. One about a query speaks of what stands in the
 * query and in the tables that it names, and helps who has written it. Others
 * come from the machine of the database or from servers behind that, and may
 * name paths, hosts and users.
 *
 * Source: PostgreSQL documentation, “PostgreSQL Error Codes”.
 *
 * Returns: whether everybody who sees the board may read the message
 */
gboolean
wb_postgres_is_about_query (const char *state)
{
  /* Classes: not supported, values, rights and names, limits of a query, and what a query raises by
   * itself. Of those of the operator, only that the time was over. */
  static const char *const classes[] = {
    "0A", "20", "21", "22", "23", "25", "26", "42", "44", "54", "57014", "P0",
  };

  for (gsize i = 0; state != NULL && i < G_N_ELEMENTS (classes); i++)
    if (g_str_has_prefix (state, classes[i]))
      return TRUE;

  return FALSE;
}

/**
 * wb_postgres_find_line:
 * @result: a result that is an error
 * @sql: (nullable): the query
 *
 * Finds where a query went wrong; the database tells the character.
 *
 * Returns: the line, counted from 1, or 0 if it is not told
 */
guint
wb_postgres_find_line (const PGresult *result,
                       const char     *sql)
{
  const char *text = PQresultErrorField (result, PG_DIAG_STATEMENT_POSITION);
  guint64 position;
  guint line = 1;

  if (text == NULL || sql == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &position, NULL))
    return 0;

  for (const char *p = sql; *p != '\0' && position > 1; p = g_utf8_next_char (p), position--)
    line += *p == '\n' ? 1 : 0;

  return line;
}

/**
 * wb_postgres_check_address:
 * @address: a connection string or URI, or the name of a database
 * @error: return location for an error
 *
 * Checks how an address is written, without using it.
 *
 * Source: PostgreSQL documentation, “libpq: Connection Strings”.
 *
 * Returns: %TRUE if it can be read, or %FALSE with %WB_SERVER_ERROR_DATA, whose
 *   message does not repeat anything of it: there may be a password in it
 */
gboolean
wb_postgres_check_address (const char  *address,
                           GError     **error)
{
  gboolean is_string;
  PQconninfoOption *options;
  char *words = NULL;

  g_return_val_if_fail (address != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  is_string = strchr (address, '=') != NULL || g_str_has_prefix (address, "postgres://")
              || g_str_has_prefix (address, "postgresql://");
  if (!is_string)
    return TRUE;

  options = PQconninfoParse (address, &words);
  PQfreemem (words);
  if (options == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_DATA,
                   _("The address of the database cannot be read; write it like “host=/run/postgresql "
                     "dbname=shop” or “postgresql://user@host/shop”"));
      return FALSE;
    }

  PQconninfoFree (options);
  return TRUE;
}
