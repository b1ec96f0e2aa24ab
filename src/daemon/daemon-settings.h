/* daemon-settings.h: everything that an operator can set, in one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "daemon-options.h"

G_BEGIN_DECLS

/**
 * DaemonSettingKind:
 * @DAEMON_SETTING_TEXT: a `char *`
 * @DAEMON_SETTING_PATH: a `char *`, absolute
 * @DAEMON_SETTING_DATABASE: a `char *` that may hold a password, which is not
 *   printed
 * @DAEMON_SETTING_LIST: a `char **`; the flag may be given more than once
 * @DAEMON_SETTING_SWITCH: a #gboolean; the flag needs no value
 * @DAEMON_SETTING_NUMBER: a #guint
 * @DAEMON_SETTING_SIZE: a #gsize
 */
typedef enum
{
  DAEMON_SETTING_TEXT,
  DAEMON_SETTING_PATH,
  DAEMON_SETTING_DATABASE,
  DAEMON_SETTING_LIST,
  DAEMON_SETTING_SWITCH,
  DAEMON_SETTING_NUMBER,
  DAEMON_SETTING_SIZE,
} DaemonSettingKind;

/**
 * DaemonSetting:
 * @group: the group of the config file that it is in
 * @key: its key there, and after two dashes the flag
 * @kind: what it is
 * @offset: where it is in #DaemonOptions
 * @minimum: the least number
 * @maximum: the greatest number
 * @argument: what --help calls the value
 * @summary: what it does
 *
 * Something that an operator can set.
 */
typedef struct
{
  const char        *group;
  const char        *key;
  DaemonSettingKind  kind;
  gsize              offset;
  gint64             minimum;
  gint64             maximum;
  const char        *argument;
  const char        *summary;
} DaemonSetting;

const DaemonSetting *daemon_settings_get   (gsize                *ret_n_settings);
const DaemonSetting *daemon_settings_find  (const char           *key);

gboolean             daemon_setting_set    (const DaemonSetting  *self,
                                            DaemonOptions        *options,
                                            const char           *text,
                                            const char           *where,
                                            GError              **error);
void                 daemon_setting_add    (const DaemonSetting  *self,
                                            DaemonOptions        *options,
                                            const char           *text);
void                 daemon_setting_clear  (const DaemonSetting  *self,
                                            DaemonOptions        *options);
char                *daemon_setting_print  (const DaemonSetting  *self,
                                            const DaemonOptions  *options);

char                *daemon_settings_print (const DaemonOptions  *options);

G_END_DECLS
