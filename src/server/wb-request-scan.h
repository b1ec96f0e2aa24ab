/* wb-request-scan.h: requests are seen as they were sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where in the requests of a connection it is. */
typedef enum
{
  WB_REQUEST_SCAN_START,
  WB_REQUEST_SCAN_METHOD,
  WB_REQUEST_SCAN_GAP,    /* before the target */
  WB_REQUEST_SCAN_PATH,
  WB_REQUEST_SCAN_REST,   /* of a line that does not matter */
  WB_REQUEST_SCAN_LINE,   /* at the beginning of one of the header */
  WB_REQUEST_SCAN_NAME,
  WB_REQUEST_SCAN_LENGTH, /* the value of Content-Length */
  WB_REQUEST_SCAN_BODY,
  WB_REQUEST_SCAN_LOST,   /* where the next request begins is not known */
  WB_REQUEST_SCAN_ALIEN,  /* this is no request */
} WbRequestScanState;

/**
 * WbRequestScan:
 * @state: where it is
 * @n_dot: how much of “/%2” was just there, in the path
 * @name: the name of a field of the header, as far as it matters
 * @n_name: how long the name is so far
 * @has_length: whether Content-Length was there
 * @n_digits: the digits of its value so far
 * @left: the length of the body that is to come
 *
 * Follows the requests on a connection. It begins as zeros.
 */
typedef struct
{
  WbRequestScanState state;
  guint              n_dot;
  char               name[20];
  guint              n_name;
  gboolean           has_length;
  guint              n_digits;
  guint64            left;
} WbRequestScan;

void wb_request_scan_take (WbRequestScan *self,
                           guint8        *bytes,
                           gsize          length);

G_END_DECLS
