"""test-focus.py: the keyboard focus is visible on every widget that Tab reaches.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import wb_ui
from wb_ui import AWAY, Picture

# Nothing moves but the focus.
STILL = '[io/github/wallboard/Wallboard]\nseller-page-seconds=0\nrank-page-seconds=0\nstock-page-seconds=0\n'

# The smallest visible difference between two colours, in one channel, and the fewest such pixels of a ring.
SEEN = 48
RING = 60

# How far a ring may be outside the box that a widget reports, in pixels.
OUTSIDE = 36


class Focus(wb_ui.TestCase):
    def setUp(self):
        wb_ui.xdotool('mousemove', *AWAY)

    def open(self, *options, **env):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        settings = Path(folder.name) / 'glib-2.0/settings/keyfile'
        settings.parent.mkdir(parents=True)
        settings.write_text(STILL, encoding='ascii')
        shutil.copytree(Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0', Path(folder.name) / 'gtk-4.0')
        board = self.board(*options, env={'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': folder.name, **env})
        if options:
            board.wait_live()
        else:
            board.wait_for('push button', 'Connect to a Server…')
        board.place(0, 0, 1240, 760)
        return board

    def tab_round(self, board):
        """Presses Tab until it reaches the first widget again. Lists each focused widget, and the window then."""
        stops = []
        board.activate()
        while len(stops) < 80:
            pressed = time.monotonic()
            focus = board.tab()
            if stops and focus.path == stops[0][0]:
                return stops
            picture = Picture.steady(board.get_box())
            # GTK hides the ring three seconds after the last key.
            while time.monotonic() - pressed > 2.5:
                pressed = time.monotonic()
                wb_ui.xdotool('key', 'shift+Tab')
                board.wait_focus(lambda item, path=focus.path: item.path != path, 'the focus to go back')
                board.tab()
                picture = Picture.steady(board.get_box())
            stops.append((focus.path, f'{focus.get_role_name()} “{focus.get_name()}”', board.get_place(focus), picture))
        raise AssertionError('Tab does not reach the first widget again')

    def count_changes(self, one, other, box):
        """The number of differing pixels in a band around the edge of a widget, whose inside may change otherwise."""
        x, y, width, height = box
        left, top = max(x - OUTSIDE, 0), max(y - OUTSIDE, 0)
        right, bottom = min(x + width + OUTSIDE, one.width), min(y + height + OUTSIDE, one.height)
        one, other = (picture.crop((left, top, right - left, bottom - top)) for picture in (one, other))
        band, changed = OUTSIDE + 8, 0
        for row in range(one.height):
            for column in range(one.width):
                if band <= row < one.height - band and band <= column < one.width - band:
                    continue
                changed += max(abs(a - b) for a, b in zip(one.pixel(column, row), other.pixel(column, row))) >= SEEN
        return changed

    def check(self, board, name, *wanted):
        stops = self.tab_round(board)
        left, top, _, _ = board.get_box()
        for _, what, (x, y, width, height), picture in stops:
            other = max(stops, key=lambda stop: abs(stop[2][0] - x) + abs(stop[2][1] - y))[3]
            changes = self.count_changes(picture, other, (x - left, y - top, width, height))
            if changes < RING:
                picture.save(f'focus-{name}-unseen')
            self.assertGreaterEqual(changes, RING, f'{what} at {(x, y, width, height)}')
        stops[len(stops) // 2][3].save(f'focus-{name}')
        whats = [stop[1] for stop in stops]
        for what in wanted:
            self.assertIn(what, whats)
        self.assertEqual(len(whats), len({stop[0] for stop in stops}))

    def test_board(self):
        board = self.open('--server', self.server().uri)
        self.check(board, 'dark', 'image “Sales by city”', 'push button “Switch Theme on All Displays”',
                   'push button “Sales by seller: Show in Full Screen”')
        board.key('ctrl+t')
        self.wait_background(wb_ui.LIGHT, board)
        self.check(board, 'light', 'image “Stock and sales”')

    def test_high_contrast(self):
        board = self.open('--server', self.server().uri, ADW_DEBUG_HIGH_CONTRAST='1')
        self.check(board, 'high-contrast-dark', 'image “Sales by city”')
        board.key('ctrl+t')
        self.wait_background((255, 255, 255), board)
        self.check(board, 'high-contrast-light', 'image “Sales by city”')

    def test_welcome(self):
        self.check(self.open(), 'welcome', 'push button “Connect to a Server…”')


if __name__ == '__main__':
    wb_ui.main()
