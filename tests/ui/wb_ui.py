"""wb_ui.py: boards in real windows, with real input, for tests that run under virtual-display.

A test starts servers and boards through its TestCase, which ends them by their process ids. wait() polls for what
must happen, and fails after a limit that is long enough for a busy machine. stays() is for what must not happen.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import unittest
from pathlib import Path

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from wb_screen import LIMIT, Damage, Finger, Picture, glide, run, stays, wait, xdotool  # noqa: E402, F401

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ['WALLBOARD_BUILD'])
APP = BUILD / 'src/app/wallboard'
SERVER = BUILD / 'src/daemon/wallboard-server'
SAMPLES = SOURCE / 'data/samples'

# The backgrounds of style.css and wb-palette.c.
DARK = (0x12, 0x14, 0x1c)
LIGHT = (0xec, 0xee, 0xf2)

# A place of the pointer outside all windows.
AWAY = (4096, 4096)

# Warnings end the program under test; its helpers (the window manager, this Python) are not under test.
ENVIRONMENT = dict(os.environ,
                   G_DEBUG='',  # end() looks for complaints
                   G_ENABLE_DIAGNOSTIC='1',
                   GSETTINGS_SCHEMA_DIR=str(BUILD / 'data'),
                   GSETTINGS_BACKEND='memory',
                   GIO_USE_PROXY_RESOLVER='dummy',
                   WALLBOARD_SAMPLES=str(SAMPLES),
                   LSAN_OPTIONS=f'suppressions={SOURCE}/tests/lsan.supp:print_suppressions=0',
                   LC_ALL='C.UTF-8')


def walk(accessible):
    yield accessible
    for i in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def free_port():
    """A port that is free now, for a server that must be restarted on the same one."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


