/* wb-token-store.h: stores the tokens of servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where tokens are stored. */
typedef enum
{
  WB_TOKEN_PLACE_KEYRING,  /* the Secret Service of the desktop, encrypted */
  WB_TOKEN_PLACE_FILE,     /* a file that only this user can read */
} WbTokenPlace;

void          wb_token_store_find_place_async  (GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
WbTokenPlace  wb_token_store_find_place_finish (GAsyncResult         *result);
char         *wb_token_store_dup_path          (void);

void          wb_token_store_lookup_async      (const char           *uri,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
char         *wb_token_store_lookup_finish     (GAsyncResult         *result);
void          wb_token_store_save              (const char           *uri,
                                                const char           *token);

G_END_DECLS
