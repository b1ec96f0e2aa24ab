/* wb-session.h: one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "wb-subscriptions.h"
#include "wb-tokens.h"

G_BEGIN_DECLS

/**
 * WbSessionRules:
 * @tokens: (nullable): one of these a client must say first
 * @max_message: the longest message, in bytes
 * @auth_timeout: seconds to authenticate
 * @ping: seconds between two pings, 0 for none
 * @silence: seconds a client may stay silent after a ping
 *
 * What holds for every session of a server.
 */
typedef struct
{
  WbTokens *tokens;
  gsize     max_message;
  guint     auth_timeout;
  guint     ping;
  guint     silence;
} WbSessionRules;

/* The longest getData that is remembered, in bytes; a longer one is answered once. */
#define WB_SESSION_MAX_REQUEST 4096

#define WB_TYPE_SESSION (wb_session_get_type ())
G_DECLARE_FINAL_TYPE (WbSession, wb_session, WB, SESSION, GObject)

WbSession       *wb_session_new               (SoupWebsocketConnection *connection,
                                               const char              *peer,
                                               const WbSessionRules    *rules);
void             wb_session_start             (WbSession               *self);
void             wb_session_send              (WbSession               *self,
                                               GBytes                  *text);
void             wb_session_close             (WbSession               *self,
                                               gushort                  code,
                                               const char              *reason);

gboolean         wb_session_is_open           (WbSession               *self);
gboolean         wb_session_speaks_v1         (WbSession               *self);
gboolean         wb_session_wants_heart_check (WbSession               *self);
WbSubscriptions *wb_session_get_subscriptions (WbSession               *self);

G_END_DECLS
