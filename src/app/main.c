/* main.c: the wallboard program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-application.h"
#include "wb-i18n.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (WbApplication) application = NULL;
  int status;

  wb_i18n_init ();

  application = wb_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);

  return status != 0 ? status : wb_application_get_exit_status (application);
}
