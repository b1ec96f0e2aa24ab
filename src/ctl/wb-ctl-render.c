/* wb-ctl-render.c: `wallboardctl render`: draw a chart or the board into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/wb-file-replace.h"
#include "file/wb-file.h"
#include "wb-ctl.h"

/* The data to draw, and the problems with data that is missing. */
typedef struct
{
  WbBoardPlan *plan;
  WbDataset   *datasets[WB_BOARD_MAX_CHARTS];
  char        *problems[WB_BOARD_MAX_CHARTS];
} Subject;

static void
subject_clear (Subject *self)
{
  g_clear_pointer (&self->plan, wb_board_plan_unref);
  for (guint i = 0; i < WB_BOARD_MAX_CHARTS; i++)
    {
      g_clear_pointer (&self->datasets[i], wb_dataset_unref);
      g_clear_pointer (&self->problems[i], g_free);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

/* A single chart is drawn as the only one of a board. */
static WbBoardPlan *
make_plan (const WbCtlPicture *picture)
{
  return picture->board ? wb_board_plan_new_default () : wb_board_plan_new_chart (picture->kind);
}

/* Reads a file, and gets its name for errors. */
static char *
read_text (const char  *path,
           char       **ret_name,
           gsize       *ret_length,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  char *text = wb_file_read (path, WB_DATASET_FILE_MAX, ret_length, &local_error);

  if (text == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” cannot be read: %s"), path,
                 local_error->message);
  else
    *ret_name = g_filename_display_basename (path);

  return text;
}

static WbDataset *
read_file (const char   *path,
           WbChartKind   kind,
           GError      **error)
{
  g_autofree char *name = NULL;
  gsize length;
  g_autofree char *text = read_text (path, &name, &length, error);

  return text != NULL ? wb_dataset_parse (kind, name, text, length, error) : NULL;
}

/* Most folders have no file of a board. */
static WbBoardPlan *
read_plan (const WbCtlPicture  *picture,
           GError             **error)
{
  g_autofree char *path = g_build_filename (picture->data, WB_BOARD_PLAN_NAME ".json", NULL);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!picture->board || !g_file_test (path, G_FILE_TEST_EXISTS))
    return make_plan (picture);

  text = read_text (path, &name, &length, error);

  return text != NULL ? wb_board_plan_parse (name, text, length, error) : NULL;
}

/* The file of a chart in a folder, which may have another of its names. Returns NULL if there is none. */
static char *
find_file (const char *folder,
           const char *dataset)
{
  const char *names[] = { dataset, wb_name_get_other (dataset) };

  for (gsize i = 0; i < G_N_ELEMENTS (names) && names[i] != NULL; i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".json", NULL);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static gboolean
read_folder (const WbCtlPicture  *picture,
             Subject             *subject,
             GError             **error)
{
  const WbBoardChart *charts;
  guint n_charts, n_found = 0;

  subject->plan = read_plan (picture, error);
  if (subject->plan == NULL)
    return FALSE;

  charts = wb_board_plan_get_charts (subject->plan, &n_charts);
  for (guint i = 0; i < n_charts; i++)
    {
      g_autofree char *path = find_file (picture->data, charts[i].dataset);

      if (path != NULL)
        {
          subject->datasets[i] = read_file (path, charts[i].kind, error);
          if (subject->datasets[i] == NULL)
            return FALSE;
          n_found++;
        }
      else
        {
          subject->problems[i] = g_strdup_printf (_("There is no %s.json in “%s”"), charts[i].dataset,
                                                  picture->data);
        }
    }

  if (n_found > 0)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, subject->problems[0]);
  return FALSE;
}

static gboolean
read_data (const WbCtlPicture  *picture,
           Subject             *subject,
           GError             **error)
{
  if (picture->board || g_file_test (picture->data, G_FILE_TEST_IS_DIR))
    return read_folder (picture, subject, error);

  subject->plan = make_plan (picture);
  subject->datasets[0] = read_file (picture->data, picture->kind, error);

  return subject->datasets[0] != NULL;
}

/* Reads the map that a chart of the picture needs, since a broken one is no picture. */
static gboolean
check_map (const WbExportOptions  *options,
           const Subject          *subject,
           GError                **error)
{
  const char *name = options->region != NULL ? options->region : WB_ATLAS_DEFAULT_MAP;
  gboolean needed = FALSE;

  for (guint i = 0; i < WB_BOARD_MAX_CHARTS && options->format != WB_EXPORT_CSV; i++)
    needed = needed || (subject->datasets[i] != NULL &&
                        wb_dataset_get_kind (subject->datasets[i]) == WB_CHART_MAP);
  g_autoptr (WbGeo) geo = needed ? wb_atlas_load (options->atlas, name, error) : NULL;

  return !needed || geo != NULL;
}

static GBytes *
draw (const WbCtlPicture     *picture,
      const WbExportOptions  *options,
      const Subject          *subject,
      GError                **error)
{
  WbDataset *dataset = subject->datasets[0];

  if (options->region != NULL && !wb_atlas_has (options->atlas, options->region))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no map “%s”: those of your own are found with --maps"), options->region);
      return NULL;
    }
  if (!check_map (options, subject, error))
    return NULL;

  if (picture->board)
    return wb_export_board (subject->plan, subject->datasets, (const char *const *) subject->problems,
                            options, error);

  if (picture->page != NULL && options->page >= wb_chart_count_pages (dataset))
    {
      guint n_pages = wb_chart_count_pages (dataset);

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   g_dngettext (GETTEXT_PACKAGE, "There is no page %s: the chart has %u page",
                                "There is no page %s: the chart has %u pages", n_pages),
                   picture->page, n_pages);
      return NULL;
    }

  WbExportOptions with_problem = *options;
  with_problem.problem = subject->problems[0];

  return wb_export_chart (dataset, &with_problem, error);
}

