/* wb-ctl.h: one run of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-client.h"
#include "wb-ctl-picture.h"

G_BEGIN_DECLS

/* The HTTP statuses with which a board server answers a successful request (RFC 9110, 15.3). Other web
 * servers may answer any request with a page and another status. */
#define WB_CTL_STATUS_OK         200
#define WB_CTL_STATUS_NO_CONTENT 204

/* The exit statuses (docs/protocol.md, command lines). */
typedef enum
{
  WB_CTL_EXIT_DONE = 0,
  WB_CTL_EXIT_FAILED = 1,
  WB_CTL_EXIT_USAGE = 2,
} WbCtlExit;

/**
 * WbCtl:
 * @client: the connection; a command starts it
 * @arguments: (array zero-terminated=1): the arguments of the command
 * @n_arguments: their number
 * @json: whether to print JSON on one line
 * @request: (nullable): the message to send, whose echo ends the run
 * @other: (nullable): the message to send after it, in the other word
 * @echoed: whether the echo of @request came
 * @picture: the options for a picture
 *
 * The run of a command, until it calls wb_ctl_end() or wb_ctl_fail().
 */
typedef struct _WbCtl WbCtl;
struct _WbCtl
{
  WbClient           *client;
  char              **arguments;
  guint               n_arguments;
  gboolean            json;
  WbMessage          *request;
  WbMessage          *other;
  gboolean            echoed;
  const WbCtlPicture *picture;

  /*< private >*/
  GMainLoop          *loop;
  guint               deadline;
  guint               echo_timer;
  char               *cut; /* why the first connection ended, NULL if it did not */
  gboolean            was_online;
  gboolean            ended;
  WbCtlExit           exit;
};

/**
 * WbCtlCommand:
 * @name: its name
 * @usage: its name and arguments, for the help
 * @summary: its description, for the help
 * @min_arguments: the least number of arguments
 * @max_arguments: the largest number of arguments
 * @check: checks the arguments; %FALSE with an error if they are not valid
 * @run: starts the command
 * @draws: whether it takes the options for a picture
 *
 * A command of wallboardctl.
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
 * @body: the body of the answer
 * @etag: (nullable): its `ETag`
 *
 * Handles the answer to a successful HTTP request.
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
                                    const char             *format,
                                    ...) G_GNUC_PRINTF (2, 3);
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
