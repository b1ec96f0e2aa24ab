/* main.c: the wallboard program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "application/wb-application.h"
#include "support/wb-i18n.h"

/* Without a GPU, OpenGL runs in llvmpipe: slower than Cairo, and with twice its memory. */
static gboolean
has_gpu (void)
{
  return g_file_test ("/dev/dri/renderD128", G_FILE_TEST_EXISTS) ||
         g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS);
}

/* GTK loads OpenGL for the Cairo renderer as well, which costs a tenth of the start-up time, and with
 * llvmpipe a third of the memory. So it is disabled. */
static void
choose_renderer (void)
{
  if (!has_gpu ())
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0)
    return;

  /* GTK < 4.16: the variable is GDK_DEBUG. */
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
  gtk_disable_setlocale (); /* which would set it again, without the encoding */
  choose_renderer ();

  application = wb_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);

  return status != 0 ? status : wb_application_get_exit_status (application);
}
