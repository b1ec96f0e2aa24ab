/* wb-pacer.h: requests datasets within the default rate limits of a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WbPacer WbPacer;

/**
 * WbPacerFunc:
 * @name: the name of a dataset
 * @user_data: the data of wb_pacer_new()
 *
 * Requests a dataset from the server.
 *
 * Returns: %FALSE if it is not needed any more and was not requested
 */
typedef gboolean (*WbPacerFunc) (const char *name,
                                 gpointer    user_data);

WbPacer *wb_pacer_new   (WbPacerFunc  function,
                         gpointer     user_data);
void     wb_pacer_free  (WbPacer     *self);

void     wb_pacer_reset (WbPacer     *self);
void     wb_pacer_raise (WbPacer     *self);
void     wb_pacer_ask   (WbPacer     *self,
                         const char  *name);

G_END_DECLS
