/* test-render.c: `wallboardctl render` as a process: its output and its exit status
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The time limit for a picture, in seconds, which is enough for sanitizers. */
#define PATIENCE_S 30

typedef struct
{
  char *folder; /* for output */
} Fixture;

/* The output of a process. */
typedef struct
{
  GBytes *out;
  char   *err;
  int     exit;
} Run;

static void
run_free (Run *self)
{
  g_bytes_unref (self->out);
  g_free (self->err);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* Bytes of length 0 have no address. */
static char *
dup_text (GBytes *bytes)
{
  return g_bytes_get_size (bytes) > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                                      : g_strdup ("");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

/* SIGALRM ends a process that blocks. */
static void
set_alarm_cb (gpointer user_data)
{
  alarm (PATIENCE_S);
}

/* Runs wallboardctl in the folder of the fixture; SAMPLES in the arguments is the folder of samples. */
static Run *
render (Fixture    *self,
        const char *words)
{
  g_autofree char *line = g_strdup_printf ("%s render %s", g_getenv ("WALLBOARDCTL"), words);
  g_autoptr (GString) command = g_string_new (line);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) err = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  Run *run = g_new0 (Run, 1);

  g_string_replace (command, "SAMPLES", g_getenv ("SAMPLES"), 0);
  g_shell_parse_argv (command->str, NULL, &arguments, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  /* Only root can listen on port 1, so that a request to the default server fails. */
  g_subprocess_launcher_setenv (launcher, "WALLBOARD_SERVER", "ws://127.0.0.1:1", TRUE);
  g_subprocess_launcher_set_child_setup (launcher, set_alarm_cb, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &run->out, &err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run->exit = g_subprocess_get_exit_status (process);
  run->err = dup_text (err);
  g_test_message ("%s: %d, “%s”", words, run->exit, run->err);

  return run;
}

static void
assert_done (Run *run)
{
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->exit, ==, 0);
}

static char *
read_output (Fixture    *self,
             const char *name,
             gsize      *ret_length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, ret_length, &error);
  g_assert_no_error (error);

  return text;
}

static guint32
read_big_endian (const char *data)
{
  guint32 number;

  memcpy (&number, data, sizeof number);

  return GUINT32_FROM_BE (number);
}

/* The header of a PNG file has its width and height. */
static void
assert_png (Fixture    *self,
            const char *name,
            guint       width,
            guint       height)
{
  gsize length;
  g_autofree char *png = read_output (self, name, &length);

  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (png, 8, "\211PNG\r\n\032\n", 8);
  g_assert_cmpuint (read_big_endian (png + 16), ==, width);
  g_assert_cmpuint (read_big_endian (png + 20), ==, height);
}

static void
test_formats (Fixture       *self,
              gconstpointer  data)
{
  static const char *const charts[] = { "trend", "seller", "map", "rank", "hot", "stock" };
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      g_autofree char *words =
        g_strdup_printf ("--chart %s --data SAMPLES/en/%s.json --size 320x240 --scale 1.5 -o a.png",
                         charts[i], charts[i]);
      g_autofree char *csv = g_strdup_printf ("--chart %s --data SAMPLES/en -o %s.csv", charts[i], charts[i]);
      g_autofree char *name = g_strconcat (charts[i], ".csv", NULL);
      g_autoptr (Run) picture = render (self, words);
      g_autoptr (Run) table = render (self, csv);

      assert_done (picture);
      assert_done (table);
      assert_png (self, "a.png", 480, 360);
      g_free (read_output (self, name, &length));
      g_assert_cmpuint (length, >, 100);
    }

  g_autoptr (Run) svg = render (self, "--chart trend --data SAMPLES/zh/trend.json --size 1920x1080 --scale 2 "
                                      "--theme dark -o trend.svg");
  g_autoptr (Run) pdf = render (self, "--chart hot --data SAMPLES/en --page 2 --theme light -o hot.pdf");
  g_autoptr (Run) named = render (self, "--chart hot --data SAMPLES/en --format pdf -o hot.svg");
  assert_done (svg);
  assert_done (pdf);
  assert_done (named);
  g_autofree char *svg_text = read_output (self, "trend.svg", &length);
  g_assert_nonnull (strstr (svg_text, "viewBox=\"0 0 1920 1080\""));
  g_autofree char *pdf_text = read_output (self, "hot.pdf", &length);
  g_assert_cmpmem (pdf_text, 5, "%PDF-", 5);
  g_autofree char *named_text = read_output (self, "hot.svg", &length);
  g_assert_cmpmem (named_text, 5, "%PDF-", 5);
}

