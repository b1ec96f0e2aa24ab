// socket-service.js: the WebSocket client of a legacy page
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// It behaves like SocketService in the legacy page, line by line: how it handles a message, what it does not check,
// and how it retries. Only the address is a parameter here, and a process may have more than one page.

'use strict'

class SocketService {
  constructor (WebSocket, address, themeAction = 'themeChange') {
    this.WebSocket = WebSocket
    this.address = address
    this.themeAction = themeAction
    this.ws = null
    this.callBackMapping = {}
    this.connected = false
    this.sendRetryCount = 0
    this.connectRetryCount = 0
  }

  connect () {
    this.ws = new this.WebSocket(this.address)
    this.ws.onopen = () => {
      this.connected = true
      this.connectRetryCount = 0
    }
    this.ws.onclose = () => {
      this.connected = false
      this.connectRetryCount++
      setTimeout(() => {
        this.connect()
      }, 500 * this.connectRetryCount)
    }
    // A browser ignores an error without a handler; ws would throw.
    this.ws.onerror = () => {}
    this.ws.onmessage = msg => {
      const recvData = JSON.parse(msg.data)
      const socketType = recvData.socketType
      if (this.callBackMapping[socketType]) {
        const action = recvData.action
        if (action === 'getData') {
          const realData = JSON.parse(recvData.data)
          this.callBackMapping[socketType].call(this, realData)
        } else if (action === 'fullScreen') {
          this.callBackMapping[socketType].call(this, recvData)
        } else if (action === this.themeAction) {
          this.callBackMapping[socketType].call(this, recvData)
        }
      }
    }
  }

  registerCallBack (socketType, callBack) {
    this.callBackMapping[socketType] = callBack
  }

  unRegisterCallBack (socketType) {
    this.callBackMapping[socketType] = null
  }

  send (data) {
    if (this.connected) {
      this.sendRetryCount = 0
      this.ws.send(JSON.stringify(data))
    } else {
      this.sendRetryCount++
      setTimeout(() => {
        this.send(data)
      }, this.sendRetryCount * 500)
    }
  }
}

// A page: six charts that request their data once when they open, a theme that starts dark and toggles, and charts
// in full screen. Some pages have other words for the dataset of hot, for its chart in full screen, and for the theme.
class Page {
  static CHARTS = ['trend', 'seller', 'map', 'rank', 'hot', 'stock']

  constructor (WebSocket, address, inbox, words = {}) {
    this.words = { hot: 'hot', hotCard: 'hot', theme: 'themeChange', ...words }
    this.socket = new SocketService(WebSocket, address, this.words.theme)
    this.theme = 'chalk'
    this.fullScreen = {}
    this.inbox = inbox
  }

  open () {
    this.socket.connect()
    this.socket.registerCallBack('fullScreen', data => {
      this.fullScreen[data.chartName] = data.value
      this.inbox.put({ fullScreen: data })
    })
    this.socket.registerCallBack(this.words.theme, data => {
      this.theme = this.theme === 'chalk' ? 'vintage' : 'chalk'
      this.inbox.put({ themeChange: data })
    })
    for (const chart of Page.CHARTS) {
      this.socket.registerCallBack(`${chart}Data`, data => this.inbox.put({ chart, data }))
      this.socket.send({ action: 'getData', socketType: `${chart}Data`, chartName: this.words[chart] ?? chart, value: '' })
    }
  }

  toggleTheme () {
    this.socket.send({ action: this.words.theme, socketType: this.words.theme, chartName: '', value: '' })
  }

  setFullScreen (chartName, value) {
    this.socket.send({ action: 'fullScreen', socketType: 'fullScreen', chartName, value })
  }
}

module.exports = { SocketService, Page }
