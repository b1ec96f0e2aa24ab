"""test-status.py: whether what is on show is true: live, partly old, old, in error, reconnecting, refused.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import re
import tempfile

import wb_ui
from gi.repository import Atspi
from wb_ui import SOURCE, Picture, stays, wait

SELLERS = [{'name': 'Corner Shop', 'value': 12}, {'name': 'Market Hall', 'value': 34}]
WRONG = [{'name': 'Corner Shop', 'value': 12}, {'name': 'Market Hall', 'value': 'many'}]
REASON = re.compile(r'^Error: seller: \[1\]\.value: expected a number')
CHARTS = ('Sales by city', 'Sales by seller', 'Where sellers are', 'Sales by region', 'Share of hot goods',
          'Stock and sales')
RECONNECTING = 'Reconnecting…'
AGE = re.compile('^[0-9]+ (s|min) old$')

# The border of a card in error, style.css and style-dark.css.
ERROR_COLOUR = (0xc7, 0xad, 0xfe)


class States(wb_ui.TestCase):
    def setUp(self):
        self.data = self.folder()
        self.save(SELLERS)

    def save(self, sellers):
        (self.data / 'next').write_text(json.dumps(sellers), encoding='utf-8')
        os.replace(self.data / 'next', self.data / 'seller.json')

    def wall(self, *options, **more):
        wall = self.board('--kiosk', *options, **more)
        wait(lambda: wall.get_box() == Picture.get_screen(), 'full screen')
        return wall

    def both(self, *options):
        """A window, and a kiosk over it."""
        return [self.board(*options), self.wall(*options)]

    def places(self, board):
        """The places of the charts, which move with anything around them."""
        return [board.get_extents(board.chart(name)) for name in CHARTS]

    def list_texts(self, board):
        """What is said in the board, by texts and by charts."""
        return board.list_all()

    def assert_said(self, board, pattern):
        wait(lambda: any(re.search(pattern, text) for text in self.list_texts(board)),
             f'“{pattern}”; there is {self.list_texts(board)}')

    # The state of the whole board

    def test_partly_old(self):
        server = self.server(self.data)
        for board in self.both('--server', server.uri):
            board.wait_live()
            self.save(WRONG)
            board.wait_for('label', 'Partly old: Sales by seller')
            self.assertIsNone(board.find('label', 'Live'))
            Picture.take().save('state-partly-old')
            self.save(SELLERS)
            board.wait_for('label', 'Live')

    def test_several_old(self):
        """As many as have no room in a line are counted, and named for who looks closer."""
        board = self.board('--server', self.server(self.data).uri)
        board.wait_live()
        for name in ('seller', 'rank', 'stock'):
            (self.data / f'{name}.json').write_text('{', encoding='utf-8')
        label = board.wait_for('label', 'Partly old: 3 of 6 charts')
        self.assertIn('Sales by seller, ', label.get_description())
        self.assertIn('Stock and sales', label.get_description())

    def test_replaced_by_empty(self):
        """Another server at the same address has none of the data that are on show."""
        server = self.server(self.data, wb_ui.free_port())
        board = self.board('--server', server.uri)
        board.wait_live()
        server.kill()
        with tempfile.TemporaryDirectory() as empty:
            self.server(empty, server.port)
            board.wait_for('label', 'Old data')
            self.assertIsNone(board.find('label', 'Live'))
            self.assertEqual(sum(bool(AGE.match(label)) for label in board.list_labels()), 6)
            Picture.take().save('state-replaced')

    def test_no_data(self):
        """A server that never had data."""
        with tempfile.TemporaryDirectory() as empty:
            board = self.board('--server', self.server(empty).uri)
            board.wait_for('label', 'No data')
            self.assertIsNone(board.find('label', 'Live'))

    def test_reconnecting(self):
        server = self.server(self.data)
        board = self.board('--server', server.uri)
        board.wait_live()
        server.kill()
        board.wait_for('label', RECONNECTING)
        stays(lambda: board.find('label', RECONNECTING), 3, 'each attempt would say “Connecting…”')

    # Errors

    def check_error(self, board):
        card = board.find('panel', 'Sales by seller')
        self.save(WRONG)
        label = board.wait_for('label', REASON, card)
        x, y, width, height = wait(lambda: board.get_sized(label, None), 'a place')
        left, top, card_width, card_height = board.get_place(card)
        self.assertTrue(left < x and x + width < left + card_width and top < y and y + height < top + card_height)
        self.assertGreater(width, card_width / 2, 'the sentence is not cut')
        board.wait_described('Sales by seller', 'Market Hall, 34')
        wait(lambda: Picture.take((left, top + card_height // 2, 4, 1)).data.count(bytes(ERROR_COLOUR)) > 0, 'a border')
        Picture.take().save('state-error')
        self.save(SELLERS)
        board.wait_gone('label', REASON)
        wait(lambda: Picture.take((left, top + card_height // 2, 4, 1)).data.count(bytes(ERROR_COLOUR)) == 0, 'no border')

    def test_error(self):
        board = self.board('--server', self.server(self.data).uri)
        board.wait_live()
        self.check_error(board)

    def test_error_on_locked_wall(self):
        wall = self.wall('--server', self.server(self.data).uri, '--lock')
        wall.wait_live()
        self.check_error(wall)

    def test_error_without_data(self):
        """A dataset that was never right says why in its card."""
        self.save(WRONG)
        wall = self.wall('--server', self.server(self.data).uri, '--lock')
        wall.wait_for('label', 'Partly without data: Sales by seller')
        card = wall.find('panel', 'Sales by seller')
        wall.wait_for('label', 'Error', card)
        self.assertIn('expected a number', wall.describe('Sales by seller'))

    def test_board_file_on_wall(self):
        """A board file with an error changes nothing, which a wall says as well."""
        wall = self.wall('--server', self.server(self.data).uri, '--lock')
        wall.wait_live()
        (self.data / 'board.json').write_text('{"columns": 3}', encoding='utf-8')
        wall.wait_for('label', re.compile('^The board stays as it is: board: columns: expected an array'))
        self.assertIsNone(wall.find('label', 'No connection to the server'))
        Picture.take().save('state-board-file')
        (self.data / 'board.json').unlink()
        wall.wait_gone('label', re.compile('^The board stays'))

    # The connection

    def check_short_restart(self, board, server):
        board.wait_live()
        before = self.places(board)
        server.kill()
        board.wait_for('label', RECONNECTING)
        stays(lambda: self.places(board) == before, 1, 'everything moved half a second after the end')
        again = self.server(self.data, server.port)
        board.wait_for('label', 'Live')
        stays(lambda: self.places(board) == before, 0.5, 'everything moved back')
        return again

    def test_short_restart(self):
        server = self.server(self.data, wb_ui.free_port())
        for board in self.both('--server', server.uri, '--show', 'overview'):
            server = self.check_short_restart(board, server)

    def check_long_outage(self, board, server, sentence):
        board.wait_live()
        places = self.places(board)
        server.kill()
        label = board.wait_for('label', sentence)
        wait(lambda: board.get_sized(label, None), 'a banner')
        wait(lambda: sum(bool(AGE.match(text)) for text in board.list_labels()) >= 6, 'the ages')
        self.assertEqual(self.places(board), places)
        Picture.take().save(f'state-outage-{board.kind}')
        self.server(self.data, server.port)
        board.wait_for('label', 'Live')
        wait(lambda: not label.get_state_set().contains(Atspi.StateType.SHOWING), 'the banner to go')

    def test_long_outage(self):
        """The banner lies over the board, and moves nothing in it."""
        server = self.server(self.data, wb_ui.free_port())
        board = self.board('--server', server.uri)
        board.kind = 'window'
        self.check_long_outage(board, server, re.compile('Trying again'))

    def test_long_outage_of_wall(self):
        server = self.server(self.data, wb_ui.free_port())
        wall = self.wall('--server', server.uri)
        wall.kind = 'wall'
        self.check_long_outage(wall, server, 'No connection to the server')

    def test_no_server(self):
        """Nothing loads where there is nobody to load from."""
        for board in self.both('--server', f'ws://127.0.0.1:{wb_ui.free_port()}'):
            board.wait_for('label', RECONNECTING)
            self.assert_said(board, 'No connection to the server')
            self.assertFalse([text for text in self.list_texts(board) if 'Loading' in text])

    def guarded(self):
        """A server that wants a token, also from this machine."""
        server = self.node(SOURCE / 'tests/client/peer.js', json.dumps({'dialect': 'auth', 'token': 'open sesame'}))
        server.uri = 'ws://127.0.0.1:' + server.expect('ready ')
        return server

    def test_refused(self):
        """What is wrong, and where to mend it."""
        board = self.board('--server', self.guarded().uri)
        board.wait_for('label', 'Refused')
        self.assert_said(board, 'wants a token: ask who runs it for one')
        self.assertFalse([text for text in self.list_texts(board) if 'Loading' in text or 'No connection' in text])
        Picture.take().save('state-refused')
        board.click('push button', 'Enter a Token…')
        wait(lambda: board.find_window('^Connect to a Server$'), 'the dialog')

    def test_refused_wall(self):
        token = self.data / 'my-token'
        token.write_text('not the one of the server', encoding='utf-8')
        token.chmod(0o600)
        wall = self.wall('--server', self.guarded().uri, '--token-file', token)
        wall.wait_for('label', 'The server refuses this display')
        wall.wait_for('label', 'Refused')
        self.assert_said(wall, 'refused the token: .*' + re.escape(f'“{token}”'))
        self.assertFalse([text for text in self.list_texts(wall) if 'Loading' in text or 'No connection' in text])
        Picture.take().save('state-refused-wall')


if __name__ == '__main__':
    wb_ui.main()
