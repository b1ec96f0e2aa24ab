// variant.js: starts a server of legacy-variants.js, and runs wallboardctl
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const fs = require('fs')
const os = require('os')
const path = require('path')
const readline = require('readline')
const { execFile, spawn } = require('child_process')
const { DATASETS } = require('./daemon')
const { Inbox } = require('./tap')

// One listener for each server.
process.setMaxListeners(0)

// A process of its own, so that its death can be seen.
class Variant {
  static async start (name, files = DATASETS) {
    const self = new Variant()

    self.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wallboard-'))
    for (const name of Object.keys(files)) {
      fs.writeFileSync(path.join(self.folder, `${name}.json`), JSON.stringify(files[name], null, 2))
    }
    process.on('exit', () => {
      self.process.kill('SIGKILL')
      fs.rmSync(self.folder, { recursive: true, force: true })
    })
    self.name = name
    await self.run('0')
    return self
  }

  async run (port) {
    this.process = spawn(process.execPath, [path.join(__dirname, 'legacy-variants.js'), this.name, this.folder, port],
      { stdio: ['ignore', 'pipe', 'pipe'] })
    this.ended = new Promise(resolve => this.process.once('exit', resolve))
    this.errors = ''
    this.process.stderr.on('data', text => { this.errors += text })

    const lines = new Inbox()
    readline.createInterface({ input: this.process.stdout }).on('line', line => lines.put(line))
    this.ended.then(code => lines.put(`ended with ${code}`))
    this.ws = (await lines.take()).replace(/^ready /, '')
  }

  // As a process manager does.
  startAgain () {
    return this.run(new URL(this.ws).port)
  }

  assertAlive () {
    assert.strictEqual(this.process.exitCode, null, `the server died: ${this.errors}`)
  }

  // Ends it, after it had the time to die by itself.
  async stop () {
    await new Promise(resolve => setImmediate(resolve))
    this.assertAlive()
    this.process.kill('SIGTERM')
    await this.ended
  }
}

// Runs wallboardctl to its end.
function ctl (address, ...words) {
  return new Promise(resolve => {
    execFile(process.env.WALLBOARDCTL, ['--server', address, ...words],
      (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }))
  })
}

module.exports = { Variant, ctl }
