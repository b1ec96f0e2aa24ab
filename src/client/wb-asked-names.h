/* wb-asked-names.h: which datasets a server may be asked for, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbAskedNames:
 *
 * The names of the datasets that a client wants from a server, and what is
 * known about them.
 *
 * Many legacy servers end when they are asked for a file that is not there.
 * Before a welcome, the names that every server should have are requested first,
 * and a name that is uncertain is requested alone, after the others were
 * answered. If the connection ends on it, it is not requested again, and the
 * other name of the dataset, if it has one, is.
 */
typedef struct _WbAskedNames WbAskedNames;

/**
 * WbAskedTrouble:
 * @WB_ASKED_FINE: there was an answer, or it may still come
 * @WB_ASKED_SILENT: there was none in time
 * @WB_ASKED_ENDED: the server ended the connection at the request
 *
 * Why there are no data of a name.
 */
typedef enum
{
  WB_ASKED_FINE,
  WB_ASKED_SILENT,
  WB_ASKED_ENDED,
} WbAskedTrouble;

WbAskedNames   *wb_asked_names_new          (void);
void            wb_asked_names_free         (WbAskedNames *self);
void            wb_asked_names_set_patience (WbAskedNames *self,
                                             guint         answer,
                                             guint         other_name);

void            wb_asked_names_begin        (WbAskedNames *self);
void            wb_asked_names_welcome      (WbAskedNames *self);
gboolean        wb_asked_names_end          (WbAskedNames *self,
                                             gint64        now);

void            wb_asked_names_want         (WbAskedNames *self,
                                             const char   *name);
void            wb_asked_names_drop         (WbAskedNames *self,
                                             const char   *name);
const char     *wb_asked_names_next         (WbAskedNames *self,
                                             gint64        now);
void            wb_asked_names_sent         (WbAskedNames *self,
                                             const char   *name,
                                             gint64        now);
gboolean        wb_asked_names_answered     (WbAskedNames *self,
                                             const char   *name);
WbAskedTrouble  wb_asked_names_get_trouble  (WbAskedNames *self,
                                             const char   *name,
                                             gint64        now);
gint64          wb_asked_names_get_due      (WbAskedNames *self,
                                             gint64        now);

void            wb_asked_names_append       (WbAskedNames *self,
                                             GString      *text);
void            wb_asked_names_load         (WbAskedNames *self,
                                             const char   *line);

G_END_DECLS
