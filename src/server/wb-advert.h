/* wb-advert.h: announces a server on the local network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What servers of boards are called in DNS-SD. */
#define WB_ADVERT_TYPE "_wallboard._tcp"

#define WB_TYPE_ADVERT (wb_advert_get_type ())

/**
 * WbAdvert:
 *
 * Announces a server by DNS-SD for as long as the object exists and Avahi runs.
 */
G_DECLARE_FINAL_TYPE (WbAdvert, wb_advert, WB, ADVERT, GObject)

WbAdvert *wb_advert_new (const char *ws_uri);

G_END_DECLS
