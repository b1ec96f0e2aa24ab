/* wb-ctl.h: one run of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-client.h"
#include "wb-ctl-picture.h"

G_BEGIN_DECLS

/* What a server of ours answers with that has done what it was asked (HTTP statuses, RFC 9110, 15.3). A web
 * server of another kind may answer anything with a page. */
#define WB_CTL_STATUS_OK         200
#define WB_CTL_STATUS_NO_CONTENT 204

/* What scripts rely on (docs/protocol.md, command lines). */
typedef enum
{
  WB_CTL_EXIT_DONE = 0,
  WB_CTL_EXIT_FAILED = 1,
  WB_CTL_EXIT_USAGE = 2,
} WbCtlExit;

/**
 * WbCtl:
 * @client: the connection; a command starts it
 * @arguments: (array zero-terminated=1): what stands after the command's name
 * @n_arguments: their number
 * @json: whether to print JSON on one line
 * @request: (nullable): what a command sends, and waits to hear back
 * @picture: what stands on the command line about a picture
 *
 * What a command works with. It runs until it says how it ended, with
 * wb_ctl_end() or wb_ctl_fail().
 */
typedef struct _WbCtl WbCtl;
struct _WbCtl
{
  WbClient           *client;
  char              **arguments;
  guint               n_arguments;
  gboolean            json;
  WbMessage          *request;
  const WbCtlPicture *picture;

  /*< private >*/
  GMainLoop          *loop;
  guint               deadline;
  gboolean            was_online;
  gboolean            ended;
  WbCtlExit           exit;
};

/**
 * WbCtlCommand:
 * @name: its name
 * @usage: its name and arguments, for a person
 * @summary: what it does, for a person
 * @min_arguments: how many arguments it needs
 * @max_arguments: how many it takes
 * @check: tells whether the arguments mean something
 * @run: begins to do it
 * @draws: whether it takes the options of a picture
 *
 * Something that wallboardctl can do.
 */
typedef struct
{
  const char *name;
  const char *usage;
  const char *summary;
  guint       min_arguments;
  guint       max_arguments;
  gboolean  (*check) (char   **arguments,
                      GError **error);
  void      (*run)   (WbCtl   *ctl);
  gboolean    draws;
} WbCtlCommand;

/**
 * WbCtlAnswerFunc:
 * @ctl: a run
 * @body: what the server answered
 * @etag: (nullable): its `ETag`
 *
 * Takes the answer to an HTTP request that was granted.
 */
typedef void (*WbCtlAnswerFunc) (WbCtl      *ctl,
                                 GBytes     *body,
                                 const char *etag);

WbCtlExit wb_ctl_run               (const WbCtlCommand     *command,
                                    WbClient               *client,
                                    char                  **arguments,
                                    const WbCtlPicture     *picture,
                                    gboolean                json);

void      wb_ctl_end               (WbCtl                  *ctl,
                                    WbCtlExit               status);
void      wb_ctl_fail              (WbCtl                  *ctl,
                                    const char             *sentence);
void      wb_ctl_expect_answer     (WbCtl                  *ctl);
void      wb_ctl_print             (WbCtl                  *ctl,
                                    const char             *text);
void      wb_ctl_print_json        (WbCtl                  *ctl,
                                    const char             *text,
                                    gsize                   length);
void      wb_ctl_complain          (const char             *sentence);
void      wb_ctl_fetch             (WbCtl                  *ctl,
                                    const WbClientRequest  *request,
                                    guint                   good_status,
                                    WbCtlAnswerFunc         function);

gboolean  wb_ctl_check_names       (char                  **arguments,
                                    GError                **error);

gboolean  wb_ctl_theme_check       (char                  **arguments,
                                    GError                **error);
gboolean  wb_ctl_full_screen_check (char                  **arguments,
                                    GError                **error);

gboolean  wb_ctl_put_check         (char                  **arguments,
                                    GError                **error);
gboolean  wb_ctl_notify_check      (char                  **arguments,
                                    GError                **error);

void      wb_ctl_displays          (WbCtl                  *ctl);
void      wb_ctl_get               (WbCtl                  *ctl);
void      wb_ctl_put               (WbCtl                  *ctl);
void      wb_ctl_watch             (WbCtl                  *ctl);
void      wb_ctl_theme             (WbCtl                  *ctl);
void      wb_ctl_full_screen       (WbCtl                  *ctl);
void      wb_ctl_notify            (WbCtl                  *ctl);
void      wb_ctl_render            (WbCtl                  *ctl);

G_END_DECLS
