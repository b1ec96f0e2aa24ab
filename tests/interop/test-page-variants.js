// test-page-variants.js: pages of the legacy family that differ from the rest, against wallboard-server
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const { run, requireWs, Inbox } = require('./tap')
const { Daemon, DATASETS } = require('./daemon')
const { Page } = require('./socket-service')

const WebSocket = requireWs()

// Opens a page and waits until its six charts have drawn.
async function openPage (words) {
  const inbox = new Inbox()
  const page = new Page(WebSocket, daemon.ws, inbox, words)
  const drawn = {}

  page.open()
  while (Object.keys(drawn).length < Page.CHARTS.length) {
    const item = await inbox.take()
    if ('chart' in item) drawn[item.chart] = item.data
  }
  return { page, inbox, drawn }
}

// Sends a message, and returns the answer.
async function ask (message) {
  const socket = new WebSocket(daemon.ws)
  const inbox = new Inbox()

  socket.on('message', data => inbox.put(JSON.parse(data)))
  await new Promise(resolve => socket.once('open', resolve))
  socket.send(JSON.stringify(message))
  const answer = await inbox.take()
  socket.terminate()
  return answer
}

// Resolves once an item fits.
async function takeUntil (inbox, condition) {
  for (;;) {
    const item = await inbox.take()
    if (condition(item)) return item
  }
}

async function waitTheme (theme, ...displays) {
  for (const { page, inbox } of displays) {
    while (page.theme !== theme) await inbox.take()
  }
}

let daemon

run({
  async 'a page that asks for hotproduct draws hot, and what is saved later' () {
    daemon = await Daemon.start()
    const { drawn, inbox } = await openPage({ hot: 'hotproduct' })
    assert.deepStrictEqual(drawn, DATASETS)

    daemon.save('hot', '[]')
    assert.deepStrictEqual(await inbox.take(), { chart: 'hot', data: [] })
  },

  async 'a request without a value is answered' () {
    const request = { action: 'getData', socketType: 'rankData', chartName: 'rank' }
    assert.deepStrictEqual(await ask(request), { ...request, data: JSON.stringify(DATASETS.rank, null, 2) })
  },

  async 'a page with another name for socketType gets it back' () {
    const request = { action: 'getData', dataType: 'rankData', chartName: 'rank', actionValue: 'chalk' }
    assert.deepStrictEqual(await ask(request), { ...request, data: JSON.stringify(DATASETS.rank, null, 2) })
  },

  async 'a page that asks over HTTP gets the same' () {
    for (const name of ['rank', 'hotproduct', 'rank?_=1764415142', 'rank/']) {
      const response = await fetch(`${daemon.http}/api/${name}`)
      if (name === 'rank/') assert.strictEqual(response.status, 404)
      else assert.deepStrictEqual([response.status, Array.isArray(await response.json())], [200, true], name)
    }
  },

  async 'pages with different words for hot are in step' () {
    const one = await openPage({ hot: 'hotproduct' })
    const two = await openPage()

    one.page.setFullScreen('hot', true)
    await Promise.all([one.inbox.take(), two.inbox.take()])
    assert.deepStrictEqual([one.page.fullScreen, two.page.fullScreen], [{ hot: true }, { hot: true }])
    two.page.toggleTheme()
    await Promise.all([one.inbox.take(), two.inbox.take()])
    assert.deepStrictEqual([one.page.theme, two.page.theme], ['vintage', 'vintage'])
  },

  async 'pages with different words for the theme are in step, once both are in use' () {
    const one = await openPage()

    await waitTheme('vintage', one) // from the test before
    one.page.toggleTheme()
    await waitTheme('chalk', one)
    const two = await openPage({ theme: 'changeTheme' })
    for (const [sender, theme] of [[two, 'vintage'], [one, 'chalk'], [two, 'vintage'], [one, 'chalk'], [one, 'vintage']]) {
      sender.page.toggleTheme()
      await waitTheme(theme, one, two)
    }
    await waitTheme('vintage', await openPage(), await openPage({ theme: 'changeTheme' }))
  },

  async 'a page that says hotproduct of a chart in full screen is told so' () {
    const one = await openPage({ hot: 'hotproduct' })
    const two = await openPage()
    const isHot = item => 'fullScreen' in item && /^hot/.test(item.fullScreen.chartName)

    for (const value of [true, false]) {
      one.page.setFullScreen('hotproduct', value)
      await Promise.all([one, two].map(({ inbox }) => takeUntil(inbox, item => isHot(item) && item.fullScreen.value === value)))
      assert.deepStrictEqual([one.page.fullScreen.hotproduct, two.page.fullScreen.hot], [value, value])
    }
    two.page.setFullScreen('hot', true)
    await takeUntil(one.inbox, item => isHot(item) && item.fullScreen.value)
    assert.strictEqual(one.page.fullScreen.hotproduct, true)
  },

  async 'a folder with only hotproduct.json has hot' () {
    const { hot, ...others } = DATASETS
    const second = await Daemon.start([], { ...others, hotproduct: hot })

    assert.strictEqual(await daemon.stop(), 0)
    daemon = second
    for (const name of ['hot', 'hotproduct']) {
      const { drawn, inbox } = await openPage({ hot: name })
      assert.deepStrictEqual(drawn, DATASETS)
      assert.deepStrictEqual(await (await fetch(`${daemon.http}/api/${name}`)).json(), hot)
      daemon.save('hotproduct', name === 'hot' ? '[]' : JSON.stringify(hot))
      assert.deepStrictEqual((await takeUntil(inbox, item => item.chart === 'hot')).data, name === 'hot' ? [] : hot)
      daemon.save('hotproduct', JSON.stringify(hot, null, 2))
    }
  },

  async 'the server ends with 0' () {
    assert.strictEqual(await daemon.stop(), 0)
  }
}, 30000) // a page sends again in steps of half a second until it is connected
