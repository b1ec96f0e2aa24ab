/* wb-log.h: log messages that peers can cause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-metrics.h"

G_BEGIN_DECLS

/**
 * WbLog:
 *
 * The log messages of a server that peers can cause, limited in number: of each
 * kind a few are written in ten seconds, and then how many more there were. May be
 * used from any thread.
 */
typedef struct _WbLog WbLog;

WbLog *wb_log_new     (void);
WbLog *wb_log_ref     (WbLog      *self);
void   wb_log_unref   (WbLog      *self);

void   wb_log_refusal (WbLog      *self,
                       const char *peer,
                       WbRefusal   reason,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);
void   wb_log_event   (WbLog      *self,
                       const char *peer,
                       const char *kind,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);
void   wb_log_flush   (WbLog      *self);

G_END_DECLS