/* Each option changes the picture, and the default theme is the dark one. */
static void
test_looks (Fixture       *self,
            gconstpointer  data)
{
  static const char *const options[] = {
    "--theme dark", "--theme light", "--contrast high", "--theme light --contrast high", "--no-title",
    "--rtl",
    "--page 2", "--title --page 1", "--contrast normal", "",
  };
  g_autofree char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *words =
        g_strdup_printf ("--chart seller --data SAMPLES/en --format PNG --size 400x300 %s -o -", options[i]);
      g_autoptr (Run) run = render (self, words);
      gboolean is_default = i == 0 || i > 6;

      assert_done (run);
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, run->out);
      if (i == 0)
        first = g_steal_pointer (&sum);
      else if (is_default)
        g_assert_cmpstr (sum, ==, first);
      else
        g_assert_cmpstr (sum, !=, first);
    }
}

static void
test_board (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (Run) png = render (self, "--board --data SAMPLES/en -o board.png");
  g_autoptr (Run) pdf = render (self, "--board --data SAMPLES/en --theme light --rtl -o board.pdf");

  assert_done (png);
  assert_png (self, "board.png", 1920, 1080);
  assert_done (pdf);

  /* A folder need not have all files, and legacy pages use another name for one. */
  g_autofree char *path = g_build_filename (self->folder, "hotproduct.json", NULL);
  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  g_autoptr (Run) some = render (self, "--board --data . --size 800x600 -o some.png");
  assert_done (some);
  assert_png (self, "some.png", 800, 600);
  g_autoptr (Run) hot = render (self, "--chart hot --data . --size 800x600 -o hot.png");
  assert_done (hot);
}

/* A wrong set of options, and what is said of it. */
typedef struct
{
  const char *words;
  int         exit;
  const char *sentence;
} Wrong;

/* A failure is one sentence on stderr, and nothing is written. */
static void
check_wrong (Fixture     *self,
             const Wrong *cases,
             gsize        n_cases)
{
  g_autoptr (GDir) dir = NULL;

  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (Run) run = render (self, cases[i].words);

      g_assert_cmpint (run->exit, ==, cases[i].exit);
      g_assert_cmpuint (g_bytes_get_size (run->out), ==, 0);
      g_assert_true (g_str_has_prefix (run->err, "wallboardctl: "));
      g_assert_nonnull (strstr (run->err, cases[i].sentence));
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
    }

  dir = g_dir_open (self->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

static void
test_wrong_text (Fixture       *self,
                 gconstpointer  data)
{
  static const Wrong cases[] = {
    { "--chart trend --text-scale 9 -o a.png", 2, "“9” is no scale of text" },
    { "--chart trend --text-scale 1,5 -o a.png", 2, "“1,5” is no scale of text" },
    { "--chart trend --distance 5m -o a.png", 2, "Say both how far away and how large the screen is" },
    { "--chart trend --diagonal 55in -o a.png", 2, "Say both how far away and how large the screen is" },
    { "--chart trend --distance 5 --diagonal 55in -o a.png", 2, "“5” is no distance" },
    { "--chart trend --distance 5m --diagonal 55 -o a.png", 2, "“55” is no diagonal" },
  };

  check_wrong (self, cases, G_N_ELEMENTS (cases));
}

static void
test_wrong (Fixture       *self,
            gconstpointer  data)
{
  static const Wrong cases[] = {
    { "", 2, "--chart NAME, or --board" },
    { "--chart trend", 2, "-o FILE" },
    { "--chart trend --board -o a.png", 2, "not both" },
    { "--chart pie -o a.png", 2, "no chart “pie”" },
    { "--chart trend -o a.gif", 2, "“a.gif” does not tell its format" },
    { "--chart trend -o -", 2, "“-” does not tell its format" },
    { "--chart trend --format gif -o a.png", 2, "no format “gif”" },
    { "--board -o a.csv", 2, "choose a chart" },
    { "--chart trend --size 100 -o a.png", 2, "“100” is no size" },
    { "--chart trend --size 0x5 -o a.png", 2, "“0x5” is no size" },
    { "--chart trend --size 5x5x5 -o a.png", 2, "“5x5x5” is no size" },
    { "--chart trend --size -5x5 -o a.png", 2, "“-5x5” is no size" },
    { "--chart trend --scale 0 -o a.png", 2, "“0” is no scale" },
    { "--chart trend --scale 2x -o a.png", 2, "“2x” is no scale" },
    { "--chart trend --scale nan -o a.png", 2, "“nan” is no scale" },
    { "--chart trend --theme blue -o a.png", 2, "no theme “blue”" },
    { "--chart trend --contrast low -o a.png", 2, "no contrast “low”" },
    { "--chart trend --page 0 -o a.png", 2, "“0” is no page" },
    { "--board --page 2 -o a.png", 2, "--page is for one chart" },
    { "--chart trend extra -o a.png", 2, "wallboardctl render" },
    { "--chart trend --data SAMPLES/en --page 4 -o a.png", 1, "There is no page 4: the chart has 3 pages" },
    { "--chart trend --data SAMPLES/en/rank.json -o a.png", 1, "rank.json: " },
    { "--chart trend --data none.json -o a.png", 1, "none.json" },
    { "--chart map --data SAMPLES/en --region atlantis -o a.png", 1, "There is no map “atlantis”" },
    { "--board --data . -o a.png", 1, "There is no trend.json in “.”" },
    { "--board --data none -o a.png", 1, "none" },
    { "--chart trend --data SAMPLES/en -o none/a.png", 1, "“none/a.png” cannot be written" },
    { "--chart trend --data SAMPLES/en --size 20000x5 -o a.png", 1, "too large" },
    { "--chart trend -o a.png", 1, "Nothing answers at ws://127.0.0.1:1" },
  };

  check_wrong (self, cases, G_N_ELEMENTS (cases));
}

/* Invalid data leaves the last picture unchanged. */
static void
test_broken (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "seller.json", NULL);
  g_autofree char *picture = g_build_filename (self->folder, "a.png", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, "[{\"name\":\"A\",\"value\":true}]", -1, NULL));
  g_assert_true (g_file_set_contents (picture, "old", -1, NULL));
  g_autoptr (Run) run = render (self, "--chart seller --data seller.json -o a.png");
  g_assert_cmpint (run->exit, ==, 1);
  g_assert_nonnull (strstr (run->err, "seller.json: [0].value: expected a number, got a boolean"));
  text = read_output (self, "a.png", &length);
  g_assert_cmpstr (text, ==, "old");
}

