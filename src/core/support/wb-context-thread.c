/* wb-context-thread.c: a thread with a main context of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-context-thread.h"

#include "wb-timer.h"

struct _WbContextThread
{
  char                *name;
  GMainContext        *context;
  GMainLoop           *loop;
  GSource             *quit;
  WbContextThreadFunc  function;
  gpointer             user_data;
  GThread             *thread; /* NULL before the start and after the stop */
};

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  WbContextThread *self = data;

  g_main_context_push_thread_default (self->context);
  if (self->function != NULL)
    self->function (self, self->user_data);
  else
    wb_context_thread_run (self);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * wb_context_thread_new:
 * @name: the name of the thread, for debuggers
 *
 * Creates the main context, with its descriptor, but not the thread yet.
 *
 * Returns: (transfer full): a thread, which wb_context_thread_start() starts
 */
WbContextThread *
wb_context_thread_new (const char *name)
{
  WbContextThread *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (WbContextThread, 1);
  self->name = g_strdup (name);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  /* A source, since g_main_loop_quit() before g_main_loop_run() has no effect. It is the first one in its
   * context: an iteration that finds it ready looks at the others of its priority afterwards, and dispatches
   * those that became ready before. */
  self->quit = g_timeout_source_new (0);
  g_source_set_ready_time (self->quit, -1);
  g_source_set_callback (self->quit, quit_cb, self->loop, NULL);
  g_source_attach (self->quit, self->context);

  return self;
}

/**
 * wb_context_thread_get_context:
 * @self: a thread
 *
 * Returns: (transfer none): its main context, which is there before the start and
 *   after the stop as well
 */
GMainContext *
wb_context_thread_get_context (WbContextThread *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->context;
}

/**
 * wb_context_thread_start:
 * @self: a thread that was not started before
 * @function: (nullable): what to do in the thread, %NULL to run its main loop
 * @user_data: passed to @function
 * @error: return location for an error of GLib
 *
 * Returns: %TRUE if the thread runs, or %FALSE with an error if the system allows
 *   no more threads
 */
gboolean
wb_context_thread_start (WbContextThread      *self,
                         WbContextThreadFunc   function,
                         gpointer              user_data,
                         GError              **error)
{
  g_return_val_if_fail (self != NULL && self->thread == NULL, FALSE);

  self->function = function;
  self->user_data = user_data;
  self->thread = g_thread_try_new (self->name, run, self, error);

  return self->thread != NULL;
}

/**
 * wb_context_thread_is_started:
 * @self: a thread
 *
 * Returns: whether it was started and not stopped; for the thread that does so
 */
gboolean
wb_context_thread_is_started (WbContextThread *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->thread != NULL;
}

/**
 * wb_context_thread_run:
 * @self: the thread that calls it
 *
 * Runs the main loop until wb_context_thread_stop() is called, or returns soon if
 * it was called before.
 */
void
wb_context_thread_run (WbContextThread *self)
{
  g_return_if_fail (self != NULL);

  g_main_loop_run (self->loop);
}

/**
 * wb_context_thread_stop:
 * @self: a thread
 *
 * Ends the main loop, once it has dispatched what became ready before with the
 * default priority or a higher one, and waits for the thread. Does nothing if it
 * was not started.
 */
void
wb_context_thread_stop (WbContextThread *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread == NULL)
    return;

  g_source_set_ready_time (self->quit, 0);
  g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * wb_context_thread_free:
 * @self: (transfer full): a thread
 *
 * Stops the thread if it was started, and drops its main context.
 */
void
wb_context_thread_free (WbContextThread *self)
{
  g_return_if_fail (self != NULL);

  wb_context_thread_stop (self);
  wb_timer_stop (&self->quit);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->name);
  g_free (self);
}
