/* wb-source.c: where datasets come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-source.h"

#include <glib/gi18n-lib.h>

#include "common/wb-server-error.h"
#include "support/wb-name.h"

enum
{
  SIGNAL_CHANGED,
  SIGNAL_READ,
  SIGNAL_LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (WbSource, wb_source, G_TYPE_OBJECT)

static void
wb_source_default_init (WbSourceInterface *iface)
{
  /**
   * WbSource::changed:
   * @self: the source
   * @name: the dataset
   *
   * A dataset has new content, or another problem.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", WB_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * WbSource::read:
   * @self: the source
   * @name: the dataset
   *
   * A dataset was read successfully, whether or not it changed, so its age
   * starts anew.
   */
  signals[SIGNAL_READ] =
    g_signal_new ("read", WB_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * WbSource::looked-up:
   * @self: the source
   * @name: the name given to wb_source_look_up()
   *
   * A lookup that wb_source_look_up() started is finished.
   */
  signals[SIGNAL_LOOKED] =
    g_signal_new ("looked-up", WB_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * wb_source_list:
 * @self: a source
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of its
 *   datasets, sorted
 */
char **
wb_source_list (WbSource *self)
{
  char **names;

  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);

  names = WB_SOURCE_GET_IFACE (self)->list (self);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return names;
}

/**
 * wb_source_load:
 * @self: a source
 * @name: any text a peer sent as the name of a dataset
 *
 * Looks up a dataset. One with two names in the protocol (`hot` is also
 * `hotproduct`) is found by either; if the source has datasets of both names,
 * each name means its own.
 *
 * Returns: (transfer full) (nullable): its state, or %NULL if there is no such
 *   dataset
 */
WbSnapshot *
wb_source_load (WbSource   *self,
                const char *name)
{
  WbSnapshot *snapshot;
  const char *other;

  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!wb_name_is_valid (name))
    return NULL;

  other = wb_name_get_other (name);
  snapshot = WB_SOURCE_GET_IFACE (self)->load (self, name);
  if (snapshot == NULL && other != NULL)
    snapshot = WB_SOURCE_GET_IFACE (self)->load (self, other);

  return snapshot;
}

/**
 * wb_source_look_up:
 * @self: a source
 * @name: any text a peer sent as the name of a dataset
 *
 * Starts to look for an unknown dataset, which may just have been created.
 * `looked-up` is emitted with @name when that is finished; then wb_source_load()
 * gives the result. This does not wait.
 *
 * Returns: %TRUE if `looked-up` will be emitted; %FALSE if the result of
 *   wb_source_load() is final, or too many lookups are pending
 */
gboolean
wb_source_look_up (WbSource   *self,
                   const char *name)
{
  WbSourceInterface *iface;
  g_autoptr (WbSnapshot) known = NULL;

  g_return_val_if_fail (WB_IS_SOURCE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  iface = WB_SOURCE_GET_IFACE (self);
  if (iface->look_up == NULL || !wb_name_is_valid (name))
    return FALSE;

  known = wb_source_load (self, name);
  if (known != NULL)
    return FALSE;

  return iface->look_up (self, name, wb_name_get_other (name));
}

/**
 * wb_source_put_async:
 * @self: a source
 * @put: the dataset; copied
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Replaces a dataset. The content is checked for its chart first, and is
 * replaced atomically. Puts are done one after the other, in the order of these
 * calls. A name means the dataset that wb_source_load() finds under it. If there
 * is none, `hotproduct` means `hot`.
 */
void
wb_source_put_async (WbSource            *self,
                     const WbDatasetPut  *put,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  WbSourceInterface *iface;

  g_return_if_fail (WB_IS_SOURCE (self));
  g_return_if_fail (put != NULL && wb_name_is_valid (put->name));
  g_return_if_fail (put->content != NULL);

  iface = WB_SOURCE_GET_IFACE (self);
  if (iface->put_async == NULL)
    {
      g_task_report_new_error (self, callback, user_data, wb_source_put_async,
                               WB_SERVER_ERROR, WB_SERVER_ERROR_READ_ONLY,
                               _("%s comes from a database and cannot be replaced from outside; change it "
                                 "there"),
                               put->name);
      return;
    }

  iface->put_async (self, put, callback, user_data);
}

/**
 * wb_source_put_finish:
 * @self: a source
 * @result: the argument of the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the dataset as it was put, which may have been
 *   replaced since, or %NULL with an error of %WB_CORE_ERROR that names the
 *   invalid place in the content, or one of %WB_SERVER_ERROR
 */
WbSnapshot *
wb_source_put_finish (WbSource      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * wb_source_dup_trouble:
 * @self: a source
 *
 * Gets the reason why a server that has just started is not ready, for example
 * that the database has not answered yet. A source that has loaded once stays
 * ready, since it can serve the last good datasets.
 *
 * Returns: (transfer full) (nullable): one sentence for an operator, without
 *   secrets, or %NULL if the source is ready
 */
char *
wb_source_dup_trouble (WbSource *self)
{
  WbSourceInterface *iface;

  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);

  iface = WB_SOURCE_GET_IFACE (self);
  return iface->dup_trouble != NULL ? iface->dup_trouble (self) : NULL;
}

/**
 * wb_source_dup_notice:
 * @self: a source
 *
 * Gets what is not as it should be in a source that serves its datasets: that
 * changes of its files are found late.
 *
 * Returns: (transfer full) (nullable): one sentence for an operator, without
 *   secrets, or %NULL if all is well
 */
char *
wb_source_dup_notice (WbSource *self)
{
  WbSourceInterface *iface;

  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);

  iface = WB_SOURCE_GET_IFACE (self);
  return iface->dup_notice != NULL ? iface->dup_notice (self) : NULL;
}

void
wb_source_emit_changed (WbSource   *self,
                        const char *name)
{
  g_return_if_fail (WB_IS_SOURCE (self));
  g_return_if_fail (name != NULL);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, name);
}

/**
 * wb_source_emit_read:
 * @self: a source
 * @name: the dataset
 *
 * For implementations: emits `read`. To be called after every successful read;
 * if the dataset changed, after wb_source_emit_changed().
 */
void
wb_source_emit_read (WbSource   *self,
                     const char *name)
{
  g_return_if_fail (WB_IS_SOURCE (self));
  g_return_if_fail (name != NULL);

  g_signal_emit (self, signals[SIGNAL_READ], 0, name);
}

/**
 * wb_source_emit_looked_up:
 * @self: a source
 * @name: the name given to wb_source_look_up()
 *
 * For implementations: emits `looked-up`, after the signals for what was found.
 */
void
wb_source_emit_looked_up (WbSource   *self,
                          const char *name)
{
  g_return_if_fail (WB_IS_SOURCE (self));
  g_return_if_fail (name != NULL);

  g_signal_emit (self, signals[SIGNAL_LOOKED], 0, name);
}
