/* wb-postgres-errors.c: error messages and addresses of PostgreSQL
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-postgres-errors.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "support/wb-safe-text.h"

/* The longest message of the database that is passed on, in bytes. */
#define MAX_WORDS 300

/**
 * wb_postgres_tidy:
 * @text: (nullable): a message of libpq or the database
 *
 * Returns: (transfer full): the beginning of the message as one line of valid
 *   UTF-8
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

/* For several addresses, libpq reports the result of each. The last one is returned, since it is tried only
 * after the others failed. */
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
 * @text: the message of libpq about a connection that failed
 *
 * Describes why the database cannot be reached, and what the board shows
 * meanwhile. OpenSSL does not report why it refuses a certificate, so such
 * messages are explained.
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
    return g_strdup_printf (_("The database cannot be reached: no authority in the file “sslrootcert” has "
                              "signed its certificate, or it is not valid now (%s); the last data stay until "
                              "it is back"),
                            words);

  return g_strdup_printf (_("The database cannot be reached: %s; the last data stay until it is back"),
                          words);
}

/**
 * wb_postgres_is_about_query:
 * @state: (nullable): the SQLSTATE of an error
 *
 * Tells errors about a query from others. A message about a query mentions only
 * the query and its tables, and helps its author. Other messages may name
 * paths, hosts and users of the database's machine.
 *
 * Source: PostgreSQL documentation, “PostgreSQL Error Codes”.
 *
 * Returns: whether the message may be shown on the board
 */
gboolean
wb_postgres_is_about_query (const char *state)
{
  /* Classes: not supported, values, rights and names, limits of a query, and errors raised by a query. Of the
   * class of operator intervention, only the timeout. */
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
 * @result: an error result
 * @sql: (nullable): the query
 *
 * Returns: the line of the error, counted from 1, or 0 if it is not known
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
 * Checks the syntax of an address without connecting.
 *
 * Source: PostgreSQL documentation, “libpq: Connection Strings”.
 *
 * Returns: %TRUE if it is valid, or %FALSE with %WB_SERVER_ERROR_DATA; the
 *   message does not quote the address, which may contain a password
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

  is_string = strchr (address, '=') != NULL || g_str_has_prefix (address, "postgres://") ||
              g_str_has_prefix (address, "postgresql://");
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
