/* count-frames.c: counts how often the X server paints a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * count-frames WINDOW SECONDS: prints the number of frames painted in the X window WINDOW. The X server
 * reports each rectangle of a frame. Rectangles without a pause between them are counted as one frame.
 */

#include <glib.h>
#include <poll.h>
#include <stdlib.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>

/* Frames are at least 16 ms apart, and all rectangles of one arrive within less. */
#define PAUSE_MS 8

static guint
count_frames (Display *display,
              int      damage_event,
              int      seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  gint64 last = 0;
  guint n_frames = 0;

  for (gint64 now = g_get_monotonic_time (); now < end; now = g_get_monotonic_time ())
    {
      struct pollfd ready = { ConnectionNumber (display), POLLIN, 0 };

      if (XPending (display) == 0)
        {
          poll (&ready, 1, (end - now) / 1000 + 1);
          if (XEventsQueued (display, QueuedAfterReading) == 0)
            continue;
        }

      XEvent event;
      XNextEvent (display, &event);
      if (event.type != damage_event + XDamageNotify)
        continue;

      /* The time of painting, not that of receiving the event. */
      gint64 time = ((XDamageNotifyEvent *) &event)->timestamp;
      n_frames += time - last >= PAUSE_MS;
      last = time;
    }

  return n_frames;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  int damage_event, damage_error;

  if (argc != 3 || display == NULL || !XDamageQueryExtension (display, &damage_event, &damage_error))
    {
      g_printerr ("count-frames WINDOW SECONDS, on an X display\n");
      return 2;
    }

  XDamageCreate (display, strtoul (argv[1], NULL, 0), XDamageReportRawRectangles);
  g_print ("%u\n", count_frames (display, damage_event, atoi (argv[2])));
  XCloseDisplay (display);

  return 0;
}
