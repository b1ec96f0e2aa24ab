"""test-wall.py: a kiosk in a Wayland compositor with two monitors, which are connected and disconnected."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import wb_ui
import wb_wall
from gi.repository import Atspi, Gio, GLib
from wb_ui import LIMIT, stays, wait


def take(output):
    """A picture of a monitor."""
    data = subprocess.run(['grim', '-o', output, '-t', 'ppm', '-'], check=True, capture_output=True,
                          timeout=LIMIT).stdout
    _, size, _, pixels = data.split(b'\n', 3)
    width, height = (int(number) for number in size.split())
    return wb_ui.Picture(width, height, pixels)


class KioskBoard(wb_ui.Board):
    def find_window(self, name=''):
        """Only the compositor has its windows, not an X server."""
        return True

    def list_showing(self):
        """The titles of the windows that are on the screen, from the accessibility tree."""
        return sorted(item.get_name() for item in self.walk()
                      if item.get_role_name() == 'frame' and item.get_state_set().contains(Atspi.StateType.SHOWING))


class Mutter:
    """The compositor of GNOME, headless, with two virtual monitors."""

    NAME = 'org.gnome.Mutter.DisplayConfig'
    SOCKET = 'wayland-gnome'

    def __init__(self):
        # With it, mutter would open a window in sway.
        environment = {name: value for name, value in os.environ.items() if name != 'WAYLAND_DISPLAY'}
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            ['mutter', '--headless', '--wayland', '--no-x11', f'--wayland-display={self.SOCKET}',
             '--virtual-monitor', '1280x720', '--virtual-monitor', '1280x720'],
            env=environment, stdout=self.log, stderr=self.log)
        socket = Path(os.environ['XDG_RUNTIME_DIR'], self.SOCKET)
        wait(lambda: socket.exists() or self.process.poll() is not None, 'mutter')
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def call(self, method, words=None):
        return self.bus.call_sync(self.NAME, '/org/gnome/Mutter/DisplayConfig', self.NAME, method, words, None, 0, -1,
                                  None).unpack()

    def use_monitors(self, n):
        """Switches n of the two monitors on. Clients do not see the other."""
        serial, monitors, _, _ = self.call('GetCurrentState')
        mode = monitors[0][1][0][0]
        logical = [(1280 * i, 0, 1.0, 0, i == 0, [(f'Meta-{i}', mode, {})]) for i in range(n)]
        self.call('ApplyMonitorsConfig', GLib.Variant('(uua(iiduba(ssa{sv}))a{sv})', (serial, 1, logical, {})))


class Monitors(wb_ui.TestCase):
    ONE = (0, 0, 1280, 720)
    TWO = (1280, 0, 1280, 720)

    def setUp(self):
        self.sway = wb_wall.Wall()

    def wall(self, *options):
        return self.start(KioskBoard('--kiosk', '--server', self.server().uri, *options))

    def wait_windows(self, **windows):
        wanted = {f'Wallboard on WL-{name[1:]}': (box, 1, awake) for name, (box, awake) in windows.items()}
        wait(lambda: self.sway.list_windows() == wanted, f'the windows {wanted}; there are {self.sway.list_windows()}')

    def test_two_monitors(self):
        """A full-screen window on each, which keeps the screen on; a third monitor gets a window when it is connected."""
        wall = self.wall('--rotate', 'WL-2=trend:600,map:600')
        self.wait_windows(_1=(self.ONE, True), _2=(self.TWO, True))
        wait(lambda: take('WL-1').count_colours() > 1000 and take('WL-2').count_colours() > 300, 'charts')
        for output in ('WL-1', 'WL-2'):
            take(output).save(f'wall-{output}')
        both = ['Wallboard on WL-1', 'Wallboard on WL-2']
        for _ in range(2):
            third = self.sway.plug()
            wait(lambda third=third: f'Wallboard on {third}' in self.sway.list_windows(), 'a window on the third')
            wait(lambda third=third: wall.list_showing() == sorted([*both, f'Wallboard on {third}']), 'three to read')
            wait(lambda third=third: take(third).count_colours() > 1000, 'charts on the third')
            self.sway.unplug(third)
            self.wait_windows(_1=(self.ONE, True), _2=(self.TWO, True))
            wait(lambda: wall.list_showing() == both, 'two to read')

    def test_gnome(self):
        """The same in the compositor of GNOME, where a monitor is switched off and on."""
        if shutil.which('mutter') is None:
            self.skipTest('there is no mutter')
        mutter = self.start(Mutter())
        wall = self.start(KioskBoard('--kiosk', '--server', self.server().uri, env={'WAYLAND_DISPLAY': mutter.SOCKET}))
        first, second = 'Wallboard on Meta-0', 'Wallboard on Meta-1'
        wait(lambda: wall.list_showing() == [first, second], 'both windows')
        for name in (first, second):
            frame = wall.find('frame', name)
            wait(lambda frame=frame: wall.get_extents(frame)[2:] == (1280, 720), 'full screen')
        for _ in range(2):
            mutter.use_monitors(1)
            wait(lambda: wall.list_showing() == [first], 'one window')
            mutter.use_monitors(2)
            wait(lambda: wall.list_showing() == [first, second], 'both windows again')
        wall.wait_live()

    def test_one_of_them(self):
        """A missing monitor is waited for, and the others are not affected."""
        monitor = self.sway.plug()
        number = int(monitor.rpartition('-')[2]) + 1
        self.sway.unplug(monitor)
        wall = self.wall('--monitor', 'WL-2', '--monitor', f'WL-{number}', '--show', 'stock')
        self.wait_windows(_2=(self.TWO, True))
        alone = self.sway.list_windows()
        stays(lambda: self.sway.list_windows() == alone, 1.5, 'a window for a missing monitor would come with the others')
        self.assertEqual(self.sway.plug(), f'WL-{number}')
        wait(lambda: sorted(self.sway.list_windows()) == ['Wallboard on WL-2', f'Wallboard on WL-{number}'], 'both windows')
        self.sway.unplug(f'WL-{number}')
        self.wait_windows(_2=(self.TWO, True))
        self.assertIsNone(wall.process.poll())

    def test_idle(self):
        self.wall('--allow-blank', '--monitor', 'WL-1')
        self.wait_windows(_1=(self.ONE, False))

    def test_quiet(self):
        """In quiet hours the screen is black, and the session may switch it off."""
        hour = time.localtime().tm_hour
        self.wall('--monitor', 'WL-1', '--quiet', f'{(hour + 23) % 24:02}:00-{(hour + 2) % 24:02}:00')
        self.wait_windows(_1=(self.ONE, False))
        wait(lambda: take('WL-1').count_colours() == 1, 'one colour')
        self.assertEqual(take('WL-1').pixel(0, 0), (0, 0, 0))


if __name__ == '__main__':
    wb_ui.keep_failure = lambda method: method
    wb_ui.main()
