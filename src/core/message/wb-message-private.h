/* wb-message-private.h: the JSON of a message, for the other files of the core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-message.h"

G_BEGIN_DECLS

JsonNode *wb_message_get_data_node (WbMessage *self);

G_END_DECLS
