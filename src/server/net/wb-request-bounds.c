/* wb-request-bounds.c: limits the size of the requests that libsoup gets to read
 *
 * libsoup accepts a header of 64 KiB. It keeps each field in several allocations, so that a field of two
 * bytes costs eighty, and reads folded lines in a time that grows with their square. So what exceeds the
 * bounds is discarded before it gets to libsoup, which still sees a complete request and can answer it.
 *
 * For this the reader must find the beginning of each request, and agree with libsoup about it byte for byte.
 * Where the two could differ, the reader passes on everything, and the connection is closed after the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-request-bounds.h"

#include <string.h>

/* The largest body, and the most digits of the size of a chunk; both are far from overflow. */
#define MAX_LENGTH G_GINT64_CONSTANT (999999999999999)
#define MAX_DIGITS 15

/* The most bytes after the target: “ HTTP/1.1” and some blanks. */
#define MAX_VERSION 32

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t';
}

static gboolean
discard (WbRequestBounds *self)
{
  self->n_excess++;
  return FALSE;
}

static void
set_fault (WbRequestBounds *self,
           WbRequestFault   fault)
{
  if (self->fault == WB_REQUEST_FAULT_NONE)
    self->fault = fault;
  self->is_last = TRUE;
}

static gboolean
discard_bad_byte (WbRequestBounds *self)
{
  set_fault (self, WB_REQUEST_FAULT_FORM);
  return discard (self);
}

static void
begin_request (WbRequestBounds *self)
{
  *self = (WbRequestBounds) { .state = WB_REQUEST_BOUNDS_METHOD, .n_requests = self->n_requests + 1 };
}

static gboolean
end_header (WbRequestBounds *self)
{
  if (self->is_last)
    self->state = WB_REQUEST_BOUNDS_LOST;
  else if (self->is_chunked)
    self->state = WB_REQUEST_BOUNDS_CHUNK_SIZE;
  else
    self->state = self->n_left > 0 ? WB_REQUEST_BOUNDS_BODY : WB_REQUEST_BOUNDS_START;
  self->n_excess = 0;

  return TRUE;
}

static gboolean
take_into_target (WbRequestBounds *self)
{
  if (self->n_target >= WB_REQUEST_MAX_TARGET)
    {
      set_fault (self, WB_REQUEST_FAULT_TARGET);
      return discard (self);
    }

  self->n_target++;
  return TRUE;
}

/* The request line ends too early. libsoup looks for the rest of it in the lines that follow. */
static gboolean
break_off (WbRequestBounds *self)
{
  set_fault (self, WB_REQUEST_FAULT_FORM);
  self->state = WB_REQUEST_BOUNDS_LINE;

  return TRUE;
}

static gboolean
take_method (WbRequestBounds *self,
             guint8           c)
{
  if (c == '\n')
    return break_off (self);

  if (is_blank (c))
    self->state = WB_REQUEST_BOUNDS_GAP;
  else if (!g_ascii_isgraph ((char) c))
    return discard_bad_byte (self);

  /* The first blank is needed behind a method that was cut, too. */
  return take_into_target (self) || self->state == WB_REQUEST_BOUNDS_GAP;
}

static gboolean
take_target (WbRequestBounds *self,
             guint8           c)
{
  if (c == '\n')
    return break_off (self);

  if (is_blank (c))
    {
      self->state = WB_REQUEST_BOUNDS_VERSION;
      return TRUE;
    }

  return take_into_target (self);
}

static gboolean
take_version (WbRequestBounds *self,
              guint8           c)
{
  if (c == '\n')
    {
      self->state = WB_REQUEST_BOUNDS_LINE;
      return TRUE;
    }

  if (self->n_version >= MAX_VERSION)
    return discard_bad_byte (self);

  self->n_version++;
  return TRUE;
}

static void
take_text (WbRequestBounds *self,
           guint8           c)
{
  if (self->n_text < sizeof self->text - 1)
    self->text[self->n_text] = (char) c;
  self->n_text++;
}

/* Ends the text. FALSE if it did not fit. */
static gboolean
end_text (WbRequestBounds *self)
{
  self->text[MIN (self->n_text, sizeof self->text - 1)] = '\0';
  return self->n_text < sizeof self->text;
}

/* A name that ends with a blank must be refused (RFC 9112, section 5.1): others may understand a
 * `Content-Length` where libsoup sees none, and take its body for a request. */
