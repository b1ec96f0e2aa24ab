/* wb-address-counts.c: how many clients come from where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-address-counts.h"

#include "wb-address.h"

struct _WbAddressCounts
{
  GHashTable *counts; /* of guint, by the GBytes of an address */
};

WbAddressCounts *
wb_address_counts_new (void)
{
  WbAddressCounts *self = g_new0 (WbAddressCounts, 1);

  self->counts = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  return self;
}

void
wb_address_counts_free (WbAddressCounts *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->counts);
  g_free (self);
}

/**
 * wb_address_counts_get:
 * @self: counts
 * @address: (nullable): an address; %NULL stands for all unknown ones
 *
 * Returns: how many there are
 */
guint
wb_address_counts_get (WbAddressCounts *self,
                       GInetAddress    *address)
{
  g_autoptr (GBytes) key = NULL;

  g_return_val_if_fail (self != NULL, 0);

  key = wb_address_get_network (address);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));
}

/**
 * wb_address_counts_add:
 * @self: counts
 * @address: (nullable): an address
 *
 * Counts one more.
 */
void
wb_address_counts_add (WbAddressCounts *self,
                       GInetAddress    *address)
{
  g_return_if_fail (self != NULL);

  g_hash_table_insert (self->counts, wb_address_get_network (address),
                       GUINT_TO_POINTER (wb_address_counts_get (self, address) + 1));
}

/**
 * wb_address_counts_remove:
 * @self: counts
 * @address: (nullable): an address that was counted
 *
 * Counts one less. An address with a count of 0 takes no memory.
 */
void
wb_address_counts_remove (WbAddressCounts *self,
                          GInetAddress    *address)
{
  g_autoptr (GBytes) key = NULL;
  guint n;

  g_return_if_fail (self != NULL);

  key = wb_address_get_network (address);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));
  g_return_if_fail (n > 0);

  if (n > 1)
    g_hash_table_insert (self->counts, g_steal_pointer (&key), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->counts, key);
}
