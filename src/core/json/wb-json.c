/* wb-json.c: checks untrusted JSON
 *
 * json-glib 1.6 accepts more than JSON (comments, octal numbers), which would
 * break the pages that pass the same bytes to JSON.parse(); it recurses to any
 * depth, aborts on half a surrogate pair, and overflows on whole numbers past
 * 64 bits. So a text is first checked here against RFC 8259, without recursion,
 * and json-glib gets a copy without the last two. json-glib 1.10 has a strict
 * mode and a limit on depth; the limits on members and memory, that copy, and
 * finding the place of a member would still need this code.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-json-private.h"

#include <string.h>

#include "file/wb-file.h"
#include "support/wb-error.h"

/* The memory that a node of json-glib takes beside the characters of a string, in bytes, as measured with
 * 1.6: the 2 bytes “1,” take 82, and the 3 bytes “{},” take 300. */
#define SCALAR_MEMORY 88
#define ARRAY_MEMORY  128
#define OBJECT_MEMORY 304
#define MEMBER_MEMORY 168

/* The most digits of a whole number that surely fits into 64 bits. Longer ones, such as nanoseconds or ids of
 * some databases, become floating-point numbers in the tree, as in JavaScript. */
#define MAX_DIGITS 18

/* The tokens that may come next. */
typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_KEY,
  EXPECT_KEY_OR_END,
  EXPECT_COLON,
  EXPECT_COMMA_OR_END,
} Expect;

G_STATIC_ASSERT (WB_JSON_MAX_DEPTH <= 32);

static gboolean
fail (WbJsonChecker *self,
      int            code,
      const char    *what)
{
  guint line = 1;
  glong column;
  const char *start = self->text;
  const char *here = self->text + self->at;

  for (const char *p = start; (p = memchr (p, '\n', here - p)) != NULL; start = ++p)
    line++;

  column = g_utf8_strlen (start, here - start) + 1;
  g_set_error (self->error, WB_CORE_ERROR, code, "line %u, column %ld: %s", line, column, what);

  return FALSE;
}

/* Fails at an earlier place. */
static gboolean
fail_at (WbJsonChecker *self,
         gsize          at,
         int            code,
         const char    *what)
{
  self->at = at;

  return fail (self, code, what);
}

static gboolean
fail_syntax (WbJsonChecker *self,
             const char    *what)
{
  return fail (self, WB_CORE_ERROR_SYNTAX, self->at < self->length ? what : "the text ends too early");
}

/* Writes @other into the copy instead of the text from @start to the current place. */
static void
replace (WbJsonChecker *self,
         gsize          start,
         const char    *other)
{
  if (!self->parses || self->is_leaving_out)
    return;

  if (self->copy == NULL)
    self->copy = g_string_sized_new (self->length + 64);
  g_string_append_len (self->copy, self->text + self->n_copied, start - self->n_copied);
  g_string_append (self->copy, other);
  self->n_copied = self->at;
}

static char
peek (WbJsonChecker *self)
{
  return self->at < self->length ? self->text[self->at] : '\0';
}

static void
skip_space (WbJsonChecker *self)
{
  while (self->at < self->length && strchr (" \t\r\n", self->text[self->at]) != NULL)
    self->at++;
}

static gboolean
skip_digits (WbJsonChecker *self)
{
  gsize start = self->at;

  while (g_ascii_isdigit (peek (self)))
    self->at++;

  return self->at > start;
}

/* Reads the four digits of a \u escape. */
static gboolean
check_code_unit (WbJsonChecker *self,
                 guint         *ret_unit)
{
  guint unit = 0;

  for (guint i = 0; i < 4; i++, self->at++)
    {
      int digit = g_ascii_xdigit_value (peek (self));

      if (digit < 0)
        return fail_syntax (self, "expected four hexadecimal digits after “\\u”");
      unit = unit << 4 | (guint) digit;
    }

  *ret_unit = unit;
  return TRUE;
}

