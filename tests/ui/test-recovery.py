"""test-recovery.py: a board keeps its charts and shows how old they are, whatever happens to its data."""

import os
import re
import time

import wb_ui
from wb_ui import Picture, stays, wait

AGE = re.compile('^[0-9]+ s old$')
N_CHARTS = 6
# Fits on one page, so that the picture changes only with the data.
SELLERS = '[{"name": "Corner Shop", "value": 12}, {"name": "Market Hall", "value": 34}]'
OTHER_SELLERS = '[{"name": "Corner Shop", "value": 12}, {"name": "Harbour Store", "value": 987}]'


class Files(wb_ui.TestCase):
    def setUp(self):
        self.data = self.folder()
        self.save(SELLERS)
        self.live = self.board('--server', self.server(self.data).uri)
        self.live.wait_live()
        self.live.wait_described('Sales by seller', 'Market Hall, 34')

    def save(self, text):
        """Replaces the file at once, like an editor."""
        (self.data / 'next').write_text(text, encoding='utf-8')
        os.replace(self.data / 'next', self.data / 'seller.json')

    def save_in_place(self, text):
        (self.data / 'seller.json').write_text(text, encoding='utf-8')

    def take_seller(self):
        return Picture.steady(self.live.get_place(self.live.chart('Sales by seller')))

    def check_saved(self, save):
        before = self.take_seller()
        save(OTHER_SELLERS)
        self.live.wait_described('Sales by seller', 'Harbour Store, 987')
        wait(lambda: not self.take_seller().looks_like(before), 'another picture')
        save(SELLERS)
        self.live.wait_described('Sales by seller', 'Market Hall, 34')
        wait(lambda: self.take_seller().looks_like(before), 'the first picture again')

    def test_replaced(self):
        self.check_saved(self.save)

    def test_written_in_place(self):
        self.check_saved(self.save_in_place)

    def test_reason_stays(self):
        """The reason of a broken file is the tooltip of its mark, which does not go when ages and clock change."""
        self.save('[{"name": "Corner Shop", "value": nothing}]')
        mark = wait(self.find_mark, 'a mark')
        left, top, width, height = self.live.get_place(mark)
        below = (left, top + height + 4, width, 24)
        before = Picture.steady(below)
        self.live.point(mark)
        wait(lambda: not Picture.take(below).looks_like(before), 'a tooltip')
        stays(lambda: not Picture.take(below).looks_like(before), 3, 'the clock sets texts each second')

    def test_broken_and_repaired(self):
        self.save('[{"name": "Corner Shop", "value": nothing}]')
        mark = wait(self.find_mark, 'a mark')
        self.assertIn('seller', mark.get_description())
        self.assertIsNotNone(self.live.find('label', re.compile('^Error: seller: ')), 'the reason is in the card')
        # The chart is smaller, beside that sentence, and shows the same.
        self.assertRegex(self.live.describe('Sales by seller'), 'Market Hall, 34')
        self.assertGreater(self.take_seller().count_colours(), 100)
        Picture.take().save('broken-data')
        self.assertEqual(self.count_marks(), 1, 'the other charts are live')

        self.save(OTHER_SELLERS)
        wait(lambda: self.count_marks() == 0, 'the mark to go')
        self.live.wait_described('Sales by seller', 'Harbour Store, 987')

    def is_mark(self, label):
        return label == 'Old data' or label.endswith(' old')

    def find_mark(self):
        card = self.live.find('panel', 'Sales by seller')
        return next((item for item in self.live.walk(card)
                     if item.get_role_name() == 'label' and self.is_mark(item.get_name())), None)

    def count_marks(self):
        return sum(self.is_mark(label) for label in self.live.list_labels())


