"""test-wall.py: a wall in a Wayland compositor with two monitors, which are plugged in and pulled out."""

import subprocess
import time

import wb_ui
import wb_wall
from gi.repository import Atspi
from wb_ui import LIMIT, wait


def take(output):
    """How many colours a monitor shows, and the first of its pixels."""
    data = subprocess.run(['grim', '-o', output, '-t', 'ppm', '-'], check=True, capture_output=True,
                          timeout=LIMIT).stdout
    _, size, _, pixels = data.split(b'\n', 3)
    width, height = (int(number) for number in size.split())
    return wb_ui.Picture(width, height, pixels)


class Wall(wb_ui.Board):
    def find_window(self, name=''):
        """The compositor knows it, and no X server."""
        return True

    def list_showing(self):
        """The windows that a screen reader finds on the screen."""
        return sorted(item.get_name() for item in self.walk()
                      if item.get_role_name() == 'frame' and item.get_state_set().contains(Atspi.StateType.SHOWING))


class WallTest(wb_ui.TestCase):
    ONE = (0, 0, 1280, 720)
    TWO = (1280, 0, 1280, 720)

    def setUp(self):
        self.sway = wb_wall.Wall()

    def wall(self, *options):
        return self.start(Wall('--kiosk', '--server', self.server().uri, *options))

    def wait_windows(self, **windows):
        wanted = {f'Wallboard on WL-{name[1:]}': (box, 1, awake) for name, (box, awake) in windows.items()}
        wait(lambda: self.sway.list_windows() == wanted, f'the windows {wanted}; there are {self.sway.list_windows()}')

    def test_two_monitors(self):
        """In full screen on each, with the screen kept awake; a third one gets a window when it comes."""
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
            self.sway.pull(third)
            self.wait_windows(_1=(self.ONE, True), _2=(self.TWO, True))
            wait(lambda: wall.list_showing() == both, 'two to read')

    def test_one_of_them(self):
        """A monitor that is missing is waited for, and others stay as they are."""
        monitor = self.sway.plug()
        number = int(monitor.rpartition('-')[2]) + 1
        self.sway.pull(monitor)
        wall = self.wall('--monitor', 'WL-2', '--monitor', f'WL-{number}', '--show', 'stock')
        self.wait_windows(_2=(self.TWO, True))
        time.sleep(1.5)
        self.wait_windows(_2=(self.TWO, True))
        self.assertEqual(self.sway.plug(), f'WL-{number}')
        wait(lambda: sorted(self.sway.list_windows()) == ['Wallboard on WL-2', f'Wallboard on WL-{number}'], 'both windows')
        self.sway.pull(f'WL-{number}')
        self.wait_windows(_2=(self.TWO, True))
        self.assertIsNone(wall.process.poll())

    def test_idle(self):
        self.wall('--allow-blank', '--monitor', 'WL-1')
        self.wait_windows(_1=(self.ONE, False))

    def test_quiet(self):
        """In quiet hours it is black, and the session may blank the screen."""
        hour = time.localtime().tm_hour
        self.wall('--monitor', 'WL-1', '--quiet', f'{(hour + 23) % 24:02}:00-{(hour + 2) % 24:02}:00')
        self.wait_windows(_1=(self.ONE, False))
        wait(lambda: take('WL-1').count_colours() == 1, 'one colour')
        self.assertEqual(take('WL-1').pixel(0, 0), (0, 0, 0))


if __name__ == '__main__':
    wb_ui.keep_failure = lambda method: method
    wb_ui.main()
