/* wb-request-bounds.c: requests are seen as they were sent, and within bounds
 *
 * GLib resolves “..” in what is asked for before anybody can see that it was
 * there: /api/../healthz would be /healthz, and /api/./seller a dataset. So a
 * segment that begins with a dot, written as it is or as %2e, gets another
 * character in its place while it comes in, one that no path of this server has.
 *
 * libsoup takes a header of 64 KiB, keeps each field of it in several pieces, so
 * that one of two bytes costs eighty, and takes a time that grows with the
 * square of the lines to read it. So what is too much of a header does not get there.
 *
 * Both need to know where a request begins, and so must agree with libsoup about
 * that, byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-request-bounds.h"

#include <string.h>

/* The most digits that a length may have. */
#define MAX_DIGITS 15

/* The most bytes behind the target: “ HTTP/1.1”, and some white space more. */
#define MAX_VERSION 32

/* A dot becomes a colon, and “%2e” becomes “%2a”, an asterisk. */
#define INSTEAD_OF_DOT ':'
#define INSTEAD_OF_E   'a'

/* What cannot be in a method becomes this. */
#define INSTEAD_OF_CONTROL '?'

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t';
}

/* Throws a byte away. */
static gboolean
drop (WbRequestBounds *self)
{
  self->n_excess++;
  return FALSE;
}

static void
find_fault (WbRequestBounds  *self,
            WbRequestFault  fault)
{
  if (self->fault == WB_REQUEST_FAULT_NONE)
    self->fault = fault;
  self->is_last = TRUE;
}

static void
begin_request (WbRequestBounds *self)
{
  const WbRequestBounds fresh = { .state = WB_REQUEST_BOUNDS_METHOD, .n_requests = self->n_requests + 1 };

  *self = fresh;
}

static gboolean
end_header (WbRequestBounds *self)
{
  if (self->is_last)
    self->state = WB_REQUEST_BOUNDS_LOST;
  else
    self->state = self->left > 0 ? WB_REQUEST_BOUNDS_BODY : WB_REQUEST_BOUNDS_START;
  self->n_excess = 0;

  return TRUE;
}

/* Whether another byte of method and target may be handed on. */
static gboolean
take_into_target (WbRequestBounds *self)
{
  if (self->n_target >= WB_REQUEST_MAX_TARGET)
    {
      find_fault (self, WB_REQUEST_FAULT_TARGET);
      return drop (self);
    }

  self->n_target++;
  return TRUE;
}

/* The request line ends too early. libsoup looks for the rest of it in the lines that follow. */
static gboolean
break_off (WbRequestBounds *self)
{
  find_fault (self, WB_REQUEST_FAULT_FORM);
  self->state = WB_REQUEST_BOUNDS_LINE;

  return TRUE;
}

static gboolean
take_method (WbRequestBounds *self,
             guint8        *c)
{
  if (*c == '\n')
    return break_off (self);

  if (is_blank (*c))
    self->state = WB_REQUEST_BOUNDS_GAP;
  else if (!g_ascii_isgraph ((char) *c))
    *c = INSTEAD_OF_CONTROL;

  return take_into_target (self) || self->state == WB_REQUEST_BOUNDS_GAP;
}

/* What stands in the place of a byte of a path. A dot has two spellings, and of the second the last byte tells. */
static guint8
take_segment (WbRequestBounds *self,
              guint8         c)
{
  guint n_dot = self->n_dot;

  self->n_dot = c == '/' ? 1 : (n_dot == 1 && c == '%') || (n_dot == 2 && c == '2') ? n_dot + 1 : 0;
  if (n_dot == 1 && c == '.')
    return INSTEAD_OF_DOT;
  if (n_dot == 3 && (c == 'e' || c == 'E'))
    return INSTEAD_OF_E;

  return c;
}

static gboolean
take_target (WbRequestBounds *self,
             guint8        *c)
{
  if (is_blank (*c))
    {
      self->state = WB_REQUEST_BOUNDS_VERSION;
      return TRUE;
    }
  if (*c == '\n')
    return break_off (self);

  if (!take_into_target (self))
    return FALSE;

  if (*c == '?' || *c == '#')
    self->state = WB_REQUEST_BOUNDS_QUERY;
  if (self->state == WB_REQUEST_BOUNDS_PATH)
    *c = take_segment (self, *c);

  return TRUE;
}

