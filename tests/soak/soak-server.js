// soak-server.js: a legacy server that changes everything again and again, as often as it is told to
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node soak-server.js FOLDER of datasets. It says "ready URI", then takes "data N", "theme N" and "reconnect N"
// on stdin and says "done" after each.
'use strict'
const fs = require('fs')
const path = require('path')
const readline = require('readline')
const WebSocket = require('ws')

const names = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']
const text = {}
for (const name of names) text[name] = fs.readFileSync(path.join(process.argv[2], name + '.json'), 'utf8')

// Each time other numbers, so that no client can keep what it has laid out.
const vary = (name, i) => text[name].replace(/("(?:value|sales|stock)": *"?)(\d+)/g, (all, key, n) => key + (Number(n) + i % 97))
const answer = (name, i) => JSON.stringify({ action: 'getData', socketType: name + 'Data', chartName: name, value: '', data: vary(name, i) })
const say = line => process.stdout.write(line + '\n')

let asked = () => {}
const wss = new WebSocket.Server({ host: '127.0.0.1', port: 0 })
wss.on('listening', () => say('ready ws://127.0.0.1:' + wss.address().port))
wss.on('connection', client => client.on('message', message => {
  const words = JSON.parse(message)
  if (words.action !== 'getData' || !text[words.chartName]) return
  client.send(answer(words.chartName, 0))
  asked(words.chartName)
}))

const rest = ms => new Promise(resolve => setTimeout(resolve, ms))
const tell = line => wss.clients.forEach(client => client.send(line))

const commands = {
  async data (n) {
    for (let i = 1; i <= n; i++) {
      tell(answer(names[i % 6], i))
      await rest(4)
    }
  },
  async theme (n) {
    for (let i = 0; i < n; i++) {
      tell(JSON.stringify({ action: 'themeChange', socketType: 'themeChange', chartName: '', value: i % 2 ? 'chalk' : 'vintage' }))
      await rest(30)
    }
  },
  // In turn as a server does it that ends, and as a cable does it that is pulled. The next comes when there are data again.
  async reconnect (n) {
    for (let i = 0; i < n; i++) {
      const back = new Promise(resolve => { asked = name => name === 'stock' && resolve() })
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
