/* wb-trust.c: who may vouch for a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trust.h"

#include <glib/gi18n-lib.h>

#include "file/wb-file.h"
#include "wb-client-types.h"

/* The longest file that is read, in bytes: all authorities of a system take some 200,000. */
#define MAX_FILE (4 * 1024 * 1024)

/* GIO reads a file by its name only, and would wait for a named pipe. */
static gboolean
check_file (const char  *path,
            GError     **error)
{
  gsize length;
  g_autofree char *text = wb_file_read (path, MAX_FILE, &length, error);

  return text != NULL;
}

/**
 * wb_trust_load:
 * @path: the path of a PEM file with certificates, of authorities or of the
 *   server itself
 * @error: return location for an error
 *
 * Reads the certificates that a client believes instead of those of the system.
 *
 * Returns: (transfer full): the certificates, or %NULL with
 *   %WB_CLIENT_ERROR_TLS
 */
GTlsDatabase *
wb_trust_load (const char  *path,
               GError     **error)
{
  g_autofree char *absolute = NULL;
  g_autolist (GTlsCertificate) certificates = NULL;
  g_autoptr (GError) local_error = NULL;
  GTlsDatabase *trust = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* A file database is content with a file that holds none. */
  absolute = g_canonicalize_filename (path, NULL);
  if (check_file (absolute, &local_error))
    certificates = g_tls_certificate_list_new_from_file (absolute, &local_error);
  if (certificates != NULL)
    trust = g_tls_file_database_new (absolute, &local_error);

  if (trust != NULL)
    return trust;

  if (local_error != NULL)
    g_set_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                 _("The certificates in “%s” cannot be used: %s"), path, local_error->message);
  else
    g_set_error (error, WB_CLIENT_ERROR, WB_CLIENT_ERROR_TLS,
                 _("There is no certificate in “%s”: put one there in PEM"), path);
  return NULL;
}
