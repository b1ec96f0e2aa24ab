"""test-touch.py: touch input on the charts, with a simulated touch screen of the X server."""

import wb_ui
from wb_ui import Finger, Picture, stays, wait


class Touch(wb_ui.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.finger = Finger()

    @classmethod
    def tearDownClass(cls):
        cls.finger.socket.close()

    def setUp(self):
        self.shown = self.board('--server', self.server().uri)
        self.shown.wait_live()

    def find(self, chart, x, y):
        left, top, width, height = self.shown.get_place(self.shown.chart(chart))
        return left + width * x, top + height * y

    def test_tooltip(self):
        """It is shown by a touch, follows the finger, and stays for a while after it is lifted."""
        trend = self.shown.chart('Sales by city')
        place = self.shown.get_place(trend)
        before = Picture.steady(place)
        self.finger.press(*self.find('Sales by city', 0.4, 0.6))
        first = wait(lambda: 'series' not in trend.get_description() and trend.get_description(), 'a month')
        wait(lambda: not Picture.take(place).looks_like(before), 'a tooltip')
        self.finger.slide(*self.find('Sales by city', 0.8, 0.6))
        wait(lambda: trend.get_description() != first, 'another month')
        self.finger.lift()
        stays(lambda: 'series' not in trend.get_description(), 0.3, 'a tooltip of the pointer goes when it leaves')
        self.assertFalse(Picture.steady(place).looks_like(before))
        Picture.take().save('touch')

    def test_tap(self):
        """A tap shows a province, a double tap the country."""
        province = self.find('Where sellers are', 0.38, 0.4)
        self.finger.tap(*province)
        wait(lambda: 'Where sellers are' not in self.shown.list_charts() and len(self.shown.list_charts()) == 6,
             'the name of a province')
        stays(lambda: 'Where sellers are' not in self.shown.list_charts(), 0.5, 'taps within 0.4 s are a double tap')
        self.finger.tap_twice(*province)
        wait(lambda: 'Where sellers are' in self.shown.list_charts(), 'the country again')

    def test_double_tap(self):
        """On the country it acts as one tap: the second one neither returns nor goes further."""
        province = self.find('Where sellers are', 0.38, 0.4)
        self.finger.tap_twice(*province)
        wait(lambda: 'Where sellers are' not in self.shown.list_charts(), 'the name of a province')
        stays(lambda: 'Where sellers are' not in self.shown.list_charts(), 0.5, 'a second tap would have come back')

    def test_legend(self):
        """A tap on an entry, or a little beside it, switches its series off."""
        trend = self.shown.chart('Sales by city')
        left, top, width, height = self.shown.get_place(trend)
        picture = Picture.steady((left, top, width, height))
        x, y = next((x, y) for y in range(height) for x in range(width) if picture.pixel(x, y) == (0x1c, 0x8f, 0x55))
        self.shown.wait_described('Sales by city', 'highest Shanghai')
        self.finger.tap(left + x + 5, top + y - 4)
        wait(lambda: 'highest Shanghai' not in trend.get_description(), 'the series to go')
        self.finger.tap(*self.find('Share of hot goods', 0.5, 0.97))
        wait(lambda: not Picture.take((left, top + height // 2, width, height // 2)).looks_like(
             picture.crop((0, height // 2, width, height // 2))), 'another picture')

    def test_slide_over_scrolling_board(self):
        """A vertical slide scrolls a board that is longer than the window."""
        self.shown.place(0, 0, 400, 700)
        trend = self.shown.chart('Sales by city')
        y = self.shown.get_extents(trend)[1]
        self.finger.press(*self.find('Sales by city', 0.5, 0.8))
        start = self.finger.at
        self.finger.slide(start[0], start[1] - 150)
        self.finger.lift()
        wait(lambda: self.shown.get_extents(trend)[1] < y, 'the board to scroll')


if __name__ == '__main__':
    wb_ui.main()
