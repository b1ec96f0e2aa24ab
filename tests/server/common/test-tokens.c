/* test-tokens.c: the tokens of clients, and their rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-tokens.h"

#include <glib/gstdio.h>

#include "server-fixture.h"

/* The shortest tokens that a file may hold. */
#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define C "cccccccccccccccc"

static WbTokens *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  WbTokens *tokens = wb_tokens_parse (text, strlen (text), "/etc/tokens", &error);

  g_assert_no_error (error);

  return tokens;
}

static void
assert_is (const WbToken *token,
           const char    *name,
           WbRight        right)
{
  g_assert_nonnull (token);
  g_assert_cmpstr (wb_token_get_name (token), ==, name);
  g_assert_cmpint (wb_token_get_right (token), ==, right);
}

static void
test_check (void)
{
  g_autoptr (WbTokens) tokens = parse ("# who\n\nlobby view " A "\r\n  shop\tcontrol \t " B "  \n"
                                       "zoo view " A "a\n");
  const char *const wrong[] = { "", "a", "aaaaaaaaaaaaaaa", A "aa", "AAAAAAAAAAAAAAAA", A " ", " " A, "lobby",
                                "lobby view " A, "b", "view" };

  g_assert_cmpuint (wb_tokens_get_size (tokens), ==, 3);
  assert_is (wb_tokens_check (tokens, A), "lobby", WB_RIGHT_VIEW);
  assert_is (wb_tokens_check (tokens, B), "shop", WB_RIGHT_CONTROL);
  assert_is (wb_tokens_check (tokens, A "a"), "zoo", WB_RIGHT_VIEW);

  g_assert_null (wb_tokens_check (tokens, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (wb_tokens_check (tokens, wrong[i]));
}

/* Each of a full file is found, and none is taken for its neighbour. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WbTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1024; i++)
    g_string_append_printf (text, "n%u %s secret-of-display-%u\n", i, i % 2 == 0 ? "view" : "control", i);
  tokens = parse (text->str);

  for (guint i = 0; i < 1024; i++)
    {
      g_autofree char *secret = g_strdup_printf ("secret-of-display-%u", i);
      g_autofree char *name = g_strdup_printf ("n%u", i);

      assert_is (wb_tokens_check (tokens, secret), name, i % 2 == 0 ? WB_RIGHT_VIEW : WB_RIGHT_CONTROL);
    }
  g_assert_null (wb_tokens_check (tokens, "secret-of-display-1024"));

  g_string_append (text, "more view " A "\n");
  g_assert_null (wb_tokens_parse (text->str, text->len, "x", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
  g_assert_nonnull (strstr (error->message, "Line 1025 "));
}

static void
test_find (void)
{
  g_autoptr (WbTokens) old = parse ("one view " A "\ntwo control " B "\n");
  g_autoptr (WbTokens) new = parse ("uno control " A "\ntwo control " C "\n");
  g_autoptr (WbTokens) shared = wb_tokens_ref (old);

  assert_is (wb_tokens_find (new, wb_tokens_check (old, A)), "uno", WB_RIGHT_CONTROL);
  g_assert_null (wb_tokens_find (new, wb_tokens_check (old, B)));
  assert_is (wb_tokens_find (shared, wb_tokens_check (old, B)), "two", WB_RIGHT_CONTROL);
}

/* One line that has no name is one token that may do everything. */
static void
test_bare (void)
{
  const struct
  {
    const char *text;
    const char *secret;
  } cases[] = {
    { A, A },
    { "  secret-words-of-four \n", "secret-words-of-four" },
    { "# a comment\n\n" A "\n", A },
    { "schön,süß,und,groß", "schön,süß,und,groß" },
  };
  g_autoptr (WbTokens) only = wb_tokens_new ("secret");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WbTokens) tokens = parse (cases[i].text);

      g_assert_cmpuint (wb_tokens_get_size (tokens), ==, 1);
      assert_is (wb_tokens_check (tokens, cases[i].secret), "token", WB_RIGHT_CONTROL);
    }

  assert_is (wb_tokens_check (only, "secret"), "token", WB_RIGHT_CONTROL);
}

