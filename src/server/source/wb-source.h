/* wb-source.h: where datasets come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-snapshot.h"

G_BEGIN_DECLS

#define WB_TYPE_SOURCE (wb_source_get_type ())

/**
 * WbSource:
 *
 * A source of datasets: their current state, without waiting, and signals for
 * changes.
 */
G_DECLARE_INTERFACE (WbSource, wb_source, WB, SOURCE, GObject)

/**
 * WbDatasetPut:
 * @name: a valid name of a dataset
 * @content: its new content
 * @if_match: (nullable): the value of `If-Match`, see wb_etag_may_replace()
 * @if_none_match: (nullable): the value of `If-None-Match`
 *
 * A dataset to put into a source. The struct does not own its members.
 */
typedef struct
{
  const char *name;
  GBytes     *content;
  const char *if_match;
  const char *if_none_match;
} WbDatasetPut;

/**
 * WbSourceInterface:
 * @list: the names the source has datasets for, in any order
 * @load: the state of a dataset, without waiting; %NULL for a name that the source never had
 * @look_up: starts to look for an unknown dataset, which may also have another name; %NULL in a source
 *   that knows all its datasets
 * @put_async: replaces a dataset, as a #GTask of the source that gives a #WbSnapshot; %NULL in a
 *   read-only source
 * @dup_trouble: the reason why the source is not ready; %NULL in a source that is ready from the
 *   start
 * @dup_notice: what an operator should know of a source that works; %NULL in a source without such things
 *
 * The functions of a source. It emits `changed` after a dataset or its problem
 * changed, and `read` after every successful read, whether or not the dataset
 * changed.
 */
struct _WbSourceInterface
{
  GTypeInterface parent;

  char      **(*list)       (WbSource             *self);
  WbSnapshot *(*load)       (WbSource             *self,
                             const char           *name);
  gboolean    (*look_up)    (WbSource             *self,
                             const char           *name,
                             const char           *other_name);
  void        (*put_async)  (WbSource             *self,
                             const WbDatasetPut   *put,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  char       *(*dup_trouble) (WbSource            *self);
  char       *(*dup_notice)  (WbSource            *self);
};

char       **wb_source_list           (WbSource             *self);
WbSnapshot  *wb_source_load           (WbSource             *self,
                                       const char           *name);
gboolean     wb_source_look_up        (WbSource             *self,
                                       const char           *name);
void         wb_source_put_async      (WbSource             *self,
                                       const WbDatasetPut   *put,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
WbSnapshot  *wb_source_put_finish     (WbSource             *self,
                                       GAsyncResult         *result,
                                       GError              **error);
char        *wb_source_dup_trouble    (WbSource             *self);
char        *wb_source_dup_notice     (WbSource             *self);
void         wb_source_emit_changed   (WbSource             *self,
                                       const char           *name);
void         wb_source_emit_read      (WbSource             *self,
                                       const char           *name);
void         wb_source_emit_looked_up (WbSource             *self,
                                       const char           *name);

G_END_DECLS
