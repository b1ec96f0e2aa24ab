/* reference-png.c: pictures from bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "reference-png.h"

static cairo_status_t
read_cb (void          *closure,
         unsigned char *data,
         unsigned int   length)
{
  return g_input_stream_read_all (closure, data, length, NULL, NULL, NULL) ? CAIRO_STATUS_SUCCESS
                                                                          : CAIRO_STATUS_READ_ERROR;
}

cairo_surface_t *
reference_png_decode (GBytes *png)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (png);

  return cairo_image_surface_create_from_png_stream (read_cb, stream);
}
