/* wb-card-menu.c: the context menu of a card
 *
 * Opened with the secondary button, the Menu key or Shift+F10. The popover is
 * made each time, and destroyed when it closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-card-menu.h"

/* One for all cards, since it never changes. GTK 4.8: GtkBuilder leaks each menu that it makes, and a
 * kiosk makes cards for each monitor that is connected. */
static GMenuModel *
get_menu (void)
{
  static GMenuModel *menu;

  if (g_once_init_enter (&menu))
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE_PATH "/ui/card-menu.ui");

      g_once_init_leave (&menu, g_object_ref (G_MENU_MODEL (gtk_builder_get_object (builder, "card_menu"))));
    }

  return menu;
}

/* In an idle callback: a menu item activates its action after the menu has closed. */
static gboolean
unparent_cb (gpointer user_data)
{
  gtk_widget_unparent (user_data);

  return G_SOURCE_REMOVE;
}

static void
closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (popover), g_object_unref);
}

static void
pop_up (GtkWidget *card,
        double     x,
        double     y)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (get_menu ());

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_parent (popover, card);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GtkWidget       *card)
{
  GdkEvent *event = gtk_gesture_get_last_event (GTK_GESTURE (gesture), NULL);

  if (event == NULL || !gdk_event_triggers_context_menu (event))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up (card, x, y);
}

static gboolean
key_cb (GtkWidget *card,
        GVariant  *arguments,
        gpointer   user_data)
{
  pop_up (card, gtk_widget_get_width (card) / 2.0, gtk_widget_get_height (card) / 3.0);

  return GDK_EVENT_STOP;
}

/**
 * wb_card_menu_attach:
 * @card: a card, which has the actions `card.*`
 * @button: the button of its menu
 *
 * Opens the menu at the button, at the pointer, or by keys.
 */
void
wb_card_menu_attach (GtkWidget     *card,
                     GtkMenuButton *button)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut;

  g_return_if_fail (GTK_IS_WIDGET (card));
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  gtk_menu_button_set_menu_model (button, get_menu ());

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), card);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));

  shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                               gtk_callback_action_new (key_cb, NULL, NULL));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (card, keys);
}
