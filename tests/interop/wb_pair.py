"""wb_pair.py: what run-pair and test-variants.py try: a page in headless Chromium, and the cards of the app.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import base64
import functools
import http.server
import json
import os
import queue
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.parse
from pathlib import Path

from wb_screen import LIMIT, wait

CHARTS = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']

# Of each chart its place and how many pixels are coloured: titles, axes and grounds are grey. ECharts may draw a chart
# on several canvases, all in the element with its attribute.
LIST_CHARTS = '''(() => {
  const groups = new Map()
  for (const canvas of document.querySelectorAll('canvas')) {
    const group = canvas.closest('[_echarts_instance_]') || canvas.parentElement
    groups.set(group, [...(groups.get(group) || []), canvas])
  }
  return [...groups].map(([group, canvases]) => {
    let coloured = 0
    for (const canvas of canvases) {
      if (canvas.width === 0 || canvas.height === 0) continue
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue] = data.subarray(i, i + 3)
        if (data[i + 3] > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 50) coloured++
      }
    }
    const { x, y, width, height } = group.getBoundingClientRect()
    return { x, y, width, height, coloured }
  })
})()'''

# The lightness from 0 to 1 of the ground at the left edge.
GROUND = '''(() => {
  let element = document.elementFromPoint(3, innerHeight / 2)
  while (element) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(element).backgroundColor.match(/[0-9.]+/g) || []).map(Number)
    if (red !== undefined && alpha > 0.5) return (0.3 * red + 0.59 * green + 0.11 * blue) / 255
    element = element.parentElement
  }
  return 1
})()'''

# The places of the six charts in the family's layout, which all its pages have kept.
CARDS = ['left-top', 'left-bottom', 'middle-top', 'middle-bottom', 'right-top', 'right-bottom']

ENLARGED = f"{json.dumps(CARDS)}.map(id => document.getElementById(id)?.classList.contains('fullscreen'))"

CLICK_THEME = '''(() => {
  const button = document.querySelector('.qiehuan') || document.querySelector('img[src*=qiehuan]')
  if (button) button.click()
  return button !== null
})()'''

CLICK_RESIZE = '''(() => {
  const card = document.getElementById('%s')
  const button = card.querySelector('.resize *, .icon-expand-alt, .icon-compress-alt') || card.querySelector('.resize')
  if (button) button.click()
  return button !== null
})()'''


class Browser:
    """Chromium without a window, on a pipe with the DevTools protocol: JSON texts, each with a zero byte after it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='wallboard-browser-')
        to_read, self.to_write = os.pipe()
        self.to_receive, to_send = os.pipe()
        self.process = subprocess.Popen(
            ['bash', '-c', f'exec "$@" 3<&{to_read} 4>&{to_send}', 'chromium', os.environ.get('CHROMIUM', 'chromium'),
             '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--no-proxy-server',
             '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
             '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--ignore-certificate-errors',
             '--disable-backgrounding-occluded-windows', '--window-size=1920,1080', '--remote-debugging-pipe',
             # Some pages have the address of their author's server.
             '--host-resolver-rules=MAP * 127.0.0.1', f'--user-data-dir={self.folder}', 'about:blank'],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(to_read, to_send),
            env=dict(os.environ, HOME=self.folder), start_new_session=True)
        os.close(to_read)
        os.close(to_send)
        self.number = 0
        self.answers = queue.Queue()
        self.pages = {}
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b''
        while piece := os.read(self.to_receive, 1 << 20):
            *messages, rest = (rest + piece).split(b'\0')
            for message in map(json.loads, messages):
                if 'id' in message:
                    self.answers.put(message)
                elif message.get('sessionId') in self.pages:
                    self.pages[message['sessionId']].note(message['method'], message['params'])

    def call(self, method, session=None, **parameters):
        self.number += 1
        request = {'id': self.number, 'method': method, 'params': parameters}
        os.write(self.to_write, json.dumps(dict(request, sessionId=session) if session else request).encode() + b'\0')
        while (answer := self.answers.get(timeout=LIMIT))['id'] != self.number:
            pass
        assert 'error' not in answer, f'{method}: {answer}'
        return answer['result']

    def end(self):
        self.process.terminate()
        self.process.wait(LIMIT)
        os.close(self.to_write)
        shutil.rmtree(self.folder, ignore_errors=True)


