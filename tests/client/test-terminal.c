/* test-terminal.c: texts of a server cannot control the terminal of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <errno.h>
#include <pty.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "hostile.h"
#include "peer.h"

/* Controls of all kinds, in JSON as they are and as escapes: ESC, CSI of C1, DEL, an override, an isolate, a
 * line separator. */
#define RAW     "\xc2\x9b" "31m\x7f\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8"
#define ESCAPED "\\u001b]0;x\\u0007\\u009b2J\\u007f\\u202e\\u2066\\u2028"
#define EVIL    "A" RAW ESCAPED "Z"

/* The harmless part of a text, which must be on the terminal. */
#define DATA "[{\\\"name\\\":\\\"A" RAW "\\\\u001b[2JZ\\\",\\r\\n\\\"value\\\":1}]"

/* The time that a server sends, in milliseconds. */
#define TALK_TIME (10 * 1000)

static void
say_text (Talk       *talk,
          const char *text)
{
  talk_say_frame (talk, 0x81, text, strlen (text));
}

/* Until the client has disconnected. */
static void
stay (Talk *talk)
{
  char c;

  while (g_input_stream_read (g_io_stream_get_input_stream (talk->stream), &c, 1, NULL, NULL) > 0)
    ;
}

static void
say_messages (Talk *talk)
{
  static const char *const messages[] = {
    "{\"type\":\"welcome\",\"data\":{\"server\":\"" EVIL "\",\"epoch\":\"e\",\"revision\":1,"
    "\"theme\":\"dark\",\"fullScreen\":[],\"heartbeat\":0}}",
    "{\"type\":\"hello\",\"data\":{\"name\":\"" EVIL "\"}}",
    "{\"type\":\"notice\",\"data\":\"" EVIL "\"}",
    "{\"type\":\"notice\",\"data\":[\"" EVIL "\"]}",
    "{\"action\":\"" EVIL "\"}",
    "{\"action\":\"fullScreen\",\"chartName\":\"" EVIL "\",\"value\":true}",
    "{\"action\":\"getData\",\"chartName\":\"seller\",\"error\":\"" EVIL "\",\r\n\"data\":\"" DATA "\"}",
    "{\"action\":\"getData\",\"chartName\":\"trend\",\"data\":\"{\\\"common\\\":\\\"A" RAW "\\\"}\"}",
  };

  if (!talk_upgrade (talk))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    say_text (talk, messages[i]);
  stay (talk);
}

static void
say_data (Talk *talk)
{
  if (!talk_upgrade (talk))
    return;

  say_text (talk, "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"" DATA "\"}");
  stay (talk);
}

/* The reason in a close frame. */
static void
say_close (Talk *talk)
{
  static const char reason[] = "\x03\xf0" "A" RAW "\x1b[2JZ";

  if (talk_upgrade (talk) && talk_say_frame (talk, 0x88, reason, strlen (reason)))
    stay (talk);
}

static void
say_answer (Talk       *talk,
            const char *status,
            const char *body)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %s\r\nETag: \"A\xc2\x9bZ\"\r\n"
                                             "Content-Length: %zu\r\n\r\n%s", status, strlen (body), body);

  talk_say (talk, answer, strlen (answer));
  stay (talk);
}

static void
say_refusal (Talk *talk)
{
  say_answer (talk, "422 A\xc2\x9bZ", "{\"message\":\"" EVIL "\",\"status\":422}");
}

static void
say_done (Talk *talk)
{
  say_answer (talk, "204 No Content", "");
}

static void
say_displays (Talk *talk)
{
  say_answer (talk, "200 OK", "[{\"name\":\"" EVIL "\",\"version\":\"" EVIL "\",\"address\":\"" EVIL "\","
                              "\"origin\":\"" EVIL "\",\"dialect\":\"" EVIL "\",\"since\":\"" EVIL "\"}]");
}

typedef struct
{
  const char *name;
  TalkFunc    function;
  const char *words;
  guint       n_lines; /* that it waits for, 0 to its end */
  gboolean    json;
} Case;

