"""test-preview.py: a file on a card, in place of the live data.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import wb_ui
from gi.repository import Atspi
from wb_ui import Picture, glide, wait

CHART = 'Sales by seller'
BACK = 'Show Live Data'


class Preview(wb_ui.TestCase):
    def setUp(self):
        self.data = self.folder()
        self.server_shown = self.server(self.data)
        self.shown = self.board('--server', self.server_shown.uri)
        self.shown.wait_live()
        self.shown.place(0, 0, 1280, 660)

    def write(self, name, text):
        folder = Path(tempfile.mkdtemp(prefix='wallboard-ui-'))
        self.addCleanup(folder.rmdir)
        file = folder / name
        file.write_text(text, encoding='utf-8')
        self.addCleanup(file.unlink)
        return file

    def sellers(self, *names):
        return json.dumps([{'name': name, 'value': 100 + i} for i, name in enumerate(names)])

    def drag(self, *files, to=CHART):
        """Drags files from another window with the pointer, and drops them on a chart."""
        helper = self.start(wb_ui.Program(sys.executable, wb_ui.SOURCE / 'tests/ui/drag-files.py', *files,
                                          env=dict(wb_ui.ENVIRONMENT, GTK_A11Y='none')))
        helper.expect('ready')
        window = wait(lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(helper.process.pid),
                                              '--name', '^Files$'], capture_output=True, text=True,
                                             check=False).stdout.split(), 'the files')[-1]
        wb_ui.xdotool('windowmove', window, 500, 660)
        place = wait(lambda: (place := self.get_geometry(window))['Y'] >= 600 and place, 'the files below the board')
        x, y = place['X'] + place['WIDTH'] // 2, place['Y'] + place['HEIGHT'] * 2 // 3
        left, top, width, height = self.shown.get_place(self.shown.chart(to))
        wb_ui.xdotool('windowraise', window, 'mousemove', x, y)
        Picture.steady((x - 10, y - 10, 20, 20))
        wb_ui.xdotool('mousedown', 1)
        glide(x, y, left + width // 2, top + height // 2)
        self.dragged = Picture.steady()
        wb_ui.xdotool('mouseup', 1)
        helper.expect('dropped')
        helper.kill()

    @staticmethod
    def get_geometry(window):
        lines = wb_ui.xdotool('getwindowgeometry', '--shell', window).split()
        return {name: int(value) for name, value in (line.split('=') for line in lines)}

    def has_toast(self, pattern):
        return any(re.search(pattern, text) for text in self.shown.list_labels())

    def get_mark(self):
        """The text about the preview on the card, if it is visible."""
        return next((item.get_name() for item in self.shown.walk(self.shown.find('panel', CHART))
                     if item.get_name().startswith('Preview of') and self.shown.get_extents(item)[2] > 0
                     and item.get_state_set().contains(Atspi.StateType.VISIBLE)), None)

    def wait_marked(self, text):
        wait(lambda: self.get_mark() == text, text)

    def test_drop(self):
        """It is shown here only, marked, and not replaced by live data until the user returns to them."""
        other = self.board('--server', self.server_shown.uri)
        other.wait_live()
        self.shown.activate()
        self.drag(self.write('forecast.json', self.sellers('Foresight', 'Guesswork')))
        self.dragged.save('preview-drag')
        self.shown.wait_described(CHART, 'Guesswork')
        self.wait_marked('Preview of “forecast.json”, on this screen only')
        Picture.steady(self.shown.get_board_box()).save('preview')
        self.assertNotIn('Guesswork', other.describe(CHART))

        # Live data arrives, and is not shown yet.
        (self.data / 'seller.json').write_text(self.sellers('Fresh & Co'), encoding='utf-8')
        other.wait_described(CHART, 'Fresh')
        self.wait_marked('Preview of “forecast.json”; new live data are waiting')
        self.assertIn('Guesswork', self.shown.describe(CHART))

        self.shown.click('push button', BACK)
        self.shown.wait_described(CHART, 'Fresh')
        wait(lambda: not self.get_mark(), 'no mark')

    def test_wrong_file(self):
        """One sentence names the wrong value, and the live data stays."""
        before = self.shown.describe(CHART)
        self.drag(self.write('bad.json', '[{"name": "A", "value": 1}, {"name": "B", "value": "many"}]'))
        wait(lambda: self.has_toast(r'^bad\.json: .*\[1\]\.value'), 'the place')
        Picture.steady(self.shown.get_board_box()).save('preview-wrong')
        self.assertIsNone(self.get_mark())
        self.drag(self.write('one.json', self.sellers('One')), self.write('two.json', self.sellers('Two')))
        wait(lambda: self.has_toast('one file at a time'), 'a sentence')
        self.assertEqual(before.partition(',')[0], self.shown.describe(CHART).partition(',')[0])

    def test_menu(self):
        """Without a pointer: by the menu of the card, and back by it."""
        self.shown.point(self.shown.chart(CHART))
        wb_ui.xdotool('click', '3')
        wb_ui.xdotool('key', *['Down'] * self.shown.wait_menu().index('Preview a File…'), 'Return')
        chooser = wait(lambda: self.shown.find_window('^Preview a File$'), 'the file chooser')
        file = self.write('menu.json', self.sellers('By Menu'))
        self.shown.type_path(chooser, file)
        self.shown.wait_described(CHART, 'By Menu')
        self.shown.point(self.shown.chart(CHART))
        wb_ui.xdotool('click', '3')
        self.shown.wait_for('menu item', BACK)
        wb_ui.xdotool('key', 'Escape')


if __name__ == '__main__':
    wb_ui.main()
