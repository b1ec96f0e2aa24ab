/* daemon-service.c: the sockets that systemd hands over
 *
 * A few variables, see sd_listen_fds(3), which are not worth a dependency on a
 * library. The other direction, notification, is in wb-service.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-service.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>

#include "support/wb-service.h"
#include "wb-server.h"

/* The first descriptor that is handed over. */
#define FIRST_FD 3

/* One for each of --http and --ws. */
#define MAX_SOCKETS 2

static GSocket *
take_socket (int      fd,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GSocket *socket;
  int listens = 0;
  socklen_t size = sizeof listens;

  fcntl (fd, F_SETFD, FD_CLOEXEC);
  socket = g_socket_new_from_fd (fd, &local_error);
  if (socket != NULL && getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens)
    return socket;

  g_clear_object (&socket);
  g_set_error_literal (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                       _("A socket that was handed over does not listen; "
                         "see Accept= of its unit, which must be no"));
  return NULL;
}

/**
 * daemon_service_take_sockets:
 * @ret_http: (out) (nullable) (transfer full): the socket called `http`, or the
 *   first one with another name
 * @ret_ws: (out) (nullable) (transfer full): the socket called `ws`, or the
 *   second one with another name
 * @error: return location for an error
 *
 * Takes the sockets that the service manager listens on.
 *
 * Returns: %FALSE with %WB_SERVER_ERROR_LISTEN if they are not what is needed
 */
gboolean
daemon_service_take_sockets (GSocket **ret_http,
                             GSocket **ret_ws,
                             GError  **error)
{
  const char *count = g_getenv ("LISTEN_FDS");
  const char *names = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) name = g_strsplit (names != NULL ? names : "", ":", -1);
  g_autoptr (GSocket) http = NULL;
  g_autoptr (GSocket) ws = NULL;
  guint64 n_fds = 0;

  g_return_val_if_fail (ret_http != NULL && ret_ws != NULL, FALSE);

  if (wb_service_names_this_process ("LISTEN_PID") && count != NULL)
    g_ascii_string_to_unsigned (count, 10, 0, G_MAXINT, &n_fds, NULL);
  if (n_fds > MAX_SOCKETS)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                   _("%d sockets were handed over, and there is use for two: one called http and "
                     "one called ws"), (int) n_fds);
      return FALSE;
    }

  for (guint i = 0; i < n_fds; i++)
    {
      gboolean is_named = i < g_strv_length (name);
      gboolean is_ws = is_named && strcmp (name[i], "ws") == 0;
      GSocket **place = is_ws || (http != NULL && !(is_named && strcmp (name[i], "http") == 0)) ? &ws : &http;

      if (*place != NULL)
        {
          g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                       _("Two sockets called %s were handed over; see FileDescriptorName= of their units"),
                       place == &ws ? "ws" : "http");
          return FALSE;
        }

      *place = take_socket (FIRST_FD + (int) i, error);
      if (*place == NULL)
        return FALSE;
    }

  *ret_http = g_steal_pointer (&http);
  *ret_ws = g_steal_pointer (&ws);

  return TRUE;
}
