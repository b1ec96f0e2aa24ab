/* wb-request-scan.c: requests are seen as they were sent
 *
 * GLib resolves “..” in what is asked for before anybody can see that it was
 * there: /api/../healthz would be /healthz, and /api/./seller a dataset. So a
 * segment that begins with a dot, written as it is or as %2e, gets another
 * character in its place while it comes in, one that no path of this server has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-request-scan.h"

/* The most digits that a length may have. */
#define MAX_DIGITS 15

/* A dot becomes a colon, and “%2e” becomes “%2a”, an asterisk. */
#define INSTEAD_OF_DOT ':'
#define INSTEAD_OF_E   'a'

static void
begin_header (WbRequestScan *self)
{
  self->state = WB_REQUEST_SCAN_LINE;
  self->has_length = FALSE;
  self->left = 0;
}

static void
take_method (WbRequestScan *self,
             guint8         c)
{
  if (c == ' ' || c == '\t')
    self->state = WB_REQUEST_SCAN_GAP;
  else if (!g_ascii_isgraph ((char) c))
    self->state = WB_REQUEST_SCAN_ALIEN;
}

/* What stands in the place of a byte of a path. A dot has two spellings, and of the second the last byte tells. */
static guint8
take_segment (WbRequestScan *self,
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

static guint8
take_path (WbRequestScan *self,
           guint8         c)
{
  if (c == '\n')
    begin_header (self);
  else if (c == ' ' || c == '\t' || c == '?' || c == '#')
    self->state = WB_REQUEST_SCAN_REST;
  else
    return take_segment (self, c);

  return c;
}

/* A field of the header has a name. */
static void
take_field (WbRequestScan *self)
{
  gboolean is_length = g_ascii_strcasecmp (self->name, "Content-Length") == 0;

  /* Chunks would have to be counted, too, and what is expected may never come. */
  if ((is_length && self->has_length) || g_ascii_strcasecmp (self->name, "Transfer-Encoding") == 0
      || g_ascii_strcasecmp (self->name, "Expect") == 0)
    {
      self->state = WB_REQUEST_SCAN_LOST;
    }
  else if (is_length)
    {
      self->state = WB_REQUEST_SCAN_LENGTH;
      self->has_length = TRUE;
      self->n_digits = 0;
    }
  else
    {
      self->state = WB_REQUEST_SCAN_REST;
    }
}

static void
take_length (WbRequestScan *self,
             guint8         c)
{
  gboolean is_space = c == ' ' || c == '\t' || c == '\r';

  if (g_ascii_isdigit ((char) c) && self->n_digits < MAX_DIGITS)
    {
      self->left = self->left * 10 + (guint64) g_ascii_digit_value ((char) c);
      self->n_digits++;
    }
  else if (c == '\n' && self->n_digits > 0)
    {
      self->state = WB_REQUEST_SCAN_LINE;
    }
  else if (!is_space)
    {
      self->state = WB_REQUEST_SCAN_LOST;
    }
}

/* Goes into a line of the header, or past the last one. */
static void
take_line (WbRequestScan *self,
           guint8         c)
{
  if (c == '\n')
    {
      self->state = self->left > 0 ? WB_REQUEST_SCAN_BODY : WB_REQUEST_SCAN_START;
    }
  else if (c != '\r')
    {
      self->state = WB_REQUEST_SCAN_NAME;
      self->name[0] = (char) c;
      self->n_name = 1;
    }
}

static void
take_name (WbRequestScan *self,
           guint8         c)
{
  if (c == ':')
    {
      self->name[MIN (self->n_name, sizeof self->name - 1)] = '\0';
      take_field (self);
    }
  else if (c == '\n')
    {
      self->state = WB_REQUEST_SCAN_LINE;
    }
  else if (self->n_name < sizeof self->name)
    {
      self->name[self->n_name++] = (char) c;
    }
}

static guint8
take (WbRequestScan *self,
      guint8         c)
{
  switch (self->state)
    {
    case WB_REQUEST_SCAN_START:
      /* An empty line may stand before a request (RFC 9112, section 2.2). */
      if (c == '\r' || c == '\n')
        return c;
      self->state = WB_REQUEST_SCAN_METHOD;
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_SCAN_METHOD:
      take_method (self, c);
      return c;
    case WB_REQUEST_SCAN_GAP:
      if (c == ' ' || c == '\t')
        return c;
      self->state = WB_REQUEST_SCAN_PATH;
      self->n_dot = 0;
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_SCAN_PATH:
      return take_path (self, c);
    case WB_REQUEST_SCAN_REST:
      if (c == '\n')
        self->state = WB_REQUEST_SCAN_LINE;
      return c;
    case WB_REQUEST_SCAN_LINE:
      take_line (self, c);
      return c;
    case WB_REQUEST_SCAN_NAME:
      take_name (self, c);
      return c;
    case WB_REQUEST_SCAN_LENGTH:
      take_length (self, c);
      return c;
    case WB_REQUEST_SCAN_BODY:
    case WB_REQUEST_SCAN_LOST:
    case WB_REQUEST_SCAN_ALIEN:
    default:
      return c;
    }
}

/**
 * wb_request_scan_take:
 * @self: where it is in the requests of a connection
 * @bytes: (inout) (array length=length): what the peer sends next
 * @length: how much that is
 *
 * Puts another character in the place of each dot that begins a segment of a path
 * which is asked for, and leaves everything else as it is. Where it cannot be known where
 * a request begins, which is after one with `Transfer-Encoding`, with `Expect`,
 * or with a length that is none, nothing is touched any more.
 */
void
wb_request_scan_take (WbRequestScan *self,
                      guint8        *bytes,
                      gsize          length)
{
  gsize at = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL || length == 0);

  while (at < length && self->state < WB_REQUEST_SCAN_LOST)
    {
      if (self->state == WB_REQUEST_SCAN_BODY)
        {
          gsize n = (gsize) MIN (self->left, (guint64) (length - at));

          at += n;
          self->left -= n;
          if (self->left == 0)
            self->state = WB_REQUEST_SCAN_START;
        }
      else
        {
          bytes[at] = take (self, bytes[at]);
          at++;
        }
    }
}
