/* wb-json-private.h: the checker of JSON, for the sources that parse it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-json.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text;
  gsize       length;
  gsize       at;

  /* Bit d is set while the container at depth d + 1 is an object. */
  guint32     objects;
  guint       depth;

  /* The number of members so far of the container at each depth, if it is an object. */
  guint       n_members[WB_JSON_MAX_DEPTH];

  /* Whether the text will be parsed; then its copy for json-glib so far, NULL while that equals the text, and
   * how much of the text is in it, or before it. */
  gboolean    parses;
  GString    *copy;
  gsize       n_copied;

  /* The memory of the tree so far, and its limit, in bytes; 0 is no limit. */
  gsize       memory;
  gsize       max_memory;

  /* The member of the outermost object to find, and the place of its value. */
  const char *wanted;
  gboolean    in_wanted;
  gboolean    found;
  gsize       start;
  gsize       end;

  /* Whether the copy has null instead of that value, if it is an array or an object; whether it begins or is
   * left out now; and whether the last one was. */
  gboolean    leaves_out;
  gboolean    is_leaving_out;
  gboolean    left_out;

  GError    **error;
} WbJsonChecker;

gboolean wb_json_checker_run (WbJsonChecker *self);

G_END_DECLS
