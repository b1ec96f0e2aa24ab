// soak-server.js: a legacy server that sends as many changes as it is told to
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node soak-server.js FOLDER of datasets. It prints "ready URI", then reads "data N", "theme N" and "reconnect N"
// from stdin and prints "done" after each.
'use strict'
const fs = require('fs')
const path = require('path')
const readline = require('readline')
const WebSocket = require('ws')

const names = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']
const text = {}
for (const name of names) text[name] = fs.readFileSync(path.join(process.argv[2], name + '.json'), 'utf8')

// Other numbers each time, so that a client must lay out its charts again.
const vary = (name, i) => text[name].replace(/("(?:value|sales|stock)": *"?)(\d+)/g, (all, key, n) => key + (Number(n) + i % 97))
const answer = (name, i) => JSON.stringify({ action: 'getData', socketType: name + 'Data', chartName: name, value: '', data: vary(name, i) })
const say = line => process.stdout.write(line + '\n')

let answered = () => {}
const wss = new WebSocket.Server({ host: '127.0.0.1', port: 0 })
wss.on('listening', () => say('ready ws://127.0.0.1:' + wss.address().port))
wss.on('connection', client => client.on('message', message => {
  const request = JSON.parse(message)
  if (request.action !== 'getData' || !text[request.chartName]) return
  client.send(answer(request.chartName, 0))
  answered(request.chartName)
}))

const rest = ms => new Promise(resolve => setTimeout(resolve, ms))
const broadcast = line => wss.clients.forEach(client => client.send(line))

const commands = {
  async data (n) {
    for (let i = 1; i <= n; i++) {
      broadcast(answer(names[i % 6], i))
      await rest(4)
    }
  },
  async theme (n) {
    for (let i = 0; i < n; i++) {
      broadcast(JSON.stringify({ action: 'themeChange', socketType: 'themeChange', chartName: '', value: i % 2 ? 'chalk' : 'vintage' }))
      await rest(30)
    }
  },
  // Alternates between a close handshake and a lost connection. The next follows when the client has its data again.
  async reconnect (n) {
    for (let i = 0; i < n; i++) {
      const back = new Promise(resolve => { answered = name => name === 'stock' && resolve() })
      wss.clients.forEach(client => i % 2 ? client.terminate() : client.close())
      await back
      await rest(30)
    }
  }
}

readline.createInterface({ input: process.stdin }).on('line', async line => {
  const [command, n] = line.split(' ')
  await commands[command](Number(n))
  say('done')
})