static gboolean
check_escape (WbJsonChecker *self)
{
  gsize start = self->at - 1;
  gsize end;
  guint high, low;
  char c = peek (self);

  if (c != 'u')
    {
      if (c == '\0' || strchr ("\"\\/bfnrt", c) == NULL)
        return fail_syntax (self, "unknown escape in a string");
      self->at++;
      return TRUE;
    }

  self->at++;
  if (!check_code_unit (self, &high))
    return FALSE;

  /* A string ends at NUL in C, so the rest of it would be lost. */
  if (high == 0)
    return fail_at (self, start, WB_CORE_ERROR_SYNTAX, "a string must not contain the character NUL");

  if (high < 0xd800 || high > 0xdfff)
    return TRUE;

  end = self->at;
  if (high < 0xdc00 && peek (self) == '\\' && self->at + 1 < self->length && self->text[self->at + 1] == 'u')
    {
      self->at += 2;
      if (!check_code_unit (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low <= 0xdfff)
        return TRUE;
    }

  /* JSON.stringify() writes half a pair as an escape, so it is legal; Unicode has no character for it. */
  self->at = end;
  replace (self, start, "\\ufffd");
  return TRUE;
}

static gboolean
check_string (WbJsonChecker *self)
{
  g_assert (peek (self) == '"');

  for (self->at++; self->at < self->length; )
    {
      guchar c = self->text[self->at];

      if (c < 0x20)
        return fail (self, WB_CORE_ERROR_SYNTAX, "a control character in a string must be escaped");

      self->at++;
      if (c == '"')
        return TRUE;
      if (c == '\\' && !check_escape (self))
        return FALSE;
    }

  return fail_syntax (self, NULL);
}

static gboolean
check_number (WbJsonChecker *self)
{
  gsize start;
  gboolean whole = TRUE;

  if (peek (self) == '-')
    self->at++;

  start = self->at;
  if (!skip_digits (self))
    return fail_syntax (self, "expected a digit");
  if (self->text[start] == '0' && self->at - start > 1)
    return fail_at (self, start, WB_CORE_ERROR_SYNTAX, "a number must not begin with a zero");

  if (peek (self) == '.')
    {
      whole = FALSE;
      self->at++;
      if (!skip_digits (self))
        return fail_syntax (self, "expected a digit after the decimal point");
    }
  if (peek (self) == 'e' || peek (self) == 'E')
    {
      whole = FALSE;
      self->at++;
      if (peek (self) == '+' || peek (self) == '-')
        self->at++;
      if (!skip_digits (self))
        return fail_syntax (self, "expected a digit in the exponent");
    }

  if (whole && self->at - start > MAX_DIGITS)
    replace (self, self->at, ".0");

  return TRUE;
}

static gboolean
check_word (WbJsonChecker *self,
            const char    *word)
{
  gsize length = strlen (word);

  if (self->length - self->at < length || memcmp (self->text + self->at, word, length) != 0)
    return fail_syntax (self, "expected a value");

  self->at += length;
  return TRUE;
}

static gboolean
open_container (WbJsonChecker *self,
                Expect         first)
{
  if (self->depth == WB_JSON_MAX_DEPTH)
    return fail (self, WB_CORE_ERROR_LIMIT,
                 "arrays and objects are nested more than " G_STRINGIFY (WB_JSON_MAX_DEPTH) " deep");

  if (first == EXPECT_KEY_OR_END)
    self->objects |= 1u << self->depth;
  else
    self->objects &= ~(1u << self->depth);

  self->n_members[self->depth] = 0;
  self->depth++;
  self->at++;
  return TRUE;
}

static gboolean
in_object (WbJsonChecker *self)
{
  return self->depth > 0 && (self->objects & 1u << (self->depth - 1)) != 0;
}

/* Adds the memory of a part of the tree. */
static gboolean
take_memory (WbJsonChecker *self,
             gsize          size)
{
  g_autofree char *what = NULL;

  if (self->is_leaving_out)
    return TRUE;

  self->memory += size;
  if (self->max_memory == 0 || self->memory <= self->max_memory)
    return TRUE;

  what = g_strdup_printf ("the text has so many values that they would take more than %" G_GSIZE_FORMAT
                          " MiB of memory", self->max_memory / (1024 * 1024));
  return fail (self, WB_CORE_ERROR_LIMIT, what);
}

static gboolean
check_value (WbJsonChecker *self,
             Expect        *expect)
{
  char c = peek (self);

  *expect = EXPECT_COMMA_OR_END;

  if (!take_memory (self, c == '{' ? OBJECT_MEMORY : c == '[' ? ARRAY_MEMORY : SCALAR_MEMORY))
    return FALSE;

  switch (c)
    {
    case '{':
      *expect = EXPECT_KEY_OR_END;
      return open_container (self, *expect);
    case '[':
      *expect = EXPECT_VALUE_OR_END;
      return open_container (self, *expect);
    case '"':
      return check_string (self);
    case 't':
      return check_word (self, "true");
    case 'f':
      return check_word (self, "false");
    case 'n':
      return check_word (self, "null");
    default:
      if (c == '-' || g_ascii_isdigit (c))
        return check_number (self);
      return fail_syntax (self, "expected a value");
    }
}

/* Compares a name in the text, which may have escapes, with the wanted one. */
static gboolean
is_wanted (WbJsonChecker *self,
           gsize          start,
           gsize          end)
{
  const char *wanted = self->wanted;

  for (gsize at = start; at < end; wanted++)
    {
      guint unit = (guchar) self->text[at++];

      if (unit == '\\')
        {
          /* The short escapes are for characters that no wanted name has. */
          if (self->text[at++] != 'u')
            return FALSE;
          unit = 0;
          for (guint i = 0; i < 4; i++)
            unit = unit << 4 | (guint) g_ascii_xdigit_value (self->text[at++]);
        }

      if (*wanted == '\0' || unit != (guchar) *wanted)
        return FALSE;
    }

  return *wanted == '\0';
}

static gboolean
check_key (WbJsonChecker *self)
{
  gsize start = self->at + 1;

  if (peek (self) != '"')
    return fail_syntax (self, "expected a name in double quotes");

  /* json-glib searches all members for each repeated name, and hash collisions are easy to make. */
  if (++self->n_members[self->depth - 1] > WB_JSON_MAX_MEMBERS)
    return fail (self, WB_CORE_ERROR_LIMIT,
                 "an object has more than " G_STRINGIFY (WB_JSON_MAX_MEMBERS) " members");
  if (!take_memory (self, MEMBER_MEMORY))
    return FALSE;
  if (!check_string (self))
    return FALSE;

  if (self->depth == 1 && self->wanted != NULL)
    self->in_wanted = is_wanted (self, start, self->at - 1);

  return TRUE;
}

/* Checks the comma or the closing bracket after a value. */
static gboolean
check_next (WbJsonChecker *self,
            Expect        *expect)
{
  gboolean object = in_object (self);
  char c = peek (self);

  if (c == ',')
    *expect = object ? EXPECT_KEY : EXPECT_VALUE;
  else if (c == (object ? '}' : ']'))
    self->depth--;
  else
    return fail_syntax (self, object ? "expected “,” or “}”" : "expected “,” or “]”");

  self->at++;
  return TRUE;
}

static void
begin_wanted (WbJsonChecker *self)
{
  self->start = self->at;
  self->is_leaving_out = self->leaves_out && (peek (self) == '{' || peek (self) == '[');
}

static void
end_wanted (WbJsonChecker *self)
{
  self->end = self->at;
  self->found = TRUE;
  self->in_wanted = FALSE;
  self->left_out = self->is_leaving_out;
  self->is_leaving_out = FALSE;
  if (self->left_out)
    replace (self, self->start, "null");
}

static gboolean
check_step (WbJsonChecker *self,
            Expect        *expect)
{
  switch (*expect)
    {
    case EXPECT_VALUE_OR_END:
    case EXPECT_KEY_OR_END:
      if (peek (self) == (in_object (self) ? '}' : ']'))
        {
          *expect = EXPECT_COMMA_OR_END;
          return check_next (self, expect);
        }
      *expect = in_object (self) ? EXPECT_KEY : EXPECT_VALUE;
      return TRUE;

    case EXPECT_KEY:
      *expect = EXPECT_COLON;
      return check_key (self);

    case EXPECT_COLON:
      if (peek (self) != ':')
        return fail_syntax (self, "expected “:”");
      self->at++;
      *expect = EXPECT_VALUE;
      return TRUE;

    case EXPECT_VALUE:
      if (self->depth == 1 && self->in_wanted)
        begin_wanted (self);
      return check_value (self, expect);

    case EXPECT_COMMA_OR_END:
    default:
      return check_next (self, expect);
    }
}

/* Checks the whole text of @self. */
gboolean
wb_json_checker_run (WbJsonChecker *self)
{
  Expect expect = EXPECT_VALUE;
  const char *end;

  if (!g_utf8_validate_len (self->text, self->length, &end))
    return fail_at (self, end - self->text, WB_CORE_ERROR_SYNTAX,
                    *end == '\0' ? "the text contains the character NUL" : "the text is not valid UTF-8");

  /* RFC 8259, section 8.1: a byte order mark may be ignored. */
  self->at = self->n_copied = wb_file_skip_mark (self->text, self->length);

  do
    {
      skip_space (self);
      if (!check_step (self, &expect))
        return FALSE;

      if (self->in_wanted && self->depth == 1 && expect == EXPECT_COMMA_OR_END)
        end_wanted (self);
    }
  while (self->depth > 0 || expect != EXPECT_COMMA_OR_END);

  skip_space (self);
  if (self->at < self->length)
    return fail (self, WB_CORE_ERROR_SYNTAX, "something follows after the end of the value");

  return TRUE;
}

/**
 * wb_json_check:
 * @text: (array length=length): any bytes
 * @length: their number
 * @error: return location for a #WbCoreError
 *
 * Checks that a text is one JSON value according to RFC 8259, within the limits
 * of this program: nesting up to %WB_JSON_MAX_DEPTH, objects of up to
 * %WB_JSON_MAX_MEMBERS members, and strings without the character NUL. A byte
 * order mark before it is ignored.
 *
 * Returns: whether the text is valid
 */
gboolean
wb_json_check (const char  *text,
               gsize        length,
               GError     **error)
{
  WbJsonChecker checker = { .text = text, .length = length, .error = error };

  g_return_val_if_fail (text != NULL, FALSE);

  return wb_json_checker_run (&checker);
}
