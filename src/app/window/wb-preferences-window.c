/* wb-preferences-window.c: the settings of the app and of a kiosk; changes take effect at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-preferences-window.h"

#include "compat/wb-button-names.h"
#include "kiosk/wb-kiosk-page.h"

struct _WbPreferencesWindow
{
  AdwPreferencesWindow  parent_instance;

  GtkSwitch            *sync_theme;
  AdwComboRow          *theme;
  GtkSpinButton        *text_scale;
  GtkSwitch            *animations;
  GtkSwitch            *sync_full_screen;
  GtkSpinButton        *seller_page_seconds;
  GtkSpinButton        *rank_page_seconds;
  GtkSpinButton        *stock_page_seconds;
  AdwComboRow          *sample_language;
  WbKioskPage          *kiosk_page;
};

G_DEFINE_FINAL_TYPE (WbPreferencesWindow, wb_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows in the window. */
static const char *const themes[] = { "desktop", "dark", "light", NULL };
static const char *const languages[] = { "auto", "ar", "en", "zh", NULL };

static gboolean
choice_to_row_cb (GValue   *value,
                  GVariant *variant,
                  gpointer  user_data)
{
  const char *const *choices = user_data;

  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);

  return TRUE;
}

static GVariant *
row_to_choice_cb (const GValue       *value,
                  const GVariantType *type,
                  gpointer            user_data)
{
  const char *const *choices = user_data;
  guint selected = g_value_get_uint (value);

  return selected < g_strv_length ((char **) choices) ? g_variant_new_string (choices[selected]) : NULL;
}

static void
bind_choice (GSettings         *settings,
             const char        *key,
             AdwComboRow       *row,
             const char *const *choices)
{
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY;

  g_settings_bind_with_mapping (settings, key, row, "selected", flags,
                                choice_to_row_cb, row_to_choice_cb, (gpointer) choices, NULL);
}

static void
wb_preferences_window_class_init (WbPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (WB_TYPE_KIOSK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, sync_theme);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, theme);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, text_scale);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, animations);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, sync_full_screen);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, seller_page_seconds);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, rank_page_seconds);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, stock_page_seconds);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, sample_language);
  gtk_widget_class_bind_template_child (widget_class, WbPreferencesWindow, kiosk_page);
}

static void
wb_preferences_window_init (WbPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
wb_preferences_window_new (GtkWindow *parent,
                           GSettings *settings)
{
  WbPreferencesWindow *self = g_object_new (WB_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT;

  g_settings_bind (settings, "sync-theme", self->sync_theme, "active", flags);
  g_settings_bind (settings, "sync-theme", self->theme, "sensitive",
                   G_SETTINGS_BIND_GET | G_SETTINGS_BIND_INVERT_BOOLEAN);
  bind_choice (settings, "theme", self->theme, themes);
  g_settings_bind (settings, "text-scale", self->text_scale, "value", flags);
  g_settings_bind (settings, "animations", self->animations, "active", flags);
  g_settings_bind (settings, "sync-full-screen", self->sync_full_screen, "active", flags);
  g_settings_bind (settings, "seller-page-seconds", self->seller_page_seconds, "value", flags);
  g_settings_bind (settings, "rank-page-seconds", self->rank_page_seconds, "value", flags);
  g_settings_bind (settings, "stock-page-seconds", self->stock_page_seconds, "value", flags);
  bind_choice (settings, "sample-language", self->sample_language, languages);
  wb_kiosk_page_set_settings (self->kiosk_page, settings);
  wb_button_names_update (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