static void
end_name (WbRequestBounds *self)
{
  if (self->ends_blank && !self->is_folded)
    {
      set_fault (self, WB_REQUEST_FAULT_FORM);
      self->is_last = TRUE;
    }

  end_text (self);
  if (g_ascii_strcasecmp (self->text, "Content-Length") == 0)
    self->field = WB_REQUEST_FIELD_LENGTH;
  else if (g_ascii_strcasecmp (self->text, "Transfer-Encoding") == 0)
    self->field = WB_REQUEST_FIELD_ENCODING;
  else
    self->field = WB_REQUEST_FIELD_OTHER;

  /* Another protocol may follow an upgrade. */
  if (g_ascii_strcasecmp (self->text, "Upgrade") == 0)
    self->is_last = TRUE;

  self->state = WB_REQUEST_BOUNDS_VALUE;
  self->n_text = 0;
}

/* Two fields about the length could be understood in two ways (RFC 9112, section 6.3), as could other
 * values. */
static void
end_value (WbRequestBounds *self)
{
  gboolean is_clear = end_text (self) && !self->has_framing;

  if (self->field == WB_REQUEST_FIELD_LENGTH)
    is_clear = is_clear && g_ascii_string_to_unsigned (g_strstrip (self->text), 10, 0, MAX_LENGTH,
                                                       &self->n_left, NULL);
  else
    is_clear = is_clear && g_ascii_strcasecmp (g_strstrip (self->text), "chunked") == 0;

  self->has_framing = TRUE;
  self->is_chunked = self->field == WB_REQUEST_FIELD_ENCODING;
  if (!is_clear)
    self->is_last = TRUE;
}

/* A byte within a header line. A line that exceeds the bound ends there, or libsoup would buffer it once more
 * while it waits for the end. The rest of it and the lines after it are discarded. */
static gboolean
take_into_line (WbRequestBounds *self,
                guint8          *c)
{
  WbRequestBoundsState state = self->state;

  if (*c == '\n')
    self->state = WB_REQUEST_BOUNDS_LINE;

  if (self->is_full)
    {
      set_fault (self, WB_REQUEST_FAULT_HEADER);
      return discard (self);
    }

  if (self->n_header >= WB_REQUEST_MAX_HEADER && *c != '\n')
    {
      set_fault (self, WB_REQUEST_FAULT_HEADER);
      self->is_full = TRUE;
      *c = '\n';
      return TRUE;
    }

  self->n_header++;
  if (*c == '\n' && state == WB_REQUEST_BOUNDS_VALUE && self->field != WB_REQUEST_FIELD_OTHER)
    end_value (self);
  else if (*c == ':' && state == WB_REQUEST_BOUNDS_NAME)
    end_name (self);
  else if (state == WB_REQUEST_BOUNDS_NAME || self->field != WB_REQUEST_FIELD_OTHER)
    take_text (self, *c);
  self->ends_blank = is_blank (*c);

  return TRUE;
}

/* The beginning of a header line, or the end of the header. A carriage return is held back until the next
 * byte shows which of the two it is. */
static gboolean
take_line (WbRequestBounds *self,
           guint8          *c)
{
  if (*c == '\n')
    return end_header (self);

  if (self->state == WB_REQUEST_BOUNDS_LINE_CR)
    set_fault (self, WB_REQUEST_FAULT_FORM);

  if (*c == '\r')
    {
      self->state = WB_REQUEST_BOUNDS_LINE_CR;
      return discard (self);
    }

  /* A folded line belongs to the value before it (RFC 9112, section 5.2), which has been taken without it. */
  self->is_folded = is_blank (*c);
  if (self->is_folded && self->field != WB_REQUEST_FIELD_OTHER)
    self->is_last = TRUE;

  self->state = WB_REQUEST_BOUNDS_NAME;
  self->field = WB_REQUEST_FIELD_OTHER;
  self->n_text = 0;
  self->is_full = self->n_lines >= WB_REQUEST_MAX_LINES || self->n_header >= WB_REQUEST_MAX_HEADER;
  self->n_lines++;

  return take_into_line (self, c);
}

/* What frames the chunks of a body (RFC 9112, section 7.1). Extensions, trailers and anything else that
 * libsoup might understand in another way are not followed. */
