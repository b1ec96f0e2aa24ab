// legacy-server.js: a server written for the legacy protocol
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node legacy-server.js FOLDER [HTTP-PORT [WS-PORT]]
//
// Prints `ready http://127.0.0.1:PORT ws://127.0.0.1:PORT` once it serves; port 0, the default, takes a free
// one. The socket is the legacy one, on ws. HTTP is Node's own instead of Koa, with the legacy headers and
// bodies, including its status 200 for a missing file.

'use strict'

const fs = require('fs')
const http = require('http')
const path = require('path')
const WebSocket = require('ws')

const NOT_FOUND = JSON.stringify({ message: '读取文件内容失败, 文件资源不存在', status: 404 })

function getFileJsonData (filePath) {
  return new Promise((resolve, reject) => {
    fs.readFile(filePath, 'utf-8', (error, data) => {
      if (error) reject(error)
      else resolve(data)
    })
  })
}

async function serveHttp (folder, request, response) {
  const start = Date.now()
  let body

  try {
    body = await getFileJsonData(path.join(folder, request.url.replace('/api', '') + '.json'))
  } catch (error) {
    body = NOT_FOUND
  }
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'OPTIONS, GET, PUT, POST, DELETE',
    'X-Response-Time': Date.now() - start + 'ms'
  })
  response.end(body)
}

function serveSocket (folder, wss) {
  wss.on('connection', client => {
    client.on('message', async msg => {
      const payload = JSON.parse(msg)
      if (payload.action === 'getData') {
        payload.data = await getFileJsonData(path.join(folder, payload.chartName + '.json'))
        client.send(JSON.stringify(payload))
      } else {
        // Legacy servers were written for a ws that passed text. Since version 8 it passes bytes, which would be sent as
        // a binary frame.
        wss.clients.forEach(client => client.send(msg.toString()))
      }
    })
  })
}

// Starts a server. Returns its URIs, the ws server, and a function that ends it at once.
function startLegacyServer (folder, httpPort = 0, wsPort = 0) {
  const server = http.createServer((request, response) => serveHttp(folder, request, response))
  const wss = new WebSocket.Server({ port: wsPort, host: '127.0.0.1' })

  serveSocket(folder, wss)
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    wss.on('error', reject)
    wss.on('listening', () => server.listen(httpPort, '127.0.0.1', () => resolve({
      http: `http://127.0.0.1:${server.address().port}`,
      ws: `ws://127.0.0.1:${wss.address().port}`,
      wss,
      stop () {
        for (const client of wss.clients) client.terminate()
        server.closeAllConnections()
        return Promise.all([new Promise(resolve => wss.close(resolve)), new Promise(resolve => server.close(resolve))])
      }
    })))
  })
}

module.exports = { startLegacyServer }

if (require.main === module) {
  const [folder, httpPort = '0', wsPort = '0'] = process.argv.slice(2)

  if (folder === undefined) {
    console.error('usage: node legacy-server.js FOLDER [HTTP-PORT [WS-PORT]]')
    process.exit(2)
  }
  startLegacyServer(folder, Number(httpPort), Number(wsPort)).then(
    server => console.log(`ready ${server.http} ${server.ws}`),
    error => {
      console.error(`legacy-server: ${error.message}`)
      process.exit(1)
    })
}
