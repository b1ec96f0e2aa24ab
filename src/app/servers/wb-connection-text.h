/* wb-connection-text.h: the state of a connection as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-client.h"

G_BEGIN_DECLS

const char *wb_connection_get_state_text  (WbClient *client);
const char *wb_connection_get_state_class (WbClient *client);
const char *wb_connection_get_headline    (WbClient *client);
gboolean    wb_connection_wants_token     (WbClient *client);
char       *wb_connection_dup_problem     (WbClient *client,
                                           gint64    now);
char       *wb_connection_dup_refusal     (GBytes   *body,
                                           guint     status);
void        wb_connection_log_unusable    (WbClient *client);

G_END_DECLS