class Page:
    """A tab with a page of the legacy family, and what it sent and received."""

    def __init__(self, browser, address):
        self.browser = browser
        self.received, self.sent, self.complaints, self.exceptions = [], [], [], []
        target = browser.call('Target.createTarget', url='about:blank', newWindow=True)['targetId']
        self.session = browser.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        browser.pages[self.session] = self
        for domain in ('Page', 'Runtime', 'Network'):
            self.call(f'{domain}.enable')
        self.call('Emulation.setDeviceMetricsOverride', width=1920, height=1080, deviceScaleFactor=1, mobile=False)
        self.call('Page.navigate', url=address)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def note(self, event, parameters):
        """Keeps what happened. Called on the thread of the browser."""
        if event == 'Network.webSocketFrameReceived':
            self.received.append(parameters['response']['payloadData'])
        elif event == 'Network.webSocketFrameSent':
            self.sent.append(parameters['response']['payloadData'])
        elif event == 'Network.responseReceived':
            # Some pages have some of their data from HTTP.
            url, status = parameters['response']['url'], parameters['response']['status']
            path = urllib.parse.urlsplit(url).path
            if status >= 400:
                self.complaints.append(f'{status} for {url}')
            elif path.startswith('/api/'):
                self.received.append(json.dumps({'action': 'getData', 'chartName': path[len('/api/'):]}))
        elif event == 'Network.loadingFailed' and not parameters.get('canceled'):
            self.complaints.append(f'{parameters["errorText"]}, a {parameters["type"]}')
        elif event == 'Runtime.consoleAPICalled' and parameters['type'] == 'error':
            # Vue catches what its components throw.
            self.complaints.append(' '.join(str(item.get('description', item.get('value'))) for item in parameters['args']))
        elif event == 'Runtime.exceptionThrown':
            details = parameters['exceptionDetails']
            self.exceptions.append(details.get('exception', {}).get('description') or details['text'])

    def evaluate(self, expression):
        return self.call('Runtime.evaluate', expression=expression, returnByValue=True)['result'].get('value')

    def list_answered(self):
        names = set()
        for text in self.received:
            try:
                message = json.loads(text)
            except ValueError:
                continue
            if message.get('action') == 'getData':
                names.add(re.sub('product$', '', message.get('chartName', '')))
        return names

    def count_drawn(self):
        return sum(chart['coloured'] > 1500 for chart in self.evaluate(LIST_CHARTS) or [])

    def wait_drawn(self):
        try:
            wait(lambda: self.list_answered() >= set(CHARTS) and self.count_drawn() == 6, 'six charts')
        except AssertionError as error:
            raise AssertionError(f'answered: {self.list_answered()}, drawn: {self.count_drawn()}, '
                                 f'complaints: {self.exceptions + self.complaints}') from error

    def is_dark(self):
        return self.evaluate(GROUND) < 0.5

    def list_enlarged(self):
        return [chart for chart, is_enlarged in zip(CHARTS, self.evaluate(ENLARGED)) if is_enlarged]

    def is_any_sent(self, text, click):
        """Clicks, and says whether the page has that button, and sends a message with that text."""
        before = len(self.sent)
        if not self.evaluate(click):
            return False
        try:
            return wait(lambda: any(text in message.lower() for message in self.sent[before:]), text, limit=3)
        except AssertionError:
            return False

    def toggle_theme(self):
        return self.is_any_sent('theme', CLICK_THEME)

    def toggle_full_screen(self, chart):
        return self.is_any_sent('fullscreen', CLICK_RESIZE % CARDS[CHARTS.index(chart)])

    def save_picture(self, file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(self.call('Page.captureScreenshot', format='png')['data']))


class PageFiles(http.server.SimpleHTTPRequestHandler):
    """The files of a built page. Its routes, such as /screen, are no files and get the page itself."""

    def send_head(self):
        if not Path(self.translate_path(self.path)).is_file():
            self.path = '/index.html'
        return super().send_head()

    def log_message(self, *_):
        pass


def serve_page(folder, host, port):
    """Serves a built page under the name that it has for itself, and returns its origin."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', port), functools.partial(PageFiles, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://{host}' if server.server_port == 80 else f'http://{host}:{server.server_port}'


def find_addresses(folder):
    """The addresses in the scripts of a built page: of the WebSocket, of the HTTP server, and of itself, for its maps."""
    texts = [file.read_text(encoding='utf-8', errors='replace')
             for file in sorted(folder.rglob('*.js')) + sorted(folder.glob('*.html'))]
    found = [urllib.parse.urlsplit(word) for text in texts
             for word in re.findall(r'''["'`]((?:ws|http)s?://[\w.-]+(?::\d+)?(?:/[\w./-]*)?)''', text)]
    sockets = [address for address in found if address.scheme.startswith('ws')]
    files = [address for address in found if address.path.startswith(('/static', '/map'))]
    page = files[0] if files else None
    apis = [address for address in found if address.scheme.startswith('http') and address.port and address != page
            and (address.path.startswith('/api') or address.path in ('', '/') and not (page and address.port == page.port))]
    return {'ws': sockets[0] if sockets else None, 'http': apis[0] if apis else None, 'page': page}


def list_drawn(board):
    """The charts of the app that show data, by the description that a screen reader gets."""
    charts = [item for item in board.walk() if item.get_role_name() == 'image' and item.get_parent().get_parent().get_name()]
    return [chart.get_name() for chart in charts if any(c.isdigit() for c in chart.get_description())]


def wait_drawn(board):
    wait(lambda: len(list_drawn(board)) == 6, f'six cards with data; labels: {board.list_labels()}')


class RawClient:
    """A WebSocket client that is no part of the project, for what a server does by itself."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), 5)
        self.socket.sendall((f'GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
                             'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n').encode())
        self.stream = self.socket.makefile('rb')
        self.status = self.stream.readline().split()[1:2]
        while self.stream.readline() not in (b'\r\n', b''):
            pass
        self.is_open = self.status == [b'101']

    def send(self, message):
        text = json.dumps(message).encode()
        assert len(text) < 126
        # A mask of zeros leaves the text as it is.
        self.socket.sendall(bytes([0x81, 0x80 | len(text)]) + bytes(4) + text)

    def receive(self):
        """The next message, or None after a while."""
        try:
            head = self.stream.read(2)
            length = head[1] & 0x7f
            if length > 125:
                length = int.from_bytes(self.stream.read(2 if length == 126 else 8), 'big')
            return self.stream.read(length).decode()
        except (OSError, IndexError):
            return None

    def close(self):
        self.stream.close()
        self.socket.close()
