/* wb-token-store.c: keeps the tokens of servers
 *
 * In the Secret Service of the desktop. A desktop without one, such as a bare
 * compositor on a wall, has a file that only this person can read; the dialog
 * says so before a token goes there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-token-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>


#define GROUP "tokens"

#define SERVICE "org.freedesktop.secrets"

static const SecretSchema schema = {
  "io.github.wallboard.Wallboard.Token", SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* An address may hold what no key of a key file may. */
static char *
dup_key (const char *uri)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
}

static char *
lookup_in_file (const char *uri)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = wb_token_store_dup_path ();
  g_autofree char *key = dup_key (uri);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;

  return g_key_file_get_string (file, GROUP, key, NULL);
}

/* Nothing to forget is no reason to make a file. */
static gboolean
save_in_file (const char  *uri,
              const char  *token,
              GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = wb_token_store_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *key = dup_key (uri);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) && token == NULL)
    return TRUE;

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
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                          arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task),
                          callback, g_object_ref (task));
}

/* One that runs need not be one that the bus could start. */
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
 * @cancellable: (nullable): to change one's mind
 * @callback: what to call then
 * @user_data: for @callback
 *
 * Finds out where a token would be kept.
 */
void
wb_token_store_find_place_async (GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, wb_token_store_find_place_async);

  /* In a sandbox libsecret encrypts a file of its own with a key that the portal has; there is no service. */
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_task_return_int (task, WB_TOKEN_PLACE_KEYRING);
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, got_bus_cb, g_steal_pointer (&task));
}

/**
 * wb_token_store_find_place_finish:
 * @result: of wb_token_store_find_place_async()
 *
 * Tells where a token would be kept.
 *
 * Returns: the place
 */
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
 * Names the file for tokens on a desktop without a password store.
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
 * @cancellable: (nullable): to change one's mind
 * @callback: what to call then
 * @user_data: for @callback
 *
 * Looks for the token of a server. The desktop may ask the person to open the
 * password store.
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
 * Gets the token.
 *
 * Returns: (transfer full) (nullable): the token, %NULL if none is kept
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

static void
return_save_in_file (GTask *task)
{
  const Save *save = g_task_get_task_data (task);
  GError *error = NULL;

  if (save_in_file (save->uri, save->token, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What is in the password store shall not be in the file as well, from a day on which there was none. */
static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Save *save = g_task_get_task_data (task);

  if (!secret_password_store_finish (result, NULL))
    {
      return_save_in_file (task);
      return;
    }

  save_in_file (save->uri, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  secret_password_clear_finish (result, NULL);
  return_save_in_file (task);
}

static void
found_for_save_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Save *save = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *label = NULL;

  if (wb_token_store_find_place_finish (result) == WB_TOKEN_PLACE_FILE)
    {
      return_save_in_file (task);
      return;
    }

  if (save->token == NULL)
    {
      secret_password_clear (&schema, cancellable, cleared_cb, g_object_ref (task), "server", save->uri, NULL);
      return;
    }

  /* Translators: what a token is called in the desktop's list of passwords; %s is the address of a server */
  label = g_strdup_printf (_("Wallboard token for %s"), save->uri);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, save->token, cancellable, stored_cb,
                         g_object_ref (task), "server", save->uri, NULL);
}

/**
 * wb_token_store_save_async:
 * @uri: the address of a server
 * @token: (nullable): its token, %NULL to forget it
 * @cancellable: (nullable): to change one's mind
 * @callback: (nullable): what to call then
 * @user_data: for @callback
 *
 * Keeps the token of a server.
 */
void
wb_token_store_save_async (const char          *uri,
                           const char          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;
  Save *save;

  g_return_if_fail (uri != NULL);

  save = g_new0 (Save, 1);
  save->uri = g_strdup (uri);
  save->token = g_strdup (token);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_token_store_save_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  wb_token_store_find_place_async (cancellable, found_for_save_cb, task);
}

/**
 * wb_token_store_save_finish:
 * @result: of wb_token_store_save_async()
 * @error: return location for a #GFileError
 *
 * Tells whether the token is kept.
 *
 * Returns: whether it is
 */
gboolean
wb_token_store_save_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
