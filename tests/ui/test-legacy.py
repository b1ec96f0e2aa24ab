"""test-legacy.py: what a window says of a legacy server that does not do as it should."""

import json
import re

import wb_ui
from wb_ui import Picture, SAMPLES, SOURCE, wait

OLD = re.compile('^[0-9]+ s old$')


class Legacy(wb_ui.TestCase):
    def peer(self, **options):
        """A server that the test controls, with data for sellers and regions only."""
        peer = self.node(SOURCE / 'tests/client/peer.js', json.dumps({'text': True, **options}))
        peer.uri = 'ws://127.0.0.1:' + peer.expect('ready ')
        return peer

    @staticmethod
    def read(*names):
        return {name: (SAMPLES / 'en' / f'{name}.json').read_text(encoding='utf-8') for name in names}

    def wait_said(self, board, text):
        wait(lambda: any(text in said for said in board.list_all()), f'“{text}” in the window')

    def test_unusable(self):
        """What cannot be used marks its chart, or the connection, until better things come."""
        peer = self.peer(data=self.read('trend', 'seller', 'map', 'rank', 'hot', 'stock'))
        board = self.board('--server', peer.uri)
        board.wait_live('Sales by seller')

        broken = {'action': 'getData', 'chartName': 'seller', 'data': '[{"name":"A","value":"many"}]'}
        peer.send_line('send ' + json.dumps(broken))
        board.wait_for('label', OLD)
        self.wait_said(board, 'seller: [0].value: expected a number')
        Picture.take().save('unusable-data')
        peer.send_line('send ' + json.dumps({**broken, 'data': [{'name': 'A', 'value': 1764415142000000001}]}))
        board.wait_gone('label', OLD)
        board.wait_for('label', 'Live')

        peer.send_line('send {"action":"fullScreen","chartName":"map",}')
        board.wait_for('label', 'Live, with errors')
        self.wait_said(board, '2 messages of the server could not be used; the last one: line 1, column ')
        Picture.take().save('unusable-message')

    def test_missing(self):
        """A server that ends when it is asked for a file that it does not have."""
        peer = self.peer(dies=True, data={**self.read('trend', 'seller', 'map', 'hot', 'stock'), 'rank': None})
        board = self.board('--server', peer.uri)
        self.wait_said(board, 'the server ended the connection when it was asked for these data')
        board.wait_for('label', 'Partly without data: Sales by region')
        board.wait_described('Sales by seller', '[0-9]')

    def test_silent(self):
        peer = self.peer()
        board = self.board('--server', peer.uri)
        board.wait_live('Sales by seller')
        self.wait_said(board, 'the server has not answered the request for these data')
        board.wait_for('label', 'Partly without data: 4 of 6 charts')
        Picture.take().save('silent-datasets')


if __name__ == '__main__':
    wb_ui.main()
