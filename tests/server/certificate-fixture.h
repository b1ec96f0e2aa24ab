/* certificate-fixture.h: certificates for the servers of a test program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The path of a file that tests/tls/make-certificates makes, in a folder that is removed at exit. */
char *certificate_fixture_get_path (const char *name);

G_END_DECLS
