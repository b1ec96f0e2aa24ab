/* main.c: the wallboard program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "application/wb-application.h"
#include "support/wb-i18n.h"

/* OpenGL without a GPU is LLVM drawing with the CPU: slower than Cairo, and with twice its memory. */
static gboolean
has_gpu (void)
{
  return g_file_test ("/dev/dri/renderD128", G_FILE_TEST_EXISTS) || g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS);
}

/* Who draws in software has no use for OpenGL. GTK would load it nevertheless, which takes a tenth of the start, and
 * with LLVM a third of the memory. */
static void
choose_renderer (void)
{
  if (!has_gpu ())
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0)
    return;

  /* Since 4.16 what is left out has a variable of its own. */
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (WbApplication) application = NULL;
  int status;

  wb_i18n_init ();
  choose_renderer ();

  application = wb_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);

  return status != 0 ? status : wb_application_get_exit_status (application);
}
