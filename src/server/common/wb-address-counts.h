/* wb-address-counts.h: how many clients come from where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbAddressCounts:
 *
 * Counts by address. The addresses of an IPv6 network of 64 bits are one, since
 * one machine can have them all.
 */
typedef struct _WbAddressCounts WbAddressCounts;

WbAddressCounts *wb_address_counts_new    (void);
void             wb_address_counts_free   (WbAddressCounts *self);
guint            wb_address_counts_get    (WbAddressCounts *self,
                                           GInetAddress    *address);
void             wb_address_counts_add    (WbAddressCounts *self,
                                           GInetAddress    *address);
void             wb_address_counts_remove (WbAddressCounts *self,
                                           GInetAddress    *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbAddressCounts, wb_address_counts_free)

G_END_DECLS
