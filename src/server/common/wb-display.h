/* wb-display.h: a client as its operator sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-metrics.h"
#include "wb-tokens.h"

G_BEGIN_DECLS

/**
 * WbDisplay:
 * @name: (nullable): its name, made safe by wb_message_dup_display_name()
 * @version: (nullable): its version, made safe as well
 * @peer: its address and, for a web page, its origin in parentheses
 * @dialect: what it speaks
 * @right: what it may do
 * @token: (nullable): the name of its token, and not the token
 * @connected: when it connected, see wb_clock_get_time()
 * @last_heard: when something came from it last, in microseconds, monotonic
 * @waiting: what waits to be written to it, in bytes
 *
 * A client at one moment.
 */
typedef struct
{
  char      *name;
  char      *version;
  char      *peer;
  WbDialect  dialect;
  WbRight    right;
  char      *token;
  gint64     connected;
  gint64     last_heard;
  gsize      waiting;
} WbDisplay;

void    wb_display_free        (WbDisplay *self);
GBytes *wb_displays_write_json (GPtrArray *displays);

G_END_DECLS
