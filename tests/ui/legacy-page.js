// legacy-page.js URI: the WebSocket side of a page written for the legacy protocol, which a test controls
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lines on stdin: "theme", "full CHART", "leave CHART", and "raw TEXT", which a server written for the legacy protocol
// passes on to all clients. Lines on stdout: "open", "theme chalk|vintage", "full CHART true|false", "data CHART".
// As in the legacy protocol, it changes only when its message comes back, opens in the dark theme and toggles on each
// themeChange.
'use strict'
const WebSocket = require('ws')
const readline = require('readline')

const ws = new WebSocket(process.argv[2])
const say = line => process.stdout.write(line + '\n')
const send = message => ws.send(JSON.stringify(message))
const charts = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']
let theme = 'chalk'

const echoes = {
  getData: message => { JSON.parse(message.data); say('data ' + message.chartName) },
  themeChange: () => { theme = theme === 'chalk' ? 'vintage' : 'chalk'; say('theme ' + theme) },
  fullScreen: message => say('full ' + message.chartName + ' ' + message.value)
}
ws.on('open', () => {
  say('open')
  charts.forEach(name => send({ action: 'getData', socketType: name + 'Data', chartName: name, value: '' }))
})
ws.on('message', text => {
  const message = JSON.parse(text)
  if (echoes[message.action]) echoes[message.action](message)
})
ws.on('error', error => { say('failed ' + error.message); process.exit(1) })

readline.createInterface({ input: process.stdin }).on('line', line => {
  const [word, chart] = line.split(' ')
  if (word === 'raw') ws.send(line.slice('raw '.length))
  else if (word === 'theme') send({ action: 'themeChange', socketType: 'themeChange', value: '' })
  else send({ action: 'fullScreen', socketType: 'fullScreen', chartName: chart, value: word === 'full' })
}).on('close', () => process.exit(0))
