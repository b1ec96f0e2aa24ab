"""test-variants.py: the app on the servers of legacy-variants.js.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import wb_ui
from wb_pair import wait_drawn
from wb_ui import DARK, LIGHT, SAMPLES, SOURCE, wait


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


if __name__ == '__main__':
    wb_ui.main()