static gboolean
write_bytes (int      fd,
             GBytes  *bytes,
             GError **error)
{
  int number;

  if (wb_file_write_all (fd, bytes))
    return TRUE;

  number = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), _("The output cannot be written: %s"),
               g_strerror (number));
  return FALSE;
}

/* A terminal, /dev/null or a pipe cannot be replaced, so it is opened, which may wait for a reader. */
static gboolean
write_to_device (const char  *path,
                 GBytes      *bytes,
                 GError     **error)
{
  int fd = open (path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
  gboolean done;

  if (fd < 0)
    {
      int number = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), _("“%s” cannot be written: %s"), path,
                   g_strerror (number));
      return FALSE;
    }

  done = write_bytes (fd, bytes, error);
  close (fd);

  return done;
}

/* A regular file is replaced by a new one, except if it is the standard output under another name, such as
 * /dev/stdout: the shell goes on writing to the old file. */
static gboolean
write_output (const char  *path,
              GBytes      *bytes,
              GError     **error)
{
  struct stat out, there;

  if (g_str_equal (path, "-"))
    return write_bytes (STDOUT_FILENO, bytes, error);
  if (stat (path, &there) != 0)
    return wb_export_save (bytes, path, error);
  if (fstat (STDOUT_FILENO, &out) == 0 && out.st_dev == there.st_dev && out.st_ino == there.st_ino)
    return write_bytes (STDOUT_FILENO, bytes, error);
  if (S_ISCHR (there.st_mode) || S_ISFIFO (there.st_mode))
    return write_to_device (path, bytes, error);

  return wb_export_save (bytes, path, error);
}

static void
finish (WbCtl           *ctl,
        WbExportOptions  options,
        const Subject   *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAtlas) atlas = wb_atlas_new (ctl->picture->maps);
  g_autoptr (GBytes) bytes = NULL;

  options.atlas = atlas;
  options.region = ctl->picture->region;
  bytes = draw (ctl->picture, &options, subject, &error);

  if (bytes == NULL || !write_output (ctl->picture->output, bytes, &error))
    wb_ctl_fail (ctl, "%s", error->message);
}

