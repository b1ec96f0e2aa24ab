/* wb-number.h: formats numbers for the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbNumberForm:
 * @WB_NUMBER_FULL: as wb_number_format() writes it
 * @WB_NUMBER_COMPACT: as wb_number_format_compact() does
 * @WB_NUMBER_SHORTEST: as wb_number_format_shortest() does
 */
typedef enum
{
  WB_NUMBER_FULL,
  WB_NUMBER_COMPACT,
  WB_NUMBER_SHORTEST,
} WbNumberForm;

#define WB_NUMBER_N_FORMS 3

char *wb_number_format           (double        value);
char *wb_number_format_in        (double        value,
                                  WbNumberForm  form);
char *wb_number_format_fixed     (double        value,
                                  guint         digits);
char *wb_number_format_power     (double        value);
char *wb_number_format_compact   (double        value);
char *wb_number_format_shortest  (double        value);
char *wb_number_format_tick      (double        value,
                                  double        largest);
char *wb_number_format_percent   (double        share);
char *wb_number_format_with_unit (double        value,
                                  const char   *unit);

G_END_DECLS
