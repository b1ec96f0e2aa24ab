/* wb-client-object.h: what a client is made of, for its own files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-cache.h"
#include "wb-client-private.h"
#include "wb-keeper.h"
#include "wb-pacer.h"

G_BEGIN_DECLS

/*
 * The keeper has the connection; the client has what the words that come through it mean, and keeps what a
 * display must not lose when the connection does: the board's state and the datasets.
 */
struct _WbClient
{
  GObject         parent_instance;

  char           *uri;
  char           *token;
  char           *display_name;
  GTlsDatabase   *trust;

  /* The last three are the keeper's, as they were told last. */
  WbKeeper       *keeper;
  WbClientStatus  status;
  GError         *problem;
  gint64          retry_time;

  WbBoardState   *board;
  char           *server;
  gboolean        control;
  gboolean        in_step;
  GHashTable     *subscriptions;
  WbPacer        *pacer;

  WbCache        *cache;
  GHashTable     *unsaved; /* names of datasets, and "" for the theme */
  GSource        *save_timer;
};

void     wb_client_set_board            (WbClient       *self,
                                         WbBoardState   *board);
void     wb_client_set_server           (WbClient       *self,
                                         const char     *server);
void     wb_client_set_control          (WbClient       *self,
                                         gboolean        control);
void     wb_client_set_in_step          (WbClient       *self,
                                         gboolean        in_step);

gboolean wb_client_request_feed         (const char     *name,
                                         gpointer        user_data);
void     wb_client_request_feeds        (WbClient       *self,
                                         gboolean        requires_welcome);
void     wb_client_fill_feeds           (WbClient       *self,
                                         const char     *name,
                                         WbMessage      *answer);
void     wb_client_take_message         (WbClient       *self,
                                         WbMessage      *message);

void     wb_client_restore_subscription (WbClient       *self,
                                         const char     *name,
                                         WbSubscription *subscription);
void     wb_client_remember             (WbClient       *self,
                                         const char     *name);
void     wb_client_save_now             (WbClient       *self);

G_END_DECLS
