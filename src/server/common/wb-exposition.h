/* wb-exposition.h: the text format that Prometheus reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The media type of the text. */
#define WB_EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

void wb_exposition_head    (GString    *text,
                            const char *name,
                            const char *type,
                            const char *help);
void wb_exposition_integer (GString    *text,
                            const char *name,
                            const char *label,
                            const char *value,
                            gint64      number);
void wb_exposition_seconds (GString    *text,
                            const char *name,
                            const char *label,
                            const char *value,
                            gint64      microseconds);

G_END_DECLS
