/* wb-config-file.h: the syntax of a config file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-config-key.h"

G_BEGIN_DECLS

/**
 * WbConfigFileFunc:
 * @id: a key, by its place in the table
 * @values: (array zero-terminated=1): its values, unescaped but not checked
 * @line: the number of the line, from 1
 * @user_data: the data of wb_config_file_parse()
 * @error: return location for an error
 *
 * Takes one line of a config file.
 *
 * Returns: whether the values are valid; if not, with an error, to which file
 *   and line are added
 */
typedef gboolean (*WbConfigFileFunc) (guint               id,
                                      const char *const  *values,
                                      guint               line,
                                      gpointer            user_data,
                                      GError            **error);

/**
 * WbConfigText:
 * @text: the content of a config file
 * @length: its length, in bytes
 * @path: what errors call the file
 *
 * A config file that has been read.
 */
typedef struct
{
  const char *text;
  gsize       length;
  const char *path;
} WbConfigText;

gboolean wb_config_file_parse (const WbConfigTable  *table,
                               const WbConfigText   *file,
                               WbConfigFileFunc      func,
                               gpointer              user_data,
                               GError              **error);

G_END_DECLS
