/* wb-host-names.h: under which names the server is reached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * WbHostNames:
 *
 * The host names that a request may be for: those that no web page can have
 * pointed at this machine, and those that the operator listed.
 */
typedef struct _WbHostNames WbHostNames;

char        *wb_host_name_parse         (const char        *authority);
gboolean     wb_host_name_is_loopback   (const char        *host);
gboolean     wb_host_name_is_valid      (const char        *host);

WbHostNames *wb_host_names_new          (const char *const *allowed);
WbHostNames *wb_host_names_ref          (WbHostNames       *self);
void         wb_host_names_unref        (WbHostNames       *self);
void         wb_host_names_find_own     (WbHostNames       *self);
gboolean     wb_host_names_have         (WbHostNames       *self,
                                         const char        *authority);
gboolean     wb_host_names_match        (WbHostNames       *self,
                                         SoupServerMessage *message);
gboolean     wb_host_names_are_loopback (SoupServerMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHostNames, wb_host_names_unref)

G_END_DECLS
