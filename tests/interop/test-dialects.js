// test-dialects.js: both legacy clients and a client of the current protocol on one wallboard-server
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const { run, requireWs, Inbox } = require('./tap')
const { Daemon } = require('./daemon')
const { Page } = require('./socket-service')
const { SessionClient } = require('./session-client')

const WebSocket = requireWs()

// A display of the current protocol: takes its state from the welcome, and follows the messages after it.
class Display {
  constructor (address) {
    this.inbox = new Inbox()
    this.socket = new WebSocket(address, ['wallboard.v1'])
    this.socket.on('message', data => this.receive(data.toString()))
  }

  receive (text) {
    const message = JSON.parse(text)

    if (message.type === 'heartCheck') return this.socket.send(text)
    if (message.type === 'welcome') Object.assign(this, message.data)
    if (message.action === 'themeChange') {
      this.theme = message.value || (this.theme === 'dark' ? 'light' : 'dark')
    }
    this.inbox.put(message)
  }

  send (message) {
    this.socket.send(JSON.stringify(message))
  }
}

async function takeUntil (inbox, condition) {
  for (;;) {
    const item = await inbox.take()
    if (condition(item)) return item
  }
}

const isTheme = item => 'themeChange' in item
const isThemeMessage = item => item.action === 'themeChange'
const NAMES = { chalk: 'dark', vintage: 'light' }
let daemon, pageInbox, page, display, client, seen

function assertInStep (theme) {
  assert.deepStrictEqual([NAMES[page.theme], display.theme], [theme, theme])
}

run({
  async 'all three connect' () {
    daemon = await Daemon.start(['--heartbeat', '1'])
    pageInbox = new Inbox()
    page = new Page(WebSocket, daemon.ws, pageInbox)
    page.open()
    for (let i = 0; i < 6; i++) assert.ok('chart' in await pageInbox.take())

    display = new Display(daemon.ws)
    const welcome = await display.inbox.take()
    assert.strictEqual(welcome.type, 'welcome')
    assert.strictEqual(display.socket.protocol, 'wallboard.v1')
    display.send({ type: 'hello', data: { name: 'Lobby TV', version: '1.0' } })

    seen = new Inbox()
    client = new SessionClient(WebSocket, {
      address: daemon.ws, token: 'x', log: text => seen.put(JSON.parse(text)), setMessage: () => {}
    })
    client.create()
    assert.deepStrictEqual(await seen.take(), { type: 'auth', data: 'auth ok' })
    assertInStep('dark')
  },

  async 'a toggle of the page changes the other display' () {
    page.toggleTheme()
    await takeUntil(pageInbox, isTheme)
    await takeUntil(display.inbox, isThemeMessage)
    await takeUntil(seen, isThemeMessage)
    assertInStep('light')
  },

  async 'a theme by name that is already in force is not passed on' () {
    display.send({ action: 'themeChange', socketType: 'themeChange', chartName: '', value: 'light' })
    await takeUntil(display.inbox, isThemeMessage)
    page.setFullScreen('map', true)
    assert.ok('fullScreen' in await pageInbox.take(), 'the page has not toggled in between')
    assertInStep('light')
  },

  async 'a theme by name of the other display changes the page' () {
    display.send({ action: 'themeChange', socketType: 'themeChange', chartName: '', value: 'dark' })
    await takeUntil(pageInbox, isTheme)
    await takeUntil(display.inbox, isThemeMessage)
    await takeUntil(seen, isThemeMessage)
    assertInStep('dark')
  },

  async 'a display that connects later gets the whole state in its welcome' () {
    const late = new Display(daemon.ws)

    await late.inbox.take()
    assert.deepStrictEqual(late.fullScreen, ['map'])
    assert.strictEqual(late.theme, 'dark')
    assert.strictEqual(late.epoch, display.epoch)
    assert.strictEqual(late.revision, 3)
    late.socket.terminate()
  },

  async 'a broken file is an error message for the other display, and nothing for the page' () {
    display.send({ action: 'getData', socketType: 'rankData', chartName: 'rank', value: '' })
    await takeUntil(display.inbox, item => item.action === 'getData')
    daemon.save('rank', '[{"name":"x","value":true}]')
    const answer = await takeUntil(display.inbox, item => item.action === 'getData')
    assert.match(answer.error, /rank.*value/)
    assert.strictEqual(JSON.parse(answer.data)[0].name, '广东')

    daemon.save('rank', '[]')
    assert.deepStrictEqual(await takeUntil(pageInbox, item => 'chart' in item), { chart: 'rank', data: [] })
  },

  async 'heart checks go only to clients that know them' () {
    await takeUntil(seen, item => item.type === 'heartCheck')
    await takeUntil(seen, item => item.type === 'heartCheck')
    assert.deepStrictEqual(pageInbox.items, [])
    clearTimeout(client.handle)
  },

  async 'the server ends with 0' () {
    assert.strictEqual(await daemon.stop(), 0)
  }
})
