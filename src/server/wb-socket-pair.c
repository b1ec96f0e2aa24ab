/* wb-socket-pair.c: a connection within the process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-socket-pair.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* Takes the descriptor, also where it fails. */
static GSocketConnection *
connection_from_fd (int      fd,
                    GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);

  if (socket == NULL)
    {
      close (fd);
      return NULL;
    }

  g_socket_set_blocking (socket, FALSE);
  return g_socket_connection_factory_create_connection (socket);
}

/**
 * wb_socket_pair_new:
 * @ret_one: (out) (transfer full): one end
 * @ret_other: (out) (transfer full): the other
 * @error: return location for an error of GIO
 *
 * Makes a connection both of whose ends are here. Neither blocks.
 *
 * Returns: %FALSE with an error if there are no descriptors left
 */
gboolean
wb_socket_pair_new (GSocketConnection **ret_one,
                    GSocketConnection **ret_other,
                    GError            **error)
{
  g_autoptr (GSocketConnection) one = NULL;
  g_autoptr (GSocketConnection) other = NULL;
  int fds[2];

  g_return_val_if_fail (ret_one != NULL && ret_other != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return FALSE;
    }

  one = connection_from_fd (fds[0], error);
  if (one == NULL)
    {
      close (fds[1]);
      return FALSE;
    }
  other = connection_from_fd (fds[1], error);
  if (other == NULL)
    return FALSE;

  *ret_one = g_steal_pointer (&one);
  *ret_other = g_steal_pointer (&other);

  return TRUE;
}
