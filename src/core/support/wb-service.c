/* wb-service.c: notifications to a service manager
 *
 * The protocol is a few variables and datagrams, which sd_notify(3) describes, so
 * it needs no library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-service.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wb-timer.h"

/**
 * wb_service_notify:
 * @state: a state, such as `READY=1`
 *
 * Sends a state to the service manager, if one set `NOTIFY_SOCKET`.
 *
 * Returns: whether it was sent
 */
gboolean
wb_service_notify (const char *state)
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

/**
 * wb_service_names_this_process:
 * @variable: an environment variable, such as `LISTEN_PID`
 *
 * Returns: whether it holds the number of this process
 */
gboolean
wb_service_names_this_process (const char *variable)
{
  const char *text = g_getenv (variable);
  guint64 pid;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &pid, NULL) &&
         (pid_t) pid == getpid ();
}

static gboolean
watchdog_cb (gpointer user_data)
{
  wb_service_notify ("WATCHDOG=1");

  return G_SOURCE_CONTINUE;
}

/**
 * wb_service_start_watchdog:
 *
 * Tells the service manager, twice in each period of its watchdog, that the main
 * loop runs. It restarts a program whose main loop hangs.
 *
 * Returns: (transfer full) (nullable): the timer, to be stopped with
 *   wb_timer_stop(), or %NULL without a watchdog
 */
GSource *
wb_service_start_watchdog (void)
{
  const char *text = g_getenv ("WATCHDOG_USEC");
  guint64 period;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 2000, G_MAXINT64, &period, NULL))
    return NULL;

  /* Without WATCHDOG_PID, the watchdog is for any process. */
  if (g_getenv ("WATCHDOG_PID") != NULL && !wb_service_names_this_process ("WATCHDOG_PID"))
    return NULL;

  return wb_timer_start ((guint) MIN (period / 2000, G_MAXINT), watchdog_cb, NULL);
}
