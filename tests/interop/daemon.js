// daemon.js: starts a wallboard-server on a new folder
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const fs = require('fs')
const os = require('os')
const path = require('path')
const readline = require('readline')
const { spawn } = require('child_process')

const DATASETS = {
  seller: [{ name: '商家一', value: 99 }, { name: 'Ann', value: '155.13' }],
  rank: [{ name: '广东', value: 230 }],
  stock: [{ name: 'tea', stock: 100, sales: 30 }],
  hot: [{ name: 'food', children: [{ name: 'tea', value: 7, children: [{ name: 'green', value: 7 }] }] }],
  map: [{ name: 'gold', children: [{ name: '北京', value: [116.4, 39.9] }] }],
  trend: {
    common: { month: ['一月', '二月'] },
    type: [{ key: 'map', text: 'Regions' }],
    map: { title: 'Regions', base: 310, unit: '万', data: [{ name: '上海', data: [1, '2.5'] }] }
  }
}

class Daemon {
  static async start (args = [], files = DATASETS) {
    const self = new Daemon()

    self.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wallboard-'))
    for (const name of Object.keys(files)) self.save(name, JSON.stringify(files[name], null, 2))
    self.process = spawn(process.env.WALLBOARD_SERVER,
      ['--data', self.folder, '--http', '127.0.0.1:0', '--ws', '127.0.0.1:0', ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    process.on('exit', () => {
      self.process.kill('SIGKILL')
      fs.rmSync(self.folder, { recursive: true, force: true })
    })

    const lines = readline.createInterface({ input: self.process.stdout })
    const [line] = await new Promise((resolve, reject) => {
      lines.once('line', line => resolve([line]))
      self.process.once('exit', code => reject(new Error(`wallboard-server ended with ${code}`)))
    })
    const [ready, http, ws] = line.split(' ')
    if (ready !== 'ready') throw new Error(`not a ready line: ${line}`)
    Object.assign(self, { http, ws })

    return self
  }

  // Replaces a file as a whole.
  save (name, text) {
    const file = path.join(this.folder, `${name}.json`)

    fs.writeFileSync(`${file}.new`, text)
    fs.renameSync(`${file}.new`, file)
  }

  // Ends the daemon, and returns its exit code.
  stop () {
    return new Promise(resolve => {
      this.process.once('exit', resolve)
      this.process.kill('SIGTERM')
    })
  }
}

module.exports = { Daemon, DATASETS }
