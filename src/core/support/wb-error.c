/* wb-error.c: the error domain of the core layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-error.h"

G_DEFINE_QUARK (wb-core-error-quark, wb_core_error)
