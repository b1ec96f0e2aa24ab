/* wb-tokens.h: the tokens of clients, and their rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbRight:
 * @WB_RIGHT_NONE: may do nothing
 * @WB_RIGHT_VIEW: may request datasets and receive broadcasts
 * @WB_RIGHT_CONTROL: may change the board and put datasets, too
 *
 * What a client may do. A greater one includes the lesser.
 */
typedef enum
{
  WB_RIGHT_NONE,
  WB_RIGHT_VIEW,
  WB_RIGHT_CONTROL,
} WbRight;

/**
 * WbToken:
 *
 * One secret of a set. It lives as long as its set does.
 */
typedef struct _WbToken WbToken;

/**
 * WbTokens:
 *
 * The tokens of a server: immutable and counted, so that threads may share a
 * set. Another file makes another set, and the server swaps one for the other.
 * The secrets themselves are not kept, only their digests.
 */
typedef struct _WbTokens WbTokens;

WbTokens      *wb_tokens_new      (const char      *secret);
WbTokens      *wb_tokens_parse    (const char      *text,
                                   gsize            length,
                                   const char      *path,
                                   GError         **error);
WbTokens      *wb_tokens_load     (const char      *path,
                                   GError         **error);
WbTokens      *wb_tokens_ref      (WbTokens        *self);
void           wb_tokens_unref    (WbTokens        *self);

guint          wb_tokens_get_size (const WbTokens  *self);
const WbToken *wb_tokens_check    (const WbTokens  *self,
                                   const char      *candidate);
const WbToken *wb_tokens_find     (const WbTokens  *self,
                                   const WbToken   *token);

const char    *wb_token_get_name  (const WbToken   *self);
WbRight        wb_token_get_right (const WbToken   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTokens, wb_tokens_unref)

G_END_DECLS
