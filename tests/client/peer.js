// peer.js: a board server for the legacy protocol, which a test controls
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node peer.js OPTIONS, a JSON object:
//   port       the port, 0 for a free one
//   dialect    "legacy": the second kind of legacy server (Koa's WebSocket half), as it stands there;
//              "auth": its first case: auth, auth ok or noAuth, heartCheck;
//              "ours": the second case with a welcome
//   token      the token of dialect "auth"
//   heart      milliseconds between two heart checks, 0 for none
//   text       forward text as text, as `ws` 7 did; `ws` 8 makes a Buffer of it, and a binary frame of that
//   welcome    the data of the welcome
//   deaf       answers and forwards nothing
//   data       datasets beside those below, by name; null for none
//   dies       a dataset that is not there ends all connections, as a crash does, but the server goes on
//   greeting   a text to send after each message
//   shy        forwards to the sender only
//   object     answers with data that are JSON, not a string of JSON
//
// It reports events as lines on stdout: "ready PORT", "open PROTOCOL", "got TEXT", "closed CODE". It reads
// commands as lines from stdin: see `commands` below.
'use strict'
const WebSocket = require('ws')
const readline = require('readline')

const options = Object.assign({ port: 0, dialect: 'legacy', heart: 0 }, JSON.parse(process.argv[2] || '{}'))
const data = {
  seller: '[{"name":"商家1","value":99},{"name":"Seller 2","value":"155.13"}]',
  rank: '[{"name":"Henan","value":300}]',
  broken: '[{"name":"Henan","value":',
  free: '{"anything":[1,2,3]}',
  lines: '{ "a": 1,\n"b": "商" }\n'
}
Object.assign(data, options.data)
const say = line => process.stdout.write(line + '\n')

const wss = new WebSocket.Server({ host: '127.0.0.1', port: options.port })
wss.on('listening', () => say('ready ' + wss.address().port))
wss.on('error', error => { say('error ' + error.message); process.exit(1) })

const die = name => {
  say('died of ' + name)
  wss.clients.forEach(client => client.terminate())
}

// service/web_socket_service.js of a legacy server; a file that is not there answers nothing
function fromLegacy (client, msg) {
  const payload = JSON.parse(msg)
  if (payload.action === 'getData') {
    const ret = data[payload.chartName]
    if (ret == null) return options.dies ? die(payload.chartName) : undefined
    payload.data = options.object ? JSON.parse(ret) : ret
    client.send(JSON.stringify(payload))
  } else if (options.shy) {
    client.send(String(msg))
  } else {
    wss.clients.forEach(client => {
      client.send(options.text ? String(msg) : msg)
    })
  }
}

// the server that the first legacy client needs
function withAuth (client, msg) {
  const payload = JSON.parse(msg)
  if (payload.type === 'auth') {
    client.accepted = payload.data === options.token
    client.send(JSON.stringify(client.accepted ? { type: 'auth', data: 'auth ok' } : { type: 'noAuth' }))
  } else if (payload.type === 'heartCheck') {
    client.heard = true
  } else if (!client.accepted) {
    client.send(JSON.stringify({ type: 'noAuth' }))
  } else {
    fromLegacy(client, msg)
  }
}

wss.on('connection', client => {
  say('open ' + client.protocol)
  client.on('message', msg => {
    say('got ' + msg)
    if (options.deaf) return
    if (options.dialect === 'auth') withAuth(client, msg)
    else if (!String(msg).includes('"type"') || options.dialect === 'legacy') fromLegacy(client, msg)
  })
  if (options.greeting) client.on('message', () => client.send(options.greeting))
  client.on('close', code => say('closed ' + code))
  client.on('error', error => say('failed ' + error.message))
  if (options.dialect === 'ours') client.send(JSON.stringify({ type: 'welcome', data: options.welcome }))
})

let heart = null
if (options.heart > 0) {
  heart = setInterval(() => {
    wss.clients.forEach(client => {
      if (options.dialect !== 'auth' || client.accepted) client.send(JSON.stringify({ type: 'heartCheck' }))
    })
  }, options.heart)
}

const everyone = action => wss.clients.forEach(action)
const commands = {
  send: text => everyone(client => client.send(text)),
  spread: text => everyone(client => client.send(text.replace(/ /g, '\n'))),
  binary: hex => everyone(client => client.send(Buffer.from(hex, 'hex'))),
  bytes: hex => everyone(client => client._socket.write(Buffer.from(hex, 'hex'))),
  huge: size => everyone(client => client.send('"' + 'x'.repeat(size - 2) + '"')),
  big: size => everyone(client => client.send(JSON.stringify({
    action: 'getData', chartName: 'free', data: JSON.stringify('x'.repeat(size))
  }))),
  close: code => everyone(client => client.close(Number(code), 'as the test wants')),
  cut: () => everyone(client => client.terminate()),
  freeze: () => everyone(client => client._socket.pause()),
  mute: () => clearInterval(heart),
  mark: () => say('mark')
}
readline.createInterface({ input: process.stdin }).on('line', line => {
  const space = line.indexOf(' ')
  commands[space < 0 ? line : line.slice(0, space)](space < 0 ? '' : line.slice(space + 1))
}).on('close', () => process.exit(0))
