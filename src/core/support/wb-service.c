/* wb-service.c: what a service manager and a program tell each other
 *
 * All of it is a few variables and datagrams, which sd_notify(3) describes; a
 * library for it would be one more to depend on.
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
 * @state: what to say, such as `READY=1`
 *
 * Tells the service manager, if there is one that wants to hear.
 *
 * Returns: whether it was told
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

/* Without a process of its own the variable is meant for whoever reads it. */
static gboolean
is_for_us (void)
{
  const char *text = g_getenv ("WATCHDOG_PID");
  guint64 pid;

  return text == NULL
         || (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &pid, NULL) && (pid_t) pid == getpid ());
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
 * Says twice in the time that the service manager gives that the main loop goes
 * round. One that hangs says nothing, and is started anew.
 *
 * Returns: (transfer full) (nullable): the timer, to be stopped with
 *   wb_timer_stop(), or %NULL if nobody watches
 */
GSource *
wb_service_start_watchdog (void)
{
  const char *text = g_getenv ("WATCHDOG_USEC");
  guint64 period;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 2000, G_MAXINT64, &period, NULL) || !is_for_us ())
    return NULL;

  return wb_timer_start ((guint) MIN (period / 2000, G_MAXINT), watchdog_cb, NULL);
}
