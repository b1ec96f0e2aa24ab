"""test-input.py: hover, wheel, keys and the menu of a card, with real input in a real window."""

import csv
import io
import re
import tempfile
import xml.etree.ElementTree as tree
from pathlib import Path

import wb_ui
from wb_ui import AWAY, Picture, stays, wait

SVG = '{http://www.w3.org/2000/svg}'


class WithoutInput(wb_ui.TestCase):
    def test_initial_pointer(self):
        """A pointer that is where the window opens, and the initial focus, do not pause the pages."""
        wb_ui.xdotool('mousemove', '640', '600')
        board = self.board('--server', self.server().uri)
        board.wait_live()
        left, top, width, height = board.get_place(board.chart('Sales by region'))
        self.assertTrue(left < 640 < left + width and top < 600 < top + height)
        places = board.wait_described('Sales by region', 'places [0-9]+').group()
        wait(lambda: places not in board.describe('Sales by region'), 'the next places')
        self.assertIn('places', board.describe('Sales by region'))
        # A motion of one pixel does.
        wb_ui.xdotool('mousemove', '641', '600')
        board.wait_described('Sales by region', '^(?!.*places)')


class Input(wb_ui.TestCase):
    def setUp(self):
        wb_ui.xdotool('mousemove', *AWAY)
        self.shown = self.board('--server', self.server().uri)
        self.shown.wait_live()
        self.shown.activate()

    def wheel(self, chart, *buttons):
        """4 is up, 5 is down."""
        self.shown.point(self.shown.chart(chart))
        for button in buttons:
            wb_ui.xdotool('click', str(button))

    def leave(self):
        wb_ui.xdotool('mousemove', *AWAY)

    def test_hover(self):
        """A bar is highlighted, and its value is in a tooltip and in the description, until the pointer leaves."""
        chart = self.shown.chart('Sales by seller')
        self.shown.point(chart, 0.5, 0.9)
        wait(lambda: re.search(', [0-9]', chart.get_description()) and 'page' not in chart.get_description(),
             'the bar under the pointer')
        left, top, width, height = self.shown.get_place(chart)
        wait(lambda: Picture.take((left, top, width, height)).count_colours() > 50, 'a picture')
        at_bar = Picture.steady((left, top, width, height))
        self.shown.point(chart, 0.5, 0.3)
        wait(lambda: not Picture.steady((left, top, width, height)).looks_like(at_bar), 'another bar')
        self.leave()
        self.shown.wait_described('Sales by seller', 'page')

    def test_wheel(self):
        """It moves the visible part of rank by one bar, and turns the pages of stock."""
        rank = self.shown.chart('Sales by region')
        self.shown.point(rank, 0.5, 0.5)
        bar = wait(lambda: 'places' not in rank.get_description() and rank.get_description(), 'a bar')
        steps = iter(range(1, 15))

        def step_right():
            self.shown.point(rank, 0.5 + next(steps, 14) / 100, 0.5)
            return rank.get_description() not in (bar, '') and rank.get_description()

        following = wait(step_right, 'the bar beside it')
        self.shown.point(rank, 0.5, 0.5)
        wb_ui.xdotool('click', '5')
        wait(lambda: rank.get_description() == following, 'the next bar under the pointer')
        wb_ui.xdotool('click', '4')
        wait(lambda: rank.get_description() == bar, 'the bar as before')

        self.wheel('Stock and sales', 5)
        self.leave()
        self.shown.wait_described('Stock and sales', 'page 2 of')
        self.wheel('Stock and sales', 4)
        self.leave()
        self.shown.wait_described('Stock and sales', 'page 1 of')

    def test_wheel_on_trend(self):
        """It has no pages, and stays as it is."""
        chart = self.shown.chart('Sales by city')
        self.shown.point(chart, 0.5, 0.6)
        before = wait(lambda: 'series' not in chart.get_description() and chart.get_description(), 'the month')
        wb_ui.xdotool('click', '5')
        stays(lambda: chart.get_description() == before, 0.2, 'a chart with pages turns them at once')

    def test_wheel_scrolls(self):
        """A board that is longer than the window scrolls, over any chart; with Shift the wheel turns pages there."""
        self.shown.place(0, 0, 400, 700)
        self.shown.point(self.shown.chart('Sales by city'), 0.5, 0.5)
        seller = self.shown.chart('Sales by seller')
        before = self.shown.get_extents(seller)[1]
        wb_ui.xdotool('click', '5')
        wait(lambda: self.shown.get_extents(seller)[1] < before, 'the board to scroll')
        self.shown.point(seller)
        y = self.shown.get_extents(seller)[1]
        wb_ui.xdotool('click', '5')
        wait(lambda: self.shown.get_extents(seller)[1] < y, 'the board to scroll over a chart with pages')
        for _ in range(20):
            wb_ui.xdotool('click', '4')
        wait(lambda: self.shown.get_extents(seller)[1] == before, 'the board to scroll back')
        page = self.shown.find('panel', 'Sales by seller')
        count = next(label for label in self.shown.list_labels(page) if ' / ' in label)
        self.shown.point(seller, 0.5, 0.2)
        wb_ui.xdotool('keydown', 'shift', 'click', '5', 'keyup', 'shift')
        wait(lambda: count not in self.shown.list_labels(page), 'the next page')

    def test_keyboard_focus_pauses(self):
        """Pages do not turn while a chart has the keyboard focus, and turn again afterwards."""
        seller = self.shown.tab_to('Sales by seller')
        page = seller.get_description()
        self.assertIn('page', page)
        stays(lambda: seller.get_description() == page, 3.7, 'pages turn every 3 s')
        wb_ui.xdotool('key', 'Tab')
        wait(lambda: seller.get_description() != page, 'the next page')

    def test_legend_by_keys(self):
        """Enter switches a series off and on again, and the scale follows."""
        trend = self.shown.tab_to('Sales by city')
        wb_ui.xdotool('key', 'End')
        name = wait(lambda: re.sub('[, ]*$', '', trend.get_description()), 'the last entry of the legend')
        self.assertNotRegex(name, '[0-9]')
        left, top, width, height = self.shown.get_place(trend)
        scale = left + 10, top + 10, width // 12, height - 20
        before = Picture.steady(scale)
        wb_ui.xdotool('key', 'Return')
        wait(lambda: not Picture.steady(scale).looks_like(before), 'another scale')
        self.assertIn(name, trend.get_description())
        wb_ui.xdotool('key', 'Return')
        wait(lambda: Picture.steady(scale).looks_like(before), 'the first scale')

    # The menu of a card

    def choose_in_menu(self, name):
        self.shown.click('push button', re.compile('^Save, Copy or Read'))
        wb_ui.xdotool('key', *['Down'] * self.shown.wait_menu().index(name), 'Return')

    def save(self, title, path):
        """Saves through the dialog of GTK, which is used without a portal."""
        self.choose_in_menu(title + '…')
        window = wait(lambda: self.shown.find_window(f'^{title}$'), 'the dialog')
        self.shown.type_path(window, path)
        wait(path.exists, str(path))
        self.shown.wait_for('label', 'Saved')
        return path.read_bytes()

    def test_save(self):
        """The menu saves a picture of the size on the screen."""
        chart = self.shown.chart('Sales by city')
        width, height = self.shown.get_extents(chart)[2:]
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / 'trend.png'
            self.save('Save Picture', picture)
            self.assertEqual(wb_ui.run('identify', '-format', '%m %w %h', str(picture)),
                             f'PNG {2 * width} {2 * height}')
            ground = wb_ui.run('convert', str(picture), '-format', '%[hex:u.p{4,4}]', 'info:')
            self.assertEqual(ground[:6].lower(), '1e232e')

    def test_save_drawing(self):
        """The suffix of the name decides the format."""
        with tempfile.TemporaryDirectory() as folder:
            drawing = self.save('Save Picture', Path(folder) / 'trend.svg')
            self.assertEqual(tree.fromstring(drawing).tag, SVG + 'svg')

    def test_save_document(self):
        with tempfile.TemporaryDirectory() as folder:
            document = self.save('Save Picture', Path(folder) / 'trend.pdf')
            self.assertTrue(document.startswith(b'%PDF-') and document.rstrip().endswith(b'%%EOF'))

    def test_save_numbers(self):
        with tempfile.TemporaryDirectory() as folder:
            text = self.save('Save Numbers', Path(folder) / 'trend.csv').decode()
            rows = list(csv.reader(io.StringIO(text.lstrip('\ufeff'))))
            self.assertEqual(len(rows), 13)
            self.assertEqual(rows[0][:2], ['Month', 'Shanghai (million yuan)'])
            self.assertEqual(rows[1][:2], ['Jan', '22.6'])


if __name__ == '__main__':
    wb_ui.main()
