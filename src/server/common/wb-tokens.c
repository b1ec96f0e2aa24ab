/* wb-tokens.c: the tokens of clients, and their rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tokens.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

#include "file/wb-secret-file.h"
#include "support/wb-name.h"
#include "wb-server-error.h"

#define DIGEST_SIZE 32

/* The most tokens of a file: each is compared with every candidate. */
#define MAX_TOKENS 1024

/* The shortest token of a file, in characters. Drawn at random it has 64 bits or more, too many to be guessed
 * at any rate that a server answers. */
#define MIN_LENGTH 16

/* What the one token of a file is called in which it has no name. */
#define ONLY_NAME "token"

struct _WbToken
{
  char    *name;
  WbRight  right;
  guint8   digest[DIGEST_SIZE];
};

struct _WbTokens
{
  gatomicrefcount  count;
  GArray          *tokens; /* of WbToken */
};

static void
token_clear (gpointer data)
{
  WbToken *token = data;

  g_free (token->name);
}

static WbTokens *
tokens_new_empty (void)
{
  WbTokens *self = g_new0 (WbTokens, 1);

  g_atomic_ref_count_init (&self->count);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (WbToken));
  g_array_set_clear_func (self->tokens, token_clear);

  return self;
}

static void
make_digest (const char *text,
             guint8      bytes[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST_SIZE;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, bytes, &size);
}

/* All bits 1 where the digests are the same, all 0 where they differ, without a branch on what is in them. */
static gsize
same_mask (const guint8 one[DIGEST_SIZE],
           const guint8 other[DIGEST_SIZE])
{
  guint32 difference = 0;

  for (guint i = 0; i < DIGEST_SIZE; i++)
    difference |= one[i] ^ other[i];

  return (gsize) 0 - (gsize) ((difference - 1) >> 31);
}

static const WbToken *
find_digest (const WbTokens *self,
             const guint8    digest[DIGEST_SIZE])
{
  gsize found = 0;

  /* Compares all tokens to their end: the time reveals neither how much was right, nor which. */
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const WbToken *token = &g_array_index (self->tokens, WbToken, i);

      found |= same_mask (token->digest, digest) & ((gsize) i + 1);
    }

  return found > 0 ? &g_array_index (self->tokens, WbToken, found - 1) : NULL;
}

static void
add (WbTokens   *self,
     const char *name,
     WbRight     right,
     const char *secret)
{
  WbToken token = { .name = g_strdup (name), .right = right };

  make_digest (secret, token.digest);
  g_array_append_val (self->tokens, token);
}

static gboolean
read_right (const char *word,
            WbRight    *ret_right)
{
  if (strcmp (word, "view") == 0)
    *ret_right = WB_RIGHT_VIEW;
  else if (strcmp (word, "control") == 0)
    *ret_right = WB_RIGHT_CONTROL;
  else
    return FALSE;

  return TRUE;
}

/* Splits a line at its first two gaps; what is missing is empty. */
static void
split_line (char  *line,
            char  *words[3])
{
  for (guint i = 0; i < 3; i++)
    {
      words[i] = line;
      if (i < 2)
        line += strcspn (line, " \t");
      if (i < 2 && *line != '\0')
        {
          *line++ = '\0';
          line += strspn (line, " \t");
        }
    }
}

static gboolean
has_name (const WbTokens *self,
          const char     *name)
{
  for (guint i = 0; i < self->tokens->len; i++)
    if (strcmp (g_array_index (self->tokens, WbToken, i).name, name) == 0)
      return TRUE;

  return FALSE;
}

static const char *
find_weakness (const char *secret)
{
  if (g_utf8_strlen (secret, -1) >= MIN_LENGTH)
    return NULL;

  return _("gives a token of fewer than 16 characters, which can be guessed; make one with "
           "“head -c 24 /dev/urandom | base64”");
}

/* Returns what is wrong with the line, or NULL. The sentences repeat nothing of what is in it: it may be a
 * secret in the wrong place. */
static const char *
add_line (WbTokens *self,
          char     *line)
{
  char *words[3];
  WbRight right = WB_RIGHT_NONE;
  const char *problem;

  split_line (line, words);

  if (!wb_name_is_valid (words[0]) || !read_right (words[1], &right) ||
      *words[2] == '\0' || strpbrk (words[2], " \t") != NULL)
    problem = _("must read NAME view TOKEN or NAME control TOKEN; a token has no spaces");
  else if (has_name (self, words[0]))
    problem = _("gives a name that another line has; each token needs its own");
  else if (self->tokens->len == MAX_TOKENS)
    problem = _("is one token too many; a file holds up to 1024");
  else
    problem = find_weakness (words[2]);

  if (problem == NULL)
    {
      guint8 digest[DIGEST_SIZE];

      make_digest (words[2], digest);
      if (find_digest (self, digest) != NULL)
        problem = _("gives a token that another line has; one of them must change");
    }

  if (problem == NULL)
    add (self, words[0], right, words[2]);

  return problem;
}

/* Whether the only line of a file is a token and nothing else. A line of several words is not: a mistake in a
 * line with a name must not turn it into a token with the right to control. */
