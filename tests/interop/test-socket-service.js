// test-socket-service.js: pages written for the legacy protocol against wallboard-server
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const { run, requireWs, Inbox } = require('./tap')
const { Daemon, DATASETS } = require('./daemon')
const { Page } = require('./socket-service')

const WebSocket = requireWs()

// Opens a page and waits until its six charts have drawn.
async function openPage (address) {
  const inbox = new Inbox()
  const page = new Page(WebSocket, address, inbox)
  const drawn = {}

  page.open()
  while (Object.keys(drawn).length < Page.CHARTS.length) {
    const item = await inbox.take()
    assert.ok(item.chart, 'nothing but data before all charts have drawn')
    drawn[item.chart] = item.data
  }
  return { page, inbox, drawn }
}

// A client that keeps every message unchanged.
async function openTap (address) {
  const inbox = new Inbox()
  const socket = new WebSocket(address)

  socket.on('message', (data, isBinary) => inbox.put(isBinary ? data : data.toString()))
  await new Promise(resolve => socket.once('open', resolve))
  return { socket, inbox }
}

let daemon, one, two, tap

run({
  async 'a page gets the data of all six charts' () {
    daemon = await Daemon.start()
    one = await openPage(daemon.ws)
    assert.deepStrictEqual(one.drawn, DATASETS)
  },

  async 'so does a page on the other listener' () {
    two = await openPage(daemon.http.replace('http', 'ws'))
    assert.deepStrictEqual(two.drawn, DATASETS)
  },

  async 'a saved file is drawn without being asked for' () {
    const seller = [{ name: '商家二', value: 7 }]

    daemon.save('seller', JSON.stringify(seller))
    assert.deepStrictEqual(await one.inbox.take(), { chart: 'seller', data: seller })
    assert.deepStrictEqual(await two.inbox.take(), { chart: 'seller', data: seller })
  },

  async 'a broken file is not drawn, and the next good one is' () {
    daemon.save('rank', '[{"name":')
    await new Promise(resolve => setTimeout(resolve, 200))
    daemon.save('rank', '[]')
    assert.deepStrictEqual(await one.inbox.take(), { chart: 'rank', data: [] })
    assert.deepStrictEqual(await two.inbox.take(), { chart: 'rank', data: [] })
  },

  async 'a theme change of one page reaches both, byte for byte' () {
    tap = await openTap(daemon.ws)
    one.page.toggleTheme()
    await Promise.all([one.inbox.take(), two.inbox.take()])
    assert.strictEqual(one.page.theme, 'vintage')
    assert.strictEqual(two.page.theme, 'vintage')
    assert.strictEqual(await tap.inbox.take(),
      '{"action":"themeChange","socketType":"themeChange","chartName":"","value":""}')
  },

  async 'a full screen of one page reaches both, byte for byte' () {
    two.page.setFullScreen('trend', true)
    await Promise.all([one.inbox.take(), two.inbox.take()])
    assert.deepStrictEqual(one.page.fullScreen, { trend: true })
    assert.deepStrictEqual(two.page.fullScreen, { trend: true })
    assert.strictEqual(await tap.inbox.take(),
      '{"action":"fullScreen","socketType":"fullScreen","chartName":"trend","value":true}')
  },

  async 'a page that connects late has the current state' () {
    const inbox = new Inbox()
    const page = new Page(WebSocket, daemon.ws, inbox)
    let data = 0, fullScreen = 0, theme = 0

    page.open()
    while (data < 6 || fullScreen < 1 || theme < 1) {
      const item = await inbox.take()
      data += 'chart' in item ? 1 : 0
      fullScreen += 'fullScreen' in item ? 1 : 0
      theme += 'themeChange' in item ? 1 : 0
    }
    assert.strictEqual(page.theme, one.page.theme)
    assert.deepStrictEqual(page.fullScreen, one.page.fullScreen)

    // It follows later changes as well.
    page.toggleTheme()
    await Promise.all([inbox.take(), one.inbox.take(), two.inbox.take()])
    assert.deepStrictEqual([page.theme, one.page.theme, two.page.theme], ['chalk', 'chalk', 'chalk'])
  },

  async 'HTTP serves what the page could have asked for there' () {
    const response = await fetch(`${daemon.http}/api/trend`, { headers: { Origin: 'http://localhost:8080' } })

    assert.strictEqual(response.status, 200)
    assert.strictEqual(response.headers.get('Access-Control-Allow-Origin'), '*')
    assert.deepStrictEqual(await response.json(), DATASETS.trend)
  },

  async 'SIGTERM ends the server with 0' () {
    assert.strictEqual(await daemon.stop(), 0)
  }
})
