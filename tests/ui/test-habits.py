"""test-habits.py: what somebody who knows GNOME expects: menus, keys, actions from outside, notices, a session.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import wb_ui
from wb_ui import DARK, LIGHT, Picture, wait

ID = 'io.github.wallboard.Wallboard'

class Habits(wb_ui.TestCase):
    def gapplication(self, action, *parameter):
        subprocess.run(['gapplication', 'action', ID, action, *parameter], check=True, capture_output=True, timeout=30)

    def test_actions_and_session(self):
        """Everything can be asked for on the bus; there is one app; and it comes back as it was."""
        server = self.server()
        board = self.unique()
        board.wait_for('push button', 'Connect to a Server…')
        self.gapplication('open-server', f"'{server.uri}'")
        board.wait_live()
        self.wait_ground(DARK, board)
        self.gapplication('theme')
        self.wait_ground(LIGHT, board)
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
        again = self.unique()
        again.wait_live()
        again.choose('Close the Board')
        again.wait_for('list item', server.uri)
        again.key('ctrl+q')
        again.process.wait(30)
        self.unique().wait_for('list item', server.uri)

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
        desktop = wb_ui.Desktop()
        self.addCleanup(desktop.stop)
        server = self.server()
        board = self.unique()
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
