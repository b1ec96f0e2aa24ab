"""test-start.py: the first start, the dialog that connects, and what is in the menu."""

import contextlib
import re
import socket

import wb_ui
from gi.repository import Atspi
from wb_ui import DARK, Picture, SAMPLES, wait

CONNECT = 'Connect to a Server…'
HOST = 'Host Here with Sample Data'


class Start(wb_ui.TestCase):
    def welcome(self):
        board = self.board()
        board.wait_for('push button', CONNECT)
        return board

    def is_on_welcome(self, board):
        return board.get_extents(board.find('push button', CONNECT))[2] > 0

    def open_dialog(self, board):
        board.click('push button', CONNECT)
        board.wait_for('dialog', 'Connect to a Server')
        dialog = wait(lambda: board.find_window('^Connect to a Server$'), 'the window of the dialog')
        return dialog

    def get_connect_button(self, board):
        dialog = board.find('dialog')
        return next(item for item in board.walk(dialog)
                    if item.get_role_name() == 'push button' and item.get_name() == 'Connect'
                    and board.get_extents(item)[2] > 0)

    def can_connect(self, board):
        return self.get_connect_button(board).get_state_set().contains(Atspi.StateType.SENSITIVE)

    def type(self, board, dialog, text):
        board.activate(dialog)
        wb_ui.xdotool('key', 'ctrl+a', 'Delete')
        wb_ui.xdotool('type', '--delay', '15', text)
        entry = board.wait_for('text', re.compile('^Address'))
        wait(lambda: self.get_text(entry) == text, f'“{text}”')

    @staticmethod
    def get_text(entry):
        """The whole text. GTK 4.8 returns nothing for an end of -1."""
        return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))

    def test_welcome(self):
        board = self.welcome()
        self.assertTrue(self.is_on_welcome(board))
        self.assertIsNotNone(board.find('push button', HOST))
        self.assertNotIn('Live', board.list_labels())
        Picture.steady(board.get_box()).save('welcome')

    def test_right_to_left(self):
        """In Arabic the board begins on the right, also in a locale without a translation."""
        board = self.board('--server', self.server(SAMPLES / 'ar').uri, env={'LANGUAGE': 'ar'})
        board.wait_live('Sales by seller', 'Stock and sales')
        seller, stock = (board.get_place(board.chart(name)) for name in ('Sales by seller', 'Stock and sales'))
        self.assertGreater(seller[0], stock[0] + stock[2])
        self.assertTrue(any('1 / 5' in label for label in board.list_labels()))
        Picture.steady(board.get_board_box()).save('right-to-left')

    def test_dialog(self):
        server = self.server()
        board = self.welcome()
        dialog = self.open_dialog(board)
        wait(lambda: not self.can_connect(board), 'an empty address that connects to nothing')

        before = set(board.list_labels(board.find('dialog')))
        self.type(board, dialog, 'ftp://there')
        wait(lambda: any(len(label) > 20 for label in set(board.list_labels(board.find('dialog'))) - before),
             'a sentence')
        self.assertFalse(self.can_connect(board))
        Picture.steady(board.get_box(dialog)).save('connect-wrong')
        wb_ui.xdotool('key', 'Return')
        self.assertIsNotNone(board.find('dialog'))

        self.type(board, dialog, server.uri)
        wait(lambda: self.can_connect(board), 'an address to connect to')
        board.point(self.get_connect_button(board), window=dialog)
        wb_ui.xdotool('click', '1')
        board.wait_live()
        board.wait_gone('dialog', 'Connect to a Server')

    def test_dialog_by_keys(self):
        """With an address without a scheme, and Return."""
        server = self.server()
        board = self.welcome()
        board.key('ctrl+o')
        board.wait_for('dialog', 'Connect to a Server')
        dialog = wait(lambda: board.find_window('^Connect to a Server$'), 'the window of the dialog')
        self.type(board, dialog, server.uri.removeprefix('ws://'))
        wait(lambda: self.can_connect(board), 'an address to connect to')
        wb_ui.xdotool('key', 'Return')
        board.wait_live()

    def test_host_and_last_servers(self):
        board = self.welcome()
        server = self.server()
        dialog = self.open_dialog(board)
        self.type(board, dialog, server.uri)
        wb_ui.xdotool('key', 'Return')
        board.wait_live()
        board.wait_gone('dialog', 'Connect to a Server')
        board.choose('Close the Board')
        wait(lambda: self.is_on_welcome(board), 'the welcome page')
        board.wait_for('list item', server.uri)
        Picture.steady(board.get_box()).save('last-servers')

        board.click('push button', HOST)
        board.wait_live()
        self.wait_background(DARK, board)
        board.choose('Close the Board')
        wait(lambda: self.is_on_welcome(board), 'the welcome page')
        board.click('list item', server.uri)
        board.wait_live()
        board.wait_for('label', server.uri)

    def test_port_in_use(self):
        """Two servers on one machine: the second one shows its port."""
        with socket.socket() as holder:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

            # Another process may use the port already, which does as well.
            with contextlib.suppress(OSError):
                holder.bind(('127.0.0.1', 9998))
                holder.listen()
            board = self.board('--host', '--data', SAMPLES / 'en')
            toast = board.wait_for('label', re.compile('^The usual port is in use, .* ws://127.0.0.1:[0-9]+$'))
            self.assertNotIn(':9998', toast.get_name())
            board.wait_live()


if __name__ == '__main__':
    wb_ui.main()
