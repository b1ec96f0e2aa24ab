/* wb-config-key.h: what can be set in a program, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbConfigType:
 * @WB_CONFIG_TEXT: any text
 * @WB_CONFIG_PATH: an absolute path; a flag may give a relative one
 * @WB_CONFIG_LIST: texts with a separator between them; the flag may be repeated
 * @WB_CONFIG_SWITCH: `true` or `false`; the flag needs no value
 * @WB_CONFIG_NUMBER: a whole number
 */
typedef enum
{
  WB_CONFIG_TEXT,
  WB_CONFIG_PATH,
  WB_CONFIG_LIST,
  WB_CONFIG_SWITCH,
  WB_CONFIG_NUMBER,
} WbConfigType;

/**
 * WbConfigCheck:
 * @text: a value, or one value of a list
 * @error: return location for an error
 *
 * Checks what the type does not.
 *
 * Returns: (transfer full): the value in its normal form, or %NULL with an error
 *   whose message says what is wrong, without the value
 */
typedef char *(*WbConfigCheck) (const char  *text,
                                GError     **error);

/**
 * WbConfigRedact:
 * @value: a value that may hold a secret
 *
 * Returns: (transfer full) (nullable): the value without the secret, %NULL if
 *   nothing of it may be printed
 */
typedef char *(*WbConfigRedact) (const char *value);

/**
 * WbConfigKey:
 * @group: its group in a config file
 * @name: its key in that group, unique in the table; `--` before it makes the flag
 * @type: the type of its value
 * @minimum: the least number
 * @maximum: the greatest number
 * @separator: what is between the values of a list; 0 for other types
 * @shares_flag: whether the program defines the flag itself, because it means
 *   something without a config as well; it then calls wb_config_take_flag()
 * @variable: (nullable): its environment variable
 * @setting: (nullable): its key in the program's #GSettings
 * @fallback: (nullable): its value where no source sets it
 * @check: (nullable): a further check of the value
 * @redact: (nullable): what of the value may be printed; %NULL for all of it
 * @argument: (nullable): what --help calls the value
 * @summary: what it does, for --help and for comments in a config file
 *
 * Something that can be set. @argument and @summary are translated when used.
 */
typedef struct
{
  const char     *group;
  const char     *name;
  WbConfigType    type;
  gint64          minimum;
  gint64          maximum;
  char            separator;
  gboolean        shares_flag;
  const char     *variable;
  const char     *setting;
  const char     *fallback;
  WbConfigCheck   check;
  WbConfigRedact  redact;
  const char     *argument;
  const char     *summary;
} WbConfigKey;

/**
 * WbConfigTable:
 * @keys: (array length=n_keys): the keys, those of a group together
 * @n_keys: how many there are
 * @help: the command that lists them, such as `wallboard-server --help`
 *
 * All that can be set in a program.
 */
typedef struct
{
  const WbConfigKey *keys;
  guint              n_keys;
  const char        *help;
} WbConfigTable;

gboolean   wb_config_table_find       (const WbConfigTable  *table,
                                       const char           *name,
                                       guint                *ret_id);

char     **wb_config_key_check        (const WbConfigKey    *key,
                                       const char           *text,
                                       const char           *where,
                                       GError              **error);
char     **wb_config_key_check_values (const WbConfigKey    *key,
                                       const char *const    *values,
                                       const char           *where,
                                       GError              **error);
char     **wb_config_key_unescape     (const WbConfigKey    *key,
                                       const char           *text);
char      *wb_config_key_escape       (const WbConfigKey    *key,
                                       const char *const    *values);

G_END_DECLS