NOTIFICATIONS = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
</interface></node>'''


class NotificationServer:
    """Receives notifications on the bus of the test, like a desktop."""

    def __init__(self):
        self.shown = []
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.ready = threading.Event()
        self.thread.start()
        assert self.ready.wait(10)

    def run(self):
        self.context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        bus = Gio.DBusConnection.new_for_address_sync(os.environ['DBUS_SESSION_BUS_ADDRESS'], flags, None, None)
        bus.register_object('/org/freedesktop/Notifications', Gio.DBusNodeInfo.new_for_xml(NOTIFICATIONS).interfaces[0],
                            self.called, None, None)
        bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                      GLib.Variant('(su)', ('org.freedesktop.Notifications', 0)), None, 0, -1, None)
        self.ready.set()
        self.loop.run()
        bus.close_sync(None)

    def called(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        if method == 'Notify':
            self.shown.append(arguments.unpack())
            invocation.return_value(GLib.Variant('(u)', (len(self.shown),)))
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['body'],)))
        else:
            invocation.return_value(None)

    def stop(self):
        self.loop.quit()
        self.thread.join()


class Program:
    """A process with line-based input and output."""

    def __init__(self, *command, env=None):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(word) for word in command], env=env or ENVIRONMENT, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.killed = False

    def expect(self, start, limit=LIMIT):
        """The rest of the next line with this start. Lines before it are ignored."""
        end = time.monotonic() + limit
        while True:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            line = self.read_line() if ready else None
            if not line:
                raise AssertionError(f'no line “{start}…” within {limit} s; {self.read_errors()}')
            if line.startswith(start):
                return line[len(start):].strip()

    def read_line(self):
        """Reads byte by byte, since select() does not see what Python has buffered."""
        line = b''
        while not line.endswith(b'\n'):
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                break
            line += byte
        return line.decode()

    def send_line(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def kill(self):
        self.killed = True
        self.process.kill()
        self.process.wait(LIMIT)

    def end(self):
        """Ends it. Fails if it ended before, or printed warnings."""
        status = self.process.poll()
        if status is None:
            self.process.terminate()
            try:
                self.process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                status = 'still there'
        errors = self.read_errors()
        self.errors.close()
        self.process.stdin.close()
        self.process.stdout.close()
        if status not in (None, 0) and not self.killed:
            raise AssertionError(f'{self.process.args[0]} ended with {status}: {errors}')
        complaints = [line for line in errors.splitlines()
                      if 'CRITICAL' in line or 'WARNING' in line]
        if complaints:
            raise AssertionError(f'{self.process.args[0]} printed warnings: {errors}')


class Server(Program):
    def __init__(self, data, port=0, before=()):
        super().__init__(*before, SERVER, '--data', data, '--http', '127.0.0.1:0', '--ws', f'127.0.0.1:{port}')
        self.http, self.uri = self.expect('ready ').split()
        self.port = int(self.uri.rpartition(':')[2])


class Board(Program):
    """The app, with its window."""

    def __init__(self, *options, env=None, before=()):
        super().__init__(*before, APP, *options, env=dict(ENVIRONMENT, **(env or {})))
        self.application = wait(self.find_application, 'the app in the accessibility tree')
        self.window = wait(self.find_window, 'a window')

    def find_application(self):
        assert self.process.poll() is None, f'the app has ended: {self.read_errors()}'
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            # The desktop may still list an app that has ended, before later ones.
            with contextlib.suppress(GLib.Error):
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    return child if child.get_child_count() > 0 else None
        return None

    def find_window(self, name='^Wallboard( on .*)?$'):
        found = subprocess.run(['xdotool', 'search', '--all', '--onlyvisible', '--pid', str(self.process.pid),
                                '--name', name], capture_output=True, text=True, timeout=LIMIT).stdout.split()
        return found[-1] if found else None

    # Its widgets

    def walk(self, root=None):
        assert self.process.poll() is None, f'the app has ended: {self.read_errors()}'
        return walk(root or self.application)

    def find(self, role, name=None, root=None):
        """The first accessible of that role and name (a string, or a compiled pattern), or None."""
        for accessible in self.walk(root):
            if accessible.get_role_name() == role and matches(name, accessible.get_name()):
                return accessible
        return None

    def wait_for(self, role, name=None, root=None):
        return wait(lambda: self.find(role, name, root), f'{role} “{getattr(name, "pattern", name)}”')

    def wait_gone(self, role, name):
        wait(lambda: self.find(role, name) is None, f'{role} “{getattr(name, "pattern", name)}” to go')

    def list_labels(self, root=None):
        return [item.get_name() for item in self.walk(root) if item.get_role_name() == 'label']

    def list_all(self, root=None):
        """The names and descriptions of all accessibles."""
        return [text for item in self.walk(root) for text in (item.get_name(), item.get_description()) if text]

    def list_charts(self):
        return [accessible.get_name() for accessible in self.walk()
                if accessible.get_role_name() == 'image' and accessible.get_parent().get_parent().get_name()]

    def chart(self, name):
        return self.wait_for('image', re.compile('^' + re.escape(name)))

    def describe(self, name):
        return self.chart(name).get_description()

    def wait_described(self, name, pattern):
        return wait(lambda: re.search(pattern, self.describe(name)), f'{name} described as “{pattern}”')

    def wait_live(self, *charts):
        """Waits until the board is connected and its charts are drawn."""
        self.wait_for('label', 'Live')
        for chart in charts or ('Sales by city', 'Sales by seller', 'Share of hot goods'):
            self.wait_described(chart, '[0-9]')

    # Its place

    def get_frame(self, window=None):
        """Left, right, top and bottom of the shadow, which X counts as part of the window."""
        words = run('xprop', '-id', window or self.window, '_GTK_FRAME_EXTENTS').partition('=')[2]
        return [int(number) for number in re.findall(r'\d+', words)] or [0, 0, 0, 0]

    def get_box(self, window=None):
        """X, y, width and height on the screen, without the shadow."""
        words = xdotool('getwindowgeometry', '--shell', window or self.window)
        place = dict(line.split('=') for line in words.split())
        left, right, top, bottom = self.get_frame(window)
        return (int(place['X']) + left, int(place['Y']) + top,
                int(place['WIDTH']) - left - right, int(place['HEIGHT']) - top - bottom)

    def place(self, x, y, width, height):
        left, right, top, bottom = self.get_frame()
        xdotool('windowsize', self.window, width + left + right, height + top + bottom)
        wait(lambda: self.get_box()[2:] == (width, height), 'the size of the window')
        xdotool('windowmove', self.window, x - left, y - top)
        wait(lambda: self.get_box() == (x, y, width, height), 'the place of the window')
        frame = self.find('frame')
        wait(lambda: self.get_extents(frame)[2:] == (width, height), 'the layout of the window')

    @staticmethod
    def get_extents(accessible):
        extents = accessible.get_extents(Atspi.CoordType.WINDOW)
        return extents.x, extents.y, extents.width, extents.height

    def get_place(self, accessible, window=None):
        """X, y, width and height on the screen."""
        left, top, _, _ = self.get_box(window)
        x, y, width, height = self.get_extents(accessible)
        return left + x, top + y, width, height

    def get_background(self):
        """The colour of the window itself, which is visible below the cards."""
        x, y, width, height = self.get_box()
        return Picture.take((x + width // 2, y + height - 8, 1, 1)).pixel(0, 0)

    def get_board_box(self):
        """The box of the window below the header bar with its clock."""
        x, y, width, height = self.get_box()
        return x, y + 48, width, height - 48

    # Its activity

    def count_wakeups(self, seconds):
        """Measures for some seconds how often the program wakes up."""
        def read():
            status = Path(f'/proc/{self.process.pid}/status').read_text(encoding='ascii')
            return int(status.partition('\nvoluntary_ctxt_switches:')[2].split()[0])

        before = read()
        time.sleep(seconds)
        return read() - before

    # Input

    def activate(self, window=None):
        xdotool('windowactivate', '--sync', window or self.window)
        wait(lambda: xdotool('getwindowfocus').strip() == (window or self.window), 'the focus')

    def list_windows(self):
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid), '--name', '.'],
                              capture_output=True, text=True, check=False, timeout=LIMIT).stdout.split()

    def dismiss(self, window):
        """Closes a window with Escape, again if it did not have the focus yet."""
        def is_gone():
            if window not in self.list_windows():
                return True
            with contextlib.suppress(subprocess.CalledProcessError, AssertionError):
                xdotool('windowactivate', '--sync', window, 'key', 'Escape')
                wait(lambda: window not in self.list_windows(), 'the window to close', limit=1)
            return False

        wait(is_gone, 'the window to close')

    def point(self, accessible, x=0.5, y=0.5, window=None):
        left, top, width, height = wait(lambda: self.get_sized(accessible, window), 'something to point at')
        xdotool('mousemove', left + int(width * x), top + int(height * y))

    def get_sized(self, accessible, window):
        place = self.get_place(accessible, window)
        return place if place[2] > 0 and place[3] > 0 else None

    def click(self, role, name, window=None):
        self.activate(window)
        self.point(self.wait_for(role, name), window=window)
        xdotool('click', '1')

    def key(self, *keys):
        self.activate()
        xdotool('key', *keys)

    def get_focus(self):
        """The widget with the keyboard focus, or None."""
        return next((item for item in self.walk() if item.get_state_set().contains(Atspi.StateType.FOCUSED)
                     and item.get_role_name() != 'frame'), None)

    def wait_focus(self, is_wanted, what):
        """The widget with the focus, once is_wanted (widget) holds."""
        return wait(lambda: (focus := self.get_focus()) and is_wanted(focus) and focus, what)

    def tab(self):
        """Presses Tab, and returns the widget that gets the focus."""
        before = self.get_focus()
        xdotool('key', 'Tab')
        return self.wait_focus(lambda focus: before is None or focus.path != before.path, 'the focus to move')

    def tab_to(self, chart):
        """Presses Tab until a chart has the focus."""
        self.activate()
        for _ in range(60):
            focus = self.tab()
            if focus.get_role_name() == 'image' and focus.get_name() == chart:
                return focus
        raise AssertionError(f'Tab does not reach {chart}')

    def wait_menu(self):
        """Waits until a menu takes keys, and returns its entries.

        GTK has no place of the entries in the window's coordinates, so keys choose, and not the pointer."""
        self.wait_focus(lambda focus: focus.get_role_name() == 'menu item', 'a menu with the focus')
        return [item.get_name() for item in self.walk()
                if item.get_role_name() == 'menu item' and self.get_extents(item)[2] > 0]

    def type_path(self, window, path):
        """Types a path in a file dialog, and accepts it."""
        self.activate(window)
        xdotool('key', 'ctrl+a')
        xdotool('type', '--delay', '5', str(path))
        wait(lambda: str(path) in self.list_entries(), 'the path in the entry')
        xdotool('key', 'Return')

    def list_entries(self):
        """The contents of all text entries. GTK 4.8 takes no -1 for their ends."""
        return [Atspi.Text.get_text(item, 0, Atspi.Text.get_character_count(item))
                for item in self.walk() if item.get_role_name() == 'text']

    def choose(self, item):
        """Opens the main menu and chooses an entry."""
        self.click('push button', 'Main Menu')
        entry = self.wait_for('menu item', item)
        wait(lambda: self.get_extents(entry)[2] > 0, 'the entry')
        Atspi.Action.do_action(entry, 0)


def matches(wanted, name):
    if wanted is None:
        return True
    return bool(wanted.search(name)) if hasattr(wanted, 'search') else wanted == name


class TestCase(unittest.TestCase):
    maxDiff = None

    def folder(self, language='en'):
        """A copy of the sample data that the test may change."""
        folder = Path(tempfile.mkdtemp(prefix='wallboard-ui-'))
        self.addCleanup(shutil.rmtree, folder)
        for file in (SAMPLES / language).iterdir():
            shutil.copy(file, folder)
        return folder

    def use_locale(self, locale):
        """The environment of another language, such as de_DE."""
        folder = tempfile.mkdtemp(prefix='wallboard-ui-')
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run(['localedef', '-i', locale, '-f', 'UTF-8', f'{folder}/{locale}.UTF-8'], check=True,
                       capture_output=True, timeout=LIMIT)
        return {'LOCPATH': folder, 'LC_ALL': f'{locale}.UTF-8', 'LANGUAGE': '', 'WALLBOARD_LOCALEDIR': str(BUILD / 'po')}

    def start(self, program):
        self.addCleanup(program.end)
        return program

    def server(self, data=None, port=0):
        return self.start(Server(data or SAMPLES / 'en', port))

    def board(self, *options, **more):
        return self.start(Board(*options, **more))

    def single_instance(self, *options, **env):
        """The app as a single instance, as a user starts it, with settings that the next start reads."""
        if not hasattr(self, 'config'):
            self.config = tempfile.mkdtemp(prefix='wallboard-ui-')
            self.addCleanup(shutil.rmtree, self.config)
            shutil.copytree(Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0', Path(self.config) / 'gtk-4.0')
        return self.board(*options, env={'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': self.config, **env})

    def node(self, script, *arguments):
        return self.start(Program('node', script, *arguments))

    def legacy_server(self):
        """A server written for the legacy protocol."""
        server = self.node(SOURCE / 'tests/interop/legacy-server.js', SAMPLES / 'en')
        server.uri = server.expect('ready ').split()[1]
        return server

    def legacy_page(self, uri):
        """A page written for the legacy protocol, once it has its data."""
        page = self.node(SOURCE / 'tests/ui/legacy-page.js', uri)
        page.expect('data stock')
        return page

    def wait_background(self, colour, *boards):
        for board in boards:
            wait(lambda board=board: board.get_background() == colour, f'the ground {colour}')


class TapResult(unittest.TestResult):
    """Prints one line for each test, also if several of its parts fail."""

    def __init__(self):
        super().__init__()
        self.n = 0

    def startTest(self, test):
        super().startTest(test)
        self.skipped_because = None
        self.complaints = []
        self.began = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.n += 1
        for line in ''.join(self.complaints).splitlines():
            print(f'# {line}')
        word = 'not ok' if self.complaints else 'ok'
        more = f' # SKIP {self.skipped_because}' if self.skipped_because else ''
        print(f'{word} {self.n} - {test.id().partition(".")[2]}{more}')
        print(f'# {time.monotonic() - self.began:.1f} s', flush=True)

    def complain(self, error):
        self.complaints += traceback.format_exception(*error)

    def addError(self, test, error):
        super().addError(test, error)
        self.complain(error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.complain(error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.complain(error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.skipped_because = reason


def keep_failure(method):
    """Saves a screenshot when a test fails, before its programs are ended."""
    def wrapped(self):
        try:
            method(self)
        except Exception:
            Picture.take().save(f'failed-{self.id().rpartition(".")[2]}')
            raise
    return wrapped


def main():
    """Runs the tests of the program, prints TAP, and fails if there are none."""
    module = sys.modules['__main__']
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, TestCase):
            for name in [name for name in vars(value) if name.startswith('test')]:
                setattr(value, name, keep_failure(vars(value)[name]))

    loader = unittest.TestLoader()
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:], module)
    else:
        suite = loader.loadTestsFromModule(module)
    print('TAP version 13')
    print(f'1..{suite.countTestCases()}', flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.testsRun > 0 and result.wasSuccessful() else 1)
