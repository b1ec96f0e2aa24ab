/* tsan-glib.c: tells ThreadSanitizer what the mutexes and reference counts of GLib order
 *
 * GLib is not built with the sanitizer, which therefore does not see the atomics and futexes that they are
 * made of. This library is preloaded, so that its functions are called instead of those of GLib.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <glib.h>
#include <sanitizer/tsan_interface.h>

/* The function of GLib. GLib calls some before any thread is there, and so before a constructor here. */
#define REAL(name) \
  ({ \
    static typeof (&name) real_##name; \
    if (real_##name == NULL) \
      real_##name = dlsym (RTLD_NEXT, #name); \
    real_##name; \
  })

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  gboolean is_locked = REAL (g_mutex_trylock) (mutex);

  if (is_locked)
    __tsan_acquire (mutex);

  return is_locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  gboolean is_signalled;

  __tsan_release (mutex);
  is_signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);

  return is_signalled;
}

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean is_zero;

  __tsan_release (count);
  is_zero = REAL (g_atomic_ref_count_dec) (count);
  if (is_zero)
    __tsan_acquire (count);

  return is_zero;
}
