/* test-fragments.c: endless data of servers does not take much memory of wallboardctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "hostile.h"
#include "peer.h"

#define MIB (1024 * 1024)

/* The highest peak of the memory of wallboardctl, including its libraries, in bytes. */
#define MAX_MEMORY (64 * MIB)

/* The time that a server sends, in milliseconds: within the limits of the client, and beyond them, where it
 * must disconnect or at least stay responsive. */
#define TALK_TIME  250
#define FLOOD_TIME (8 * 1000)

/* First bytes of frames. */
#define TEXT         0x01
#define BINARY       0x02
#define CONTINUATION 0x00
#define CLOSE        0x88
#define PING         0x89
#define PONG         0x8a
#define FIN          0x80

static char block[65536];

/* Repeated bytes, several copies at a time. */
static void
say_always (Talk       *talk,
            const void *bytes,
            gsize       length)
{
  g_autoptr (GByteArray) many = g_byte_array_new ();

  while (many->len < sizeof block)
    g_byte_array_append (many, bytes, (guint) length);
  while (talk_say (talk, many->data, many->len))
    ;
}

static void
say_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, TEXT, block, sizeof block))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block))
    ;
}

static void
say_binary_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, BINARY, block, 1))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block))
    ;
}

static void
say_empty_fragments (Talk *talk)
{
  static const guint8 empty[] = { CONTINUATION, 0 };

  if (talk_upgrade (talk) && talk_say_frame (talk, TEXT, "", 0))
    say_always (talk, empty, sizeof empty);
}

static void
say_tiny_fragments (Talk *talk)
{
  static const guint8 tiny[] = { CONTINUATION, 1, 'x' };

  if (talk_upgrade (talk) && talk_say_frame (talk, TEXT, "x", 1))
    say_always (talk, tiny, sizeof tiny);
}

/* Fragments with pings between them, which must not count as the end of a message. */
static void
say_mixed_fragments (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, TEXT, block, sizeof block))
    return;

  while (talk_say_frame (talk, CONTINUATION, block, sizeof block) && talk_say_frame (talk, PING, "", 0))
    talk_hear (talk);
}

/* The first message is valid; the limit also holds for the second one. */
static void
say_late_fragments (Talk *talk)
{
  static const char words[] = "{\"type\":\"notice\",\"data\":\"Hello\"}";

  if (!talk_upgrade (talk) || !talk_say_frame (talk, FIN | TEXT, words, strlen (words)))
    return;

  while (talk_say_frame (talk, talk->n_sent < 1000 ? TEXT : CONTINUATION, block, sizeof block))
    ;
}

/* Pings whose answers are not read. */
static void
say_pings (Talk *talk)
{
  guint8 ping[127] = { PING, 125 };

  if (talk_upgrade (talk))
    say_always (talk, ping, sizeof ping);
}

static void
say_empty_pings (Talk *talk)
{
  static const guint8 ping[] = { PING, 0 };

  if (talk_upgrade (talk))
    say_always (talk, ping, sizeof ping);
}

/* Pings whose answers are read slowly. */
static void
say_pings_and_listen (Talk *talk)
{
  guint8 pings[127 * 64] = { 0 };

  for (gsize i = 0; i < sizeof pings; i += 127)
    {
      pings[i] = PING;
      pings[i + 1] = 125;
    }
  if (!talk_upgrade (talk))
    return;

  while (talk_say (talk, pings, sizeof pings))
    g_input_stream_read (g_io_stream_get_input_stream (talk->stream), block, 1024, NULL, NULL);
}

static void
say_pongs (Talk *talk)
{
  guint8 pong[127] = { PONG, 125 };

  if (talk_upgrade (talk))
    say_always (talk, pong, sizeof pong);
}

static void
say_closes (Talk *talk)
{
  static const guint8 close[] = { CLOSE, 4, 0x03, 0xe8, 'n', 'o' };

  if (talk_upgrade (talk))
    say_always (talk, close, sizeof close);
}

/* Data behind a close frame. */
static void
say_after_close (Talk *talk)
{
  static const guint8 close[] = { CLOSE, 2, 0x03, 0xe8 };

  if (talk_upgrade (talk) && talk_say (talk, close, sizeof close))
    say_fragments (talk);
}

