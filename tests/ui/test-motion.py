"""test-motion.py: what moves, what must not, and that nothing does in a hidden window. Runs with animations."""

import json
import time

import wb_ui
from wb_ui import AWAY, Damage, Picture, wait

# One page each, so that no page turns.
STILL = {
    'seller': [{'name': 'Corner Shop', 'value': 12}, {'name': 'Market Hall', 'value': 34}],
    'rank': [{'name': 'North', 'value': 210}, {'name': 'South', 'value': 120}],
    'stock': [{'name': 'Phones', 'stock': 80, 'sales': 20}],
}


class Motion(wb_ui.TestCase):
    def start_board(self, still=False, ripples=True):
        wb_ui.xdotool('mousemove', *AWAY)
        self.data = data = self.folder()
        if still:
            for name, value in STILL.items():
                (data / f'{name}.json').write_text(json.dumps(value), encoding='utf-8')
        if not ripples:
            (data / 'map.json').write_text('[]', encoding='utf-8')
        board = self.board('--server', self.server(data).uri)
        board.wait_live()
        return board

    def count(self, board, seconds, chart=None):
        """How many boxes of a chart, or of the board below the header bar, are painted."""
        left, _, top, _ = board.get_frame()
        x, y, width, height = board.get_extents(board.chart(chart)) if chart else (0, 48, 10000, 10000)
        with Damage(board.window) as damage:
            boxes = damage.collect(seconds)
        return sum(box[0] < left + x + width and box[0] + box[2] > left + x and
                   box[1] < top + y + height and box[1] + box[3] > top + y for box in boxes)

    def check_still(self, board, chart=None):
        """Nothing is painted, once the last frames of the start have come, which takes long on a busy machine."""
        wait(lambda: self.count(board, 0.5, chart) == 0, 'the start to end')
        self.assertEqual(self.count(board, 2, chart), 0)

    def test_nothing_moves(self):
        board = self.start_board(still=True, ripples=False)
        self.check_still(board)

    def test_map_moves(self):
        """Ripples are drawn several times a second, and the chart beside them is not."""
        board = self.start_board(still=True)
        wait(lambda: self.count(board, 1, 'Where sellers are') > 5, 'ripples, several times a second')
        self.check_still(board, 'Sales by city')

    @staticmethod
    def minimise(board):
        wb_ui.xdotool('windowminimize', board.window)
        wait(lambda: board.window not in board.list_windows(), 'the window to be minimised')

    def check_asleep(self, board):
        """Pages, ripples, clock and ages stop: only the keepalive of the connection remains."""
        wait(lambda: board.count_wakeups(0.5) < 3, 'the board to rest')
        page = board.describe('Sales by region')
        self.assertLess(board.count_wakeups(2.5), 10)
        self.assertEqual(board.describe('Sales by region'), page)

    def check_awake(self, board):
        wait(lambda: self.count(board, 0.5, 'Where sellers are') > 2, 'the ripples')
        page = board.describe('Sales by region')
        wait(lambda: board.describe('Sales by region') != page, 'the next bar')

    def test_minimised(self):
        board = self.start_board()
        self.check_awake(board)
        self.assertGreater(board.count_wakeups(1), 10)
        self.minimise(board)
        self.check_asleep(board)
        board.activate()
        self.check_awake(board)

    def test_changed_while_minimised(self):
        """New data is shown at once when the window is."""
        board = self.start_board(still=True, ripples=False)
        place = board.get_place(board.chart('Sales by seller'))
        before = Picture.steady(place)
        self.minimise(board)
        (self.data / 'seller.json').write_text(json.dumps(STILL['seller'][:1]), encoding='utf-8')
        board.wait_described('Sales by seller', '1 ')
        board.activate()

        def take_other():
            """A picture of the card that is not the one which the screen kept from before."""
            picture = Picture.take(place)
            return picture if picture.pixel(1, 1) == before.pixel(1, 1) and not picture.looks_like(before) else None

        shown = wait(take_other, 'the new data')
        self.assertTrue(shown.looks_like(Picture.steady(place)), 'there is no transition to them')

    def test_transition(self):
        """A transition has frames in between, can be reversed on its way, and ends with the right picture."""
        board = self.start_board(still=True, ripples=False)
        chart = board.chart('Sales by city')
        x, y, width, height = board.get_place(chart)
        # Below the legend, away from where the pointer is.
        place = x + 8, y + height // 3, width - 16, height // 2
        whole = Picture.steady((x, y, width, height))
        swatch = next((x + i, y + j) for j in range(height) for i in range(width)
                      if whole.pixel(i, j) == (0x1c, 0x8f, 0x55))
        before = Picture.steady(place)
        board.activate()

        def toggle():
            wb_ui.xdotool('mousemove', swatch[0] + 3, swatch[1] + 3, 'click', '1')
            end = time.monotonic() + 0.8
            pictures = []
            while time.monotonic() < end:
                pictures.append(Picture.take(place))
            return pictures

        def has_frames():
            pictures = toggle()
            after = Picture.steady(place)
            self.assertFalse(after.looks_like(before))
            toggle()
            self.assertTrue(Picture.steady(place).looks_like(before))
            return any(not picture.looks_like(before) and not picture.looks_like(after) for picture in pictures)

        # A busy machine may draw none of them in one round.
        self.assertTrue(any(has_frames() for _ in range(5)), 'no frame in between')

        wb_ui.xdotool('click', '1')
        wait(lambda: not Picture.take(place).looks_like(before), 'the transition to begin')
        toggle()
        self.assertTrue(Picture.steady(place).looks_like(before))


if __name__ == '__main__':
    wb_ui.main()
