/* wb-error.h: what can be wrong with words from outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbCoreError:
 * @WB_CORE_ERROR_SYNTAX: the text is not JSON as RFC 8259 has it
 * @WB_CORE_ERROR_LIMIT: the text is JSON, but past a limit of size or nesting
 * @WB_CORE_ERROR_SHAPE: the JSON does not have the members or types it must have
 *
 * The error codes of the core layer.
 *
 * The message of an error is one sentence that names the place, without a
 * full stop, so that a caller can put a file name before it.
 */
typedef enum
{
  WB_CORE_ERROR_SYNTAX,
  WB_CORE_ERROR_LIMIT,
  WB_CORE_ERROR_SHAPE,
} WbCoreError;

#define WB_CORE_ERROR (wb_core_error_quark ())
GQuark wb_core_error_quark (void);

G_END_DECLS
