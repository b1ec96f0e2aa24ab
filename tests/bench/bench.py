"""bench.py BUILD [OUT]: all numbers in one table, which is printed and written to OUT (BUILD/tests/bench/table.txt)

SPDX-License-Identifier: GPL-3.0-or-later

What is not installed is left out, with a message that names the package. Nothing is installed.
BENCH_ECHARTS names the folder of the npm package, if it is not the one below BUILD/tests/bench.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import rest

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = Path(sys.argv[1]).resolve()
OUT = Path(sys.argv[2]) if len(sys.argv) > 2 else BUILD / 'tests/bench/table.txt'
ECHARTS = Path(os.environ.get('BENCH_ECHARTS', BUILD / 'tests/bench/node_modules/echarts'))
SAMPLES = SOURCE / 'data/samples/en'
SECONDS = 30
SETTLE = 8
LONG_SECONDS = 60

# The trends of five series, and how ECharts may leave out points of a line that has more than pixels.
POINTS = [12, 60, 120, 366, 1440, 5000, 20000]
SAMPLINGS = ['lttb', 'minmax']

CHROMIUM_FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
                  '--disable-background-networking', '--disable-component-update', '--disable-sync',
                  '--window-size=1920,1080', '--hide-scrollbars']

lines = []


def say(line=''):
    lines.append(line)
    print(line, flush=True)


def get_load():
    return ' '.join(f'{load:.1f}' for load in os.getloadavg())


def measure_charts():
    """The lines of bench-charts, split into words. Slices are allocated by malloc, as they are since GLib 2.76."""
    environment = dict(os.environ, G_SLICE='always-malloc', LC_ALL='C.UTF-8')
    output = subprocess.run([BUILD / 'tests/bench/bench-charts', SAMPLES], env=environment, check=True,
                            stdout=subprocess.PIPE, text=True, timeout=200).stdout
    return [line.split('\t') for line in output.splitlines()]


def say_charts(rows):
    say('One chart on the whole picture: CPU ms (median) and allocations')
    say(f'{"chart":<18}{"size":>10}{"layout":>8}{"base":>8}{"overlay":>9}{"motion":>8}{"step":>8}{"first":>8}'
        f'{"layout":>9}{"base":>6}{"overlay":>9}{"motion":>8}{"step":>7}')
    for name, width, height, *numbers, first in rows:
        times = [number if number == '-' else f'{float(number):.2f}' for number in numbers[0::2]]
        counts = numbers[1::2]
        say(f'{name:<18}{width + "×" + height:>10}{times[0]:>8}{times[1]:>8}{times[2]:>9}{times[3]:>8}{times[4]:>8}'
            f'{float(first):>8.2f}{counts[0]:>9}{counts[1]:>6}{counts[2]:>9}{counts[3]:>8}{counts[4]:>7}')
    say()


def measure_board():
    """None without a virtual display, or without the app."""
    missing = [word for word in ('Xvfb', 'xfwm4', 'xprop', 'dbus-run-session') if shutil.which(word) is None]
    if missing:
        say(f'The board at rest is left out: {", ".join(missing)} missing; run “.ci/setup display”.')
    elif not (BUILD / 'src/app/wallboard').exists():
        say('The board at rest is left out: the app is not built; set up the build with -Dapp=enabled.')
    else:
        output = subprocess.run([SOURCE / 'tests/ui/virtual-display', '-s', '1920x1080', '--',
                                 sys.executable, HERE / 'board.py', BUILD],
                                check=True, stdout=subprocess.PIPE, text=True, timeout=180).stdout
        return json.loads(output.splitlines()[-1])
    return None


def expect(node, word):
    """The value of the next line, which must begin with word."""
    got, _, value = node.stdout.readline().partition(' ')
    if got != word:
        raise RuntimeError(f'the page of ECharts sent “{got} {value.strip()}” instead of “{word}”')
    return value if word == 'ready' else json.loads(value)


def end_family(process):
    """Ends Chromium with its children, which are one process group."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()


