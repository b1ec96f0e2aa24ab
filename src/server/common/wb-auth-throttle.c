/* wb-auth-throttle.c: delays the checks of tokens after wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-auth-throttle.h"

#include "wb-address.h"

/* How many wrong tokens of an address cause no delay: people mistype, and many displays may reconnect at once
 * with an old token. */
#define N_FREE 10

/* The delay of the next check, in microseconds. It doubles with each wrong token up to the maximum, which
 * allows 64 connections of one address 8 checks a second together, and still answers a right token. */
#define FIRST_DELAY (G_USEC_PER_SEC / 10)
#define MAX_DELAY   (8 * G_USEC_PER_SEC)

/* After so many microseconds without a wrong token an address is forgotten. */
#define MEMORY (60 * G_USEC_PER_SEC)

/* The most addresses that are kept, at some 150 bytes each. The one whose last wrong token is oldest is
 * dropped. */
#define MAX_ADDRESSES 4096

typedef struct
{
  GList   link;   /* of the queue; its data is the entry */
  GBytes *network;
  guint   n_wrong;
  gint64  last;   /* wrong one, in microseconds of the monotonic time */
} Entry;

struct _WbAuthThrottle
{
  gatomicrefcount  ref_count;

  GMutex           mutex;
  GHashTable      *entries; /* of Entry, by its network */
  GQueue           queue;   /* of the same, the latest first */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_bytes_unref (entry->network);
  g_free (entry);
}

/* The delay of a check after so many wrong tokens. */
static gint64
compute_delay (guint n_wrong)
{
  gint64 delay = FIRST_DELAY;

  if (n_wrong < N_FREE)
    return 0;

  for (guint i = N_FREE; i < n_wrong && delay < MAX_DELAY; i++)
    delay *= 2;

  return MIN (delay, MAX_DELAY);
}

static void
drop (WbAuthThrottle *self,
      Entry          *entry)
{
  g_queue_unlink (&self->queue, &entry->link);
  g_hash_table_remove (self->entries, entry->network);
}

static void
drop_old (WbAuthThrottle *self,
          gint64          now)
{
  while (self->queue.tail != NULL && ((Entry *) self->queue.tail->data)->last <= now - MEMORY)
    drop (self, self->queue.tail->data);
}

/* The entry of an address, as the latest one. */
static Entry *
renew (WbAuthThrottle *self,
       GInetAddress   *address)
{
  g_autoptr (GBytes) network = wb_address_get_network (address);
  Entry *entry = g_hash_table_lookup (self->entries, network);

  if (entry != NULL)
    {
      g_queue_unlink (&self->queue, &entry->link);
    }
  else
    {
      if (self->queue.length >= MAX_ADDRESSES)
        drop (self, self->queue.tail->data);
      entry = g_new0 (Entry, 1);
      entry->link.data = entry;
      entry->network = g_steal_pointer (&network);
      g_hash_table_insert (self->entries, entry->network, entry);
    }
  g_queue_push_head_link (&self->queue, &entry->link);

  return entry;
}

WbAuthThrottle *
wb_auth_throttle_new (void)
{
  WbAuthThrottle *self = g_new0 (WbAuthThrottle, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->entries = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, NULL, entry_free);
  g_queue_init (&self->queue);

  return self;
}

WbAuthThrottle *
wb_auth_throttle_ref (WbAuthThrottle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_auth_throttle_unref (WbAuthThrottle *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_auth_throttle_get_delay:
 * @self: (nullable): a throttle, %NULL for none
 * @address: (nullable): where a token comes from; %NULL stands for all unknown
 *   ones
 * @now: the monotonic time in microseconds
 *
 * Returns: how long to delay the check of a token, whether it is right or not, in
 *   microseconds
 */
gint64
wb_auth_throttle_get_delay (WbAuthThrottle *self,
                            GInetAddress   *address,
                            gint64          now)
{
  g_autoptr (GBytes) network = NULL;
  gint64 delay = 0;
  const Entry *entry;

  if (self == NULL)
    return 0;

  network = wb_address_get_network (address);
  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->entries, network);
  if (entry != NULL && entry->last > now - MEMORY)
    delay = compute_delay (entry->n_wrong);
  g_mutex_unlock (&self->mutex);

  return delay;
}

/**
 * wb_auth_throttle_add_wrong:
 * @self: (nullable): a throttle, %NULL for none
 * @address: (nullable): where a token came from
 * @now: the monotonic time in microseconds
 *
 * Counts a token that was checked and is wrong.
 *
 * Returns: whether checks are delayed from this one on
 */
gboolean
wb_auth_throttle_add_wrong (WbAuthThrottle *self,
                            GInetAddress   *address,
                            gint64          now)
{
  Entry *entry;
  gboolean is_last_free;

  if (self == NULL)
    return FALSE;

  g_mutex_lock (&self->mutex);
  drop_old (self, now);
  entry = renew (self, address);
  entry->last = now;
  if (entry->n_wrong < G_MAXUINT)
    entry->n_wrong++;
  is_last_free = entry->n_wrong == N_FREE;
  g_mutex_unlock (&self->mutex);

  return is_last_free;
}
