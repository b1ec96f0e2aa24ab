/* wb-tls-shares.h: what the handshakes of each address cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbTlsShare:
 *
 * The handshakes of one address, or of one network of IPv6, that are under way,
 * and how much processor time was spent for it lately.
 */
typedef struct _WbTlsShare WbTlsShare;

/**
 * WbTlsShares:
 *
 * The shares of all addresses with current or recent handshakes. For use in one
 * thread.
 */
typedef struct _WbTlsShares WbTlsShares;

WbTlsShares *wb_tls_shares_new          (void);
void         wb_tls_shares_free         (WbTlsShares      *self);
WbTlsShare  *wb_tls_shares_get          (WbTlsShares      *self,
                                         GInetAddress     *address);
void         wb_tls_shares_add          (WbTlsShares      *self,
                                         WbTlsShare       *share,
                                         gpointer          handshake);
void         wb_tls_shares_remove       (WbTlsShares      *self,
                                         WbTlsShare       *share,
                                         gpointer          handshake);
void         wb_tls_shares_charge       (WbTlsShares      *self,
                                         WbTlsShare       *share,
                                         gint64            time);
void         wb_tls_shares_decay        (WbTlsShares      *self);
gboolean     wb_tls_shares_is_empty     (WbTlsShares      *self);
gint64       wb_tls_shares_get_cpu_time (void);

guint        wb_tls_share_get_size      (const WbTlsShare *self);
gpointer     wb_tls_share_get_oldest    (const WbTlsShare *self);
int          wb_tls_share_compare       (const WbTlsShare *self,
                                         const WbTlsShare *other);

G_END_DECLS
