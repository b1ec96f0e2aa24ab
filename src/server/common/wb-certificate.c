/* wb-certificate.c: the certificate of a server that speaks TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-certificate.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <string.h>

#include "file/wb-file.h"
#include "wb-server-error.h"

/* The longest file that is read, in bytes: a chain of certificates takes a few thousand. */
#define MAX_FILE (1024 * 1024)

/* What is taken away from the versions and ciphers that the system's policy allows: versions before TLS 1.2
 * (RFC 8996). Nothing is added to the policy. */
#define PRIORITIES "-VERS-SSL3.0:-VERS-TLS1.0:-VERS-TLS1.1"

struct _WbCertificate
{
  gatomicrefcount                   ref_count;
  gnutls_certificate_credentials_t  credentials;
  gnutls_priority_t                 priorities;
};

static gboolean
read_file (const char  *path,
           char       **ret_text,
           gsize       *ret_length,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;

  *ret_text = wb_file_read (path, MAX_FILE, ret_length, &local_error);
  if (*ret_text != NULL)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
               _("The TLS file “%s” cannot be read: %s"), path, local_error->message);
  return FALSE;
}

/* Its group may be one for keys, as in Debian. */
static gboolean
check_key_mode (const char  *path,
                GError     **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || (info.st_mode & S_IRWXO) == 0)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
               _("The key “%s” can be read by everybody on this computer; change that with chmod "
                 "o-rwx"), path);
  return FALSE;
}

static gboolean
check_certificate_text (const gnutls_datum_t  *text,
                        const char            *path,
                        GError               **error)
{
  gnutls_x509_crt_t *list;
  unsigned int n;
  int result = gnutls_x509_crt_list_import2 (&list, &n, text, GNUTLS_X509_FMT_PEM, 0);

  if (result < 0)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
                   _("“%s” holds no certificate in PEM: %s"), path, gnutls_strerror (result));
      return FALSE;
    }

  for (unsigned int i = 0; i < n; i++)
    gnutls_x509_crt_deinit (list[i]);
  gnutls_free (list);

  return TRUE;
}

static gboolean
check_key_text (const gnutls_datum_t  *text,
                const char            *path,
                GError               **error)
{
  gnutls_x509_privkey_t key;
  int result = gnutls_x509_privkey_init (&key);

  if (result >= 0)
    {
      result = gnutls_x509_privkey_import2 (key, text, GNUTLS_X509_FMT_PEM, NULL, 0);
      gnutls_x509_privkey_deinit (key);
    }
  if (result >= 0)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
               _("“%s” holds no private key in PEM without a passphrase: "
                 "%s"), path, gnutls_strerror (result));
  return FALSE;
}

static gboolean
set_key (WbCertificate         *self,
         const gnutls_datum_t  *certificate,
         const gnutls_datum_t  *key,
         const char            *certificate_path,
         const char            *key_path,
         GError               **error)
{
  int result;

  if (!check_certificate_text (certificate, certificate_path, error) ||
      !check_key_text (key, key_path, error))
    return FALSE;

  result = gnutls_certificate_set_x509_key_mem2 (self->credentials, certificate, key, GNUTLS_X509_FMT_PEM,
                                                 NULL, 0);
  if (result >= 0)
    return TRUE;

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
               _("The certificate “%s” and the key “%s” do not work together: %s"),
               certificate_path, key_path, gnutls_strerror (result));
  return FALSE;
}

static WbCertificate *
new_empty (GError **error)
{
  g_autofree WbCertificate *self = g_new0 (WbCertificate, 1);
  int result;

  g_atomic_ref_count_init (&self->ref_count);
  result = gnutls_priority_init2 (&self->priorities, PRIORITIES, NULL, GNUTLS_PRIORITY_INIT_DEF_APPEND);
  if (result >= 0)
    {
      result = gnutls_certificate_allocate_credentials (&self->credentials);
      if (result < 0)
        gnutls_priority_deinit (self->priorities);
    }
  if (result >= 0)
    return g_steal_pointer (&self);

  g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
               _("TLS cannot be used on this computer: %s; look at the system's policy for GnuTLS"),
               gnutls_strerror (result));
  return NULL;
}

/**
 * wb_certificate_load:
 * @certificate_path: the path of a PEM file: the certificate of the server,
 *   and after it its intermediate certificates
 * @key_path: the path of a PEM file with the private key
 * @error: return location for an error
 *
 * Reads a certificate and its key, and checks that they belong together.
 *
 * Returns: (transfer full): the certificate with its key, or %NULL with
 *   %WB_SERVER_ERROR_CERTIFICATE
 */
WbCertificate *
wb_certificate_load (const char  *certificate_path,
                     const char  *key_path,
                     GError     **error)
{
  g_autoptr (WbCertificate) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *key_text = NULL;
  gsize length, key_length;
  gboolean good;

  g_return_val_if_fail (certificate_path != NULL, NULL);
  g_return_val_if_fail (key_path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!read_file (certificate_path, &text, &length, error) ||
      !check_key_mode (key_path, error) ||
      !read_file (key_path, &key_text, &key_length, error))
    return NULL;

  self = new_empty (error);
  good = self != NULL &&
         set_key (self, &(gnutls_datum_t) { (guint8 *) text, (unsigned int) length },
                     &(gnutls_datum_t) { (guint8 *) key_text, (unsigned int) key_length },
                     certificate_path, key_path, error);
  explicit_bzero (key_text, key_length);

  return good ? g_steal_pointer (&self) : NULL;
}

WbCertificate *
wb_certificate_ref (WbCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * wb_certificate_unref:
 * @self: (transfer full): a certificate
 *
 * Drops a reference, in any thread; the last one frees the certificate, so
 * sessions that use it hold one.
 */
void
wb_certificate_unref (WbCertificate *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  gnutls_certificate_free_credentials (self->credentials);
  gnutls_priority_deinit (self->priorities);
  g_free (self);
}

/**
 * wb_certificate_apply:
 * @self: a certificate
 * @session: a session of a server, new
 *
 * Has a session use this certificate, which must not be freed before the session
 * ends.
 */
void
wb_certificate_apply (WbCertificate    *self,
                      gnutls_session_t  session)
{
  g_return_if_fail (self != NULL);

  gnutls_priority_set (session, self->priorities);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
}
