"""test-desktop.py: what users of GNOME expect: menus, shortcuts, actions on D-Bus, notifications, a restored session.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import wb_ui
from gi.repository import Atspi
from wb_ui import DARK, LIGHT, Picture, wait

ID = 'io.github.wallboard.Wallboard'

class DesktopIntegration(wb_ui.TestCase):
    def gapplication(self, action, *parameter):
        subprocess.run(['gapplication', 'action', ID, action, *parameter], check=True, capture_output=True, timeout=30)

    def test_actions_and_session(self):
        """All actions are on the bus, there is one instance, and it restores its state."""
        server = self.server()
        board = self.single_instance()
        board.wait_for('push button', 'Connect to a Server…')
        self.gapplication('open-server', f"'{server.uri}'")
        board.wait_live()
        self.wait_background(DARK, board)
        self.gapplication('theme')
        self.wait_background(LIGHT, board)
        self.gapplication('chart', "'map'")
        wait(lambda: len(board.list_charts()) == 1, 'one chart')
        self.gapplication('leave')
        wait(lambda: len(board.list_charts()) == 6, 'six charts')

        second = subprocess.run([wb_ui.APP], env=dict(wb_ui.ENVIRONMENT, GSETTINGS_BACKEND='keyfile',
                                                      XDG_CONFIG_HOME=self.config), check=True, timeout=30)
        self.assertEqual(second.returncode, 0)
        self.assertIsNone(board.process.poll())

        self.gapplication('quit')
        board.process.wait(30)
        again = self.single_instance()
        again.wait_live()
        again.choose('Close the Board')
        again.wait_for('list item', server.uri)
        again.key('ctrl+q')
        again.process.wait(30)
        self.single_instance().wait_for('list item', server.uri)

    def get_state(self, board):
        return wb_ui.run('xprop', '-id', board.window, '_NET_WM_STATE')

    def test_window_is_restored(self):
        """With its size, maximised, or in full screen, as it was closed."""
        board = self.single_instance()
        board.wait_for('push button', 'Connect to a Server…')
        board.place(40, 40, 900, 640)
        board.key('ctrl+q')
        board.process.wait(30)

        board = self.single_instance()
        wait(lambda: board.get_box()[2:] == (900, 640), 'the size it had')
        board.click('push button', 'Maximize')
        wait(lambda: board.get_box() == Picture.get_screen(), 'the window to be maximised')
        board.key('ctrl+w')
        board.process.wait(30)

        board = self.single_instance()
        wait(lambda: board.get_box() == Picture.get_screen(), 'a maximised window')
        self.assertIn('MAXIMIZED', self.get_state(board))
        board.key('F11')
        wait(lambda: 'FULLSCREEN' in self.get_state(board), 'full screen')
        board.key('ctrl+q')
        board.process.wait(30)

        board = self.single_instance()
        wait(lambda: 'FULLSCREEN' in self.get_state(board),
             'full screen again')
        board.key('Escape')
        wait(lambda: 'FULLSCREEN' not in self.get_state(board),
             'the window')

    def test_single(self):
        """A second start presents the first instance and ends; one with --server is an instance of its own."""
        board = self.single_instance()
        board.wait_for('push button', 'Connect to a Server…')
        other = self.board('--server', self.server().uri)
        other.wait_live()
        other.activate()
        again = subprocess.run([wb_ui.APP], env=dict(wb_ui.ENVIRONMENT, GSETTINGS_BACKEND='keyfile',
                                                     XDG_CONFIG_HOME=self.config), check=True, timeout=30)
        self.assertEqual(again.returncode, 0)
        wait(lambda: wb_ui.xdotool('getwindowfocus').strip() == board.window, 'the first window in front')
        self.assertIsNone(board.process.poll())

    def test_charts_by_keys(self):
        """Ctrl+1 to Ctrl+6 show a chart on the whole board; the same key again, or Escape, shows the board."""
        board = self.board('--server', self.server().uri)
        board.wait_live()
        names = ('Sales by city', 'Sales by seller', 'Where sellers are', 'Sales by region', 'Share of hot goods',
                 'Stock and sales')
        seen = set()
        for i in range(6):
            board.key(f'ctrl+{i + 1}')
            wait(lambda: len(board.list_charts()) == 1, 'one chart')
            seen.add(next(name for name in names if board.list_charts()[0].startswith(name)))
            board.key('Escape' if i % 2 else f'ctrl+{i + 1}')
            wait(lambda: len(board.list_charts()) == 6, 'six charts')
        self.assertEqual(seen, set(names))

    def test_about(self):
        """The information for a bug report can be read, and copied."""
        uri = self.server().uri
        board = self.board('--server', uri)
        board.wait_live()
        board.choose('About Wallboard')
        window = wait(lambda: board.find_window('^About'), 'the window')
        self.click_in(board, window, 'Troubleshooting')
        self.click_in(board, window, 'Debugging Information')
        self.click_in(board, window, 'Copy Text')
        text = wait(lambda: next((words for words in map(self.read, board.walk()) if 'GTK 4.' in words), None), 'the text')
        Picture.steady(board.get_box(window)).save('about-debug')
        self.assertIn('Wallboard', text)
        self.assertIn('Server: ', text)

    def read(self, accessible):
        if accessible.get_role_name() != 'text':
            return ''
        return Atspi.Text.get_text(accessible, 0, Atspi.Text.get_character_count(accessible))

    def click_in(self, board, window, name):
        def find():
            return next((item for item in board.walk() if item.get_name() == name and board.get_extents(item)[2] > 0
                         and item.get_state_set().contains(Atspi.StateType.VISIBLE)), None)

        item = wait(find, name)
        wb_ui.xdotool('windowactivate', '--sync', window)
        Picture.steady(board.get_box(window))
        board.point(item, window=window)
        wb_ui.xdotool('click', '1')

    def test_context_menu(self):
        board = self.board('--server', self.server().uri)
        board.wait_live()
        board.point(board.chart('Sales by seller'), 0.5, 0.1)
        wb_ui.xdotool('click', '3')
        entry = board.wait_for('menu item', 'Show the Numbers')
        wait(lambda: board.get_extents(entry)[2] > 0, 'the entry')
        Picture.steady(board.get_box()).save('context-menu')
        wb_ui.xdotool('key', 'Return')
        board.wait_for('frame', re.compile('^Sales by seller'))

    def test_context_menu_by_keys(self):
        board = self.board('--server', self.server().uri)
        board.wait_live()
        board.key('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'shift+F10')
        board.wait_for('menu item', 'Show the Numbers')
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: board.find('menu item', 'Show the Numbers') is None, 'the menu to go')

    def test_shortcuts(self):
        board = self.board('--server', self.server().uri)
        board.wait_live()
        board.key('ctrl+question')
        board.wait_for('label', 'Switch the Theme')
        Picture.steady(board.get_box()).save('shortcuts')
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: board.find('label', 'Switch the Theme') is None, 'the shortcuts to go')
        board.application.get_child_at_index(7)  # as who did not hear of it yet; GTK 4.8 crashes if a window is hidden now
        board.key('ctrl+question')
        board.wait_for('label', 'Switch the Theme')

    def test_notice_while_away(self):
        desktop = wb_ui.NotificationServer()
        self.addCleanup(desktop.stop)
        server = self.server()
        board = self.single_instance()
        board.wait_for('push button', 'Connect to a Server…')
        self.gapplication('open-server', f"'{server.uri}'")
        board.wait_live()
        ctl = wb_ui.BUILD / 'src/ctl/wallboardctl'
        board.activate()
        wb_ui.run(str(ctl), '--server', server.uri, 'notify', 'Here')
        board.wait_for('label', 'Here')
        self.assertEqual(desktop.shown, [])

        wb_ui.xdotool('windowminimize', board.window)
        wait(lambda: wb_ui.run(str(ctl), '--server', server.uri, 'notify', 'Lunch at noon') is not None
             and desktop.shown, 'a notification')
        self.assertEqual(desktop.shown[-1][4], 'Lunch at noon')


if __name__ == '__main__':
    wb_ui.main()
