/* test-outbox.c: what waits to be written to one client
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "websocket/wb-outbox.h"

#include <string.h>

#include "common/wb-address-counts.h"

/* Frames as they are on the wire. */
#define ONE   "\x81\x03" "one"
#define TWO   "\x81\x03" "two"
#define THREE "\x81\x05" "three"
#define CLOSE "\x81\x05" "close"

static WbWebsocketFrame *
make_frame (const char *text)
{
  g_assert_cmpuint (strlen (text), <, 126);

  return wb_websocket_frame_new (WB_WEBSOCKET_TEXT, text, strlen (text));
}

static void
push (WbOutbox   *outbox,
      const char *text,
      gint64      since)
{
  g_autoptr (WbWebsocketFrame) frame = make_frame (text);

  wb_outbox_push (outbox, frame, 0, since);
}

/* All that is to be written, as one text. */
static char *
gather (const WbOutbox *outbox,
        guint           max_vectors)
{
  g_autofree struct iovec *vectors = g_new (struct iovec, max_vectors);
  guint n = wb_outbox_gather (outbox, vectors, max_vectors, G_MAXSIZE);
  GString *text = g_string_new (NULL);

  g_assert_cmpuint (n, <=, max_vectors);
  for (guint i = 0; i < n; i++)
    g_string_append_len (text, vectors[i].iov_base, vectors[i].iov_len);

  return g_string_free (text, FALSE);
}

static void
assert_waiting (const WbOutbox *outbox,
                const char     *expected)
{
  g_autofree char *text = gather (outbox, 64);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (wb_outbox_get_waiting (outbox), ==, strlen (expected));
  g_assert_cmpint (wb_outbox_is_empty (outbox), ==, *expected == '\0');
}

static void
written_cb (gint64   since,
            gpointer user_data)
{
  g_string_append_printf (user_data, "%d ", (int) since);
}

static void
test_order (void)
{
  g_autoptr (GString) written = g_string_new (NULL);
  WbOutbox outbox = { 0 };

  assert_waiting (&outbox, "");
  push (&outbox, "one", 1);
  push (&outbox, "two", 2);
  push (&outbox, "three", 3);
  assert_waiting (&outbox, ONE TWO THREE);
  g_assert_cmpuint (wb_outbox_get_behind (&outbox), ==, strlen (TWO THREE));

  wb_outbox_advance (&outbox, 2, written_cb, written);
  assert_waiting (&outbox, "one" TWO THREE);
  g_assert_cmpstr (written->str, ==, "");

  wb_outbox_advance (&outbox, strlen ("one" TWO) + 3, written_cb, written);
  assert_waiting (&outbox, "hree");
  g_assert_cmpstr (written->str, ==, "1 2 ");
  g_assert_cmpuint (wb_outbox_get_behind (&outbox), ==, 0);

  push (&outbox, "four", 4);
  wb_outbox_advance (&outbox, strlen ("hree") + 6, written_cb, written);
  assert_waiting (&outbox, "");
  g_assert_cmpstr (written->str, ==, "1 2 3 4 ");
  wb_outbox_clear (&outbox);
}

/* The content of a frame is shared, not copied, and released. */
static void
test_references (void)
{
  WbOutbox outbox = { 0 };
  struct iovec vectors[4];
  g_autoptr (GBytes) text = g_bytes_new ("shared", 6);
  WbWebsocketFrame *frame = wb_websocket_frame_new_around ("<", text, ">");
  gsize size;
  const char *data = g_bytes_get_data (text, &size);

  wb_outbox_push (&outbox, frame, strlen ("\x81\x08<sh"), 0);
  wb_outbox_push (&outbox, frame, 0, 0);
  wb_websocket_frame_unref (frame);
  g_assert_cmpuint (wb_outbox_gather (&outbox, vectors, 4, 7), ==, 3);
  g_assert_cmpuint (vectors[0].iov_len + vectors[1].iov_len + vectors[2].iov_len, ==, 7);
  g_assert_cmpuint (wb_outbox_gather (&outbox, vectors, 4, G_MAXSIZE), ==, 4);
  g_assert_true (vectors[0].iov_base == data + 2);
  g_assert_cmpuint (vectors[0].iov_len, ==, 4);
  g_assert_true (vectors[3].iov_base == data);
  assert_waiting (&outbox, "ared>\x81\x08<shared>");

  /* All of a frame that has begun stays, in whichever part it is. */
  wb_outbox_drop_unbegun (&outbox);
  assert_waiting (&outbox, "ared>");
  wb_outbox_advance (&outbox, 4, NULL, NULL);
  push (&outbox, "close", 0);
  wb_outbox_drop_unbegun (&outbox);
  assert_waiting (&outbox, ">");
  wb_outbox_clear (&outbox);
  assert_waiting (&outbox, "");
}

