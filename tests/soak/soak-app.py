"""soak-app.py: the changes of months on a wall in minutes, after which its memory must not have grown

Runs under virtual-wall, in a network namespace of its own (unshare --net). A tenth of each kind of change first fills
the caches of fonts, icons and glyphs. The changes after that may increase the memory by ALLOWED only.

    soak-app.py [SHARE [KIND…]]: the share of all changes to make; 1 are 10,000 data changes, 1,000 theme changes and so on
"""

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'ui'))

import wb_ui  # noqa: E402
from wb_ui import wait  # noqa: E402
from wb_wall import Wall  # noqa: E402

# The kinds of change, and how many of each happen in some months.
KINDS = (('data', 10000), ('reconnect', 1000), ('theme', 1000), ('plug', 500))

# The allowed growth, and the allowed size of all frames, in KiB: three windows of 1280×720, each with one frame that is
# shown, one that is painted, and one that is being sent.
ALLOWED = 3072
FRAMES = 3 * 3 * 3600

# The heap keeps freed memory, in an amount that depends on fragmentation. With these, large blocks are mapped, and
# unmapped when they are freed.
FRUGAL = {'MALLOC_PERTURB_': '0', 'MALLOC_ARENA_MAX': '1', 'MALLOC_MMAP_THRESHOLD_': '65536',
          'MALLOC_TRIM_THRESHOLD_': '65536'}


class Network:
    """The network namespace, and a route in it that is added and removed while wanted is set.

    A client whose connection is closed a hundred times a minute waits longer each time, unless the network changes."""

    def __init__(self):
        wb_ui.run('ip', 'link', 'set', 'lo', 'up')
        wb_ui.run('ip', 'route', 'add', 'default', 'dev', 'lo')
        self.wanted = False
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            time.sleep(0.1)
            if self.wanted:
                wb_ui.run('ip', 'route', 'add', '192.0.2.0/24', 'dev', 'lo')
                wb_ui.run('ip', 'route', 'del', '192.0.2.0/24', 'dev', 'lo')


def plug(n):
    wall = Wall()
    for _ in range(n):
        name = wall.plug()
        title = f'Wallboard on {name}'
        wait(lambda title=title: title in wall.list_windows(), 'a window')
        time.sleep(0.1)
        wall.unplug(name)
        wait(lambda title=title: title not in wall.list_windows(), 'no window')


def get_memory(program):
    """The private memory of a program, and that of the frames that it shares with the compositor, in KiB."""
    own, frames, is_frame = 0, 0, False
    with open(f'/proc/{program.process.pid}/smaps', encoding='utf-8') as file:
        for line in file:
            words = line.split()
            if not words[0].endswith(':'):
                is_frame = 'memfd:' in line
            elif is_frame:
                frames += int(words[1]) if words[0] == 'Rss:' else 0
            elif words[0] == 'Private_Dirty:':
                own += int(words[1])
    return own, frames


def main(share, kinds):
    network = Network()
    server = wb_ui.Program('node', Path(__file__).with_name('soak-server.js'), wb_ui.SAMPLES / 'en')
    uri = server.expect('ready ')
    wall = wb_ui.Program(wb_ui.APP, '--kiosk', '--server', uri,
                         env=dict(wb_ui.ENVIRONMENT, **FRUGAL, GIO_USE_NETWORK_MONITOR='netlink'))
    grown = []
    time.sleep(3)
    print(f'{"change":10}{"times":>8}{"KiB before":>12}{"KiB after":>12}{"KiB each":>12}{"frames KiB":>12}')
    for kind, number in KINDS:
        if kinds and kind not in kinds:
            continue
        number = max(10, int(number * share))

        def change(n, kind=kind):
            network.wanted = kind == 'reconnect'
            if kind == 'plug':
                plug(n)
            else:
                server.send_line(f'{kind} {n}')
                server.expect('done', limit=3600)
            time.sleep(1)

        change(number // 10)
        before, _ = get_memory(wall)
        change(number)
        after, frames = get_memory(wall)
        print(f'{kind:10}{number:8}{before:12}{after:12}{(after - before) / number:12.2f}{frames:12}', flush=True)
        if after - before > ALLOWED or frames > FRAMES:
            grown.append(kind)

    assert wall.process.poll() is None, wall.read_errors()
    wall.end()
    server.end()
    if grown:
        print(f'The memory grew with: {", ".join(grown)}', file=sys.stderr)
    return 1 if grown else 0


sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, sys.argv[2:]))
