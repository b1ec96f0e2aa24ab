/* test-context-thread.c: a thread with a main context of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/wb-context-thread.h"

#define N_CALLS 100
#define N_ROUNDS 200

static GMainContext *seen_context;
static guint n_calls;

static gboolean
count_cb (gpointer user_data)
{
  n_calls++;

  return G_SOURCE_REMOVE;
}

static void
post (WbContextThread *thread)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, count_cb, NULL, NULL);
  g_source_attach (source, wb_context_thread_get_context (thread));
}

static void
look_around (WbContextThread *thread,
             gpointer         user_data)
{
  seen_context = g_main_context_get_thread_default ();
  *(GThread **) user_data = g_thread_self ();
  wb_context_thread_run (thread);

  /* Sources that are attached during the end are dispatched by who wants it. */
  post (thread);
  while (g_main_context_iteration (seen_context, FALSE))
    ;
}

static void
test_context (void)
{
  WbContextThread *thread = wb_context_thread_new ("test");
  GMainContext *context = wb_context_thread_get_context (thread);
  GThread *seen_thread = NULL;
  g_autoptr (GError) error = NULL;

  n_calls = 0;
  g_assert_false (wb_context_thread_is_started (thread));
  g_assert_true (wb_context_thread_start (thread, look_around, &seen_thread, &error));
  g_assert_no_error (error);
  g_assert_true (wb_context_thread_is_started (thread));

  wb_context_thread_stop (thread);
  g_assert_false (wb_context_thread_is_started (thread));
  g_assert_true (seen_context == context);
  g_assert_true (seen_thread != NULL && seen_thread != g_thread_self ());
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_true (wb_context_thread_get_context (thread) == context);
  wb_context_thread_free (thread);
}

/* What was posted before the stop is done, whether the main loop runs by then or not. */
static void
test_order (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (WbContextThread) thread = wb_context_thread_new ("test");

      n_calls = 0;
      for (guint i = 0; i < round % N_CALLS; i++)
        post (thread);
      g_assert_true (wb_context_thread_start (thread, NULL, NULL, NULL));
      for (guint i = round % N_CALLS; i < N_CALLS; i++)
        post (thread);
      wb_context_thread_stop (thread);
      g_assert_cmpuint (n_calls, ==, N_CALLS);
    }
}

static void
test_not_started (void)
{
  g_autoptr (WbContextThread) thread = wb_context_thread_new ("test");

  n_calls = 0;
  post (thread);
  wb_context_thread_stop (thread);
  g_assert_cmpuint (n_calls, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/context-thread/context", test_context);
  g_test_add_func ("/context-thread/order", test_order);
  g_test_add_func ("/context-thread/not-started", test_not_started);

  return g_test_run ();
}
