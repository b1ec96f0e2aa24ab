/* main.c: wallboardctl, which controls a board from the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "file/wb-secret-file.h"
#include "support/wb-i18n.h"
#include "wb-ctl.h"
#include "wb-trust.h"

#define DEFAULT_SERVER "ws://127.0.0.1:9998"

/* A person waits for an answer, so the other name of a dataset is tried early, in milliseconds. */
#define OTHER_NAME_MS 2000

static const WbCtlCommand commands[] = {
  {
    .name = "get",
    .usage = "get NAME",
    .summary = N_("print a dataset"),
    .min_arguments = 1,
    .max_arguments = 1,
    .check = wb_ctl_check_names,
    .run = wb_ctl_get,
  },
  {
    .name = "watch",
    .usage = "watch [NAME…]",
    .summary = N_("print each message, and ask for datasets"),
    .max_arguments = WB_NAME_MAX,
    .check = wb_ctl_check_names,
    .run = wb_ctl_watch,
  },
  {
    .name = "theme",
    .usage = "theme dark|light|toggle",
    .summary = N_("change the theme of every display"),
    .min_arguments = 1,
    .max_arguments = 1,
    .check = wb_ctl_theme_check,
    .run = wb_ctl_theme,
  },
  {
    .name = "fullscreen",
    .usage = "fullscreen CHART on|off",
    .summary = N_("fill every display with a chart, or end that"),
    .min_arguments = 2,
    .max_arguments = 2,
    .check = wb_ctl_full_screen_check,
    .run = wb_ctl_full_screen,
  },
  {
    .name = "put",
    .usage = "put NAME FILE|-",
    .summary = N_("replace a dataset on every display"),
    .min_arguments = 2,
    .max_arguments = 2,
    .check = wb_ctl_put_check,
    .run = wb_ctl_put,
  },
  {
    .name = "notify",
    .usage = "notify TEXT",
    .summary = N_("show a text on every display"),
    .min_arguments = 1,
    .max_arguments = 1,
    .check = wb_ctl_notify_check,
    .run = wb_ctl_notify,
  },
  {
    .name = "displays",
    .usage = "displays",
    .summary = N_("list who is connected"),
    .check = wb_ctl_check_names,
    .run = wb_ctl_displays,
  },
  {
    .name = "render",
    .usage = "render OPTION…",
    .summary = N_("draw a chart or the board into a file"),
    .check = wb_ctl_check_names,
    .run = wb_ctl_render,
    .draws = TRUE,
  },
};

typedef struct
{
  char         *server;
  char         *token_file;
  char         *ca;
  gboolean      json;
  gboolean      version;
  char        **words;
  WbCtlPicture  picture;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->server);
  g_free (options->token_file);
  g_free (options->ca);
  g_strfreev (options->words);
  wb_ctl_picture_clear (&options->picture);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
list_commands (void)
{
  GString *list = g_string_new (_("Commands:"));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      /* The width of printf() counts the bytes of “…”. */
      int width = (int) (26 - g_utf8_strlen (commands[i].usage, -1));

      g_string_append_printf (list, "\n  %s%*s%s", commands[i].usage, width, "", _(commands[i].summary));
    }
  g_string_append (list, "\n\n");
  g_string_append (list, _("It ends with 0 when it is done, 1 when it was refused or failed, "
                           "2 when it was used wrongly."));

  return g_string_free (list, FALSE);
}

static gboolean
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "server", 's', 0, G_OPTION_ARG_STRING, &options->server,
      N_("The board server (default: $WALLBOARD_SERVER, or ws://127.0.0.1:9998)"), N_("URI") },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file,
      N_("A file that holds the token for the server"), N_("FILE") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca,
      N_("Trust the certificates in this file instead of those of the system"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON, each value on one line"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, N_("COMMAND") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *list = list_commands ();

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Controls the displays of a Wallboard server."));
  g_option_context_set_description (context, list);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, wb_ctl_picture_new_group (&options->picture));

  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
check_picture (const WbCtlCommand  *command,
               WbCtlPicture        *picture,
               GError             **error)
{
  if (command->draws)
    return wb_ctl_picture_check (picture, error);

  if (!wb_ctl_picture_is_given (picture))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("“%s” draws nothing: the options of a picture are for “render”"), command->name);
  return FALSE;
}

static const WbCtlCommand *
find_command (Options  *options,
              GError  **error)
{
  char **words = options->words;
  const char *name = words != NULL ? words[0] : NULL;
  guint n_arguments;

  if (name == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("There is no command: “wallboardctl --help” lists them"));
      return NULL;
    }

  n_arguments = g_strv_length (words) - 1;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_equal (commands[i].name, name))
        continue;

      if (n_arguments >= commands[i].min_arguments && n_arguments <= commands[i].max_arguments)
        return commands[i].check (words + 1, error) && check_picture (&commands[i], &options->picture, error)
                 ? &commands[i] : NULL;

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("It is used as “wallboardctl %s”"),
                   commands[i].usage);
      return NULL;
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("There is no command “%s”: “wallboardctl --help” lists them"), name);
  return NULL;
}

/* The token is in a file, since all users of the machine can see the command line. */
static char *
read_token (const char  *path,
            GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  char *token = wb_secret_file_read_token (path, &local_error);

  if (token == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The token cannot be read from “%s”: %s"), path,
                 local_error->message);

  return token;
}

static char *
choose_server (Options  *options,
               GError  **error)
{
  const char *server = options->server;

  if (server == NULL)
    server = g_getenv ("WALLBOARD_SERVER");
  if (server == NULL || *server == '\0')
    server = DEFAULT_SERVER;

  return wb_client_normalize_uri (server, error);
}

static int
complain (const GError *error,
          WbCtlExit     status)
{
  wb_ctl_complain (error->message);

  return status;
}

/* Lets libsoup send the close frame. */
static void
stop_client (WbClient *client)
{
  wb_client_stop (client);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Options) options = { .picture = WB_CTL_PICTURE_INIT };
  const WbCtlCommand *command;
  g_autoptr (WbClient) client = NULL;
  g_autofree char *server = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autoptr (GError) error = NULL;
  WbClientTiming timing = WB_CLIENT_TIMING_DEFAULT;
  WbCtlExit status;

  wb_i18n_init ();

  if (!parse_options (&argc, &argv, &options, &error))
    return complain (error, WB_CTL_EXIT_USAGE);

  if (options.version)
    {
      g_print ("wallboardctl %s (GLib %u.%u.%u)\n", APPLICATION_VERSION,
               glib_major_version, glib_minor_version, glib_micro_version);
      return WB_CTL_EXIT_DONE;
    }

  command = find_command (&options, &error);
  if (command == NULL)
    return complain (error, WB_CTL_EXIT_USAGE);

  server = choose_server (&options, &error);
  if (server == NULL)
    return complain (error, WB_CTL_EXIT_USAGE);

  if (options.token_file != NULL)
    {
      token = read_token (options.token_file, &error);
      if (token == NULL)
        return complain (error, WB_CTL_EXIT_FAILED);
    }

  if (options.ca != NULL)
    {
      trust = wb_trust_load (options.ca, &error);
      if (trust == NULL)
        return complain (error, WB_CTL_EXIT_FAILED);
    }

  client = wb_client_new (server, token, "wallboardctl");
  wb_client_set_trust (client, trust);
  timing.other_name = OTHER_NAME_MS;
  wb_client_set_timing (client, &timing);
  status = wb_ctl_run (command, client, options.words + 1, &options.picture, options.json);
  stop_client (client);

  return status;
}
