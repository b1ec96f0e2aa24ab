"""soak.py BUILD MINUTES: clients connect and leave, datasets change, themes toggle; memory and descriptors must not grow

SPDX-License-Identifier: GPL-3.0-or-later

After a warm-up of a quarter of the time, in which allocators and pools reach their size, memory (private dirty
pages) is read every second. The median of the second half of the readings may exceed that of the first by 2 %, or by
128 KiB where that is more. The number of open files may not grow.
"""

import json
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BUILD = Path(sys.argv[1]).resolve()
SECONDS = float(sys.argv[2]) * 60
N_CLIENTS = 60
ALLOWED = 0.02
SLACK = 128 * 1024  # an arena of malloc grows in steps of this size

HANDSHAKE = (b'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
             b'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n')
V1 = b'Sec-WebSocket-Protocol: wallboard.v1\r\n'
GET = b'GET /api/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
CHARTS = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']


def frame(message):
    text = json.dumps(message).encode()
    assert len(text) <= 125
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


def get_data(name):
    return frame({'action': 'getData', 'socketType': name + 'Data', 'chartName': name, 'value': ''})


class Server:
    def __init__(self, folder):
        self.process = subprocess.Popen(
            [BUILD / 'src/daemon/wallboard-server', '--data', folder, '--http', '127.0.0.1:0', '--ws', '127.0.0.1:0',
             '--max-rate', '0', '--max-per-address', '0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        _, http, websocket = self.process.stdout.readline().split()
        self.http, self.websocket = (int(uri.rpartition(':')[2]) for uri in (http, websocket))

    def get_memory(self):
        for line in Path(f'/proc/{self.process.pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Private_Dirty:'):
                return int(line.split()[1]) * 1024
        raise RuntimeError('there is no Private_Dirty')

    def count_files(self):
        return len(os.listdir(f'/proc/{self.process.pid}/fd'))


class Client:
    """A client that is read from now and then, and ignores what it reads."""

    def __init__(self, server, is_v1):
        self.socket = socket.create_connection(('127.0.0.1', server.websocket))
        self.socket.settimeout(10)
        self.socket.sendall(HANDSHAKE + (V1 if is_v1 else b'') + b'\r\n')
        assert b' 101 ' in self.socket.recv(4096)
        self.socket.setblocking(False)
        self.send(get_data(random.choice(CHARTS)))

    def send(self, data):
        self.socket.settimeout(10)
        self.socket.sendall(data)
        self.socket.setblocking(False)

    def receive(self):
        try:
            while self.socket.recv(1 << 18):
                pass
        except BlockingIOError:
            pass

    def leave(self):
        how = random.randrange(3)
        if how == 0:
            self.send(b'\x88\x82\0\0\0\0\x03\xe8')
        elif how == 1:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.socket.close()


def ask_http(server):
    with socket.create_connection(('127.0.0.1', server.http)) as peer:
        peer.sendall(GET % random.choice([*CHARTS, 'nothing', '..%2fsecret']).encode())
        while peer.recv(1 << 16):
            pass


def change(folder, samples):
    name = random.choice(CHARTS)
    text = samples[name] if random.random() < 0.9 else '{"does not": "fit"}'
    new = folder / f'.{name}.new'
    new.write_text(text + ' ' * random.randrange(1000))
    new.rename(folder / f'{name}.json')


def run_round(server, folder, samples, clients):
    """A client connects or leaves, one sends something, and sometimes a file changes or is requested."""
    if len(clients) >= N_CLIENTS or (clients and random.random() < 0.4):
        clients.pop(random.randrange(len(clients))).leave()
    else:
        clients.append(Client(server, random.random() < 0.5))
    sender = random.choice(clients) if clients else None
    if sender is not None:
        sender.send(random.choice([
            frame({'action': 'themeChange', 'socketType': 'themeChange', 'chartName': '', 'value': ''}),
            frame({'action': 'fullScreen', 'socketType': 'fullScreen', 'chartName': 'trend',
                   'value': random.random() < 0.5}),
            frame({'type': 'hello', 'data': {'name': f'Display {random.randrange(100)}', 'version': '1.0'}}),
            get_data(random.choice(CHARTS))]))
    if random.random() < 0.2:
        change(folder, samples)
    if random.random() < 0.3:
        ask_http(server)
    for client in clients:
        client.receive()


def soak(server, folder, samples):
    """Reads memory and the number of open files after the warm-up. All clients leave before each reading."""
    clients, readings = [], []
    start = time.monotonic()
    period = max(1.0, SECONDS / 60)
    next_reading = start + SECONDS / 4
    n_rounds = 0
    while time.monotonic() < start + SECONDS:
        run_round(server, folder, samples, clients)
        n_rounds += 1
        time.sleep(0.002)
        if time.monotonic() >= next_reading:
            for client in clients:
                client.leave()
            clients.clear()
            time.sleep(0.3)
            readings.append((server.get_memory(), server.count_files()))
            next_reading = time.monotonic() + period
    return readings, n_rounds


def main():
    random.seed(4)
    source = Path(__file__).resolve().parents[2]
    samples = {name: (source / f'data/samples/en/{name}.json').read_text() for name in CHARTS}
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        for name, sample in samples.items():
            (folder / f'{name}.json').write_text(sample)
        server = Server(folder)
        try:
            readings, n_rounds = soak(server, folder, samples)
        finally:
            server.process.terminate()
            status = server.process.wait(20)
    half = len(readings) // 2
    early, late = (median(memory for memory, _ in part) for part in (readings[:half], readings[half:]))
    files = [n for _, n in readings]
    print(f'{n_rounds} rounds, {len(readings)} readings: {early / 2**20:.2f} MiB, then {late / 2**20:.2f} MiB '
          f'({(late / early - 1) * 100:+.1f} %); {files[0]} files, then {files[-1]}, at most {max(files)}')
    assert status == 0, f'the server ended with {status}'
    assert late <= early + max(early * ALLOWED, SLACK), 'memory grows'
    assert max(files[half:]) <= max(files[:half]), 'the number of open files grows'


main()
