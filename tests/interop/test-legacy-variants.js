// test-legacy-variants.js: wallboardctl on the servers of legacy-variants.js
//
// SPDX-License-Identifier: GPL-3.0-or-later

'use strict'

const assert = require('assert')
const { run, requireWs } = require('./tap')
const { DATASETS } = require('./daemon')
const { Variant, ctl } = require('./variant')

requireWs()

async function assertGets (variant, name) {
  const { status, stdout, stderr } = await ctl(variant.ws, 'get', name)

  assert.strictEqual(status, 0, `${name}: ${stderr}`)
  assert.deepStrictEqual(JSON.parse(stdout), DATASETS[name])
}

async function assertDone (variant, ...words) {
  const { status, stdout, stderr } = await ctl(variant.ws, ...words)

  assert.deepStrictEqual([status, stdout], [0, ''], `${words.join(' ')}: ${stderr}`)
}

const tests = {}

for (const name of ['plain', 'greeting', 'sender-only', 'rewriting', 'binary', 'silent', 'object']) {
  tests[`${name}: each dataset, theme and full screen`] = async () => {
    const variant = await Variant.start(name)

    for (const dataset of Object.keys(DATASETS)) await assertGets(variant, dataset)
    await assertDone(variant, 'theme', 'light')
    await assertDone(variant, 'theme', 'toggle')
    await assertDone(variant, 'fullscreen', 'seller', 'on')
    await assertDone(variant, 'fullscreen', 'seller', 'off')
    await variant.stop()
  }
}

tests['silent: a dataset that is not there ends with a sentence'] = async () => {
  const variant = await Variant.start('silent')
  const { status, stderr } = await ctl(variant.ws, 'get', 'nosuch')

  assert.strictEqual(status, 1)
  assert.match(stderr, /did not answer/)
  await variant.stop()
}

tests['silent: hot is found under its other name'] = async () => {
  const { hot, ...others } = DATASETS
  const variant = await Variant.start('silent', { ...others, hotproduct: hot })

  await assertGets(variant, 'hot')
  await assertGets(variant, 'rank')
  await variant.stop()
}

tests['plain: hot is found under its other name after the server ended, and was started again'] = async () => {
  const { hot, ...others } = DATASETS
  const variant = await Variant.start('plain', { ...others, hotproduct: hot })
  const getting = assertGets(variant, 'hot')

  await variant.ended
  await variant.startAgain()
  await getting
  await variant.stop()
}

tests['change-theme: the theme in the word of the server'] = async () => {
  const variant = await Variant.start('change-theme')

  await assertDone(variant, 'theme', 'light')
  await assertDone(variant, 'theme', 'toggle')
  await assertDone(variant, 'fullscreen', 'hot', 'on')
  await variant.stop()
}

run(tests, 60000)
