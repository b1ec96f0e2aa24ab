"""test-window.py: one window: full screen, keys, mouse, and what a screen reader finds."""

import re
import subprocess
import tempfile
from pathlib import Path

import wb_ui
from gi.repository import Atspi
from wb_ui import AWAY, DARK, LIGHT, Picture, SAMPLES, stays, wait

CHARTS = ['Sales by city', 'Sales by seller', 'Where sellers are', 'Sales by region',
          'Share of hot goods, Phones and digital', 'Stock and sales']
ROLES = ('push button', 'toggle button', 'text', 'image', 'list item')
# The default names that GTK 4.8 gives to widgets.
NO_NAME = re.compile('^$|^(Gtk|Adw|Wb)[A-Z]|_')


class Window(wb_ui.TestCase):
    def setUp(self):
        wb_ui.xdotool('mousemove', *AWAY)
        self.shown = self.board('--server', self.server().uri)
        self.shown.wait_live()

    def has(self, accessible, state):
        return accessible.get_state_set().contains(state)

    def take(self, chart):
        """A picture of the chart inside its focus ring, which GTK hides after a while."""
        x, y, width, height = self.shown.get_place(chart)
        return Picture.steady((x + 8, y + 8, width - 16, height - 16))

    def test_full_screen(self):
        before = self.shown.get_box()
        self.shown.key('F11')
        wait(lambda: self.shown.get_box() == Picture.get_screen(), 'full screen')
        self.assertNotEqual(before, self.shown.get_box())
        self.shown.wait_for('push button', 'Leave Full Screen')
        frame = self.shown.find('frame')
        wait(lambda: self.shown.get_extents(frame) == Picture.get_screen(), 'the layout of full screen')
        Picture.steady(self.shown.get_board_box()).save('full-screen')
        self.shown.key('Escape')
        wait(lambda: self.shown.get_box() == before, 'the window again')
        self.shown.click('push button', 'Full Screen')
        wait(lambda: self.shown.get_box() == Picture.get_screen(), 'full screen by mouse')
        self.shown.key('F11')
        wait(lambda: self.shown.get_box() == before, 'the window again')

    def test_sizes(self):
        """Every arrangement of the cards, without a warning from GTK."""
        for width, height in ((1900, 1060), (1040, 760), (900, 1000), (660, 700), (400, 700), (1280, 800)):
            self.shown.place(0, 0, width, height)
            Picture.steady(self.shown.get_board_box()).save(f'board-{width}x{height}')
            for chart in CHARTS[:3]:
                x, _, chart_width, _ = self.shown.get_extents(self.shown.chart(chart))
                self.assertGreaterEqual(x, 0)
                self.assertLessEqual(x + chart_width, width)

    def test_data_cursor(self):
        chart = self.shown.tab_to('Sales by city')
        wb_ui.xdotool('mousemove', *AWAY)
        before = self.take(chart)
        wb_ui.xdotool('key', 'Right')
        wait(lambda: not self.take(chart).looks_like(before), 'the data cursor')
        first = self.take(chart)
        self.shown.wait_described('Sales by city', 'Shanghai, Jan, 22.6')
        wb_ui.xdotool('key', 'Right', 'Right')
        wait(lambda: not self.take(chart).looks_like(first), 'the data cursor elsewhere')
        self.assertFalse(self.take(chart).looks_like(before))
        Picture.take().save('data-cursor')
        wb_ui.xdotool('key', 'Left', 'Left')
        wait(lambda: self.take(chart).looks_like(first), 'the data cursor where it was')
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: self.take(chart).looks_like(before), 'no data cursor')
        self.shown.wait_described('Sales by city', '5 series')

    def test_table(self):
        """A key shows the numbers of a chart, and another one the board again."""
        self.shown.tab_to('Sales by city')
        wb_ui.xdotool('key', 't')
        window = self.shown.wait_for('frame', 'Sales by city')
        labels = wait(lambda: len(self.shown.list_labels(window)) > 5 * 12 and self.shown.list_labels(window),
                      'the numbers')
        self.assertIn('Jan', labels)
        self.assertIn('22.6', labels)
        Picture.steady().save('table')
        header = self.shown.find('label', re.compile('^Shanghai'), window)
        table = self.shown.find_window('^Sales by city$')
        self.assertGreaterEqual(Picture.steady(self.shown.get_place(header, table)).read_contrast(), 4.5)
        wb_ui.xdotool('key', 'Escape')
        self.shown.wait_gone('frame', 'Sales by city')

    def test_map(self):
        """A click shows a province, Escape the country."""
        chart = self.shown.chart('Where sellers are')
        whole = self.take(chart)
        country = chart.get_description()
        self.shown.point(chart, 0.38, 0.4)
        wait(lambda: not self.take(chart).looks_like(whole), 'a tooltip')
        wb_ui.xdotool('click', '1')
        wait(lambda: len(self.shown.list_charts()) == 6 and
             'Where sellers are' not in self.shown.list_charts(), 'the name of a province')
        name = next(name for name in self.shown.list_charts() if name.startswith('Where sellers are, '))
        self.assertNotEqual(self.shown.chart(name).get_description(), country)
        Picture.take().save('map-province')
        wb_ui.xdotool('mousemove', *AWAY)
        wb_ui.xdotool('key', 'Escape')
        wait(lambda: 'Where sellers are' in self.shown.list_charts(), 'the country again')
        wait(lambda: self.take(chart).looks_like(whole), 'its map')

    def test_copy(self):
        """The menu of a card copies a picture of its chart."""
        self.shown.click('push button', re.compile('^Save, Copy or Read'))
        self.shown.wait_menu()
        wb_ui.xdotool('key', 'Up', 'Return')
        self.shown.wait_for('label', 'Picture copied')

    def test_tooltip(self):
        chart = self.shown.chart('Sales by city')
        wb_ui.xdotool('mousemove', *AWAY)
        before = self.take(chart)
        self.shown.point(chart, 0.5, 0.6)
        wait(lambda: not self.take(chart).looks_like(before), 'a tooltip')
        Picture.take().save('tooltip')
        wb_ui.xdotool('mousemove', *AWAY)
        wait(lambda: self.take(chart).looks_like(before), 'no tooltip')

    def find_colour(self, chart, colour):
        """The place of the first pixel of that colour from the top: the legend is above the areas."""
        left, top, width, height = self.shown.get_place(chart)
        picture = Picture.steady((left, top, width, height))
        for y in range(height):
            for x in range(width):
                if picture.pixel(x, y) == colour:
                    return left + x, top + y
        raise AssertionError(f'{colour} is not in the chart')

    def test_legend(self):
        chart = self.shown.chart('Sales by city')
        wb_ui.xdotool('mousemove', *AWAY)
        self.shown.wait_described('Sales by city', 'highest Shanghai')
        before = self.take(chart)
        x, y = self.find_colour(chart, (0x1c, 0x8f, 0x55))
        self.shown.activate()
        wb_ui.xdotool('mousemove', x + 3, y + 3, 'click', '1', 'mousemove', *AWAY)
        wait(lambda: 'Shanghai' not in chart.get_description(), 'Shanghai switched off')
        wait(lambda: not self.take(chart).looks_like(before), 'another picture')
        Picture.take().save('legend-off')
        wb_ui.xdotool('mousemove', x + 3, y + 3, 'click', '1', 'mousemove', *AWAY)
        self.shown.wait_described('Sales by city', 'highest Shanghai')
        wait(lambda: self.take(chart).looks_like(before), 'the first picture again')

    def test_pages(self):
        """Pages turn by themselves unless the pointer is on them, and by their buttons."""
        self.shown.wait_described('Sales by seller', 'page 1 of 5')
        self.shown.wait_described('Sales by seller', 'page 2 of 5')
        self.shown.activate()
        self.shown.point(self.shown.chart('Sales by seller'))
        page = self.shown.describe('Sales by seller')
        stays(lambda: self.shown.describe('Sales by seller') == page, 3.6, 'pages turn every 3 s')
        card = self.shown.find('panel', 'Share of hot goods')
        following = self.shown.find('push button', 'Next', card)
        self.shown.point(following)
        wb_ui.xdotool('click', '1')
        wait(lambda: 'Phones' not in self.shown.describe('Share of hot goods'), 'the next category')

    def test_trend_menu(self):
        self.shown.click('push button', 'Choose What the Trend Shows')
        self.shown.wait_menu()
        wb_ui.xdotool('key', 'Down', 'Return')
        wait(lambda: 'Sales by city' not in self.shown.list_charts(), 'another trend')

    def test_names(self):
        """Widgets that can be clicked or focused have names, and the charts describe their numbers."""
        for item in self.shown.walk():
            role = item.get_role_name()
            if role in ROLES and self.shown.get_extents(item)[2] > 0:
                self.assertNotRegex(item.get_name(), NO_NAME, f'a {role} at {self.shown.get_extents(item)}')
        self.assertEqual(self.shown.list_charts(), CHARTS)
        for chart in ('Sales by city', 'Sales by seller', 'Share of hot goods'):
            self.assertRegex(self.shown.describe(chart), '[0-9]+.*[0-9]')
        for chart in CHARTS:
            self.assertTrue(self.has(self.shown.chart(chart), Atspi.StateType.FOCUSABLE))

        self.shown.key('ctrl+o')
        dialog = self.shown.wait_for('dialog')
        for item in self.shown.walk(dialog):
            if item.get_role_name() in ('push button', 'text'):
                self.assertNotRegex(item.get_name(), NO_NAME)