static void
test_many (void)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  WbOutbox outbox = { 0 };
  guint pushed = 0;

  /* Pushes and removes, so that the ring wraps around and grows in the middle. */
  for (guint round = 0; round < 200; round++)
    {
      gsize written;

      for (guint i = 0; i < round % 13; i++)
        {
          g_autofree char *text = g_strdup_printf ("<%u>", pushed++);

          push (&outbox, text, 0);
          g_string_append_printf (expected, "\x81%c%s", (int) strlen (text), text);
        }

      written = MIN (expected->len, (round * 7) % 30);
      wb_outbox_advance (&outbox, written, NULL, NULL);
      g_string_erase (expected, 0, written);
      g_assert_cmpuint (wb_outbox_get_waiting (&outbox), ==, expected->len);
      if (expected->len > 0)
        {
          g_autofree char *text = gather (&outbox, 1000);

          g_assert_cmpstr (text, ==, expected->str);
        }
    }

  wb_outbox_clear (&outbox);
}

static void
test_drop (void)
{
  WbOutbox outbox = { 0 };

  wb_outbox_drop_unbegun (&outbox);
  push (&outbox, "one", 0);
  push (&outbox, "two", 0);
  wb_outbox_drop_unbegun (&outbox);
  assert_waiting (&outbox, "");

  push (&outbox, "one", 0);
  push (&outbox, "two", 0);
  push (&outbox, "three", 0);
  wb_outbox_advance (&outbox, strlen (ONE) + 3, NULL, NULL);
  wb_outbox_drop_unbegun (&outbox);
  assert_waiting (&outbox, "wo");
  push (&outbox, "close", 0);
  assert_waiting (&outbox, "wo" CLOSE);
  wb_outbox_clear (&outbox);
}

static guint
count (WbAddressCounts *counts,
       const char      *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return wb_address_counts_get (counts, address);
}

static void
change (WbAddressCounts *counts,
        const char      *text,
        gboolean         add)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (add)
    wb_address_counts_add (counts, address);
  else
    wb_address_counts_remove (counts, address);
}

static void
test_addresses (void)
{
  g_autoptr (WbAddressCounts) counts = wb_address_counts_new ();

  change (counts, "192.0.2.1", TRUE);
  change (counts, "192.0.2.1", TRUE);
  change (counts, "2001:db8::1", TRUE);
  change (counts, "2001:db8:0:0:ffff::2", TRUE);
  wb_address_counts_add (counts, NULL);
  g_assert_cmpuint (count (counts, "192.0.2.1"), ==, 2);
  g_assert_cmpuint (count (counts, "192.0.2.2"), ==, 0);
  g_assert_cmpuint (count (counts, "2001:db8::1"), ==, 2);
  g_assert_cmpuint (count (counts, "2001:db8::3"), ==, 2);
  g_assert_cmpuint (count (counts, "2001:db8:0:1::1"), ==, 0);
  g_assert_cmpuint (wb_address_counts_get (counts, NULL), ==, 1);

  change (counts, "2001:db8::2", FALSE);
  change (counts, "192.0.2.1", FALSE);
  change (counts, "192.0.2.1", FALSE);
  g_assert_cmpuint (count (counts, "2001:db8::1"), ==, 1);
  g_assert_cmpuint (count (counts, "192.0.2.1"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/order", test_order);
  g_test_add_func ("/outbox/references", test_references);
  g_test_add_func ("/outbox/many", test_many);
  g_test_add_func ("/outbox/drop", test_drop);
  g_test_add_func ("/rate/addresses", test_addresses);

  return g_test_run ();
}
