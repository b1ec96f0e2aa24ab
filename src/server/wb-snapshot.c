/* wb-snapshot.c: one version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-snapshot.h"

#include "wb-frame.h"

/* What a snapshot keeps of its answers. Displays of a board ask alike, so a few are enough; a peer that
 * makes up requests can only push out those of others, which are then built again. */
#define MAX_ANSWERS      32
#define MAX_ANSWER_BYTES (4 * WB_MESSAGE_MAX_TO_CLIENT)

struct _WbSnapshot
{
  gatomicrefcount ref_count;

  GBytes     *bytes;
  guint64     version;
  char       *etag;
  char       *problem;

  GMutex      mutex;
  GHashTable *answers[2]; /* by the bytes of the request; [1] tells the problem */
  gsize       answer_bytes;
};

G_DEFINE_BOXED_TYPE (WbSnapshot, wb_snapshot, wb_snapshot_ref, wb_snapshot_unref)

static char *
make_etag (GBytes *bytes)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("\"%.32s\"", sum);
}

/* Called with the mutex held. */
static void
remember_answer (WbSnapshot *self,
                 GHashTable *answers,
                 GBytes     *request,
                 GBytes     *answer)
{
  gsize size = g_bytes_get_size (request) + g_bytes_get_size (answer);
  guint n = g_hash_table_size (self->answers[0]) + g_hash_table_size (self->answers[1]);

  if (size > MAX_ANSWER_BYTES)
    return;

  if (n >= MAX_ANSWERS || self->answer_bytes + size > MAX_ANSWER_BYTES)
    {
      g_hash_table_remove_all (self->answers[0]);
      g_hash_table_remove_all (self->answers[1]);
      self->answer_bytes = 0;
    }

  g_hash_table_insert (answers, g_bytes_ref (request), g_bytes_ref (answer));
  self->answer_bytes += size;
}

/**
 * wb_snapshot_new:
 * @bytes: (nullable): the last good JSON, %NULL if there never was any
 * @version: a number that grows with every change of @bytes
 * @problem: (nullable): one sentence on why @bytes is not what the source has
 *   now, %NULL if it is
 *
 * Returns: (transfer full): a new snapshot
 */
WbSnapshot *
wb_snapshot_new (GBytes     *bytes,
                 guint64     version,
                 const char *problem)
{
  WbSnapshot *self;

  g_return_val_if_fail (bytes != NULL || problem != NULL, NULL);

  self = g_new0 (WbSnapshot, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->version = version;
  self->problem = g_strdup (problem);

  if (bytes != NULL)
    {
      self->bytes = g_bytes_ref (bytes);
      self->etag = make_etag (bytes);
    }

  for (guint i = 0; i < G_N_ELEMENTS (self->answers); i++)
    self->answers[i] = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                              (GDestroyNotify) g_bytes_unref, (GDestroyNotify) g_bytes_unref);

  return self;
}

/**
 * wb_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
WbSnapshot *
wb_snapshot_ref (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * wb_snapshot_unref:
 * @self: (transfer full): a snapshot
 *
 * Gives up a reference; the last one frees the snapshot.
 */
void
wb_snapshot_unref (WbSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (self->answers); i++)
    g_hash_table_unref (self->answers[i]);
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->etag);
  g_free (self->problem);
  g_free (self);
}

/**
 * wb_snapshot_get_bytes:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): the last good JSON, as the source gave it
 */
GBytes *
wb_snapshot_get_bytes (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

/**
 * wb_snapshot_get_version:
 * @self: a snapshot
 *
 * Returns: a number that grows with every change of the bytes
 */
guint64
wb_snapshot_get_version (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->version;
}

/**
 * wb_snapshot_get_etag:
 * @self: a snapshot
 *
 * The tag follows from the bytes, so it is the same after a restart.
 *
 * Returns: (transfer none) (nullable): the entity tag of the bytes, with its
 *   quotes (RFC 9110, section 8.8.3)
 */
const char *
wb_snapshot_get_etag (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->etag;
}

/**
 * wb_snapshot_get_problem:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): why the bytes are not current
 */
const char *
wb_snapshot_get_problem (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problem;
}

/**
 * wb_snapshot_equal:
 * @self: a snapshot
 * @other: another
 *
 * Returns: whether a peer would see no difference
 */
gboolean
wb_snapshot_equal (WbSnapshot *self,
                   WbSnapshot *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return g_strcmp0 (self->etag, other->etag) == 0 && g_strcmp0 (self->problem, other->problem) == 0;
}

/**
 * wb_snapshot_build_answer:
 * @self: a snapshot
 * @request: a getData
 * @tell_problem: whether the peer understands `error`
 *
 * Builds the answer to a request, once: the next peer that asks with the same
 * bytes gets the same answer.
 *
 * Returns: (transfer full) (nullable): the frame of the answer, or %NULL if
 *   there is none for such a peer: a page written from the seed parses `data`
 *   whatever it is
 */
GBytes *
wb_snapshot_build_answer (WbSnapshot *self,
                          WbMessage  *request,
                          gboolean    tell_problem)
{
  const char *problem;
  GHashTable *answers;
  GBytes *answer;
  g_autoptr (GBytes) text = NULL;
  gsize length = 0;
  const char *data = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);

  problem = tell_problem ? self->problem : NULL;
  if (self->bytes == NULL && problem == NULL)
    return NULL;

  g_mutex_lock (&self->mutex);

  answers = self->answers[problem != NULL];
  answer = g_hash_table_lookup (answers, wb_message_get_bytes (request));
  if (answer != NULL)
    {
      g_bytes_ref (answer);
    }
  else
    {
      if (self->bytes != NULL)
        data = g_bytes_get_data (self->bytes, &length);
      text = wb_message_build_answer (request, data, length, problem);
      answer = wb_frame_new_text (text);
      remember_answer (self, answers, wb_message_get_bytes (request), answer);
    }

  g_mutex_unlock (&self->mutex);

  return answer;
}
