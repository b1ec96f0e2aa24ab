"""test-variants.py: the app on the servers of legacy-variants.js.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import subprocess

import wb_ui
from wb_pair import list_drawn, wait_drawn
from wb_ui import BUILD, DARK, LIGHT, SAMPLES, SOURCE, Program, free_port, stays, wait


class Variants(wb_ui.TestCase):
    def variant(self, name, data=SAMPLES / 'en'):
        server = self.node(SOURCE / 'tests/interop/legacy-variants.js', name, data)
        server.uri = server.expect('ready ')
        return server

    def check_in_step(self, name):
        """The app draws six cards, and changes when its messages come back. The server is alive at the end."""
        server = self.variant(name)
        board = self.board('--server', server.uri)
        wait_drawn(board)
        for colour in (LIGHT, DARK):
            board.key('ctrl+t')
            self.wait_background(colour, board)
        board.key('ctrl+2')
        wait(lambda: board.list_charts() == ['Sales by seller'], 'seller alone')
        board.key('Escape')
        wait(lambda: len(board.list_charts()) == 6, 'all charts')
        self.assertIsNotNone(board.find('label', 'Live'))
        self.assertIsNone(server.process.poll())

    def test_greeting(self):
        self.check_in_step('greeting')

    def test_sender_only(self):
        self.check_in_step('sender-only')

    def test_rewriting(self):
        self.check_in_step('rewriting')

    def test_binary(self):
        self.check_in_step('binary')

    def test_object(self):
        self.check_in_step('object')

    def only_hotproduct(self):
        folder = self.folder()
        (folder / 'hot.json').rename(folder / 'hotproduct.json')
        return folder

    def test_death(self):
        """A server that dies of the name of hot: once, and with the other name after that."""
        port, folder = free_port(), self.only_hotproduct()
        command = ('node', SOURCE / 'tests/interop/legacy-variants.js', 'plain', folder, port)
        first = Program(*command)
        first.expect('ready ')
        board = self.board('--server', f'ws://127.0.0.1:{port}')
        wait(lambda: first.process.poll() is not None or len(list_drawn(board)) == 6, 'a request for hot')
        if first.process.poll() is None:
            self.skipTest('it asked for hotproduct first')
        second = self.start(Program(*command))
        second.expect('ready ')
        wait_drawn(board)
        stays(lambda: second.process.poll() is None and board.find('label', 'Live'), 2, 'the first name was asked at once')

    def test_silence(self):
        """A server that says nothing of names that it does not have."""
        folder = self.only_hotproduct()
        (folder / 'rank.json').unlink()
        board = self.board('--server', self.variant('silent', folder).uri)
        wait(lambda: len(list_drawn(board)) == 5, 'five cards with data')
        wait(lambda: any('did not answer' in text or 'has not answered' in text for text in board.list_all()),
             'the card of rank to say that there is no answer')

    def test_change_theme(self):
        """A server that forwards only the theme word of its page, which the app takes over."""
        server = self.variant('change-theme')
        board = self.board('--server', server.uri)
        wait_drawn(board)
        page = self.legacy_page(server.uri)
        page.send_line('raw {"action":"changeTheme","socketType":"changeTheme","chartName":"","value":""}')
        self.wait_background(LIGHT, board)
        board.key('ctrl+t')
        self.wait_background(DARK, board)

    def run_ctl(self, uri, *words):
        subprocess.run([BUILD / 'src/ctl/wallboardctl', '--server', uri, *words], check=True, timeout=20)

    def test_ctl(self):
        """wallboardctl, which cannot know the words of a server, reaches the app and pages of both kinds, each once."""
        server = self.variant('plain')
        board = self.board('--server', server.uri)
        wait_drawn(board)
        page = self.legacy_page(server.uri)
        self.run_ctl(server.uri, 'theme', 'toggle')
        self.wait_background(LIGHT, board)
        page.expect('theme vintage')
        self.run_ctl(server.uri, 'fullscreen', 'hot', 'on')
        wait(lambda: board.list_charts() == ['Share of hot goods, Phones and digital'], f'hot alone: {board.list_charts()}')
        page.expect('full hotproduct true')
        self.wait_background(LIGHT, board)

        other = self.variant('change-theme')
        late = self.board('--server', other.uri)
        wait_drawn(late)
        self.run_ctl(other.uri, 'theme', 'toggle')
        self.wait_background(LIGHT, late)


if __name__ == '__main__':
    wb_ui.main()