class LostConnection(wb_ui.TestCase):
    def lose_server(self):
        server = self.server(port=wb_ui.free_port())
        board = self.board('--server', server.uri)
        board.wait_live()
        # Pages do not turn while the pointer is on the chart, so its picture can be compared.
        board.point(board.chart('Sales by seller'), 0.01, 0.01)
        before = Picture.steady(board.get_place(board.chart('Sales by seller')))
        server.kill()
        wait(lambda: len(self.list_ages(board)) == N_CHARTS, 'an age on each chart')
        board.wait_for('label', re.compile('Trying again in [0-9]+ second'))
        return server, board, before

    def list_ages(self, board):
        return [label for label in board.list_labels() if AGE.match(label)]

    def check_live(self, board):
        board.wait_for('label', 'Live')
        wait(lambda: not self.list_ages(board), 'the ages to go')

    def test_server_killed(self):
        server, board, before = self.lose_server()
        self.assertRegex(board.wait_for('label', re.compile('Trying again')).get_name(), r'^[A-Z].*\. Trying')
        self.assertIsNotNone(board.wait_for('label', re.compile('^(Reconnecting|Connecting)…$')))
        chart = board.chart('Sales by seller')
        # An age in the header may make the chart smaller, so the picture differs.
        now = Picture.steady(board.get_place(chart))
        self.assertGreater(now.count_colours(), before.count_colours() // 2)
        self.assertRegex(chart.get_description(), 'highest')
        wait(lambda: '0 s old' not in self.list_ages(board), 'the ages to grow')
        Picture.take().save('server-gone')

        self.server(port=server.port)
        self.check_live(board)
        wait(lambda: board.get_extents(board.chart('Sales by seller'))[3] == before.height, 'the bar to go')
        wait(lambda: Picture.steady(board.get_place(chart)).looks_like(before), 'the picture as it was')

    def test_try_now(self):
        server, board, _ = self.lose_server()
        # Early enough in a long wait that it does not end by itself.
        wait(lambda: any(re.search('in ([4-9]|[1-9][0-9]) seconds', label) for label in board.list_labels()),
             'a long wait for the next try', limit=90)
        self.server(port=server.port)
        began = time.monotonic()
        board.click('push button', 'Try Now')
        self.check_live(board)
        self.assertLess(time.monotonic() - began, 3.5)

    def test_dead_port(self):
        """A board whose server starts later shows that, and no dialog."""
        port = wb_ui.free_port()
        board = self.board('--server', f'ws://127.0.0.1:{port}')
        board.wait_for('label', re.compile('Trying again'))
        self.assertIsNone(board.find('dialog'))
        self.assertEqual(len(board.list_charts()), 6)
        Picture.take().save('no-server-yet')
        self.server(port=port)
        board.wait_live()
        self.check_live(board)

    def test_started_without_server(self):
        """The last data is shown at once, with its age and in its theme, and then live data."""
        server = self.server(port=wb_ui.free_port())
        board = self.board('--server', server.uri)
        board.wait_live()
        board.key('ctrl+t')
        self.wait_background(wb_ui.LIGHT, board)
        before = board.describe('Sales by city')
        board.key('ctrl+q')
        wait(lambda: board.process.poll() is not None, 'the app to end')
        server.kill()

        board = self.board('--server', server.uri)
        wait(lambda: len(self.list_ages(board)) == N_CHARTS, 'an age on each chart')
        self.assertEqual(board.describe('Sales by city'), before)
        self.wait_background(wb_ui.LIGHT, board)
        Picture.take().save('started-without-server')
        self.server(port=server.port)
        self.check_live(board)


class Notices(wb_ui.TestCase):
    def setUp(self):
        server = self.legacy_server()
        self.shown = self.board('--server', server.uri)
        self.shown.wait_live()
        self.page = self.legacy_page(server.uri)

    def list_notices(self):
        return [label for label in self.shown.list_labels() if label.startswith('notice')]

    def test_toast(self):
        self.page.send_line('raw {"type":"msg","data":"notice <b>one</b> & 二"}')
        self.shown.wait_for('label', 'notice <b>one</b> & 二')
        Picture.take().save('notice')

    def test_many(self):
        for i in range(200):
            self.page.send_line(f'raw {{"type":"msg","data":"notice {i}"}}')
        wait(lambda: self.list_notices() == ['notice 199'], 'the last notice alone')
        # A queue would show the next one now.
        wait(lambda: self.list_notices() == [], 'the notice to go')
        self.page.send_line('raw {"type":"msg","data":"notice again"}')
        wait(lambda: self.list_notices() == ['notice again'], 'one more notice')
        self.assertIsNotNone(self.shown.find('label', 'Live'))

    def test_long(self):
        self.page.send_line('raw {"type":"msg","data":"notice ' + '字' * 5000 + '"}')
        text = wait(self.list_notices, 'the notice')[0]
        self.assertLess(len(text), 250)
        self.assertEqual(self.shown.get_box()[2:], (1280, 800))


if __name__ == '__main__':
    wb_ui.main()
