"""wb_wall.py: the monitors of virtual-wall, for tests that connect and disconnect them.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import socket
import struct

import wb_ui
from wb_ui import wait

RUN, OUTPUTS, TREE = 0, 3, 4

# Seconds. sway answers in less unless it sleeps, see Wall.wake().
ANSWER_TIMEOUT = 0.5


class Sway:
    """An IPC connection to a sway. A swaymsg process for each of thousands of messages would take too long."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(ANSWER_TIMEOUT)

    def ask(self, kind, words=''):
        self.socket.sendall(b'i3-ipc' + struct.pack('=II', len(words), kind) + words.encode())
        length, _ = struct.unpack('=II', self.read(14)[6:])
        return json.loads(self.read(length))

    def read(self, n):
        data = b''
        for _ in range(int(wb_ui.LIMIT / ANSWER_TIMEOUT)):
            try:
                while len(data) < n:
                    data += self.socket.recv(n - len(data))
                return data
            except TimeoutError:
                self.wake()
        raise AssertionError('sway does not answer')

    def wake(self):
        """Called while an answer is late."""


class Wall(Sway):
    """The sway with the monitors, which are windows of an outer sway."""

    def __init__(self):
        super().__init__(os.environ['SWAYSOCK'])
        self.outer = Sway(os.environ['VIRTUAL_WALL_OUTER'])

    def wake(self):
        """It may wait for a second event of a monitor that comes only once. Focus changes are events for it."""
        for monitor in ('WL-1', 'WL-2'):
            self.outer.ask(RUN, f'[title="{monitor}"] focus')

    def list_monitors(self):
        return {output['name'] for output in self.ask(OUTPUTS)}

    def list_windows(self):
        """Its windows by title: the place, whether that is full screen, and whether the screen is kept on."""
        windows = {}

        def walk(node):
            if node.get('app_id'):
                rect = node['rect']
                windows[node['name']] = ((rect['x'], rect['y'], rect['width'], rect['height']),
                                         node['fullscreen_mode'], node['inhibit_idle'])
            for child in node.get('nodes', []) + node.get('floating_nodes', []):
                walk(child)

        walk(self.ask(TREE))
        return windows

    def plug(self):
        """Connects one more monitor, and returns its name."""
        before = self.list_monitors()
        self.ask(RUN, 'create_output')
        return wait(lambda: self.list_monitors() - before, 'a monitor').pop()

    def unplug(self, monitor):
        self.outer.ask(RUN, f'[title="{monitor}"] kill')
        wait(lambda: monitor not in self.list_monitors(), f'no {monitor}')
