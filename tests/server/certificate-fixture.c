/* certificate-fixture.c: certificates for the servers of a test program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "certificate-fixture.h"

#include <stdlib.h>

#include "server-fixture.h"

static char *folder;

static void
remove_folder (void)
{
  folder_remove (folder);
  g_clear_pointer (&folder, g_free);
}

/* Made once a program: keys take their time. */
static void
make (void)
{
  g_autoptr (GSubprocess) maker = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  atexit (remove_folder);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("WALLBOARD_MAKE_CERTIFICATES"), folder,
                            NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);
}

char *
certificate_fixture_get_path (const char *name)
{
  if (folder == NULL)
    make ();

  return g_build_filename (folder, name, NULL);
}
