"""test-accessibility.py: all pages and dialogs for a screen reader: what takes the focus has a role and a name.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

import wb_ui
from wb_ui import wait

# The default names that GTK gives to widgets.
NAMELESS = re.compile(r'^$|^(Gtk|Adw|Wb)[A-Z]')

# Roles that take the focus. GTK 4.8 does not report the state “focusable” for all of them.
ROLES = ('push button', 'toggle button', 'check box', 'spin button', 'combo box', 'list item', 'menu item', 'slider',
         'password text')


class Accessibility(wb_ui.TestCase):
    def check(self, board, what):
        """Walks the whole tree until nothing in it is wrong, since names are set shortly after a widget is shown."""
        def find_wrong():
            found = [item for item in board.walk() if item.get_role_name() in ROLES
                     and board.get_extents(item)[2] > 0
                     # The value of a combo row does not take the focus: the row does, and has a name.
                     and item.get_parent().get_name() != 'GtkListView']
            self.assertGreater(len(found), 3, what)
            return [(item.get_role_name(), item.get_name()) for item in found if NAMELESS.search(item.get_name() or '')]

        wrong = []

        def is_right():
            wrong[:] = find_wrong()
            return not wrong

        try:
            wait(is_right, 'names', limit=5)
        except AssertionError:
            self.fail(f'{what}: {wrong}')

    def open(self, board, key, title):
        board.key(key)
        return wait(lambda: board.find_window(title), title)

    def test_everything_is_named(self):
        board = self.board()
        board.wait_for('push button', 'Connect to a Server…')
        self.check(board, 'welcome')
        for key, title in (('ctrl+o', '^Connect to a Server$'), ('ctrl+comma', '^Preferences$')):
            self.open(board, key, title)
            self.check(board, title)
            wb_ui.xdotool('key', 'Escape')
            wait(lambda title=title: not board.find_window(title), 'the window to go')
        board.choose('Host Settings…')
        wait(lambda: board.find_window('^Host Here$'), 'the window')
        self.check(board, 'host')
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: not board.find_window('^Host Here$'), 'the window to go')
        board.click('push button', 'Host Here with Sample Data')
        board.wait_live()
        self.check(board, 'board')


if __name__ == '__main__':
    wb_ui.main()