/* What is no regular file is not waited for, wherever data are read: neither a pipe without a writer nor a
 * device without an end. */
static void
test_no_file (Fixture       *self,
              gconstpointer  data)
{
  static const struct
  {
    const char *words;
    const char *sentence;
  } cases[] = {
    { "--chart trend --data pipe -o a.png", "“pipe” cannot be read: it is not a regular file" },
    { "--chart trend --data /dev/zero -o a.png", "“/dev/zero” cannot be read: it is not a regular file" },
    { "--chart seller --data . -o a.png", "“./seller.json” cannot be read: it is not a regular file" },
    { "--board --data . -o a.png", "“./board.json” cannot be read: it is not a regular file" },
    { "--chart trend --data large.json -o a.png", "“large.json” cannot be read: it is longer than 8192 KiB" },
  };
  static const char *const pipes[] = { "pipe", "seller.json", "board.json" };
  g_autofree char *large = g_build_filename (self->folder, "large.json", NULL);
  g_autofree char *text = g_strnfill (8 * 1024 * 1024 + 1, ' ');

  g_assert_true (g_file_set_contents (large, text, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (pipes); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, pipes[i], NULL);

      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Run) run = render (self, cases[i].words);

      g_assert_cmpint (run->exit, ==, 1);
      g_assert_nonnull (strstr (run->err, cases[i].sentence));
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
    }
}

/* A map that cannot be drawn is an error, and not a picture of one. Its numbers need no map. */
static void
test_broken_map (Fixture       *self,
                 gconstpointer  data)
{
  static const struct
  {
    const char *map;
    const char *sentence;
  } cases[] = {
    { "{", "./china.json: line 1, column 2: " },
    { "{\"type\":\"Topology\"}", "./china.json: type: this is TopoJSON" },
    { "{\"type\":\"FeatureCollection\",\"UTF8Encoding\":true,\"features\":[{\"geometry\":"
      "{\"type\":\"Polygon\",\"coordinates\":[\"@@@@@@@@\"]}}]}",
      "./china.json: features[0].geometry.coordinates[0]: an encoded ring needs two numbers in "
      "“encodeOffsets”" },
  };
  g_autofree char *path = g_build_filename (self->folder, "china.json", NULL);
  g_autofree char *picture = g_build_filename (self->folder, "a.png", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (path, cases[i].map, -1, NULL));
      g_autoptr (Run) chart = render (self, "--chart map --maps . --data SAMPLES/en -o a.png");
      g_autoptr (Run) board = render (self, "--board --maps . --data SAMPLES/en -o a.png");
      g_autoptr (Run) table = render (self, "--chart map --maps . --data SAMPLES/en -o a.csv");
      g_autoptr (Run) other = render (self, "--chart seller --maps . --data SAMPLES/en -o a.pdf");

      g_assert_nonnull (strstr (chart->err, cases[i].sentence));
      g_assert_cmpint (chart->exit, ==, 1);
      g_assert_nonnull (strstr (board->err, cases[i].sentence));
      g_assert_cmpint (board->exit, ==, 1);
      g_assert_false (g_file_test (picture, G_FILE_TEST_EXISTS));
      assert_done (table);
      assert_done (other);
    }
}

