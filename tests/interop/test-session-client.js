// test-session-client.js: the first kind of legacy client against wallboard-server
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const fs = require('fs')
const os = require('os')
const path = require('path')
const { run, requireWs, Inbox } = require('./tap')
const { Daemon } = require('./daemon')
const { SessionClient } = require('./session-client')

const WebSocket = requireWs()

function makeTokenFile (token) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wallboard-token-'))
  const file = path.join(folder, 'token')

  fs.writeFileSync(file, token, { mode: 0o600 })
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  return file
}

function openClient (address, token) {
  const log = new Inbox()
  const messages = new Inbox()
  const client = new SessionClient(WebSocket, {
    address,
    token,
    log: text => log.put(text),
    setMessage: data => messages.put(data)
  })

  client.create()
  return { client, log, messages }
}

const AUTH_OK = '{"type":"auth","data":"auth ok"}'
const HEART_CHECK = '{"type":"heartCheck"}'
let open, guarded

run({
  async 'a client without a token is accepted where none is required' () {
    open = await Daemon.start(['--heartbeat', '1'])
    const { log } = openClient(open.ws, null)
    assert.strictEqual(await log.take(), AUTH_OK)
  },

  async 'the right token is accepted' () {
    guarded = await Daemon.start(['--heartbeat', '1', '--token-file', makeTokenFile('open-sesame,-please\n')])
    const { log } = openClient(guarded.ws, 'open-sesame,-please')
    assert.strictEqual(await log.take(), AUTH_OK)
  },

  async 'a wrong token is refused, and the connection closed with 1008' () {
    const { client, log } = openClient(guarded.ws, 'wrong')
    const code = await new Promise(resolve => {
      client.wsc.onclose = event => resolve(event.code)
    })
    assert.strictEqual(await log.take(), '{"type":"noAuth"}')
    assert.strictEqual(code, 1008)
  },

  async 'heart checks come every interval, and their echo is not passed on' () {
    const one = openClient(open.ws, 'x')
    const two = openClient(open.ws, 'y')
    let last = NaN
    let took
    let good = 0

    assert.strictEqual(await one.log.take(), AUTH_OK)
    assert.strictEqual(await two.log.take(), AUTH_OK)
    // Other load on the machine can delay some of them.
    for (let i = 0; i < 6 && good < 2; i++) {
      assert.strictEqual(await one.log.take(), HEART_CHECK)
      took = Date.now() - last
      last = Date.now()
      good += Math.abs(took - 1000) < 500
      assert.strictEqual(await two.log.take(), HEART_CHECK)
    }
    assert.strictEqual(good, 2, `${took} ms between heart checks`)
    clearTimeout(one.client.handle)
    clearTimeout(two.client.handle)
  },

  async 'the same connection can ask for data' () {
    const { client, log, messages } = openClient(open.ws, 'x')
    const request = '{"action":"getData","socketType":"rankData","chartName":"rank","value":""}'

    assert.strictEqual(await log.take(), AUTH_OK)
    client.wsc.send(request)
    const answer = JSON.parse(await messages.take())
    assert.strictEqual(answer[0].name, '广东')
  },

  async 'a message that is too long is answered with 1009' () {
    for (const length of [65537, 200 * 1024]) {
      const { client, log } = openClient(open.ws, 'x')

      assert.strictEqual(await log.take(), AUTH_OK)
      client.wsc.send(JSON.stringify({ action: 'x'.repeat(length - '{"action":""}'.length) }))
      const code = await new Promise(resolve => {
        client.wsc.onclose = event => resolve(event.code)
        client.wsc.onerror = () => {}
      })
      assert.strictEqual(code, 1009, `${length} bytes`)
    }
  },

  async 'both servers end with 0' () {
    assert.strictEqual(await open.stop(), 0)
    assert.strictEqual(await guarded.stop(), 0)
  }
})
