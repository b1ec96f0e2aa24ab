/* wb-layered-source.c: two sources as one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-layered-source.h"

struct _WbLayeredSource
{
  GObject parent_instance;

  WbSource *upper;
  WbSource *lower;
};

static void source_iface_init (WbSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbLayeredSource, wb_layered_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

/* The source that has a dataset: the upper one also if it has it under the other of two names, so that a
 * query `hotproduct` hides a file `hot`. */
static WbSource *
find_source (WbLayeredSource *self,
             const char      *name)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->upper, name);

  return snapshot != NULL ? self->upper : self->lower;
}

static void
lower_changed_cb (WbSource   *lower,
                  const char *name,
                  gpointer    user_data)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (user_data);

  if (find_source (self, name) == lower)
    wb_source_emit_changed (WB_SOURCE (self), name);
}

static void
lower_read_cb (WbSource   *lower,
               const char *name,
               gpointer    user_data)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (user_data);

  if (find_source (self, name) == lower)
    wb_source_emit_read (WB_SOURCE (self), name);
}

static char **
wb_layered_source_list (WbSource *source)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (source);
  g_auto (GStrv) upper = wb_source_list (self->upper);
  g_auto (GStrv) lower = wb_source_list (self->lower);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_strv_builder_addv (names, (const char **) upper);
  for (gsize i = 0; lower[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) upper, lower[i]))
      g_strv_builder_add (names, lower[i]);

  return g_strv_builder_end (names);
}

static WbSnapshot *
wb_layered_source_load (WbSource   *source,
                        const char *name)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (source);
  WbSnapshot *snapshot = wb_source_load (self->upper, name);

  return snapshot != NULL ? snapshot : WB_SOURCE_GET_IFACE (self->lower)->load (self->lower, name);
}

/* The upper source knows all its datasets, so only the lower one looks. */
static gboolean
wb_layered_source_look_up (WbSource   *source,
                           const char *name,
                           const char *other_name)
{
  WbSource *lower = WB_LAYERED_SOURCE (source)->lower;
  WbSourceInterface *iface = WB_SOURCE_GET_IFACE (lower);

  return iface->look_up != NULL && iface->look_up (lower, name, other_name);
}

static void
put_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  WbSnapshot *snapshot = wb_source_put_finish (WB_SOURCE (object), result, &error);

  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify) wb_snapshot_unref);
  else
    g_task_return_error (task, error);
}

static void
wb_layered_source_put_async (WbSource            *source,
                             const WbDatasetPut  *put,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (source);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, wb_layered_source_put_async);
  wb_source_put_async (find_source (self, put->name), put, put_cb, task);
}

static char *
wb_layered_source_dup_trouble (WbSource *source)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (source);
  char *trouble = wb_source_dup_trouble (self->upper);

  return trouble != NULL ? trouble : wb_source_dup_trouble (self->lower);
}

static char *
wb_layered_source_dup_notice (WbSource *source)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (source);
  char *notice = wb_source_dup_notice (self->upper);

  return notice != NULL ? notice : wb_source_dup_notice (self->lower);
}

static void
wb_layered_source_dispose (GObject *object)
{
  WbLayeredSource *self = WB_LAYERED_SOURCE (object);

  g_clear_object (&self->upper);
  g_clear_object (&self->lower);

  G_OBJECT_CLASS (wb_layered_source_parent_class)->dispose (object);
}

static void
wb_layered_source_class_init (WbLayeredSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_layered_source_dispose;
}

static void
source_iface_init (WbSourceInterface *iface)
{
  iface->list = wb_layered_source_list;
  iface->load = wb_layered_source_load;
  iface->look_up = wb_layered_source_look_up;
  iface->put_async = wb_layered_source_put_async;
  iface->dup_trouble = wb_layered_source_dup_trouble;
  iface->dup_notice = wb_layered_source_dup_notice;
}

static void
wb_layered_source_init (WbLayeredSource *self)
{
}

/**
 * wb_layered_source_new:
 * @upper: the source that is asked first, which must know all its datasets
 * @lower: the source for everything that @upper does not have
 *
 * Combines two sources: each dataset comes from the first source that has it,
 * and is put into that source.
 *
 * Returns: (transfer full): a source
 */
WbSource *
wb_layered_source_new (WbSource *upper,
                       WbSource *lower)
{
  WbLayeredSource *self;

  g_return_val_if_fail (WB_IS_SOURCE (upper), NULL);
  g_return_val_if_fail (WB_IS_SOURCE (lower), NULL);

  self = g_object_new (WB_TYPE_LAYERED_SOURCE, NULL);
  self->upper = g_object_ref (upper);
  self->lower = g_object_ref (lower);
  g_signal_connect_object (upper, "changed", G_CALLBACK (wb_source_emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (upper, "read", G_CALLBACK (wb_source_emit_read), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lower, "changed", G_CALLBACK (lower_changed_cb), self, 0);
  g_signal_connect_object (lower, "read", G_CALLBACK (lower_read_cb), self, 0);
  g_signal_connect_object (lower, "looked-up", G_CALLBACK (wb_source_emit_looked_up), self,
                           G_CONNECT_SWAPPED);

  return WB_SOURCE (self);
}