static gboolean
take_version (WbRequestBounds *self,
              guint8         c)
{
  if (c == '\n')
    {
      self->state = WB_REQUEST_BOUNDS_LINE;
      return TRUE;
    }

  if (self->n_version >= MAX_VERSION)
    {
      find_fault (self, WB_REQUEST_FAULT_FORM);
      return drop (self);
    }

  self->n_version++;
  return TRUE;
}

/* A field of the header has a name. */
static void
take_field (WbRequestBounds *self)
{
  gboolean is_length;

  self->name[MIN (self->n_name, sizeof self->name - 1)] = '\0';
  is_length = g_ascii_strcasecmp (self->name, "Content-Length") == 0;
  self->state = WB_REQUEST_BOUNDS_VALUE;

  /* Chunks would have to be counted, too, what is expected may never come, and behind an upgrade comes
   * something else. */
  if ((is_length && self->has_length) || g_ascii_strcasecmp (self->name, "Transfer-Encoding") == 0
      || g_ascii_strcasecmp (self->name, "Expect") == 0 || g_ascii_strcasecmp (self->name, "Upgrade") == 0)
    {
      self->is_last = TRUE;
    }
  else if (is_length)
    {
      self->state = WB_REQUEST_BOUNDS_LENGTH;
      self->has_length = TRUE;
      self->n_digits = 0;
    }
}

static void
take_length (WbRequestBounds *self,
             guint8         c)
{
  if (g_ascii_isdigit ((char) c) && self->n_digits < MAX_DIGITS)
    {
      self->left = self->left * 10 + (guint64) g_ascii_digit_value ((char) c);
      self->n_digits++;
    }
  else if (c == '\n' && self->n_digits > 0)
    {
      self->state = WB_REQUEST_BOUNDS_LINE;
    }
  else if (!is_blank (c) && c != '\r')
    {
      self->is_last = TRUE;
      self->state = c == '\n' ? WB_REQUEST_BOUNDS_LINE : WB_REQUEST_BOUNDS_VALUE;
    }
}

static void
take_name (WbRequestBounds *self,
           guint8         c)
{
  if (c == ':')
    take_field (self);
  else if (c == '\n')
    self->state = WB_REQUEST_BOUNDS_LINE;
  else if (self->n_name < sizeof self->name)
    self->name[self->n_name++] = (char) c;
}

/* A byte within a line of the header. The line that becomes too long ends here, and the lines after it are
 * not handed on. */
static gboolean
take_into_line (WbRequestBounds *self,
                guint8        *c)
{
  if (self->n_header >= WB_REQUEST_MAX_HEADER && *c != '\n')
    {
      find_fault (self, WB_REQUEST_FAULT_HEADER);
      self->state = WB_REQUEST_BOUNDS_EXCESS;
      *c = '\n';
      return TRUE;
    }

  /* RFC 9110, section 5.5; libsoup would close the gap, and make another name of it. */
  if (*c == '\0')
    *c = ' ';

  self->n_header++;
  if (self->state == WB_REQUEST_BOUNDS_NAME)
    take_name (self, *c);
  else if (self->state == WB_REQUEST_BOUNDS_LENGTH)
    take_length (self, *c);
  else if (*c == '\n')
    self->state = WB_REQUEST_BOUNDS_LINE;

  return TRUE;
}

/* Goes into a line of the header, or past the last one. A carriage return is held back until it is known
 * which of them it is. */
static gboolean
take_line (WbRequestBounds *self,
           guint8        *c)
{
  if (*c == '\n')
    return end_header (self);

  if (self->state == WB_REQUEST_BOUNDS_LINE_CR)
    find_fault (self, WB_REQUEST_FAULT_FORM);

  if (*c == '\r')
    {
      self->state = WB_REQUEST_BOUNDS_LINE_CR;
      return drop (self);
    }

  if (self->n_lines >= WB_REQUEST_MAX_LINES || self->n_header >= WB_REQUEST_MAX_HEADER)
    {
      find_fault (self, WB_REQUEST_FAULT_HEADER);
      self->state = WB_REQUEST_BOUNDS_EXCESS;
      return drop (self);
    }

  self->n_lines++;
  self->state = WB_REQUEST_BOUNDS_NAME;
  self->n_name = 0;
  return take_into_line (self, c);
}

