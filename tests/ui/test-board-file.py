"""test-board-file.py: the board has the charts of its file, and follows its changes."""

import json
import os
import urllib.request

import wb_ui
from wb_ui import Picture, wait

DEFAULT = ['Sales by city', 'Sales by seller', 'Where sellers are', 'Sales by region', 'Share of hot goods',
           'Stock and sales']
SELLERS = {'chart': 'seller'}
NORTH = {'chart': 'seller', 'dataset': 'seller-north', 'title': 'In the North'}
UPRIGHT = {'chart': 'rank', 'dataset': 'seller', 'title': 'Upright'}


def board_of(*columns, **more):
    return json.dumps({**more, 'columns': [{'charts': list(charts)} for charts in columns]})


class BoardFile(wb_ui.TestCase):
    def setUp(self):
        self.data = self.folder()
        self.save('seller-north', json.dumps([{'name': 'Polar Goods', 'value': 77}]))

    def save(self, name, text):
        (self.data / 'next').write_text(text, encoding='utf-8')
        os.replace(self.data / 'next', self.data / f'{name}.json')

    def open(self, *options):
        self.served = self.server(self.data)
        board = self.board('--server', self.served.uri, *options)
        board.wait_for('label', 'Live')
        return board

    @staticmethod
    def list_cards(board):
        """The names of the cards in the order of the tree, which is the order of Tab."""
        names = []
        for item in board.walk():
            box = item.get_parent() if item.get_role_name() == 'image' else None
            # A card that is being removed may have no parent any more.
            card = box.get_parent() if box is not None else None
            if card is not None and card.get_name():
                names.append(card.get_name())
        return names

    def wait_cards(self, board, *names):
        try:
            wait(lambda: self.list_cards(board) == list(names), f'the cards {names}')
        except AssertionError as error:
            raise AssertionError(f'the cards are {self.list_cards(board)}') from error


class Served(BoardFile):
    def test_changes_live(self):
        board = self.open()
        self.wait_cards(board, *DEFAULT)
        trend = board.find('panel', 'Sales by city')
        before = board.get_place(trend)

        self.save('board', board_of([NORTH, SELLERS], [{'chart': 'trend'}, UPRIGHT], title='North and Rest'))
        self.wait_cards(board, 'In the North', 'Sales by seller', 'Sales by city', 'Upright')
        board.wait_described('In the North', 'Polar Goods, 77')
        board.wait_described('Upright', '[0-9]')
        board.wait_for('label', 'North and Rest')
        # The card was moved, not made again.
        after = wait(lambda: board.get_place(trend), 'the place')
        self.assertGreater(after[0], before[0])
        Picture.steady().save('board-file')

        self.save('seller-north', json.dumps([{'name': 'Polar Goods', 'value': 78}]))
        board.wait_described('In the North', 'Polar Goods, 78')

    def test_bad_file(self):
        self.save('board', board_of([SELLERS]))
        board = self.open()
        self.wait_cards(board, 'Sales by seller')
        self.save('board', board_of([{'chart': 'pie'}]))
        said = wait(lambda: next((label for label in board.list_labels() if 'charts[0].chart' in label), None), 'the reason')
        self.assertIn('The board stays as it is', said)
        self.wait_cards(board, 'Sales by seller')
        Picture.steady().save('board-file-bad')

        self.save('board', board_of([NORTH]))
        self.wait_cards(board, 'In the North')

    def test_uploaded(self):
        board = self.open()
        other = self.board('--server', self.served.uri)
        other.wait_for('label', 'Live')
        request = urllib.request.Request(self.served.http + '/api/board', method='PUT', data=board_of([NORTH]).encode())
        urllib.request.urlopen(request, timeout=wb_ui.LIMIT).close()
        self.wait_cards(board, 'In the North')
        self.wait_cards(other, 'In the North')

    def test_full_screen_by_name(self):
        self.save('board', board_of([NORTH, SELLERS], [{'chart': 'hot'}]))
        board = self.open()
        other = self.board('--server', self.served.uri)
        other.wait_for('label', 'Live')
        board.click('push button', 'In the North: Show in Full Screen')
        for each in (board, other):
            each.wait_for('push button', 'In the North: Back to the Board')
            self.wait_cards(each, 'In the North')
        other.key('Escape')
        self.wait_cards(board, 'In the North', 'Sales by seller', 'Share of hot goods')

    def test_legacy_server(self):
        """It has no such file, and gets no request for one."""
        board = self.board('--server', self.legacy_server().uri)
        board.wait_for('label', 'Live')
        self.wait_cards(board, *DEFAULT)


if __name__ == '__main__':
    wb_ui.main()
