/* test-token-bucket.c: limits how often something may be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/wb-token-bucket.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static const WbTokenRate ten_a_second = { .per_second = 10, .burst = 20 };

static void
test_take (void)
{
  WbTokenBucket bucket = { 0 };
  gint64 now = 1000 * SECOND;

  /* Twenty at once, and not one more. */
  for (guint i = 0; i < 20; i++)
    g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 1, now));
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 1, now));

  /* What was refused costs nothing; a tenth of a second brings one. */
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 1, now + SECOND / 10 - 1));
  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 1, now + SECOND / 10));
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 1, now + SECOND / 10));

  /* Ten a second, for any time. */
  now += SECOND;
  while (wb_token_bucket_take (&bucket, ten_a_second, 1, now))
    ;
  for (guint i = 0; i < 1000; i++)
    {
      now += SECOND / 10;
      g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 1, now));
      g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 1, now));
    }

  /* It never holds more than the burst. */
  now += 3600 * SECOND;
  for (guint i = 0; i < 20; i++)
    g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 1, now));
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 1, now));
}

static void
test_no_limit (void)
{
  const WbTokenRate none = { 0 };
  WbTokenBucket bucket = { 0 };

  for (guint i = 0; i < 1000; i++)
    g_assert_true (wb_token_bucket_take (&bucket, none, 1000, SECOND));
  g_assert_cmpint (wb_token_bucket_get_wait (&bucket, none, 1000, SECOND), ==, 0);
}

static void
test_cost (void)
{
  WbTokenBucket bucket = { 0 };
  gint64 now = 1000 * SECOND;

  /* More than the bucket holds is never there, and takes nothing. */
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 21, now));
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 21, now + 3600 * SECOND));
  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 20, now));

  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 5, now + SECOND / 2 - 1));
  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 5, now + SECOND / 2));
}

/* After the time that it names, and not before, there are enough. */
static void
test_wait (void)
{
  WbTokenBucket bucket = { 0 };
  gint64 now = 1000 * SECOND;
  gint64 wait;

  g_assert_cmpint (wb_token_bucket_get_wait (&bucket, ten_a_second, 20, now), ==, 0);
  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 18, now));
  g_assert_cmpint (wb_token_bucket_get_wait (&bucket, ten_a_second, 2, now), ==, 0);
  wait = wb_token_bucket_get_wait (&bucket, ten_a_second, 5, now);
  g_assert_cmpint (wait, ==, 3 * SECOND / 10);
  g_assert_false (wb_token_bucket_take (&bucket, ten_a_second, 5, now + wait - 1));
  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 5, now + wait));
}

/* A larger burst adds to what is there now. */
static void
test_raise (void)
{
  const WbTokenRate more = { .per_second = 10, .burst = 50 };
  WbTokenBucket bucket = { 0 };
  gint64 now = 1000 * SECOND;

  g_assert_true (wb_token_bucket_take (&bucket, ten_a_second, 15, now));
  g_assert_true (wb_token_bucket_take (&bucket, more, 35, now));
  g_assert_false (wb_token_bucket_take (&bucket, more, 1, now));
}

/* More microseconds than 32 bits hold. */
static void
test_large (void)
{
  const WbTokenRate one_a_second = { .per_second = 1, .burst = 10000 };
  WbTokenBucket bucket = { 0 };
  gint64 now = 1000 * SECOND;

  g_assert_true (wb_token_bucket_take (&bucket, one_a_second, 4295, now));
  g_assert_true (wb_token_bucket_take (&bucket, one_a_second, 5705, now));
  g_assert_cmpint (wb_token_bucket_get_wait (&bucket, one_a_second, 10000, now), ==, 10000 * SECOND);
  g_assert_false (wb_token_bucket_take (&bucket, one_a_second, 1, now));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-bucket/take", test_take);
  g_test_add_func ("/token-bucket/no-limit", test_no_limit);
  g_test_add_func ("/token-bucket/cost", test_cost);
  g_test_add_func ("/token-bucket/wait", test_wait);
  g_test_add_func ("/token-bucket/raise", test_raise);
  g_test_add_func ("/token-bucket/large", test_large);

  return g_test_run ();
}