/* Each is refused with a sentence that contains this and no secret. */
static void
test_bad (void)
{
  const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "", "holds no token" },
    { " \n\n", "holds no token" },
    { "# only words\n", "holds no token" },
    { "\xff\xfe", "holds no token" },
    { "hush-hush-hush-hush\nhush-hush-hush-hush2\n", "Line 1 " },
    { "one view hush-hush-hush-hush\n\ntwo veiw hush-hush-hush-hush2\n", "Line 3 " },
    { "one view", "Line 1 " },
    { "one View hush-hush-hush-hush", "Line 1 " },
    { "one look hush-hush-hush-hush", "Line 1 " },
    { "# one\none hush-hush-hush-hush", "Line 2 " },
    { "hush-hush-hush-hush hush-hush-hush-hush hush hush", "Line 1 " },
    { "one control", "Line 1 " },
    { "one view hush-hush-hush-hush hush2", "Line 1 " },
    { "o.ne view hush-hush-hush-hush\ntwo view hush-hush-hush-hush2", "Line 1 " },
    { "one view hush-hush-hush-hush\none control hush-hush-hush-hush2",
      "Line 2 of the token file “/etc/tokens” gives a name" },
    { "one view hush-hush-hush-hush\ntwo control hush-hush-hush-hush",
      "Line 2 of the token file “/etc/tokens” gives a token that" },
    { "one VIEW hush-hush-hush-hush\ntwo control hush-hush-hush-hush2", "Line 1 " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (wb_tokens_parse (cases[i].text, strlen (cases[i].text), "/etc/tokens", &error));
      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_null (strstr (error->message, "hush"));
    }
}

/* A token that can be guessed is refused, by its line and with what to do, in both forms of a file. */
static void
test_short (void)
{
  const struct
  {
    const char *text;
    const char *line;
  } cases[] = {
    { "h", "Line 1 " },
    { "hush-hush-hush-", "Line 1 " },
    { "\n# a comment\n  hush-hush-hush \n", "Line 3 " },
    { "view", "Line 1 " },
    { "süß-süß-süß-süß", "Line 1 " }, /* 15 letters, 23 bytes */
    { "one view hush-hush-hush-\n", "Line 1 " },
    { "one control hush-hush-hush-\n", "Line 1 " },
    { "one view " A "\n\ntwo control hush\n", "Line 3 " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (wb_tokens_parse (cases[i].text, strlen (cases[i].text), "/etc/tokens", &error));
      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
      g_assert_true (g_str_has_prefix (error->message, cases[i].line));
      g_assert_nonnull (strstr (error->message, "/etc/tokens"));
      g_assert_nonnull (strstr (error->message, "16 characters"));
      g_assert_nonnull (strstr (error->message, "head -c 24 /dev/urandom | base64"));
      g_assert_null (strstr (error->message, "hush"));
      g_assert_null (strstr (error->message, "süß"));
    }
}

/* What follows a zero byte would be lost silently. */
static void
test_zero_byte (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_tokens_parse (A "\0b", strlen (A) + 2, "x", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
}

static void
test_file (void)
{
  const struct
  {
    int      mode;
    gboolean is_credential;
    gboolean good;
  } cases[] = {
    { 0600, FALSE, TRUE },
    { 0400, FALSE, TRUE },
    { 0640, FALSE, FALSE },
    { 0604, FALSE, FALSE },
    { 0610, FALSE, FALSE },
    { 0440, TRUE, TRUE }, /* how systemd's access list looks */
  };
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "token", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WbTokens) tokens = NULL;

      folder_write (folder, "token", "lobby view " A "\n");
      g_assert_cmpint (g_chmod (path, cases[i].mode), ==, 0);

      if (cases[i].is_credential)
        g_setenv ("CREDENTIALS_DIRECTORY", folder, TRUE);
      tokens = wb_tokens_load (path, &error);
      g_unsetenv ("CREDENTIALS_DIRECTORY");
      if (cases[i].good)
        {
          g_assert_no_error (error);
          assert_is (wb_tokens_check (tokens, A), "lobby", WB_RIGHT_VIEW);
          continue;
        }

      g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
      g_assert_nonnull (strstr (error->message, "chmod 600"));
    }

  folder_remove (folder);
}

static void
test_long_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wallboard-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autofree char *text = g_strnfill (256 * 1024 + 1, 'x');

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WbTokens) tokens = NULL;

      text[256 * 1024 + 1 - i] = '\0';
      folder_write (folder, "token", text);
      g_assert_cmpint (g_chmod (path, 0600), ==, 0);
      tokens = wb_tokens_load (path, &error);

      if (i == 0)
        g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
      else
        g_assert_nonnull (wb_tokens_check (tokens, text));
    }

  folder_remove (folder);
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) folder_error = NULL;

  g_assert_null (wb_tokens_load ("/nonexistent/token", &error));
  g_assert_error (error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
  g_assert_nonnull (strstr (error->message, "/nonexistent/token"));

  g_assert_null (wb_tokens_load ("/", &folder_error));
  g_assert_error (folder_error, WB_SERVER_ERROR, WB_SERVER_ERROR_TOKEN);
}

#define WORD "kX3v9QmT2zPbW8LrGd"

/* Counts the instructions that it takes to compare WORD with these tokens, and finds out whether it is one of
 * them. 0 without valgrind. */
