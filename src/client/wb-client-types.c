/* wb-client-types.c: the status and the errors of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-client-types.h"

G_DEFINE_QUARK (wb-client-error-quark, wb_client_error)

G_DEFINE_ENUM_TYPE (WbClientStatus, wb_client_status,
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (WB_CLIENT_WAITING, "waiting"))
