"""overload.py BUILD [CLIENTS [RATE [SECONDS]]]: sends more than the machine can deliver, and shows what the server does

SPDX-License-Identifier: GPL-3.0-or-later

One client sends RATE (200) messages a second for SECONDS (180) to CLIENTS (5000). The clients are in two processes,
so that one process is not the limit that is measured. When the server cannot deliver all messages, it reads fewer
from the client that sends. It must close no connection for that, and delay no client for long.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from processes import read_stat

HERE = Path(__file__).resolve().parent
BUILD = Path(sys.argv[1]).resolve()
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
RATE = int(sys.argv[3]) if len(sys.argv) > 3 else 200
SECONDS = int(sys.argv[4]) if len(sys.argv) > 4 else 180
N_GENERATORS = 2
LOAD = BUILD / 'tests/bench/load'
SERVER = [os.environ.get('BENCH_SERVER', BUILD / 'src/daemon/wallboard-server'), '--config', '/dev/null', '--data',
          HERE.parents[1] / 'data/samples/en', '--http', '127.0.0.1:0', '--ws', '127.0.0.1:0', '--max-rate', '0',
          '--max-connections', '0', '--max-per-address', '0']


def get_memory(pid):
    for line in Path(f'/proc/{pid}/status').read_text().splitlines():
        if line.startswith('VmHWM:'):
            return int(line.split()[1]) / 1024
    return 0


def main():
    with subprocess.Popen(SERVER, stdout=subprocess.PIPE, text=True) as server:
        ws = server.stdout.readline().split()[2]
        generators = []
        for _ in range(N_GENERATORS):
            generator = subprocess.Popen([LOAD, ws, str(CLIENTS // N_GENERATORS), str(server.pid)],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            generator.stdout.readline()
            generators.append(generator)
        cpu, started = read_stat(server.pid)[1], time.monotonic()
        for generator in generators[1:]:
            generator.stdin.write(f'hear {SECONDS + 10}\n')
            generator.stdin.flush()
        generators[0].stdin.write(f'flood {RATE} {SECONDS}\n')
        generators[0].stdin.write('hear 10\n')
        generators[0].stdin.flush()
        results = [generators[0].stdout.readline().split(), generators[0].stdout.readline().split()]
        elapsed, cpu = time.monotonic() - started, read_stat(server.pid)[1] - cpu
        results += [generator.stdout.readline().split() for generator in generators[1:]]
        sent = int(results[0][1])
        heard = sum(int(result[2]) for result in results)
        closed = sum(int(result[3]) for result in results)
        print(f'{CLIENTS} clients, {RATE} messages a second for {SECONDS} s: {sent} of {RATE * SECONDS} were accepted, '
              f'{heard} deliveries ({heard / max(sent * CLIENTS, 1):.1%} of those due, {heard / elapsed:,.0f} a second), '
              f'{closed} closed{", the last with " + results[0][4] if closed else ""}')
        # Messages that arrive after the flood wait while the generator sorts its delays, so they are not measured.
        del results[1]
        for result in results:
            print(f'  p50 {float(result[5]):.0f} ms, p99 {float(result[6]):.0f} ms, longest {float(result[7]):.0f} ms')
        print(f'  the server: {cpu / elapsed:.2f} cores, at most {get_memory(server.pid):.0f} MiB')
        for generator in generators:
            generator.stdin.close()
            generator.wait(30)
        server.terminate()


main()
