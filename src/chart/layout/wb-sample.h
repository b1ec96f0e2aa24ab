/* wb-sample.h: finds the texts of many that need the most room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "drawing/wb-number.h"
#include "wb-text.h"

G_BEGIN_DECLS

/**
 * WbSample:
 * @items: (array length=n_items): structs whose first member is a name
 * @size: the size of such a struct, in bytes
 * @n_items: their number
 *
 * Items with names and numbers, of which only few are shaped.
 */
typedef struct
{
  gconstpointer items;
  gsize         size;
  guint         n_items;
} WbSample;

/* Writes a number, as wb_number_format_in() does. */
typedef char *(*WbSampleFormat) (double       value,
                                 WbNumberForm form);

GPtrArray   *wb_sample_find_longest (const WbSample *self);
GHashTable  *wb_sample_find_twins   (const WbSample *self);
WbTextFlags  wb_sample_choose_cut   (GHashTable     *twins,
                                     const char     *name);
GPtrArray   *wb_sample_find_numbers (const WbSample *self,
                                     gsize           offset,
                                     WbSampleFormat  format,
                                     WbNumberForm    form);
double       wb_sample_measure      (GPtrArray      *strings,
                                     const WbText   *text,
                                     WbTextFlags     flags);

G_END_DECLS
