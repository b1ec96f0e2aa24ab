/* wb-advert.h: tells the network of a server
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
 * An entry of a server in what Avahi tells the network (DNS-SD), for as long
 * as it exists and Avahi runs.
 */
G_DECLARE_FINAL_TYPE (WbAdvert, wb_advert, WB, ADVERT, GObject)

WbAdvert *wb_advert_new (const char *ws_uri);

G_END_DECLS
