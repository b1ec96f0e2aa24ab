"""test-preferences.py: the preferences, and their effects on the screen.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
from pathlib import Path

import wb_ui
from gi.repository import Atspi
from wb_ui import DARK, LIGHT, Picture, stays, wait


class Preferences(wb_ui.TestCase):
    def open(self, board):
        board.key('ctrl+comma')
        window = wait(lambda: board.find_window('^Preferences$'), 'the window')
        board.wait_for('frame', 'Preferences')
        return window

    def switch(self, board, window, name):
        board.point(board.wait_for('check box', name), window=window)
        wb_ui.xdotool('click', '1')

    def boards(self):
        self.uri = self.server().uri
        boards = [self.board('--server', self.uri) for _ in range(2)]
        for i, board in enumerate(boards):
            board.wait_live()
            board.place(960 * i, 0, 940, 1000)
        self.wait_background(DARK, *boards)
        return boards

    def test_theme_of_this_screen(self):
        """With a theme of its own, Ctrl+T changes this screen only, and the theme of the board does not change it."""
        one, other = self.boards()
        window = self.open(one)
        Picture.steady(one.get_box(window)).save('preferences')
        self.switch(one, window, 'Theme')
        wb_ui.xdotool('key', 'Escape')
        self.wait_background(LIGHT, one)      # like the desktop
        one.key('ctrl+t')
        self.wait_background(DARK, one)
        one.key('ctrl+t')
        self.wait_background(LIGHT, one)
        other.activate()
        self.wait_background(DARK, other)

    def test_full_screen_on_this_screen(self):
        one, other = self.boards()
        window = self.open(one)
        self.switch(one, window, 'Charts in Full Screen')
        wb_ui.xdotool('key', 'Escape')
        one.key('ctrl+2')
        wait(lambda: len(one.list_charts()) == 1, 'one chart')
        self.assertEqual(len(other.list_charts()), 6)
        one.key('Escape')
        wait(lambda: len(one.list_charts()) == 6, 'six charts')

    def set_number(self, board, name, text):
        entry = board.wait_for('spin button', name)
        Atspi.Value.set_current_value(entry, float(text))

    def test_text_and_pages(self):
        board = self.board('--server', self.server().uri)
        board.wait_live()
        label = board.wait_for('label', 'Sales by seller')
        height = board.get_extents(label)[3]
        self.open(board)
        self.set_number(board, 'Text Size', '200')
        wait(lambda: board.get_extents(label)[3] > 1.6 * height, 'larger text')
        self.set_number(board, 'Text Size', '100')
        wait(lambda: board.get_extents(label)[3] == height, 'text as before')

        # Pages do not turn.
        self.set_number(board, 'Sales by Seller', '0')

        def pages():
            return [text for text in board.list_labels() if re.fullmatch(r'\d+ / \d+', text)]

        before = pages()
        stays(lambda: pages()[0] == before[0], 4, 'pages turn every 3 s by default')
        self.set_number(board, 'Sales by Seller', '1')
        wait(lambda: before[0] != pages()[0], 'another page')

    def type_into(self, board, window, name, text):
        board.point(board.wait_for('text', name), window=window)
        wb_ui.xdotool('click', '1')
        wb_ui.xdotool('key', 'ctrl+a')
        wb_ui.xdotool('type', '--delay', '10', text)
        wb_ui.xdotool('key', 'Return')

    def read_settings(self):
        file = Path(self.config) / 'glib-2.0/settings/keyfile'
        return file.read_text() if file.exists() else ''

    def test_wall(self):
        """A wrong value is reported and not saved, since a kiosk would not start with it."""
        uri = self.server().uri
        board = self.single_instance()
        ground = wait(lambda: any(board.get_background()) and board.get_background(), 'the first picture')
        window = self.open(board)
        board.point(board.wait_for('page tab', 'Wall'), window=window)
        wb_ui.xdotool('click', '1')
        board.wait_for('text', re.compile('^Server'))
        Picture.steady(board.get_box(window)).save('preferences-wall')
        start = board.wait_for('check box', 'Start as a Wall')
        self.assertFalse(start.get_state_set().contains(Atspi.StateType.SENSITIVE))

        self.type_into(board, window, re.compile('^Server'), 'ftp://there')
        board.wait_for('label', re.compile('“ftp://there” is wrong for this row'))
        self.type_into(board, window, re.compile('^Server'), uri)
        wait(lambda: start.get_state_set().contains(Atspi.StateType.SENSITIVE), 'a wall that can start')
        self.assertIsNone(board.find('label', re.compile('is wrong')))
        board.point(start, window=window)
        wb_ui.xdotool('click', '1')

        self.type_into(board, window, re.compile('^Charts in turn'), 'map:20,trend')
        board.wait_for('label', re.compile('does not say for how many seconds'))
        Picture.steady(board.get_box(window)).save('preferences-wall-wrong')
        self.type_into(board, window, re.compile('^Charts in turn'), 'map:600,trend:600')
        wait(lambda: 'map:600' in self.read_settings(), 'the charts to be kept')
        self.assertNotIn('ftp', self.read_settings())
        wb_ui.xdotool('key', 'Escape')
        board.key('ctrl+q')
        board.process.wait(30)

        wall = self.single_instance()
        wait(lambda: wall.list_charts() == ['Where sellers are'], 'the map')
        wb_ui.xdotool('keydown', 'Escape')
        self.addCleanup(wb_ui.xdotool, 'keyup', 'Escape')
        wall.wait_for('push button', 'Connect to a Server…')
        wb_ui.xdotool('keyup', 'Escape')
        wall.window = wall.find_window()
        self.wait_background(ground, wall)  # and no longer in the colours of the board
        self.open(wall)  # where it is turned off again


if __name__ == '__main__':
    wb_ui.main()
