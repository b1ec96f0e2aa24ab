/* wb-ctl-render.c: `wallboardctl render`: draw a chart or the board into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "wb-ctl.h"

/* The largest file that is read, in bytes; the largest that a server takes, too. */
#define MAX_FILE (8 * 1024 * 1024)

/* What is drawn, and why something is not. */
typedef struct
{
  WbDataset *datasets[WB_N_CHARTS];
  char      *problems[WB_N_CHARTS];
} Subject;

static void
subject_clear (Subject *self)
{
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      g_clear_pointer (&self->datasets[i], wb_dataset_unref);
      g_clear_pointer (&self->problems[i], g_free);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static gboolean
is_wanted (const WbCtlPicture *picture,
           WbChartKind         kind)
{
  return picture->board || picture->kind == kind;
}

static WbDataset *
read_file (const char   *path,
           WbChartKind   kind,
           GError      **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc (MAX_FILE + 1);
  g_autofree char *name = g_filename_display_basename (path);
  gsize length;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE + 1, &length, NULL, error))
    {
      g_prefix_error (error, _("“%s” cannot be read: "), path);
      return NULL;
    }

  if (length > MAX_FILE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is larger than %d MiB"), path,
                   MAX_FILE / (1024 * 1024));
      return NULL;
    }

  return wb_dataset_parse (kind, name, text, length, error);
}

/* The file of a chart in a folder, which may go by another of its names. Returns NULL if there is none. */
static char *
find_file (const char  *folder,
           WbChartKind  kind)
{
  const char *names[] = { wb_chart_kind_get_name (kind), kind == WB_CHART_HOT ? "hotproduct" : NULL };

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
  guint n_found = 0;

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      g_autofree char *path = is_wanted (picture, i) ? find_file (picture->data, i) : NULL;

      if (path != NULL)
        {
          subject->datasets[i] = read_file (path, i, error);
          if (subject->datasets[i] == NULL)
            return FALSE;
          n_found++;
        }
      else
        {
          subject->problems[i] = g_strdup_printf (_("There is no %s.json in “%s”"),
                                                  wb_chart_kind_get_name (i), picture->data);
        }
    }

  if (n_found > 0)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, subject->problems[picture->kind]);
  return FALSE;
}

static gboolean
read_data (const WbCtlPicture  *picture,
           Subject             *subject,
           GError             **error)
{
  if (picture->board || g_file_test (picture->data, G_FILE_TEST_IS_DIR))
    return read_folder (picture, subject, error);

  subject->datasets[picture->kind] = read_file (picture->data, picture->kind, error);

  return subject->datasets[picture->kind] != NULL;
}

static GBytes *
draw (const WbCtlPicture     *picture,
      const WbExportOptions  *options,
      const Subject          *subject,
      GError                **error)
{
  WbDataset *dataset = subject->datasets[picture->kind];

  if (options->region != NULL && !wb_atlas_has (options->atlas, options->region))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no map “%s”: those of your own are found with --maps"), options->region);
      return NULL;
    }

  if (picture->board)
    return wb_export_board (subject->datasets, (const char *const *) subject->problems, options, error);

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
  with_problem.problem = subject->problems[picture->kind];

  return wb_export_chart (dataset, &with_problem, error);
}

static gboolean
write_output (const char  *path,
              GBytes      *bytes,
              GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (!g_str_equal (path, "-"))
    return wb_export_save (bytes, path, error);
  if (fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The output cannot be written: %s"),
               g_strerror (errno));
  return FALSE;
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
    wb_ctl_fail (ctl, error->message);
}

/* Old data are better than none, but not as good as new ones: the exit tells, as that of get. */
static void
finish_from_server (WbCtl *ctl)
{
  WbExportOptions options = ctl->picture->options;
  WbBoardState *board = wb_client_get_board (ctl->client);
  g_auto (Subject) subject = { 0 };
  const char *problem = NULL;

  if (ctl->picture->theme == NULL && board != NULL)
    options.palette = wb_palette_get_contrast (wb_board_state_get_theme (board), ctl->picture->contrast);

  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      const char *name = wb_chart_kind_get_name (i);
      WbDataset *dataset = is_wanted (ctl->picture, i) ? wb_client_get_dataset (ctl->client, name) : NULL;

      if (!is_wanted (ctl->picture, i))
        continue;
      if (dataset != NULL)
        subject.datasets[i] = wb_dataset_ref (dataset);
      subject.problems[i] = g_strdup (wb_client_get_dataset_problem (ctl->client, name));
      if (problem == NULL)
        problem = subject.problems[i];
    }

  if (ctl->picture->board || subject.datasets[ctl->picture->kind] != NULL)
    finish (ctl, options, &subject);
  if (problem != NULL)
    wb_ctl_fail (ctl, problem);
  else
    wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}

static void
status_cb (WbClient   *client,
           GParamSpec *pspec,
           WbCtl      *ctl)
{
  if (wb_client_get_status (client) == WB_CLIENT_ONLINE)
    wb_ctl_set_deadline (ctl);
}

static void
problem_cb (WbClient   *client,
            GParamSpec *pspec,
            WbCtl      *ctl)
{
  const GError *problem = wb_client_get_problem (client);

  if (problem != NULL)
    wb_ctl_fail (ctl, problem->message);
}

/* Draws once there is an answer for every chart. */
static void
dataset_changed_cb (WbClient   *client,
                    const char *chart_name,
                    WbCtl      *ctl)
{
  for (guint i = 0; i < WB_N_CHARTS; i++)
    {
      const char *name = wb_chart_kind_get_name (i);

      if (is_wanted (ctl->picture, i) && wb_client_get_dataset (client, name) == NULL &&
          wb_client_get_dataset_problem (client, name) == NULL)
        return;
    }

  finish_from_server (ctl);
}

static void
run_with_server (WbCtl *ctl)
{
  g_signal_connect (ctl->client, "notify::status", G_CALLBACK (status_cb), ctl);
  g_signal_connect (ctl->client, "notify::problem", G_CALLBACK (problem_cb), ctl);
  g_signal_connect (ctl->client, "dataset-changed", G_CALLBACK (dataset_changed_cb), ctl);

  for (guint i = 0; i < WB_N_CHARTS; i++)
    if (is_wanted (ctl->picture, i))
      wb_client_watch (ctl->client, wb_chart_kind_get_name (i));
  wb_client_start (ctl->client);
}

/**
 * wb_ctl_render:
 * @ctl: a run with the options of a picture
 *
 * Draws a chart or the board, from files or from what the server has, without
 * a display.
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
    wb_ctl_fail (ctl, error->message);
  wb_ctl_end (ctl, WB_CTL_EXIT_DONE);
}
