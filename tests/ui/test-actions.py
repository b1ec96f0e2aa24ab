"""test-actions.py: every action of the user interface is also available on D-Bus.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

import wb_ui
from gi.repository import Gio, GLib
from wb_ui import DARK, LIGHT, Picture, wait

ID = 'io.github.wallboard.Wallboard'

# Prefixes of the actions of the window, the board and a card on the bus.
NAMES = {
    'board.edit': 'edit-board', 'board.cancel': 'cancel-board', 'board.undo': 'undo-board', 'board.redo': 'redo-board',
    'board.add': 'add-chart', 'board.save': 'save-board', 'board.save-here': 'save-board-here',
    'board.reset': 'reset-board', 'board.share': 'share-board', 'board.move': 'move-chart',
    'board.rename': 'rename-chart', 'board.remove': 'remove-chart',
    'card.table': 'numbers', 'card.copy': 'copy-picture', 'card.page': 'page', 'card.turn': 'next-page',
    'card.full-screen': 'chart', 'card.end-preview': 'end-preview', 'card.preview': 'preview',
    'card.save::png': 'save-picture', 'card.save::csv': 'save-numbers',
    'window.close': 'quit', 'pager.turn': 'next-page',
}


class Actions(wb_ui.TestCase):
    def setUp(self):
        self.uri = self.server().uri
        self.shown = self.board()
        self.shown.wait_for('push button', 'Connect to a Server…')
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.ask('open-server', self.uri)
        self.shown.wait_live()

    def call(self, method, parameters, reply):
        return self.bus.call_sync(ID, '/' + ID.replace('.', '/'), 'org.gtk.Actions', method, parameters,
                                  GLib.VariantType(reply), 0, 30000, None).unpack()

    def ask(self, action, *values):
        kinds = ''.join('i' if isinstance(value, int) else 's' for value in values)
        if action.endswith('-chart') and values:
            kinds = kinds.replace('i', 'u')
        whole = [GLib.Variant(f'({kinds})', values) if len(values) > 1 else GLib.Variant(kinds, values[0])] if values else []
        self.call('Activate', GLib.Variant('(sava{sv})', (action, whole, {})), '()')

    def list_menus(self):
        """Every action that a menu, a button or a shortcut of the windows names."""
        found = set()
        for name in ('window', 'card-menu', 'chart-card', 'pager', 'shortcuts', 'welcome-page'):
            path = next((wb_ui.SOURCE / 'src/app').glob(f'*/{name}.ui'))
            root = ElementTree.parse(path).getroot()
            for item in root.iter('item'):
                values = {attribute.get('name'): attribute.text for attribute in item.iter('attribute')}
                found.add(values['action'] + ('::' + values['target'] if 'target' in values else ''))
            found |= {item.text for item in root.iter('property') if item.get('name') == 'action-name'}
        return found

    def test_all_actions_are_exported(self):
        on_the_bus = set(self.call('List', None, '(as)')[0])
        menus = self.list_menus()
        self.assertGreater(len(menus), 20)
        wanted = {NAMES.get(action) or action.partition('.')[2] for action in menus} | set(NAMES.values())
        self.assertEqual(wanted - on_the_bus, set())
        text = (wb_ui.SOURCE / 'docs/desk.md').read_text(encoding='utf-8')
        self.assertEqual({name for name in on_the_bus if f'`{name}`' not in text}, set(), 'not in docs/desk.md')

    def test_charts(self):
        """Pages, numbers, pictures and previews of a chart."""
        def page():
            return next(name for name in self.shown.list_labels() if re.fullmatch('. / 3', name))

        self.ask('page', 'stock', 1)
        wait(lambda: page() == '1 / 3', 'the first page')
        self.ask('previous-page', 'stock')
        wait(lambda: page() == '3 / 3', 'the last page')
        self.ask('next-page', 'stock')
        wait(lambda: page() == '1 / 3', 'the first page again')
        self.ask('page', 'trend', 2)
        wait(lambda: 'Sales by city' not in self.shown.list_charts(), 'another trend')
        self.ask('page', 'trend', 1)
        wait(lambda: 'Sales by city' in self.shown.list_charts(), 'the first trend')

        with tempfile.NamedTemporaryFile('w', suffix='.json', encoding='ascii') as file:
            file.write(json.dumps([{'name': 'From the bus', 'value': 1}]))
            file.flush()
            self.ask('preview', 'seller', file.name)
            self.shown.wait_described('Sales by seller', 'From the bus')
        self.ask('end-preview', 'seller')
        wait(lambda: 'From the bus' not in self.shown.describe('Sales by seller'), 'the live data')

        self.ask('copy-picture', 'map')
        self.shown.wait_for('label', 'Picture copied')
        self.ask('numbers', 'no-such-chart')
        self.shown.wait_for('label', 'There is no chart “no-such-chart” on the board')
        self.ask('numbers', 'rank')
        self.shown.wait_for('frame', 'Sales by region')
        self.shown.dismiss(wait(lambda: self.shown.find_window('^Sales by region$'), 'the numbers'))
        self.ask('save-picture', 'rank')
        self.shown.dismiss(wait(lambda: self.shown.find_window('^Save Picture$'), 'the file chooser'))

    def is_editing(self):
        return self.shown.find('push button', 'Redo') is not None

    def test_board(self):
        """The whole board, and the board in edit mode."""
        self.wait_background(DARK, self.shown)
        self.ask('theme')
        self.wait_background(LIGHT, self.shown)
        self.ask('chart', 'map')
        wait(lambda: len(self.shown.list_charts()) == 1, 'one chart')
        self.ask('leave')
        wait(lambda: len(self.shown.list_charts()) == 6, 'six charts')
        self.shown.place(0, 0, 1200, 700)
        self.ask('full-screen')
        wait(lambda: self.shown.get_box() == Picture.get_screen(), 'full screen')
        self.ask('full-screen')
        wait(lambda: self.shown.get_box() != Picture.get_screen(), 'the window')

        self.ask('edit-board')
        wait(lambda: self.is_editing(), 'the editor')
        self.ask('remove-chart', 0)
        wait(lambda: len(self.shown.list_charts()) == 5, 'five charts')
        self.ask('undo-board')
        wait(lambda: len(self.shown.list_charts()) == 6, 'six charts')
        self.ask('redo-board')
        wait(lambda: len(self.shown.list_charts()) == 5, 'five charts')
        self.ask('save-board-here')
        wait(lambda: not self.is_editing(), 'the editor to close')
        self.assertEqual(len(self.shown.list_charts()), 5)
        self.ask('share-board')
        wait(lambda: len(self.shown.list_charts()) == 6, 'the board of all displays')

        self.ask('close-board')
        self.shown.wait_for('list item', self.uri)
        self.ask('forget-server', self.uri)
        self.shown.wait_gone('list item', self.uri)

    def check_windows(self, *actions):
        for action in actions:
            before = set(self.shown.list_windows())
            self.ask(action)
            window = wait(lambda before=before: set(self.shown.list_windows()) - before, f'the window of {action}').pop()
            self.shown.dismiss(window)

    def test_windows(self):
        self.check_windows('connect', 'shortcuts', 'about')

    def test_pages_of_settings(self):
        self.check_windows('preferences', 'host-window')

    def test_hosting(self):
        """The built-in server starts and stops."""
        self.ask('host')
        wait(lambda: [item for item in self.shown.walk() if item.get_name().startswith('ws://')
                      and item.get_name() != self.uri and self.shown.get_extents(item)[1] in range(1, 40)],
             'another address')
        self.shown.wait_for('label', 'Live')
        self.ask('stop-hosting')
        self.shown.wait_for('label', 'Reconnecting…')
        self.ask('quit')
        wait(lambda: self.shown.process.poll() is not None, 'the end')

    def test_wall(self):
        """A kiosk never shows a dialog, and a second start does not change it."""
        wall = self.start(wb_ui.Program(wb_ui.APP, '--kiosk', '--server', self.uri))
        dbus = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')

        def get_pid(name):
            return self.bus.call_sync(*dbus, 'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)), None, 0, 30000,
                                      None).unpack()[0]

        def find():
            names = self.bus.call_sync(*dbus, 'ListNames', None, None, 0, 30000, None).unpack()[0]
            return next((name for name in names if name.startswith(':') and get_pid(name) == wall.process.pid), None)

        name = wait(find, 'the wall on the bus')
        wait(lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(wall.process.pid), '--name', '.'],
                                    capture_output=True, text=True, check=False, timeout=30).stdout, 'the wall')
        path = '/' + ID.replace('.', '/')
        self.bus.call_sync(name, path, 'org.freedesktop.Application', 'Activate', GLib.Variant('(a{sv})', ({},)), None, 0,
                           30000, None)
        found = self.bus.call_sync(name, path, 'org.gtk.Actions', 'List', None, None, 0, 30000, None).unpack()[0]
        self.assertEqual(found, ['leave-kiosk'])
        self.assertIsNone(wall.process.poll(), wall.read_errors())


if __name__ == '__main__':
    wb_ui.main()
