/* wb-context-thread.h: a thread with a main context of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WbContextThread:
 *
 * A thread that runs a main loop, in a main context that exists before the
 * thread and is the thread-default one in it.
 */
typedef struct _WbContextThread WbContextThread;

/**
 * WbContextThreadFunc:
 * @thread: the thread
 * @user_data: the data of the function
 *
 * What a thread does. It calls wb_context_thread_run(), or iterates the context
 * itself until its owner tells it by other means to end.
 */
typedef void (*WbContextThreadFunc) (WbContextThread *thread,
                                     gpointer         user_data);

WbContextThread *wb_context_thread_new         (const char           *name);
GMainContext    *wb_context_thread_get_context (WbContextThread      *self);
gboolean         wb_context_thread_start       (WbContextThread      *self,
                                                WbContextThreadFunc   function,
                                                gpointer              user_data,
                                                GError              **error);
gboolean         wb_context_thread_is_started  (WbContextThread      *self);
void             wb_context_thread_run         (WbContextThread      *self);
void             wb_context_thread_stop        (WbContextThread      *self);
void             wb_context_thread_free        (WbContextThread      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbContextThread, wb_context_thread_free)

G_END_DECLS
