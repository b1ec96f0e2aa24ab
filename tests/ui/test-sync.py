"""test-sync.py: boards and pages on one server change together."""

import wb_ui
from wb_ui import DARK, LIGHT, Picture, SAMPLES, wait


class Sync(wb_ui.TestCase):
    def two_boards(self):
        server = self.server()
        left = self.board('--server', server.uri)
        left.place(0, 0, 940, 1000)
        right = self.board('--server', server.uri)
        right.place(960, 0, 940, 1000)
        left.wait_live()
        right.wait_live()
        self.wait_background(DARK, left, right)
        return left, right

    def test_theme(self):
        left, right = self.two_boards()
        left.click('push button', 'Switch Theme on All Displays')
        self.wait_background(LIGHT, left, right)
        Picture.take().save('two-boards-light')
        right.key('ctrl+t')
        self.wait_background(DARK, left, right)

    def wait_alone(self, board, chart):
        """Waits until the board shows only that chart, on all of its area."""
        wait(lambda: board.list_charts() == [chart], f'{chart} alone')
        width, height = board.get_box()[2:]
        wait(lambda: board.get_extents(board.chart(chart))[2] == width - 32, f'{chart} across the board')
        self.assertGreater(board.get_extents(board.chart(chart))[3], height - 150)

    def test_full_screen_chart(self):
        left, right = self.two_boards()
        self.assertEqual([len(board.list_charts()) for board in (left, right)], [6, 6])
        left.click('push button', 'Sales trend: Show in Full Screen')
        self.wait_alone(left, 'Sales by city')
        self.wait_alone(right, 'Sales by city')
        Picture.steady(right.get_board_box()).save('chart-in-full-screen')
        self.assertIsNotNone(left.find('push button', 'Sales trend: Back to the Board'))
        right.key('Escape')
        for board in (left, right):
            wait(lambda board=board: len(board.list_charts()) == 6, 'all charts')
            board.wait_for('push button', 'Sales trend: Show in Full Screen')

    def test_late_display(self):
        server = self.server()
        first = self.board('--server', server.uri)
        first.wait_live()
        first.key('ctrl+t')
        first.key('ctrl+5')
        wait(lambda: first.list_charts() == ['Share of hot goods, Phones and digital'], 'hot alone')
        late = self.board('--server', server.uri)
        wait(lambda: late.list_charts() == first.list_charts(), 'hot alone on the late one')
        self.wait_background(LIGHT, late)


class Legacy(wb_ui.TestCase):
    def test_page(self):
        """A page written for the legacy protocol and a window, on wallboard-server."""
        server = self.server()
        board = self.board('--server', server.uri)
        board.wait_live()
        page = self.legacy_page(server.uri)
        page.send_line('theme')
        self.assertEqual(page.expect('theme '), 'vintage')
        self.wait_background(LIGHT, board)
        board.click('push button', 'Switch Theme on All Displays')
        self.assertEqual(page.expect('theme '), 'chalk')
        self.wait_background(DARK, board)
        page.send_line('full seller')
        self.assertEqual(page.expect('full '), 'seller true')
        wait(lambda: board.list_charts() == ['Sales by seller'], 'seller alone')
        board.key('Escape')
        self.assertEqual(page.expect('full '), 'seller false')
        wait(lambda: len(board.list_charts()) == 6, 'all charts')

    def test_server(self):
        """A window on a server written for the legacy protocol, which has no snapshot and no live data."""
        board = self.board('--server', self.legacy_server().uri)
        board.wait_live()
        self.wait_background(DARK, board)
        board.key('ctrl+t')
        self.wait_background(LIGHT, board)
        board.click('push button', 'Sales by seller: Show in Full Screen')
        wait(lambda: board.list_charts() == ['Sales by seller'], 'seller alone')
        board.click('push button', 'Sales by seller: Back to the Board')
        wait(lambda: len(board.list_charts()) == 6, 'all charts')
        self.assertIsNotNone(board.find('label', 'Live'))


class Chinese(wb_ui.TestCase):
    def test_data(self):
        board = self.board('--server', self.server(SAMPLES / 'zh').uri)
        board.place(0, 0, 1920, 1080)
        board.wait_live('Sales by seller')
        board.wait_described('Sales by seller', '[\u4e00-\u9fff]')
        # The letters are in the font: a missing letter is drawn as a box, and all boxes look alike.
        self.assertGreater(Picture.steady(board.get_board_box()).count_colours(), 1000)
        Picture.take().save('board-zh-dark')
        board.key('ctrl+t')
        self.wait_background(LIGHT, board)
        Picture.steady(board.get_board_box()).save('board-zh-light')


if __name__ == '__main__':
    wb_ui.main()
