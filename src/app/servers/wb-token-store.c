/* wb-token-store.c: stores the tokens of servers
 *
 * In the Secret Service of the desktop. On a desktop without one, such as a
 * bare compositor of a kiosk, in a file that only this user can read; the
 * dialog says so before it stores a token there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-token-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "file/wb-secret-file.h"

#define GROUP "tokens"

#define SERVICE "org.freedesktop.secrets"

static const SecretSchema schema = {
  .name = "io.github.wallboard.Wallboard.Token",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { .name = "server", .type = SECRET_SCHEMA_ATTRIBUTE_STRING },
    { .name = NULL },
  },
};

/* An address can have characters that are invalid in the key of a key file. */
static char *
dup_key (const char *uri)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
}

/* A file that is not there holds no token. One that is no key file is an error, since writing it anew would
 * remove the tokens after the mistake. The message of GLib is not used: it has the line, perhaps a token. */
static GKeyFile *
load_file (const char  *path,
           GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  gsize length;
  g_autofree char *text = wb_secret_file_read (path, &length, &local_error);

  if (text != NULL)
    {
      gboolean valid = g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &local_error);

      explicit_bzero (text, length);
      if (!valid)
        {
          g_set_error (error, local_error->domain, local_error->code,
                       _("The token file “%s” cannot be read: it is no key file; correct or remove it"),
                       path);
          return NULL;
        }
    }
  else if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, local_error->domain, local_error->code, _("The token file “%s” cannot be read: %s"),
                   path, local_error->message);
      return NULL;
    }

  return g_steal_pointer (&file);
}

static char *
lookup_in_file (const char *uri)
{
  g_autofree char *path = wb_token_store_dup_path ();
  g_autofree char *key = dup_key (uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = load_file (path, &error);

  if (file == NULL)
    {
      g_message ("%s", error->message);
      return NULL;
    }

  return g_key_file_get_string (file, GROUP, key, NULL);
}

/* Removing a token never creates the file. */
static gboolean
save_in_file (const char  *uri,
              const char  *token,
              GError     **error)
{
  g_autofree char *path = wb_token_store_dup_path ();
  g_autoptr (GKeyFile) file = load_file (path, error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *key = dup_key (uri);
  g_autofree char *text = NULL;
  gsize length;

  if (file == NULL)
    return FALSE;

  if (token != NULL)
    g_key_file_set_string (file, GROUP, key, token);
  else if (!g_key_file_remove_key (file, GROUP, key, NULL))
    return TRUE;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _("The token cannot be kept, since “%s” cannot be made: %s"), folder, g_strerror (code));
      return FALSE;
    }

  text = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_task_return_int (task, answer != NULL ? WB_TOKEN_PLACE_KEYRING : WB_TOKEN_PLACE_FILE);
}

static void
call_bus (GDBusConnection     *bus,
          const char          *method,
          GVariant            *arguments,
          GAsyncReadyCallback  callback,
          GTask               *task)
{
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                          method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task),
                          callback, g_object_ref (task));
}

/* The service may run without being activatable, or the other way round. */
static void
got_owner_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) owner = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (owner != NULL)
    g_task_return_int (task, WB_TOKEN_PLACE_KEYRING);
  else
    call_bus (G_DBUS_CONNECTION (source), "StartServiceByName", g_variant_new ("(su)", SERVICE, 0),
              started_cb, task);
}

static void
got_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    g_task_return_int (task, WB_TOKEN_PLACE_FILE);
  else
    call_bus (bus, "GetNameOwner", g_variant_new ("(s)", SERVICE), got_owner_cb, task);
}

/**
 * wb_token_store_find_place_async:
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds out where a token would be stored.
 */
void
wb_token_store_find_place_async (GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, wb_token_store_find_place_async);

  /* In a sandbox there is no service: libsecret encrypts a file with a key of the secret portal. */
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_task_return_int (task, WB_TOKEN_PLACE_KEYRING);
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, got_bus_cb, g_steal_pointer (&task));
}

