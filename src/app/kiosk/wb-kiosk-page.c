/* wb-kiosk-page.c: the page of the preferences with the options of a kiosk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kiosk-page.h"

#include <glib/gi18n.h>

#include "support/wb-style-class.h"
#include "wb-kiosk-keys.h"

/* The salt of a stored PIN, in words of 32 bits. */
#define SALT_WORDS 2

#define N_FIELDS 9

/* A text that is validated before it is stored: a kiosk does not start with an invalid one. */
typedef struct
{
  WbKioskPage  *page;
  WbKioskKeyId  id;
  AdwEntryRow  *row;
  GtkLabel     *label;    /* shows the first problem of its group */
  char         *problem;
} Field;

struct _WbKioskPage
{
  AdwPreferencesPage  parent_instance;

  GSettings          *settings;
  Field               fields[N_FIELDS];

  GtkWidget          *kiosk_row;
  GtkSwitch          *kiosk;
  AdwEntryRow        *server;
  AdwEntryRow        *ca;
  AdwEntryRow        *token_file;
  GtkLabel           *server_problem;
  AdwEntryRow        *monitor;
  AdwEntryRow        *show;
  AdwEntryRow        *rotate;
  GtkLabel           *show_problem;
  GtkSpinButton      *pause;
  GtkSpinButton      *expect;
  AdwEntryRow        *distance;
  AdwEntryRow        *diagonal;
  GtkLabel           *text_problem;
  GtkSpinButton      *text;
  AdwEntryRow        *quiet;
  GtkLabel           *quiet_problem;
  GtkSwitch          *allow_blank;
  GtkSpinButton      *pixel_shift;
  GtkSpinButton      *pointer;
  GtkSwitch          *lock;
  AdwEntryRow        *pin;
  GtkWidget          *forget_pin;
  GtkLabel           *pin_problem;
};

G_DEFINE_FINAL_TYPE (WbKioskPage, wb_kiosk_page, ADW_TYPE_PREFERENCES_PAGE)

static void
set_problem (GtkLabel   *label,
             const char *problem)
{
  gtk_label_set_text (label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (label), problem != NULL);
}

static void
show_problem (Field  *field,
              GError *error)
{
  const char *first = NULL;

  g_free (field->problem);
  field->problem = error != NULL ? g_strdup (error->message) : NULL;
  wb_style_class_set (GTK_WIDGET (field->row), "error", error != NULL);

  for (guint i = 0; i < N_FIELDS && first == NULL; i++)
    if (field->page->fields[i].label == field->label)
      first = field->page->fields[i].problem;
  set_problem (field->label, first);
}

static const char *
get_setting (Field *field)
{
  return wb_kiosk_keys.keys[field->id].setting;
}

static char *
dup_value (Field *field)
{
  char separator = wb_kiosk_keys.keys[field->id].separator;

  if (separator == '\0')
    return g_settings_get_string (field->page->settings, get_setting (field));

  g_auto (GStrv) members = g_settings_get_strv (field->page->settings, get_setting (field));

  return g_strjoinv ((const char[]) { separator, '\0' }, members);
}

static void
keep_values (Field      *field,
             char      **values)
{
  if (values[0] == NULL)
    g_settings_reset (field->page->settings, get_setting (field));
  else if (wb_kiosk_keys.keys[field->id].type == WB_CONFIG_LIST)
    g_settings_set_strv (field->page->settings, get_setting (field), (const char *const *) values);
  else
    g_settings_set_string (field->page->settings, get_setting (field), values[0]);
}

/* Returns the values to store, none to reset the setting, or NULL if they are invalid, with the reason on the
 * page. */
static char **
check_field (Field *field)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (field->row))));
  g_autoptr (GError) error = NULL;
  char **values;

  values = *text == '\0' ? g_new0 (char *, 1)
                         : wb_config_key_check (&wb_kiosk_keys.keys[field->id], text, _("this row"), &error);
  show_problem (field, error);

  return values;
}

static void
field_changed_cb (Field *field)
{
  g_strfreev (check_field (field));
}

static void
field_applied_cb (Field *field)
{
  g_auto (GStrv) values = check_field (field);

  if (values != NULL)
    keep_values (field, values);
}

/* Setting the text would show the apply button. */
static void
show_value (Field *field)
{
  g_autofree char *value = dup_value (field);

  if (g_str_equal (value, gtk_editable_get_text (GTK_EDITABLE (field->row))))
    return;

  adw_entry_row_set_show_apply_button (field->row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (field->row), value);
  adw_entry_row_set_show_apply_button (field->row, TRUE);
}

static void
setting_changed_cb (WbKioskPage *self,
                    const char  *key)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (g_str_equal (get_setting (&self->fields[i]), key))
      show_value (&self->fields[i]);

  if (g_str_equal (key, "kiosk-server"))
    {
      g_autofree char *server = g_settings_get_string (self->settings, key);

      gboolean can_start = *server != '\0' || gtk_switch_get_active (self->kiosk);

      /* A kiosk without a server does not start. GTK 4.8: the accessible state of the switch does not
       * follow its row. */
      gtk_widget_set_sensitive (self->kiosk_row, can_start);
      gtk_widget_set_sensitive (GTK_WIDGET (self->kiosk), can_start);
    }
  else if (g_str_equal (key, "kiosk-pin"))
    {
      g_autofree char *pin = g_settings_get_string (self->settings, key);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pin),
                                     *pin != '\0' ? _("Another PIN") : _("PIN of 4 to 12 digits"));
      gtk_widget_set_visible (self->forget_pin, *pin != '\0');
    }
}

