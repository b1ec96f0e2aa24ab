/* folder-fixture.c: a source on a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "folder-fixture.h"

#include "raw-peer.h"
#include "server-fixture.h"
#include "source/wb-directory-source.h"

static void
changed_cb (WbSource   *source,
            const char *name,
            gpointer    user_data)
{
  FolderFixture *self = user_data;

  g_string_append_printf (self->changed, "%s ", name);
}

void
folder_fixture_set_up (FolderFixture *self,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  self->changed = g_string_new (NULL);
  folder_write (self->folder, "seller.json", "[]");
  self->source = wb_directory_source_new (self->folder, WB_FOLDER_SWEEP, &error);
  g_assert_no_error (error);
  g_signal_connect (self->source, "changed", G_CALLBACK (changed_cb), self);
}

void
folder_fixture_tear_down (FolderFixture *self,
                          gconstpointer  data)
{
  g_assert_finalize_object (self->source);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  folder_remove (self->folder);
  g_string_free (self->changed, TRUE);
  g_free (self->folder);
}

static void
looked_up_cb (WbSource   *source,
              const char *name,
              gpointer    user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* Has the source look for a dataset that the watch may not have reported yet. */
void
folder_fixture_look (FolderFixture *self,
                     const char    *name)
{
  gboolean is_over = FALSE;
  gulong handler = g_signal_connect (self->source, "looked-up", G_CALLBACK (looked_up_cb), &is_over);

  if (wb_source_look_up (self->source, name))
    raw_wait_until (is_true, &is_over);
  g_signal_handler_disconnect (self->source, handler);
}

gboolean
folder_fixture_has_changed (gpointer user_data)
{
  FolderFixture *self = user_data;

  return self->changed->len > 0;
}

/* Waits for a change. Returns the names. */
void
folder_fixture_assert_changed (FolderFixture *self,
                               const char    *names)
{
  raw_wait_until (folder_fixture_has_changed, self);
  g_assert_cmpstr (self->changed->str, ==, names);
  g_string_truncate (self->changed, 0);
}

void
folder_fixture_assert_content (FolderFixture *self,
                               const char    *name,
                               const char    *content,
                               const char    *problem)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);
  GBytes *bytes;

  g_assert_nonnull (snapshot);
  bytes = wb_snapshot_get_bytes (snapshot);
  if (content == NULL)
    g_assert_null (bytes);
  else
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, strlen (content));

  if (problem == NULL)
    {
      g_assert_cmpstr (wb_snapshot_get_problem (snapshot), ==, NULL);
    }
  else
    {
      g_assert_nonnull (wb_snapshot_get_problem (snapshot));
      g_test_message ("%s", wb_snapshot_get_problem (snapshot));
      g_assert_nonnull (strstr (wb_snapshot_get_problem (snapshot), problem));
    }
}

void
folder_fixture_assert_unknown (FolderFixture *self,
                               const char    *name)
{
  g_autoptr (WbSnapshot) snapshot = wb_source_load (self->source, name);

  g_assert_null (snapshot);
}
