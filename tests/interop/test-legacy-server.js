// test-legacy-server.js: wallboard-server and a server written for the legacy protocol, side by side
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const { run, requireWs, Inbox } = require('./tap')
const { Daemon } = require('./daemon')

const WebSocket = requireWs()
const { startLegacyServer } = require('./legacy-server')

// All characters that JSON must escape, and those that only some implementations escape.
const AWKWARD = '{"a\\u0001\\b\\f\\n\\r\\t\\"\\\\\\/":"\u007f\u2028\u2029é中文😀",\r\n\t "b": [1.50, -0, 1e300, "<&>"],' +
  '"id": 1764415142000000001, "half": "\\ud83d", "low": ["\\udc00\\ud83d"]}\n'

let daemon, legacy

async function openBoth () {
  const peers = []

  for (const address of [daemon.ws, legacy.ws]) {
    const inbox = new Inbox()
    const socket = new WebSocket(address)

    socket.on('message', (data, isBinary) => inbox.put({ text: data.toString(), isBinary }))
    await new Promise(resolve => socket.once('open', resolve))
    peers.push({ socket, inbox })
  }
  return peers
}

// Sends the same message to both servers, and returns their answers.
async function ask (text) {
  const answers = []

  for (const peer of await openBoth()) {
    peer.socket.send(text)
    answers.push(await peer.inbox.take())
    peer.socket.terminate()
  }
  return answers
}

run({
  async 'both serve the same folder' () {
    daemon = await Daemon.start()
    daemon.save('awkward', AWKWARD)
    legacy = await startLegacyServer(daemon.folder)
  },

  async 'getData is answered with the same bytes' () {
    for (const chartName of ['seller', 'trend', 'map', 'rank', 'hot', 'stock', 'awkward']) {
      for (const extra of [{}, { value: '' }, { value: null, more: [1.5, { 中: '"\\' }] }]) {
        const request = JSON.stringify({ action: 'getData', socketType: `${chartName}Data`, chartName, ...extra })
        const [own, legacyAnswer] = await ask(request)

        assert.deepStrictEqual(own, legacyAnswer)
      }
    }
  },

  async 'an old data member is replaced in the same place' () {
    const [own, legacyAnswer] = await ask('{"action":"getData","data":"old","chartName":"rank","value":""}')

    assert.deepStrictEqual(own, legacyAnswer)
  },

  async 'any other message is echoed with the same bytes' () {
    for (const text of [
      '{"action":"fullScreen","socketType":"fullScreen","chartName":"trend","value":true}',
      '{"action":"themeChange","socketType":"themeChange","chartName":"","value":""}',
      ' {"value": 1.50, "action" :"\\u4e2d文" }\n'
    ]) {
      const [own, legacyAnswer] = await ask(text)

      assert.deepStrictEqual(own, legacyAnswer)
      assert.deepStrictEqual(own, { text, isBinary: false })
    }
  },

  async 'HTTP has the same headers and bodies' () {
    const headers = ['Content-Type', 'Access-Control-Allow-Origin', 'Access-Control-Allow-Methods']

    for (const name of ['seller', 'trend', 'awkward', 'nope']) {
      const [own, legacyAnswer] = await Promise.all([daemon.http, legacy.http].map(base => fetch(`${base}/api/${name}`)))

      for (const header of headers) assert.strictEqual(own.headers.get(header), legacyAnswer.headers.get(header))
      assert.match(own.headers.get('X-Response-Time'), /^\d+ms$/)
      assert.strictEqual(own.status, name === 'nope' ? 404 : 200)
      assert.strictEqual(await own.text(), await legacyAnswer.text())
    }
  },

  async 'both end' () {
    await legacy.stop()
    assert.strictEqual(await daemon.stop(), 0)
  }
})