def drive_page(node, chromium, uri, profile):
    start = time.monotonic()
    browser = subprocess.Popen([chromium, *CHROMIUM_FLAGS, f'--user-data-dir={profile}', uri],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        expect(node, 'board')
        result = {'start': time.monotonic() - start}
        time.sleep(SETTLE)
        result.update(rest({'app': browser.pid}, SECONDS))
        node.stdin.write('measure\n')
        node.stdin.flush()
        result['charts'] = {}
        for _ in range(6):
            chart = expect(node, 'chart')
            result['charts'][chart['name']] = chart
        result['trends'] = {}
        for _ in POINTS:
            for _ in SAMPLINGS:
                trend = expect(node, 'trend')
                result['trends'][trend['points'], trend['sampling']] = trend['median']
        result['version'] = expect(node, 'done')['version']
        # Once, since one drawing takes seconds. The page cannot be interrupted, so its result is not awaited.
        ready, _, _ = select.select([node.stdout], [], [], LONG_SECONDS)
        result['long'] = expect(node, 'long')['median'] if ready else None
        return result
    finally:
        end_family(browser)


def measure_echarts():
    """None if the browser or the package is missing."""
    chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
    if chromium is None or shutil.which('node') is None:
        say('ECharts is left out: install chromium and nodejs for it.')
    elif not (ECHARTS / 'dist/echarts.min.js').exists():
        say(f'ECharts is left out: run “npm install --prefix {BUILD}/tests/bench echarts” for it.')
    else:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            with subprocess.Popen(['node', HERE / 'echarts.js', ECHARTS, SAMPLES, SOURCE / 'data/maps/china.json'],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
                return drive_page(node, chromium, expect(node, 'ready').strip(), profile)
    return None


def say_trends(own, echarts):
    """The trends of random points, beside ECharts with each way to leave out points, and a footnote without any."""
    say('Five series of random points, drawn once at 1920×1080, median ms; ECharts leaves out points by “sampling”')
    say(f'{"chart":<18}{"Wallboard":>10}{"lttb":>10}{"minmax":>10}{"ratio to the faster":>21}')
    for points in POINTS:
        name = f'trend 5 × {points}'
        others = [echarts['trends'][points, sampling] for sampling in SAMPLINGS]
        say(f'{name:<18}{own[name]:>10.2f}{others[0]:>10.1f}{others[1]:>10.1f}{min(others) / own[name]:>20.1f}×')
    if echarts['long'] is None:
        say(f'(Without sampling, ECharts has not drawn {name} once after {LONG_SECONDS} s.)')
    else:
        say(f'(Without sampling, ECharts takes {echarts["long"]:.0f} ms for {name}, drawn once.)')
    say()


def say_comparison(rows, echarts):
    own = {name: float(layout) + float(base) for name, width, _height, layout, _, base, *_ in rows if width == '1920'}
    say('Drawn once at 1920×1080, median ms: '
        f'Wallboard layout and base (CPU), ECharts {echarts["version"]} (wall clock)')
    say(f'{"chart":<18}{"Wallboard":>10}{"ECharts":>10}{"ratio":>9}')
    for name, chart in echarts['charts'].items():
        say(f'{name:<18}{own[name]:>10.2f}{chart["median"]:>10.2f}{chart["median"] / own[name]:>8.1f}×')
    say()
    say_trends(own, echarts)


def say_rest(board, echarts):
    say(f'The whole board at 1920×1080 for {SECONDS} s, without input, drawn in software')
    say(f'{"":<34}{"% of a core":>12}{"PSS MiB":>9}{"processes":>11}{"start s":>9}{"frames/s":>10}')
    rows = []
    if board is not None:
        rows += [(f'wallboard ({board["size"][0]}×{board["size"][1]})', board['app'], board['start'], board['frames']),
                 ('wallboard-server', board['server'], None, None),
                 ('its display server, Xvfb', board['display'], None, None)]
    if echarts is not None:
        rows += [('ECharts in headless Chromium', echarts['app'], echarts['start'], None)]
    for name, cost, start, frames in rows:
        say(f'{name:<34}{cost["cpu"]:>12.1f}{cost["pss"]:>9.0f}{cost["processes"]:>11}'
            f'{"" if start is None else f"{start:.2f}":>9}{"" if frames is None else f"{frames:.1f}":>10}')
    if board is not None and board['frames'] is None:
        say('(Frames are not counted: that needs the headers of libX11 and libXdamage.)')
    if board is not None and board['failures'] > 0:
        say(f'(--screenshot wrote no picture in {board["failures"]} starts more, which are not in the median.)')
    say()


def main():
    say(f'{time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}, {os.cpu_count()} cores, load before {get_load()}')
    say()
    rows = measure_charts()
    say_charts(rows)
    board = measure_board()
    echarts = measure_echarts()
    if board is not None or echarts is not None:
        say_rest(board, echarts)
    if echarts is not None:
        say_comparison(rows, echarts)
    say(f'Load after {get_load()}')
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text('\n'.join(lines) + '\n')


main()
