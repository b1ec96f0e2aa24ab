/* wb-page-turner.c: when a chart turns its pages by itself
 *
 * In the interval of the settings, while there are several pages and the chart is
 * visible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-page-turner.h"

#include "support/wb-visibility-tracker.h"

struct _WbPageTurner
{
  GObject              parent_instance;

  GSettings           *settings;
  WbVisibilityTracker *visibility;
  char                *key;         /* NULL for a chart that turns no pages */
  guint                n_pages;
  guint                seconds;     /* of the timer */
  guint                timer;
};

G_DEFINE_FINAL_TYPE (WbPageTurner, wb_page_turner, G_TYPE_OBJECT)

enum
{
  TURN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
turn_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[TURN], 0);

  return G_SOURCE_CONTINUE;
}

static void
update (WbPageTurner *self)
{
  guint seconds = self->key != NULL ? g_settings_get_uint (self->settings, self->key) : 0;
  gboolean wanted = seconds > 0 && self->n_pages > 1 && wb_visibility_tracker_is_visible (self->visibility);

  if (!wanted || seconds != self->seconds)
    g_clear_handle_id (&self->timer, g_source_remove);
  if (wanted && self->timer == 0)
    self->timer = g_timeout_add_seconds (seconds, turn_cb, self);
  self->seconds = seconds;
}

static void
wb_page_turner_dispose (GObject *object)
{
  WbPageTurner *self = WB_PAGE_TURNER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->visibility);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (wb_page_turner_parent_class)->dispose (object);
}

static void
wb_page_turner_class_init (WbPageTurnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_page_turner_dispose;

  /* WbPageTurner::turn: it is time for the next page. */
  signals[TURN] = g_signal_new ("turn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
wb_page_turner_init (WbPageTurner *self)
{
}

/**
 * wb_page_turner_new:
 * @widget: the widget that must be visible for pages to turn
 * @kind: its chart
 * @settings: the app's settings, with the interval
 *
 * Creates a page turner for a chart without pages.
 *
 * Returns: (transfer full): a page turner
 */
WbPageTurner *
wb_page_turner_new (GtkWidget   *widget,
                    WbChartKind  kind,
                    GSettings   *settings)
{
  WbPageTurner *self = g_object_new (WB_TYPE_PAGE_TURNER, NULL);

  self->settings = g_object_ref (settings);
  self->visibility = wb_visibility_tracker_new (widget);
  g_signal_connect_object (self->visibility, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  if (wb_chart_get_page_seconds (kind) > 0)
    {
      g_autofree char *signal = NULL;

      self->key = g_strconcat (wb_chart_kind_get_name (kind), "-page-seconds", NULL);
      signal = g_strconcat ("changed::", self->key, NULL);
      g_signal_connect_object (self->settings, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }

  return self;
}

/**
 * wb_page_turner_set_n_pages:
 * @self: a page turner
 * @n_pages: how many pages there are
 *
 * Sets the number of pages; fewer than two do not turn.
 */
void
wb_page_turner_set_n_pages (WbPageTurner *self,
                            guint         n_pages)
{
  g_return_if_fail (WB_IS_PAGE_TURNER (self));

  self->n_pages = n_pages;
  update (self);
}