class Contrast(wb_ui.TestCase):
    """With high contrast, a setting of the desktop, cards have edges and series have patterns."""

    def check_high(self, board, ground, text, series):
        self.wait_background(ground, board)
        chart = board.chart('Sales by city')
        x, y, width, height = board.get_place(chart)
        picture = Picture.steady((x, y, width, height))
        pixels = [picture.data[i:i + 3] for i in range(0, len(picture.data), 3)]
        # Flat colours: in a gradient hardly two pixels have the same one.
        self.assertGreater(pixels.count(bytes(series)), len(pixels) / 50)
        card = board.find('panel', 'Sales by city')
        x, y, width, height = board.get_place(card)
        # The box that a card reports is inside the padding of its edge.
        edge = Picture.steady((x - 8, y + height // 2, 10, 1))
        self.assertIn(text, [edge.pixel(i, 0) for i in range(10)])

    def test_state(self):
        """The state can be read in both themes, also while another window has the focus."""
        board = self.board('--server', self.server().uri)
        board.wait_live()
        label = board.find('label', 'Live')

        def wait_readable():
            wait(lambda: Picture.steady(board.get_place(label)).read_contrast() >= 4.5, 'a readable state')

        wait_readable()
        board.key('ctrl+t')
        self.wait_background(LIGHT, board)
        wait_readable()
        board.tab_to('Sales by city')
        wb_ui.xdotool('key', 't')
        board.wait_for('frame', 'Sales by city')
        wait_readable()

    def test_high(self):
        board = self.board('--server', self.server().uri, env={'ADW_DEBUG_HIGH_CONTRAST': '1'})
        board.wait_live()
        self.check_high(board, (0, 0, 0), (255, 255, 255), (0xbb, 0xef, 0x9a))
        Picture.take().save('high-contrast-dark')
        board.key('ctrl+t')
        self.check_high(board, (255, 255, 255), (0, 0, 0), (0x01, 0x87, 0x56))
        Picture.take().save('high-contrast-light')

    def test_high_lost(self):
        """The state of a lost server can be read in both themes."""
        server = self.server()
        board = self.board('--server', server.uri, env={'ADW_DEBUG_HIGH_CONTRAST': '1'})
        board.wait_live()
        server.kill()
        for theme in ('dark', 'light'):
            label = board.wait_for('label', 'Reconnecting…')
            wait(lambda: Picture.steady(board.get_place(label)).read_contrast() >= 4.5, f'a readable state, {theme}')
            board.key('ctrl+t')

    def test_live(self):
        """It is switched on and off while the board is shown."""
        with tempfile.TemporaryDirectory() as folder:
            settings = Path(folder) / 'glib-2.0/settings/keyfile'
            settings.parent.mkdir(parents=True)
            settings.write_text('')
            board = self.board('--server', self.server().uri,
                               env={'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': folder})
            board.wait_live()
            self.wait_background(DARK, board)
            settings.write_text('[org/gnome/desktop/a11y/interface]\nhigh-contrast=true\n')
            self.check_high(board, (0, 0, 0), (255, 255, 255), (0xbb, 0xef, 0x9a))
            settings.write_text('')
            self.wait_background(DARK, board)


class CommandLine(wb_ui.TestCase):
    def run_app(self, *options, **env):
        done = subprocess.run([wb_ui.APP, *options], env=dict(wb_ui.ENVIRONMENT, **env),
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def check_refused(self, *options):
        """Exits with 1 and one sentence on one line."""
        status, out, errors = self.run_app(*options)
        self.assertEqual((status, out), (1, ''), errors)
        self.assertRegex(errors, '^wallboard: .{20,}[^.]\n$')
        return errors

    def test_version(self):
        status, out, errors = self.run_app('--version')
        self.assertEqual((status, errors), (0, ''))
        self.assertRegex(out, r'^Wallboard [0-9.]+\n.*GTK 4\.')
        # It needs no display.
        self.assertEqual(self.run_app('--version', DISPLAY='')[1], out)

    def test_help(self):
        status, out, _ = self.run_app('--help')
        self.assertEqual(status, 0)
        for option in ('--server', '--host', '--data', '--version'):
            self.assertIn(option, out)

    def test_refused(self):
        self.check_refused('--server', 'ftp://there')
        self.check_refused('--server', '')
        self.assertIn('board.json', self.check_refused('board.json'))
        self.check_refused('--data', str(SAMPLES / 'en'))
        self.check_refused('--host', '--server', 'ws://127.0.0.1:1')
        self.assertIn('/nonexistent', self.check_refused('--host', '--data', '/nonexistent'))

    def test_unknown_option(self):
        status, _, errors = self.run_app('--nonsense')
        self.assertNotEqual(status, 0)
        self.assertIn('--nonsense', errors)

    def test_exit_after_startup(self):
        self.assertEqual(self.run_app('--exit-after-startup'), (0, '', ''))
        self.assertEqual(self.run_app('--exit-after-startup', '--server', 'ws://127.0.0.1:1'), (0, '', ''))
        self.assertEqual(self.run_app('--exit-after-startup', '--server', self.server().uri), (0, '', ''))

    def test_screenshot(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / 'board.png'
            done = self.run_app('--server', self.server().uri, '--screenshot', str(file))
            self.assertEqual(done, (0, '', ''))
            self.assertEqual(wb_ui.run('identify', '-format', '%m %w %h', str(file)), 'PNG 1280 800')
            ground = wb_ui.run('convert', str(file), '-format', '%[hex:u.p{640,792}]', 'info:')
            self.assertEqual(ground[:6].lower(), '%02x%02x%02x' % DARK)

    def test_screenshot_refused(self):
        errors = self.check_refused('--server', self.server().uri, '--screenshot', '/nonexistent/board.png')
        self.assertIn('/nonexistent/board.png', errors)


if __name__ == '__main__':
    wb_ui.main()