static gboolean
is_bare (const char *line)
{
  return strpbrk (line, " \t") == NULL;
}

static const char *
add_bare (WbTokens   *self,
          const char *line)
{
  const char *problem = find_weakness (line);

  if (problem == NULL)
    add (self, ONLY_NAME, WB_RIGHT_CONTROL, line);

  return problem;
}

/* Drops lines without a token, and keeps the numbers of the others. */
static void
list_lines (char      *text,
            GPtrArray *lines,
            GArray    *numbers)
{
  guint number = 0;

  while (text != NULL)
    {
      char *line = strsep (&text, "\n");

      number++;
      g_strstrip (line);
      if (*line == '\0' || *line == '#')
        continue;

      g_ptr_array_add (lines, line);
      g_array_append_val (numbers, number);
    }
}

/**
 * wb_tokens_new:
 * @secret: a token
 *
 * Returns: (transfer full): a set of this token, which has the right to control
 */
WbTokens *
wb_tokens_new (const char *secret)
{
  WbTokens *self;

  g_return_val_if_fail (secret != NULL, NULL);

  self = tokens_new_empty ();
  add (self, ONLY_NAME, WB_RIGHT_CONTROL, secret);

  return self;
}

/**
 * wb_tokens_parse:
 * @text: what is in a token file
 * @length: its length in bytes
 * @path: what to call the file in an error
 * @error: return location for an error
 *
 * Reads lines of the form `NAME view TOKEN` or `NAME control TOKEN`. Empty
 * lines and those that begin with `#` are left out. A file of one line without
 * white space is one token that may control. A token has 16 characters or more.
 *
 * Returns: (transfer full): the tokens, or %NULL with %WB_SERVER_ERROR_TOKEN
 */
WbTokens *
wb_tokens_parse (const char  *text,
                 gsize        length,
                 const char  *path,
                 GError     **error)
{
  g_autoptr (WbTokens) self = tokens_new_empty ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *copy = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* A zero byte counts as invalid UTF-8. */
  if (length == 0 || !g_utf8_validate_len (text, length, NULL))
    copy = g_strdup ("");
  else
    copy = g_strndup (text, length);

  list_lines (copy, lines, numbers);
  if (lines->len == 0)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” holds no token; it must hold one line of text, the token, or lines "
                     "that read NAME view TOKEN or NAME control TOKEN"),
                   path);
      return NULL;
    }

  for (guint i = 0; i < lines->len; i++)
    {
      char *line = g_ptr_array_index (lines, i);
      const char *problem = lines->len == 1 && is_bare (line) ? add_bare (self, line) : add_line (self, line);

      if (problem != NULL)
        {
          g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN, _("Line %u of the token file “%s” %s"),
                       g_array_index (numbers, guint, i), path, problem);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

/**
 * wb_tokens_load:
 * @path: the path of a token file
 * @error: return location for an error
 *
 * Reads the tokens of a file with wb_secret_file_read(), see
 * [func@wb_tokens_parse].
 *
 * Returns: (transfer full): the tokens, or %NULL with %WB_SERVER_ERROR_TOKEN
 */
WbTokens *
wb_tokens_load (const char  *path,
                GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  WbTokens *self;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = wb_secret_file_read (path, &length, &local_error);
  if (text == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN,
                   _("The token file “%s” cannot be read: %s"), path, local_error->message);
      return NULL;
    }

  self = wb_tokens_parse (text, length, path, error);
  explicit_bzero (text, length);

  return self;
}

WbTokens *
wb_tokens_ref (WbTokens *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);

  return self;
}

void
wb_tokens_unref (WbTokens *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;

  g_array_unref (self->tokens);
  g_free (self);
}

guint
wb_tokens_get_size (const WbTokens *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tokens->len;
}

/**
 * wb_tokens_check:
 * @self: a set
 * @candidate: (nullable): what a peer sent as its token
 *
 * Finds the token of a peer, with its right and its name for the log. It takes the
 * same time whatever is right about @candidate, since the digests of all tokens are
 * compared, each to its end.
 *
 * Returns: (transfer none) (nullable): the token, valid as long as @self, or
 *   %NULL if it is none of them
 */
const WbToken *
wb_tokens_check (const WbTokens *self,
                 const char     *candidate)
{
  guint8 digest[DIGEST_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  if (candidate == NULL)
    return NULL;

  make_digest (candidate, digest);

  return find_digest (self, digest);
}

/**
 * wb_tokens_find:
 * @self: a new set
 * @token: a token of an older set
 *
 * Looks for the same secret, to find out whether clients with it may stay. Its
 * name and its right may have changed.
 *
 * Returns: (transfer none) (nullable): the token of @self, or %NULL if it has
 *   vanished
 */
const WbToken *
wb_tokens_find (const WbTokens *self,
                const WbToken  *token)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  return find_digest (self, token->digest);
}

const char *
wb_token_get_name (const WbToken *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

WbRight
wb_token_get_right (const WbToken *self)
{
  g_return_val_if_fail (self != NULL, WB_RIGHT_NONE);

  return self->right;
}
