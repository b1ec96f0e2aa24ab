// page.js: what index.html shows
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const PLACES = {
  trend: 'left-top', seller: 'left-bottom', map: 'middle-top', rank: 'middle-bottom', hot: 'right-top', stock: 'right-bottom'
}
const socket = new WebSocket('ws://localhost:9998')
const send = message => socket.send(JSON.stringify(message))

// All numbers of a dataset, at any depth.
function listNumbers (value) {
  if (typeof value !== 'object' || value === null) return value !== '' && isFinite(value) ? [Number(value)] : []
  return Object.values(value).flatMap(listNumbers)
}

// A row of bars is enough of a chart.
function draw (chart, data) {
  const canvas = document.querySelector(`#${PLACES[chart]} canvas`)
  const context = canvas.getContext('2d')
  const numbers = listNumbers(data)
  const largest = Math.max(...numbers)

  canvas.width = 400
  canvas.height = 300
  context.fillStyle = '#2e72bf'
  numbers.forEach((number, i) => {
    const height = 280 * number / largest

    context.fillRect(i * 400 / numbers.length, 300 - height, Math.max(1, 300 / numbers.length), height)
  })
}

function getCard (chart) {
  return document.getElementById(PLACES[chart])
}

const actions = {
  getData: ({ socketType, data }) => draw(socketType.replace('Data', ''), JSON.parse(data)),
  fullScreen: ({ chartName, value }) => getCard(chartName).classList.toggle('fullscreen', value),
  themeChange: () => { document.body.className = document.body.className === 'chalk' ? 'vintage' : 'chalk' }
}

socket.onmessage = ({ data }) => {
  const message = JSON.parse(data)

  if (message.action in actions) actions[message.action](message)
}

socket.onopen = () => {
  for (const chart of Object.keys(PLACES)) send({ action: 'getData', socketType: `${chart}Data`, chartName: chart, value: '' })
}

for (const chart of Object.keys(PLACES)) {
  const button = document.createElement('span')

  button.className = 'icon-expand-alt'
  button.textContent = '+'
  button.onclick = () => {
    send({
      action: 'fullScreen',
      socketType: 'fullScreen',
      chartName: chart,
      value: !getCard(chart).classList.contains('fullscreen')
    })
  }
  getCard(chart).append(document.createElement('canvas'), button)
}

document.querySelector('.qiehuan').onclick = () => {
  send({ action: 'themeChange', socketType: 'themeChange', chartName: '', value: '' })
}
