/* wb-server-error.h: what can be wrong with a server, its data and its tokens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbServerError:
 * @WB_SERVER_ERROR_ADDRESS: an address is not HOST:PORT
 * @WB_SERVER_ERROR_LISTEN: an address cannot be listened on
 * @WB_SERVER_ERROR_DATA: the data folder, a file in it or a database cannot be used
 * @WB_SERVER_ERROR_TOKEN: the token file cannot be used
 * @WB_SERVER_ERROR_CERTIFICATE: the certificate cannot be used
 * @WB_SERVER_ERROR_TOO_LARGE: a dataset is larger than a display could take
 * @WB_SERVER_ERROR_NO_SPACE: the disk is full
 * @WB_SERVER_ERROR_READ_ONLY: the source does not take a dataset from outside
 * @WB_SERVER_ERROR_CONDITION: the dataset is not the version that it should be
 * @WB_SERVER_ERROR_BUSY: too many datasets wait to be written
 */
typedef enum
{
  WB_SERVER_ERROR_ADDRESS,
  WB_SERVER_ERROR_LISTEN,
  WB_SERVER_ERROR_DATA,
  WB_SERVER_ERROR_TOKEN,
  WB_SERVER_ERROR_CERTIFICATE,
  WB_SERVER_ERROR_TOO_LARGE,
  WB_SERVER_ERROR_NO_SPACE,
  WB_SERVER_ERROR_READ_ONLY,
  WB_SERVER_ERROR_CONDITION,
  WB_SERVER_ERROR_BUSY,
} WbServerError;

#define WB_SERVER_ERROR (wb_server_error_quark ())
GQuark wb_server_error_quark (void);

G_END_DECLS
