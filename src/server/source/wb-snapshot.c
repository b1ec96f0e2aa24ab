/* wb-snapshot.c: one version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-snapshot.h"

#include "json/wb-json.h"

struct _WbSnapshot
{
  gatomicrefcount ref_count;

  GBytes     *bytes;
  GBytes     *literal; /* the same as a JSON string, quotes included; shared by all answers */
  guint64     version;
  char       *etag;
  char       *problem;
};

static char *
make_etag (GBytes *bytes)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("\"%.32s\"", sum);
}

static GBytes *
make_literal (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  /* Room for escapes: quotes and line ends are usually fewer than one byte in eight. */
  GString *literal = g_string_sized_new (length + length / 8 + 16);

  wb_json_append_string (literal, length > 0 ? text : "", (gssize) length);

  return g_string_free_to_bytes (literal);
}

static WbSnapshot *
make_snapshot (guint64     version,
               const char *problem)
{
  WbSnapshot *self = g_new0 (WbSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->version = version;
  self->problem = g_strdup (problem);

  return self;
}

/**
 * wb_snapshot_new:
 * @bytes: (nullable): the last good JSON, %NULL if there never was any
 * @version: a number that grows with every change of @bytes
 * @problem: (nullable): one sentence on why @bytes is not what the source has now, %NULL if it is
 *
 * Creates a snapshot with everything that answers need. This takes some 10 ms
 * for each megabyte, so call it in a thread for large @bytes. If they are the
 * bytes of another snapshot, use [ctor@Snapshot.new_like].
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

  self = make_snapshot (version, problem);
  if (bytes != NULL)
    {
      self->bytes = g_bytes_ref (bytes);
      self->literal = make_literal (bytes);
      self->etag = make_etag (bytes);
    }

  return self;
}

/**
 * wb_snapshot_new_like:
 * @other: a snapshot with bytes
 * @version: a number that grows with every change of the bytes
 * @problem: (nullable): one sentence on why the bytes are not what the source has now, %NULL if
 *   they are
 *
 * Creates a snapshot that shares the bytes of another, in constant time.
 *
 * Returns: (transfer full): a new snapshot
 */
WbSnapshot *
wb_snapshot_new_like (WbSnapshot *other,
                      guint64     version,
                      const char *problem)
{
  WbSnapshot *self;

  g_return_val_if_fail (other != NULL && other->bytes != NULL, NULL);

  self = make_snapshot (version, problem);
  self->bytes = g_bytes_ref (other->bytes);
  self->literal = g_bytes_ref (other->literal);
  self->etag = g_strdup (other->etag);

  return self;
}

WbSnapshot *
wb_snapshot_ref (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
wb_snapshot_unref (WbSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->literal, g_bytes_unref);
  g_free (self->etag);
  g_free (self->problem);
  g_free (self);
}

/**
 * wb_snapshot_get_bytes:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): the last good JSON, unchanged
 */
GBytes *
wb_snapshot_get_bytes (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

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
 * The tag is computed from the bytes, so it is the same after a restart.
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
 * Returns: whether both have the same bytes and problem
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
 * wb_snapshot_get_literal:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): the text as the JSON string that every
 *   answer holds, quotes included, or %NULL if there was never valid JSON
 */
GBytes *
wb_snapshot_get_literal (WbSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->literal;
}
