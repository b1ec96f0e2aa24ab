/* wb-source.c: where datasets come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-source.h"

#include "wb-name.h"

enum
{
  SIGNAL_CHANGED,
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
   * A dataset has new content, or something else is wrong with it.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", WB_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
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
  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);

  return WB_SOURCE_GET_IFACE (self)->list (self);
}

/**
 * wb_source_load:
 * @self: a source
 * @name: any text a peer sent as the name of a dataset
 *
 * Looks up a dataset. A chart that goes by more than one name on the wire
 * (`hotproduct` is also `hot`) is found under its own where the source has
 * nothing under the one asked for.
 *
 * Returns: (transfer full) (nullable): what is known about it, or %NULL if
 *   there is no such dataset
 */
WbSnapshot *
wb_source_load (WbSource   *self,
                const char *name)
{
  WbSnapshot *snapshot;
  WbChartKind kind;

  g_return_val_if_fail (WB_IS_SOURCE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!wb_name_is_valid (name))
    return NULL;

  snapshot = WB_SOURCE_GET_IFACE (self)->load (self, name);
  if (snapshot == NULL && wb_chart_kind_from_name (name, &kind))
    snapshot = WB_SOURCE_GET_IFACE (self)->load (self, wb_chart_kind_get_name (kind));

  return snapshot;
}

/**
 * wb_source_emit_changed:
 * @self: a source
 * @name: the dataset
 *
 * For implementations: tells everyone that @name changed.
 */
void
wb_source_emit_changed (WbSource   *self,
                        const char *name)
{
  g_return_if_fail (WB_IS_SOURCE (self));
  g_return_if_fail (name != NULL);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, name);
}
