/* wb-toaster.c: the notices of a window
 *
 * Only the latest stays, so that a server that sends many cannot pile up toasts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-toaster.h"

#include <glib/gi18n.h>

#include "compat/wb-button-names.h"
#include "wb-notify.h"

/* libadwaita < 1.3: crashes when a toast is dismissed while it still appears. For that long, in
 * microseconds, another notice changes the title instead. */
#define TOAST_SETTLE G_USEC_PER_SEC

struct _WbToaster
{
  AdwToastOverlay *overlay;
  WbAnnouncement  *announcement;
  AdwToast        *toast;       /* the one on show, if any */
  gint64           time;        /* when it was added */
};

static void
forget_toast (WbToaster *self)
{
  if (self->toast != NULL)
    g_signal_handlers_disconnect_by_data (self->toast, self);
  g_clear_object (&self->toast);
}

/**
 * wb_toaster_new:
 * @overlay: where to show notices
 * @announcement: speaks them, or shows them in large
 *
 * Returns: (transfer full): a toaster
 */
WbToaster *
wb_toaster_new (AdwToastOverlay *overlay,
                WbAnnouncement  *announcement)
{
  WbToaster *self;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), NULL);
  g_return_val_if_fail (WB_IS_ANNOUNCEMENT (announcement), NULL);

  self = g_new0 (WbToaster, 1);
  self->overlay = g_object_ref (overlay);
  self->announcement = g_object_ref (announcement);

  return self;
}

void
wb_toaster_free (WbToaster *self)
{
  g_return_if_fail (self != NULL);

  forget_toast (self);
  g_object_unref (self->announcement);
  g_object_unref (self->overlay);
  g_free (self);
}

/**
 * wb_toaster_show:
 * @self: a toaster
 * @text: the notice, which is not markup
 *
 * Shows a notice in place of the one before.
 */
void
wb_toaster_show (WbToaster  *self,
                 const char *text)
{
  g_autofree char *notice = NULL;
  g_autofree char *markup = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  notice = wb_notice_dup (text);
  markup = g_markup_escape_text (notice, -1);
  wb_announcement_say (self->announcement, notice, WB_ANNOUNCEMENT_HEARD);

  if (self->toast != NULL && g_get_monotonic_time () - self->time < TOAST_SETTLE)
    {
      adw_toast_set_title (self->toast, markup);
      return;
    }

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  forget_toast (self);
  self->toast = g_object_ref (adw_toast_new (markup));
  g_signal_connect_swapped (self->toast, "dismissed", G_CALLBACK (forget_toast), self);
  self->time = g_get_monotonic_time ();
  adw_toast_overlay_add_toast (self->overlay, self->toast);
}

/**
 * wb_toaster_show_large:
 * @self: a toaster
 * @text: the notice, which is not markup
 *
 * Shows a notice in a banner, which can be read from farther away than a toast.
 */
void
wb_toaster_show_large (WbToaster  *self,
                       const char *text)
{
  g_autofree char *notice = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  notice = wb_notice_dup (text);
  wb_announcement_say (self->announcement, notice, WB_ANNOUNCEMENT_CLOSABLE);
}

/**
 * wb_toaster_offer_undo:
 * @self: a toaster
 * @text: what was done, which is not markup
 * @action: the action that undoes it
 * @target: the parameter of @action
 *
 * Shows what was done, in a toast beside the notices, with a button to undo it.
 *
 * Returns: (transfer none): the toast
 */
AdwToast *
wb_toaster_offer_undo (WbToaster  *self,
                       const char *text,
                       const char *action,
                       GVariant   *target)
{
  g_autofree char *markup = NULL;
  AdwToast *toast;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (self->overlay, toast);
  wb_announcement_say (self->announcement, text, WB_ANNOUNCEMENT_HEARD);
  wb_button_names_update (GTK_WIDGET (self->overlay));

  return toast;
}
