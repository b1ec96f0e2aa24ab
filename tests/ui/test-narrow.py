"""test-narrow.py: every page on a screen of 360 × 640, such as a phone's: nothing is cut, and all can be reached.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import subprocess

import wb_ui
from gi.repository import Atspi
from wb_ui import Picture, wait

WIDTH, HEIGHT = 360, 640

# Widgets with texts, and widgets that can be pressed.
ROLES = ('label', 'push button', 'toggle button', 'check box', 'text', 'password text', 'spin button', 'combo box',
         'list item', 'image')


class Narrow(wb_ui.TestCase):
    def is_shown(self, board, item):
        states = item.get_state_set()
        box = board.get_extents(item)
        return states.contains(Atspi.StateType.VISIBLE) and box[2] > 0 and box[3] > 0

    def check(self, board, window, root, name):
        """The window is not larger than the screen, and its widgets are not wider than the window."""
        wait(lambda: board.get_box(window)[2:] <= (WIDTH, HEIGHT), f'{name} to be small: {board.get_box(window)}', 10)
        width, height = board.get_box(window)[2:]
        self.assertLessEqual((width, height), (WIDTH, HEIGHT))
        # A dialog that grows downwards can be moved up.
        below = board.get_box(window)[1] + height - HEIGHT
        if below > 0:
            wb_ui.xdotool('windowmove', '--relative', '--', window, '0', str(-below - 20))
            wait(lambda: board.get_box(window)[1] + height <= HEIGHT, 'the window to move')
        Picture.steady(board.get_box(window)).save(f'narrow-{name}')
        count = 0
        for item in board.walk(root):
            if item.get_role_name() in ROLES and item.get_name() and self.is_shown(board, item):
                x, _, item_width, _ = board.get_extents(item)
                self.assertGreaterEqual(x, 0, f'{item.get_role_name()} “{item.get_name()}”')
                self.assertLessEqual(x + item_width, width, f'{item.get_role_name()} “{item.get_name()}”')
                count += 1
        self.assertGreater(count, 2)

    def tab_round(self, board):
        """Tab reaches all widgets that can be pressed, and the focused one is on the screen."""
        seen = {}
        for _ in range(60):
            wb_ui.xdotool('key', 'Tab')

            def find():
                return next((item for item in board.walk() if item.get_role_name() != 'frame' and
                             item.get_state_set().contains(Atspi.StateType.FOCUSED)), None)

            item = wait(find, 'a focus')
            if item.path in seen:
                break
            _, y, _, height = board.get_extents(item)
            seen[item.path] = item.get_name()
            wait(lambda y=y, item=item: -1 <= board.get_extents(item)[1] + min(board.get_extents(item)[3], 40) / 2 <= HEIGHT,
                 f'“{item.get_name()}” on the screen')
        return set(seen.values())

    def open(self, *options, env=None):
        board = self.board(*options, env=env)
        wait(lambda: board.get_box()[2:] <= (WIDTH, HEIGHT), 'a small window')
        board.place(0, 0, WIDTH, HEIGHT)
        return board

    def check_pages(self, env=None, suffix=''):
        board = self.open(env=env)
        self.check(board, board.window, board.find('frame'), 'welcome' + suffix)
        for key, name in (('ctrl+o', 'connect'), ('ctrl+comma', 'preferences'), ('ctrl+question', 'shortcuts')):
            before = set(board.list_windows())
            board.key(key)
            window = wait(lambda before=before: set(board.list_windows()) - before, f'the window {name}').pop()
            wb_ui.xdotool('windowactivate', '--sync', window)
            self.check_window(board, window, name + suffix)
            board.dismiss(window)
        for action, name in (('app.host-window', 'host'), ('app.about', 'about')):
            before = set(board.list_windows())
            self.ask(action.partition('.')[2])
            window = wait(lambda before=before: set(board.list_windows()) - before, f'the window {name}').pop()
            wb_ui.xdotool('windowactivate', '--sync', window)
            self.check_window(board, window, name + suffix)
            board.dismiss(window)

    def ask(self, action):
        subprocess.run(['gapplication', 'action', 'io.github.wallboard.Wallboard', action], check=True, timeout=30,
                       capture_output=True)

    def check_window(self, board, window, name):
        count = board.application.get_child_count()
        roots = [board.application.get_child_at_index(i) for i in range(count)]
        root = next(item for item in roots if item.get_state_set().contains(Atspi.StateType.ACTIVE)) \
            if any(item.get_state_set().contains(Atspi.StateType.ACTIVE) for item in roots) else roots[-1]
        self.check(board, window, root, name)

    def test_pages(self):
        self.check_pages()

    def test_dialog_with_error(self):
        board = self.open()
        board.key('ctrl+o')
        window = wait(lambda: board.find_window('^Connect to a Server$'), 'the dialog')
        for name, text in (('Address', 'wss://board.example.com:99999'), ('Token', 'secret')):
            entry = wait(lambda name=name: next((item for item in board.walk(board.find('dialog'))
                                                 if item.get_role_name() in ('text', 'password text')
                                                 and item.get_name().startswith(name)), None), name)
            Atspi.EditableText.set_text_contents(entry, text)
        wait(lambda: any('99999' in text and ' ' in text for text in board.list_all(board.find('dialog'))), 'a sentence')
        self.check_window(board, window, 'connect-more')

    def test_pages_in_german(self):
        self.check_pages(self.use_locale('de_DE'), '-de')

    def test_board(self):
        """All six charts, one below the other, with their buttons, by Tab."""
        board = self.open('--server', self.server().uri)
        board.wait_live('Sales by city')
        self.check(board, board.window, board.find('frame'), 'board')
        board.activate()
        names = self.tab_round(board)
        for name in ('Main Menu', 'Sales by city', 'Stock and sales', 'Stock and sales: Show in Full Screen'):
            self.assertIn(name, names)
        Picture.steady(board.get_box()).save('narrow-board-end')
        board.point(board.chart('Stock and sales'), 0.5, 0.9)
        wb_ui.xdotool('mousemove', WIDTH // 2, HEIGHT // 2, 'click', 1)
        wb_ui.xdotool('key', 't')
        window = wait(lambda: board.find_window('^(Share|Stock|Sales)'), 'the numbers')
        wait(lambda: board.get_box(window)[2:] <= (WIDTH, HEIGHT), 'small numbers, that scroll')
        board.dismiss(window)
        board.key('ctrl+e')
        board.wait_for('push button', 'Redo')
        self.check(board, board.window, board.find('frame'), 'editor')
        board.click('push button', 'Add a Chart…')
        window = wait(lambda: board.find_window('^Add'), 'the dialog')
        self.check_window(board, window, 'add')


if __name__ == '__main__':
    wb_ui.main()
