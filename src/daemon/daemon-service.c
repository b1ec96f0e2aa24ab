/* daemon-service.c: what systemd and a service tell each other
 *
 * All of it is a few variables and datagrams, which sd_notify(3) and
 * sd_listen_fds(3) describe; a library for it would be one more to depend on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "daemon-service.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wb-server.h"
#include "wb-timer.h"

/* The first descriptor that is handed over. */
#define FIRST_FD 3

/* More sockets than a server can have a use for. */
#define MAX_SOCKETS 2

/**
 * daemon_service_notify:
 * @state: what to say, such as `READY=1`
 *
 * Tells the service manager, if there is one that wants to hear.
 *
 * Returns: whether it was told
 */
gboolean
daemon_service_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  socklen_t length;
  gssize sent;
  int fd;

  g_return_val_if_fail (state != NULL, FALSE);

  if (path == NULL || (*path != '/' && *path != '@') || strlen (path) >= sizeof address.sun_path)
    return FALSE;

  memcpy (address.sun_path, path, strlen (path));
  length = (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + strlen (path));
  if (*path == '@')
    address.sun_path[0] = '\0';
  else
    length++;

  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;

  sent = sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address, length);
  close (fd);

  return sent == (gssize) strlen (state);
}

static gboolean
is_for_us (const char *variable)
{
  const char *text = g_getenv (variable);
  guint64 pid;

  return text != NULL
         && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &pid, NULL)
         && (pid_t) pid == getpid ();
}

static gboolean
watchdog_cb (gpointer user_data)
{
  daemon_service_notify ("WATCHDOG=1");

  return G_SOURCE_CONTINUE;
}

/**
 * daemon_service_start_watchdog:
 *
 * Says twice in the time that the service manager gives that the main loop goes
 * round. One that hangs says nothing, and is started anew.
 *
 * Returns: (transfer full) (nullable): the timer, to be stopped with
 *   wb_timer_stop(), or %NULL if nobody watches
 */
GSource *
daemon_service_start_watchdog (void)
{
  const char *text = g_getenv ("WATCHDOG_USEC");
  guint64 period;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 2000, G_MAXINT64, &period, NULL))
    return NULL;

  /* Without a process of its own the variable is meant for whoever reads it. */
  if (g_getenv ("WATCHDOG_PID") != NULL && !is_for_us ("WATCHDOG_PID"))
    return NULL;

  return wb_timer_start ((guint) MIN (period / 2000, G_MAXINT), watchdog_cb, NULL);
}

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
                       _("A socket that was handed over does not listen; see Accept= of its unit, which must be no"));
  return NULL;
}

/**
 * daemon_service_take_sockets:
 * @ret_http: (out) (nullable) (transfer full): the socket called `http`, or the
 *   first one whose name says nothing
 * @ret_ws: (out) (nullable) (transfer full): the socket called `ws`, or the
 *   second one
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
  const char *names = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) name = g_strsplit (names != NULL ? names : "", ":", -1);
  g_autoptr (GSocket) http = NULL;
  g_autoptr (GSocket) ws = NULL;
  guint64 n_fds = 0;

  g_return_val_if_fail (ret_http != NULL && ret_ws != NULL, FALSE);

  if (is_for_us ("LISTEN_PID"))
    g_ascii_string_to_unsigned (g_getenv ("LISTEN_FDS") != NULL ? g_getenv ("LISTEN_FDS") : "", 10, 0, G_MAXINT,
                                &n_fds, NULL);
  if (n_fds > MAX_SOCKETS)
    {
      g_set_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_LISTEN,
                   _("%d sockets were handed over, and there is use for two: one called http and one called ws"),
                   (int) n_fds);
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
