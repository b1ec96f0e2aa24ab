/* wb-pin-pad.h: asks for a PIN, by keys or by touch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PIN_PAD (wb_pin_pad_get_type ())
G_DECLARE_FINAL_TYPE (WbPinPad, wb_pin_pad, WB, PIN_PAD, AdwBin)

void wb_pin_pad_open   (WbPinPad *self);
void wb_pin_pad_refuse (WbPinPad *self);

G_END_DECLS
