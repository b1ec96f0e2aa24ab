/* wb-server-error.c: what can be wrong with a server, its data and its tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-server-error.h"

G_DEFINE_QUARK (wb-server-error-quark, wb_server_error)