static guint64
count_instructions (const char *const *tokens,
                    gboolean          *ret_known)
{
  g_autofree char *counted_out = g_strdup_printf ("--callgrind-out-file=%s/wallboard-%d.callgrind",
                                                  g_get_tmp_dir (), (int) getpid ());
  const char *counted_path = strchr (counted_out, '=') + 1;
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autofree char *counted = NULL;
  const char *summary;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (command, (gpointer) g_getenv ("VALGRIND"));
  g_ptr_array_add (command, (gpointer) "--tool=callgrind");
  g_ptr_array_add (command, (gpointer) "--quiet");
  g_ptr_array_add (command, (gpointer) "--toggle-collect=counted_check");
  g_ptr_array_add (command, counted_out);
  g_ptr_array_add (command, (gpointer) g_getenv ("TOKENS_WORK"));
  g_ptr_array_add (command, (gpointer) WORD);
  for (gsize i = 0; tokens[i] != NULL; i++)
    g_ptr_array_add (command, (gpointer) tokens[i]);
  g_ptr_array_add (command, NULL);

  process = g_subprocess_newv ((const char *const *) command->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  *ret_known = strcmp (output, "known\n") == 0;

  g_assert_true (g_file_get_contents (counted_path, &counted, NULL, NULL));
  g_unlink (counted_path);
  summary = strstr (counted, "\nsummary: ");
  if (summary == NULL)
    summary = strstr (counted, "\ntotals: ");

  return summary != NULL ? g_ascii_strtoull (strchr (summary, ':') + 1, NULL, 10) : 0;
}

/* A word costs the same number of instructions, whatever is right about it and wherever. */
static void
test_same_work (void)
{
  static const struct
  {
    const char *tokens[5];
    gboolean    is_known;
  } cases[] = {
    { { "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", NULL }, FALSE },
    /* All but the first byte, the last byte, or the length. */
    { { "xX3v9QmT2zPbW8LrGd", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", NULL }, FALSE },
    { { "kX3v9QmT2zPbW8LrGx", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", NULL }, FALSE },
    { { "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "kX3v9QmT2zPbW8LrGx", NULL }, FALSE },
    { { "kX3v9QmT2zPbW8LrG", "kX3v9QmT2zPbW8LrGdd", "kX3v9QmT2zPbW8Lr", NULL }, FALSE },
    { { "kX3v9QmT2zPbW8Lr", "kX3v9QmT2zPbW8LrGdkX3v9QmT2zPbW8LrGdkX3v9QmT2zPbW8LrGdkX3v9",
        "xxxxxxxxxxxxxxxx", NULL }, FALSE },
    { { WORD, "bbbbbbbbbbbbbbbb", "cccccccccccccccc", NULL }, TRUE },
    { { "aaaaaaaaaaaaaaaa", WORD, "cccccccccccccccc", NULL }, TRUE },
    { { "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", WORD, NULL }, TRUE },
  };
  static const char *const more[] = { "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc",
                                      "dddddddddddddddd", NULL };
  guint64 usual[2] = { 0, 0 };
  gboolean known;

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
  g_test_skip ("valgrind and the sanitizers do not go together");
  return;
#endif
  if (g_getenv ("VALGRIND") == NULL)
    {
      g_test_skip ("valgrind is not installed; apt-get install valgrind has it");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 n = count_instructions (cases[i].tokens, &known);

      g_test_message ("case %" G_GSIZE_FORMAT ": %" G_GUINT64_FORMAT " instructions", i, n);
      g_assert_cmpint (known, ==, cases[i].is_known);
      g_assert_cmpuint (n, >, 1000);
      if (usual[known] == 0)
        usual[known] = n;
      g_assert_cmpuint (n, ==, usual[known]);
    }

  /* A match may cost another instruction, since it is visible anyway. One more token costs more, which shows
   * that the right work was counted. */
  g_assert_cmpuint (MAX (usual[0], usual[1]) - MIN (usual[0], usual[1]), <=, 4);
  g_assert_cmpuint (count_instructions (more, &known), >, usual[0] + 32);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/check", test_check);
  g_test_add_func ("/tokens/many", test_many);
  g_test_add_func ("/tokens/find", test_find);
  g_test_add_func ("/tokens/bare", test_bare);
  g_test_add_func ("/tokens/bad", test_bad);
  g_test_add_func ("/tokens/short", test_short);
  g_test_add_func ("/tokens/zero-byte", test_zero_byte);
  g_test_add_func ("/tokens/file", test_file);
  g_test_add_func ("/tokens/long-file", test_long_file);
  g_test_add_func ("/tokens/no-file", test_no_file);
  g_test_add_func ("/tokens/same-work", test_same_work);

  return g_test_run ();
}
