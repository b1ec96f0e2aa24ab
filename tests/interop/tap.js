// tap.js: prints the results of a test script as TAP
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const PATIENCE = 10000

// Runs the tests one after the other and ends the process. The plan is printed first, so that a script which
// ends early fails.
async function run (tests, patience = PATIENCE) {
  const names = Object.keys(tests)
  let failed = 0

  console.log('TAP version 13')
  console.log(`1..${names.length}`)
  for (const [i, name] of names.entries()) {
    try {
      await withLimit(tests[name](), name, patience)
      console.log(`ok ${i + 1} ${name}`)
    } catch (error) {
      failed++
      console.log(`not ok ${i + 1} ${name}`)
      for (const line of String(error.stack || error).split('\n')) console.log(`# ${line}`)
    }
  }
  process.exit(failed === 0 ? 0 : 1)
}

function withLimit (promise, what, patience) {
  let timer
  const limit = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), patience)
  })
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer))
}

function skip (reason) {
  console.log(`1..0 # SKIP ${reason}`)
  process.exit(0)
}

// Loads ws, or skips the whole script where it is not installed.
function requireWs () {
  try {
    return require('ws')
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    return skip('the Node package ws is not installed (Debian: node-ws)')
  }
}

// A queue of messages. take () resolves with the next one, also if it arrives later.
class Inbox {
  constructor () {
    this.items = []
    this.waiting = []
  }

  put (item) {
    if (this.waiting.length > 0) this.waiting.shift()(item)
    else this.items.push(item)
  }

  take () {
    if (this.items.length > 0) return Promise.resolve(this.items.shift())
    return new Promise(resolve => this.waiting.push(resolve))
  }
}

module.exports = { run, skip, requireWs, Inbox }
