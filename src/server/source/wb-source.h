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
 * Where datasets come from: what is known now, without waiting, and signals for
 * when that changes.
 */
G_DECLARE_INTERFACE (WbSource, wb_source, WB, SOURCE, GObject)

/**
 * WbDatasetPut:
 * @name: a valid name of a dataset
 * @content: its new content
 * @if_match: (nullable): the value of `If-Match`, see wb_etag_may_replace()
 * @if_none_match: (nullable): the value of `If-None-Match`
 *
 * What is to be put into a source. It owns nothing.
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
 * @load: what is known about a dataset right now, without waiting for
 *   anything slow; %NULL for a name that the source never had
 * @look: begins to look for a dataset that is not known, which may also go by
 *   another name; %NULL in a source that knows all it has
 * @put_async: takes a dataset from outside; %NULL in a source that is only read
 * @put_finish: what became of it
 * @dup_trouble: why the datasets are not there yet; %NULL in a source that has
 *   them from the beginning
 *
 * What a source must do. It emits `changed` with the name after a dataset, or
 * what is wrong with it, changed, and `read` whenever it has read one with
 * success, be it that nothing changed.
 */
struct _WbSourceInterface
{
  GTypeInterface parent;

  char      **(*list)       (WbSource             *self);
  WbSnapshot *(*load)       (WbSource             *self,
                             const char           *name);
  gboolean    (*look)       (WbSource             *self,
                             const char           *name,
                             const char           *other_name);
  void        (*put_async)  (WbSource             *self,
                             const WbDatasetPut   *put,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
  WbSnapshot *(*put_finish) (WbSource             *self,
                             GAsyncResult         *result,
                             GError              **error);
  char       *(*dup_trouble) (WbSource            *self);
};

char       **wb_source_list         (WbSource             *self);
WbSnapshot  *wb_source_load         (WbSource             *self,
                                     const char           *name);
gboolean     wb_source_look         (WbSource             *self,
                                     const char           *name);
void         wb_source_put_async    (WbSource             *self,
                                     const WbDatasetPut   *put,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
WbSnapshot  *wb_source_put_finish   (WbSource             *self,
                                     GAsyncResult         *result,
                                     GError              **error);
char        *wb_source_dup_trouble  (WbSource             *self);
void         wb_source_emit_changed (WbSource             *self,
                                     const char           *name);
void         wb_source_emit_read    (WbSource             *self,
                                     const char           *name);
void         wb_source_emit_looked  (WbSource             *self,
                                     const char           *name);

G_END_DECLS
