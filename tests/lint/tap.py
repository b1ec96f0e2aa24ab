"""tap.py: prints the results of the lint scripts for meson.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys


def report(tests):
    """Prints TAP for tests, which are lists of complaints by name. Returns the exit status.

    Complaints go to stderr, since meson shows nothing else of a TAP test that fails.
    """
    print(f'1..{len(tests)}')
    for number, (name, complaints) in enumerate(tests.items(), 1):
        for line in complaints:
            print(line, file=sys.stderr)
        print(f'{"not ok" if complaints else "ok"} {number} {name}', flush=True)
    return 1 if any(tests.values()) else 0
