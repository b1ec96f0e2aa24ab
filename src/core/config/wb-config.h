/* wb-config.h: the configuration of a program, from all its sources
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wb-config-key.h"

G_BEGIN_DECLS

/**
 * WbConfigSource:
 * @WB_CONFIG_SOURCE_DEFAULT: no source has it
 * @WB_CONFIG_SOURCE_SETTINGS: #GSettings
 * @WB_CONFIG_SOURCE_FILE: a config file
 * @WB_CONFIG_SOURCE_ENVIRONMENT: an environment variable
 * @WB_CONFIG_SOURCE_FLAG: the command line
 *
 * Where a value comes from. A later one of these overrides those before it.
 */
typedef enum
{
  WB_CONFIG_SOURCE_DEFAULT,
  WB_CONFIG_SOURCE_SETTINGS,
  WB_CONFIG_SOURCE_FILE,
  WB_CONFIG_SOURCE_ENVIRONMENT,
  WB_CONFIG_SOURCE_FLAG,
} WbConfigSource;

/**
 * WbConfigComment:
 * @WB_CONFIG_COMMENT_SUMMARY: what the key does
 * @WB_CONFIG_COMMENT_ORIGIN: where its value comes from
 *
 * What is written above each key of a printed config.
 */
typedef enum
{
  WB_CONFIG_COMMENT_SUMMARY,
  WB_CONFIG_COMMENT_ORIGIN,
} WbConfigComment;

/**
 * WbConfig:
 *
 * The values of the keys of a #WbConfigTable, each from the strongest of its
 * sources. Sources may be read in any order; all of them are checked, also
 * values that another source overrides.
 */
typedef struct _WbConfig WbConfig;

WbConfig           *wb_config_new                 (const WbConfigTable  *table);
void                wb_config_free                (WbConfig             *self);

GOptionGroup       *wb_config_new_option_group    (WbConfig             *self,
                                                   const char           *name,
                                                   const char           *title,
                                                   const char           *help);
gboolean            wb_config_take_flag           (WbConfig             *self,
                                                   guint                 id,
                                                   const char           *text,
                                                   GError              **error);
gboolean            wb_config_read_environment    (WbConfig             *self,
                                                   GError              **error);
gboolean            wb_config_read_settings       (WbConfig             *self,
                                                   GSettings            *settings,
                                                   GError              **error);
gboolean            wb_config_read_file           (WbConfig             *self,
                                                   const char           *path,
                                                   GError              **error);
gboolean            wb_config_read_file_if_exists (WbConfig             *self,
                                                   const char           *path,
                                                   GError              **error);

const char         *wb_config_get                 (const WbConfig       *self,
                                                   guint                 id);
const char *const  *wb_config_get_list            (const WbConfig       *self,
                                                   guint                 id);
gboolean            wb_config_get_switch          (const WbConfig       *self,
                                                   guint                 id);
gint64              wb_config_get_number          (const WbConfig       *self,
                                                   guint                 id);
WbConfigSource      wb_config_get_source          (const WbConfig       *self,
                                                   guint                 id);

char               *wb_config_print               (const WbConfig       *self,
                                                   WbConfigComment       comment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbConfig, wb_config_free)

G_END_DECLS
