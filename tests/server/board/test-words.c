/* test-words.c: pages that say the same in two words share a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "server-fixture.h"

#define V1 "Sec-WebSocket-Protocol: wallboard.v1\r\n"
#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"}"

/* As pages of the two kinds send them. */
#define THEME_CHANGE \
  "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\",\"value\":\"\"}"
#define CHANGE_THEME \
  "{\"action\":\"changeTheme\",\"socketType\":\"changeTheme\",\"chartName\":\"\",\"value\":\"\"}"

/* With a member of its own, which is lost when it is translated. */
#define THEME_CHANGE_N \
  "{\"n\":1, \"action\":\"themeChange\",\"socketType\":\"changeTheme\",\"chartName\":\"x\"}"
#define CHANGE_THEME_N \
  "{\"n\":1, \"action\":\"changeTheme\",\"socketType\":\"changeTheme\",\"chartName\":\"x\"}"

static RawPeer *
open_v1 (ServerFixture *self,
         const char    *theme)
{
  RawPeer *peer = server_fixture_open (self, V1);
  g_autofree char *welcome = raw_peer_receive_text (peer);
  g_autofree char *expected = g_strdup_printf ("\"theme\":\"%s\"", theme);

  g_assert_nonnull (strstr (welcome, expected));

  return peer;
}

static void
test_words (ServerFixture *self,
            gconstpointer  data)
{
  g_autoptr (RawPeer) change = NULL;
  g_autoptr (RawPeer) theme = NULL;
  g_autoptr (RawPeer) silent = NULL;
  g_autoptr (RawPeer) app = NULL;
  g_autoptr (RawPeer) late_app = NULL;

  server_fixture_start (self);
  change = server_fixture_open (self, NULL);
  theme = server_fixture_open (self, NULL);
  silent = server_fixture_open (self, NULL);
  app = open_v1 (self, "dark");

  /* Nobody has said changeTheme, so all get what was sent. */
  raw_peer_send (theme, THEME_CHANGE_N);
  raw_peer_assert_text (theme, THEME_CHANGE_N);
  raw_peer_assert_text (change, THEME_CHANGE_N);
  raw_peer_assert_text (silent, THEME_CHANGE_N);
  raw_peer_assert_text (app, THEME_CHANGE_N);

  /* From the first changeTheme on, each gets its own word, and who has sent neither gets both. */
  raw_peer_send (change, CHANGE_THEME_N);
  raw_peer_assert_text (change, CHANGE_THEME_N);
  raw_peer_assert_text (theme, THEME_CHANGE);
  raw_peer_assert_text (silent, CHANGE_THEME_N);
  raw_peer_assert_text (silent, THEME_CHANGE);
  raw_peer_assert_text (app, THEME_CHANGE);

  raw_peer_send (theme, THEME_CHANGE_N);
  raw_peer_assert_text (theme, THEME_CHANGE_N);
  raw_peer_assert_text (change, CHANGE_THEME);
  raw_peer_assert_text (silent, THEME_CHANGE_N);
  raw_peer_assert_text (silent, CHANGE_THEME);
  raw_peer_assert_text (app, THEME_CHANGE_N);

  late_app = open_v1 (self, "light");
  raw_peer_assert_idle (change);
  raw_peer_assert_idle (theme);
  raw_peer_assert_idle (silent);
  raw_peer_assert_idle (app);
}

/* A client that names the theme tells the others so, in their words. */
static void
test_named (ServerFixture *self,
            gconstpointer  data)
{
  const char *light =
    "{\"action\":\"themeChange\",\"socketType\":\"themeChange\",\"chartName\":\"\","
    "\"value\":\"light\"}";
  const char *other =
    "{\"action\":\"changeTheme\",\"socketType\":\"changeTheme\",\"chartName\":\"\","
    "\"value\":\"light\"}";
  g_autoptr (RawPeer) page = NULL;
  g_autoptr (RawPeer) app = NULL;

  server_fixture_start (self);
  page = server_fixture_open (self, NULL);
  app = open_v1 (self, "dark");
  raw_peer_send (page, CHANGE_THEME);
  raw_peer_send (page, CHANGE_THEME);
  raw_peer_assert_text (page, CHANGE_THEME);
  raw_peer_assert_text (page, CHANGE_THEME);
  raw_peer_assert_text (app, THEME_CHANGE);
  raw_peer_assert_text (app, THEME_CHANGE);

  raw_peer_send (app, light);
  raw_peer_assert_text (app, light);
  raw_peer_assert_text (page, other);

  /* The theme is light already: only the sender gets it. */
  raw_peer_send (app, light);
  raw_peer_assert_text (app, light);
  raw_peer_assert_idle (page);
}

