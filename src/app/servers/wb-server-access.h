/* wb-server-access.h: what is needed to connect to a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is needed to connect to a server. */
typedef struct
{
  char *uri;
  char *token;    /* of this display, or NULL */
  char *ca_file;  /* with the trusted certificates, NULL for those of the system */
} WbServerAccess;

#define WB_TYPE_SERVER_ACCESS (wb_server_access_get_type ())
GType           wb_server_access_get_type    (void) G_GNUC_CONST;
WbServerAccess *wb_server_access_new         (const char            *uri,
                                              const char            *token,
                                              const char            *ca_file);
WbServerAccess *wb_server_access_copy        (const WbServerAccess  *self);
void            wb_server_access_free        (WbServerAccess        *self);

void            wb_server_access_load_async  (GSettings             *settings,
                                              const char            *uri,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               user_data);
WbServerAccess *wb_server_access_load_finish (GAsyncResult          *result);

void            wb_server_access_try_async   (const WbServerAccess  *self,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               user_data);
char           *wb_server_access_try_finish  (GAsyncResult          *result,
                                              GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbServerAccess, wb_server_access_free)

G_END_DECLS
