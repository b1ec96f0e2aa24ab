/* wb-certificate.c: what the server shows to those who speak TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-certificate.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "wb-server.h"
#include "wb-socket-pair.h"

/* The longest file that is read, in bytes: a chain of certificates takes a few thousand. */
#define MAX_FILE (1024 * 1024)

/* A connection to ourselves. */
typedef struct
{
  GIOStream *server;
  GIOStream *client;
  guint      pending;
  GError    *error; /* of the server's end */
} Trial;

static void
served_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Trial *trial = user_data;

  trial->pending--;

  /* The other end must not wait for what does not come any more. */
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &trial->error))
    g_io_stream_close (trial->server, NULL, NULL);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Trial *trial = user_data;

  trial->pending--;
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    g_io_stream_close (trial->client, NULL, NULL);
}

/* This end is ourselves, too: it asks whether the other can show its certificate, and not who it is. */
static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  flags,
           gpointer              user_data)
{
  return TRUE;
}

static gboolean
shake_hands (GTlsCertificate  *certificate,
             GMainContext     *context,
             GError          **error)
{
  g_autoptr (GSocketConnection) one = NULL;
  g_autoptr (GSocketConnection) other = NULL;
  g_autoptr (GIOStream) server = NULL;
  g_autoptr (GIOStream) client = NULL;
  Trial trial = { 0 };

  if (!wb_socket_pair_new (&one, &other, error))
    return FALSE;

  trial.server = server = g_tls_server_connection_new (G_IO_STREAM (one), certificate, error);
  if (server == NULL)
    return FALSE;
  trial.client = client = g_tls_client_connection_new (G_IO_STREAM (other), NULL, error);
  if (client == NULL)
    return FALSE;

  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  trial.pending = 2;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (server), G_PRIORITY_DEFAULT, NULL, served_cb, &trial);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (client), G_PRIORITY_DEFAULT, NULL, asked_cb, &trial);
  while (trial.pending > 0)
    g_main_context_iteration (context, TRUE);

  if (trial.error == NULL)
    return TRUE;

  g_propagate_error (error, trial.error);
  return FALSE;
}

/* Nothing in GIO but a handshake tells whether a key fits its certificate. */
static gboolean
try_out (GTlsCertificate  *certificate,
         const char       *path,
         const char       *key_path,
         GError          **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean good;

  g_main_context_push_thread_default (context);
  good = shake_hands (certificate, context, &local_error);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  if (!good)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
                 _("The certificate “%s” and the key “%s” do not work together: %s"),
                 path, key_path, local_error->message);

  return good;
}

static char *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  char *text = NULL;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && info.st_size > MAX_FILE)
    g_set_error_literal (&local_error, G_IO_ERROR, G_IO_ERROR_FAILED, _("it is longer than 1 MiB"));
  else if (!g_file_get_contents (path, &text, NULL, NULL))
    g_set_error_literal (&local_error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));

  if (local_error != NULL)
    g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
                 _("The TLS file “%s” cannot be read: %s"), path, local_error->message);

  return text;
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
               _("The key “%s” can be read by everybody on this computer; change that with chmod o-rwx"), path);
  return FALSE;
}

/**
 * wb_certificate_load:
 * @certificate_path: the path of a PEM file: the certificate of the server,
 *   and after it those that vouch for it
 * @key_path: the path of a PEM file with the private key
 * @error: return location for an error
 *
 * Reads a certificate, and tries it out on a connection within the process: a
 * key of another certificate would be found out by the clients only.
 *
 * Returns: (transfer full): the certificate with its key, or %NULL with
 *   %WB_SERVER_ERROR_CERTIFICATE
 */
GTlsCertificate *
wb_certificate_load (const char  *certificate_path,
                     const char  *key_path,
                     GError     **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (certificate_path != NULL, NULL);
  g_return_val_if_fail (key_path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = read_file (certificate_path, error);
  if (text == NULL || !check_key_mode (key_path, error))
    return NULL;
  key = read_file (key_path, error);
  if (key == NULL)
    return NULL;

  both = g_strconcat (key, "\n", text, NULL);
  certificate = g_tls_certificate_new_from_pem (both, -1, &local_error);
  if (certificate == NULL)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_CERTIFICATE,
                   _("“%s” and “%s” hold no certificate and key in PEM: %s"),
                   certificate_path, key_path, local_error->message);
      return NULL;
    }

  return try_out (certificate, certificate_path, key_path, error) ? g_steal_pointer (&certificate) : NULL;
}
