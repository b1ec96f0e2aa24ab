/* wb-error.h: the error domain of the core layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbCoreError:
 * @WB_CORE_ERROR_SYNTAX: the text is not JSON according to RFC 8259
 * @WB_CORE_ERROR_LIMIT: the text is JSON, but exceeds a limit of size or nesting
 * @WB_CORE_ERROR_SHAPE: the JSON lacks members, or they have the wrong types
 *
 * The error codes of the core layer.
 *
 * The message of an error is one sentence that names the place, without a
 * full stop, so that a caller can prepend a file name.
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
