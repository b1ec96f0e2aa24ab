"""test-connect.py: the connect dialog: what it shows about a server, and what it stores.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import wb_ui
from gi.repository import Atspi
from wb_ui import SAMPLES, Picture, wait

TOKEN = 'a-token-of-24-characters'


class Connect(wb_ui.TestCase):
    def welcome(self):
        self.state = Path(tempfile.mkdtemp(prefix='wallboard-ui-'))
        self.addCleanup(shutil.rmtree, self.state)
        self.tokens = self.state / 'wallboard/tokens'
        board = self.board(env={'XDG_STATE_HOME': str(self.state)})
        board.wait_for('push button', 'Connect to a Server…')
        return board

    def open_dialog(self, board):
        board.click('push button', 'Connect to a Server…')
        return wait(lambda: board.find_window('^Connect to a Server$'), 'the window of the dialog')

    def fill(self, board, **texts):
        names = {'address': '^Address', 'name': '^Name', 'token': '^Token', 'certificate': '^Certificate'}
        for name, text in texts.items():
            entry = wait(lambda name=name: next((item for item in board.walk(board.find('dialog'))
                                                 if item.get_role_name() in ('text', 'password text')
                                                 and re.search(names[name], item.get_name() or '')), None), name)
            Atspi.EditableText.set_text_contents(entry, text)

    def button(self, board, name):
        return next(item for item in board.walk(board.find('dialog'))
                    if item.get_role_name() == 'push button' and item.get_name() == name
                    and board.get_extents(item)[2] > 0)

    def press(self, board, dialog, name):
        wait(lambda: self.button(board, name).get_state_set().contains(Atspi.StateType.SENSITIVE), name)
        board.point(self.button(board, name), window=dialog)
        wb_ui.xdotool('click', '1')

    def check_test(self, board, dialog, pattern, **texts):
        self.fill(board, **texts)
        self.press(board, dialog, 'Test')
        wait(lambda: any(re.search(pattern, text) for text in board.list_all(board.find('dialog'))), pattern)

    def secured(self, *options):
        """A server with a token, and a folder of certificates."""
        folder = Path(tempfile.mkdtemp(prefix='wallboard-ui-'))
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run([str(wb_ui.SOURCE / 'tests/tls/make-certificates'), str(folder)], check=True)
        tokens = folder / 'tokens'
        tokens.write_text(TOKEN + '\n')
        tokens.chmod(0o600)
        words = [option.format(folder=folder) for option in options]
        server = self.start(wb_ui.Program(wb_ui.SERVER, '--data', SAMPLES / 'en', '--http', '127.0.0.1:0',
                                          '--ws', '127.0.0.1:0', '--token-file', tokens, *words))
        server.uri = server.expect('ready ').split()[1]
        server.folder = folder
        return server

    def listen(self, answer):
        """A port that answers with these bytes, or not at all."""
        holder = socket.socket()
        holder.bind(('127.0.0.1', 0))
        holder.listen()
        self.addCleanup(holder.close)
        kept = []

        def serve():
            while True:
                try:
                    peer, _ = holder.accept()
                except OSError:
                    return
                kept.append(peer)
                if answer:
                    peer.recv(4096)
                    peer.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        return f'ws://127.0.0.1:{holder.getsockname()[1]}'

    def test_errors(self):
        server = self.secured('--tls-cert', '{folder}/server.pem', '--tls-key', '{folder}/server.key')
        plain = self.secured()
        board = self.welcome()
        dialog = self.open_dialog(board)

        self.check_test(board, dialog, '^Nothing answers', address=f'ws://127.0.0.1:{wb_ui.free_port()}')
        web = self.listen(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')
        self.check_test(board, dialog, '^A web server answers', address=web)
        self.check_test(board, dialog, 'says nothing', address=self.listen(None))
        self.check_test(board, dialog, 'wants a token', address=plain.uri)
        self.check_test(board, dialog, 'refused the token', token='not-the-token')
        self.check_test(board, dialog, '^It works: .*Wallboard', token=TOKEN)
        label = board.find('label', re.compile('^It works'), board.find('dialog'))
        wait(lambda: Picture.steady(board.get_place(label, dialog)).read_contrast() >= 4.5, 'a readable result')
        self.check_test(board, dialog, 'is not trusted.*choose its file when you connect', address=server.uri)
        self.assertFalse([text for text in board.list_all(board.find('dialog')) if '--' in text])
        Picture.steady(board.get_box(dialog)).save('connect-trust')
        self.check_test(board, dialog, '^It works: ', certificate=str(server.folder / 'ca.pem'))

        self.fill(board, certificate='/nonexistent')
        wait(lambda: any('/nonexistent' in text for text in board.list_all(board.find('dialog'))), 'a sentence')
        self.assertFalse(self.button(board, 'Test').get_state_set().contains(Atspi.StateType.SENSITIVE))

    def connect(self, board, server):
        dialog = self.open_dialog(board)
        self.fill(board, address=server.uri, token=TOKEN)
        wait(lambda: any('password store' in text for text in board.list_all(board.find('dialog'))), 'the place')
        Picture.steady(board.get_box(dialog)).save('connect-token')
        said = board.list_all(board.find('dialog'))
        self.press(board, dialog, 'Connect')
        board.wait_live()
        board.wait_gone('dialog', 'Connect to a Server')
        board.choose('Close the Board')
        board.wait_for('list item', server.uri)
        return said

    def test_token_in_a_file(self):
        """Without a password store the dialog says where the token goes, to a file that only its user can read."""
        server = self.secured()
        board = self.welcome()
        said = self.connect(board, server)
        file = self.tokens
        self.assertTrue(any(str(file) in text and 'unencrypted' in text for text in said), said)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertIn(TOKEN, file.read_text())

        # The row has the token, and shows the state of the server before it is chosen.
        board.wait_for('label', 'Online, wants a token')
        Picture.steady(board.get_box()).save('recent-state')
        board.click('list item', server.uri)
        board.wait_live()

        board.choose('Close the Board')
        board.click('push button', 'Forget This Server')
        board.wait_gone('list item', server.uri)
        board.click('push button', 'Undo')
        board.wait_for('list item', server.uri)
        self.assertIn(TOKEN, file.read_text())
        board.click('push button', 'Forget This Server')
        board.wait_for('push button', 'Undo')
        self.assertIn(TOKEN, file.read_text())
        buttons = [item for item in board.walk() if item.get_role_name() == 'push button']
        names = [item.get_name() for item in buttons]
        board.point(buttons[names.index('Undo') + 1])
        wb_ui.xdotool('click', '1')
        wait(lambda: TOKEN not in file.read_text(), 'the token to go')

    def test_token_in_the_keyring(self):
        """In the Secret Service of GNOME, and not in a file."""
        if not Path('/usr/bin/gnome-keyring-daemon').exists():
            self.skipTest('gnome-keyring is not installed')
        keyring = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--components=secrets', '--unlock'],
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(keyring.wait)
        self.addCleanup(keyring.terminate)
        keyring.stdin.write(b'open')
        keyring.stdin.close()
        wait(lambda: subprocess.run(['gdbus', 'wait', '--session', '--timeout', '1', 'org.freedesktop.secrets'],
                                    check=False, capture_output=True).returncode == 0, 'the keyring')

        server = self.secured()
        board = self.welcome()
        said = self.connect(board, server)
        self.assertTrue(any('In the password store' in text for text in said), said)
        self.assertFalse(self.tokens.exists())
        board.click('list item', server.uri)
        board.wait_live()

    def test_states_of_recent_servers(self):
        server = self.server()
        board = self.welcome()
        dialog = self.open_dialog(board)
        self.fill(board, address=server.uri, name='Shop Floor')
        self.press(board, dialog, 'Connect')
        board.wait_live()
        board.choose('Close the Board')
        board.wait_for('list item', 'Shop Floor')
        board.wait_for('label', f'{server.uri} · Online')
        Picture.steady(board.get_box()).save('recent-online')
        server.kill()
        board.wait_for('label', f'{server.uri} · Does not answer')


if __name__ == '__main__':
    wb_ui.main()
