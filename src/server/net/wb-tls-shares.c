/* wb-tls-shares.c: what the handshakes of each address cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-tls-shares.h"

#include <math.h>
#include <time.h>

#include "common/wb-address.h"

/* The half-life of costs, in seconds. */
#define HALF_LIFE 1.0

/* Less than this is forgotten, in microseconds: it is less than a handshake. */
#define NEGLIGIBLE 500.0

struct _WbTlsShare
{
  GBytes *network;
  GQueue  handshakes; /* (unowned), the oldest first */
  double  cost;       /* microseconds of processor time, the older the less */
};

struct _WbTlsShares
{
  GHashTable *shares; /* of WbTlsShare, by their network */
  gint64      decayed; /* monotonic time in microseconds, up to which costs are reduced */
};

static void
share_free (gpointer data)
{
  WbTlsShare *share = data;

  g_queue_clear (&share->handshakes);
  g_bytes_unref (share->network);
  g_free (share);
}

WbTlsShares *
wb_tls_shares_new (void)
{
  WbTlsShares *self = g_new0 (WbTlsShares, 1);

  self->shares = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, NULL, share_free);
  self->decayed = g_get_monotonic_time ();

  return self;
}

void
wb_tls_shares_free (WbTlsShares *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->shares);
  g_free (self);
}

/**
 * wb_tls_shares_get:
 * @self: shares
 * @address: an address
 *
 * Returns: (transfer none): the share of the address, new where there was none; it
 *   is valid as long as it has handshakes, and else until costs decay
 */
WbTlsShare *
wb_tls_shares_get (WbTlsShares  *self,
                   GInetAddress *address)
{
  g_autoptr (GBytes) network = NULL;
  WbTlsShare *share;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);

  network = wb_address_get_network (address);
  share = g_hash_table_lookup (self->shares, network);
  if (share != NULL)
    return share;

  share = g_new0 (WbTlsShare, 1);
  share->network = g_steal_pointer (&network);
  g_queue_init (&share->handshakes);
  g_hash_table_insert (self->shares, share->network, share);

  return share;
}

/**
 * wb_tls_shares_add:
 * @self: shares
 * @share: one of them
 * @handshake: identifies a handshake
 *
 * Notes that a handshake of the address begins.
 */
void
wb_tls_shares_add (WbTlsShares *self,
                   WbTlsShare  *share,
                   gpointer     handshake)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (share != NULL);

  g_queue_push_tail (&share->handshakes, handshake);
}

void
wb_tls_shares_remove (WbTlsShares *self,
                      WbTlsShare  *share,
                      gpointer     handshake)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (share != NULL);

  g_queue_remove (&share->handshakes, handshake);
}

/**
 * wb_tls_shares_charge:
 * @self: shares
 * @share: one of them
 * @time: processor time, in microseconds
 *
 * Notes that time was spent for an address.
 */
void
wb_tls_shares_charge (WbTlsShares *self,
                      WbTlsShare  *share,
                      gint64       time)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (share != NULL);

  share->cost += (double) time;
}

static gboolean
decay_cb (gpointer key,
          gpointer value,
          gpointer user_data)
{
  WbTlsShare *share = value;

  share->cost *= *(const double *) user_data;

  return share->cost < NEGLIGIBLE && g_queue_is_empty (&share->handshakes);
}

/**
 * wb_tls_shares_decay:
 * @self: shares
 *
 * Reduces costs by the time that has passed, and forgets addresses that cost
 * nothing any more. Calls that follow each other closely do it once, since there
 * may be many addresses.
 */
void
wb_tls_shares_decay (WbTlsShares *self)
{
  gint64 now = g_get_monotonic_time ();
  double factor;

  g_return_if_fail (self != NULL);

  if (now - self->decayed < G_USEC_PER_SEC / 10)
    return;

  factor = exp2 (-(double) (now - self->decayed) / G_USEC_PER_SEC / HALF_LIFE);
  g_hash_table_foreach_remove (self->shares, decay_cb, &factor);
  self->decayed = now;
}

gboolean
wb_tls_shares_is_empty (WbTlsShares *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return g_hash_table_size (self->shares) == 0;
}

/**
 * wb_tls_shares_get_cpu_time:
 *
 * Returns: the processor time that this thread has used, in microseconds
 */
gint64
wb_tls_shares_get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

guint
wb_tls_share_get_size (const WbTlsShare *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->handshakes.length;
}

/**
 * wb_tls_share_get_oldest:
 * @self: a share
 *
 * Returns: (transfer none) (nullable): the handshake that is under way longest
 */
gpointer
wb_tls_share_get_oldest (const WbTlsShare *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->handshakes.head != NULL ? self->handshakes.head->data : NULL;
}

/**
 * wb_tls_share_compare:
 * @self: a share
 * @other: another
 *
 * Returns: less than 0 if @self has cost less than @other lately, more if it has
 *   cost more
 */
int
wb_tls_share_compare (const WbTlsShare *self,
                      const WbTlsShare *other)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (other != NULL, 0);

  return (self->cost > other->cost) - (self->cost < other->cost);
}
