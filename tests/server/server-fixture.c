/* server-fixture.c: a server on a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#include <glib/gstdio.h>

#include "certificate-fixture.h"
#include "source/wb-directory-source.h"

/* Saves as a careful program does: a whole new file in the place of the old one. It need not survive a
 * crash of the machine, though, and waiting for the disk a thousand times would make the tests slow. */
void
folder_write (const char *folder,
              const char *file_name,
              const char *content)
{
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autofree char *new_path = g_strconcat (path, ".new", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (new_path, content, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (new_path, path), ==, 0);
}

void
folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }

  g_rmdir (folder);
}

guint
folder_count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

void
server_fixture_set_up (ServerFixture *self,
                       gconstpointer  data)
{
  const WbServerOptions defaults = WB_SERVER_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  folder_write (self->folder, "seller.json", SELLER_JSON);
  folder_write (self->folder, "free-form_1.json", "{\"anything\":[1,2,3]}");

  self->options = defaults;
  /* Only tests of limits set them; all others send without a limit, from one address. */
  self->options.max_rate = 0;
  self->options.max_per_address = 0;
  self->options.http = "127.0.0.1:0";
  self->options.ws = "127.0.0.1:0";
}

/* The same, for a server that speaks TLS. */
void
server_fixture_set_up_tls (ServerFixture *self,
                           gconstpointer  data)
{
  g_autofree char *certificate_path = certificate_fixture_get_path ("server.pem");
  g_autofree char *key_path = certificate_fixture_get_path ("server.key");
  g_autoptr (GError) error = NULL;

  server_fixture_set_up (self, data);
  self->certificate = wb_certificate_load (certificate_path, key_path, &error);
  g_assert_no_error (error);
  self->options.certificate = self->certificate;
}

void
server_fixture_start (ServerFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->source = wb_directory_source_new (self->folder, WB_FOLDER_SWEEP, &error);
  g_assert_no_error (error);
  self->server = wb_server_new (self->source);
  wb_server_start (self->server, &self->options, &error);
  g_assert_no_error (error);
}

/* Nothing of a server may outlive it, or it would affect later tests. */
void
server_fixture_tear_down (ServerFixture *self,
                          gconstpointer  data)
{
  if (self->server != NULL)
    g_assert_finalize_object (self->server);
  if (self->source != NULL)
    g_assert_finalize_object (self->source);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&self->tokens, wb_tokens_unref);
  g_clear_pointer (&self->certificate, wb_certificate_unref);
  folder_remove (self->folder);
  g_free (self->folder);
}

RawPeer *
server_fixture_open (ServerFixture *self,
                     const char    *headers)
{
  return raw_peer_open (wb_server_get_ws_uri (self->server), headers);
}

typedef struct
{
  WbServer *server;
  guint     n;
} Displays;

static gboolean
has_displays (gpointer user_data)
{
  const Displays *displays = user_data;

  return wb_server_get_n_displays (displays->server) == displays->n;
}

void
server_fixture_wait_for_displays (ServerFixture *self,
                                  guint          n)
{
  Displays displays = { self->server, n };

  raw_wait_until (has_displays, &displays);
}