static void
take_chunk_framing (WbRequestBounds *self,
                    guint8           c)
{
  static const struct
  {
    WbRequestBoundsState state;
    guint8               c;
    WbRequestBoundsState next;
  } steps[] = {
    { .state = WB_REQUEST_BOUNDS_CHUNK_SIZE, .c = '\r', .next = WB_REQUEST_BOUNDS_CHUNK_SIZE_LF },
    { .state = WB_REQUEST_BOUNDS_CHUNK_SIZE_LF, .c = '\n', .next = WB_REQUEST_BOUNDS_CHUNK },
    { .state = WB_REQUEST_BOUNDS_CHUNK_CR, .c = '\r', .next = WB_REQUEST_BOUNDS_CHUNK_LF },
    { .state = WB_REQUEST_BOUNDS_CHUNK_LF, .c = '\n', .next = WB_REQUEST_BOUNDS_CHUNK_SIZE },
    { .state = WB_REQUEST_BOUNDS_LAST_CR, .c = '\r', .next = WB_REQUEST_BOUNDS_LAST_LF },
    { .state = WB_REQUEST_BOUNDS_LAST_LF, .c = '\n', .next = WB_REQUEST_BOUNDS_START },
  };
  WbRequestBoundsState next = WB_REQUEST_BOUNDS_LOST;

  if (self->state == WB_REQUEST_BOUNDS_CHUNK_SIZE && g_ascii_isxdigit ((char) c) &&
      self->n_digits < MAX_DIGITS)
    {
      self->n_left = self->n_left * 16 + (guint64) g_ascii_xdigit_value ((char) c);
      self->n_digits++;
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].state == self->state && steps[i].c == c)
      next = steps[i].next;

  if (next == WB_REQUEST_BOUNDS_CHUNK_SIZE_LF && self->n_digits == 0)
    next = WB_REQUEST_BOUNDS_LOST;
  if (next == WB_REQUEST_BOUNDS_CHUNK && self->n_left == 0)
    next = WB_REQUEST_BOUNDS_LAST_CR;
  if (next == WB_REQUEST_BOUNDS_CHUNK)
    self->n_digits = 0;
  self->state = next;
}

/* Whether a byte outside of bodies, which may become the end of a line, is passed on. */
static gboolean
take (WbRequestBounds *self,
      guint8          *c)
{
  /* RFC 9110, section 5.5. libsoup 3.2 ignores the byte, or ends a target there. */
  if (*c == '\0' && self->state > WB_REQUEST_BOUNDS_START && self->state < WB_REQUEST_BOUNDS_BODY)
    return discard_bad_byte (self);

  switch (self->state)
    {
    case WB_REQUEST_BOUNDS_START:
      /* An empty line may stand before a request (RFC 9112, section 2.2). */
      if (*c == '\r' || *c == '\n')
        return discard (self);
      begin_request (self);
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_BOUNDS_METHOD:
      return take_method (self, *c);
    case WB_REQUEST_BOUNDS_GAP:
      if (is_blank (*c))
        return take_into_target (self);
      self->state = WB_REQUEST_BOUNDS_TARGET;
      G_GNUC_FALLTHROUGH;
    case WB_REQUEST_BOUNDS_TARGET:
      return take_target (self, *c);
    case WB_REQUEST_BOUNDS_VERSION:
      return take_version (self, *c);
    case WB_REQUEST_BOUNDS_LINE:
    case WB_REQUEST_BOUNDS_LINE_CR:
      return take_line (self, c);
    case WB_REQUEST_BOUNDS_NAME:
    case WB_REQUEST_BOUNDS_VALUE:
      return take_into_line (self, c);
    default:
      take_chunk_framing (self, *c);
      return TRUE;
    }
}

/* The bytes of a body, or of a chunk, are passed on as they are. */
static gsize
skip_body (WbRequestBounds *self,
           gsize            length)
{
  gsize n = (gsize) MIN (self->n_left, (guint64) length);

  self->n_left -= n;
  if (self->n_left == 0)
    self->state = self->state == WB_REQUEST_BOUNDS_BODY ? WB_REQUEST_BOUNDS_START
                                                        : WB_REQUEST_BOUNDS_CHUNK_CR;

  return n;
}

/**
 * wb_request_bounds_take:
 * @self: where it is in the requests of a connection
 * @bytes: (inout) (array length=length): what the peer sends next
 * @length: how many bytes that is
 *
 * Takes out of @bytes what exceeds the bounds of a request, so that the rest can
 * still be read as one, and sets its fault in @self. Everything is passed on
 * once the beginning of the next request is unknown: after a request with a fault
 * or an `Upgrade`, and where the end of its body is ambiguous.
 *
 * Returns: how many bytes are left, in @bytes
 */
gsize
wb_request_bounds_take (WbRequestBounds *self,
                        guint8          *bytes,
                        gsize            length)
{
  gsize at = 0;
  gsize n_passed = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (bytes != NULL || length == 0, 0);

  while (at < length && self->state != WB_REQUEST_BOUNDS_LOST)
    {
      if (self->state == WB_REQUEST_BOUNDS_BODY || self->state == WB_REQUEST_BOUNDS_CHUNK)
        {
          gsize n = skip_body (self, length - at);

          memmove (bytes + n_passed, bytes + at, n);
          at += n;
          n_passed += n;
        }
      else
        {
          guint8 c = bytes[at++];

          if (take (self, &c))
            bytes[n_passed++] = c;
        }
    }

  if (at < length)
    memmove (bytes + n_passed, bytes + at, length - at);

  return n_passed + length - at;
}
