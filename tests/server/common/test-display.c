/* test-display.c: the state of a client for an operator
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-display.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "support/wb-clock.h"

static WbDisplay *
display_new (const char *name,
             const char *version,
             const char *peer,
             gint64      connected)
{
  WbDisplay *self = g_new0 (WbDisplay, 1);

  self->name = g_strdup (name);
  self->version = g_strdup (version);
  self->peer = g_strdup (peer);
  self->connected = connected;
  self->last_heard = connected;

  return self;
}

static char *
write_json (GPtrArray *displays)
{
  g_autoptr (GBytes) bytes = wb_displays_write_json (displays);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) displays = g_ptr_array_new ();
  g_autofree char *text = write_json (displays);

  g_assert_cmpstr (text, ==, "[]");
}

static void
test_two (void)
{
  g_autoptr (GPtrArray) displays = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_display_free);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GDateTime) since = NULL;
  g_autoptr (GDateTime) wanted = g_date_time_new_now_utc ();
  g_autofree char *text = NULL;
  gint64 now = g_get_monotonic_time ();
  gint64 connected = wb_clock_get_time ();
  WbDisplay *tv = display_new ("Lobby “TV”", "1.0", "192.0.2.7:5000", connected - 90 * G_USEC_PER_SEC);
  WbDisplay *page = display_new (NULL, NULL, "[2001:db8::7]:5001 (https://board.example)", connected);
  JsonObject *first, *second;

  tv->dialect = WB_DIALECT_V1;
  tv->right = WB_RIGHT_CONTROL;
  tv->token = g_strdup ("lobby");
  tv->last_heard = now - 2500000;
  tv->waiting = 70000;
  page->dialect = WB_DIALECT_LEGACY;
  page->right = WB_RIGHT_VIEW;
  page->last_heard = now + G_USEC_PER_SEC; /* after the list was started */
  g_ptr_array_add (displays, page);
  g_ptr_array_add (displays, tv);

  text = write_json (displays);
  root = json_from_string (text, NULL);
  g_assert_nonnull (root);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 2);

  first = json_array_get_object_element (json_node_get_array (root), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "Lobby “TV”");
  g_assert_cmpstr (json_object_get_string_member (first, "version"), ==, "1.0");
  g_assert_cmpstr (json_object_get_string_member (first, "address"), ==, "192.0.2.7:5000");
  g_assert_true (json_object_get_null_member (first, "origin"));
  g_assert_cmpstr (json_object_get_string_member (first, "dialect"), ==, "wallboard.v1");
  g_assert_cmpstr (json_object_get_string_member (first, "right"), ==, "control");
  g_assert_cmpstr (json_object_get_string_member (first, "token"), ==, "lobby");
  g_assert_cmpint (json_object_get_int_member (first, "waiting"), ==, 70000);
  g_assert_cmpfloat (json_object_get_double_member (first, "silent"), >=, 2.5);
  g_assert_cmpfloat (json_object_get_double_member (first, "silent"), <, 60);

  since = g_date_time_new_from_iso8601 (json_object_get_string_member (first, "since"), NULL);
  g_assert_nonnull (since);
  g_assert_cmpint (ABS (g_date_time_difference (wanted, since) - 90 * G_USEC_PER_SEC), <,
                   60 * G_USEC_PER_SEC);

  second = json_array_get_object_element (json_node_get_array (root), 1);
  g_assert_true (json_object_get_null_member (second, "name"));
  g_assert_true (json_object_get_null_member (second, "version"));
  g_assert_true (json_object_get_null_member (second, "token"));
  g_assert_cmpstr (json_object_get_string_member (second, "address"), ==, "[2001:db8::7]:5001");
  g_assert_cmpstr (json_object_get_string_member (second, "origin"), ==, "https://board.example");
  g_assert_cmpstr (json_object_get_string_member (second, "dialect"), ==, "legacy");
  g_assert_cmpstr (json_object_get_string_member (second, "right"), ==, "view");
  g_assert_cmpfloat (json_object_get_double_member (second, "silent"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/none", test_none);
  g_test_add_func ("/display/two", test_two);

  return g_test_run ();
}