/* Masked frames, which only a client may send. */
static void
say_masked (Talk *talk)
{
  static const guint8 masked[] = { FIN | TEXT, FIN | 1, 1, 2, 3, 4, 'x' };

  if (talk_upgrade (talk))
    say_always (talk, masked, sizeof masked);
}

static void
say_nonsense (Talk *talk)
{
  memset (block, 0xff, sizeof block);
  if (talk_upgrade (talk))
    say_always (talk, block, sizeof block);
  memset (block, ' ', sizeof block);
}

/* A frame with a larger length in its header than any frame has. */
static void
say_long_frame (Talk *talk)
{
  if (!talk_upgrade (talk) || !talk_say_frame (talk, FIN | TEXT, NULL, G_MAXINT64))
    return;

  say_always (talk, block, sizeof block);
}

/* The largest message within the limit, repeated. */
static void
say_largest (Talk *talk)
{
  g_autofree char *text = g_strnfill (8 * MIB, 'x');
  static const char head[] = "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"";

  memcpy (text, head, strlen (head));
  memcpy (text + 8 * MIB - 2, "\"}", 2);
  if (!talk_upgrade (talk))
    return;

  while (talk_say_frame (talk, FIN | TEXT, text, 8 * MIB))
    ;
}

static void
say_small_values (Talk       *talk,
                  const char *head,
                  const char *unit,
                  const char *tail)
{
  g_autoptr (GString) text = g_string_new (head);

  while (text->len < 8 * MIB - 64)
    g_string_append (text, unit);
  g_string_append (text, tail);
  if (!talk_upgrade (talk))
    return;

  while (talk_say_frame (talk, FIN | TEXT, text->str, text->len))
    ;
}

static void
say_small_members (Talk *talk)
{
  say_small_values (talk, "{\"type\":\"notice\",\"data\":[", "{},", "0]}");
}

static void
say_small_numbers (Talk *talk)
{
  say_small_values (talk, "{\"action\":\"getData\",\"chartName\":\"seller\",\"data\":\"[", "1,", "0]\"}");
}

static void
say_endless_line (Talk *talk)
{
  if (talk_say (talk, "HTTP/1.1 101 ", 13))
    say_always (talk, "x", 1);
}

static void
say_endless_head (Talk *talk)
{
  static const char line[] = "X-Padding: and so on\r\n";

  if (talk_say (talk, "HTTP/1.1 101 Switching Protocols\r\n", 34))
    say_always (talk, line, strlen (line));
}

static void
say_informational (Talk *talk)
{
  static const char answer[] = "HTTP/1.1 100 Continue\r\n\r\n";

  say_always (talk, answer, strlen (answer));
}

static void
say_endless_body (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, block, sizeof block);
}

static void
say_chunks (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  static const char chunk[] = "1;extension=value\r\n \r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, chunk, strlen (chunk));
}

static void
say_chunk_extension (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, "x", 1);
}

static void
say_trailers (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  static const char line[] = "X-Padding: and so on\r\n";

  if (talk_say (talk, head, strlen (head)))
    say_always (talk, line, strlen (line));
}