WbTokenPlace
wb_token_store_find_place_finish (GAsyncResult *result)
{
  gssize place;

  g_return_val_if_fail (g_task_is_valid (result, NULL), WB_TOKEN_PLACE_FILE);

  place = g_task_propagate_int (G_TASK (result), NULL);

  return place == WB_TOKEN_PLACE_KEYRING ? WB_TOKEN_PLACE_KEYRING : WB_TOKEN_PLACE_FILE;
}

/**
 * wb_token_store_dup_path:
 *
 * Gets the file for tokens on a desktop without a Secret Service.
 *
 * Returns: (transfer full): a path, of a file that need not exist
 */
char *
wb_token_store_dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "wallboard", "tokens", NULL);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  char *secret = secret_password_lookup_finish (result, NULL);
  char *token = secret != NULL ? g_strdup (secret) : lookup_in_file (g_task_get_task_data (task));

  secret_password_free (secret);
  g_task_return_pointer (task, token, g_free);
}

static void
found_for_lookup_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *uri = g_task_get_task_data (task);

  if (wb_token_store_find_place_finish (result) == WB_TOKEN_PLACE_FILE)
    g_task_return_pointer (task, lookup_in_file (uri), g_free);
  else
    secret_password_lookup (&schema, g_task_get_cancellable (task), looked_up_cb, g_object_ref (task),
                            "server", uri, NULL);
}

/**
 * wb_token_store_lookup_async:
 * @uri: the address of a server
 * @cancellable: (nullable): cancels the operation
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks up the token of a server. The desktop may prompt for the password of the
 * keyring.
 */
void
wb_token_store_lookup_async (const char          *uri,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (uri != NULL);

  g_task_set_source_tag (task, wb_token_store_lookup_async);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  wb_token_store_find_place_async (cancellable, found_for_lookup_cb, task);
}

/**
 * wb_token_store_lookup_finish:
 * @result: of wb_token_store_lookup_async()
 *
 * Returns: (transfer full) (nullable): the token, %NULL if none is stored
 */
char *
wb_token_store_lookup_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

typedef struct
{
  char *uri;
  char *token;
} Save;

static void
save_free (Save *self)
{
  g_free (self->uri);
  g_free (self->token);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
finish_in_file (const Save *self)
{
  g_autoptr (GError) error = NULL;

  if (!save_in_file (self->uri, self->token, &error))
    g_message ("%s", error->message);
}

/* Removes the token from the file, in case it was stored there while there was no Secret Service. */
static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Save) self = user_data;

  if (secret_password_store_finish (result, NULL))
    save_in_file (self->uri, NULL, NULL);
  else
    finish_in_file (self);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Save) self = user_data;

  secret_password_clear_finish (result, NULL);
  finish_in_file (self);
}

static void
found_for_save_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Save) self = user_data;
  const char *uri = self->uri;
  g_autofree char *label = NULL;

  if (wb_token_store_find_place_finish (result) == WB_TOKEN_PLACE_FILE)
    {
      finish_in_file (self);
      return;
    }

  if (self->token == NULL)
    {
      secret_password_clear (&schema, NULL, cleared_cb, g_steal_pointer (&self), "server", uri, NULL);
      return;
    }

  /* Translators: what a token is called in the desktop's list of passwords; %s is the address of a server */
  label = g_strdup_printf (_("Wallboard token for %s"), uri);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, self->token, NULL, stored_cb, self,
                         "server", uri, NULL);
  g_steal_pointer (&self);
}

/**
 * wb_token_store_save:
 * @uri: the address of a server
 * @token: (nullable): its token, %NULL to remove it
 *
 * Stores the token of a server, in the background. A failure is logged.
 */
void
wb_token_store_save (const char *uri,
                     const char *token)
{
  Save *self;

  g_return_if_fail (uri != NULL);

  self = g_new0 (Save, 1);
  self->uri = g_strdup (uri);
  self->token = g_strdup (token);
  wb_token_store_find_place_async (NULL, found_for_save_cb, self);
}
