/* wb-screenshot.c: writes a window to a PNG file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-screenshot.h"

#include <glib/gi18n.h>

/**
 * wb_screenshot_save:
 * @window: a realized window
 * @path: a file to write
 * @error: return location for a #GFileError
 *
 * Writes the content of a window to a PNG file, in device pixels.
 *
 * Returns: whether the file was written
 */
gboolean
wb_screenshot_save (GtkWidget   *window,
                    const char  *path,
                    GError     **error)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int scale, width, height;

  g_return_val_if_fail (GTK_IS_NATIVE (window), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  scale = gtk_widget_get_scale_factor (window);
  width = gtk_widget_get_width (window);
  height = gtk_widget_get_height (window);

  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_scale (snapshot, scale, scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);

  if (node != NULL)
    texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                           &GRAPHENE_RECT_INIT (0, 0, width * scale, height * scale));

  if (texture == NULL || !gdk_texture_save_to_png (texture, path))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                   _("The picture could not be written to %s; "
                     "check that its folder exists and can be written"), path);
      return FALSE;
    }

  return TRUE;
}
