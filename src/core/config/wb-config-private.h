/* wb-config-private.h: what the sources of a config share, and its tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-config.h"

G_BEGIN_DECLS

/* The values of a key, and where they come from. */
typedef struct
{
  char           **values;  /* NULL for none */
  char            *origin;  /* where they come from, for a comment */
  WbConfigSource   source;
} WbConfigChoice;

struct _WbConfig
{
  const WbConfigTable *table;
  WbConfigChoice      *choices;
  GPtrArray           *texts;    /* of --help */
};

void      wb_config_choose      (WbConfig         *self,
                                 guint             id,
                                 WbConfigSource    source,
                                 char            **values,
                                 const char       *origin);
gboolean  wb_config_read_text   (WbConfig         *self,
                                 const char       *text,
                                 gsize             length,
                                 const char       *path,
                                 GError          **error);
char     *wb_config_print_value (const WbConfig   *self,
                                 guint             id);

G_END_DECLS
