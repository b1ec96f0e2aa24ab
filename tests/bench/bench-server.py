"""bench-server.py BUILD [OUT]: compares the server with others in one table, which is printed and written to OUT
(BUILD/tests/bench/server.txt)

SPDX-License-Identifier: GPL-3.0-or-later

Every number is the median of BENCH_RUNS runs (3), each with a new process of each server in turn, since other
programs may use the machine. A server that is not installed is left out, with a message that names the package.
BENCH_KOA names the folder in which npm put koa and ws, if it is not BUILD/tests/bench.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from processes import find_family, get_pss, read_stat

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = Path(sys.argv[1]).resolve()
OUT = Path(sys.argv[2]) if len(sys.argv) > 2 else BUILD / 'tests/bench/server.txt'
KOA = Path(os.environ.get('BENCH_KOA', BUILD / 'tests/bench')) / 'node_modules'
RUNS = int(os.environ.get('BENCH_RUNS', '3'))
LOAD = BUILD / 'tests/bench/load'
SAMPLES = SOURCE / 'data/samples/en'
NCHAN = Path('/usr/lib/nginx/modules/ngx_nchan_module.so')

SIZES = [10, 100, 500, 1000, 5000]
DELIVERIES = 200_000
FEWER_DELIVERIES = 60_000  # to 10 clients a round is mostly waiting
TLS_CLIENTS = 1000
ASKING = 100
SECONDS = 2

WALLBOARD = [BUILD / 'src/daemon/wallboard-server', '--data', SAMPLES, '--http', '127.0.0.1:0', '--ws', '127.0.0.1:0',
        '--max-rate', '0', '--max-connections', '0', '--max-per-address', '0']

NGINX = '''
load_module {module};
daemon off;
master_process off;
worker_rlimit_nofile 20000;
error_log {folder}/error.log;
pid {folder}/pid;
events {{ worker_connections 12000; }}
http {{
  access_log off;
  nchan_shared_memory_size 64M;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      nchan_pubsub websocket;
      nchan_channel_id board;
      nchan_subscriber_first_message newest;
    }}
  }}
}}
'''

lines = []


def say(line=''):
    lines.append(line)
    print(line, flush=True)


def get_load():
    return ' '.join(f'{load:.1f}' for load in os.getloadavg())


def get_cpu_model():
    for line in Path('/proc/cpuinfo').read_text().splitlines():
        if line.startswith('model name'):
            return line.partition(':')[2].strip()
    return 'unknown processor'


class Server:
    """A server that prints “ready HTTP-URI WS-URI”. Each use as a context manager starts a new process."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.command = command
        self.environment = dict(os.environ, **(environment or {}))

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        words = self.process.stdout.readline().split()
        if not words or words[0] != 'ready':
            raise RuntimeError(f'{self.name} does not start')
        self.http, self.ws = words[1:]
        self.pid = self.process.pid
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


