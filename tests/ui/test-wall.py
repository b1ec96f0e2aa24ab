"""test-wall.py: a wall in a Wayland compositor with two monitors, which are plugged in and pulled out."""

import json
import os
import subprocess
import time

import wb_ui
from wb_ui import LIMIT, wait


def sway(*words):
    return json.loads(wb_ui.run('swaymsg', '-r', *words))


def list_windows():
    """What the compositor shows: by title, the place, and whether it keeps the screen awake."""
    windows = {}

    def walk(node):
        if node.get('app_id'):
            rect = node['rect']
            windows[node['name']] = ((rect['x'], rect['y'], rect['width'], rect['height']), node['fullscreen_mode'],
                                     node['inhibit_idle'])
        for child in node.get('nodes', []) + node.get('floating_nodes', []):
            walk(child)

    walk(sway('-t', 'get_tree'))
    return windows


def take(output):
    """How many colours a monitor shows, and the first of its pixels."""
    data = subprocess.run(['grim', '-o', output, '-t', 'ppm', '-'], check=True, capture_output=True,
                          timeout=LIMIT).stdout
    _, size, _, pixels = data.split(b'\n', 3)
    width, height = (int(number) for number in size.split())
    return wb_ui.Picture(width, height, pixels)


class Wall(wb_ui.TestCase):
    ONE = (0, 0, 1280, 720)
    TWO = (1280, 0, 1280, 720)

    def wall(self, *options):
        return self.start(wb_ui.Program(wb_ui.APP, '--kiosk', '--server', self.server().uri, *options))

    @staticmethod
    def list_monitors():
        return {output['name'] for output in sway('-t', 'get_outputs')}

    def plug(self):
        """One more, and what it is called."""
        before = self.list_monitors()
        sway('create_output')
        return wait(lambda: self.list_monitors() - before, 'a monitor').pop()

    def pull(self, monitor):
        wb_ui.run('swaymsg', '-s', os.environ['VIRTUAL_WALL_ROOM'], f'[title="{monitor}"] kill')
        wait(lambda: monitor not in self.list_monitors(), f'no {monitor}')

    def wait_windows(self, **windows):
        wanted = {f'Wallboard on WL-{name[1:]}': (box, 1, awake) for name, (box, awake) in windows.items()}
        wait(lambda: list_windows() == wanted, f'the windows {wanted}; there are {list_windows()}')

    def test_two_monitors(self):
        """In full screen on each, with the screen kept awake; a third one gets a window when it comes."""
        wall = self.wall('--rotate', 'WL-2=trend:600,map:600')
        self.wait_windows(_1=(self.ONE, True), _2=(self.TWO, True))
        wait(lambda: take('WL-1').count_colours() > 1000 and take('WL-2').count_colours() > 300, 'charts')
        for output in ('WL-1', 'WL-2'):
            take(output).save(f'wall-{output}')
        third = self.plug()
        wait(lambda: f'Wallboard on {third}' in list_windows(), 'a window on the third')
        self.pull(third)
        self.wait_windows(_1=(self.ONE, True), _2=(self.TWO, True))
        self.assertIsNone(wall.process.poll())

    def test_one_of_them(self):
        """A monitor that is missing is waited for, and others stay as they are."""
        monitor = self.plug()
        number = int(monitor.rpartition('-')[2]) + 1
        self.pull(monitor)
        wall = self.wall('--monitor', 'WL-2', '--monitor', f'WL-{number}', '--show', 'stock')
        self.wait_windows(_2=(self.TWO, True))
        time.sleep(1.5)
        self.wait_windows(_2=(self.TWO, True))
        self.assertEqual(self.plug(), f'WL-{number}')
        wait(lambda: sorted(list_windows()) == ['Wallboard on WL-2', f'Wallboard on WL-{number}'], 'both windows')
        self.pull(f'WL-{number}')
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
