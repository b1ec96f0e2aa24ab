"""test-kiosk.py: a kiosk on one monitor: without a server, in rotation, locked, in quiet hours, and with old data."""

import contextlib
import ctypes
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import wb_ui
from wb_ui import ENVIRONMENT, LIMIT, Picture, stays, wait, xdotool

NO_CONNECTION = 'No connection to the server'


class CursorImage(ctypes.Structure):
    _fields_ = [('x', ctypes.c_short), ('y', ctypes.c_short), ('width', ctypes.c_ushort), ('height', ctypes.c_ushort),
                ('xhot', ctypes.c_ushort), ('yhot', ctypes.c_ushort), ('serial', ctypes.c_ulong),
                ('pixels', ctypes.POINTER(ctypes.c_ulong))]


class KioskBoard(wb_ui.Board):
    def __init__(self, *options, env=None, before=()):
        super().__init__('--kiosk', *options, env=env, before=before)
        wait(lambda: self.get_box() == Picture.get_screen(), 'full screen')

    def find_window(self, name='^Wallboard'):
        return super().find_window(name)

    def quit(self):
        """Ends it like a service manager, with SIGTERM."""
        self.process.terminate()
        assert self.wait_end() == 0

    def wait_end(self):
        wait(lambda: self.process.poll() is not None, 'the kiosk to end')
        return self.process.returncode

    @contextlib.contextmanager
    def hold(self, key):
        """Keeps a key pressed. 3 s of Escape leave the kiosk."""
        self.activate()
        xdotool('keydown', key)
        try:
            yield
        finally:
            xdotool('keyup', key)

    def is_running(self):
        return self.process.poll() is None


class Distance(wb_ui.TestCase):
    def test_text(self):
        """At 5 m from a 55-inch screen of 1280 × 800 the smallest text has 36 pixels, a title of a card 1.15 times as many."""
        plain = self.start(KioskBoard('--server', self.server().uri))
        plain.wait_live()
        plain_height = plain.get_extents(plain.find('label', 'Sales by region'))[3]
        plain.quit()
        wall = self.start(KioskBoard('--server', self.server().uri, '--distance', '5m', '--diagonal', '55in'))
        wall.wait_live()
        wait(lambda: wall.get_extents(wall.find('label', 'Sales by region'))[3] >= 1.15 * 36, 'a large title')
        self.assertLess(plain_height, 36)
        Picture.take().save('kiosk-distance')


