"""board.py BUILD: the whole board at rest, in the real app, under tests/ui/virtual-display; prints JSON

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from processes import find_family, read_stat, rest

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv[1])
SECONDS = 30
SETTLE = 8
STARTS = 5
MAX_TRIES = 30

ENVIRONMENT = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(BUILD / 'data'), GSETTINGS_BACKEND='keyfile',
                   GIO_USE_PROXY_RESOLVER='dummy', WALLBOARD_SAMPLES=str(SOURCE / 'data/samples'))


def maximize():
    """Opens the board on the whole screen. The settings are those of the virtual display, and temporary."""
    folder = Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0/settings'
    folder.mkdir(parents=True)
    (folder / 'keyfile').write_text('[io/github/wallboard/Wallboard]\nwindow-maximized=true\n')


def get_size(path):
    """Width and height of a PNG file."""
    head = path.read_bytes()[:24]
    return int.from_bytes(head[16:20], 'big'), int.from_bytes(head[20:24], 'big')


def time_starts(command):
    """The median seconds from start to exit with --screenshot, how often that failed, and the size of the picture.

    It fails while the map has requested a redraw."""
    times = []
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / 'board.png'
        while len(times) < STARTS:
            start = time.monotonic()
            status = subprocess.run([*command, '--screenshot', picture], env=ENVIRONMENT, timeout=60,
                                    stderr=subprocess.DEVNULL).returncode
            if status == 0:
                times.append(time.monotonic() - start)
            else:
                failures += 1
                assert failures < MAX_TRIES, f'{command[0]} wrote no picture of the board'
        return median(times), failures, get_size(picture)


def find_display_server():
    """The Xvfb that virtual-display started, which is an ancestor's child in the tree of processes."""
    pid = os.getpid()
    while pid > 1:
        pid = read_stat(pid)[0]
        for child in find_family(pid):
            if Path(f'/proc/{child}/comm').read_text().strip() == 'Xvfb':
                return child
    raise RuntimeError('board.py runs under tests/ui/virtual-display')


def start_counter():
    """Starts to count the frames of the only window. None if count-frames was not built."""
    counter = BUILD / 'tests/bench/count-frames'
    if not counter.exists():
        return None
    windows = subprocess.run(['xprop', '-root', '_NET_CLIENT_LIST'], check=True, stdout=subprocess.PIPE,
                             text=True).stdout.partition('#')[2].split(',')
    assert len(windows) == 1, f'there are other windows than the board: {windows}'
    return subprocess.Popen([counter, windows[0].strip(), str(SECONDS)], stdout=subprocess.PIPE, text=True)


def main():
    maximize()
    with subprocess.Popen([BUILD / 'src/daemon/wallboard-server', '--data', SOURCE / 'data/samples/en',
                           '--http', '127.0.0.1:0', '--ws', '127.0.0.1:0'],
                          stdout=subprocess.PIPE, text=True) as server:
        try:
            uri = server.stdout.readline().split()[2]
            command = [BUILD / 'src/app/wallboard', '--server', uri]
            start, failures, size = time_starts(command)
            with subprocess.Popen(command, env=ENVIRONMENT) as app:
                try:
                    time.sleep(SETTLE)
                    counter = start_counter()
                    result = rest({'app': app.pid, 'server': server.pid, 'display': find_display_server()}, SECONDS)
                    frames = int(counter.communicate()[0]) / SECONDS if counter is not None else None
                    assert app.poll() is None, 'the app ended while it was measured'
                finally:
                    app.terminate()
        finally:
            server.terminate()
    print(json.dumps(dict(result, start=start, failures=failures, size=size, frames=frames)))


main()
