/* wb-application-private.h: what the files of the application share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hosting/wb-hosting-manager.h"
#include "kiosk/wb-kiosk.h"
#include "wb-application.h"

G_BEGIN_DECLS

struct _WbApplication
{
  AdwApplication    parent_instance;

  GSettings        *settings;
  WbHostingManager *hosting;
  int               exit_status;

  WbConfig         *kiosk_config;
  WbKiosk          *kiosk;
  GSource          *watchdog;
  gboolean          kiosk_left;
  guint             leave_source;

  char             *server;
  gboolean          host;
  char             *data_folder;
  GTlsDatabase     *trust;
  char             *screenshot;
  gboolean          exit_after_startup;
  guint             frames_left;
  gint64            deadline;
};

void wb_application_install_actions (WbApplication *self);
void wb_application_install_keys    (WbApplication *self);

G_END_DECLS
