"""test-notices.py: notices of a server, as text and as speech, in a window, in full screen and in a kiosk.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

import wb_ui
from gi.repository import Atspi, GLib
from wb_ui import Picture, wait

CTL = wb_ui.BUILD / 'src/ctl/wallboardctl'
BANNER = (0xf3, 0xf5, 0xf9)  # as the text of the dark theme


class Listener:
    """Receives what a screen reader would: the new name of an alert, also of one that was not read before."""

    EVENT = 'object:property-change:accessible-name'

    def __init__(self, board):
        self.heard = []
        self.pid = board.process.pid
        self.listener = Atspi.EventListener.new(self.event)
        self.listener.register(self.EVENT)

    def event(self, event):
        if event.source.get_role() == Atspi.Role.ALERT and event.source.get_process_id() == self.pid and event.any_data:
            self.heard.append(event.any_data)

    def wait_for(self, text):
        def heard():
            while GLib.MainContext.default().iteration(False):
                pass
            return text in self.heard

        wait(heard, f'“{text}” to be spoken; heard: {self.heard}')

    def close(self):
        self.listener.deregister(self.EVENT)


class KioskBoard(wb_ui.Board):
    def find_window(self, name='^Wallboard'):
        return super().find_window(name)


class Notices(wb_ui.TestCase):
    def notify(self, text):
        wb_ui.run(str(CTL), '--server', self.uri, 'notify', text)

    def begin(self, *options):
        self.uri = self.server().uri
        board = self.start((KioskBoard if '--kiosk' in options else wb_ui.Board)('--server', self.uri, *options))
        board.wait_for('label', 'Live')
        listener = Listener(board)
        self.addCleanup(listener.close)
        return board, listener

    def find_banner(self, board):
        return next((item for item in board.walk() if item.get_role() == Atspi.Role.ALERT
                     and board.get_extents(item)[3] > 0), None)

    def count(self, board, colour):
        """The number of pixels of that colour in the window."""
        data = Picture.steady(board.get_board_box()).data
        return sum(data[i:i + 3] == bytes(colour) for i in range(0, len(data), 3))

    def test_desk(self):
        """A toast, and the text for a screen reader; the same text is announced again."""
        board, listener = self.begin()
        self.notify('Lunch at noon')
        board.wait_for('label', 'Lunch at noon')
        listener.wait_for('Lunch at noon')
        self.assertLess(self.count(board, BANNER), 30000)
        Picture.take(board.get_board_box()).save('notice-desk')
        listener.heard.clear()
        self.notify('Sale begins')
        listener.wait_for('Sale begins')
        self.notify('Lunch at noon')
        listener.wait_for('Lunch at noon')

    def test_full_screen(self):
        """A banner in large letters, which its button closes."""
        board, listener = self.begin()
        board.key('F11')
        wait(lambda: board.get_box() == Picture.get_screen(), 'full screen')
        before = self.count(board, BANNER)
        self.notify('The fire drill begins in five minutes: leave by the stairs')
        banner = wait(lambda: self.find_banner(board), 'the banner')
        listener.wait_for('The fire drill begins in five minutes: leave by the stairs')
        label = board.wait_for('label', re.compile('^The fire drill'), banner)
        title = board.wait_for('label', 'Sales by seller')
        self.assertGreater(board.get_extents(label)[3], 1.25 * board.get_extents(title)[3])
        self.assertGreater(self.count(board, BANNER) - before, 60000)
        Picture.steady(board.get_board_box()).save('notice-full-screen')
        board.click('push button', 'Close the Notice')
        wait(lambda: self.find_banner(board) is None, 'the banner to go')

    def test_wall(self):
        """The same in a kiosk, without a button, also if it is locked."""
        board, listener = self.begin('--kiosk', '--lock')
        before = self.count(board, BANNER)
        self.notify('Counter 4 needs help')
        banner = wait(lambda: self.find_banner(board), 'the banner')
        listener.wait_for('Counter 4 needs help')
        self.assertGreater(self.count(board, BANNER) - before, 60000)
        self.assertFalse([item for item in board.walk(banner) if item.get_role_name() == 'push button'
                          and board.get_extents(item)[2] > 0])
        Picture.steady(board.get_box()).save('notice-wall')


if __name__ == '__main__':
    wb_ui.main()
