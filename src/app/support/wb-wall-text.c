/* wb-wall-text.c: a size of text that can be read across a room
 *
 * The text of a window is then as large as its distance asks for, instead of as
 * large as its cards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-wall-text.h"

#define KEY "wb-wall-text"

typedef struct
{
  double          size;
  GtkCssProvider *provider;
} WallText;

static void
wall_text_free (gpointer data)
{
  WallText *self = data;

  g_object_unref (self->provider);
  g_free (self);
}

static WallText *
get_wall_text (GtkWindow *window)
{
  WallText *self = g_object_get_data (G_OBJECT (window), KEY);

  if (self != NULL)
    return self;

  self = g_new0 (WallText, 1);
  self->provider = gtk_css_provider_new ();
  g_object_set_data_full (G_OBJECT (window), KEY, self, wall_text_free);
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (window)),
                                  GTK_STYLE_PROVIDER (self->provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_widget_add_css_class (GTK_WIDGET (window), "wall-text");

  return self;
}

/**
 * wb_wall_text_set:
 * @window: a window
 * @size: of axes and legends, in logical pixels; other text follows it
 *
 * Sets the least size of text in a window, which charts follow when they are
 * next laid out.
 */
void
wb_wall_text_set (GtkWindow *window,
                  double     size)
{
  g_autofree char *css = NULL;
  WallText *self;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (size >= 1);

  self = get_wall_text (window);
  if (self->size == size)
    return;

  self->size = size;
  css = g_strdup_printf ("* { font-size: %dpx; }", (int) size);
  gtk_css_provider_load_from_data (self->provider, css, -1);
}

/**
 * wb_wall_text_get:
 * @widget: a widget
 *
 * Returns: the least size of text in its window, in logical pixels, or 0 if none
 *   is set
 */
double
wb_wall_text_get (GtkWidget *widget)
{
  GtkRoot *root;
  const WallText *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 0);

  root = gtk_widget_get_root (widget);
  self = root != NULL ? g_object_get_data (G_OBJECT (root), KEY) : NULL;

  return self != NULL ? self->size : 0;
}