/* Other commands draw nothing. */
static void
test_other_command (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *line = g_strconcat (g_getenv ("WALLBOARDCTL"), " get seller --size 3x3", NULL);
  int status;

  g_assert_true (g_spawn_command_line_sync (line, &out, &err, &status, NULL));
  g_assert_cmpint (WEXITSTATUS (status), ==, 2);
  g_assert_nonnull (strstr (err, "“get” draws nothing"));
}

static void
test_help (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (Run) main_help = render (self, "--help");
  g_autoptr (Run) help = render (self, "--help-render");
  g_autofree char *text = dup_text (help->out);
  g_autofree char *main_text = dup_text (main_help->out);

  g_assert_cmpint (help->exit, ==, 0);
  g_assert_nonnull (strstr (text, "--no-title"));
  g_assert_nonnull (strstr (main_text, "--help-render"));
  g_assert_nonnull (strstr (main_text, "render OPTION…"));
}

/* The data of a server is drawn in the theme of its board. */
static void
test_server (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *samples = g_build_filename (g_getenv ("SAMPLES"), "en", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) server =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("WALLBOARD_DAEMON"), "--data",
                      samples, "--http", "127.0.0.1:0", "--ws", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  g_autofree char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  const char *uri = strstr (line, "ws://");
  g_assert_nonnull (uri);

  g_autofree char *one = g_strdup_printf ("--server %s --chart trend -o trend.csv", uri);
  g_autofree char *board = g_strdup_printf ("--server %s --board --size 640x480 -o board.png", uri);
  g_autoptr (Run) table = render (self, one);
  g_autoptr (Run) picture = render (self, board);
  g_autoptr (Run) local = render (self, "--data SAMPLES/en --chart trend -o local.csv");
  g_autoptr (Run) local_board = render (self, "--data SAMPLES/en --board --size 640x480 -o local.png");
  static const char *const pairs[][2] = { { "trend.csv", "local.csv" }, { "board.png", "local.png" } };

  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
  assert_done (table);
  assert_done (picture);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize length, local_length;
      g_autofree char *text = read_output (self, pairs[i][0], &length);
      g_autofree char *local_text = read_output (self, pairs[i][1], &local_length);

      g_assert_cmpmem (text, length, local_text, local_length);
    }
}

/* The file names that a shell passes for output. */
static void
run_shell (Fixture    *self,
           const char *script,
           int         status,
           const char *expected,
           const char *complaint)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *draw = g_strdup_printf ("%s render --chart stock --data %s/en --format csv",
                                           g_getenv ("WALLBOARDCTL"), g_getenv ("SAMPLES"));
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_setenv (launcher, "DRAW", draw, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", script, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_test_message ("%s: “%s”, “%s”", script, out, err);
  g_assert_cmpstr (err, ==, complaint);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
  g_assert_cmpstr (out, ==, expected);
}

/* An output that is not a regular file is written to and not replaced, as is the redirected standard
 * output. */
static void
test_devices (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *csv = NULL;
  g_autofree char *framed = NULL;
  static const char *const same[] = {
    "$DRAW -o -",
    "$DRAW -o /dev/stdout",
    "$DRAW -o /dev/fd/1",
    "$DRAW -o /dev/stdout | cat",
    "mkfifo pipe && { cat pipe & $DRAW -o pipe; wait; test -p pipe; }",
    "mkfifo to && ln -s to link && { cat to & $DRAW -o link; wait; test -p to -a -L link; }",
    "echo old > file && $DRAW -o file && cat file",
    "echo old > file2 && ln -s file2 link2 && $DRAW -o link2 && test -L link2 && cat file2",
  };

  run_shell (self, "$DRAW -o out.csv", 0, "", "");
  csv = read_output (self, "out.csv", NULL);
  g_assert_true (strlen (csv) > 0);
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    run_shell (self, same[i], 0, csv, "");

  framed = g_strdup_printf ("before\n%safter\n", csv);
  run_shell (self, "{ echo before; $DRAW -o /dev/stdout; echo after; } > log; cat log", 0, framed, "");
  run_shell (self, "echo before > more; { $DRAW -o /dev/stdout; echo after; } >> more; cat more",
             0, framed, "");

  run_shell (self, "$DRAW -o /dev/null && test -c /dev/null", 0, "", "");
  run_shell (self, "$DRAW -o /dev/full", 1, "",
             "wallboardctl: The output cannot be written: No space left on device\n");
  run_shell (self, "mkdir folder; $DRAW -o folder 2> /dev/null; s=$?; rmdir folder && exit $s", 1, "", "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add ("/render/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (formats);
  ADD (looks);
  ADD (board);
  ADD (devices);
  ADD (wrong);
  ADD (wrong_text);
  ADD (broken);
  ADD (broken_map);
  ADD (no_file);
  ADD (other_command);
  ADD (help);
  ADD (server);
#undef ADD

  return g_test_run ();
}