/* Returns the salted hash of a PIN, as options store it. */
static char *
hash_pin (const char *pin)
{
  g_autoptr (GString) salt = g_string_new (NULL);
  g_autofree char *salted = NULL;
  g_autofree char *hash = NULL;

  for (guint i = 0; i < SALT_WORDS; i++)
    g_string_append_printf (salt, "%08x", g_random_int ());
  salted = g_strconcat (salt->str, pin, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);

  return g_strdup_printf ("sha256:%s:%s", salt->str, hash);
}

static void
show_pin_problem (WbKioskPage *self,
                  const char  *problem)
{
  wb_style_class_set (GTK_WIDGET (self->pin), "error", problem != NULL);
  set_problem (self->pin_problem, problem);
}

static void
pin_changed_cb (WbKioskPage *self)
{
  show_pin_problem (self, NULL);
}

static void
pin_applied_cb (WbKioskPage *self)
{
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) checked = NULL;
  g_autofree char *hashed = NULL;

  if (*pin == '\0')
    return;
  checked = wb_config_key_check (&wb_kiosk_keys.keys[WB_KIOSK_PIN], pin, _("PIN"), &error);
  if (checked == NULL)
    {
      show_pin_problem (self, error->message);
      return;
    }

  hashed = g_str_has_prefix (checked[0], "sha256:") ? g_strdup (checked[0]) : hash_pin (checked[0]);
  g_settings_set_string (self->settings, "kiosk-pin", hashed);
  adw_entry_row_set_show_apply_button (self->pin, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  adw_entry_row_set_show_apply_button (self->pin, TRUE);
}

static void
forget_pin_cb (WbKioskPage *self)
{
  g_settings_reset (self->settings, "kiosk-pin");
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static void
wb_kiosk_page_finalize (GObject *object)
{
  WbKioskPage *self = WB_KIOSK_PAGE (object);

  for (guint i = 0; i < N_FIELDS; i++)
    g_free (self->fields[i].problem);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wb_kiosk_page_parent_class)->finalize (object);
}

static void
wb_kiosk_page_class_init (WbKioskPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_kiosk_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/kiosk-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, kiosk_row);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, kiosk);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, server);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, ca);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, token_file);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, server_problem);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, monitor);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, show);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, rotate);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, show_problem);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, pause);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, expect);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, distance);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, diagonal);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, text_problem);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, text);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, quiet);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, quiet_problem);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, allow_blank);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, pixel_shift);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, pointer);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, lock);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, pin);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, forget_pin);
  gtk_widget_class_bind_template_child (widget_class, WbKioskPage, pin_problem);
  gtk_widget_class_bind_template_callback (widget_class, pin_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_pin_cb);
}

static void
set_fields (WbKioskPage *self)
{
  const Field fields[N_FIELDS] = {
    { .page = self, .id = WB_KIOSK_SERVER, .row = self->server, .label = self->server_problem },
    { .page = self, .id = WB_KIOSK_CA, .row = self->ca, .label = self->server_problem },
    { .page = self, .id = WB_KIOSK_TOKEN_FILE, .row = self->token_file, .label = self->server_problem },
    { .page = self, .id = WB_KIOSK_MONITOR, .row = self->monitor, .label = self->show_problem },
    { .page = self, .id = WB_KIOSK_SHOW, .row = self->show, .label = self->show_problem },
    { .page = self, .id = WB_KIOSK_ROTATE, .row = self->rotate, .label = self->show_problem },
    { .page = self, .id = WB_KIOSK_DISTANCE, .row = self->distance, .label = self->text_problem },
    { .page = self, .id = WB_KIOSK_DIAGONAL, .row = self->diagonal, .label = self->text_problem },
    { .page = self, .id = WB_KIOSK_QUIET, .row = self->quiet, .label = self->quiet_problem },
  };

  memcpy (self->fields, fields, sizeof fields);
}

static void
wb_kiosk_page_init (WbKioskPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  set_fields (self);
}

/**
 * wb_kiosk_page_set_settings:
 * @self: a page that has none yet
 * @settings: the app's settings
 *
 * Shows and stores the options of a kiosk: switches and numbers at once, texts
 * when they are applied and valid.
 */
void
wb_kiosk_page_set_settings (WbKioskPage *self,
                            GSettings   *settings)
{
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT;

  g_return_if_fail (WB_IS_KIOSK_PAGE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "kiosk", self->kiosk, "active", flags | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "kiosk-pause", self->pause, "value", flags);
  g_settings_bind (settings, "kiosk-expect", self->expect, "value", flags);
  g_settings_bind (settings, "kiosk-allow-blank", self->allow_blank, "active", flags);
  g_settings_bind (settings, "kiosk-text", self->text, "value", flags);
  g_settings_bind (settings, "kiosk-pixel-shift", self->pixel_shift, "value", flags);
  g_settings_bind (settings, "kiosk-pointer", self->pointer, "value", flags);
  g_settings_bind (settings, "kiosk-lock", self->lock, "active", flags);

  for (guint i = 0; i < N_FIELDS; i++)
    {
      Field *field = &self->fields[i];

      show_value (field);
      g_signal_connect_swapped (field->row, "changed", G_CALLBACK (field_changed_cb), field);
      g_signal_connect_swapped (field->row, "apply", G_CALLBACK (field_applied_cb), field);
    }

  g_signal_connect_object (settings, "changed", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  setting_changed_cb (self, "kiosk-server");
  setting_changed_cb (self, "kiosk-pin");
}