static const Case cases[] = {
  { "get", say_data, "get seller", 0, TRUE },
  { "get-json", say_data, "--json get seller", 0, TRUE },
  { "get-error", say_messages, "get seller" },
  { "get-unfit", say_messages, "get trend" },
  { "watch", say_messages, "watch seller", 8 },
  { "watch-json", say_messages, "--json watch seller", 8, TRUE },
  { "close", say_close, "watch", 1 },
  { "put", say_refusal, "put seller /dev/null" },
  { "put-json", say_done, "--json put seller /dev/null", 0, TRUE },
  { "displays", say_displays, "displays" },
  { "displays-json", say_displays, "--json displays", 0, TRUE },
};

/* A pseudo terminal that does not change its output. */
static int
open_terminal (int *ret_slave)
{
  int master;
  struct termios how;

  g_assert_cmpint (openpty (&master, ret_slave, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (tcgetattr (*ret_slave, &how), ==, 0);
  cfmakeraw (&how);
  g_assert_cmpint (tcsetattr (*ret_slave, TCSANOW, &how), ==, 0);
  fcntl (master, F_SETFL, O_NONBLOCK);
  fcntl (master, F_SETFD, FD_CLOEXEC);

  return master;
}

/* Reads the available output; returns FALSE at its end. */
static gboolean
read_more (int      fd,
           GString *text)
{
  char buffer[4096];
  gssize length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    g_string_append_len (text, buffer, length);

  return length > 0 || (length < 0 && errno == EAGAIN);
}

static guint
count_lines (const GString *text)
{
  guint n = 0;

  for (gsize i = 0; i < text->len; i++)
    n += text->str[i] == '\n';

  return n;
}

/* Runs wallboardctl with both outputs on a terminal, or in a pipe. */
static char *
run (const Case *self,
     gboolean    is_terminal)
{
  g_autoptr (Hostile) server = hostile_new (self->function, TALK_TIME, NULL);
  g_autofree char *line = g_strdup_printf ("%s --server ws://127.0.0.1:%u %s", g_getenv ("WALLBOARDCTL"),
                                           hostile_get_port (server), self->words);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) arguments = NULL;
  int ends[2];

  if (is_terminal)
    {
      ends[0] = open_terminal (&ends[1]);
    }
  else
    {
      g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
      fcntl (ends[0], F_SETFL, O_NONBLOCK);
    }
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  g_subprocess_launcher_take_stderr_fd (launcher, dup (ends[1]));

  g_assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, NULL);
  g_assert_nonnull (process);
  g_clear_object (&launcher);

  wait_until (!read_more (ends[0], text) || (self->n_lines > 0 && count_lines (text) >= self->n_lines));
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  close (ends[0]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
does_something (gunichar c)
{
  return (c < 0x20 && c != '\n') || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Each line is a value or an error. */
static void
assert_json (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], "wallboardctl: "))
      g_string_append_printf (json, "%s%s\n", json->len > 0 && lines[i][0] == '{' ? "," : "", lines[i]);
  g_string_prepend_c (json, '[');
  g_string_append_c (json, ']');
  node = json_from_string (json->str, &error);
  g_assert_no_error (error);
}

static void
test_terminal (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *text = run (self, TRUE);

  g_test_message ("%s", text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (strchr (text, 'A'));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_false (does_something (g_utf8_get_char (p)));
  if (self->json)
    assert_json (text);
}

/* In a pipe, the bytes are unchanged. */
static void
test_pipe (void)
{
  static const Case get = { "get", say_data, "get seller" };
  g_autofree char *text = run (&get, FALSE);

  g_assert_cmpstr (text, ==, "[{\"name\":\"A" RAW "\\u001b[2JZ\",\r\n\"value\":1}]\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/terminal/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_terminal);
    }
  g_test_add_func ("/terminal/pipe", test_pipe);

  return g_test_run ();
}
