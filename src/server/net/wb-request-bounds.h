/* wb-request-bounds.h: requests are seen as they were sent, and within bounds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What of a request is handed on, and what is too much of it. A request line of 8000 bytes is what RFC 9112,
 * section 3, recommends; with a header of this size everything that is kept of both stays below 128 KiB. */
#define WB_REQUEST_MAX_TARGET 8000        /* bytes of method, target and what is between */
#define WB_REQUEST_MAX_HEADER (16 * 1024) /* bytes of all lines */
#define WB_REQUEST_MAX_LINES  100

/* The most of one request that is thrown away in silence, in bytes; then there is no answer either. */
#define WB_REQUEST_MAX_EXCESS (48 * 1024)

/* Where in the requests of a connection it is. */
typedef enum
{
  WB_REQUEST_BOUNDS_START,
  WB_REQUEST_BOUNDS_METHOD,
  WB_REQUEST_BOUNDS_GAP,         /* before the target */
  WB_REQUEST_BOUNDS_PATH,
  WB_REQUEST_BOUNDS_QUERY,
  WB_REQUEST_BOUNDS_VERSION,
  WB_REQUEST_BOUNDS_LINE,        /* at the beginning of a line of the header */
  WB_REQUEST_BOUNDS_LINE_CR,     /* the same, behind a carriage return */
  WB_REQUEST_BOUNDS_NAME,
  WB_REQUEST_BOUNDS_VALUE,
  WB_REQUEST_BOUNDS_LENGTH,      /* the value of Content-Length */
  WB_REQUEST_BOUNDS_EXCESS,      /* in a line of a header that is too long */
  WB_REQUEST_BOUNDS_EXCESS_LINE, /* at the beginning of another one */
  WB_REQUEST_BOUNDS_EXCESS_CR,
  WB_REQUEST_BOUNDS_BODY,
  WB_REQUEST_BOUNDS_LOST,        /* where the next request begins is not known */
} WbRequestBoundsState;

/**
 * WbRequestFault:
 * @WB_REQUEST_FAULT_NONE: none
 * @WB_REQUEST_FAULT_FORM: it is no HTTP/1.1
 * @WB_REQUEST_FAULT_TARGET: the target is longer than %WB_REQUEST_MAX_TARGET
 * @WB_REQUEST_FAULT_HEADER: the header is longer than %WB_REQUEST_MAX_HEADER or
 *   has more than %WB_REQUEST_MAX_LINES
 *
 * Why a request, of which only a part is handed on, must not be served.
 */
typedef enum
{
  WB_REQUEST_FAULT_NONE,
  WB_REQUEST_FAULT_FORM,
  WB_REQUEST_FAULT_TARGET,
  WB_REQUEST_FAULT_HEADER,
} WbRequestFault;

/**
 * WbRequestBounds:
 * @state: where it is
 * @n_requests: how many requests have begun
 * @fault: what is wrong with the last of them; no other follows it
 * @n_dot: how much of “/%2” was just there, in the path
 * @name: the name of a field of the header, as far as it matters
 * @n_name: how long the name is so far
 * @is_last: whether what follows the request need not be another one
 * @has_length: whether Content-Length was there
 * @n_digits: the digits of its value so far
 * @left: the length of the body that is to come
 * @n_target: the bytes of the request line that were handed on, to the end of
 *   the target
 * @n_version: those behind it
 * @n_header: the bytes of the header that were handed on
 * @n_lines: how many lines that were
 * @n_excess: the bytes that were not handed on
 *
 * Follows the requests on a connection. It begins as zeros.
 */
typedef struct
{
  WbRequestBoundsState state;
  guint              n_requests;
  WbRequestFault     fault;
  guint              n_dot;
  char               name[20];
  guint              n_name;
  gboolean           is_last;
  gboolean           has_length;
  guint              n_digits;
  guint64            left;
  gsize              n_target;
  gsize              n_version;
  gsize              n_header;
  guint              n_lines;
  gsize              n_excess;
} WbRequestBounds;

gsize wb_request_bounds_take (WbRequestBounds *self,
                            guint8        *bytes,
                            gsize          length);

G_END_DECLS
