/* wb-notice.c: a message in place of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-private.h"

#define TITLE_SCALE  1.25
#define DETAIL_SCALE 0.95

/**
 * wb_notice_fill:
 * @self: an empty layout
 * @text: shapes text
 * @title: the message in a few words
 * @detail: (nullable): a sentence with details
 *
 * Lays out a message in the middle of the frame. If both texts do not fit, only
 * the title is shown.
 */
void
wb_notice_fill (WbChartLayout *self,
                const WbText  *text,
                const char    *title,
                const char    *detail)
{
  double room = self->width - 2 * text->size;
  double gap = text->size * 0.4;
  double middle = self->height / 2;
  g_autoptr (PangoLayout) head = wb_text_shape (text, title, TITLE_SCALE, WB_TEXT_BOLD, room);
  g_autoptr (PangoLayout) body = NULL;
  double height = 0;

  if (detail != NULL && *detail != '\0')
    {
      body = wb_text_shape (text, detail, DETAIL_SCALE, WB_TEXT_WRAP, MIN (room, text->size * 28));
      height = wb_text_get_height (body);
    }

  double above = wb_text_get_height (head);
  if (body != NULL && above + gap + height <= self->height && wb_text_get_width (body) <= self->width)
    {
      double top = middle - (above + gap + height) / 2;

      wb_layout_add_block (self, g_steal_pointer (&head), self->width / 2, top, WB_TEXT_ROLE_TEXT);
      wb_layout_add_block (self, g_steal_pointer (&body), self->width / 2, top + above + gap,
                           WB_TEXT_ROLE_MUTED);
    }
  else
    {
      wb_layout_add_block (self, g_steal_pointer (&head), self->width / 2, middle - above / 2,
                           WB_TEXT_ROLE_TEXT);
    }
}
