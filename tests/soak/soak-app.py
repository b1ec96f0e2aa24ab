"""soak-app.py: months of a wall in minutes: does its memory stay what it was?

Runs under virtual-wall. Each kind of change is made a tenth of its number, which fills caches of fonts, icons and
glyphs; after the rest of them the memory must be what it was, but for a little.

    soak-app.py [SHARE]: how much of the whole to do; 1 are 10,000 data changes, 1,000 theme changes and so on
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'ui'))

import wb_ui  # noqa: E402
from wb_ui import wait  # noqa: E402

# The kind, how many of them there are in some months, and how much memory may be more at the end, in KiB.
#
# A window that is made and destroyed leaves about 140 KiB, of which none is a window, a card or a chart of ours: they
# are gone. The headless compositor itself ends after some 30 monitors, so that there are no 500 of them.
KINDS = (('data', 10000, 3072), ('theme', 1000, 3072), ('plug', 20, 4096))


def sway(*words):
    return json.loads(wb_ui.run('swaymsg', '-r', *words))


def list_monitors():
    return {output['name'] for output in sway('-t', 'get_outputs')}


def plug(n):
    for _ in range(n):
        before = list_monitors()
        sway('create_output')
        name = wait(lambda before=before: list_monitors() - before, 'a monitor').pop()
        wait(lambda name=name: f'Wallboard on {name}' in wb_ui.run('swaymsg', '-r', '-t', 'get_tree'), 'a window')
        time.sleep(0.5)
        wb_ui.run('swaymsg', '-s', os.environ['VIRTUAL_WALL_ROOM'], f'[title="{name}"] kill')
        wait(lambda name=name: f'Wallboard on {name}' not in wb_ui.run('swaymsg', '-r', '-t', 'get_tree'), 'no window')


def get_memory(program):
    """What is its own, in KiB."""
    with open(f'/proc/{program.process.pid}/smaps_rollup', encoding='ascii') as file:
        return sum(int(line.split()[1]) for line in file if line.startswith('Private_'))


def main(share):
    server = wb_ui.Program('node', Path(__file__).with_name('soak-server.js'), wb_ui.SAMPLES / 'en')
    uri = server.expect('ready ')
    wall = wb_ui.Program(wb_ui.APP, '--kiosk', '--server', uri, env=dict(wb_ui.ENVIRONMENT, MALLOC_PERTURB_='0'))
    grown = []
    time.sleep(3)
    print(f'{"change":8}{"times":>8}{"KiB before":>12}{"KiB after":>12}{"KiB each":>12}')
    for kind, number, allowed in KINDS:
        number = max(10, int(number * share))

        def change(n, kind=kind):
            if kind == 'plug':
                plug(n)
            else:
                server.say(f'{kind} {n}')
                server.expect('done', limit=3600)
            time.sleep(1)

        change(number // 10)
        before = get_memory(wall)
        change(number)
        after = get_memory(wall)
        print(f'{kind:8}{number:8}{before:12}{after:12}{(after - before) / number:12.2f}', flush=True)
        if after - before > allowed:
            grown.append(kind)

    assert wall.process.poll() is None, wall.read_errors()
    wall.end()
    server.end()
    if grown:
        print(f'The memory grew with: {", ".join(grown)}', file=sys.stderr)
    return 1 if grown else 0


sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