/* A page that opens when the board is light is told so in both words, and toggles on one of them. */
static void
test_late (ServerFixture *self,
           gconstpointer  data)
{
  g_autoptr (RawPeer) page = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autoptr (RawPeer) later = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *other_answer = NULL;

  server_fixture_start (self);
  page = server_fixture_open (self, NULL);
  raw_peer_send (page, CHANGE_THEME);
  raw_peer_assert_text (page, CHANGE_THEME);

  late = server_fixture_open (self, NULL);
  raw_peer_send (late, GET_SELLER);
  answer = raw_peer_receive_text (late);
  raw_peer_assert_text (late, THEME_CHANGE);
  raw_peer_assert_text (late, CHANGE_THEME);
  raw_peer_assert_idle (late);

  /* One that has toggled on its own is at the theme of the board. */
  later = server_fixture_open (self, NULL);
  raw_peer_send (later, CHANGE_THEME);
  raw_peer_assert_text (later, CHANGE_THEME);
  raw_peer_send (page, CHANGE_THEME);
  raw_peer_assert_text (later, CHANGE_THEME);
  raw_peer_send (later, GET_SELLER);
  other_answer = raw_peer_receive_text (later);
  raw_peer_assert_text (later, CHANGE_THEME);
  raw_peer_assert_idle (later);
}

#define FULL(name, value) \
  "{\"action\":\"fullScreen\",\"socketType\":\"fullScreen\",\"chartName\":\"" name "\",\"value\":" value "}"
#define FULL_N(name) "{\"n\":1,\"action\":\"fullScreen\",\"chartName\":\"" name "\",\"value\":true}"

/* The hot chart in full screen has two names, too, and is one chart in the state of the board. */
static void
test_full_screen (ServerFixture *self,
                  gconstpointer  data)
{
  g_autoptr (RawPeer) page = NULL;
  g_autoptr (RawPeer) other = NULL;
  g_autoptr (RawPeer) app = NULL;
  g_autoptr (RawPeer) late = NULL;
  g_autoptr (RawPeer) later = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *other_answer = NULL;

  server_fixture_start (self);
  page = server_fixture_open (self, NULL);
  other = server_fixture_open (self, NULL);
  app = open_v1 (self, "dark");
  raw_peer_send (other, FULL_N ("hot"));
  raw_peer_assert_text (page, FULL_N ("hot"));
  raw_peer_assert_text (other, FULL_N ("hot"));
  raw_peer_assert_text (app, FULL_N ("hot"));

  raw_peer_send (page, FULL ("hotproduct", "false"));
  raw_peer_assert_text (page, FULL ("hotproduct", "false"));
  raw_peer_assert_text (other, FULL ("hot", "false"));
  raw_peer_assert_text (app, FULL ("hot", "false"));
  raw_peer_send (page, FULL_N ("hotproduct"));
  raw_peer_assert_text (page, FULL_N ("hotproduct"));
  raw_peer_assert_text (other, FULL ("hot", "true"));
  raw_peer_assert_text (app, FULL ("hot", "true"));

  /* Other charts have one name. */
  raw_peer_send (app, FULL_N ("map"));
  raw_peer_assert_text (app, FULL_N ("map"));
  raw_peer_assert_text (page, FULL_N ("map"));
  raw_peer_assert_text (other, FULL_N ("map"));

  late = server_fixture_open (self, NULL);
  raw_peer_send (late, GET_SELLER);
  answer = raw_peer_receive_text (late);
  raw_peer_assert_text (late, FULL_N ("hotproduct"));
  raw_peer_assert_text (late, FULL ("hot", "true"));
  raw_peer_assert_text (late, FULL_N ("map"));
  raw_peer_assert_idle (late);

  /* By the one name or by the other, the chart is left. */
  raw_peer_send (app, FULL ("hot", "false"));
  raw_peer_assert_text (page, FULL ("hotproduct", "false"));
  later = server_fixture_open (self, NULL);
  raw_peer_send (later, GET_SELLER);
  other_answer = raw_peer_receive_text (later);
  raw_peer_assert_text (later, FULL_N ("map"));
  raw_peer_assert_idle (later);
}

#define ADD(path, function) \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, function, server_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/words/words", test_words);
  ADD ("/words/named", test_named);
  ADD ("/words/late", test_late);
  ADD ("/words/full-screen", test_full_screen);

  return g_test_run ();
}
