"""wb_screen.py: pictures of a display, what is painted on it, and touch input, for wb_ui.py.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import ctypes
import os
import socket
import struct
import subprocess
import time
from collections import Counter
from pathlib import Path

from gi.repository import GLib

SHOTS = Path(os.environ['WALLBOARD_BUILD']) / 'tests/ui/screenshots'

LIMIT = 30


def wait(condition, what, limit=LIMIT):
    """Polls condition() until it is true, and returns its value. An accessible that has just gone raises an error."""
    end = time.monotonic() + limit
    while True:
        try:
            last = condition()
            if last:
                return last
        except GLib.Error as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f'waited {limit} s for {what}; last: {last!r}')
        time.sleep(0.03)


def stays(condition, seconds, reason):
    """Fails if condition() does not hold all these seconds: for what must not happen, which nothing announces.

    The reason says why it would have happened within that time."""
    end = time.monotonic() + seconds
    while True:
        last = condition()
        if not last:
            raise AssertionError(f'it did not stay so for {seconds} s ({reason}); last: {last!r}')
        if time.monotonic() > end:
            return
        time.sleep(0.1)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT).stdout


def xdotool(*words):
    return run('xdotool', *(str(word) for word in words))


def get_luminance(colour):
    channels = [value / 255 for value in colour]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Picture:
    """The pixels of the display, or of a part of it."""

    def __init__(self, width, height, data):
        self.width, self.height, self.data = width, height, data

    @classmethod
    def take(cls, box=None):
        x, y, width, height = box or cls.get_screen()
        data = subprocess.run(['import', '-silent', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}',
                               '+repage', '-depth', '8', 'rgb:-'],
                              check=True, capture_output=True, timeout=LIMIT).stdout
        assert len(data) == 3 * width * height, f'{box}: {len(data)} bytes'
        return cls(width, height, data)

    @classmethod
    def steady(cls, box=None):
        """A picture once two in a row are equal, since painting lags behind the accessibility tree."""
        last = [cls.take(box)]

        def same():
            last.append(cls.take(box))
            return last[-1].data == last[-2].data

        wait(same, 'a steady picture')
        return last[-1]

    @staticmethod
    def get_screen():
        width, height = xdotool('getdisplaygeometry').split()
        return 0, 0, int(width), int(height)

    def pixel(self, x, y):
        start = 3 * (y * self.width + x)
        return tuple(self.data[start:start + 3])

    def crop(self, box):
        x, y, width, height = box
        rows = [self.data[3 * (row * self.width + x):3 * (row * self.width + x + width)] for row in range(y, y + height)]
        return Picture(width, height, b''.join(rows))

    def looks_like(self, other):
        """Compares with a tolerance for rounding, and for clipped lines in a repainted part: one pixel in 5000."""
        if len(self.data) != len(other.data):
            return False
        differing = sum(abs(a - b) > 3 for a, b in zip(self.data, other.data))
        return differing <= len(self.data) / 5000

    def read_contrast(self):
        """The contrast of WCAG 2 of text on its ground: the most common colour, and the one furthest from it."""
        colours = Counter(self.data[i:i + 3] for i in range(0, len(self.data), 3))
        ground, *others = (get_luminance(colour) for colour, _ in colours.most_common())
        return max((max(ground, other) + 0.05) / (min(ground, other) + 0.05) for other in others)

    def count_colours(self):
        return len({self.data[i:i + 3] for i in range(0, len(self.data), 3)})

    def save(self, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        subprocess.run(['convert', '-size', f'{self.width}x{self.height}', '-depth', '8', 'rgb:-',
                        str(SHOTS / f'{name}.png')], input=self.data, check=True, timeout=LIMIT)


def glide(x, y, to_x, to_y, steps=20):
    """Moves the pointer in steps, each of which is an event for the program."""
    for i in range(1, steps + 1):
        xdotool('mousemove', x + (to_x - x) * i // steps, y + (to_y - y) * i // steps)
        time.sleep(0.02)


class XEvent(ctypes.Union):
    _fields_ = [('type', ctypes.c_int), ('words', ctypes.c_long * 24)]


class DamageEvent(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('send_event', ctypes.c_int),
                ('display', ctypes.c_void_p), ('drawable', ctypes.c_ulong), ('damage', ctypes.c_ulong),
                ('level', ctypes.c_int), ('more', ctypes.c_int), ('timestamp', ctypes.c_ulong),
                ('x', ctypes.c_short), ('y', ctypes.c_short), ('width', ctypes.c_ushort), ('height', ctypes.c_ushort)]


class Damage:
    """The boxes that are painted in a window, from the X server."""

    def __init__(self, window):
        self.xlib = ctypes.CDLL('libX11.so.6')
        self.xdamage = ctypes.CDLL('libXdamage.so.1')
        self.xlib.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.xlib.XOpenDisplay(None))
        self.first = ctypes.c_int()
        self.xdamage.XDamageQueryExtension(self.display, ctypes.byref(self.first), ctypes.byref(ctypes.c_int()))
        # 0: reports every rectangle, not only the first in each place.
        self.xdamage.XDamageCreate(self.display, ctypes.c_ulong(int(window)), 0)
        self.xlib.XSync(self.display, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.xlib.XCloseDisplay(self.display)

    def collect(self, seconds):
        """Measures for some seconds. Lists the painted boxes (x, y, width, height), in the window with its shadow."""
        # The first event of a new Damage is the whole window.
        self.drain()
        time.sleep(seconds)
        return self.drain()

    def drain(self):
        self.xlib.XSync(self.display, 0)
        boxes = []
        while self.xlib.XPending(self.display) > 0:
            event = XEvent()
            self.xlib.XNextEvent(self.display, ctypes.byref(event))
            if event.type == self.first.value:
                box = DamageEvent.from_buffer(event)
                boxes.append((box.x, box.y, box.width, box.height))
        return boxes


class Finger:
    """A finger on the touch screen of virtual-display -t, through the protocol of Xorg’s driver “inputtest”.

    The driver accepts only one connection, so a program has one finger."""

    BEGIN, UPDATE, END = 18, 19, 20
    MESSAGE = struct.Struct('@IIIII8s64d64d')

    def __init__(self):
        _, _, self.width, self.height = Picture.get_screen()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(LIMIT)
        self.socket.connect(os.environ['VIRTUAL_DISPLAY_FINGER'])
        self.socket.sendall(struct.pack('=IIHH', 12, 0, 1, 0))
        assert len(self.socket.recv(12)) == 12
        self.touch = 0

    def send(self, kind, x, y):
        """Sends an event. Two of its 64 axes are x and y, from 0 to 65535."""
        axes = [x * 65535 / self.width, y * 65535 / self.height] + [0.0] * 62
        self.socket.sendall(self.MESSAGE.pack(self.MESSAGE.size, 6, self.touch, kind, 0, bytes([3] + [0] * 7),
                                              *axes, *[0.0] * 64))
        self.at = x, y

    def press(self, x, y):
        self.touch += 1
        self.send(self.BEGIN, x, y)

    def slide(self, x, y, steps=8):
        from_x, from_y = self.at
        for i in range(1, steps + 1):
            self.send(self.UPDATE, from_x + (x - from_x) * i / steps, from_y + (y - from_y) * i / steps)
            time.sleep(0.02)

    def lift(self):
        self.send(self.END, *self.at)

    def tap(self, x, y):
        self.press(x, y)
        time.sleep(0.05)
        self.lift()

    def tap_twice(self, x, y):
        """Within the time of a double tap, which is 0.4 s for GTK."""
        self.tap(x, y)
        time.sleep(0.1)
        self.tap(x, y)