class Nginx(Server):
    """It cannot choose a free port itself, and prints nothing when it is ready."""

    def __init__(self):
        super().__init__('nginx + nchan', None)

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        config = Path(self.folder.name) / 'nginx.conf'
        config.write_text(NGINX.format(module=NCHAN, folder=self.folder.name, port=port))
        self.process = subprocess.Popen(['nginx', '-p', self.folder.name, '-c', config], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.http, self.ws, self.pid = '-', f'ws://127.0.0.1:{port}', self.process.pid
        return self

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.folder.cleanup()


class Load:
    """The process with the clients."""

    def __init__(self, server, n_clients):
        self.process = subprocess.Popen([LOAD, server.ws, str(n_clients), str(server.pid)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def expect(self, word):
        got, *numbers = self.process.stdout.readline().split() or ['nothing']
        if got != word:
            raise RuntimeError(f'the load generator printed “{got}” instead of “{word}”; its errors are above')
        return [float(number) for number in numbers]

    def tell(self, word, number):
        self.process.stdin.write(f'{word} {number}\n')
        self.process.stdin.flush()
        return self.expect(word)


def find_servers():
    floor = Server('bare epoll', [BUILD / 'tests/bench/floor'])
    servers = [Server('wallboard-server', WALLBOARD)]
    node = shutil.which('node')
    paths = [path for path in (KOA, Path('/usr/share/nodejs')) if (path / 'ws').exists()]
    if node is None or not paths:
        say('Node is left out: install nodejs and node-ws for it.')
    else:
        if not (paths[0] / 'koa').exists():
            say(f'Koa is left out: run “npm install --prefix {BUILD}/tests/bench koa@2 ws@8” for it.')
        servers.append(Server('Node ws + Koa', [node, HERE / 'legacy-peer.js', SAMPLES], {'NODE_PATH': str(paths[0])}))
    if shutil.which('nginx') is None or not NCHAN.exists():
        say('nginx with nchan is left out: install nginx-light and libnginx-mod-nchan for it.')
    else:
        servers.append(Nginx())
    return servers + [floor]


def say_versions(servers):
    names = {server.name for server in servers}
    words = []
    if 'Node ws + Koa' in names:
        path = next(server.environment['NODE_PATH'] for server in servers if server.name == 'Node ws + Koa')
        script = ('for (const name of ["ws", "koa"]) try { console.log(name, require(name + "/package.json").version) }'
                  ' catch (error) { }')
        versions = subprocess.run(['node', '-e', script], env=dict(os.environ, NODE_PATH=path), check=True,
                                  stdout=subprocess.PIPE, text=True).stdout.split('\n')
        node = subprocess.run(['node', '--version'], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        words += [f'Node {node}', *filter(None, versions)]
    if 'nginx + nchan' in names:
        version = subprocess.run(['nginx', '-v'], check=True, stderr=subprocess.PIPE, text=True).stderr
        words += [version.strip().rpartition(' ')[2]]
    say(', '.join(words))


def run_once(server, n_clients):
    """Starts a new server process and n_clients clients, and returns their measurements."""
    result = {}
    with server:
        before = get_pss(server.pid)
        with Load(server, n_clients) as load:
            result['connect'], result['connect cpu'] = load.expect('connected')
            result['memory'] = (get_pss(server.pid) - before) * 1024 / n_clients
            deliveries = DELIVERIES if n_clients >= 100 else FEWER_DELIVERIES
            count, cpu, result['p50'], result['p99'], _ = load.tell('fan-out', deliveries)
            result['cpu'] = cpu / count * 1e6
            if n_clients == ASKING and server.name in ('wallboard-server', 'Node ws + Koa'):
                count, elapsed, cpu, result['get p50'], result['get p99'] = load.tell('get', SECONDS)
                result['get rate'] = count / elapsed
                result['get cpu'] = cpu / count * 1e6
            if len(find_family(server.pid)) > 1:
                raise RuntimeError(f'{server.name} has children, whose cost is not counted')
    return result


def measure_http(server):
    """Requests a second and the CPU µs of each, or None if the server has no HTTP."""
    with server:
        if server.http == '-':
            return None
        cpu = read_stat(server.pid)[1]
        text = subprocess.run(['wrk', '-t1', '-c64', f'-d{SECONDS}s', '--latency', f'{server.http}/api/seller'],
                              check=True, stdout=subprocess.PIPE, text=True).stdout
        cpu = read_stat(server.pid)[1] - cpu
    if 'Non-2xx' in text:
        raise RuntimeError(f'{server.name} does not answer as it should:\n{text}')
    return (float(re.search(r'Requests/sec:\s+([0-9.]+)', text)[1]),
            cpu / int(re.search(r'([0-9]+) requests in', text)[1]) * 1e6)


def measure(servers):
    """For each server and number of clients, the median of each number."""
    runs = {(server.name, size): [] for server in servers for size in SIZES}
    http = {server.name: [] for server in servers}
    for run in range(RUNS):
        # The order alternates, so that no server is always measured last.
        order = servers if run % 2 == 0 else servers[::-1]
        for size in SIZES:
            for server in order:
                runs[server.name, size].append(run_once(server, size))
        for server in order if shutil.which('wrk') is not None else []:
            if server.name in ('wallboard-server', 'Node ws + Koa'):
                http[server.name].append(measure_http(server))
    result = {key: {word: median(numbers[word] for numbers in values) for word in values[0]}
              for key, values in runs.items()}
    http = {name: [median(numbers) for numbers in zip(*rates)] for name, rates in http.items()
            if rates and rates[0] is not None}
    return result, http


def find_tls_servers(servers, folder):
    """The servers that support TLS, with a new certificate."""
    subprocess.run([SOURCE / 'tests/tls/make-certificates', folder], check=True)
    certificate, key = Path(folder) / 'server.pem', Path(folder) / 'server.key'
    result = []
    for server in servers:
        if server.name == 'wallboard-server':
            result.append(Server(server.name, [*WALLBOARD, '--tls-cert', certificate, '--tls-key', key]))
        elif server.name == 'Node ws + Koa':
            result.append(Server(server.name, server.command,
                                 dict(server.environment, TLS_CERT=str(certificate), TLS_KEY=str(key))))
    return result


def measure_tls(servers):
    with tempfile.TemporaryDirectory() as folder:
        servers = find_tls_servers(servers, folder)
        runs = {server.name: [] for server in servers}
        for run in range(RUNS):
            for server in servers if run % 2 == 0 else servers[::-1]:
                runs[server.name].append(run_once(server, TLS_CLIENTS))
    return {name: {word: median(numbers[word] for numbers in values) for word in values[0]}
            for name, values in runs.items()}


def say_tls(result):
    say(f'With TLS, {TLS_CLIENTS} clients')
    say(f'{"":<18}{"connects s":>12}{"CPU ms each":>13}{"KiB of PSS":>12}{"CPU µs per delivery":>21}{"p99 ms":>9}')
    for name, numbers in result.items():
        say(f'{name:<18}{numbers["connect"]:>12.2f}{numbers["connect cpu"] / TLS_CLIENTS * 1e3:>13.2f}'
            f'{numbers["memory"]:>12.1f}{numbers["cpu"]:>21.2f}{numbers["p99"]:>9.2f}')
    say()


def say_fan_out(servers, result):
    say('One message of 82 bytes to every client, and the next when all have it')
    for word, title, digits in (('cpu', 'CPU µs per delivery', 2), ('p50', 'p50 ms until a client has it', 2),
                                ('p99', 'p99 ms', 2)):
        last = '5000 ÷ 500' if word == 'cpu' else ''
        say(f'{title:<30}' + ''.join(f'{size:>9}' for size in SIZES) + f'{last:>12}')
        for server in servers:
            numbers = [result[server.name, size][word] for size in SIZES]
            growth = f'{numbers[4] / numbers[2]:>12.2f}' if word == 'cpu' else ''
            say(f'{server.name:<30}' + ''.join(f'{number:>9.{digits}f}' for number in numbers) + growth)
        say()


def say_rest(servers, result, http):
    say(f'{"":<18}{"5000 connects":>20}{"a connection":>14}{f"getData, {ASKING} clients":>27}{"GET /api/seller":>20}')
    say(f'{"":<18}{"s":>10}{"CPU s":>10}{"KiB of PSS":>14}{"a second":>11}{"CPU µs":>8}{"p99 ms":>8}'
        f'{"a second":>12}{"CPU µs":>8}')
    for server in servers:
        most, asking = result[server.name, 5000], result[server.name, ASKING]
        gets = (f'{asking["get rate"]:>11.0f}{asking["get cpu"]:>8.1f}{asking["get p99"]:>8.2f}'
                if 'get rate' in asking else f'{"–":>11}{"–":>8}{"–":>8}')
        rate = f'{http[server.name][0]:>12.0f}{http[server.name][1]:>8.1f}' if server.name in http else f'{"–":>12}{"–":>8}'
        say(f'{server.name:<18}{most["connect"]:>10.2f}{most["connect cpu"]:>10.2f}{most["memory"]:>14.1f}{gets}{rate}')
    say()


def say_targets(result, http):
    own, floor = result['wallboard-server', 1000], result['bare epoll', 1000]
    most = result['wallboard-server', 5000]
    rows = [('CPU per delivery, 1000 clients', own['cpu'], 3.4, 'µs', False),
            ('  beside bare epoll', own['cpu'] / floor['cpu'], 1.2, '×', False)]
    if ('Node ws + Koa', 1000) in result:
        rows.append(('  beside Node ws', own['cpu'] / result['Node ws + Koa', 1000]['cpu'], 0.7, '×', False))
    rows += [('5000 connects', most['connect'], 0.6, 's', False), ('memory of a connection', most['memory'], 5, 'KiB', False)]
    if 'wallboard-server' in http:
        rows.append(('GET /api/seller', http['wallboard-server'][0] / 1000, 25, 'k/s', True))
    say(f'{"target":<34}{"must be":>12}{"is":>12}')
    for name, value, target, unit, more in rows:
        good = value >= target if more else value <= target
        say(f'{name:<34}{("≥ " if more else "≤ ") + f"{target} {unit}":>12}{f"{value:.2f} {unit}":>12}'
            f'  {"met" if good else "missed"}')
    say()


def main():
    say(f'{time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}, {os.cpu_count()} cores ({get_cpu_model()}), '
        f'load before {get_load()}')
    servers = find_servers()
    if shutil.which('wrk') is None:
        say('The rate of HTTP is left out: install wrk for it.')
    say_versions(servers)
    say()
    result, http = measure(servers)
    say_fan_out(servers, result)
    say_rest(servers, result, http)
    say_tls(measure_tls(servers))
    say_targets(result, http)
    say(f'Medians of {RUNS} runs; load after {get_load()}')
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text('\n'.join(lines) + '\n')


main()