/* The plan of the server, or the default one. */
static WbBoardPlan *
dup_server_plan (WbCtl *ctl)
{
  WbBoardPlan *plan = ctl->picture->board ? wb_client_get_plan (ctl->client) : NULL;

  return plan != NULL ? wb_board_plan_ref (plan) : make_plan (ctl->picture);
}

/* Old data is drawn, and the exit status tells, as with get. */
static void
finish_from_server (WbCtl *ctl)
{
  WbExportOptions options = ctl->picture->options;
  WbBoardState *board = wb_client_get_board (ctl->client);
  g_auto (Subject) subject = { 0 };
  const char *problem = ctl->picture->board ? wb_client_get_plan_problem (ctl->client) : NULL;
  const WbBoardChart *charts;
  guint n_charts;

  if (ctl->picture->theme == NULL && board != NULL)
    options.palette = wb_palette_lookup (wb_board_state_get_theme (board), ctl->picture->contrast);

  subject.plan = dup_server_plan (ctl);
  charts = wb_board_plan_get_charts (subject.plan, &n_charts);
  for (guint i = 0; i < n_charts; i++)
    {
      WbSubscription *subscription =
        wb_client_get_subscription (ctl->client, charts[i].dataset, charts[i].kind);
      WbDataset *dataset = wb_subscription_get_dataset (subscription);

      if (dataset != NULL)
        subject.datasets[i] = wb_dataset_ref (dataset);
      subject.problems[i] = g_strdup (wb_subscription_get_problem (subscription));
      if (problem == NULL)
        problem = subject.problems[i];
    }

  if (ctl->picture->board || subject.datasets[0] != NULL)
    finish (ctl, options, &subject);
  if (problem != NULL)
    wb_ctl_fail (ctl, "%s", problem);
  else
    wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

/* Requests the data of each chart, and returns whether all of it has come, or will not come. */
static gboolean
watch_charts (WbCtl *ctl)
{
  g_autoptr (WbBoardPlan) plan = dup_server_plan (ctl);
  gboolean complete = wb_client_is_plan_known (ctl->client);
  const WbBoardChart *charts;
  guint n_charts;

  charts = wb_board_plan_get_charts (plan, &n_charts);
  for (guint i = 0; i < n_charts; i++)
    {
      WbSubscription *subscription;

      wb_client_watch_chart (ctl->client, charts[i].dataset, charts[i].kind);
      subscription = wb_client_get_subscription (ctl->client, charts[i].dataset, charts[i].kind);
      complete &= wb_subscription_get_dataset (subscription) != NULL ||
                  wb_subscription_get_problem (subscription) != NULL;
    }

  return complete;
}

static void
dataset_changed_cb (WbClient   *client,
                    const char *chart_name,
                    WbCtl      *ctl)
{
  if (watch_charts (ctl))
    finish_from_server (ctl);
}

static void
run_with_server (WbCtl *ctl)
{
  wb_ctl_expect_answer (ctl);
  g_signal_connect (ctl->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), ctl);

  if (ctl->picture->board)
    wb_client_watch_board (ctl->client);
  watch_charts (ctl);
  wb_client_start (ctl->client);
}

/**
 * wb_ctl_render:
 * @ctl: a run with the options of a picture
 *
 * Draws a chart or the board without a display, from files or from the data of
 * the server.
 */
void
wb_ctl_render (WbCtl *ctl)
{
  g_auto (Subject) subject = { 0 };
  g_autoptr (GError) error = NULL;

  if (ctl->picture->data == NULL)
    {
      run_with_server (ctl);
      return;
    }

  if (read_data (ctl->picture, &subject, &error))
    finish (ctl, ctl->picture->options, &subject);
  else
    wb_ctl_fail (ctl, "%s", error->message);
  wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}