/* A thousand times as large after decompression. */
static void
say_packed_body (Talk *talk)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                             "Content-Type: application/json\r\n\r\n";
  g_autoptr (GConverter) packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) packed = g_converter_output_stream_new (memory, packer);

  for (guint i = 0; i < 64 * MIB / sizeof block; i++)
    g_output_stream_write_all (packed, block, sizeof block, NULL, NULL, NULL);
  g_output_stream_close (packed, NULL, NULL);

  if (talk_say (talk, head, strlen (head)))
    talk_say (talk, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
              g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

typedef struct
{
  const char *name;
  TalkFunc    function;
  const char *words;     /* for wallboardctl */
  const char *complaint; /* its expected message, NULL for any */
} Kind;

static const Kind kinds[] = {
  { "fragments", say_fragments, "watch", "sent more than 8 MiB at once" },
  { "binary-fragments", say_binary_fragments, "watch", "sent more than 8 MiB at once" },
  { "empty-fragments", say_empty_fragments, "watch" },
  { "tiny-fragments", say_tiny_fragments, "watch" },
  { "mixed-fragments", say_mixed_fragments, "watch", "sent more than 8 MiB at once" },
  { "late-fragments", say_late_fragments, "watch", "sent more than 8 MiB at once" },
  { "pings", say_pings, "watch", "does not take the answers to its pings" },
  { "empty-pings", say_empty_pings, "watch" },
  { "slow-pings", say_pings_and_listen, "watch" },
  { "pongs", say_pongs, "watch" },
  { "closes", say_closes, "watch", "ended the connection" },
  { "after-close", say_after_close, "watch", "ended the connection" },
  { "masked", say_masked, "watch", "is not WebSocket" },
  { "nonsense", say_nonsense, "watch", "is not WebSocket" },
  { "long-frame", say_long_frame, "watch", "sent more than 8 MiB at once" },
  { "largest", say_largest, "watch" },
  { "small-members", say_small_members, "watch" },
  { "small-numbers", say_small_numbers, "watch" },
  { "handshake/endless-line", say_endless_line, "watch", "not a board server" },
  { "handshake/endless-head", say_endless_head, "watch", "not a board server" },
  { "handshake/informational", say_informational, "watch", "not a board server" },
  { "http/endless-head", say_endless_head, "displays", "hangs up" },
  { "http/informational", say_informational, "displays", "not a board server" },
  { "http/endless-body", say_endless_body, "displays", "sent more than 8 MiB at once" },
  { "http/chunks", say_chunks, "displays" },
  { "http/chunk-extension", say_chunk_extension, "displays", "" },
  { "http/trailers", say_trailers, "displays", "" },
  { "http/packed", say_packed_body, "displays", "is no list of displays" },
};

/* A certificate for 127.0.0.1, and the folder with it and its authority. */
static char *folder;
static GTlsCertificate *certificate;

/* The most memory that a process has had until now, in bytes; 0 once it has ended. */
static gsize
get_peak (GSubprocess *process)
{
  const char *id = g_subprocess_get_identifier (process);
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", id != NULL ? id : "0");
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "VmHWM:")) == NULL)
    return 0;

  return (gsize) atoll (line + strlen ("VmHWM:")) * 1024;
}

static gboolean
is_talked_to (Hostile     *server,
              GSubprocess *process,
              gsize       *peak)
{
  gboolean is_over = hostile_count (server) > 0;

  *peak = MAX (*peak, get_peak (process));

  return is_over;
}

static GSubprocess *
start_ctl (const Kind *kind,
           const char *scheme,
           guint       port)
{
  g_autofree char *uri = g_strdup_printf ("%s://127.0.0.1:%u", scheme, port);
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WALLBOARDCTL"), "--server", uri,
                                         "--ca", ca, kind->words,
                                         g_str_equal (kind->words, "watch") ? "seller" : NULL, NULL);
  g_assert_no_error (error);

  return process;
}

