/* wb-trust.c: loads the certificate authorities of a client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-trust.h"

#include <glib/gi18n-lib.h>

#include "file/wb-file.h"
#include "wb-client-types.h"

/* The longest file, in bytes: all authorities of a system take about 200,000. */
#define MAX_FILE (4 * 1024 * 1024)

/* GIO takes only a file name, and would block on a named pipe. */
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
 * Returns: (transfer full): the certificates that a client accepts instead of
 *   those of the system, or %NULL with %WB_CLIENT_ERROR_TLS
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

  /* A file database does not fail for a file without certificates. */
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
