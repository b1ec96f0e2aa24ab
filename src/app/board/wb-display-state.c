/* wb-display-state.c: what this display shows of the board's state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-display-state.h"

#include "message/wb-message.h"

struct _WbDisplayState
{
  GObject       parent_instance;

  GSettings    *settings;  /* NULL to always show the board's state */
  WbClient     *client;
  WbBoardState *own;       /* of this display alone */
};

G_DEFINE_FINAL_TYPE (WbDisplayState, wb_display_state, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_in_step (WbDisplayState *self,
            const char     *key)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, key);
}

static AdwColorScheme
get_color_scheme (WbDisplayState *self)
{
  g_autofree char *theme = NULL;

  if (self->client == NULL)
    return ADW_COLOR_SCHEME_DEFAULT;

  if (is_in_step (self, "sync-theme"))
    return wb_board_state_get_theme (wb_client_get_board (self->client)) == WB_THEME_LIGHT
           ? ADW_COLOR_SCHEME_FORCE_LIGHT : ADW_COLOR_SCHEME_FORCE_DARK;

  theme = g_settings_get_string (self->settings, "theme");
  if (g_str_equal (theme, "desktop"))
    return ADW_COLOR_SCHEME_DEFAULT;

  return g_str_equal (theme, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT : ADW_COLOR_SCHEME_FORCE_DARK;
}

/* Does not set the color scheme, which may be that of another display state by now. */
static void
desktop_changed_cb (WbDisplayState *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
update (WbDisplayState *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  /* One change, also where it is one of “dark”. */
  g_signal_handlers_block_by_func (style, desktop_changed_cb, self);
  adw_style_manager_set_color_scheme (style, get_color_scheme (self));
  g_signal_handlers_unblock_by_func (style, desktop_changed_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
drop_client (WbDisplayState *self)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
}

static void
wb_display_state_dispose (GObject *object)
{
  WbDisplayState *self = WB_DISPLAY_STATE (object);

  drop_client (self);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->own, wb_board_state_unref);

  G_OBJECT_CLASS (wb_display_state_parent_class)->dispose (object);
}

static void
wb_display_state_class_init (WbDisplayStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_display_state_dispose;

  /* WbDisplayState::changed: the theme or the charts in full screen changed. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
wb_display_state_init (WbDisplayState *self)
{
  self->own = wb_board_state_new (NULL);
}

/**
 * wb_display_state_new:
 * @settings: (nullable): the app's settings, by which a display can have a theme
 *   and charts in full screen of its own; %NULL to always show the board's
 *
 * Creates the state of a display without a board.
 *
 * Returns: (transfer full): a display state
 */
WbDisplayState *
wb_display_state_new (GSettings *settings)
{
  static const char *const keys[] = { "changed::sync-theme", "changed::theme", "changed::sync-full-screen" };
  WbDisplayState *self = g_object_new (WB_TYPE_DISPLAY_STATE, NULL);

  g_set_object (&self->settings, settings);
  for (guint i = 0; settings != NULL && i < G_N_ELEMENTS (keys); i++)
    g_signal_connect_object (settings, keys[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (desktop_changed_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * wb_display_state_set_client:
 * @self: a display state
 * @client: (nullable): the client of the board
 *
 * Follows the state of a board.
 */
void
wb_display_state_set_client (WbDisplayState *self,
                             WbClient       *client)
{
  g_return_if_fail (WB_IS_DISPLAY_STATE (self));

  drop_client (self);
  g_clear_pointer (&self->own, wb_board_state_unref);
  self->own = wb_board_state_new (NULL);
  if (client != NULL)
    {
      self->client = g_object_ref (client);
      g_signal_connect_swapped (client, "notify::board", G_CALLBACK (update), self);
    }
  update (self);
}

WbTheme
wb_display_state_get_theme (WbDisplayState *self)
{
  AdwColorScheme scheme;

  g_return_val_if_fail (WB_IS_DISPLAY_STATE (self), WB_THEME_DARK);

  scheme = get_color_scheme (self);
  if (scheme == ADW_COLOR_SCHEME_DEFAULT && self->client != NULL)
    return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? WB_THEME_DARK : WB_THEME_LIGHT;

  return scheme == ADW_COLOR_SCHEME_FORCE_LIGHT ? WB_THEME_LIGHT : WB_THEME_DARK;
}

/**
 * wb_display_state_get_board:
 * @self: a display state
 *
 * Gets the state whose charts in full screen this display shows. Its theme is
 * that of wb_display_state_get_theme() only while they are in step.
 *
 * Returns: (transfer none): the state
 */
WbBoardState *
wb_display_state_get_board (WbDisplayState *self)
{
  g_return_val_if_fail (WB_IS_DISPLAY_STATE (self), NULL);

  if (self->client != NULL && is_in_step (self, "sync-full-screen"))
    return wb_client_get_board (self->client);

  return self->own;
}

/**
 * wb_display_state_toggle_theme:
 * @self: a display state
 *
 * Requests the other theme for all displays, or sets it on this one.
 */
void
wb_display_state_toggle_theme (WbDisplayState *self)
{
  WbTheme other;

  g_return_if_fail (WB_IS_DISPLAY_STATE (self));

  if (self->client == NULL)
    return;

  other = wb_theme_other (wb_display_state_get_theme (self));
  if (is_in_step (self, "sync-theme"))
    wb_client_request_theme (self->client, other);
  else
    g_settings_set_string (self->settings, "theme", other == WB_THEME_LIGHT ? "light" : "dark");
}

/**
 * wb_display_state_request_full_screen:
 * @self: a display state
 * @chart_name: a chart
 * @full_screen: whether it should fill the board
 *
 * Requests a chart in full screen, or back, on all displays, or sets it on this
 * one.
 */
void
wb_display_state_request_full_screen (WbDisplayState *self,
                                      const char     *chart_name,
                                      gboolean        full_screen)
{
  g_autoptr (WbMessage) message = NULL;
  WbBoardState *next;

  g_return_if_fail (WB_IS_DISPLAY_STATE (self));
  g_return_if_fail (chart_name != NULL);

  if (self->client == NULL)
    return;

  if (is_in_step (self, "sync-full-screen"))
    {
      wb_client_request_full_screen (self->client, chart_name, full_screen);
      return;
    }

  message = wb_message_new_full_screen (chart_name, full_screen);
  next = wb_board_state_apply (self->own, message);
  wb_board_state_unref (self->own);
  self->own = next;
  update (self);
}