static void
attack (const Kind *kind,
        gboolean    encrypted)
{
  guint time = kind->complaint != NULL ? FLOOD_TIME : TALK_TIME;
  g_autoptr (Hostile) server = hostile_new (kind->function, time, encrypted ? certificate : NULL);
  g_autoptr (GSubprocess) process = start_ctl (kind, encrypted ? "wss" : "ws", hostile_get_port (server));
  g_autoptr (GDataInputStream) errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *complaint = NULL;
  gsize peak = 0;

  wait_until (is_talked_to (server, process, &peak));
  g_test_message ("%s: %.1f MiB", kind->name, (double) peak / MIB);
#if !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
  g_assert_cmpuint (peak, <=, MAX_MEMORY);
#endif
  /* The client ended the connection and reported why. */
  if (kind->complaint != NULL)
    {
      g_assert_cmpuint (hostile_count_cut (server), >, 0);
      complaint = g_data_input_stream_read_line (errors, NULL, NULL, NULL);
      g_test_message ("%s", complaint);
      g_assert_nonnull (complaint);
      g_assert_nonnull (strstr (complaint, kind->complaint));
    }
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

#define HELLO "{\"type\":\"notice\",\"data\":\"Hello\"}"

/* An answer after interim ones, and two messages right behind it, cut into pieces of a size. */
static void
say_in_pieces (Talk  *talk,
               gsize  size)
{
  g_autofree char *answer = talk_dup_answer (talk);
  g_autoptr (GString) text = g_string_new ("HTTP/1.1 100 Continue\r\n\r\n"
                                           "HTTP/1.1 102 Processing\r\nA: b\r\n\r\n");

  if (answer == NULL)
    return;

  g_string_append (text, answer);
  for (guint i = 0; i < 2; i++)
    {
      g_string_append_c (text, (char) (FIN | TEXT));
      g_string_append_c (text, (char) strlen (HELLO));
      g_string_append (text, HELLO);
    }

  for (gsize at = 0; at < text->len; at += size)
    if (!talk_say (talk, text->str + at, MIN (size, text->len - at)))
      return;
  while (talk_say_frame (talk, PING, "", 0))
    g_input_stream_read (g_io_stream_get_input_stream (talk->stream), block, 1, NULL, NULL);
}

static void
say_at_once (Talk *talk)
{
  say_in_pieces (talk, sizeof block);
}

static void
say_byte_by_byte (Talk *talk)
{
  say_in_pieces (talk, 1);
}

/* Messages right behind the answer to the handshake are not lost. */
static void
test_pieces (gconstpointer data)
{
  const Kind *kind = data;

  for (guint encrypted = 0; encrypted < 2; encrypted++)
    {
      g_autoptr (Hostile) server = hostile_new (kind->function, FLOOD_TIME, encrypted ? certificate : NULL);
      g_autoptr (GSubprocess) process = start_ctl (kind, encrypted ? "wss" : "ws", hostile_get_port (server));
      g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

      wait_until (hostile_count_begun (server) > 0);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

          g_assert_cmpstr (line, ==, "notice Hello");
        }
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
    }
}

static const Kind pieces[] = {
  { "at-once", say_at_once, "watch" },
  { "byte-by-byte", say_byte_by_byte, "watch" },
};

/* With any data, wallboardctl still reacts to a signal, which needs its main loop. */
static void
test_responsive (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (Hostile) server = hostile_new (kind->function, FLOOD_TIME, NULL);
  g_autoptr (GSubprocess) process = start_ctl (kind, "ws", hostile_get_port (server));
  gint64 start;

  wait_until (hostile_count_begun (server) > 0);
  wait_for (200);
  start = g_get_monotonic_time ();
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_test_message ("ended after %.0f ms", (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, FLOOD_TIME / 2 * 1000);
}

static void
test_plain (gconstpointer data)
{
  attack (data, FALSE);
}

static void
test_tls (gconstpointer data)
{
  attack (data, TRUE);
}

static void
make_certificates (void)
{
  g_autoptr (GSubprocess) maker = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("wallboard-XXXXXX", &error);
  g_assert_no_error (error);
  maker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                            g_getenv ("WALLBOARD_MAKE_CERTIFICATES"), folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (maker, NULL, &error);
  g_assert_no_error (error);

  path = g_build_filename (folder, "server.pem", NULL);
  key = g_build_filename (folder, "server.key", NULL);
  certificate = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);
}

static void
remove_certificates (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
  g_clear_object (&certificate);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  memset (block, ' ', sizeof block);
  make_certificates ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *plain = g_strconcat ("/fragments/plain/", kinds[i].name, NULL);
      g_autofree char *tls = g_strconcat ("/fragments/tls/", kinds[i].name, NULL);
      g_autofree char *responsive = g_strconcat ("/fragments/responsive/", kinds[i].name, NULL);

      g_test_add_data_func (plain, &kinds[i], test_plain);
      g_test_add_data_func (tls, &kinds[i], test_tls);
      if (kinds[i].complaint == NULL && g_str_equal (kinds[i].words, "watch"))
        g_test_add_data_func (responsive, &kinds[i], test_responsive);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *path = g_strconcat ("/fragments/pieces/", pieces[i].name, NULL);

      g_test_add_data_func (path, &pieces[i], test_pieces);
    }

  status = g_test_run ();
  remove_certificates ();
  let_threads_end ();

  return status;
}
