/* wb-etag.c: conditions on the version of a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-etag.h"

/* The most tags that are compared; a peer has one or two versions. */
#define MAX_TAGS 64

/**
 * wb_etag_list_matches:
 * @list: the value of `If-Match` or `If-None-Match`: entity tags with commas
 *   between them, or `*`
 * @etag: (nullable): the tag of what there is, with its quotes, %NULL if there
 *   is nothing
 * @comparison: how to compare
 *
 * Looks for a version in a list (RFC 9110, sections 8.8.3.2 and 13.1). Tags
 * with a comma in them are not supported, since the server makes none.
 *
 * Returns: whether the list has it
 */
gboolean
wb_etag_list_matches (const char       *list,
                      const char       *etag,
                      WbEtagComparison  comparison)
{
  g_auto (GStrv) tags = NULL;

  g_return_val_if_fail (list != NULL, FALSE);

  if (etag == NULL)
    return FALSE;

  tags = g_strsplit (list, ",", MAX_TAGS);
  for (gsize i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (comparison == WB_ETAG_WEAK && g_str_has_prefix (tag, "W/"))
        tag += strlen ("W/");
      if (strcmp (tag, "*") == 0 || strcmp (tag, etag) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * wb_etag_may_replace:
 * @if_match: (nullable): the value of `If-Match`, %NULL if there is none
 * @if_none_match: (nullable): the value of `If-None-Match`
 * @etag: (nullable): the tag of what there is, %NULL if there is nothing
 *
 * Checks the conditions of a PUT: a client that has read a version replaces only
 * that one (`If-Match`), and a client that creates a dataset overwrites none
 * (`If-None-Match: *`).
 *
 * Returns: whether what there is may be replaced
 */
gboolean
wb_etag_may_replace (const char *if_match,
                     const char *if_none_match,
                     const char *etag)
{
  if (if_match != NULL && !wb_etag_list_matches (if_match, etag, WB_ETAG_STRONG))
    return FALSE;

  return if_none_match == NULL || !wb_etag_list_matches (if_none_match, etag, WB_ETAG_WEAK);
}
