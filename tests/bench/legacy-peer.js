// legacy-peer.js: the legacy server, Koa 2 and ws 8, to compare wallboard-server with
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node legacy-peer.js FOLDER, with koa and ws in NODE_PATH or in a node_modules beside it. Without koa it serves the
// WebSocket only. Prints a ready line like wallboard-server. Its output to the console is left out, and messages are
// passed to ws 8 as text, both of which make it faster. With TLS_CERT and TLS_KEY the WebSocket uses TLS.

'use strict'

const fs = require('fs')
const https = require('https')
const path = require('path')
const WebSocket = require('ws')

const folder = process.argv[2]

function getFileJsonData (filePath) {
  return new Promise((resolve, reject) => {
    fs.readFile(filePath, 'utf-8', (error, data) => {
      if (error) reject(error)
      else resolve(data)
    })
  })
}

async function respDuration (ctx, next) {
  const start = Date.now()
  await next()
  ctx.set('X-Response-Time', Date.now() - start + 'ms')
}

async function respHeader (ctx, next) {
  ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.set('Access-Control-Allow-Origin', '*')
  ctx.set('Access-Control-Allow-Methods', 'OPTIONS, GET, PUT, POST, DELETE')
  await next()
}

async function respData (ctx, next) {
  try {
    ctx.response.body = await getFileJsonData(path.join(folder, ctx.request.url.replace('/api', '') + '.json'))
  } catch (error) {
    ctx.response.body = JSON.stringify({ message: '读取文件内容失败, 文件资源不存在', status: 404 })
  }
  await next()
}

// Returns the URI of Koa, or “-”.
function listenHttp () {
  let Koa
  try {
    Koa = require('koa')
  } catch (error) {
    return Promise.resolve('-')
  }
  const app = new Koa()
  app.use(respDuration)
  app.use(respHeader)
  app.use(respData)
  return new Promise(resolve => {
    const server = app.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`))
  })
}

function listenWs () {
  const where = { port: 0, host: '127.0.0.1', backlog: 4096 }
  if (process.env.TLS_CERT === undefined) return [new WebSocket.Server(where), 'ws']
  const server = https.createServer({ cert: fs.readFileSync(process.env.TLS_CERT), key: fs.readFileSync(process.env.TLS_KEY) })
  server.listen(where)
  return [new WebSocket.Server({ server }), 'wss']
}

const [wss, scheme] = listenWs()
wss.on('connection', client => {
  client.on('message', async (msg, isBinary) => {
    const payload = JSON.parse(msg)
    if (payload.action === 'getData') {
      payload.data = await getFileJsonData(path.join(folder, payload.chartName + '.json'))
      client.send(JSON.stringify(payload))
    } else {
      wss.clients.forEach(client => client.send(msg, { binary: isBinary }))
    }
  })
})
wss.on('listening', async () => console.log(`ready ${await listenHttp()} ${scheme}://127.0.0.1:${wss.address().port}`))
