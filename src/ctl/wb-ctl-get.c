/* wb-ctl-get.c: `wallboardctl get`: print a dataset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-ctl.h"

/* If the server has a problem with the data, its last good data is printed, and the exit status tells. */
static void
dataset_changed_cb (WbClient   *client,
                    const char *chart_name,
                    WbCtl      *ctl)
{
  const char *problem = wb_client_get_dataset_problem (client, chart_name);
  gsize length;
  const char *text = wb_client_get_dataset_text (client, chart_name, &length);

  if (text != NULL)
    wb_ctl_print_json (ctl, text, length);

  if (problem != NULL)
    wb_ctl_fail (ctl, "%s", problem);
  else
    wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

void
wb_ctl_get (WbCtl *ctl)
{
  wb_ctl_expect_answer (ctl);
  g_signal_connect (ctl->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), ctl);

  wb_client_watch (ctl->client, ctl->arguments[0]);
  wb_client_start (ctl->client);
}