class Kiosk(wb_ui.TestCase):
    def wall(self, *options, **more):
        return self.start(KioskBoard(*options, **more))

    def live_wall(self, *options, **more):
        wall = self.wall('--server', self.server().uri, *options, **more)
        wall.wait_for('label', 'Live')
        return wall

    def wait_charts(self, wall, *names):
        wait(lambda: sorted(wall.list_charts()) == sorted(names), f'the charts {names}')

    def wait_cards(self, wall, *names):
        """Waits for these cards, whatever page they show."""
        wait(lambda: sorted(name.partition(',')[0] for name in wall.list_charts()) == sorted(names),
             f'the cards {names}')

    def test_server_comes_and_goes(self):
        """No dialog, no welcome page and no empty screen, whatever the server does."""
        port = wb_ui.free_port()
        wall = self.wall('--server', f'ws://127.0.0.1:{port}')
        wall.wait_for('label', NO_CONNECTION)
        wall.wait_for('label', 'No data yet')
        self.assertEqual(len(wall.list_charts()), 6)
        self.assertIsNone(wall.find('dialog'))
        for _ in range(2):
            server = self.server(port=port)
            wall.wait_live()
            wall.wait_gone('label', NO_CONNECTION)
            server.kill()
            wall.wait_for('label', NO_CONNECTION)
            self.assertGreater(sum(bool(re.match('[0-9]+ s old', label)) for label in wall.list_labels()), 6)
            self.assertRegex(wall.describe('Sales by city'), '[0-9]')
        Picture.take().save('kiosk-server-gone')

        # The next start shows the last data although there is no server.
        wall.quit()
        wall = self.wall('--server', f'ws://127.0.0.1:{port}')
        wall.wait_described('Sales by city', '[0-9]')
        wall.wait_for('label', NO_CONNECTION)

    def test_network_and_server_come_and_go(self):
        """It starts without network and server, then gets both, then the server goes and comes."""
        port = wb_ui.free_port()
        server = self.server(port=port)
        wall = self.wall('--server', server.uri)
        wall.wait_live()
        wall.quit()
        server.kill()

        # In a network namespace of its own, where that is permitted, which is not up yet.
        alone = ['unshare', '--net'] if subprocess.run(['unshare', '--net', 'true'], check=False).returncode == 0 else []
        wall = self.start(KioskBoard('--server', server.uri, before=alone))
        inside = ['nsenter', f'--net=/proc/{wall.process.pid}/ns/net'] if alone else []
        wall.wait_described('Sales by city', '[0-9]')
        wall.wait_for('label', NO_CONNECTION)
        wait(lambda: self.count_ages(wall) == 7, 'an age on each chart and in the banner')
        self.assertIsNone(wall.find('dialog'))

        if alone:
            wb_ui.run(*inside, 'ip', 'link', 'set', 'lo', 'up')
        for _ in range(2):
            server = self.start(wb_ui.Server(wb_ui.SAMPLES / 'en', port, before=inside))
            wall.wait_live()
            wall.wait_gone('label', NO_CONNECTION)
            wait(lambda: self.count_ages(wall) == 0, 'no ages')
            server.kill()
            label = wall.wait_for('label', NO_CONNECTION)
            # Letters of a 25th of the height can be read from a distance at which the whole screen is seen.
            self.assertGreater(wall.get_extents(label)[3] / Picture.get_screen()[3], 1 / 25)
            wait(lambda: self.count_ages(wall) == 7, 'an age on each chart and in the banner')

    @staticmethod
    def count_ages(wall):
        return sum(bool(re.match('[0-9]+ (s|min) old', label)) for label in wall.list_labels())

    def test_rotation(self):
        wall = self.live_wall('--rotate', 'trend:1,map:1,overview:600')
        self.wait_charts(wall, 'Sales by city')
        self.wait_charts(wall, 'Where sellers are')
        wait(lambda: len(wall.list_charts()) == 6, 'the overview')

    def test_rotation_by_keys(self):
        wall = self.live_wall('--rotate', 'trend:600,map:600,stock:1', '--pause', '2')
        wall.key('Right')
        self.wait_charts(wall, 'Where sellers are')
        self.assertIsNotNone(wall.wait_for('label', 'Paused'))
        Picture.take().save('kiosk-paused')
        wall.wait_gone('label', 'Paused')
        wall.key('Left')
        self.wait_charts(wall, 'Sales by city')
        wall.key('Left')
        self.wait_charts(wall, 'Stock and sales')
        wall.key('space')
        wall.wait_gone('label', 'Paused')
        self.wait_charts(wall, 'Sales by city')
        wall.key('space')
        wall.wait_for('label', 'Paused')
        stays(lambda: wall.find('label', 'Paused'), 2.5, 'a pause by other keys ends after 2 s')

    def test_touch_holds_rotation(self):
        wall = self.live_wall('--show', 'map', '--rotate', 'trend:3,map:600')
        self.wait_charts(wall, 'Sales by city')
        xdotool('mousemove', 640, 400, 'click', '1')
        wall.wait_for('label', 'Paused')
        stays(lambda: wall.list_charts() == ['Sales by city'], 3.5, 'without the touch the next page comes after 3 s')

    def test_follows_the_board(self):
        """Without --show or --rotate a kiosk shows what all displays show."""
        server = self.server()
        wall = self.wall('--server', server.uri)
        own = self.wall('--server', server.uri, '--show', 'overview')
        page = self.legacy_page(server.uri)
        page.send_line('raw {"action":"fullScreen","socketType":"fullScreen","chartName":"hot","value":true}')
        self.wait_charts(wall, 'Share of hot goods, Phones and digital')
        self.assertEqual(len(own.list_charts()), 6)

    # Cards that only this board has.

    NORTH = {'chart': 'seller', 'dataset': 'seller-north', 'title': 'In the North'}
    GOODS = {'chart': 'hot', 'dataset': 'hotproduct', 'title': 'Goods'}
    SOUTH = {'chart': 'seller', 'dataset': 'seller-south', 'title': 'In the South'}

    @staticmethod
    def save(folder, name, data):
        (folder / 'next').write_text(json.dumps(data), encoding='utf-8')
        os.replace(folder / 'next', folder / f'{name}.json')

    def board_folder(self, *cards):
        folder = self.folder()
        for name in ('seller-north', 'seller-south'):
            self.save(folder, name, [{'name': 'Polar Goods', 'value': 77}])
        self.save(folder, 'hotproduct', json.loads((folder / 'hot.json').read_text(encoding='utf-8')))
        self.save(folder, 'board', {'title': 'Both Poles', 'columns': [{'charts': cards}]})
        return folder

    def test_any_card(self):
        """A card of the board file is named by its dataset; a missing one is waited for."""
        folder = self.board_folder(self.NORTH, self.GOODS)
        server = self.server(folder)
        wall = self.wall('--server', server.uri, '--rotate', 'seller-north:600,hotproduct:600,seller-south:600')
        self.wait_cards(wall, 'In the North')
        self.assertIsNotNone(wall.find('label', 'Both Poles'))
        wall.key('Right')
        self.wait_cards(wall, 'Goods')
        wall.key('Right')
        wall.wait_for('label', 'There is no “seller-south” on this board')
        self.assertEqual(len(wall.list_charts()), 2)
        wall.wait_for('label', 'Paused')
        Picture.take().save('kiosk-missing-card')
        self.save(folder, 'board', {'columns': [{'charts': [self.NORTH, self.SOUTH]}]})
        self.wait_cards(wall, 'In the South')
        wall.wait_gone('label', 'There is no “seller-south” on this board')

        # The age in the banner is that of these cards.
        server.kill()
        wall.wait_for('label', NO_CONNECTION)
        wait(lambda: sum(bool(re.match('[0-9]+ s old', label)) for label in wall.list_labels()) >= 2, 'two ages')

    def test_own_board(self):
        """A board that was edited and saved for this screen is used by the kiosk as well."""
        uri = self.server().uri
        plan = json.dumps({'title': 'Of this screen', 'columns': [{'charts': [{'chart': 'stock'}, {'chart': 'map'}]}]})
        wall = self.wall('--server', uri, env=self.settings(f"own-boards={{'{uri}': '{plan}'}}"))
        self.wait_cards(wall, 'Stock and sales', 'Where sellers are')
        self.assertIsNotNone(wall.find('label', 'Of this screen'))

    def settings(self, *lines):
        """The environment with these settings, written before the kiosk starts."""
        config = Path(tempfile.mkdtemp(prefix='wallboard-kiosk-'))
        self.addCleanup(shutil.rmtree, config)
        (config / 'glib-2.0/settings').mkdir(parents=True)
        (config / 'glib-2.0/settings/keyfile').write_text('\n'.join(['[io/github/wallboard/Wallboard]', *lines]),
                                                          encoding='utf-8')
        return {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(config)}

    def test_lock(self):
        wall = self.live_wall('--lock', '--rotate', 'trend:600,map:600')
        self.wait_charts(wall, 'Sales by city')
        wall.key('ctrl+q', 'ctrl+w', 'F11', 'Escape', 'space', 'Right', 'Tab', 't', 'ctrl+t', 'F10', 'alt+F4')
        xdotool('mousemove', 640, 400, 'click', '1', 'click', '3', 'mousemove', 640, 17, 'click', '3')
        with wall.hold('Escape'):
            stays(wall.is_running, 1.5, 'the hold must last 3 s')
        stays(wall.is_running, 2, 'a hold that was not cancelled would end now')
        self.wait_charts(wall, 'Sales by city')
        self.assertIsNone(wall.find('label', 'Paused'))
        self.assertEqual(wall.get_box(), Picture.get_screen())
        self.wait_background(wb_ui.DARK, wall)
        with wall.hold('Escape'):
            self.assertEqual(wall.wait_end(), 0)

    def test_corner(self):
        wall = self.live_wall('--lock')
        _, _, width, height = Picture.get_screen()
        xdotool('mousemove', width // 2, height // 2, 'mousedown', '1')
        stays(wall.is_running, 3.3, 'a press in the corner leaves after 3 s')
        xdotool('mouseup', '1')
        xdotool('mousemove', width - 5, 5, 'mousedown', '1')
        wall.wait_for('label', 'Hold on to leave the wall')
        self.assertEqual(wall.wait_end(), 0)
        xdotool('mouseup', '1')

    def test_pin(self):
        wall = self.live_wall('--lock', '--pin', '2468')
        with wall.hold('Escape'):
            wall.wait_for('label', 'PIN')
        Picture.steady(wall.get_board_box()).save('kiosk-pin')
        wall.key('1', '3', '5', '7', 'Return')
        wall.wait_for('label', 'Wrong PIN')
        wall.wait_for('label', 'PIN')
        wall.key('Escape')
        wall.wait_gone('label', 'PIN')
        wall.key('2', '4', '6', '8', 'Return')

        # By touch as well, since a kiosk often has no keyboard.
        with wall.hold('Escape'):
            wall.wait_for('label', 'PIN')
        for digit in '2468':
            wall.click('push button', digit)
        wall.click('push button', 'Leave the Wall')
        self.assertEqual(wall.wait_end(), 0)

    def test_quiet(self):
        now = datetime.now()
        quiet = [(now + timedelta(hours=hours)).strftime('%H:%M') for hours in (-1, 2)]
        wall = self.live_wall_quiet('-'.join(quiet))
        wait(lambda: Picture.take().count_colours() == 1, 'one colour')
        self.assertEqual(Picture.take().pixel(100, 100), (0, 0, 0))
        self.assertLess(wall.count_wakeups(3), 30)
        wall.quit()
        wall = self.live_wall('--quiet', '-'.join(reversed(quiet)))
        self.assertGreater(Picture.take().count_colours(), 100)

    def live_wall_quiet(self, quiet):
        return self.wall('--server', self.server().uri, '--quiet', quiet)

    def is_pointer_hidden(self):
        fixes = ctypes.CDLL('libXfixes.so.3')
        xlib = ctypes.CDLL('libX11.so.6')
        xlib.XOpenDisplay.restype = ctypes.c_void_p
        fixes.XFixesGetCursorImage.restype = ctypes.POINTER(CursorImage)
        display = ctypes.c_void_p(xlib.XOpenDisplay(None))
        image = fixes.XFixesGetCursorImage(display).contents
        pixels = [image.pixels[i] & 0xff000000 for i in range(image.width * image.height)]
        xlib.XCloseDisplay(display)
        return not any(pixels)

    def test_pointer(self):
        xdotool('mousemove', 640, 400)
        self.live_wall('--pointer', '1')
        wait(self.is_pointer_hidden, 'the pointer to go')
        xdotool('mousemove', 660, 420)
        wait(lambda: not self.is_pointer_hidden(), 'the pointer to come')
        wait(self.is_pointer_hidden, 'the pointer to go again')

    def test_old_data(self):
        """The server runs, but its data is not updated: the charts show their age, and are grey in the end."""
        wall = self.live_wall('--expect', '1')
        wait(lambda: len([label for label in wall.list_labels() if label.endswith(' old')]) == 6, 'six ages')
        wall.wait_for('label', 'Old data')
        self.assertIsNone(wall.find('label', 'Live'))
        self.assertIsNone(wall.find('label', NO_CONNECTION))
        place = wall.get_place(wall.chart('Stock and sales'))
        wait(lambda: self.is_grey(Picture.take(place)), 'a grey chart')
        Picture.take().save('kiosk-old')

    @staticmethod
    def is_grey(picture):
        """Whether a picture is grey. The background of the card is slightly blue."""
        data = picture.data
        return all(max(data[i:i + 3]) - min(data[i:i + 3]) < 32 for i in range(0, len(data), 3))

    def test_watchdog(self):
        """The main loop notifies the watchdog; one that does not run sends nothing."""
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(f'{folder}/notify')
            manager.settimeout(LIMIT)
            wall = self.wall('--server', self.server().uri,
                             env={'NOTIFY_SOCKET': f'{folder}/notify', 'WATCHDOG_USEC': '400000'})
            self.assertEqual(manager.recv(100), b'READY=1')
            for _ in range(5):
                self.assertEqual(manager.recv(100), b'WATCHDOG=1')
            wall.process.send_signal(signal.SIGSTOP)
            manager.settimeout(1)
            with self.assertRaises(TimeoutError):
                for _ in range(5):
                    manager.recv(100)
            wall.process.send_signal(signal.SIGCONT)
            manager.settimeout(LIMIT)
            self.assertEqual(manager.recv(100), b'WATCHDOG=1')

    def run_app(self, *options, env=None):
        return subprocess.run([str(wb_ui.APP), *options], env=dict(ENVIRONMENT, **(env or {})), capture_output=True,
                              text=True, timeout=LIMIT)

    def test_precedence(self):
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as file:
            file.write('# the wall in the hall\n[kiosk]\nserver=ws://127.0.0.1:1\nlock=true\npause=5\npointer=5\n')
            file.flush()
            env = {'WALLBOARD_PAUSE': '6', 'WALLBOARD_POINTER': '6'}
            out = self.run_app('--config', file.name, '--pointer=7', '--print-config', env=env)
            self.assertEqual((out.returncode, out.stderr), (0, ''))
            self.assertIn(f'# server: from server ({file.name}:3)\nserver=ws://127.0.0.1:1\n', out.stdout)
            self.assertIn('# pause: from WALLBOARD_PAUSE\npause=6\n', out.stdout)
            self.assertIn('# pointer: from --pointer\npointer=7\n', out.stdout)
            self.assertIn('quiet: not set', out.stdout)

            file.write('poniter=3\n')
            file.flush()
            out = self.run_app('--config', file.name, '--kiosk')
            self.assertEqual(out.returncode, 1)
            self.assertEqual(out.stderr, f'wallboard: {file.name}:7: there is no key “poniter”; see wallboard '
                                         '--help-kiosk for those that are\n')

    def test_every_precedence(self):
        """For each subset of the four sources, the one with the highest precedence is used."""
        sources = ('settings', 'file', 'environment', 'flag')
        charts = dict(zip(sources, ('trend', 'map', 'hot', 'stock')))
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as file:
            file.write('[kiosk]\nshow=map\n')
            file.flush()
            env = self.settings("kiosk-show=['trend']")
            wheres = {'settings': 'kiosk-show in the settings', 'file': f'show ({file.name}:2)',
                      'environment': 'WALLBOARD_SHOW', 'flag': '--show'}
            for n in range(len(sources) + 1):
                for chosen in itertools.combinations(sources, n):
                    out = self.run_app(*(['--config', file.name] if 'file' in chosen else []),
                                       *(['--show=stock'] if 'flag' in chosen else []), '--print-config',
                                       env={**(env if 'settings' in chosen else {}),
                                            **({'WALLBOARD_SHOW': 'hot'} if 'environment' in chosen else {})})
                    wanted = '# show: not set, so this is the default\n#show=\n'
                    if chosen:
                        wanted = f'# show: from {wheres[chosen[-1]]}\nshow={charts[chosen[-1]]}\n'
                    with self.subTest(chosen=chosen):
                        self.assertIn(wanted, out.stdout)

            # The printed value is the one that is used.
            wall = self.live_wall('--config', file.name, env={**env, 'WALLBOARD_SHOW': 'hot'})
            self.wait_charts(wall, 'Share of hot goods, Phones and digital')

    def test_mistakes(self):
        for options, word in ((['--kiosk'], '--server'),
                              (['--kiosk', '--server', 'ftp://there'], 'ftp'),
                              (['--kiosk', '--rotate', 'trend'], 'trend:20'),
                              (['--kiosk', '--show', 'the north'], 'the north'),
                              (['--kiosk', '--host'], '--host'),
                              (['--kiosk', '--server', 'ws://127.0.0.1:1', '--token-file', '/nonexistent'], 'token')):
            out = self.run_app(*options)
            self.assertEqual((out.returncode, len(out.stderr.splitlines()), word in out.stderr), (1, 1, True), out.stderr)

    def test_mistakes_of_no_kiosk(self):
        """What only a kiosk uses does not stop the desktop app, whose preferences can repair it."""
        settings = self.settings("kiosk-quiet='at night'")
        board = self.board(env={**settings, 'WALLBOARD_SHOW': 'the north'})
        board.wait_for('push button', 'Connect to a Server…')
        self.assertRegex(board.read_errors(), '(?m)^wallboard: .*the north.*$')
        self.assertNotIn('at night', board.read_errors())
        board.kill()

        board = self.board(env=settings)
        board.wait_for('push button', 'Connect to a Server…')
        self.assertRegex(board.read_errors(), '(?m)^wallboard: .*kiosk-quiet in the settings.*$')

        # Each source may turn the kiosk on, also one after the source with the mistake.
        for options, env in ((['--kiosk'], settings), ([], {**settings, 'WALLBOARD_KIOSK': 'true'}), (['--print-config'], settings),
                             ([], {**self.settings('kiosk=true'), 'WALLBOARD_SHOW': 'the north'})):
            out = self.run_app(*options, env=env)
            self.assertEqual((out.returncode, len(out.stderr.splitlines())), (1, 1), out.stderr)


if __name__ == '__main__':
    os.environ.setdefault('TZ', 'UTC')
    wb_ui.main()
