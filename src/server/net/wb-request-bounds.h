/* wb-request-bounds.h: limits the size of the requests that libsoup gets to read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest request that is served. RFC 9112, section 3, recommends 8000 bytes for the request line. With a
 * header of this size, all that libsoup keeps of a request stays below 128 KiB. */
#define WB_REQUEST_MAX_TARGET 8000        /* bytes of the method, the target and the blanks between them */
#define WB_REQUEST_MAX_HEADER (16 * 1024) /* bytes of all header lines */
#define WB_REQUEST_MAX_LINES  100

/* How many bytes beyond these bounds are discarded before the connection is cut off without an answer. */
#define WB_REQUEST_MAX_EXCESS (48 * 1024)

/* What the next byte of a connection belongs to. */
typedef enum
{
  WB_REQUEST_BOUNDS_START,
  WB_REQUEST_BOUNDS_METHOD,
  WB_REQUEST_BOUNDS_GAP,           /* the blanks before the target */
  WB_REQUEST_BOUNDS_TARGET,
  WB_REQUEST_BOUNDS_VERSION,
  WB_REQUEST_BOUNDS_LINE,          /* the beginning of a header line */
  WB_REQUEST_BOUNDS_LINE_CR,       /* the same, after a carriage return */
  WB_REQUEST_BOUNDS_NAME,
  WB_REQUEST_BOUNDS_VALUE,
  WB_REQUEST_BOUNDS_BODY,
  WB_REQUEST_BOUNDS_CHUNK_SIZE,
  WB_REQUEST_BOUNDS_CHUNK_SIZE_LF,
  WB_REQUEST_BOUNDS_CHUNK,
  WB_REQUEST_BOUNDS_CHUNK_CR,      /* after the data of a chunk */
  WB_REQUEST_BOUNDS_CHUNK_LF,
  WB_REQUEST_BOUNDS_LAST_CR,       /* after the chunk of size 0 */
  WB_REQUEST_BOUNDS_LAST_LF,
  WB_REQUEST_BOUNDS_LOST,          /* the beginning of the next request is unknown */
} WbRequestBoundsState;

/**
 * WbRequestFault:
 * @WB_REQUEST_FAULT_NONE: none
 * @WB_REQUEST_FAULT_FORM: it breaks the form of HTTP/1.1
 * @WB_REQUEST_FAULT_TARGET: the target is longer than %WB_REQUEST_MAX_TARGET
 * @WB_REQUEST_FAULT_HEADER: the header is longer than %WB_REQUEST_MAX_HEADER or
 *   has more than %WB_REQUEST_MAX_LINES lines
 *
 * Why a request, of which libsoup got only a part, must not be served.
 */
typedef enum
{
  WB_REQUEST_FAULT_NONE,
  WB_REQUEST_FAULT_FORM,
  WB_REQUEST_FAULT_TARGET,
  WB_REQUEST_FAULT_HEADER,
} WbRequestFault;

/* The header fields that decide where a request ends. */
typedef enum
{
  WB_REQUEST_FIELD_OTHER,
  WB_REQUEST_FIELD_LENGTH,   /* Content-Length */
  WB_REQUEST_FIELD_ENCODING, /* Transfer-Encoding */
} WbRequestField;

/**
 * WbRequestBounds:
 * @state: what the next byte belongs to
 * @n_requests: how many requests have begun
 * @fault: what is wrong with the last of them; no other request follows it
 * @is_last: whether the end of the last request is unknown
 * @has_framing: whether it has a `Content-Length` or `Transfer-Encoding`
 * @is_chunked: whether its body comes in chunks
 * @is_full: whether its header has reached its bound
 * @is_folded: whether the header line continues the value of the line before
 * @ends_blank: whether the last byte of the header line was a blank
 * @field: the header field that is being read
 * @text: the beginning of the name of that field, or of its value
 * @n_text: the length of the whole name or value so far, in bytes
 * @n_digits: how many digits the size of the current chunk has so far
 * @n_left: how many bytes of the body or chunk are to come
 * @n_target: bytes of the request line that were passed on, up to the end of the target
 * @n_version: bytes of the request line that were passed on after that
 * @n_header: bytes of the header that were passed on
 * @n_lines: header lines that have begun
 * @n_excess: bytes of the request that were discarded
 *
 * Follows the requests of a connection. It begins as zeros.
 */
typedef struct
{
  WbRequestBoundsState state;
  guint                n_requests;
  WbRequestFault       fault;
  gboolean             is_last;
  gboolean             has_framing;
  gboolean             is_chunked;
  gboolean             is_full;
  gboolean             is_folded;
  gboolean             ends_blank;
  WbRequestField       field;
  char                 text[20];
  guint                n_text;
  guint                n_digits;
  guint64              n_left;
  gsize                n_target;
  gsize                n_version;
  gsize                n_header;
  guint                n_lines;
  gsize                n_excess;
} WbRequestBounds;

gsize wb_request_bounds_take (WbRequestBounds *self,
                              guint8          *bytes,
                              gsize            length);

G_END_DECLS
