/* wb-pin-pad.c: asks for a PIN, by keys or by touch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pin-pad.h"

#include <glib/gi18n.h>

#define MAX_DIGITS 12

/* An unused pad closes, and a wrong PIN blocks the pad, to make guessing slow. Seconds. */
#define OPEN_SECONDS 20
#define REFUSED_SECONDS 3

struct _WbPinPad
{
  AdwBin     parent_instance;

  GString   *typed;
  guint      close_source;
  guint      refused_source;

  GtkLabel  *title;
  GtkLabel  *dots;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (WbPinPad, wb_pin_pad, ADW_TYPE_BIN)

enum
{
  SIGNAL_TYPED,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_typed (WbPinPad *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < self->typed->len; i++)
    g_string_append (text, "●");
  gtk_label_set_label (self->dots, text->str);
}

static void
clear_typed (WbPinPad *self)
{
  g_string_truncate (self->typed, 0);
  show_typed (self);
}

static void
close_pad (WbPinPad *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  clear_typed (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
close_cb (gpointer user_data)
{
  WbPinPad *self = user_data;

  self->close_source = 0;
  close_pad (self);

  return G_SOURCE_REMOVE;
}

static void
stay_open (WbPinPad *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  self->close_source = g_timeout_add_seconds (OPEN_SECONDS, close_cb, self);
}

static gboolean
refused_cb (gpointer user_data)
{
  WbPinPad *self = user_data;

  self->refused_source = 0;
  gtk_widget_set_sensitive (self->grid, TRUE);
  gtk_label_set_label (self->title, _("PIN"));
  gtk_widget_child_focus (self->grid, GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* Handles a digit, or b for backspace, e for enter, c for cancel. */
static gboolean
type (WbPinPad *self,
      char      key)
{
  if (key == 'c')
    {
      close_pad (self);
      return TRUE;
    }
  if (self->refused_source != 0)
    return TRUE;

  stay_open (self);
  if (g_ascii_isdigit (key) && self->typed->len < MAX_DIGITS)
    g_string_append_c (self->typed, key);
  else if (key == 'b' && self->typed->len > 0)
    g_string_truncate (self->typed, self->typed->len - 1);
  show_typed (self);

  if (key == 'e')
    {
      g_autofree char *typed = g_strdup (self->typed->str);

      g_signal_emit (self, signals[SIGNAL_TYPED], 0, typed);
    }

  return TRUE;
}

static gboolean
key_pressed_cb (WbPinPad        *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  guint32 character = gdk_keyval_to_unicode (key);

  if (character >= '0' && character <= '9')
    return type (self, (char) character);

  switch (key)
    {
    case GDK_KEY_BackSpace:
      return type (self, 'b');
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return type (self, 'e');
    case GDK_KEY_Escape:
      return type (self, 'c');
    default:
      return FALSE;
    }
}

static void
type_action_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  type (WB_PIN_PAD (widget), *g_variant_get_string (parameter, NULL));
}

static void
wb_pin_pad_finalize (GObject *object)
{
  WbPinPad *self = WB_PIN_PAD (object);

  g_clear_handle_id (&self->close_source, g_source_remove);
  g_clear_handle_id (&self->refused_source, g_source_remove);
  g_string_free (self->typed, TRUE);

  G_OBJECT_CLASS (wb_pin_pad_parent_class)->finalize (object);
}

static void
wb_pin_pad_class_init (WbPinPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_pin_pad_finalize;

  /* WbPinPad::typed: a PIN was entered. The handler calls wb_pin_pad_refuse() for a wrong one. */
  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /* WbPinPad::closed: the pad was cancelled, or not used for a while. */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "pad.type", "s", type_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/ui/pin-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPinPad, title);
  gtk_widget_class_bind_template_child (widget_class, WbPinPad, dots);
  gtk_widget_class_bind_template_child (widget_class, WbPinPad, grid);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
wb_pin_pad_init (WbPinPad *self)
{
  self->typed = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_pin_pad_open:
 * @self: a pad that is visible
 *
 * Clears the pad. It emits WbPinPad::closed when it is not used for a while.
 */
void
wb_pin_pad_open (WbPinPad *self)
{
  g_return_if_fail (WB_IS_PIN_PAD (self));

  clear_typed (self);
  stay_open (self);
  gtk_widget_child_focus (self->grid, GTK_DIR_TAB_FORWARD);
}

/**
 * wb_pin_pad_refuse:
 * @self: a pad
 *
 * Shows that the PIN is wrong, and takes none for a moment.
 */
void
wb_pin_pad_refuse (WbPinPad *self)
{
  g_return_if_fail (WB_IS_PIN_PAD (self));

  clear_typed (self);
  gtk_label_set_label (self->title, _("Wrong PIN"));
  gtk_widget_set_sensitive (self->grid, FALSE);
  g_clear_handle_id (&self->refused_source, g_source_remove);
  self->refused_source = g_timeout_add_seconds (REFUSED_SECONDS, refused_cb, self);
}
