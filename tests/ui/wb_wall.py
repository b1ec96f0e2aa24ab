"""wb_wall.py: the monitors of virtual-wall, for tests that plug them in and pull them out.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import socket
import struct

import wb_ui
from wb_ui import wait

RUN, OUTPUTS, TREE = 0, 3, 4

# What sway answers at once. Seconds.
PATIENCE = 0.5


class Sway:
    """A connection to a sway: a swaymsg for each of thousands of words takes too long."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(PATIENCE)

    def ask(self, kind, words=''):
        self.socket.sendall(b'i3-ipc' + struct.pack('=II', len(words), kind) + words.encode())
        length, _ = struct.unpack('=II', self.read(14)[6:])
        return json.loads(self.read(length))

    def read(self, n):
        data = b''
        for _ in range(int(wb_ui.LIMIT / PATIENCE)):
            try:
                while len(data) < n:
                    data += self.socket.recv(n - len(data))
                return data
            except TimeoutError:
                self.wake()
        raise AssertionError('sway does not answer')

    def wake(self):
        """For those that may sleep."""


class Wall(Sway):
    """The sway with the monitors, which are windows of another."""

    def __init__(self):
        super().__init__(os.environ['SWAYSOCK'])
        self.room = Sway(os.environ['VIRTUAL_WALL_ROOM'])

    def wake(self):
        """It may read what a monitor is told twice where there is only one to read, and then waits for more."""
        for monitor in ('WL-1', 'WL-2'):
            self.room.ask(RUN, f'[title="{monitor}"] focus')

    def list_monitors(self):
        return {output['name'] for output in self.ask(OUTPUTS)}

    def list_windows(self):
        """What it shows: by title, the place, whether that is the full screen, and whether it keeps the screen awake."""
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
        """One more, and what it is called."""
        before = self.list_monitors()
        self.ask(RUN, 'create_output')
        return wait(lambda: self.list_monitors() - before, 'a monitor').pop()

    def pull(self, monitor):
        self.room.ask(RUN, f'[title="{monitor}"] kill')
        wait(lambda: monitor not in self.list_monitors(), f'no {monitor}')
