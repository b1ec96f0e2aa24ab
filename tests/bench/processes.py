"""processes.py: CPU time and memory of a program and its descendants, from /proc

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import time
from pathlib import Path

TICKS = os.sysconf('SC_CLK_TCK')


def read_stat(pid):
    """Parent and CPU seconds so far. The name in parentheses may contain spaces, so fields are counted from its end."""
    words = Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    return int(words[1]), (int(words[11]) + int(words[12])) / TICKS


def find_family(root):
    """The process and all its descendants, with their CPU seconds."""
    stats = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                stats[int(entry)] = read_stat(entry)
            except OSError:
                pass  # it has just ended
    family = {root} & stats.keys()
    while True:
        more = {pid for pid, (parent, _) in stats.items() if parent in family} - family
        if not more:
            return {pid: stats[pid][1] for pid in family}
        family |= more


def get_pss(pid):
    """Proportional set size, in MiB: shared memory is divided by the number of processes that share it."""
    try:
        for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                return int(line.split()[1]) / 1024
    except OSError:
        pass  # it has just ended
    return 0


def rest(roots, seconds):
    """Measures for some seconds. For each program by name: percent of a core, MiB of PSS, number of processes."""
    before = {name: find_family(pid) for name, pid in roots.items()}
    start = time.monotonic()
    time.sleep(seconds)
    elapsed = time.monotonic() - start
    result = {}
    for name, pid in roots.items():
        after = find_family(pid)
        # A process that began meanwhile counts from 0. The time of one that ended meanwhile is lost.
        cpu = sum(seconds - before[name].get(child, 0) for child, seconds in after.items())
        result[name] = {'cpu': 100 * cpu / elapsed, 'pss': sum(get_pss(child) for child in after),
                        'processes': len(after)}
    return result
