/* test-export-files.c: the content of exported files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chart-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "export-fixture.h"
#include "export/wb-table.h"

static void
test_svg (void)
{
  static const WbChartKind kinds[] = { WB_CHART_TREND, WB_CHART_SELLER, WB_CHART_RANK, WB_CHART_HOT };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (WbDataset) dataset = fixture_board (kinds[i]);
      WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

      options.format = WB_EXPORT_SVG;
      options.width = 800;
      options.height = 450;
      /* The scale has no effect on vector formats. */
      options.scale = 3;
      g_autoptr (GBytes) svg = export_fixture_draw (dataset, &options);
      export_fixture_check_svg (svg, "800px", "450px", "0 0 800 450");
    }
}

/* Runs a tool of poppler on a file. Returns NULL, and skips the test, if it is not installed. */
static char *
ask_poppler (const char *tool,
             GBytes     *pdf)
{
  g_autofree char *program = g_find_program_in_path (tool);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (program == NULL)
    {
      g_test_skip ("poppler-utils is not installed");
      return NULL;
    }

  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "a.pdf", NULL);
  g_assert_true (wb_export_save (pdf, path, &error));
  if (g_str_equal (tool, "pdftotext"))
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, path, "-", NULL);
  else
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_unlink (path);
  g_rmdir (folder);

  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

static void
test_pdf (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  options.format = WB_EXPORT_PDF;
  options.width = 800;
  options.height = 450;
  options.scale = 2;
  g_autoptr (GBytes) pdf = export_fixture_draw (dataset, &options);
  gsize length;
  g_assert_cmpmem (g_bytes_get_data (pdf, &length), 5, "%PDF-", 5);

  g_autofree char *text = ask_poppler ("pdftotext", pdf);
  g_autofree char *info = ask_poppler ("pdfinfo", pdf);
  if (text == NULL || info == NULL)
    return;

  g_assert_nonnull (strstr (text, "Title 0"));
  g_assert_nonnull (strstr (text, "Shanghai"));
  /* 800 × 450 pixels at 96 per inch. */
  g_assert_nonnull (strstr (info, "600 x 337.5 pts"));
  g_assert_nonnull (strstr (info, "Title 0"));
  g_assert_nonnull (strstr (info, "Pages:           1\n"));
}

static void
test_csv (void)
{
  g_autoptr (WbDataset) dataset = fixture_board (WB_CHART_TREND);
  g_autoptr (WbTable) table = wb_table_new (dataset, 1);
  g_autofree char *csv = wb_table_to_csv (table);
  WbExportOptions options = { .format = WB_EXPORT_CSV, .page = 1 };
  g_autoptr (GBytes) bytes = export_fixture_draw (dataset, &options);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), csv, strlen (csv));
}

static void
assert_content (const char *path,
                const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_save (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *link = g_build_filename (folder, "link.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "a.csv", NULL);
  g_autoptr (GBytes) one = g_bytes_new_static ("one", 3);
  g_autoptr (GBytes) two = g_bytes_new_static ("two", 3);
  g_autoptr (GDir) dir = NULL;
  GStatBuf before, after;
  guint n_files = 0;

  g_assert_no_error (error);
  g_assert_true (wb_export_save (one, path, &error));
  assert_content (path, "one");
  g_assert_cmpint (symlink ("a.csv", link), ==, 0);
  g_stat (path, &before);
  g_assert_true (wb_export_save (two, link, &error));
  assert_content (path, "two");
  /* The file was replaced, not overwritten, and the link is unchanged. */
  g_stat (path, &after);
  g_assert_cmpuint (before.st_ino, !=, after.st_ino);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));

  g_assert_false (wb_export_save (one, nowhere, &error));
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);
  g_assert_false (wb_export_save (one, folder, &error));
  g_clear_error (&error);

  dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    n_files++;
  g_assert_cmpuint (n_files, ==, 2);
  g_unlink (link);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export/svg", test_svg);
  g_test_add_func ("/export/pdf", test_pdf);
  g_test_add_func ("/export/csv", test_csv);
  g_test_add_func ("/export/save", test_save);

  return g_test_run ();
}
