// test-rebinding.js: a page in a browser whose host name now resolves to this machine
//
// The page is served by a relay that forwards all other requests unchanged to wallboard-server. To the browser both are
// one host, as after DNS rebinding, where the name resolves to the server of the page first and to this server later.
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const fs = require('fs')
const http = require('http')
const net = require('net')
const os = require('os')
const path = require('path')
const { spawn } = require('child_process')
const { run, Inbox } = require('./tap')
const { Daemon } = require('./daemon')

// Milliseconds. A browser starts slowly on a busy machine.
const PATIENCE = 60000

const PAGE = `<!DOCTYPE html><title>A page</title><script>
async function ask (method, target) {
  try {
    const answer = await fetch(target, { method, body: method === 'PUT' ? '[]' : undefined })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    return { status: 0, text: String(error) }
  }
}

function openSocket () {
  return new Promise(resolve => {
    const socket = new WebSocket('ws://' + location.host + '/')
    socket.onopen = () => resolve(true)
    socket.onerror = () => resolve(false)
  })
}

async function tell () {
  const answers = {
    dataset: await ask('GET', '/api/seller'),
    health: await ask('GET', '/healthz'),
    metrics: await ask('GET', '/metrics'),
    displays: await ask('GET', '/displays'),
    put: await ask('PUT', '/api/other'),
    other: await ask('GET', 'http://' + location.hostname + ':' + location.hash.slice(1) + '/api/seller'),
    socket: await openSocket()
  }
  await fetch('/answers', { method: 'POST', body: JSON.stringify(answers) })
}
tell()
</script>`

class Relay {
  constructor (target, inbox) {
    const { hostname, port } = new URL(target)

    this.target = { hostname, port }
    this.inbox = inbox
    this.server = http.createServer((request, answer) => this.serve(request, answer))
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
  }

  listen () {
    return new Promise(resolve => this.server.listen(0, '127.0.0.1', () => {
      this.port = this.server.address().port
      resolve()
    }))
  }

  serve (request, answer) {
    if (request.url === '/page') {
      answer.setHeader('Content-Type', 'text/html; charset=utf-8')
      answer.end(PAGE)
    } else if (request.url === '/answers') {
      let text = ''

      request.on('data', piece => { text += piece })
      request.on('end', () => {
        answer.end()
        this.inbox.put(JSON.parse(text))
      })
    } else {
      const onward = http.request({
        ...this.target, path: request.url, method: request.method, headers: request.rawHeaders, setHost: false
      }, back => {
        answer.writeHead(back.statusCode, back.rawHeaders)
        back.pipe(answer)
      })

      request.pipe(onward)
    }
  }

  upgrade (request, socket, head) {
    const onward = net.connect(this.target.port, this.target.hostname)
    let text = `GET ${request.url} HTTP/1.1\r\n`

    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      text += `${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}\r\n`
    }
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    onward.write(text + '\r\n')
    onward.write(head)
    socket.pipe(onward).pipe(socket)
  }
}

function openBrowser (address) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wallboard-browser-'))
  const browser = spawn(process.env.CHROMIUM, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server', `--user-data-dir=${folder}`,
    '--host-resolver-rules=MAP evil.example 127.0.0.1', address
  ], { stdio: 'ignore', detached: true, env: { ...process.env, HOME: folder } })
  const close = () => {
    try {
      process.kill(-browser.pid, 'SIGKILL')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }

  process.on('exit', () => {
    close()
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return close
}

// The answers that a page of this host name got, on the port for HTTP or on the one for WebSocket.
async function browse (daemon, name, port) {
  const inbox = new Inbox()
  const relays = [new Relay(daemon.http, inbox), new Relay(daemon.ws.replace('ws:', 'http:'), inbox)]

  for (const relay of relays) await relay.listen()
  const close = openBrowser(`http://${name}:${relays[port].port}/page#${relays[1 - port].port}`)
  const answers = await inbox.take()
  close()
  for (const relay of relays) relay.server.close()
  return answers
}

function assertRefused (answers, what) {
  assert.ok(answers[what].status >= 400, `${what}: ${answers[what].status}`)
  assert.ok(!/Ann|wallboard_|"ok"/.test(answers[what].text), `${what}: ${answers[what].text}`)
}

let plain, listed

run({
  async 'a page under its own host name gets no data, on either port' () {
    plain = await Daemon.start()
    for (const port of [0, 1]) {
      const answers = await browse(plain, 'evil.example', port)

      for (const what of ['dataset', 'health', 'metrics', 'displays', 'put']) assertRefused(answers, what)
      assert.match(answers.dataset.text, /--allow-host/)
      assert.strictEqual(answers.other.status, 0) // the browser withholds the answer of another origin
      assert.strictEqual(answers.socket, false)
    }
  },

  async 'the same page under the name of this machine is served' () {
    for (const port of [0, 1]) {
      const answers = await browse(plain, 'localhost', port)

      assert.strictEqual(answers.dataset.status, 200)
      assert.match(answers.dataset.text, /Ann/)
      assert.strictEqual(answers.health.status, 200)
      assert.strictEqual(answers.other.status, 200)
      assert.strictEqual(answers.socket, true)
    }
  },

  async 'a name that the operator listed is served, and no page of it opens a socket' () {
    listed = await Daemon.start(['--allow-host', 'evil.example'])
    const answers = await browse(listed, 'evil.example', 0)

    assert.strictEqual(answers.dataset.status, 200)
    assert.match(answers.dataset.text, /Ann/)
    assert.strictEqual(answers.socket, false)
  },

  async 'both servers end with 0' () {
    assert.strictEqual(await plain.stop(), 0)
    assert.strictEqual(await listed.stop(), 0)
  }
}, PATIENCE)
