/* wb-pacer.h: requests datasets within the default rate limits of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WbPacer WbPacer;

/**
 * WbPacerResult:
 * @WB_PACER_SENT: the dataset was requested
 * @WB_PACER_NOT_NEEDED: it is not needed any more, and was not requested
 * @WB_PACER_BUSY: it cannot be requested now, and is to be requested later
 *
 * What a #WbPacerFunc did.
 */
typedef enum
{
  WB_PACER_SENT,
  WB_PACER_NOT_NEEDED,
  WB_PACER_BUSY,
} WbPacerResult;

/**
 * WbPacerFunc:
 * @name: the name of a dataset
 * @user_data: the data of wb_pacer_new()
 *
 * Requests a dataset from the server.
 *
 * Returns: whether it was requested, and if not, whether it will have to be
 */
typedef WbPacerResult (*WbPacerFunc) (const char *name,
                                      gpointer    user_data);

WbPacer *wb_pacer_new   (WbPacerFunc  function,
                         gpointer     user_data);
void     wb_pacer_free  (WbPacer     *self);

void     wb_pacer_reset (WbPacer     *self);
void     wb_pacer_raise (WbPacer     *self);
void     wb_pacer_ask   (WbPacer     *self,
                         const char  *name);

G_END_DECLS
