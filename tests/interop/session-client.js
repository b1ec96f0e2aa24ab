// session-client.js: the first kind of legacy client
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// It behaves like its class WS: it sends the token first, echoes heart checks, and shows everything else as a message.
// The store is a function here, and the time without a heart check after which it closes is a parameter.

'use strict'

class SessionClient {
  constructor (WebSocket, config) {
    this.WebSocket = WebSocket
    this.address = config.address
    this.token = config.token
    this.time = config.time || 3000 * 10
    this.setMessage = config.setMessage
    this.log = config.log
  }

  create () {
    this.wsc = new this.WebSocket(this.address)
    this.wsc.onopen = this.onOpen
    this.wsc.onmessage = this.onMessage
    this.wsc.onclose = this.onClose
    this.wsc.onerror = this.onError
  }

  onOpen = () => {
    this.wsc.send(JSON.stringify({ type: 'auth', data: this.token }))
  }

  onClose = () => {
    this.wsc.close()
  }

  onMessage = (e) => {
    const { type, data } = JSON.parse(e.data)
    this.log(e.data)
    switch (type) {
      case 'noAuth':
        break
      case 'heartCheck':
        this.checkServer()
        this.wsc.send(JSON.stringify({ type: 'heartCheck' }))
        break
      default:
        if (data === 'auth ok') return
        this.setMessage(data)
    }
  }

  onError = () => {
    setTimeout(() => {
      this.create()
    }, 1000)
  }

  checkServer () {
    clearTimeout(this.handle)
    this.handle = setTimeout(() => {
      this.onClose()
      this.onError()
    }, this.time + 1000)
  }
}

module.exports = { SessionClient }
