"""test-host.py: a board that is hosted from the app.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import socket
import subprocess
import tempfile

import wb_ui
from wb_ui import Picture, wait

ID = 'io.github.wallboard.Wallboard'


def answers(uri):
    host, _, port = uri.rpartition('//')[2].rpartition(':')
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


class Host(wb_ui.TestCase):
    def open(self, board):
        board.choose('Host Settings…')
        return wait(lambda: board.find_window('^Host Here$'), 'the window')

    def press(self, board, window, role, name):
        board.point(board.wait_for(role, name), window=window)
        wb_ui.xdotool('click', '1')

    def serve(self, board, window):
        self.press(board, window, 'check box', 'Serve a Board')
        return board.wait_for('label', re.compile('^ws://127')).get_name()

    def test_serve_and_stop(self):
        board = self.board()
        window = self.open(board)
        uri = self.serve(board, window)
        self.assertTrue(answers(uri))

        display = self.board('--server', uri)
        display.wait_live()
        board.wait_for('label', re.compile('^1 display is connected'))
        board.wait_for('label', re.compile('^127.0.0.1.*, since '))
        board.activate(window)
        Picture.steady(board.get_box(window)).save('host')
        self.press(board, window, 'push button', 'Copy the Address for Displays')
        board.wait_for('label', 'Copied')

        self.press(board, window, 'check box', 'Serve a Board')
        wait(lambda: not answers(uri), 'the server to go')
        display.wait_for('label', 'Reconnecting…')

    def test_other_computers_need_a_token(self):
        board = self.board()
        window = self.open(board)
        self.press(board, window, 'check box', 'Let Other Computers Connect')
        self.press(board, window, 'check box', 'Serve a Board')
        address = board.wait_for('label', re.compile(r'^ws://.*\.local:')).get_name()
        token = board.wait_for('label', re.compile('^[0-9a-f-]{36}$')).get_name()
        Picture.steady(board.get_box(window)).save('host-network')
        uri = 'ws://127.0.0.1:' + address.rpartition(':')[2]
        ctl = [str(wb_ui.BUILD / 'src/ctl/wallboardctl'), '--server', uri]
        refused = subprocess.run([*ctl, 'theme', 'light'], capture_output=True, check=False, timeout=30)
        self.assertNotEqual(refused.returncode, 0)
        with tempfile.NamedTemporaryFile('w', encoding='ascii') as file:
            file.write(token)
            file.flush()
            subprocess.run([*ctl, '--token-file', file.name, 'theme', 'light'], check=True, timeout=30)

    def test_keeps_serving(self):
        """With the window closed, only if the user chose that; and it can be ended over the bus."""
        desktop = wb_ui.NotificationServer()
        self.addCleanup(desktop.stop)
        board = self.board()
        window = self.open(board)
        uri = self.serve(board, window)
        self.press(board, window, 'check box', 'Keep Serving')
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: not board.find_window('^Host Here$'), 'the window to close')
        board.key('ctrl+w')
        wait(lambda: not board.find_window(), 'the board to close')
        self.assertTrue(answers(uri))
        self.assertIsNone(board.process.poll())
        wait(lambda: desktop.shown and desktop.shown[-1][4] == uri, 'a notification')
        subprocess.run(['gapplication', 'action', ID, 'stop-hosting'], check=True, timeout=30)
        board.process.wait(30)
        self.assertFalse(answers(uri))


if __name__ == '__main__':
    wb_ui.main()
