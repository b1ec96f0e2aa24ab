/* test-mailbox.c: posts between threads, and sockets that are waited for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "common/wb-mailbox.h"

#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/wb-poller.h"

#define N_THREADS 4
#define N_POSTS 20000

typedef struct
{
  guint sender;
  guint number;
} Post;

typedef struct
{
  WbMailbox *mailbox;
  guint      next[N_THREADS];
  guint      n_posts;
  guint      n_rounds;
} Reader;

static int n_cleared;

static void
clear_cb (gpointer post)
{
  g_atomic_int_inc (&n_cleared);
}

static void
posts_cb (gpointer data,
          guint    n_posts,
          gpointer user_data)
{
  Reader *reader = user_data;
  const Post *posts = data;

  g_assert_cmpuint (n_posts, >, 0);
  for (guint i = 0; i < n_posts; i++)
    g_assert_cmpuint (posts[i].number, ==, reader->next[posts[i].sender]++);
  reader->n_posts += n_posts;
  reader->n_rounds++;
}

typedef struct
{
  WbMailbox *mailbox;
  guint      sender;
} Sender;

static gpointer
send_many (gpointer data)
{
  const Sender *sender = data;

  for (guint i = 0; i < N_POSTS; i++)
    {
      Post post = { sender->sender, i };

      wb_mailbox_post (sender->mailbox, &post);
    }

  return NULL;
}

static void
test_order (void)
{
  Reader reader = { 0 };
  Sender senders[N_THREADS];
  GThread *threads[N_THREADS];

  reader.mailbox = wb_mailbox_new (NULL, sizeof (Post), clear_cb, posts_cb, &reader);
  for (guint i = 0; i < N_THREADS; i++)
    {
      senders[i] = (Sender) { reader.mailbox, i };
      threads[i] = g_thread_new ("sender", send_many, &senders[i]);
    }
  while (reader.n_posts < N_THREADS * N_POSTS)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  wb_mailbox_close (reader.mailbox);
  wb_mailbox_unref (reader.mailbox);
}

static void
test_burst (void)
{
  Reader reader = { 0 };

  reader.mailbox = wb_mailbox_new (NULL, sizeof (Post), clear_cb, posts_cb, &reader);
  for (guint i = 0; i < 5000; i++)
    wb_mailbox_post (reader.mailbox, &(Post) { 0, i });
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (reader.n_posts, ==, 5000);
  g_assert_cmpuint (reader.n_rounds, ==, 1);

  /* Posts that are never read are cleared, before and after the close. */
  n_cleared = 0;
  wb_mailbox_post (reader.mailbox, &(Post) { 0, 5000 });
  wb_mailbox_close (reader.mailbox);
  g_assert_cmpint (n_cleared, ==, 1);
  wb_mailbox_post (reader.mailbox, &(Post) { 0, 5001 });
  g_assert_cmpint (n_cleared, ==, 2);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  wb_mailbox_unref (reader.mailbox);
}

typedef struct
{
  WbPoller *poller;
  int       ends[3][2];
  guint     n_ready[3];
  gboolean  remove_others;
  guint     n_rounds;
} Sockets;

static void
ready_cb (gpointer     target,
          GIOCondition condition,
          gpointer     user_data)
{
  Sockets *sockets = user_data;
  guint which;

  if (target == NULL)
    {
      sockets->n_rounds++;
      return;
    }

  which = ((int (*)[2]) target) - sockets->ends;
  g_assert_cmpint (condition, ==, G_IO_IN);
  sockets->n_ready[which]++;

  if (sockets->remove_others)
    for (guint i = 0; i < 3; i++)
      if (i != which)
        wb_poller_remove (sockets->poller, sockets->ends[i][0], &sockets->ends[i]);
}

/* Of several sockets that are ready at once, the first to be served removes the others: none of them may be
 * served after that. */
static void
test_poller (void)
{
  Sockets sockets = { 0 };
  g_autoptr (GError) error = NULL;

  sockets.poller = wb_poller_new (g_main_context_default (), ready_cb, &sockets, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, sockets.ends[i]), ==, 0);
      g_assert_true (wb_poller_add (sockets.poller, sockets.ends[i][0], G_IO_IN, &sockets.ends[i]));
    }

  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpint (write (sockets.ends[1][1], "x", 1), ==, 1);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sockets.n_ready[1], ==, 1);
  g_assert_cmpuint (sockets.n_ready[0] + sockets.n_ready[2], ==, 0);
  g_assert_cmpuint (sockets.n_rounds, ==, 1);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (write (sockets.ends[i][1], "x", 1), ==, 1);
  sockets.remove_others = TRUE;
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sockets.n_ready[0] + sockets.n_ready[1] + sockets.n_ready[2], ==, 2);

  wb_poller_free (sockets.poller);
  for (guint i = 0; i < 3; i++)
    {
      close (sockets.ends[i][0]);
      close (sockets.ends[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/order", test_order);
  g_test_add_func ("/mailbox/burst", test_burst);
  g_test_add_func ("/poller/removal", test_poller);

  return g_test_run ();
}
