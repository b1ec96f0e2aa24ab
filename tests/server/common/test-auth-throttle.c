/* test-auth-throttle.c: what wrong tokens cost the address they come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-auth-throttle.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define NOW (1000 * SECOND)

/* More wrong tokens than that change nothing. */
#define MANY 40

static void
say_wrong (WbAuthThrottle *throttle,
           const char     *text,
           guint           n,
           gint64          now)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  for (guint i = 0; i < n; i++)
    wb_auth_throttle_add_wrong (throttle, address, now);
}

static gint64
get_delay (WbAuthThrottle *throttle,
           const char     *text,
           gint64          now)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  return wb_auth_throttle_get_delay (throttle, address, now);
}

/* Ten are free, then it doubles up to eight seconds. */
static void
test_grows (void)
{
  g_autoptr (WbAuthThrottle) throttle = wb_auth_throttle_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.7");
  const gint64 delays[] = { 100, 200, 400, 800, 1600, 3200, 6400, 8000, 8000 };

  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW), ==, 0);
      g_assert_true (wb_auth_throttle_add_wrong (throttle, address, NOW) == (i == 9));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW), ==, delays[i] * 1000);
      g_assert_false (wb_auth_throttle_add_wrong (throttle, address, NOW));
    }

  say_wrong (throttle, "192.0.2.7", 1000, NOW);
  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW), ==, 8 * SECOND);
}

static void
test_addresses (void)
{
  g_autoptr (WbAuthThrottle) throttle = wb_auth_throttle_new ();

  say_wrong (throttle, "192.0.2.7", MANY, NOW);
  say_wrong (throttle, "2001:db8:1:2::1", 5, NOW);
  say_wrong (throttle, "2001:db8:1:2:ffff::9", 5, NOW);
  say_wrong (throttle, NULL, MANY, NOW);

  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW), ==, 8 * SECOND);
  g_assert_cmpint (get_delay (throttle, "192.0.2.8", NOW), ==, 0);
  g_assert_cmpint (get_delay (throttle, "2001:db8:1:2::abcd", NOW), >, 0);
  g_assert_cmpint (get_delay (throttle, "2001:db8:1:3::1", NOW), ==, 0);
  g_assert_cmpint (get_delay (throttle, NULL, NOW), ==, 8 * SECOND);
}

/* A minute without a wrong one. */
static void
test_forgets (void)
{
  g_autoptr (WbAuthThrottle) throttle = wb_auth_throttle_new ();

  say_wrong (throttle, "192.0.2.7", MANY, NOW);
  say_wrong (throttle, "192.0.2.8", MANY, NOW);
  say_wrong (throttle, "192.0.2.7", 1, NOW + 50 * SECOND);

  g_assert_cmpint (get_delay (throttle, "192.0.2.8", NOW + 59 * SECOND), ==, 8 * SECOND);
  g_assert_cmpint (get_delay (throttle, "192.0.2.8", NOW + 60 * SECOND), ==, 0);
  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW + 60 * SECOND), ==, 8 * SECOND);
  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW + 110 * SECOND), ==, 0);

  say_wrong (throttle, "192.0.2.7", 1, NOW + 110 * SECOND);
  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW + 110 * SECOND), ==, 0);
}

/* Of very many addresses, those with the latest wrong tokens are kept. */
static void
test_bounded (void)
{
  g_autoptr (WbAuthThrottle) throttle = wb_auth_throttle_new ();

  say_wrong (throttle, "192.0.2.7", MANY, NOW);
  say_wrong (throttle, "192.0.2.8", MANY, NOW);
  for (guint i = 0; i < 4095; i++)
    {
      g_autofree char *text = g_strdup_printf ("10.0.%u.%u", i / 256, i % 256);

      say_wrong (throttle, text, MANY, NOW);
      say_wrong (throttle, "192.0.2.8", 1, NOW);
    }

  g_assert_cmpint (get_delay (throttle, "192.0.2.7", NOW), ==, 0);
  g_assert_cmpint (get_delay (throttle, "192.0.2.8", NOW), ==, 8 * SECOND);
  g_assert_cmpint (get_delay (throttle, "10.0.0.0", NOW), ==, 8 * SECOND);
  say_wrong (throttle, "192.0.2.9", 1, NOW);
  g_assert_cmpint (get_delay (throttle, "10.0.0.0", NOW), ==, 0);
  g_assert_cmpint (get_delay (throttle, "10.0.0.1", NOW), ==, 8 * SECOND);
}

/* Where clients are not distinguished by address, nothing is delayed. */
static void
test_none (void)
{
  say_wrong (NULL, "192.0.2.7", MANY, NOW);
  g_assert_cmpint (get_delay (NULL, "192.0.2.7", NOW), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth-throttle/grows", test_grows);
  g_test_add_func ("/auth-throttle/addresses", test_addresses);
  g_test_add_func ("/auth-throttle/forgets", test_forgets);
  g_test_add_func ("/auth-throttle/bounded", test_bounded);
  g_test_add_func ("/auth-throttle/none", test_none);

  return g_test_run ();
}