static gboolean
take_excess (WbRequestBounds *self,
             guint8         c)
{
  if (c == '\n' && self->state != WB_REQUEST_BOUNDS_EXCESS)
    return end_header (self);

  if (c == '\n')
    self->state = WB_REQUEST_BOUNDS_EXCESS_LINE;
  else if (c == '\r' && self->state == WB_REQUEST_BOUNDS_EXCESS_LINE)
    self->state = WB_REQUEST_BOUNDS_EXCESS_CR;
  else
    self->state = WB_REQUEST_BOUNDS_EXCESS;

  return drop (self);
}

/* Whether a byte, which may become another one, is handed on. */
static gboolean
take (WbRequestBounds *self,
      guint8        *c)
{
  switch (self->state)
    {
    case WB_REQUEST_BOUNDS_START:
      /* An empty line may stand before a request (RFC 9112, section 2.2). */
      if (*c == '\r' || *c == '\n')
        return drop (self);
      begin_request (self);
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_BOUNDS_METHOD:
      return take_method (self, c);
    case WB_REQUEST_BOUNDS_GAP:
      if (is_blank (*c))
        return take_into_target (self);
      self->state = WB_REQUEST_BOUNDS_PATH;
      self->n_dot = 0;
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_BOUNDS_PATH:
    case WB_REQUEST_BOUNDS_QUERY:
      return take_target (self, c);
    case WB_REQUEST_BOUNDS_VERSION:
      return take_version (self, *c);
    case WB_REQUEST_BOUNDS_LINE:
    case WB_REQUEST_BOUNDS_LINE_CR:
      return take_line (self, c);
    case WB_REQUEST_BOUNDS_NAME:
    case WB_REQUEST_BOUNDS_VALUE:
    case WB_REQUEST_BOUNDS_LENGTH:
      return take_into_line (self, c);
    case WB_REQUEST_BOUNDS_EXCESS:
    case WB_REQUEST_BOUNDS_EXCESS_LINE:
    case WB_REQUEST_BOUNDS_EXCESS_CR:
      return take_excess (self, *c);
    case WB_REQUEST_BOUNDS_BODY:
    case WB_REQUEST_BOUNDS_LOST:
    default:
      return TRUE;
    }
}

/**
 * wb_request_bounds_take:
 * @self: where it is in the requests of a connection
 * @bytes: (inout) (array length=length): what the peer sends next
 * @length: how much that is
 *
 * Puts another character in the place of each dot that begins a segment of a path
 * which is asked for, shortens what is too long of a request so that it can still
 * be read as one, and has its fault in @self then. Everything else stays as
 * it is. Where it cannot be known where a request begins, which is after one with
 * a fault, with `Transfer-Encoding`, `Expect` or `Upgrade`, or with a length that
 * is none, nothing is touched any more.
 *
 * Returns: how many bytes are left, in @bytes
 */
gsize
wb_request_bounds_take (WbRequestBounds *self,
                      guint8        *bytes,
                      gsize          length)
{
  gsize at = 0;
  gsize n_left = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (bytes != NULL || length == 0, 0);

  while (at < length && self->state != WB_REQUEST_BOUNDS_LOST)
    {
      if (self->state == WB_REQUEST_BOUNDS_BODY)
        {
          gsize n = (gsize) MIN (self->left, (guint64) (length - at));

          memmove (bytes + n_left, bytes + at, n);
          at += n;
          n_left += n;
          self->left -= n;
          if (self->left == 0)
            self->state = WB_REQUEST_BOUNDS_START;
        }
      else
        {
          guint8 c = bytes[at++];

          if (take (self, &c))
            bytes[n_left++] = c;
        }
    }

  if (at < length)
    memmove (bytes + n_left, bytes + at, length - at);

  return n_left + length - at;
}
