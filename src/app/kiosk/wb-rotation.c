/* wb-rotation.c: the charts that a window shows in turn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-rotation.h"

#include "wb-kiosk-keys.h"

struct _WbRotation
{
  GObject   parent_instance;

  GArray   *items;        /* of WbKioskItem */
  guint     position;
  gboolean  paused;       /* by a key, until the next one */
  gboolean  held;         /* by activity, until hold_source */
  guint     turn_source;
  guint     hold_source;
};

G_DEFINE_FINAL_TYPE (WbRotation, wb_rotation, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const WbKioskItem *
get_item (WbRotation *self)
{
  return &g_array_index (self->items, WbKioskItem, self->position);
}

static gboolean turn_cb (gpointer user_data);

/* The item on show starts its time anew. */
static void
update_turning (WbRotation *self)
{
  g_clear_handle_id (&self->turn_source, g_source_remove);
  if (self->items->len > 1 && !wb_rotation_is_held (self))
    self->turn_source = g_timeout_add_seconds (get_item (self)->seconds, turn_cb, self);
}

static void
changed (WbRotation *self)
{
  update_turning (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
turn_cb (gpointer user_data)
{
  WbRotation *self = user_data;

  self->turn_source = 0;
  wb_rotation_turn (self, 1);

  return G_SOURCE_REMOVE;
}

static gboolean
hold_cb (gpointer user_data)
{
  WbRotation *self = user_data;

  self->hold_source = 0;
  self->held = FALSE;
  changed (self);

  return G_SOURCE_REMOVE;
}

static void
wb_rotation_finalize (GObject *object)
{
  WbRotation *self = WB_ROTATION (object);

  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  g_array_unref (self->items);

  G_OBJECT_CLASS (wb_rotation_parent_class)->finalize (object);
}

static void
wb_rotation_class_init (WbRotationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_rotation_finalize;

  /* WbRotation::changed: another item is on show, or the rotation was held or continues. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_rotation_init (WbRotation *self)
{
}

/**
 * wb_rotation_new:
 * @items: (element-type WbKioskItem): what to show, at least one item
 *
 * Starts with the first item. A single one stays.
 *
 * Returns: (transfer full): a rotation
 */
WbRotation *
wb_rotation_new (GArray *items)
{
  WbRotation *self;

  g_return_val_if_fail (items != NULL && items->len > 0, NULL);

  self = g_object_new (WB_TYPE_ROTATION, NULL);
  self->items = g_array_ref (items);
  update_turning (self);

  return self;
}

/**
 * wb_rotation_get_chart:
 * @self: a rotation
 *
 * Returns: (transfer none) (nullable): the chart to show, %NULL for the overview
 */
const char *
wb_rotation_get_chart (WbRotation *self)
{
  g_return_val_if_fail (WB_IS_ROTATION (self), NULL);

  return get_item (self)->chart;
}

/**
 * wb_rotation_is_held:
 * @self: a rotation
 *
 * Returns: whether it does not turn by itself for now
 */
gboolean
wb_rotation_is_held (WbRotation *self)
{
  g_return_val_if_fail (WB_IS_ROTATION (self), FALSE);

  return self->paused || self->held;
}

/**
 * wb_rotation_turn:
 * @self: a rotation
 * @step: 1 for the next item, -1 for the one before
 *
 * Goes to another item.
 */
void
wb_rotation_turn (WbRotation *self,
                  int         step)
{
  g_return_if_fail (WB_IS_ROTATION (self));

  self->position = (self->position + (step < 0 ? self->items->len - 1 : 1)) % self->items->len;
  changed (self);
}

void
wb_rotation_toggle (WbRotation *self)
{
  g_return_if_fail (WB_IS_ROTATION (self));

  self->paused = !wb_rotation_is_held (self);
  self->held = FALSE;
  g_clear_handle_id (&self->hold_source, g_source_remove);
  changed (self);
}

/**
 * wb_rotation_hold:
 * @self: a rotation
 * @seconds: for how long, 0 for not at all
 *
 * Holds the rotation because of activity; each call starts the time anew.
 */
void
wb_rotation_hold (WbRotation *self,
                  guint       seconds)
{
  g_return_if_fail (WB_IS_ROTATION (self));

  if (seconds == 0 || self->items->len < 2)
    return;

  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->hold_source = g_timeout_add_seconds (seconds, hold_cb, self);
  self->held = TRUE;
  changed (self);
}
