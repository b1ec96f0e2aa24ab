/* fuzz-etag.c: any text as the conditions of a PUT, with a NUL between If-Match and If-None-Match
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <glib.h>
#include <string.h>

#include "common/wb-etag.h"

#define ETAG "\"abc\""

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_malloc (size + 1);
  const char *first = text;
  const char *second;
  gboolean weak, strong;

  memcpy (text, data, size);
  text[size] = '\0';
  second = strlen (text) < size ? text + strlen (text) + 1 : NULL;

  weak = wb_etag_list_matches (first, ETAG, WB_ETAG_WEAK);
  strong = wb_etag_list_matches (first, ETAG, WB_ETAG_STRONG);
  g_assert_true (weak || !strong);
  g_assert_true (!weak || strstr (first, ETAG) != NULL || strchr (first, '*') != NULL);
  g_assert_false (wb_etag_list_matches (first, NULL, WB_ETAG_WEAK));

  /* A file that does not exist matches no ETag. */
  g_assert_false (wb_etag_may_replace (first, second, NULL));
  g_assert_true (wb_etag_may_replace (NULL, second, NULL));
  g_assert_true (wb_etag_may_replace (first, NULL, ETAG) == strong);
  g_assert_true (wb_etag_may_replace (NULL, first, ETAG) == !weak);
  g_assert_true (wb_etag_may_replace (NULL, NULL, ETAG));

  return 0;
}
