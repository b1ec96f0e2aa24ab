/* wb-client-private.h: the struct of a client, and what its source files share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-asked-names.h"
#include "wb-cache.h"
#include "wb-client-connection.h"
#include "wb-client.h"
#include "wb-clock-watch.h"
#include "wb-pacer.h"
#include "support/wb-backoff.h"

G_BEGIN_DECLS

/*
 * wb-client-connect.c makes connections and receives their messages, wb-client-messages.c acts on them,
 * wb-client-subscriptions.c keeps the datasets, wb-client-names.c requests them, wb-client-unusable.c marks
 * them, and wb-client-cache.c stores them for the next start. The board and the datasets outlive a
 * connection, since displays go on showing them.
 */
struct _WbClient
{
  GObject             parent_instance;

  char               *uri;
  char               *token;
  char               *display_name;
  GTlsDatabase       *trust;
  WbClientTiming      timing;

  WbClientStatus      status;
  GError             *problem;
  gint64              retry_time;

  /* One connection for each attempt, NULL between two of them. */
  WbClientConnection *connection;
  gboolean            authenticated; /* whether the server accepted the token on this connection */
  WbBackoff           backoff;
  gint64              tried_since;   /* of the last attempt */
  gint64              online_since;
  GSource            *auth_timer;
  GSource            *retry_timer;
  GNetworkMonitor    *network;
  WbClockWatch       *clock;

  WbBoardState       *board;
  char               *server;
  gboolean            control;
  gboolean            in_step;
  GHashTable         *subscriptions;
  WbPacer            *pacer;
  WbAskedNames       *names;
  GSource            *names_timer;
  gboolean            asks_otherwise; /* after the last connection that the server ended */
  WbWord              words[WB_N_TOPICS]; /* those that the server used last */
  WbWord              last_words[WB_N_TOPICS]; /* those before the last message */

  guint               n_unusable;      /* messages */
  gint64              unusable_told; /* when, in monotonic microseconds, 0 for never */
  char               *trouble;         /* of the connection, NULL for none */
  gint64              trouble_time;

  WbCache            *cache;
  GHashTable         *unsaved; /* names of datasets, and "" for the theme */
  GSource            *save_timer;
};

/**
 * WbRequestScope:
 * @WB_REQUEST_LEGACY: the datasets that any server may be asked for
 * @WB_REQUEST_WELCOME: those that only a server is asked for that sent a welcome
 *
 * Which datasets to request, see wb_subscription_requires_welcome().
 */
typedef enum
{
  WB_REQUEST_LEGACY,
  WB_REQUEST_WELCOME,
} WbRequestScope;

void            wb_client_set_state            (WbClient       *self,
                                                WbClientStatus  status,
                                                const GError   *problem,
                                                gint64          retry_time);
void            wb_client_set_board            (WbClient       *self,
                                                WbBoardState   *board);
void            wb_client_set_server           (WbClient       *self,
                                                const char     *server);
void            wb_client_set_control          (WbClient       *self,
                                                gboolean        control);
void            wb_client_set_in_step          (WbClient       *self,
                                                gboolean        in_step);

void            wb_client_disconnect           (WbClient       *self,
                                                WbClientClose   how);
void            wb_client_receive              (WbClient       *self,
                                                WbMessage      *message);

WbSubscription *wb_client_lookup_subscription  (WbClient       *self,
                                                const char     *chart_name);
GPtrArray      *wb_client_find_subscriptions   (WbClient       *self,
                                                const char     *name);
GPtrArray      *wb_client_find_answered        (WbClient       *self,
                                                const char     *name);
WbPacerResult   wb_client_request_dataset      (const char     *name,
                                                gpointer        user_data);
void            wb_client_request_datasets     (WbClient       *self,
                                                WbRequestScope  scope);
void            wb_client_take_answer          (WbClient       *self,
                                                const char     *name,
                                                WbMessage      *answer);

void            wb_client_advance_names        (WbClient       *self);
void            wb_client_note_cut             (WbClient       *self);
GBytes         *wb_client_dup_manners          (WbClient       *self);
void            wb_client_load_manners         (WbClient       *self,
                                                const char     *text);

void            wb_client_take_unusable        (WbClient       *self,
                                                GBytes         *bytes,
                                                const char     *reason);
void            wb_client_count_unusable       (WbClient       *self,
                                                const char     *reason);
void            wb_client_mark_trouble         (WbClient       *self,
                                                const char     *reason);

void            wb_client_restore_subscription (WbClient       *self,
                                                const char     *key,
                                                WbSubscription *subscription);
void            wb_client_remember             (WbClient       *self,
                                                const char     *key);
void            wb_client_remember_all         (WbClient       *self);
void            wb_client_save_now             (WbClient       *self);

G_END_DECLS
