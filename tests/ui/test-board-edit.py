"""test-board-edit.py: the board is edited by mouse and by keyboard, undone, and saved for every display."""

import importlib.util
import json
import re
import signal
from pathlib import Path

import wb_ui
from wb_ui import Atspi, Picture, stays, wait, xdotool

spec = importlib.util.spec_from_file_location('board_file', Path(__file__).with_name('test-board-file.py'))
board_file = importlib.util.module_from_spec(spec)
spec.loader.exec_module(board_file)
DEFAULT = board_file.DEFAULT


class Edit(board_file.BoardFile):
    def edit(self):
        board = self.open()
        self.wait_cards(board, *DEFAULT)
        board.place(0, 0, 1600, 900)
        board.key('ctrl+e')
        wait(lambda: self.is_shown(board, 'Cancel'), 'the bar')
        self.cover(board, 'Sales trend')
        return board

    @staticmethod
    def is_shown(board, button):
        found = board.find('push button', button)
        return found is not None and board.get_extents(found)[2] > 0

    @staticmethod
    def wait_done(board):
        wait(lambda: board.find('panel', re.compile('^Move or change')) is None, 'the end of editing')

    @staticmethod
    def cover(board, title):
        return wait(lambda: board.find('panel', f'Move or change “{title}”'), f'the cover of {title}')

    def drag(self, board, what, x, y):
        board.activate()
        board.point(what)
        xdotool('mousedown', '1')
        start_x, start_y = (int(word.partition('=')[2]) for word in xdotool('getmouselocation', '--shell').split()[:2])
        for step in range(1, 9):
            xdotool('mousemove', start_x + (x - start_x) * step // 8, start_y + (y - start_y) * step // 8)
        xdotool('mouseup', '1')

    def drag_to(self, board, what, target, across, down):
        x, y, width, height = board.get_place(target)
        self.drag(board, what, int(x + width * across), int(y + height * down))

    def read_saved(self):
        return json.loads((self.data / 'board.json').read_text(encoding='utf-8'))

    def test_mouse_undo_and_save(self):
        board = self.edit()
        other = self.board('--server', self.served.uri)
        other.wait_for('label', 'Live')
        Picture.steady().save('board-edit')

        self.drag_to(board, self.cover(board, 'Stock and sales'), self.cover(board, 'Where sellers are'), 0.3, 0.1)
        moved = ['Sales by city', 'Sales by seller', 'Stock and sales', 'Where sellers are', 'Sales by region',
                 'Share of hot goods']
        self.wait_cards(board, *moved)
        board.key('ctrl+z')
        self.wait_cards(board, *DEFAULT)
        board.key('ctrl+shift+z')
        self.wait_cards(board, *moved)
        # A drop beside the last column makes a new one.
        self.drag_to(board, self.cover(board, 'Stock and sales'), self.cover(board, 'Share of hot goods'), 0.95, 0.5)
        last = DEFAULT[:4] + ['Share of hot goods', 'Stock and sales']
        self.wait_cards(board, *last)
        self.assertEqual(self.list_cards(other), DEFAULT)

        board.key('ctrl+s')
        board.wait_for('label', 'Saved for all displays')
        self.wait_done(board)
        saved = self.read_saved()
        self.assertEqual([[chart['chart'] for chart in column['charts']] for column in saved['columns']],
                         [['trend', 'seller'], ['map', 'rank'], ['hot'], ['stock']])
        hot = other.find('panel', 'Share of hot goods')
        wait(lambda: other.get_extents(hot)[3] > other.get_extents(other.find('panel', 'Sales by seller'))[3] * 1.5,
             'the other display')

    def test_changes_wait_for_save(self):
        """While a plan is being saved it does not change, since the change would be lost. Cancel still works."""
        board = self.edit()
        xdotool('key', 'Right')
        moved = ['Sales by seller', 'Sales by city', *DEFAULT[2:]]
        self.wait_cards(board, *moved)

        # The server does not answer, and so the request lasts.
        self.served.process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.served.process.send_signal, signal.SIGCONT)
        board.key('ctrl+s')
        xdotool('key', 'Down', 'Delete', 'ctrl+z')
        board.key('ctrl+s')
        stays(lambda: self.list_cards(board) == moved and self.is_shown(board, 'Cancel'), 1, 'the plan is being saved')
        self.served.process.send_signal(signal.SIGCONT)
        self.wait_done(board)
        board.wait_for('label', 'Saved for all displays')
        saved = self.read_saved()
        self.assertEqual([chart['chart'] for chart in saved['columns'][0]['charts'] + saved['columns'][1]['charts']][:3],
                         ['seller', 'trend', 'map'])
        self.wait_cards(board, *moved)

        board.key('ctrl+e')
        self.cover(board, 'Sales trend')
        self.served.process.send_signal(signal.SIGSTOP)
        board.key('ctrl+s')
        board.click('push button', 'Cancel')
        self.wait_done(board)
        board.key('ctrl+e')
        self.cover(board, 'Sales trend')
        self.served.process.send_signal(signal.SIGCONT)
        stays(lambda: self.is_shown(board, 'Cancel'), 1, 'a cancelled request ends nothing')
        self.assertFalse([label for label in board.list_labels() if 'cancel' in label and label != 'Cancel'])

    def test_borders(self):
        board = self.edit()
        trend = board.find('panel', 'Sales by city')
        before = board.get_extents(trend)
        border = board.wait_for('separator', 'Width of column 1')
        x, y, width, height = board.get_place(border)
        self.drag(board, border, x + width // 2 + 120, y + height // 2)
        wait(lambda: abs(board.get_extents(trend)[2] - before[2] - 120) < 12, 'a wider column')
        xdotool('key', 'ctrl+z')
        wait(lambda: board.get_extents(trend) == before, 'the first width')

        board.point(border)
        xdotool('click', '1')
        xdotool('key', 'Left', 'Left')
        wait(lambda: board.get_extents(trend)[2] < before[2] - 20, 'a narrower column')
        row = board.wait_for('separator', 'Height of “Sales trend”')
        board.point(row)
        xdotool('click', '1')
        xdotool('key', 'Down')
        wait(lambda: board.get_extents(trend)[3] > before[3] + 10, 'a higher card')

    def test_keys(self):
        board = self.edit()
        xdotool('key', 'Right')
        self.wait_cards(board, 'Sales by seller', 'Sales by city', *DEFAULT[2:])
        # The focus moves with the card.
        xdotool('key', 'Down')
        self.wait_cards(board, 'Sales by seller', 'Where sellers are', 'Sales by city', *DEFAULT[3:])
        xdotool('key', 'Delete')
        self.wait_cards(board, 'Sales by seller', *DEFAULT[2:])
        board.key('ctrl+z')
        self.wait_cards(board, 'Sales by seller', 'Where sellers are', 'Sales by city', *DEFAULT[3:])
        board.click('push button', 'Cancel')
        self.wait_cards(board, *DEFAULT)
        self.wait_done(board)

    def test_add_and_this_screen_only(self):
        board = self.edit()
        board.click('push button', 'Add a Chart…')
        dialog = wait(lambda: board.find_window('^Add a Chart$'), 'the dialog')
        xdotool('windowactivate', '--sync', dialog)
        wait(lambda: len([item for item in board.walk(board.application) if item.get_role_name() == 'text']) >= 2, 'the entries')
        dataset, title = [item for item in board.walk(board.application) if item.get_role_name() == 'text'][-2:]
        Atspi.EditableText.set_text_contents(dataset, 'seller-north')
        Atspi.EditableText.set_text_contents(title, 'Far North')
        board.point(title, window=dialog)
        xdotool('click', '1')
        xdotool('key', 'Return')
        wait(lambda: 'Far North' in self.list_cards(board), 'the new card')
        self.assertEqual(len(self.list_cards(board)), 7)
        wait(lambda: board.application.get_child_count() == 1, 'the dialog to go')
        Picture.steady().save('board-edit-added')

        # Saved for this screen only: not in the file of the server, and not on another display.
        board.click('push button', 'More Ways to Save')
        entry = board.wait_for('menu item', 'Save for This Screen Only')
        wait(lambda: board.get_extents(entry)[2] > 0, 'the entry')
        Atspi.Action.do_action(entry, 0)
        self.wait_done(board)
        self.assertFalse((self.data / 'board.json').exists())
        self.assertIn('Far North', self.list_cards(board))
        board.choose('Show the Board of All Displays')
        self.wait_cards(board, *DEFAULT)

    def test_refused(self):
        """One clear sentence, and the changes are kept: the user can save for this screen instead."""
        board = self.board('--server', self.legacy_server().uri)
        self.wait_cards(board, *DEFAULT)
        board.wait_for('label', 'Live')
        board.key('ctrl+e')
        self.cover(board, 'Sales trend')
        xdotool('key', 'Down')
        moved = ['Sales by seller', 'Sales by city', *DEFAULT[2:]]
        self.wait_cards(board, *moved)
        board.key('ctrl+s')
        board.wait_for('label', 'There is no server that keeps boards: save for this screen only')
        self.cover(board, 'Sales trend')
        self.wait_cards(board, *moved)


if __name__ == '__main__':
    wb_ui.main()
