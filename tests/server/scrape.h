/* scrape.h: a reader of the text format of Prometheus, as strict as its specification
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Scrape:
 *
 * The numbers of a server at one moment. Reading fails the test over anything
 * that breaks the format, or is rejected by `promtool check metrics`.
 */
typedef struct _Scrape Scrape;

Scrape   *scrape_new       (const char *text);
void      scrape_free      (Scrape     *self);
gboolean  scrape_has       (Scrape     *self,
                            const char *series);
double    scrape_get       (Scrape     *self,
                            const char *series);
guint     scrape_get_count (Scrape     *self,
                            const char *family);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scrape, scrape_free)

G_END_DECLS
