// legacy-variants.js: servers of the legacy family, each of which differs from the rest in one way
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node legacy-variants.js VARIANT FOLDER [WS-PORT]
//
// Prints `ready ws://127.0.0.1:PORT` once it serves; port 0, the default, takes a free one. Each variant was seen in
// public servers. None of them catches what goes wrong, unless it says so: as in those servers, one request for a file
// that is missing ends the process.

'use strict'

const fs = require('fs')
const path = require('path')
const { promisify } = require('util')
const WebSocket = require('ws')

const readFile = promisify(fs.readFile)

// What a variant does with the answer to a getData, and with any other message. PLAIN is legacy-server.js.
const PLAIN = {
  answer: (client, payload) => client.send(JSON.stringify(payload)),
  forward: (wss, client, payload, bytes) => wss.clients.forEach(other => other.send(bytes.toString()))
}

const VARIANTS = {
  plain: {},

  // After each message it sends a text that is not JSON.
  greeting: { after: client => client.send('hello from the server') },

  // The loop over all clients sends to the wrong one: the sender gets a message once for each client.
  'sender-only': { forward: (wss, client, payload, bytes) => wss.clients.forEach(() => client.send(bytes.toString())) },

  // It forwards what it has parsed, not what it has received.
  rewriting: { forward: (wss, client, payload) => wss.clients.forEach(other => other.send(JSON.stringify(payload))) },

  // Written for a ws before version 8: what that passed as text is now bytes, and is sent in a binary frame.
  binary: { forward: (wss, client, payload, bytes) => wss.clients.forEach(other => other.send(bytes)) },

  // It catches everything, and never answers a request for a file that is missing.
  silent: { failed: () => {} },

  // It has a database, and the data are JSON in the answer instead of a string that holds JSON.
  object: { answer: (client, payload) => client.send(JSON.stringify({ ...payload, data: JSON.parse(payload.data) })) },

  // It forwards what its own page sends, and nothing else; that page changes the theme with another word.
  'change-theme': {
    forward (wss, client, payload, bytes) {
      if (['fullScreen', 'changeTheme'].includes(payload.action)) PLAIN.forward(wss, client, payload, bytes)
    }
  }
}

function serve (variant, folder, wss) {
  const { answer, forward, after, failed } = { ...PLAIN, after: () => {}, failed: null, ...variant }

  const handle = async (client, bytes) => {
    const payload = JSON.parse(bytes)

    if (payload.action === 'getData') {
      payload.data = await readFile(path.join(folder, `${payload.chartName}.json`), 'utf-8')
      answer(client, payload)
    } else {
      forward(wss, client, payload, bytes)
    }
    after(client)
  }

  wss.on('connection', client => client.on('message', bytes => {
    const done = handle(client, bytes)

    if (failed !== null) done.catch(failed)
  }))
}

module.exports = { VARIANTS: Object.keys(VARIANTS) }

if (require.main === module) {
  const [name, folder, port = '0'] = process.argv.slice(2)

  if (folder === undefined || !(name in VARIANTS)) {
    console.error(`usage: node legacy-variants.js ${Object.keys(VARIANTS).join('|')} FOLDER [WS-PORT]`)
    process.exit(2)
  }
  const wss = new WebSocket.Server({ port: Number(port), host: '127.0.0.1' })

  wss.on('listening', () => console.log(`ready ws://127.0.0.1:${wss.address().port}`))
  wss.on('error', error => {
    console.error(`legacy-variants: ${error.message}`)
    process.exit(1)
  })
  serve(VARIANTS[name], folder, wss)
}
